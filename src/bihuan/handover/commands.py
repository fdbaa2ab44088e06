"""Handing over an estate: dealt out, done in batches, told, and taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Task
from bihuan.approvals import commands as approvals
from bihuan.approvals import queries as approving
from bihuan.handover import dealing, policy, queries
from bihuan.handover.dealing import Place, Plan
from bihuan.handover.events import HandoverAsked
from bihuan.handover.models import Handover, HandoverItem
from bihuan.handover.queries import Estate
from bihuan.kernel import db, events
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound, Refusal
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.notices.models import Notice
from bihuan.org import commands as people
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process.models import HandedIn
from bihuan.records import commands as records
from bihuan.records import queries as known

AT_ONCE = 200  # items that are done in the act's own transaction; what is more is done by a job
UNDO = timedelta(days=1)
LONGEST_NOTE = 2000
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext(:key))")


class UnderWay(Refusal):
    """Something of this person is being handed over, or back, just now."""

    code = "handover_under_way"
    message = "This person's work is being handed over just now. Wait until that is done."


class SeenOtherwise(Refusal):
    """What was shown is not what is there any more: somebody should look before it goes."""

    code = "handover_changed"
    message = "What this person has changed since you looked. Look again."

    def __init__(self, count: int) -> None:
        """Say how much there is now."""
        super().__init__()
        self.count = count

    def facts(self) -> dict[str, object]:
        """How much there is now."""
        return {"count": self.count}


class TooLateToUndo(Refusal):
    """A handover is taken back within a day, once, when it is done."""

    code = "handover_not_undoable"
    message = "A handover can be taken back within a day, once it is done, and once."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a handover shall be: to whom, with which note, whether the person leaves, and how much was shown."""

    plan: Plan
    note: str = ""
    leaves: bool = False
    seen: int | None = None


def may(session: Session, viewer: Viewer, person_id: int, *, now: datetime) -> Person:
    """The person whose work the viewer may hand over. NotFound for one whose work they don't see, Forbidden."""
    person = org.person(session, person_id)
    if not viewer.sees(person.pos) or org.colleague(session, person.id).stands_in:
        raise NotFound
    manager = org.direct_manager(session, person.id, now)
    if not policy.may_hand_over(viewer, manager.id if manager else None):
        raise Forbidden("records.assign")
    return person


def may_see(viewer: Viewer, manager_id: int | None) -> bool:
    """Whether handovers of somebody who is led so are shown to the viewer."""
    return policy.may_hand_over(viewer, manager_id)


def look(
    session: Session, viewer: Viewer, person_id: int, *, only: Sequence[str] = (), by: str = "", now: datetime
) -> Estate:
    """All that waits for somebody, for who may hand it over."""
    person = may(session, viewer, person_id, now=now)
    with db.beyond_sight(session):
        return queries.estate(session, person, only=only, by=by, now=now)


def hand_over(session: Session, viewer: Viewer, person_id: int, wanted: Wanted, *, now: datetime) -> Handover:
    """Give all that waits for somebody to others, and let them leave when wished.

    Forbidden, NotFound, Invalid, UnderWay, and SeenOtherwise where something came or went since it was shown.
    """
    person = may(session, viewer, person_id, now=now)
    plan = wanted.plan
    _check(session, person, wanted)
    if wanted.leaves and not viewer.may("org.manage"):
        raise Forbidden("org.manage")
    with db.beyond_sight(session):
        # Of two who hand over the same person's work at once, the second finds what the first has done.
        session.execute(_ALONE, {"key": f"handover:{db.workspace_of(session)}:{person.id}"})
        if queries.under_way(session, person.id):
            raise UnderWay
        estate = queries.estate(session, person, only=plan.objects, by=plan.by, now=now)
        if wanted.seen is not None and wanted.seen != estate.size:
            raise SeenOtherwise(estate.size)
        made = Handover(
            owner_id=person.id,
            owner_pos=person.pos,
            plan=asdict(plan),
            note=wanted.note.strip(),
            leaves=wanted.leaves and person.active,
            state="going",
            total=estate.size,
            moved=0,
            skipped=0,
            back=0,
            kept=0,
            by_id=viewer.person_id,
            made_at=now,
        )
        session.add(made)
        session.flush()
        going = [_item(made, one) for one in _going(session, person, plan, estate, now=now)]
        session.add_all(going)
        made.total = len(going)
        session.flush()
        _note(session, viewer, made, "person.handed_over", now=now)
        if made.leaves:
            people.deactivate(session, viewer, person, now=now)
        _begin(session, made, now=now)
    return made


def counted(session: Session, plan: Plan, person_id: int, estate: Estate, *, now: datetime) -> Counter[tuple[int, str]]:
    """How many things of each kind each person would get, of an estate that was looked at."""
    person = org.person(session, person_id)
    _check(session, person, Wanted(plan=plan))
    return Counter((one.to_id, one.kind) for one in _going(session, person, plan, estate, now=now))


