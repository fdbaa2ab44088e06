"""Questions about what somebody would leave behind, about handovers, and about what nobody here owns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bihuan.activity.models import Task
from bihuan.approvals import queries as approvals
from bihuan.approvals.models import SeatRow
from bihuan.handover.dealing import Piece, Place
from bihuan.handover.models import Handover, HandoverItem
from bihuan.kernel.refusals import NotFound
from bihuan.notices.models import Notice
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer
from bihuan.process.models import HandedIn, Journey

_DEEP = 3  # references between a record and its customer: a quotation of a deal of a customer


@dataclass(frozen=True, kw_only=True)
class Estate:
    """All that waits for one person."""

    pieces: Sequence[Piece]
    journeys: Mapping[int, int]  # the number of the present stay of each open journey, by its record
    overdue: int
    tasks: Sequence[Task]
    reviews: Sequence[HandedIn]
    alerts: Sequence[Notice]
    turns: Sequence[SeatRow] = ()  # in approvals, with all that was told of them
    leads: Sequence[str] = field(default=())  # the teams they lead

    @property
    def size(self) -> int:
        """How many things go along."""
        return len(self.pieces) + len(self.tasks) + len(self.reviews) + len(self.alerts) + len(self.turns)

    def by_object(self) -> Counter[str]:
        """How many records of each object."""
        return Counter(piece.object_key for piece in self.pieces)


def estate(session: Session, person: Person, *, only: Collection[str] = (), by: str = "", now: datetime) -> Estate:
    """All that waits for a person, whoever else sees it: for who may hand it over.

    `only` these objects' records; `by` the field (`customer.region`) whose values pieces shall carry.
    """
    kinds = [one for one in objects.objects(session).values() if not only or one.key in only]
    own = [row for one in kinds for row in _own(session, one, person)]
    roots = _roots(session, own)
    values = _values(session, by, own, roots)
    pieces = [
        Piece(object_key=place[0], record_id=place[1], root=roots[place], value=values.get(place, ""))
        for place in (row[0] for row in own)
    ]
    journeys = session.execute(
        select(Journey.record_id, Journey.stage_seq, Journey.due_at).where(
            Journey.owner_pos == person.pos, Journey.owner_id == person.id, Journey.outcome.is_(None)
        )
    ).all()
    reviews = select(HandedIn).where(HandedIn.reviewer_id == person.id, HandedIn.status == "waiting")
    waiting = session.scalars(select(Task).where(Task.person_id == person.id, Task.done_at.is_(None)).order_by(Task.id))
    told = select(Notice).where(Notice.person_id == person.id, Notice.acknowledged_at.is_(None))
    alerts = session.scalars(told.where(Notice.record_id.is_not(None)).order_by(Notice.id))
    turns = approvals.turns_of(session, person.id)
    asked = tuple(approvals.turn_cause(one) for one in turns)
    return Estate(
        pieces=pieces,
        journeys={record_id: seq for record_id, seq, _ in journeys},
        overdue=sum(1 for *_, due_at in journeys if due_at is not None and due_at < now),
        tasks=[one for one in waiting if one.cause not in asked],
        reviews=session.scalars(reviews.order_by(HandedIn.id)).all(),
        # What was told of a turn is over for who had it, and told anew to who gets it.
        alerts=[one for one in alerts if not any(f"{one.cause}:".startswith(f"{cause}:") for cause in asked)],
        turns=turns,
        leads=session.scalars(select(Team.name).where(Team.manager_id == person.id).order_by(Team.lo)).all(),
    )


def _own(session: Session, object_def: ObjectDef, person: Person) -> list[tuple[Place, Place | None]]:
    """The records of an object that a person owns, each with the record it belongs to."""
    table, up = tables.table(session, object_def.key), _up(session, object_def)
    columns = [table.c.id, *([table.c[up[0]]] if up else [])]
    mine = select(*columns).where(table.c.owner_pos == person.pos, table.c.owner_id == person.id)
    return [
        ((object_def.key, row[0]), (up[1], row[1]) if up and row[1] is not None else None)
        for row in session.execute(mine.where(table.c.deleted_at.is_(None)).order_by(table.c.id))
    ]


def _up(session: Session, object_def: ObjectDef) -> tuple[str, str] | None:
    """The field by which a record belongs to another that somebody owns, and that one's object."""
    known = objects.objects(session)
    for one in object_def.fields:
        if one.type == "reference" and one.to and one.to != object_def.key and known[one.to].visibility == "owner":
            return one.key, one.to
    return None


def _roots(session: Session, own: Iterable[tuple[Place, Place | None]]) -> dict[Place, Place]:
    """For each record the one at the top: of a deal its customer, whoever owns that; of a customer itself."""
    above = dict(own)
    mine = list(above)
    for _ in range(_DEEP):
        unknown = {place for place in above.values() if place is not None and place not in above}
        if not unknown:
            break
        for key in {place[0] for place in unknown}:
            above |= _above(session, key, [place[1] for place in unknown if place[0] == key])
    found: dict[Place, Place] = {}
    for place in mine:
        top = place
        for _ in range(_DEEP + 1):
            higher = above.get(top)
            if higher is None:
                break
            top = higher
        found[place] = top
    return found


