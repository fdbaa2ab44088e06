"""Deals on their way, written straight into the tables: any past that a test wants to judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
    stay_ids: tuple[int, ...]


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
        return [_keep(session, deal, record_id, owners, version) for deal, record_id in zip(deals, ids, strict=True)]


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


def _keep(session: Session, deal: Deal, record_id: int, owners: Owners, version: int) -> Kept:
    owner, last = _owner(owners, deal.owner), deal.stays[-1]
    who = {"owner_id": owner.id, "owner_pos": owner.pos}
    journey = Journey(
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
        **who,
    )
    session.add(journey)
    session.flush()
    ids = tuple(_stay(session, stay, journey, seq, owners, who) for seq, stay in enumerate(deal.stays, start=1))
    return Kept(deal=deal, record_id=record_id, journey_id=journey.id, stay_ids=ids)


def _stay(session: Session, stay: Time, journey: Journey, seq: int, owners: Owners, who: Mapping[str, int]) -> int:
    kept = Stay(
        journey_id=journey.id,
        seq=seq,
        process_key="sales",
        stage_key=stay.stage,
        person_id=_owner(owners, stay.person).id if stay.person else who["owner_id"],
        entered_at=stay.entered,
        left_at=stay.left,
        left_how=stay.how,
        warn_at=stay.warn,
        due_at=stay.due,
        opening=stay.opening,
        **who,
    )
    session.add(kept)
    session.flush()
    for held in stay.holds:
        hold = {"stay_id": kept.id, "journey_id": journey.id, "holder": held.holder, "cause": held.cause}
        session.add(Hold(**hold, since=held.since, until=held.until, **who))
    place = {"journey_id": journey.id, "stay_id": kept.id, "stage_key": stay.stage, "by_id": who["owner_id"], **who}
    if stay.late:
        at = stay.left or NOW
        session.add(HandedIn(**place, key="terms", kind="text", status="accepted", text="done", at=at, late=True))
    if stay.how == "exception":
        session.add(Passage(**place, reason="known customer", missing=[], at=stay.left))
    session.flush()
    return int(kept.id)