def undo(session: Session, viewer: Viewer, handover_id: int, *, now: datetime) -> Handover:
    """Bring back what has not gone on since, and the person too where this handover let them leave.

    NotFound, Forbidden, TooLateToUndo.
    """
    found = queries.handover(session, handover_id)
    person = may(session, viewer, found.owner_id, now=now)
    with db.beyond_sight(session):
        found = queries.handover(session, handover_id, held=True)
        if found.state != "done" or now > found.made_at + UNDO:
            raise TooLateToUndo
        if not person.active:
            if not (found.leaves and viewer.may("org.manage")):
                raise Forbidden("org.manage")
            people.reactivate(session, viewer, person, now=now)
        found.state, found.undone_by_id, found.undone_at = "undoing", viewer.person_id, now
        session.flush()
        _note(session, viewer, found, "person.handover_undone", now=now)
        _begin(session, found, now=now)
    return found


def _begin(session: Session, found: Handover, *, now: datetime) -> None:
    """Do what fits into this act; what does not is left to a job, which finds where it stopped."""
    if go_on(session, found.id, now=now, limit=AT_ONCE):
        events.tell(session, HandoverAsked(handover_id=found.id), now=now)


def go_on(session: Session, handover_id: int, *, now: datetime, limit: int) -> bool:
    """Give, or bring back, the next `limit` items of a handover. Whether there may be more."""
    found = queries.handover(session, handover_id, held=True)
    if found.state not in {"going", "undoing"}:
        return False
    back = found.state == "undoing"
    batch = queries.items(session, found.id, "moved" if back else "waiting", limit=limit)
    seqs = queries.stays_of(session, [one.thing_id for one in batch if one.kind == "record"])
    with ledger.gathered(session):
        for item in batch:
            item.state = _bring_back(session, found, item, seqs, now=now) if back else _give(session, found, item, now)
    for state in ("moved", "skipped") if not back else ("back", "kept"):
        setattr(found, state, getattr(found, state) + sum(1 for one in batch if one.state == state))
    if len(batch) < limit:
        found.state = "undone" if back else "done"
        if not back:
            _tell(session, found, now=now)
    session.flush()
    return found.state in {"going", "undoing"}


def _give(session: Session, found: Handover, item: HandoverItem, now: datetime) -> str:
    done = _passed(session, item, found.owner_id, item.to_id, by_id=found.by_id, now=now)
    if done and item.kind == "record" and item.object_key:
        _note_record(session, found, (item.object_key, item.thing_id), item.to_id, now=now)
    return "moved" if done else "skipped"


def _bring_back(
    session: Session, found: Handover, item: HandoverItem, seqs: Mapping[int, int], *, now: datetime
) -> str:
    assert found.undone_by_id is not None, "an undo has somebody who asked for it"
    if item.kind == "record" and seqs.get(item.thing_id) != item.seq:
        return "kept"
    done = _passed(session, item, item.to_id, found.owner_id, by_id=found.undone_by_id, now=now)
    return "back" if done else "kept"


def _passed(session: Session, item: HandoverItem, from_id: int, to_id: int, *, by_id: int, now: datetime) -> bool:
    """Whether this one thing has gone from one to the other: not when it is over, or somebody else's by now."""
    match item.kind:
        case "record":
            return _record_passed(session, item, from_id, to_id, by_id=by_id, now=now)
        case "task":
            return activity.pass_on(session, item.thing_id, from_id=from_id, to_id=to_id)
        case "turn":
            return approvals.pass_turn(session, item.thing_id, from_id=from_id, to_id=to_id, by_id=by_id, now=now)
        case "review":
            return process.pass_review(session, item.thing_id, from_id=from_id, to_id=to_id)
    return notices.pass_on(session, item.thing_id, from_id=from_id, to_id=to_id, now=now)


def _record_passed(
    session: Session, item: HandoverItem, from_id: int, to_id: int, *, by_id: int, now: datetime
) -> bool:
    assert item.object_key is not None, "a record is of an object"
    try:
        record = known.standing(session, item.object_key, item.thing_id)
    except NotFound:
        return False
    if record.owner_id != from_id:
        return False
    records.give_over(session, record, to_id, by_id=by_id, now=now, cause=f"handover:{item.handover_id}")
    return True


@dataclass(frozen=True, kw_only=True)
class _Going:
    """One thing and whoever gets it."""

    kind: str
    thing_id: int
    object_key: str | None
    to_id: int
    seq: int | None = None


