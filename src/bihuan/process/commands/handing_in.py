"""Handing in what a stage asks for, and saying whether it will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.kernel import db, events, rows
from bihuan.kernel.refusals import Forbidden, Invalid, Kind, Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import debts, gates, policy, queries
from bihuan.process.commands import door, owing, setting
from bihuan.process.commands.moving import LONGEST_REASON, JourneyOver, ReasonNeeded
from bihuan.process.definition import Deliverable, Stage
from bihuan.process.events import DeliverableHandedIn, DeliverableReviewed
from bihuan.process.models import HandedIn, Journey
from bihuan.records import commands as record_commands
from bihuan.records import queries as records

LONGEST_TEXT = 100_000


class NoSuchDeliverable(Refusal):
    """The stage where the journey stands asks for no such thing."""

    code = "no_such_deliverable"
    kind = Kind.INVALID
    message = "This stage asks for no such deliverable."

    def __init__(self, asked: str, known: list[str]) -> None:
        """Keep what was asked for and what the stage does ask for."""
        super().__init__()
        self._facts: dict[str, object] = {"asked": asked[:80], "known": known}

    def facts(self) -> dict[str, object]:
        """The key asked for, and those the stage knows."""
        return self._facts


class WrongDeliverable(Refusal):
    """What was handed in is not what the deliverable asks for."""

    code = "wrong_deliverable"
    kind = Kind.INVALID
    message = "This is not what the deliverable asks for."

    def __init__(self, why: str, **facts: object) -> None:
        """Say what is wrong: file_needed, wrong_file_type, too_short, too_long, form_incomplete, not_by_hand."""
        super().__init__()
        self._facts = {"why": why, **facts}

    def facts(self) -> dict[str, object]:
        """What is wrong, and what would be right."""
        return self._facts


@dataclass(frozen=True, kw_only=True)
class Handful:
    """What a person brings: files by id, a text, or answers to a form."""

    file_ids: tuple[int, ...] = ()
    text: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


def hand_in(
    session: Session, viewer: Viewer, journey: Journey, key: str, *, brought: Handful, now: datetime
) -> list[HandedIn]:
    """Hand in files, a text or a form for a deliverable of the present stage, or to pay a debt from before."""
    if journey.outcome is not None:
        raise JourneyOver
    if not policy.can(viewer, journey).hand_in:
        raise Forbidden("process.move_any")
    stage, thing = asked_for(session, journey, key)
    stay_id = queries.present_stay(session, journey)
    parts = _parts(session, viewer, journey, thing, brought, now=now)
    reviewer = _reviewer(session, thing, journey, viewer, now=now)
    made = [
        rows.add(
            session,
            HandedIn,
            journey_id=journey.id,
            stay_id=stay_id,
            stage_key=stage.key,
            key=key,
            kind=thing.kind,
            status="waiting" if reviewer else "accepted",
            text=part.text or None,
            file_id=part.file_ids[0] if part.file_ids else None,
            answers=dict(part.answers) or None,
            by_id=viewer.person_id,
            at=now,
            late=journey.due_at is not None and now > journey.due_at,
            reviewer_id=reviewer,
            owner_id=journey.owner_id,
            owner_pos=journey.owner_pos,
        )
        for part in parts
    ]
    for one in made:
        _handed(session, journey, one, thing, now=now)
    ledger.append_many(session, [_line(viewer, journey, one, thing, now=now) for one in made])
    owing.pay(session, journey, by_id=viewer.person_id, now=now)
    return made


def accept(session: Session, viewer: Viewer, journey: Journey, thing: HandedIn, *, now: datetime) -> None:
    """Say that what was handed in will do."""
    _review(session, viewer, journey, thing, reason=None, now=now)
    owing.pay(session, journey, by_id=viewer.person_id, now=now)


def reject(session: Session, viewer: Viewer, journey: Journey, thing: HandedIn, *, reason: str, now: datetime) -> None:
    """Send back what was handed in, with the reason."""
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise ReasonNeeded
    _review(session, viewer, journey, thing, reason=said, now=now)


def pass_review(session: Session, handed_in_id: int, *, from_id: int, to_id: int) -> bool:
    """Let somebody else review what was handed in. False when it was reviewed, or waits for a third by now."""
    with db.beyond_sight(session):
        passed = update(HandedIn).where(
            HandedIn.id == handed_in_id, HandedIn.reviewer_id == from_id, HandedIn.status == "waiting"
        )
        done = session.execute(passed.values(reviewer_id=to_id).execution_options(synchronize_session=False))
        return bool(done.rowcount)  # type: ignore[attr-defined]


def _review(
    session: Session, viewer: Viewer, journey: Journey, thing: HandedIn, *, reason: str | None, now: datetime
) -> None:
    if thing.status != "waiting":
        raise SomeoneWasFirst({"status": thing.status})
    if not policy.can_review(viewer, thing):
        raise Forbidden("process.review")
    status = "accepted" if reason is None else "rejected"
    said = {"status": status, "reviewed_by_id": viewer.person_id, "reviewed_at": now, "review_reason": reason}
    if not setting.compare_and_set(session, thing, HandedIn.status == "waiting", **said):
        raise SomeoneWasFirst
    _answered(session, journey, thing, now=now)
    door.note(
        session,
        journey,
        f"deliverable.{status}",
        by_id=viewer.person_id,
        now=now,
        personal={"reason": reason} if reason else None,
        told={"key": thing.key, "label": _label(session, journey, thing.key), "handed_in": thing.id},
    )
    told = DeliverableReviewed(
        **door.whose(journey), handed_in_id=thing.id, key=thing.key, accepted=status == "accepted"
    )
    events.tell(session, told, now=now)


def _answered(session: Session, journey: Journey, thing: HandedIn, *, now: datetime) -> None:
    """The reviewer's task and notice are over; when nothing waits any more, the rep holds the ball again."""
    with db.beyond_sight(session):
        activity.done(session, cause=door.review_cause(thing.id), now=now)
        if thing.reviewer_id is not None:
            notices.settle_cause(session, door.review_cause(thing.id), person_id=thing.reviewer_id, now=now)
    if journey.outcome is None and not queries.held_by_others(session, journey):
        door.pass_ball(session, journey, holder="rep", cause=f"deliverable.{thing.status}", now=now)


