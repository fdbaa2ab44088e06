"""What the clock turns: a release at its moment exactly once, and the end of a pilot, told to whoever decided so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.design import commands as design
from bihuan.design import jobs, queries, trying
from bihuan.design.commands import DraftScheduled, NothingScheduled, PilotRunning, Wanted
from bihuan.design.models import Draft
from bihuan.design.operations import Set
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.holidays import china
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound
from bihuan.ledger import queries as ledger
from bihuan.notices import wording
from bihuan.notices.models import Notice
from bihuan.org import commands as people
from bihuan.org import queries as org
from tests.company import MONDAY_9, Cast
from tests.conftest import WORKSPACE
from tests.design.pilots import FRIDAY, Trying

NOW = MONDAY_9
THEN = NOW + timedelta(days=5)
AFTER = datetime(2026, 3, 13, 16, tzinfo=UTC)  # midnight in Shanghai after the pilot's last day
Tick = Callable[[datetime], int]


@pytest.fixture
def company(session: Session, cast: Cast) -> Trying:
    """The company."""
    return Trying(session, cast)


@pytest.fixture
def tick(connection: Connection, company: Trying) -> Tick:
    """The minute's clock job, at a moment."""

    def at(now: datetime) -> int:
        company.everything.flush()
        return jobs.turn(connection, WORKSPACE, now=now)

    return at


def scheduled(company: Trying, at: datetime = THEN) -> Draft:
    draft = company.draft()
    with company.acting("sun") as (session, sun):
        return design.schedule(session, sun, draft.id, revision=0, at=at, note="月初", now=NOW)


def told(company: Trying) -> list[tuple[str, str]]:
    found = company.everything.scalars(select(Notice).order_by(Notice.id)).all()
    return [
        (one.kind, wording.sentence(one.kind, one.facts, "zh")) for one in found if one.person_id == company.cast.sun
    ]


def test_a_release_waits_for_its_moment_and_is_done_once(company: Trying, tick: Tick) -> None:
    live, draft = versions.live(company.everything).number, scheduled(company)
    assert tick(THEN - timedelta(seconds=1)) == 0
    assert tick(THEN) == 1
    assert tick(THEN) == tick(THEN + timedelta(days=1)) == 0
    now = versions.live(company.everything)
    assert (now.number, now.note, now.released_by_id) == (live + 1, "月初", company.cast.sun)
    with pytest.raises(NotFound):
        queries.draft(company.kept, draft.id)
    assert told(company) == [("switch.done", f"草稿“七步”已在定好的时间发布，现在是第 {now.number} 版。")]


def test_what_was_missed_while_nothing_ran_is_caught_up(company: Trying, tick: Tick) -> None:
    live = versions.live(company.everything).number
    scheduled(company)
    assert tick(THEN + timedelta(days=9)) == 1
    assert versions.live(company.everything).number == live + 1


def test_a_draft_that_waits_is_not_changed(company: Trying) -> None:
    draft = scheduled(company)
    step = Set(place=("name",), value={"zh": "别的", "en": "other"})
    for attempt in (
        lambda s, sun: design.edit(s, sun, draft.id, [step], revision=0, now=NOW),
        lambda s, sun: design.undo(s, sun, draft.id, now=NOW),
        lambda s, sun: design.discard(s, sun, draft.id, now=NOW),
        lambda s, sun: design.renew(s, sun, draft.id, revision=0, now=NOW),
    ):
        with pytest.raises(DraftScheduled) as no, company.acting("sun") as (session, sun):
            attempt(session, sun)
    assert no.value.facts() == {"at": THEN.isoformat()}
    with company.acting("sun") as (session, sun):
        design.call_off(session, sun, draft.id, now=NOW)
        design.edit(session, sun, draft.id, [step], revision=0, now=NOW)
    with pytest.raises(NothingScheduled), company.acting("sun") as (session, sun):
        design.call_off(session, sun, draft.id, now=NOW)


def test_called_off_nothing_happens(company: Trying, tick: Tick) -> None:
    live, draft = versions.live(company.everything).id, scheduled(company)
    with company.acting("sun") as (session, sun):
        design.call_off(session, sun, draft.id, now=NOW)
    assert tick(THEN) == 0
    assert versions.live(company.everything).id == live


def test_what_fell_behind_is_not_done_and_whoever_decided_is_told_why(company: Trying, tick: Tick) -> None:
    draft = scheduled(company)
    other = company.draft()
    with company.acting("sun") as (session, sun):
        version = design.release_draft(session, sun, other.id, revision=0, note="", now=NOW)
    assert tick(THEN) == 1
    assert tick(THEN) == 0
    assert versions.live(company.everything).id == version.id
    kept = queries.draft(company.kept, draft.id)
    company.kept.refresh(kept)
    assert (kept.switch_at, kept.name) == (None, "七步")
    kind, said = told(company)[-1]
    assert kind == "switch.refused"
    assert "线上发布了别的版本" in said
    assert next(one.kind for one in ledger.timeline(company.kept, f"draft:{draft.id}")) == "draft.not_switched"


