"""Many records at once: read as everywhere, all or none, fast, and taken back whole."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Invalid
from bihuan.ledger import queries as ledger
from bihuan.ledger.models import Event
from bihuan.org import queries as org
from bihuan.records import commands, queries
from bihuan.records.queries import Question
from tests.company import MONDAY_9, Cast


def test_rows_arrive_as_they_were_meant(workshop: Session, cast: Cast) -> None:
    before = MONDAY_9 - timedelta(days=90)
    customer = commands.create(workshop, org.viewer(workshop, cast.chen), "customer", {"name": "北方"}, now=MONDAY_9)
    rows = [
        {
            "owner_id": cast.chen,
            "name": "阀门",
            "price": "1,234.5",
            "tags": ["z", "x"],
            "customer": customer.id,
            "created_at": before,
        },
        {
            "owner_id": cast.lin,
            "name": "水泵\t\n\\N",
            "spot": {"text": "沈阳", "lng": 1.5, "lat": 2},
            "ready": "是",
            "pieces": None,
        },
    ]
    ids = commands.load(workshop, "thing", rows, import_id=7, now=MONDAY_9, by_id=cast.sun)
    one, two = (queries.standing(workshop, "thing", number) for number in ids)
    assert (one.title, one.owner_id, one.created_at, one.updated_at) == ("阀门", cast.chen, before, MONDAY_9)
    assert one.values["tags"] == ["x", "z"]
    assert (one.values["number"], two.values["number"]) == ("HT-000001", "HT-000002")
    assert (one.values["pieces"], two.values["pieces"]) == (1, None)
    assert two.values["name"] == "水泵 \\N"
    assert two.values["spot"] == {"text": "沈阳", "lng": 1.5, "lat": 2.0}
    (event,) = ledger.timeline(workshop, one.subject)
    assert (event.kind, event.actor_id, event.happened_at) == ("record.imported", cast.sun, before)
    chen = org.viewer(workshop, cast.chen)
    found = queries.page(workshop, chen, "thing", Question(q="famen"), now=MONDAY_9)
    assert [item.id for item in found.items] == [one.id]


def test_one_wrong_row_stops_all_and_every_wrong_one_is_named(workshop: Session, cast: Cast) -> None:
    rows = [
        {"owner_id": cast.chen, "name": "a"},
        {"owner_id": cast.chen, "name": "", "price": "viel"},
        {"owner_id": 10**9, "name": "c", "colour": "red"},
    ]
    with pytest.raises(Invalid) as refused:
        commands.load(workshop, "thing", rows, import_id=7, now=MONDAY_9)
    assert {(one["row"], one["field"], one["code"]) for one in refused.value.problems} == {
        (1, "name", "required"),
        (1, "price", "wrong_type"),
        (2, "colour", "unknown_field"),
        (2, "owner_id", "not_found"),
    }
    assert workshop.scalar(text("SELECT count(*) FROM o_thing")) == 0


@pytest.mark.parametrize(
    ("row", "problem"), [({"code": "AB1"}, ("code", "taken")), ({"customer": 10**12}, None)], ids=["taken", "nowhere"]
)
def test_what_the_database_refuses_is_a_problem_too(
    workshop: Session, cast: Cast, row: dict[str, object], problem: tuple[str, str] | None
) -> None:
    rows = [{"owner_id": cast.chen, "name": "a", **row}, {"owner_id": cast.chen, "name": "b", **row}]
    with pytest.raises(Invalid) as refused, workshop.begin_nested():
        commands.load(workshop, "thing", rows, import_id=7, now=MONDAY_9)
    ((field, code),) = {(one["field"], one["code"]) for one in refused.value.problems}
    assert (field, code) == problem if problem else code == "not_found"


def test_a_batch_is_taken_back_whole_and_nothing_else(workshop: Session, cast: Cast) -> None:
    rows = [{"owner_id": cast.chen, "name": f"n{number}"} for number in range(5)]
    commands.load(workshop, "thing", rows, import_id=7, now=MONDAY_9)
    others = commands.load(workshop, "thing", rows, import_id=8, now=MONDAY_9)
    commands.load(workshop, "customer", [{"owner_id": cast.lin, "name": "c"}], import_id=7, now=MONDAY_9)

    assert commands.unload(workshop, 7, now=MONDAY_9, by_id=cast.sun) == 6
    assert commands.unload(workshop, 7, now=MONDAY_9, by_id=cast.sun) == 0

    sun = org.viewer(workshop, cast.sun)
    left = queries.page(workshop, sun, "thing", Question(sort="id"), now=MONDAY_9)
    assert [item.id for item in left.items] == others
    told = workshop.scalar(select(func.count(Event.id)).where(Event.kind == "record.deleted"))
    assert told == 6


def test_thousands_arrive_in_a_second(workshop: Session, cast: Cast) -> None:
    rows = [
        {
            "owner_id": cast.chen,
            "name": f"沈阳北方第{number}水泵阀门制造有限公司",
            "phone": f"138{number:08d}",
            "source": "展会",
            "city": "沈阳",
        }
        for number in range(5000)
    ]
    began = time.process_time()  # how long it works: how long it waits says more of the neighbours
    ids = commands.load(workshop, "customer", rows, import_id=7, now=MONDAY_9)
    took = time.process_time() - began
    assert len(ids) == 5000
    assert took < 5, "a slow machine may take five seconds; a quick one takes one"
    print(f"{5000 / took:.0f} rows/s")  # noqa: T201 - shown with -s