def _going(session: Session, person: Person, plan: Plan, estate: Estate, *, now: datetime) -> Iterator[_Going]:
    """Every single thing with whoever gets it: records first, what hangs on them after them."""
    to = dealing.dealt(plan, estate.pieces)
    reviewers = {one.id: _reviewer(session, one, person, plan.rest_to, now=now) for one in estate.reviews}
    for piece in estate.pieces:
        seq = estate.journeys.get(piece.record_id)
        gets = to[piece.place]
        yield _Going(kind="record", thing_id=piece.record_id, object_key=piece.object_key, to_id=gets, seq=seq)
    for turn in estate.turns:
        sits = approving.taker(session, turn, plan.rest_to, now=now)
        # Where nobody else may decide it, it stays: once they have left, it counts as if they had not been asked.
        if sits is not None:
            yield _Going(kind="turn", thing_id=turn.id, object_key=None, to_id=sits.person)
    for review in estate.reviews:
        yield _Going(kind="review", thing_id=review.id, object_key=None, to_id=reviewers[review.id])
    for task in estate.tasks:
        instead = reviewers.get(task.deliverable_id or 0) if task.kind == "review" else to.get(_place(task))
        gets = instead or plan.rest_to
        yield _Going(kind="task", thing_id=task.id, object_key=task.object_key, to_id=gets)
    for alert in estate.alerts:
        gets = to.get(_place(alert)) or plan.rest_to
        yield _Going(kind="alert", thing_id=alert.id, object_key=alert.object_key, to_id=gets)


def _place(thing: Task | Notice) -> Place:
    return thing.object_key or "", thing.record_id or 0


def _item(made: Handover, one: _Going) -> HandoverItem:
    return HandoverItem(
        handover_id=made.id,
        kind=one.kind,
        thing_id=one.thing_id,
        object_key=one.object_key,
        to_id=one.to_id,
        seq=one.seq,
        state="waiting",
        owner_id=made.owner_id,
        owner_pos=made.owner_pos,
    )


def _reviewer(session: Session, thing: HandedIn, leaver: Person, rest_to: int, *, now: datetime) -> int:
    """Who reviews instead: nobody reviews their own, nor what they may not see."""
    manager = org.direct_manager(session, thing.owner_id, now)
    above = org.direct_manager(session, manager.id, now) if manager else None
    for number in (rest_to, manager.id if manager else 0, above.id if above else 0):
        if number and number not in {thing.by_id, leaver.id} and org.viewer(session, number).sees(thing.owner_pos):
            return number
    return rest_to


def _check(session: Session, person: Person, wanted: Wanted) -> None:
    """Whoever gets something is at work, and is somebody else."""
    at_work = {one.id for one in org.colleagues(session).values() if one.active and one.id != person.id}
    problems: list[dict[str, object]] = []
    if not wanted.plan.to or not wanted.plan.people() <= at_work:
        message = "Choose people at work, other than the one who hands over."
        problems.append({"field": "to", "code": "not_found", "message": message})
    if len(wanted.note) > LONGEST_NOTE:
        message = f"At most {LONGEST_NOTE} characters."
        problems.append({"field": "note", "code": "length", "message": message, "high": LONGEST_NOTE})
    if problems:
        raise Invalid(problems)


def _note_record(session: Session, found: Handover, place: Place, to_id: int, *, now: datetime) -> None:
    """What the old owner's side had to say stands in the record's own story."""
    said = str(found.plan["notes"].get(dealing.named(place)) or found.note)
    if said:
        owner = org.colleague(session, to_id)
        ledger.append(
            session,
            at=now,
            by_id=found.by_id,
            what="record.handover_noted",
            subject=dealing.named(place),
            owner_id=owner.id,
            owner_pos=owner.pos,
            payload={"handover": found.id, "from_id": found.owner_id},
            personal={"note": said},
        )


def _tell(session: Session, found: Handover, *, now: datetime) -> None:
    """Everybody who got something is told so, once, with how much it is."""
    names = org.names(session, [found.owner_id, found.by_id])
    counts: dict[int, int] = {}
    for (to_id, kind), count in queries.received(session, [found.id]).get(found.id, {}).items():
        counts[to_id] = counts.get(to_id, 0) + (count if kind != "alert" else 0)
    facts = {"owner": names.get(found.owner_id, ""), "by": names.get(found.by_id, ""), "to": "receiver"}
    notices.tell_all(
        session,
        [
            {
                "person_id": to_id,
                "cause": f"handover:{found.id}",
                "kind": "handover.received",
                "level": "info",
                "facts": {**facts, "count": count, "reason": found.note},
            }
            for to_id, count in counts.items()
            if count
        ],
        now=now,
    )


def _note(session: Session, viewer: Viewer, found: Handover, what: str, *, now: datetime) -> None:
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what=what,
        subject=f"person:{found.owner_id}",
        owner_id=found.owner_id,
        owner_pos=found.owner_pos,
        payload={
            "handover": found.id,
            "how": found.plan["how"],
            "to": sorted({found.plan["rest_to"], *found.plan["to"]}),
            "total": found.total,
        },
    )