def asked_for(session: Session, journey: Journey, key: str) -> tuple[Stage, Deliverable]:
    """What the present stage asks for under this key, or an earlier one is owed. NoSuchDeliverable otherwise."""
    process, here = queries.whereabouts(session, journey)
    found = process.deliverable(key)
    payable = debts.parts(process, journey.debts)
    if found is None or (found[0].key != here.key and key not in payable):
        raise NoSuchDeliverable(key, sorted({*payable, *(thing.key for thing in here.gate.deliverables)}))
    return found


def _parts(
    session: Session, viewer: Viewer, journey: Journey, thing: Deliverable, brought: Handful, *, now: datetime
) -> list[Handful]:
    """What was brought, one part for each thing it counts as; refused unless it is what is asked for."""
    match thing.kind:
        case "summary" | "record" | "confirmation" | "task" | "approval":
            raise WrongDeliverable("not_by_hand", kind=thing.kind)
        case "file" | "photo" | "audio":
            files = _files(session, viewer, journey, thing, brought)
            return [Handful(file_ids=(file_id,)) for file_id in files]
        case "text":
            return [Handful(text=_long_enough(thing, brought.text))]
        case "form":
            return [Handful(answers=_form(session, viewer, journey, thing, brought.answers, now=now))]


def _files(session: Session, viewer: Viewer, journey: Journey, thing: Deliverable, brought: Handful) -> tuple[int, ...]:
    if not brought.file_ids:
        raise WrongDeliverable("file_needed", types=list(thing.types) or [thing.kind])
    found = [records.file(session, viewer, file_id) for file_id in dict.fromkeys(brought.file_ids)]
    for file in found:
        if not _fits(thing, file.type):
            raise WrongDeliverable("wrong_file_type", found=file.type, types=list(thing.types) or [thing.kind])
    for file in found:
        record_commands.attach(session, viewer, file, object_key=journey.object_key, record_id=journey.record_id)
    return tuple(file.id for file in found)