def test_while_a_pilot_runs_nothing_is_switched(company: Trying, tick: Tick) -> None:
    scheduled(company)
    pilot = company.begin()
    assert tick(THEN) == 1
    assert versions.running(company.everything) is not None
    assert versions.live(company.kept).id == pilot.base_id
    assert "有一个试点正在进行" in told(company)[-1][1]


def test_who_may_not_release_any_more_releases_nothing(company: Trying, tick: Tick) -> None:
    live = versions.live(company.everything).id
    scheduled(company)
    person = org.person(company.kept, company.cast.sun)
    people.change_person(company.everything, None, person, {"role_key": "rep"}, now=NOW)
    assert tick(THEN) == 1
    assert versions.live(company.everything).id == live
    assert "已经没有发布的权限" in told(company)[-1][1]


@pytest.mark.parametrize("at", [NOW, NOW - timedelta(1), NOW + timedelta(400)], ids=["now", "past", "far"])
def test_the_moment_lies_ahead(company: Trying, at: datetime) -> None:
    with pytest.raises(Invalid):
        scheduled(company, at)


def test_scheduling_is_for_who_may_release(company: Trying) -> None:
    draft = company.draft()
    with pytest.raises(Forbidden), company.acting("wang") as (session, wang):
        design.schedule(session, wang, draft.id, revision=0, at=THEN, note="", now=NOW)


def test_nothing_is_scheduled_beside_a_pilot(company: Trying) -> None:
    company.begin()
    with pytest.raises(PilotRunning):
        scheduled(company)


def test_a_pilot_ends_after_its_last_day(company: Trying, tick: Tick) -> None:
    pilot = company.begin()
    began = company.opened("chen", urgency="急")
    assert pilot.until == AFTER
    assert tick(AFTER - timedelta(seconds=1)) == 1  # told that it ends
    assert versions.running(company.everything) is not None
    assert tick(AFTER) == 1
    assert tick(AFTER) == 0
    assert versions.running(company.everything) is None
    assert versions.live(company.kept).id == pilot.base_id
    assert company.journey(began.record_id).version_id == pilot.version_id
    assert company.opened("chen").version_id == pilot.base_id
    assert [kind for kind, _ in told(company)] == ["pilot.ending", "pilot.ended"]


def test_its_end_is_told_two_workdays_before_and_once(company: Trying, tick: Tick) -> None:
    company.begin()
    thursday_morning = datetime(2026, 3, 12, 1, tzinfo=UTC)
    assert tick(thursday_morning - timedelta(minutes=1)) == 0
    assert [tick(thursday_morning), tick(thursday_morning)] == [1, 0]
    assert "到 2026-03-13 结束" in told(company)[0][1]


def test_an_outage_over_its_end_tells_once_and_ends_it(company: Trying, tick: Tick) -> None:
    company.begin()
    assert tick(AFTER + timedelta(days=20)) == 1
    assert [kind for kind, _ in told(company)] == ["pilot.ended"]


def test_at_its_end_it_is_released_when_so_decided(company: Trying, tick: Tick) -> None:
    pilot = company.begin(then_release=True)
    assert tick(AFTER) == 1
    assert versions.live(company.everything).id == pilot.version_id
    assert [kind for kind, _ in told(company)] == ["pilot.released"]


def test_what_cannot_be_released_at_its_end_ends_all_the_same(company: Trying, tick: Tick) -> None:
    pilot = company.begin(then_release=True)
    person = org.person(company.kept, company.cast.sun)
    people.change_person(company.everything, None, person, {"role_key": "rep"}, now=NOW)
    assert tick(AFTER) == 1
    assert versions.live(company.everything).id == pilot.base_id
    kind, said = told(company)[-1]
    assert kind == "pilot.not_released"
    assert "已经没有发布的权限" in said


def test_its_last_day_may_be_moved(company: Trying, tick: Tick) -> None:
    pilot = company.begin()
    with company.acting("sun") as (session, sun):
        design.change_pilot(session, sun, pilot.id, last_day=date(2026, 3, 20), then_release=False, now=NOW)
    assert tick(AFTER) == 0
    assert tick(AFTER + timedelta(days=7)) == 1


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 2, 1, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2026, 9, 15, 1, tzinfo=UTC), date(2026, 10, 8)),  # the first week of October is free
        (datetime(2026, 12, 31, 17, tzinfo=UTC), date(2027, 2, 1)),  # January has begun in Shanghai
    ],
)
def test_the_first_workday_of_next_month_is_the_companys(now: datetime, day: date) -> None:
    found = trying.first_workday(Calendar(holidays=china.published(), zone="Asia/Shanghai"), now)
    assert (found.date(), found.hour, found.utcoffset()) == (day, 0, timedelta(hours=8))


def test_a_pilot_may_be_begun_from_a_draft_that_waits(company: Trying) -> None:
    draft = scheduled(company)
    wanted = Wanted(team_ids=[company.team("阀门组")], last_day=FRIDAY)
    with company.acting("sun") as (session, sun):
        design.begin_pilot(session, sun, draft.id, wanted, revision=0, now=NOW)
    assert queries.due_switches(company.everything, now=THEN) == []
