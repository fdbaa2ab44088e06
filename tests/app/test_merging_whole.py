"""When two records become one, nothing that any module keeps of them is forgotten, and all of it comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.app import house
from bihuan.approvals.models import Request
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.org import queries as people
from bihuan.org.models import Share
from bihuan.pool.models import Holding
from bihuan.records import commands, hanging, queries
from bihuan.records.record import Record
from bihuan.rules.models import Call, Run, Timer
from tests.approvals.asking import released
from tests.company import MONDAY_9, Cast

# Tables that are keyed by a record and do not go along, each with why.
STAYS = {
    "process_journey": "a record has one: it is ended, or it is the one that stays; a companion",
    "pool_place": "where a record lies hangs on its owner: the pool hears of it",
    "rules_heard": "what has just happened to a record is met within moments; of one that is gone nothing is met",
    "ledger_subject": "nobody rewrites the ledger: the timeline tells both stories as one",
    "records_merged": "is the merge",
    "records_merged_things": "is the merge",
}


def test_every_table_that_is_keyed_by_a_record_goes_along_or_says_why_not() -> None:
    house.wire()
    keyed = {table.name for table in db.Model.metadata.tables.values() if "record_id" in table.c}
    carried = {str(thing.table.name) for thing in hanging.introduced()}
    assert keyed - carried == STAYS.keys()
    assert not carried & STAYS.keys()


@pytest.fixture
def two(session: Session, cast: Cast) -> tuple[Record, Record]:
    """Two customers: Chen's, which stays, and Lin's, which goes."""
    released(session, gate=False)
    made = []
    for owner in (cast.chen, cast.lin):
        viewer = people.viewer(session, owner)
        made.append(commands.create(session, viewer, "customer", {"name": f"北方 {owner}"}, now=MONDAY_9))
    return made[0], made[1]


def timer(record: Record, rule: str, version_id: int, **more: Any) -> Timer:  # noqa: ANN401
    given = {"event": "record.changed", "journey_id": None, **more}
    of = {"object_key": "customer", "record_id": record.id, "version_id": version_id}
    return Timer(rule_key=rule, since=MONDAY_9, due_at=MONDAY_9 + timedelta(days=3), chain=[], **of, **given)


def run(record: Record, version_id: int) -> Run:
    of = {"object_key": "customer", "record_id": record.id, "owner_id": record.owner_id, "owner_pos": record.owner_pos}
    what = {"rule_key": "a", "version_id": version_id, "cause": "heard:1", "event": "record.changed", "chain": []}
    return Run(**of, **what, state="done", why=[], did=[], at=MONDAY_9, tries=0)


def call(record: Record) -> Call:
    of = {"object_key": "customer", "record_id": record.id, "owner_id": record.owner_id, "owner_pos": record.owner_pos}
    what = {"cause": "run:1", "rule_key": "a", "url": "https://example.com", "body": "", "state": "waiting"}
    return Call(**of, **what, at=MONDAY_9, tries=0, next_at=MONDAY_9 + timedelta(days=9))


def request(record: Record, version_id: int, *, ended: bool) -> Request:
    of = {"object_key": "customer", "record_id": record.id, "owner_id": record.owner_id, "owner_pos": record.owner_pos}
    what = {"key": "discount", "version_id": version_id, "title": record.title, "reason": "", "plan": [], "shown": []}
    how = {"step": 0, "turn": 1, "changed": {}, "files": [], "people": [record.owner_id], "asker_id": record.owner_id}
    ends = {"state": "approved", "ended_at": MONDAY_9} if ended else {"state": "waiting", "ended_at": None}
    return Request(**of, **what, **how, **ends, asked_at=MONDAY_9, turned_at=MONDAY_9)


def standing(session: Session, *rows: Any) -> list[tuple[int, int | None]]:  # noqa: ANN401
    """Of which record each is now, and whose."""
    session.flush()
    session.expire_all()
    return [(row.record_id, getattr(row, "owner_id", None)) for row in rows]


def test_what_approvals_rules_pools_and_shares_keep_goes_along_and_comes_back(
    session: Session, cast: Cast, two: tuple[Record, Record]
) -> None:
    kept, gone = two
    version = blueprint.current(session).id
    waiting, closed = request(gone, version, ended=False), request(gone, version, ended=True)
    told = {"person_id": cast.zhao, "pool_key": "customers", "record_id": gone.id}
    cooling = Holding(**told, ended_at=MONDAY_9, cool_until=MONDAY_9 + timedelta(days=7))
    lent = Share(person_id=cast.zhao, object_key="customer", record_id=gone.id, state="granted", asked_at=MONDAY_9)
    mine = timer(kept, "both", version)
    hers = [timer(gone, "hers", version), timer(gone, "both", version)]
    stays = [timer(gone, "answer", version, event="record.assigned"), timer(gone, "stage", version, journey_id=1)]
    ran, called = run(gone, version), call(gone)
    session.add_all([waiting, closed, cooling, lent, mine, *hers, *stays, ran, called])
    session.flush()
    goes = [closed, ran, called]
    before = standing(session, *goes, cooling, lent, *hers)

    wang = people.viewer(session, cast.wang)
    wanted = commands.Wanted(keep=kept.id, revisions={kept.id: 1, gone.id: 1})
    made = commands.merge(session, wang, "customer", wanted, now=MONDAY_9)

    assert standing(session, *goes) == [(kept.id, cast.chen)] * 3, "they are the owner's of what stays"
    assert standing(session, cooling, lent) == [(kept.id, None)] * 2
    assert [one for one, _ in standing(session, *hers)] == [kept.id, gone.id], "for what stays the other waits already"
    assert [one for one, _ in standing(session, mine, *stays)] == [kept.id, gone.id, gone.id]
    assert [one for one, _ in standing(session, waiting)] == [gone.id]
    assert waiting.state == "withdrawn", "it was asked of another record"

    record = queries.record(session, wang, "customer", kept.id)
    undone = commands.undo_merge(session, wang, record, made.id, now=MONDAY_9 + timedelta(hours=1))

    assert standing(session, *goes, cooling, lent, *hers) == before
    assert standing(session, mine)[0][0] == kept.id
    assert undone.places == {}


def test_what_has_gone_on_stays_where_it_is_and_only_what_people_know_is_told(
    session: Session, cast: Cast, two: tuple[Record, Record]
) -> None:
    kept, gone = two
    other = commands.create(session, people.viewer(session, cast.chen), "customer", {"name": "别家"}, now=MONDAY_9)
    version = blueprint.current(session).id
    closed, ran = request(gone, version, ended=True), run(gone, version)
    session.add_all([closed, ran])
    session.flush()
    wang = people.viewer(session, cast.wang)
    wanted = commands.Wanted(keep=kept.id, revisions={kept.id: 1, gone.id: 1})
    made = commands.merge(session, wang, "customer", wanted, now=MONDAY_9)
    for row in (closed, ran):
        row.record_id = other.id
    session.flush()

    record = queries.record(session, wang, "customer", kept.id)
    undone = commands.undo_merge(session, wang, record, made.id, now=MONDAY_9)

    assert undone.places == {"approvals": 1}
    assert session.scalars(select(Run.record_id)).all() == [other.id]
