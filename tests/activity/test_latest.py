"""What lists say beside a name: the last contact, of each record at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bihuan.activity import commands, queries
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from bihuan.records import queries as record_queries
from bihuan.records.record import Record
from tests.company import LOGINS, MONDAY_9, Cast


@pytest.fixture
def deals(session: Session, asking: Callable[[str], Viewer], cast: Cast) -> dict[str, int]:
    """Chen's deal with two contacts, Lin's with one, and one of Chen's that nobody touched; and Chen's customer."""
    sun, made = asking("sun"), {}
    customer = records.create(session, sun, "customer", {"name": "client"}, now=MONDAY_9, owner_id=cast.chen)
    for name, owner, summaries in (
        ("warm", "chen", ["first", "second"]),
        ("beside", "lin", ["his"]),
        ("cold", "chen", []),
    ):
        values = {"name": name, "customer": customer.id}
        deal = records.create(session, sun, "opportunity", values, now=MONDAY_9, owner_id=cast.id(owner))
        made[name] = deal.id
        for hours, summary in enumerate(summaries, start=1):
            contact(session, asking(owner), deal, summary, hours=hours)
    return made | {"client": customer.id}


def contact(session: Session, viewer: Viewer, record: Record, summary: str, *, hours: int) -> None:
    happened = MONDAY_9 - timedelta(hours=hours)
    commands.log(session, viewer, record, kind="call", summary=summary, happened_at=happened, now=MONDAY_9)


def said(session: Session, viewer: Viewer, object_key: str, *record_ids: int) -> dict[int, str]:
    return {key: one.summary for key, one in queries.latest(session, viewer, object_key, record_ids).items()}


def test_each_record_tells_its_last_contact_by_when_it_happened(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int]
) -> None:
    told = said(session, asking("wang"), "opportunity", deals["warm"], deals["beside"], deals["cold"])
    assert told == {deals["warm"]: "first", deals["beside"]: "his"}


def test_a_customer_tells_the_last_contact_of_all_their_deals_and_their_own(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int]
) -> None:
    chen, client = asking("chen"), deals["client"]
    assert said(session, chen, "customer", client) == {client: "first"}
    customer = record_queries.record(session, chen, "customer", client)
    contact(session, chen, customer, "older", hours=2)
    assert said(session, chen, "customer", client) == {client: "first"}
    contact(session, chen, customer, "newer", hours=0)
    assert said(session, chen, "customer", client) == {client: "newer"}


def test_of_another_object_with_the_same_number_nothing_is_told(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int]
) -> None:
    assert said(session, asking("sun"), "product", deals["warm"]) == {}


@pytest.mark.parametrize("who", LOGINS)
def test_a_contact_is_told_to_whoever_sees_the_record_and_to_nobody_else(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int], who: str
) -> None:
    sees = {"chen": {"warm"}, "lin": {"beside"}, "wang": {"warm", "beside"}, "zhao": set(), "sun": {"warm", "beside"}}
    told = said(session, asking(who), "opportunity", deals["warm"], deals["beside"], deals["cold"])
    assert told.keys() == {deals[name] for name in sees[who]}


@pytest.mark.parametrize(("who", "told"), [("lin", "his"), ("zhao", None), ("wang", "first")])
def test_through_a_customer_nobody_hears_of_a_deal_they_do_not_see(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int], who: str, told: str | None
) -> None:
    assert said(session, asking(who), "customer", deals["client"]).get(deals["client"]) == told
