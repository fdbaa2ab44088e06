"""Pilots: some teams work under a draft until a day, everybody else as before; then all do, or nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.design import commands as design
from bihuan.design.commands import DraftBehind, PilotOver, PilotRunning, StagesMissing, Wanted
from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound
from bihuan.ledger import queries as ledger
from bihuan.objects import queries as objects
from bihuan.org import commands as people
from bihuan.org import queries as org
from bihuan.process.commands.moving import GateClosed
from bihuan.records import commands as records
from bihuan.records import queries as known
from tests.company import BLUEPRINT, MONDAY_9, Cast
from tests.design.pilots import FRIDAY, SURVEY, Trying, document

NOW = MONDAY_9


@pytest.fixture
def trying(session: Session, cast: Cast) -> Trying:
    """The company, in which a pilot may begin."""
    return Trying(session, cast)


def fields(trying: Trying, login: str) -> set[str]:
    with trying.acting(login) as (session, _):
        return set(objects.object_def(session, "opportunity").by_key)


def test_a_pilot_is_for_its_teams_and_nobody_else(trying: Trying) -> None:
    live = versions.live(trying.everything)
    pilot = trying.begin()
    assert "urgency" in fields(trying, "chen")
    assert "urgency" in fields(trying, "wang")
    assert "urgency" not in fields(trying, "zhao")
    assert "cost" in fields(trying, "zhao")
    assert "urgency" not in fields(trying, "sun")
    assert versions.live(trying.everything).id == live.id != pilot.version_id
    assert versions.version(trying.everything, pilot.version_id).number == live.number + 1


def test_roles_and_new_journeys_are_the_pilots(trying: Trying) -> None:
    pilot = trying.begin()
    with trying.acting("chen") as (_, chen):
        assert chen.may_do("opportunity", "delete")
        assert not chen.hidden("opportunity")
    with trying.acting("zhao") as (session, zhao):
        assert org.roles(session)["rep"].objects["*"] != ("read", "create", "update", "delete"), zhao
    tried, other = trying.opened("chen", urgency="急"), trying.opened("zhao")
    live = versions.live(trying.everything).id
    assert (tried.version_id, other.version_id) == (pilot.version_id, live)
    assert trying.advance("chen", tried.record_id).stage_key == "demo"
    assert trying.advance("zhao", other.record_id).stage_key == "proposal"


def test_a_journey_begins_by_the_version_of_its_owner_whoever_notes_it(trying: Trying) -> None:
    pilot = trying.begin()
    with trying.acting("sun") as (session, sun):
        made = records.create(session, sun, "opportunity", {"name": "x"}, owner_id=trying.cast.chen, now=NOW)
    assert trying.journey(made.id).version_id == pilot.version_id


def test_a_gate_asks_for_what_the_owner_could_fill_in_whoever_opens_it(trying: Trying) -> None:
    trying.begin()
    tried = trying.opened("chen")
    with pytest.raises(GateClosed) as no:
        trying.advance("sun", tried.record_id)
    assert [one["key"] for one in no.value.facts()["missing"]] == ["urgency"]  # type: ignore[attr-defined]
    with trying.acting("sun") as (session, sun):
        records.assign(session, sun, known.standing(session, "opportunity", tried.record_id), trying.cast.zhao, now=NOW)
    assert trying.advance("zhao", tried.record_id).stage_key == "demo"  # nobody of the pumps could fill it in


def test_who_moves_to_another_team_works_as_that_team_does(trying: Trying) -> None:
    pilot = trying.begin()
    began = trying.opened("chen", urgency="急")
    valves, pumps = trying.team("阀门组"), trying.team("水泵组")
    people.move_person(trying.everything, None, org.person(trying.kept, trying.cast.chen), pumps, now=NOW)
    assert "urgency" not in fields(trying, "chen")
    assert trying.journey(began.record_id).version_id == pilot.version_id
    assert trying.opened("chen").version_id == versions.live(trying.everything).id
    people.move_person(trying.everything, None, org.person(trying.kept, trying.cast.chen), valves, now=NOW)
    assert "urgency" in fields(trying, "chen")


def test_teams_below_the_chosen_one_take_part(trying: Trying) -> None:
    trying.begin("华东")
    assert all("urgency" in fields(trying, login) for login in ("chen", "wang", "zhao"))
    assert "urgency" not in fields(trying, "sun")  # above it
    inner = people.add_team(trying.everything, None, name="新组", kind="team", parent_id=trying.team("水泵组"), now=NOW)
    people.move_person(trying.everything, None, org.person(trying.kept, trying.cast.sun), inner.id, now=NOW)
    assert "urgency" in fields(trying, "sun")


def test_what_exists_is_only_added_to_until_all_have_it(trying: Trying) -> None:
    trying.opened("zhao", cost="7")
    trying.begin()
    mine = trying.opened("chen", urgency="急")
    with trying.acting("chen") as (session, chen):
        records.create(session, chen, "survey", {"place": "嘉兴", "deal": mine.record_id}, now=NOW)
    live = {(one.object_key, one.field_key) for one in objects.stored_columns(trying.everything) if one.live}
    assert {("opportunity", "cost"), ("opportunity", "urgency"), ("survey", "place")} <= live


def test_released_it_is_everybodys(trying: Trying) -> None:
    theirs = trying.opened("zhao")
    pilot = trying.begin()
    with trying.acting("sun") as (session, sun):
        version = design.release_pilot(session, sun, pilot.id, now=NOW)
    assert versions.live(trying.everything).id == version.id == pilot.version_id
    assert "urgency" in fields(trying, "zhao")
    assert "cost" not in fields(trying, "zhao")
    assert trying.journey(theirs.record_id).version_id == pilot.base_id
    assert trying.opened("zhao").version_id == version.id
    hidden = {one.field_key for one in objects.stored_columns(trying.kept, "opportunity") if one.hidden_at}
    assert hidden == {"cost"}
    with trying.acting("sun") as (session, sun):
        released = design.release(session, sun, document(name="x"), now=NOW)
    assert released.number == version.number + 1


def test_taken_back_the_teams_return_and_what_only_it_had_is_kept_hidden(trying: Trying) -> None:
    pilot = trying.begin()
    stays, stranded = trying.opened("chen", urgency="急"), trying.opened("lin", urgency="缓")
    trying.advance("lin", stranded.record_id)
    with trying.acting("sun") as (session, sun):
        moved = design.take_back(session, sun, pilot.id, move_back=True, now=NOW)
    live = versions.live(trying.everything).id
    assert (moved, live) == (1, pilot.base_id)
    assert fields(trying, "chen") == fields(trying, "zhao")
    assert trying.journey(stays.record_id).version_id == live
    left = trying.journey(stranded.record_id)
    assert (left.version_id, left.stage_key) == (pilot.version_id, "demo")
    assert trying.advance("lin", left.record_id).stage_key == "proposal"  # what nobody can fill in isn't asked
    assert versions.running(trying.kept) is None
    body = versions.version(trying.kept, pilot.version_id).body
    with trying.acting("sun") as (session, sun):
        design.release(session, sun, body, now=NOW)
    with trying.acting("chen") as (session, _):
        assert known.facts(session, "opportunity", stays.record_id)["urgency"] == "急"


def test_taken_back_without_moving_everything_ends_as_it_began(trying: Trying) -> None:
    pilot = trying.begin()
    began = trying.opened("chen", urgency="急")
    with trying.acting("sun") as (session, sun):
        assert design.take_back(session, sun, pilot.id, move_back=False, now=NOW) == 0
    assert trying.journey(began.record_id).version_id == pilot.version_id


def test_what_is_under_way_goes_with_it_when_wished(trying: Trying) -> None:
    mine, theirs = trying.opened("chen"), trying.opened("zhao")
    due = mine.due_at
    pilot = trying.begin(body=_shorter(), with_running=True)
    moved = trying.journey(mine.record_id)
    assert moved.version_id == pilot.version_id != trying.journey(theirs.record_id).version_id
    assert None not in (due, moved.due_at)
    assert moved.due_at < due  # type: ignore[operator]
    said = [entry.kind for entry in ledger.journey(trying.kept, mine.id)]
    assert "journey.transferred" in said


def test_what_could_not_go_on_is_refused_with_its_stages(trying: Trying) -> None:
    trying.opened("chen")
    body = document(dashboards=[])
    body["processes"][0]["stages"] = body["processes"][0]["stages"][1:]
    for stage in body["processes"][0]["stages"]:
        stage["back_to"] = [key for key in stage.get("back_to", ()) if key != "lead"]
    with pytest.raises(StagesMissing) as no:
        trying.begin(body=body, with_running=True)
    assert no.value.facts() == {"stages": [{"process": "销售流程", "stage": "线索", "count": 1}]}
    assert versions.running(trying.everything) is None
    trying.begin(body=body)


def test_one_pilot_at_a_time_and_no_release_beside_it(trying: Trying) -> None:
    other = trying.draft()
    pilot = trying.begin()
    for attempt in (
        lambda s, sun: design.release_draft(s, sun, other.id, revision=0, note="", now=NOW),
        lambda s, sun: design.release(s, sun, document(), now=NOW),
        lambda s, sun: design.begin_pilot(s, sun, other.id, Wanted(team_ids=[1], last_day=FRIDAY), revision=0, now=NOW),
    ):
        with pytest.raises(PilotRunning) as no, trying.acting("sun") as (session, sun):
            attempt(session, sun)
    assert no.value.facts()["number"] == versions.version(trying.kept, pilot.version_id).number
    with trying.acting("sun") as (session, sun):
        design.release_pilot(session, sun, pilot.id, now=NOW)
    with pytest.raises(DraftBehind), trying.acting("sun") as (session, sun):
        design.release_draft(session, sun, other.id, revision=0, note="", now=NOW)
    with pytest.raises(PilotOver), trying.acting("sun") as (session, sun):
        design.release_pilot(session, sun, pilot.id, now=NOW)
    with pytest.raises(PilotOver), trying.acting("sun") as (session, sun):
        design.take_back(session, sun, pilot.id, move_back=False, now=NOW)


def test_a_pilot_is_for_who_may_release(trying: Trying) -> None:
    pilot, draft = trying.begin(), trying.draft()
    for attempt in (
        lambda s, who: design.release_pilot(s, who, pilot.id, now=NOW),
        lambda s, who: design.take_back(s, who, pilot.id, move_back=True, now=NOW),
        lambda s, who: design.change_pilot(s, who, pilot.id, last_day=FRIDAY, then_release=True, now=NOW),
        lambda s, who: design.begin_pilot(s, who, draft.id, Wanted(team_ids=[1], last_day=FRIDAY), revision=0, now=NOW),
    ):
        with pytest.raises(Forbidden), trying.acting("wang") as (session, wang):
            attempt(session, wang)


@pytest.mark.parametrize(
    ("teams", "days"), [((), 3), ((999_999,), 3), ((1,), -1), ((1,), 367)], ids=["nobody", "unknown", "past", "far"]
)
def test_a_pilot_has_teams_and_an_end(trying: Trying, teams: tuple[int, ...], days: int) -> None:
    draft = trying.draft()
    wanted = Wanted(team_ids=teams, last_day=NOW.date() + timedelta(days=days))
    with pytest.raises(Invalid), trying.acting("sun") as (session, sun):
        design.begin_pilot(session, sun, draft.id, wanted, revision=0, now=NOW)


def test_a_pilot_that_is_not_there_is_not_found(trying: Trying) -> None:
    with pytest.raises(NotFound), trying.acting("sun") as (session, sun):
        design.release_pilot(session, sun, 999_999, now=NOW)


def test_a_draft_begun_by_a_person_of_the_pilot_is_of_what_lives(trying: Trying) -> None:
    trying.begin("试验公司")
    with trying.acting("sun") as (session, sun):
        draft = design.begin(session, sun, now=NOW)
    assert draft.body == versions.live(trying.everything).body
    assert SURVEY["key"] not in [one["key"] for one in draft.body["objects"]]


def test_every_turn_is_in_the_ledger(trying: Trying) -> None:
    pilot = trying.begin()
    with trying.acting("sun") as (session, sun):
        design.change_pilot(session, sun, pilot.id, last_day=FRIDAY, then_release=True, now=NOW)
        design.take_back(session, sun, pilot.id, move_back=True, now=NOW)
    number = versions.version(trying.everything, pilot.version_id).number
    said = [entry.kind for entry in ledger.timeline(trying.kept, f"blueprint:{number}")]
    assert sorted(said) == ["pilot.begun", "pilot.changed", "pilot.taken_back"]


def test_without_a_pilot_nothing_is_asked_anew(trying: Trying) -> None:
    session = trying.everything
    db.begin(session, db.workspace_of(session), db.EVERYTHING)
    versions.living(session)
    assert versions.living(session) is versions.living(session)


def _shorter() -> dict[str, object]:
    body = document()
    body["processes"][0]["stages"][0]["limit"] = "1 workday"
    assert BLUEPRINT["processes"][0]["stages"][0]["limit"] == "2 workdays"
    return body