def _above(session: Session, key: str, ids: Sequence[int]) -> dict[Place, Place | None]:
    object_def = objects.object_def(session, key)
    up = _up(session, object_def)
    if up is None:
        return {(key, record_id): None for record_id in ids}
    table = tables.table(session, key)
    rows = session.execute(select(table.c.id, table.c[up[0]]).where(table.c.id.in_(ids)))
    return {(key, row[0]): (up[1], row[1]) if row[1] is not None else None for row in rows}


def _values(
    session: Session, by: str, own: Sequence[tuple[Place, Place | None]], roots: Mapping[Place, Place]
) -> dict[Place, str]:
    """The value of the field by which an estate is shared, of each record or else of its customer."""
    key, _, name = by.partition(".")
    object_def = objects.objects(session).get(key)
    if object_def is None or object_def.field(name) is None:
        return {}
    wanted = {place: place if place[0] == key else roots[place] for place, _ in own}
    table = tables.table(session, key)
    ids = {there[1] for there in wanted.values() if there[0] == key}
    rows = session.execute(select(table.c.id, table.c[name]).where(table.c.id.in_(ids)))
    known = {row[0]: "" if row[1] is None else str(row[1]) for row in rows}
    return {place: known.get(there[1], "") for place, there in wanted.items() if there[0] == key}


def handover(session: Session, handover_id: int, *, held: bool = False) -> Handover:
    """One handover, as far as this transaction sees; `held` until it ends. NotFound."""
    found = session.get(Handover, handover_id, with_for_update=held, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def handovers(session: Session, viewer: Viewer, *, person_id: int | None = None, limit: int) -> Sequence[Handover]:
    """The latest handovers of those whom the viewer sees, the newest first."""
    asked = select(Handover).where(*org.seeing(viewer, Handover.owner_pos)).order_by(Handover.id.desc()).limit(limit)
    return session.scalars(asked if person_id is None else asked.where(Handover.owner_id == person_id)).all()


def under_way(session: Session, person_id: int) -> bool:
    """Whether something of this person is being handed over, or back, just now."""
    going = Handover.state.in_(("going", "undoing"))
    return session.scalar(select(Handover.id).where(Handover.owner_id == person_id, going).limit(1)) is not None


def items(session: Session, handover_id: int, state: str, *, limit: int) -> Sequence[HandoverItem]:
    """The next items of a handover in this state, held."""
    asked = select(HandoverItem).where(HandoverItem.handover_id == handover_id, HandoverItem.state == state)
    return session.scalars(asked.order_by(HandoverItem.id).limit(limit).with_for_update()).all()


def received(session: Session, handover_ids: Collection[int]) -> dict[int, Counter[tuple[int, str]]]:
    """By handover: how many things of each kind each person got."""
    rows = session.execute(
        select(HandoverItem.handover_id, HandoverItem.to_id, HandoverItem.kind, func.count())
        .where(HandoverItem.handover_id.in_(handover_ids), HandoverItem.state != "skipped")
        .group_by(HandoverItem.handover_id, HandoverItem.to_id, HandoverItem.kind)
    )
    found: dict[int, Counter[tuple[int, str]]] = {}
    for handover_id, to_id, kind, count in rows:
        found.setdefault(handover_id, Counter())[to_id, kind] = count
    return found


def stays_of(session: Session, record_ids: Collection[int]) -> dict[int, int]:
    """The number of the present stay of the journeys of these records; a journey that is over has none."""
    rows = session.execute(
        select(Journey.record_id, Journey.stage_seq).where(Journey.record_id.in_(record_ids), Journey.outcome.is_(None))
    )
    return dict(iter(rows))


@dataclass(frozen=True, kw_only=True)
class Left:
    """Somebody who has left, and what is still theirs."""

    person_id: int
    name: str
    journeys: int
    records: int


def without_owner(session: Session, viewer: Viewer) -> list[Left]:
    """Who has left and still owns open journeys or records, of those whom the viewer sees. Never unnoticed.

    What is over needs nobody: deals that were won or lost stay with who won or lost them.
    """
    gone = {one.id: one for one in org.people(session, active=False) if viewer.sees(one.pos)}
    if not gone:
        return []
    places = [one.pos for one in gone.values()]
    open_ = select(Journey.owner_id, func.count()).where(Journey.owner_pos.in_(places), Journey.outcome.is_(None))
    journeys: dict[int, int] = dict(iter(session.execute(open_.group_by(Journey.owner_id))))
    over = select(Journey.record_id).where(Journey.owner_pos.in_(places), Journey.outcome.is_not(None))
    records: Counter[int] = Counter()
    for key in objects.objects(session):
        table = tables.table(session, key)
        there = select(table.c.owner_id, func.count()).where(table.c.owner_pos.in_(places), table.c.id.not_in(over))
        for owner_id, count in session.execute(there.where(table.c.deleted_at.is_(None)).group_by(table.c.owner_id)):
            records[owner_id] += count
    found = [
        Left(person_id=number, name=one.name, journeys=journeys.get(number, 0), records=records[number])
        for number, one in gone.items()
    ]
    return sorted((one for one in found if one.journeys or one.records), key=lambda one: (-one.journeys, one.name))
