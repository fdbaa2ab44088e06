"""Handing over somebody's work over HTTP: what waits for them, who would get what, do it, take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.handover import commands, dealing, queries
from bihuan.handover.commands import LONGEST_NOTE, Wanted
from bihuan.handover.dealing import How, Plan
from bihuan.handover.models import Handover
from bihuan.handover.queries import Estate
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.field_types import Target
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.records import policy as record_policy
from bihuan.records import queries as records

router = web.doors(prefix="/handovers", tags=["handover"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
PersonId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Name = Annotated[str, Field(max_length=120)]
_LISTED = 200  # customers, and values of a field, that are listed
_SHARING = frozenset({"choice", "text", "boolean"})  # the types of fields by whose values an estate may be shared


class Somebody(BaseModel):
    """A person."""

    id: int
    name: str


class CountOut(BaseModel):
    """How many of something; `key` names it for a plan."""

    key: str
    label: str
    count: int


class EstateOut(BaseModel):
    """All that waits for a person. `values` are those of the field that was asked for; `customers` the largest first.

    A customer without a label is one that the viewer does not see.
    """

    person: Somebody
    active: bool
    size: int
    records: list[CountOut]
    journeys: int
    overdue: int
    tasks: list[CountOut]
    reviews: int
    turns: int
    alerts: int
    leads: list[str]
    manager: Somebody | None
    substitute: Somebody | None
    may_leave: bool
    sharing: list[CountOut]
    values: list[CountOut]
    customers: list[CountOut]
    customers_more: int


class PlanIn(BaseModel):
    """Who gets what: all to the first of `to`; `in_turn` among them; by the `values` of a field; `each` customer."""

    model_config = ConfigDict(extra="forbid")

    person_id: PersonId
    how: How
    to: Annotated[list[PersonId], Field(min_length=1, max_length=50)]
    rest_to: PersonId
    by: Name = ""
    values: Annotated[dict[Name, PersonId], Field(max_length=500)] = {}
    each: Annotated[dict[Name, PersonId], Field(max_length=5000)] = {}
    objects: Annotated[list[Name], Field(max_length=100)] = []

    def plan(self, notes: dict[str, str] | None = None) -> Plan:
        """The same, as it is dealt by."""
        return Plan(**self.model_dump(exclude={"person_id", "notes", "note", "leaves", "seen"}), notes=notes or {})


class HandoverIn(PlanIn):
    """The same, to be done: with a note for all and for single records, and whether the person leaves.

    `seen` is how much was shown; where something came or went since, nothing is done.
    """

    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    notes: Annotated[dict[Name, Annotated[str, Field(max_length=LONGEST_NOTE)]], Field(max_length=2000)] = {}
    leaves: bool = False
    seen: int | None = None


class ShareOut(BaseModel):
    """What one person gets."""

    person: Somebody
    records: int
    tasks: int
    reviews: int
    turns: int
    alerts: int


class Shares(BaseModel):
    """Who would get what."""

    items: list[ShareOut]


class HandoverOut(BaseModel):
    """A handover: how far it is, and who got what. `kept`: what an undo left where it is, since it had gone on."""

    id: int
    person: Somebody
    by: str
    at: datetime
    state: str
    leaves: bool
    note: str
    total: int
    moved: int
    skipped: int
    back: int
    kept: int
    shares: list[ShareOut]
    undo_until: datetime | None


class Handovers(BaseModel):
    """The latest handovers, the newest first."""

    items: list[HandoverOut]


class LeftOut(BaseModel):
    """Somebody who has left, and what is still theirs."""

    person: Somebody
    journeys: int
    records: int


class WithoutOwner(BaseModel):
    """What belongs to nobody who works here, of all that the viewer sees."""

    items: list[LeftOut]


@router.get("")
def handovers(
    viewer: Asking, session: UnitOfWork, person: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None
) -> Handovers:
    """What was handed over by those whose work the viewer sees and may hand over."""
    found = queries.handovers(session, viewer, person_id=person, limit=50)
    now = clock.now()
    leading = org.leading(session, now)
    may = [one for one in found if commands.may_see(viewer, leading.manager(one.owner_id))]
    return Handovers(items=_shown(session, may, now=now))


@router.get("/without-owner")
def without_owner(viewer: Asking, session: UnitOfWork) -> WithoutOwner:
    """What belongs to nobody who works here."""
    found = queries.without_owner(session, viewer)
    return WithoutOwner(
        items=[
            LeftOut(person=Somebody(id=one.person_id, name=one.name), journeys=one.journeys, records=one.records)
            for one in found
        ]
    )


@router.get("/people/{person_id}")
def estate(
    person_id: Id, viewer: Asking, session: UnitOfWork, by: Annotated[str, Query(max_length=120)] = ""
) -> EstateOut:
    """All that waits for somebody, and how it might be shared out."""
    sharing = _sharing(session, viewer)
    if by and by not in sharing:
        raise Invalid([{"field": "by", "code": "unknown_field", "message": "Nothing can be shared by this."}])
    now = clock.now()
    found = commands.look(session, viewer, person_id, by=by, now=now)
    person, leading = org.person(session, person_id), org.leading(session, now)
    stand_in, manager = leading.standing_in(person_id), leading.manager(person_id)
    names = org.directory(session)
    roots = Counter(piece.root for piece in found.pieces)
    largest = roots.most_common(_LISTED)
    known = objects.objects(session)
    counts = found.by_object()
    return EstateOut(
        person=Somebody(id=person.id, name=person.name),
        active=person.active,
        size=found.size,
        records=[
            CountOut(key=key, label=known[key].label.say(viewer.lang), count=counts[key])
            for key in known
            if counts[key]
        ],
        journeys=len(found.journeys),
        overdue=found.overdue,
        tasks=_tasks(found),
        reviews=len(found.reviews),
        turns=len(found.turns),
        alerts=len(found.alerts),
        leads=list(found.leads),
        manager=Somebody(id=manager, name=names.get(manager, "")) if manager else None,
        substitute=Somebody(id=stand_in, name=names.get(stand_in, "")) if stand_in != person_id else None,
        may_leave=viewer.may("org.manage") and person.id != viewer.person_id and person.active,
        sharing=[CountOut(key=key, label=label, count=0) for key, label in sharing.items()],
        values=_values(session, viewer, found, by) if by else [],
        customers=_customers(session, viewer, largest),
        customers_more=len(roots) - len(largest),
    )


@router.post("/preview")
def preview(asked: PlanIn, viewer: Asking, session: UnitOfWork) -> Shares:
    """Who would get what by a plan."""
    _may_share(session, viewer, asked)
    plan = asked.plan()
    found = commands.look(session, viewer, asked.person_id, only=plan.objects, by=plan.by, now=clock.now())
    return Shares(items=_shares(session, commands.counted(session, plan, asked.person_id, found, now=clock.now())))


@router.post("", status_code=201)
def hand_over(asked: HandoverIn, viewer: Asking, session: UnitOfWork) -> HandoverOut:
    """Hand over; what is more than an act can hold is done by a job."""
    _may_share(session, viewer, asked)
    now = clock.now()
    wanted = Wanted(plan=asked.plan(asked.notes), note=asked.note, leaves=asked.leaves, seen=asked.seen)
    made = commands.hand_over(session, viewer, asked.person_id, wanted, now=now)
    return _shown(session, [made], now=now)[0]


@router.get("/{handover_id}")
def handover(handover_id: Id, viewer: Asking, session: UnitOfWork) -> HandoverOut:
    """One handover, and how far it is."""
    found, now = queries.handover(session, handover_id), clock.now()
    commands.may(session, viewer, found.owner_id, now=now)
    return _shown(session, [found], now=now)[0]


@router.post("/{handover_id}/undo")
def undo(handover_id: Id, viewer: Asking, session: UnitOfWork) -> HandoverOut:
    """Bring back what has not gone on since."""
    now = clock.now()
    return _shown(session, [commands.undo(session, viewer, handover_id, now=now)], now=now)[0]


def _shown(session: Session, found: Sequence[Handover], *, now: datetime) -> list[HandoverOut]:
    names = org.directory(session)
    got = queries.received(session, [one.id for one in found])
    return [
        HandoverOut(
            id=one.id,
            person=Somebody(id=one.owner_id, name=names.get(one.owner_id, "")),
            by=names.get(one.by_id, ""),
            at=one.made_at,
            state=one.state,
            leaves=one.leaves,
            note=one.note,
            total=one.total,
            moved=one.moved,
            skipped=one.skipped,
            back=one.back,
            kept=one.kept,
            shares=_shares(session, got.get(one.id, Counter())),
            undo_until=one.made_at + commands.UNDO
            if one.state == "done" and now <= one.made_at + commands.UNDO
            else None,
        )
        for one in found
    ]


def _shares(session: Session, counts: Counter[tuple[int, str]]) -> list[ShareOut]:
    names = org.directory(session)
    return [
        ShareOut(
            person=Somebody(id=person_id, name=names.get(person_id, "")),
            records=counts[person_id, "record"],
            tasks=counts[person_id, "task"],
            reviews=counts[person_id, "review"],
            turns=counts[person_id, "turn"],
            alerts=counts[person_id, "alert"],
        )
        for person_id in sorted({person_id for person_id, _ in counts}, key=lambda one: names.get(one, ""))
    ]


def _sharing(session: Session, viewer: Viewer) -> dict[str, str]:
    """The fields by whose values an estate may be shared, as this viewer sees them."""
    found = {}
    for key, one in objects.objects(session).items():
        closed = record_policy.hidden(viewer, one)
        if one.visibility == "owner" and viewer.may_do(key, "read"):
            for field in one.fields:
                if field.type in _SHARING and field.key not in closed and field.key != one.title:
                    found[f"{key}.{field.key}"] = f"{one.label.say(viewer.lang)} · {field.label.say(viewer.lang)}"
    return found


def _may_share(session: Session, viewer: Viewer, asked: PlanIn) -> None:
    """By a field that the viewer does not see nothing is shared: who gets what would tell what is in it."""
    if asked.by and asked.by not in _sharing(session, viewer):
        raise Invalid([{"field": "by", "code": "unknown_field", "message": "Nothing can be shared by this."}])


def _tasks(found: Estate) -> list[CountOut]:
    kinds = Counter(one.kind for one in found.tasks)
    return [CountOut(key=kind, label=kind, count=count) for kind, count in kinds.most_common()]


def _values(session: Session, viewer: Viewer, found: Estate, by: str) -> list[CountOut]:
    key, _, name = by.partition(".")
    field = objects.object_def(session, key).field(name)
    assert field is not None, "one of those by which may be shared"
    made = fields.of(field.type)
    said = {"True": True, "False": False}
    return [
        CountOut(key=value, label=made.say(said.get(value, value), field, viewer.lang) if value else "", count=count)
        for value, count in Counter(piece.value for piece in found.pieces).most_common(_LISTED)
    ]


def _customers(session: Session, viewer: Viewer, largest: Sequence[tuple[dealing.Place, int]]) -> list[CountOut]:
    """By name, as far as the viewer sees them: a deal may belong to somebody else's customer."""
    wanted: dict[Target, set[int]] = {}
    for (key, record_id), _ in largest:
        wanted.setdefault(Target(kind="record", object_key=key), set()).add(record_id)
    named = records.names(session, viewer, wanted)
    found = []
    for place, count in largest:
        one = named[Target(kind="record", object_key=place[0])].get(place[1])
        found.append(CountOut(key=dealing.named(place), label=one.name if one else "", count=count))
    return found
