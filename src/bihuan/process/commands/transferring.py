"""Moving running journeys to another version of their process: by a mapping of stages, in batches, and back again.

A journey stays on the version under which it began until somebody moves it. Whoever stands in a stage that the other
version has as well stays in it, and its clock runs on under the new limit; whoever is mapped to another stage enters
that one. An undo brings back all that have not gone on since, and nobody wins time by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import calendar, db, events, rows
from bihuan.kernel.calendar import Limit
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound, Refusal
from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import queries, way
from bihuan.process.commands import door
from bihuan.process.definition import Process, Stage
from bihuan.process.events import TransferAsked
from bihuan.process.models import Journey, Stay, Transfer, Transferred

RIGHT = "blueprint.release"


class TransferUnderWay(Refusal):
    """Journeys of this process are being moved just now; two at once would cross each other."""

    code = "transfer_under_way"
    message = "Journeys of this process are being moved just now. Wait until that is done."


class NothingToUndo(Refusal):
    """This transfer was taken back already, or is not done yet."""

    code = "nothing_to_undo"
    message = "There is nothing to take back here."


@dataclass(frozen=True, kw_only=True)
class Course:
    """Which running journeys go where.

    `mapping` says for each stage where those go that stand in it; who stands in none of them stays as they are. For
    `grace` no alarm is given for those who went.
    """

    process_key: str
    mapping: Mapping[str, str]
    grace: Limit | None = None


def transfer(session: Session, viewer: Viewer, course: Course, *, now: datetime) -> Transfer:
    """Let running journeys that the viewer sees go over to the version that lives, by a job.

    Forbidden, NotFound where no such process lives, Invalid with every stage that is none, TransferUnderWay.
    """
    may_transfer(viewer)
    version_id, sight = blueprint.live(session).id, viewer.sight
    process = queries.process_in(session, version_id, course.process_key)
    if process is None:
        raise NotFound
    _check(process, course.mapping)
    blueprint.hold(session)
    if queries.under_way(session, [course.process_key]):
        raise TransferUnderWay
    made = Transfer(
        process_key=course.process_key,
        version_id=version_id,
        mapping=dict(course.mapping),
        lo=None if sight.all else sight.lo,
        hi=None if sight.all else sight.hi,
        grace=str(course.grace) if course.grace else None,
        state="moving",
        after=0,
        moved=0,
        left=0,
        by_id=viewer.person_id,
        made_at=now,
    )
    session.add(made)
    session.flush()
    _tell(session, viewer, made, "transfer.asked", now=now)
    return made


def undo_transfer(session: Session, viewer: Viewer, transfer_id: int, *, now: datetime) -> Transfer:
    """Bring back the journeys that a transfer moved and that have not gone on since. NotFound, NothingToUndo."""
    may_transfer(viewer)
    found = queries.transfer(session, transfer_id, held=True)
    if found.state != "moved":
        raise NothingToUndo
    if queries.under_way(session, [found.process_key]):
        raise TransferUnderWay
    found.state, found.undone_by_id, found.undone_at = "undoing", viewer.person_id, now
    session.flush()
    _tell(session, viewer, found, "transfer.undo_asked", now=now)
    return found


def go_on(session: Session, transfer_id: int, *, now: datetime, limit: int) -> bool:
    """Move or bring back the next `limit` journeys of a transfer. Whether there may be more."""
    found = queries.transfer(session, transfer_id, held=True)
    match found.state:
        case "moving":
            return _move_some(session, found, now=now, limit=limit)
        case "undoing":
            return _bring_back_some(session, found, now=now, limit=limit)
        case _:
            return False


def go_over(session: Session, journey_ids: Collection[int], version_id: int, *, by_id: int, now: datetime) -> int:
    """Let these journeys go on by another version, each in the stage where it stands. How many there were.

    In this very transaction, for who turns a whole team at once: whatever fails, nobody has gone over. What has ended
    meanwhile is left alone; each process and stage must be there in the other version.
    """
    with db.beyond_sight(session):
        found = queries.present_stays(session, journey_ids)
        with door.opened(session):
            for journey, stay in found:
                process = queries.process_in(session, version_id, journey.process_key)
                there = process.stage(journey.stage_key) if process else None
                assert there is not None, "asked before"
                what = "journey.transferred"
                _go(session, journey, stay, there, version_id=version_id, by_id=by_id, what=what, now=now)
    return len(found)


def may_transfer(viewer: Viewer) -> None:
    """Refuse whoever may not let a configuration live: moving journeys is a part of that. Forbidden."""
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)


def _move_some(session: Session, found: Transfer, *, now: datetime, limit: int) -> bool:
    process = queries.process_in(session, found.version_id, found.process_key)
    assert process is not None, "it was there when the transfer began, and a version never changes"
    waiting = queries.transferable(session, found, limit=limit)
    with door.opened(session):
        for journey, stay in waiting:
            there = process.stage(found.mapping[journey.stage_key])
            assert there is not None, "checked when the transfer began"
            session.add(_as_it_was(found, journey, stay, there))
            by_id, what = found.by_id, "journey.transferred"
            _go(session, journey, stay, there, version_id=found.version_id, by_id=by_id, what=what, now=now)
            if found.grace:
                working = org.calendar(session, journey.owner_id)
                _keep_quiet(session, journey, calendar.deadline(Limit.read(found.grace), working, now))
    found.moved += len(waiting)
    found.after = waiting[-1][0].id if waiting else found.after
    if len(waiting) < limit:
        found.state = "moved"
    session.flush()
    return found.state == "moving"


def _as_it_was(found: Transfer, journey: Journey, stay: Stay, there: Stage) -> Transferred:
    return Transferred(
        transfer_id=found.id,
        journey_id=journey.id,
        from_version_id=journey.version_id,
        from_stage=journey.stage_key,
        from_entered_at=stay.entered_at,
        from_grace_until=stay.grace_until,
        stage=there.key,
        stage_seq=journey.stage_seq + (there.key != journey.stage_key),
        owner_id=journey.owner_id,
        owner_pos=journey.owner_pos,
    )


def _bring_back_some(session: Session, found: Transfer, *, now: datetime, limit: int) -> bool:
    waiting = queries.transferred(session, found.id, limit=limit)
    with door.opened(session):
        for was, journey, stay in waiting:
            was.undone = _back(session, found, was, journey, stay, now=now)
            found.left += not was.undone
    if len(waiting) < limit:
        found.state = "undone"
    session.flush()
    return found.state == "undoing"


def _back(session: Session, found: Transfer, was: Transferred, journey: Journey, stay: Stay, *, now: datetime) -> bool:
    """Bring one journey back to where it stood. False when it has gone on since, or its stage is no more."""
    gone_on = journey.outcome is not None or journey.version_id != found.version_id
    process = queries.process_in(session, was.from_version_id, found.process_key)
    there = process.stage(was.from_stage) if process else None
    if gone_on or journey.stage_seq != was.stage_seq or there is None:
        return False
    assert found.undone_by_id is not None, "an undo has somebody who asked for it"
    by_id, since = found.undone_by_id, was.from_entered_at
    what = "journey.brought_back"
    _go(session, journey, stay, there, version_id=was.from_version_id, by_id=by_id, what=what, now=now, since=since)
    _keep_quiet(session, journey, was.from_grace_until)
    return True


def _go(  # noqa: PLR0913 - a move has these parts
    session: Session,
    journey: Journey,
    stay: Stay,
    there: Stage,
    *,
    version_id: int,
    by_id: int,
    what: str,
    now: datetime,
    since: datetime | None = None,
) -> None:
    left = queries.process_of(session, journey).stage(journey.stage_key)
    told = {
        "stage": there.key,
        "label": there.label.model_dump(),
        "left": journey.stage_key,
        "left_label": left.label.model_dump() if left else journey.stage_key,
        "version": blueprint.version(session, version_id).number,
    }
    line = door.line(journey, what, by_id=by_id, now=now, told=told)
    session.execute(update(Journey).where(Journey.id == journey.id).values(version_id=version_id))
    rows.written(journey, version_id=version_id)
    if there.key != journey.stage_key:
        door.enter(session, there, journey=journey, how="moved", noted=line, now=now, since=since)
        return
    limits = way.deadlines(there, org.calendar(session, journey.owner_id), entered=stay.entered_at)
    new = way.to_come(limits, stay)
    if new:
        session.execute(update(Stay).where(Stay.id == stay.id).values(new))
    seen, due = journey.revision, new.get("due_at", journey.due_at)
    session.execute(update(Journey).where(Journey.id == journey.id).values(due_at=due, revision=seen + 1))
    rows.written(journey, due_at=due, revision=seen + 1)
    ledger.append_many(session, [line])
    door.ask_others(session, there, journey, now=now)


def _keep_quiet(session: Session, journey: Journey, until: datetime | None) -> None:
    here = (Stay.journey_id == journey.id, Stay.seq == journey.stage_seq)
    session.execute(update(Stay).where(*here).values(grace_until=until))


def _check(process: Process, mapping: Mapping[str, str]) -> None:
    known = [stage.key for stage in process.stages]
    problems = [
        {"field": key, "code": "no_such_stage", "message": "There is no such stage.", "allowed": known}
        for key, target in mapping.items()
        if target not in known
    ]
    if problems or not mapping:
        raise Invalid(problems or [{"field": "mapping", "code": "empty", "message": "Choose at least one stage."}])


def _tell(session: Session, viewer: Viewer, found: Transfer, what: str, *, now: datetime) -> None:
    number = blueprint.version(session, found.version_id).number
    told = {"transfer": found.id, "process": found.process_key, "version": number, "mapping": found.mapping}
    subject = f"transfer:{found.id}"
    ledger.append(session, at=now, by_id=viewer.person_id, what=what, subject=subject, payload=told)
    events.tell(session, TransferAsked(transfer_id=found.id), now=now)