def _fits(thing: Deliverable, media_type: str) -> bool:
    if thing.kind == "photo":
        return media_type.startswith("image/")
    if thing.kind == "audio":
        return media_type.startswith(("audio/", "video/webm", "video/mp4"))
    return not thing.types or media_type in {records.MEDIA_TYPES.get(extension, extension) for extension in thing.types}


def _long_enough(thing: Deliverable, text: str) -> str:
    said = text.strip()
    if len(said) < thing.min_length:
        raise WrongDeliverable("too_short", length=len(said), least=thing.min_length)
    if len(said) > LONGEST_TEXT:
        raise WrongDeliverable("too_long", length=len(said), most=LONGEST_TEXT)
    return said


def _form(
    session: Session, viewer: Viewer, journey: Journey, thing: Deliverable, answers: Mapping[str, Any], *, now: datetime
) -> Mapping[str, Any]:
    """The answers, written into the record by its own command: a form is no way round what it checks."""
    unknown = sorted(set(answers) - set(thing.fields))
    if unknown:
        message = "The form has no such field."
        raise Invalid([{"field": key[:100], "code": "unknown_field", "message": message} for key in unknown])
    record = records.record(session, viewer, journey.object_key, journey.record_id)
    lacking = [key for key in thing.fields if gates.is_empty(answers.get(key, record.values.get(key)))]
    if lacking:
        raise WrongDeliverable("form_incomplete", fields=lacking)
    record_commands.change(session, viewer, record, answers, revision=None, now=now)
    return answers


def _reviewer(session: Session, thing: Deliverable, journey: Journey, viewer: Viewer, *, now: datetime) -> int | None:
    """Who is asked: whoever the stage names and who sees the journey, else the manager; never whoever hands in."""
    if thing.review == "none":
        return None
    if thing.review == "role" and thing.reviewer_role:
        named = org.with_role(session, thing.reviewer_role, near=journey.owner_id, now=now)
        if named and named.id != viewer.person_id and org.viewer(session, named.id).sees(journey.owner_pos):
            return int(named.id)
    manager = org.direct_manager(session, journey.owner_id, now)
    if manager is None or manager.id == viewer.person_id:
        manager = org.direct_manager(session, viewer.person_id, now)
    return int(manager.id) if manager else None


def _handed(session: Session, journey: Journey, one: HandedIn, thing: Deliverable, *, now: datetime) -> None:
    """Tell all who care; what waits for a reviewer is a task, and until they answer the ball is theirs."""
    if one.reviewer_id is not None:
        holder = "department" if thing.review == "role" else "approver"
        door.pass_ball(session, journey, holder=holder, cause="deliverable.waiting", now=now)
        activity.ask(
            session,
            person_id=one.reviewer_id,
            kind="review",
            title=thing.label.zh,
            cause=door.review_cause(one.id),
            object_key=journey.object_key,
            record_id=journey.record_id,
            journey_id=journey.id,
            deliverable_id=one.id,
            now=now,
        )
    told = DeliverableHandedIn(**door.whose(journey), handed_in_id=one.id, key=one.key, reviewer_id=one.reviewer_id)
    events.tell(session, told, now=now)


def _line(viewer: Viewer, journey: Journey, one: HandedIn, thing: Deliverable, *, now: datetime) -> ledger.Line:
    told = {
        "key": one.key,
        "label": thing.label.model_dump(),
        "handed_in": one.id,
        "file": one.file_id,
        "late": one.late,
    }
    return door.line(journey, "deliverable.handed_in", by_id=viewer.person_id, now=now, told=told)


def _label(session: Session, journey: Journey, key: str) -> dict[str, str]:
    asked = queries.process_of(session, journey).deliverable(key)
    return asked[1].label.model_dump() if asked else {"zh": key, "en": key}
