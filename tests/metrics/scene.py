"""Deals on their way, written straight into the tables: any past that a test wants to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.process.commands import door
from bihuan.process.models import HandedIn, Hold, Journey, Passage, Stay
from bihuan.records import commands as records
from tests.company import MONDAY_9

Owners = Mapping[str, Person | None]
NOW = MONDAY_9 + timedelta(days=200)


@dataclass(frozen=True)
class Held:
    """Who held the ball, from when to when (None: until now)."""

    holder: str
    since: datetime
    until: datetime | None
    cause: str = "stage.entered"


@dataclass(frozen=True)
class Time:
    """One stay."""

    stage: str
    entered: datetime
    left: datetime | None = None
    how: str | None = None
    warn: datetime | None = None
    due: datetime | None = None
    opening: bool = False
    late: bool = False  # something was handed in late
    holds: tuple[Held, ...] = ()
    person: str | None = None


@dataclass(frozen=True)
class Deal:
    """One opportunity with its journey."""

    owner: str
    stays: tuple[Time, ...]
    outcome: str | None = None
    reason: str | None = None
    closed: datetime | None = None
    amount: int | None = None
    product: int | None = None
    customer: int | None = None
    debts: int = 0
    name: str = "deal"
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def started(self) -> datetime:
        """When the first stay began."""
        return self.stays[0].entered


@dataclass(frozen=True)
class Kept:
    """A deal as it was kept: its ids."""

    deal: Deal
    record_id: int
    journey_id: int


def keep(session: Session, deals: Sequence[Deal]) -> list[Kept]:
    """Write all deals."""
    owners = {login: org.by_login(session, login) for login in {person for deal in deals for person in _people(deal)}}
    arriving = [
        {
            "name": deal.name,
            "amount": deal.amount,
            "product": deal.product,
            "customer": deal.customer,
            "owner_id": _owner(owners, deal.owner).id,
            **deal.values,
        }
        for deal in deals
    ]
    ids = records.load(session, "opportunity", arriving, import_id=1, now=NOW)
    version = blueprint.current(session).id
    with door.opened(session):
        journeys = [_journey(deal, number, owners, version) for deal, number in zip(deals, ids, strict=True)]
        session.add_all(journeys)
        session.flush()
        stays = [
            [_stay(stay, journey, seq, owners) for seq, stay in enumerate(deal.stays, start=1)]
            for deal, journey in zip(deals, journeys, strict=True)
        ]
        session.add_all([stay for of_deal in stays for stay in of_deal])
        session.flush()
        for deal, of_deal in zip(deals, stays, strict=True):
            for stay, kept in zip(deal.stays, of_deal, strict=True):
                session.add_all(_around(stay, kept))
        session.flush()
    return [
        Kept(deal=deal, record_id=journey.record_id, journey_id=journey.id)
        for deal, journey in zip(deals, journeys, strict=True)
    ]


def named(session: Session, object_key: str, names: Sequence[str], owner_id: int) -> list[int]:
    """Customers or products of these names."""
    arriving = [{"name": name, "owner_id": owner_id} for name in names]
    return records.load(session, object_key, arriving, import_id=1, now=NOW)


def _people(deal: Deal) -> set[str]:
    return {deal.owner} | {stay.person for stay in deal.stays if stay.person}


def _owner(owners: Owners, login: str) -> Person:
    found = owners[login]
    assert found is not None, login
    return found


def _journey(deal: Deal, record_id: int, owners: Owners, version: int) -> Journey:
    owner, last = _owner(owners, deal.owner), deal.stays[-1]
    return Journey(
        object_key="opportunity",
        record_id=record_id,
        process_key="sales",
        version_id=version,
        stage_key=last.stage,
        stage_seq=len(deal.stays),
        outcome=deal.outcome,
        reason=deal.reason,
        started_at=deal.started,
        closed_at=deal.closed,
        due_at=None if deal.outcome else last.due,
        entered_at=last.entered,
        debts=[{"stage": "lead", "kind": "field", "key": "amount"}] * deal.debts,
        owner_id=owner.id,
        owner_pos=owner.pos,
        import_id=1,
    )


def _stay(stay: Time, journey: Journey, seq: int, owners: Owners) -> Stay:
    return Stay(
        journey_id=journey.id,
        seq=seq,
        process_key="sales",
        stage_key=stay.stage,
        person_id=_owner(owners, stay.person).id if stay.person else journey.owner_id,
        owner_id=journey.owner_id,
        owner_pos=journey.owner_pos,
        entered_at=stay.entered,
        left_at=stay.left,
        left_how=stay.how,
        warn_at=stay.warn,
        due_at=stay.due,
        opening=stay.opening,
    )


def _around(stay: Time, kept: Stay) -> Iterator[object]:
    """Who held the ball, what was handed in, what was passed by exception."""
    who = {"owner_id": kept.owner_id, "owner_pos": kept.owner_pos}
    place: dict[str, Any] = {"journey_id": kept.journey_id, "stay_id": kept.id, **who}
    for held in stay.holds:
        yield Hold(**place, holder=held.holder, cause=held.cause, since=held.since, until=held.until)
    place |= {"stage_key": stay.stage, "by_id": kept.owner_id}
    if stay.late:
        at = stay.left or NOW
        yield HandedIn(**place, key="terms", kind="text", status="accepted", text="done", at=at, late=True)
    if stay.how == "exception":
        yield Passage(**place, reason="known customer", missing=[], at=stay.left)
