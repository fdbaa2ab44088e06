"""What lists say beside a name: the last contact, of each record at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bihuan.activity import commands, queries
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from tests.company import LOGINS, MONDAY_9, Cast


@pytest.fixture
def deals(session: Session, asking: Callable[[str], Viewer], cast: Cast) -> dict[str, int]:
    """Chen's deal with two contacts, Lin's with one, and one of Chen's that nobody touched."""
    sun, made = asking("sun"), {}
    for name, owner, said in (("warm", "chen", ["first", "second"]), ("beside", "lin", ["his"]), ("cold", "chen", [])):
        deal = records.create(session, sun, "opportunity", {"name": name}, now=MONDAY_9, owner_id=cast.id(owner))
        made[name] = deal.id
        for hours, summary in enumerate(said):
            happened = MONDAY_9 - timedelta(hours=hours)
            viewer = asking(owner)
            commands.log(session, viewer, deal, kind="call", summary=summary, happened_at=happened, now=MONDAY_9)
    return made


def said(session: Session, viewer: Viewer, deals: dict[str, int]) -> dict[int, str]:
    found = queries.latest(session, viewer, "opportunity", list(deals.values()))
    return {one.record_id: one.summary for one in found}


def test_each_record_tells_its_last_contact_by_when_it_happened(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int]
) -> None:
    assert said(session, asking("wang"), deals) == {deals["warm"]: "first", deals["beside"]: "his"}


def test_of_another_object_with_the_same_number_nothing_is_told(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int]
) -> None:
    assert queries.latest(session, asking("sun"), "customer", list(deals.values())) == []


@pytest.mark.parametrize("who", LOGINS)
def test_a_contact_is_told_to_whoever_sees_the_record_and_to_nobody_else(
    session: Session, asking: Callable[[str], Viewer], deals: dict[str, int], who: str
) -> None:
    sees = {"chen": {"warm"}, "lin": {"beside"}, "wang": {"warm", "beside"}, "zhao": set(), "sun": {"warm", "beside"}}
    assert said(session, asking(who), deals).keys() == {deals[name] for name in sees[who]}
