"""Claiming from a pool, putting back, and what goes back by itself when nobody works on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.app import invariants
from bihuan.design import commands as design
from bihuan.handover import queries as handover
from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden, NotFound, Refusal
from bihuan.notices.models import Notice
from bihuan.org import commands as org_commands
from bihuan.org import queries as org
from bihuan.org.models import Team
from bihuan.org.viewer import Viewer
from bihuan.pool import commands, queries
from bihuan.pool.refusals import ClaimedAlready, ClaimedEnoughToday, CoolingDown, HoldsEnough, NoPool, Protected
from bihuan.process import queries as process
from bihuan.records import commands as writing
from bihuan.records import queries as records
from bihuan.records.record import Record
from tests.company import MONDAY_9, Cast
from tests.pool.conftest import document

Pooled = Callable[..., None]
Seen = Callable[[str], AbstractContextManager[tuple[Session, Viewer]]]


@dataclass
class Sea:
    """Customers and those who claim them. Time stands still until `later`."""

    kept: Session
    cast: Cast
    now: datetime = MONDAY_9

    @property
    def session(self) -> Session:
        db.see(self.kept, db.EVERYTHING)
        return self.kept

    def later(self, **length: float) -> Sea:
        self.now += timedelta(**length)
        return self

    def made(self, name: str, by: str = "chen", **values: Any) -> int:  # noqa: ANN401
        given = {"name": name, **values}
        made: Record = self.acting(
            by, lambda viewer: writing.create(self.kept, viewer, "customer", given, now=self.now)
        )
        return made.id

    def acting(self, login: str, do: Callable[[Viewer], Any]) -> Any:  # noqa: ANN401
        viewer = org.viewer(self.session, self.cast.id(login))
        with self.kept.begin_nested():
            db.see(self.kept, viewer.sight)
            return do(viewer)

    def give_back(self, number: int, by: str = "chen", reason: str = "") -> bool:
        def doing(viewer: Viewer) -> bool:
            record = records.record(self.kept, viewer, "customer", number)
            return commands.return_(self.kept, viewer, record, reason=reason, now=self.now)

        return bool(self.acting(by, doing))

    def pooled(self, name: str, **values: Any) -> int:  # noqa: ANN401
        number = self.made(name, **values)
        assert self.give_back(number)
        return number

    def claim(self, number: int, by: str) -> Record:
        found: Record = self.acting(
            by, lambda viewer: commands.claim(self.kept, viewer, "customers", number, now=self.now)
        )
        return found

    def owner(self, number: int) -> int:
        return records.standing(self.session, "customer", number).owner_id

    def nobody(self) -> int:
        found = queries.owner_of(self.session, "customers")
        assert found is not None
        return found

    def swept(self) -> None:
        while commands.place_some(self.session, now=self.now, limit=10):
            pass
        while commands.return_some(self.session, now=self.now, limit=10):
            pass


@pytest.fixture
def sea(session: Session, cast: Cast) -> Sea:
    return Sea(session, cast)


def names(sea: Sea, login: str, q: str = "") -> list[str]:
    def looking(viewer: Viewer) -> list[str]:
        found = queries.pool(sea.kept, "customers")
        return [one.record.title for one in queries.lying(sea.kept, viewer, found, q=q, skip=0, limit=50)]

    listed: list[str] = sea.acting(login, looking)
    return listed


def test_what_is_returned_belongs_to_nobody_and_is_claimed_by_another(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.pooled("北方泵业", phone="13800000000")
    assert sea.owner(number) == sea.nobody()
    assert names(sea, "lin") == ["北方泵业"]
    assert sea.claim(number, "lin").owner_id == sea.cast.lin
    assert names(sea, "lin") == []


def test_what_lies_in_a_pool_is_seen_by_nobody_below_the_one_who_sees_all(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.pooled("北方泵业")
    for login in ("chen", "lin", "wang", "zhao"):
        with pytest.raises(NotFound):
            sea.acting(login, lambda viewer: records.record(sea.kept, viewer, "customer", number))
    assert sea.acting("sun", lambda viewer: records.record(sea.kept, viewer, "customer", number)).id == number


def test_only_its_roles_look_into_a_pool(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.pooled("北方泵业")
    with pytest.raises(NotFound):
        names(sea, "wang")
    with pytest.raises(NotFound):
        sea.claim(number, "wang")


def test_one_looks_for_nothing_that_a_pool_does_not_show(pooled: Pooled, sea: Sea) -> None:
    pooled(shows=["city"])
    sea.pooled("北方泵业", city="温州")
    assert names(sea, "lin", "北方") == []
    assert names(sea, "lin", "温") == ["北方泵业"]


def test_the_second_is_told_who_was_first_and_others_nothing(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number, other = sea.pooled("北方泵业"), sea.made("南方泵业")
    sea.claim(number, "lin")
    with pytest.raises(ClaimedAlready) as no:
        sea.claim(number, "chen")
    assert no.value.facts()["name"] == "林销售"
    with pytest.raises(NotFound):
        sea.claim(other, "lin")
    sea.later(days=2)
    with pytest.raises(NotFound):
        sea.claim(number, "chen")


def test_a_day_and_a_person_have_their_limits(pooled: Pooled, sea: Sea) -> None:
    pooled()
    first, second, third, fourth = (sea.pooled(f"{place}方泵业") for place in "东南西北")
    sea.claim(first, "lin")
    sea.claim(second, "lin")
    with pytest.raises(ClaimedEnoughToday) as no:
        sea.claim(third, "lin")
    assert no.value.facts() == {"most": 2}
    sea.later(days=1).claim(third, "lin")
    with pytest.raises(HoldsEnough):
        sea.claim(fourth, "lin")
    sea.give_back(first, "lin")
    assert sea.claim(fourth, "lin").owner_id == sea.cast.lin


def test_whoever_had_it_waits_before_they_claim_it_again(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.pooled("北方泵业")
    with pytest.raises(CoolingDown) as no:
        sea.later(days=6).claim(number, "chen")
    assert no.value.facts()["until"] == (MONDAY_9 + timedelta(days=7)).isoformat()
    assert sea.later(days=1, seconds=1).claim(number, "chen").owner_id == sea.cast.chen


def test_what_was_just_claimed_is_not_taken_back_but_may_be_given_back(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.pooled("北方泵业")
    sea.claim(number, "lin")
    with pytest.raises(Protected):
        sea.give_back(number, "wang")
    sea.later(days=3, seconds=1)
    assert sea.give_back(number, "wang", "没有联系")
    told = sea.session.scalars(select(Notice).where(Notice.kind == "pool.taken_back")).one()
    assert told.person_id == sea.cast.lin
    assert not sea.acting(
        "sun",
        lambda viewer: commands.return_(
            sea.kept, viewer, records.record(sea.kept, viewer, "customer", number), reason="", now=sea.now
        ),
    )


def test_others_records_are_returned_by_who_may_assign_and_where_there_is_a_pool(pooled: Pooled, sea: Sea) -> None:
    pooled()
    record = records.standing(sea.session, "customer", sea.made("北方泵业"))
    with pytest.raises(Forbidden):
        sea.acting("lin", lambda viewer: commands.return_(sea.kept, viewer, record, reason="", now=sea.now))
    product = sea.acting("sun", lambda viewer: writing.create(sea.kept, viewer, "product", {"name": "泵"}, now=sea.now))
    with pytest.raises(NoPool):
        sea.acting("sun", lambda viewer: commands.return_(sea.kept, viewer, product, reason="", now=sea.now))


def test_what_nobody_works_on_goes_back_by_itself_once(pooled: Pooled, sea: Sea) -> None:
    pooled()
    quiet, busy = sea.made("北方泵业"), sea.made("南方泵业")
    sea.swept()
    sea.later(days=6)  # Sunday: four workdays and a weekend
    log(sea, busy)
    sea.later(days=1, hours=1).swept()
    assert sea.owner(quiet) == sea.nobody()
    assert sea.owner(busy) == sea.cast.chen
    sea.swept()
    told = sea.session.scalars(select(Notice).where(Notice.kind == "pool.taken_back")).all()
    assert [one.person_id for one in told] == [sea.cast.chen]
    sea.later(days=8).swept()
    assert sea.owner(busy) == sea.nobody()


def log(sea: Sea, number: int) -> None:
    def doing(viewer: Viewer) -> None:
        record = records.record(sea.kept, viewer, "customer", number)
        activity.log(sea.kept, viewer, record, kind="call", summary="聊了", now=sea.now)

    sea.acting("chen", doing)


def test_an_open_journey_about_it_keeps_it_where_it_is(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.made("北方泵业")
    deal = {"name": "循环泵", "customer": number}
    sea.acting("chen", lambda viewer: writing.create(sea.kept, viewer, "opportunity", deal, now=sea.now))
    sea.swept()
    sea.later(days=30).swept()
    assert sea.owner(number) == sea.cast.chen
    pooled(keep_open=False)
    sea.swept()
    sea.later(days=30).swept()
    assert sea.owner(number) == sea.nobody()


def test_another_time_to_return_begins_anew_for_all(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.made("北方泵业")
    sea.swept()
    sea.later(days=4)
    pooled(return_after="1 workday")
    sea.swept()
    assert sea.owner(number) == sea.cast.chen
    sea.later(days=4).swept()
    assert sea.owner(number) == sea.nobody()


def test_who_is_given_a_pooled_record_has_it_and_it_lies_there_no_more(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = sea.pooled("北方泵业")
    sea.acting(
        "sun",
        lambda viewer: writing.assign(
            sea.kept, viewer, records.record(sea.kept, viewer, "customer", number), sea.cast.lin, now=sea.now
        ),
    )
    assert names(sea, "lin") == []
    place = queries.place(sea.session, number)
    assert place is not None
    assert (place.pooled_at, place.owner_id) == (None, sea.cast.lin)


def test_a_pool_is_nobody_one_could_hire_wake_or_hand_over_from(pooled: Pooled, sea: Sea) -> None:
    pooled()
    sea.pooled("北方泵业")
    nobody = org.person(sea.session, sea.nobody())
    assert nobody.id not in {one.id for one in org.people(sea.session)}
    assert handover.without_owner(sea.session, org.viewer(sea.session, sea.cast.sun)) == []
    sun = org.viewer(sea.session, sea.cast.sun)
    for act in (org_commands.reactivate, org_commands.reset_password):
        with pytest.raises(NotFound):
            act(sea.session, sun, nobody, now=sea.now)


def test_a_deal_in_a_pool_takes_its_journey_along_and_is_no_breach(pooled: Pooled, sea: Sea) -> None:
    pooled(object="opportunity", shows=["name"])
    made = {"name": "循环泵"}
    deal: Record = sea.acting("chen", lambda viewer: writing.create(sea.kept, viewer, "opportunity", made, now=sea.now))
    sea.acting("chen", lambda viewer: commands.return_(sea.kept, viewer, deal, reason="", now=sea.now))
    journey = process.journey_beside(sea.session, deal.id)
    assert journey is not None
    assert journey.owner_id == sea.nobody()
    assert invariants.ownerless(sea.session, now=sea.now) == 0
    assert sea.claim(deal.id, "lin").owner_id == sea.cast.lin
    sea.session.refresh(journey)
    assert journey.owner_id == sea.cast.lin


def test_two_claim_at_once_and_one_has_it(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    key, cast = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        design.release(session, None, document(roles=["rep", "manager"]), note="pool", now=MONDAY_9)
        sea = Sea(session, cast)
        numbers = [sea.pooled(f"{place}方泵业") for place in "东南西北"]
    logins, ready = ("lin", "wang", "zhao"), Barrier(3)

    def claiming(login: str, number: int) -> str:
        ready.wait()
        try:
            with db.transaction(engine, workspace=key, timeout_ms=60_000) as session:
                viewer = org.viewer(session, cast.id(login))
                db.see(session, viewer.sight)
                commands.claim(session, viewer, "customers", number, now=MONDAY_9)
        except Refusal as no:
            return no.code
        return "claimed"

    with ThreadPoolExecutor(3) as hands:
        for number in numbers[:2]:
            ended = sorted(hands.map(lambda login, number=number: claiming(login, number), logins))
            assert ended == ["claimed", "claimed_already", "claimed_already"]
        ready.reset()
        # One person in three windows: the limit of two a day holds though all three asked before any had one.
        pair = Barrier(2)
        ready = pair
        had = _had(engine, key, cast.lin)
        ended = sorted(hands.map(lambda number: claiming("lin", number), numbers[2:]))
        assert ended.count("claimed") == min(2, 2 - had)


def _had(engine: Engine, key: str, person_id: int) -> int:
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        return queries.claims(session, person_id, "customers", since=commands.today(session, MONDAY_9)).today


def merged(sea: Sea, keep: int, gone: int) -> int:
    """Sun makes one of two; the number of the merge."""

    def doing(viewer: Viewer) -> int:
        held = {one: records.standing(sea.kept, "customer", one).revision for one in (keep, gone)}
        return writing.merge(sea.kept, viewer, "customer", writing.Wanted(keep=keep, revisions=held), now=sea.now).id

    return int(sea.acting("sun", doing))


def apart(sea: Sea, keep: int, merge: int) -> None:
    def doing(viewer: Viewer) -> None:
        writing.undo_merge(sea.kept, viewer, records.record(sea.kept, viewer, "customer", keep), merge, now=sea.now)

    sea.acting("sun", doing)


def test_what_lay_in_the_pool_and_became_part_of_another_lies_there_again(pooled: Pooled, sea: Sea) -> None:
    pooled()
    keep, gone = sea.made("北方泵业"), sea.pooled("北方泵业有限公司")
    merge = merged(sea, keep, gone)
    assert names(sea, "lin") == []
    apart(sea.later(days=1), keep, merge)

    assert names(sea, "lin") == ["北方泵业有限公司"]
    assert sea.claim(gone, "lin").owner_id == sea.cast.lin


def test_a_claim_goes_on_when_a_merge_is_taken_back(pooled: Pooled, sea: Sea) -> None:
    pooled(most=1)
    keep, gone, other = sea.made("北方泵业", by="wang"), sea.pooled("北方泵业有限公司"), sea.pooled("南方")
    sea.claim(gone, "lin")
    merge = merged(sea, keep, gone)
    apart(sea.later(days=1), keep, merge)

    with pytest.raises(HoldsEnough):
        sea.claim(other, "lin")
    with pytest.raises(Protected):
        sea.give_back(gone, "wang")
    sea.later(days=14).swept()
    assert sea.owner(gone) == sea.nobody(), "it goes back by itself as before"


def claimed(sea: Sea, login: str) -> int:
    """A customer that Chen gave back and that this one claimed."""
    number = sea.pooled("北方泵业")
    sea.claim(number, login)
    return number


def held(sea: Sea, login: str) -> int:
    return queries.claims(sea.session, sea.cast.id(login), "customers", since=sea.now).held


def test_whoever_moves_to_another_team_keeps_their_claim(pooled: Pooled, sea: Sea) -> None:
    pooled()
    number = claimed(sea, "lin")
    team = sea.session.scalar(select(Team.id).where(Team.manager_id == sea.cast.zhao))
    lin = org.person(sea.session, sea.cast.lin)
    org_commands.move_person(sea.session, None, lin, team, now=sea.now)
    place = queries.place(sea.session, number)
    assert place is not None
    assert (place.owner_id, place.owner_pos) == (lin.id, org.colleague(sea.session, lin.id).pos)
    assert held(sea, "lin") == 1
    with pytest.raises(Protected):
        sea_release(sea, number)


def sea_release(sea: Sea, number: int) -> None:
    record = records.standing(sea.session, "customer", number)
    commands.release(sea.session, record, by_id=sea.cast.sun, why="rule", now=sea.now)


def test_who_left_protects_nothing_and_what_is_handed_over_is_claimed_no_more(pooled: Pooled, sea: Sea) -> None:
    pooled()
    first, second = claimed(sea, "lin"), claimed(sea, "lin")
    record = records.standing(sea.session, "customer", first)
    writing.give_over(sea.session, record, sea.cast.chen, by_id=sea.cast.sun, now=sea.now, cause="handover:1")
    assert (held(sea, "lin"), held(sea, "chen")) == (1, 0)
    org_commands.deactivate(sea.session, None, org.person(sea.session, sea.cast.lin), now=sea.now)
    sea_release(sea, second)
    assert sea.owner(second) == sea.nobody()
    assert held(sea, "lin") == 0
