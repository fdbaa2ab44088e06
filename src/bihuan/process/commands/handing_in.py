"""Handing in what a stage asks for, and saying whether it will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.kernel import db, events
from bihuan.kernel.refusals import Forbidden, Invalid, Kind, Refusal, SomeoneWasFirst
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import policy, queries
from bihuan.process.commands import door
from bihuan.process.commands.moving import JourneyOver, ReasonNeeded
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
        """Say what is wrong: file_needed, wrong_file_type, too_short, too_long, form_empty, not_by_hand."""
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
    stage, thing = _asked(session, journey, key)
    stay = queries.present_stay(session, journey)
    reviewer = _reviewer(session, thing, journey, viewer, now=now)
    made = [
        HandedIn(
            journey_id=journey.id,
            stay_id=stay.id,
            stage_key=stage.key,
            key=key,
            kind=thing.kind,
            status="waiting" if reviewer else "accepted",
            text=part.text or None,
            file_id=part.file_ids[0] if part.file_ids else None,
            answers=dict(part.answers) or None,
            by_id=viewer.person_id,
            at=now,
            late=stay.due_at is not None and now > stay.due_at,
            reviewer_id=reviewer,
            owner_id=journey.owner_id,
            owner_pos=journey.owner_pos,
        )
        for part in _parts(session, viewer, journey, thing, brought, now=now)
    ]
    session.add_all(made)
    session.flush()
    for one in made:
        _handed(session, viewer, journey, one, thing, now=now)
    _pay(session, journey, stage, thing)
    return made


def accept(session: Session, viewer: Viewer, journey: Journey, thing: HandedIn, *, now: datetime) -> None:
    """Say that what was handed in will do."""
    _review(session, viewer, journey, thing, status="accepted", reason=None, now=now)


def reject(session: Session, viewer: Viewer, journey: Journey, thing: HandedIn, *, reason: str, now: datetime) -> None:
    """Send back what was handed in, with the reason."""
    if not reason.strip():
        raise ReasonNeeded
    _review(session, viewer, journey, thing, status="rejected", reason=reason.strip()[:2000], now=now)


def _review(  # noqa: PLR0913 - a review has these parts
    session: Session, viewer: Viewer, journey: Journey, thing: HandedIn, *, status: str, reason: str | None, now: datetime
) -> None:
    if not policy.can_review(viewer, thing):
        if thing.status != "waiting":
            raise SomeoneWasFirst({"status": thing.status})
        raise Forbidden("process.review")
    changed = session.execute(
        update(HandedIn)
        .where(HandedIn.id == thing.id, HandedIn.status == "waiting")
        .values(status=status, reviewed_by_id=viewer.person_id, reviewed_at=now, review_reason=reason)
    ).rowcount  # type: ignore[attr-defined]
    if not changed:
        raise SomeoneWasFirst
    session.refresh(thing)
    asked = queries.whereabouts(session, journey)[0].deliverable(thing.key)
    if asked is not None:
        _pay(session, journey, *asked)
    activity.done(session, cause=f"review:{thing.id}", now=now)
    if journey.outcome is None and not queries.waiting_reviews(session, journey):
        door.pass_ball(session, journey, holder="rep", cause=f"deliverable.{status}", now=now)
    what = f"deliverable.{status}"
    door.note(session, journey, what, by_id=viewer.person_id, now=now, key=thing.key, handed_in=thing.id, reason=reason)
    events.tell(
        session, DeliverableReviewed(handed_in_id=thing.id, journey_id=journey.id, accepted=status == "accepted")
    )


def _asked(session: Session, journey: Journey, key: str) -> tuple[Stage, Deliverable]:
    process, here = queries.whereabouts(session, journey)
    found = process.deliverable(key)
    owed = {debt["key"] for debt in journey.debts if debt["kind"] == "deliverable"}
    if found is None or (found[0].key != here.key and key not in owed):
        known = [thing.key for thing in here.gate.deliverables]
        raise NoSuchDeliverable(key, sorted({*known, *owed}))
    return found


def _parts(  # noqa: PLR0913 - what is brought is checked against all of these
    session: Session, viewer: Viewer, journey: Journey, thing: Deliverable, brought: Handful, *, now: datetime
) -> list[Handful]:
    if thing.kind in {"summary", "record", "confirmation"}:
        raise WrongDeliverable("not_by_hand", kind=thing.kind)
    if thing.kind in {"file", "photo", "audio"}:
        return [Handful(file_ids=(file_id,)) for file_id in _files(session, viewer, journey, thing, brought)]
    if thing.kind == "text":
        return [Handful(text=_long_enough(thing, brought.text))]
    return [Handful(answers=_form(session, viewer, journey, thing, brought.answers, now=now))]


def _files(
    session: Session, viewer: Viewer, journey: Journey, thing: Deliverable, brought: Handful
) -> tuple[int, ...]:
    if not brought.file_ids:
        raise WrongDeliverable("file_needed", types=list(thing.types) or [thing.kind])
    for file_id in brought.file_ids:
        found = records.file(session, viewer, file_id)
        if not _fits(thing, found.type):
            raise WrongDeliverable("wrong_file_type", found=found.type, types=list(thing.types) or [thing.kind])
        record_commands.attach(session, viewer, found, object_key=journey.object_key, record_id=journey.record_id)
    return brought.file_ids


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


def _form(  # noqa: PLR0913 - a form writes through the record's own command
    session: Session, viewer: Viewer, journey: Journey, thing: Deliverable, answers: Mapping[str, Any], *, now: datetime
) -> Mapping[str, Any]:
    if not answers:
        raise WrongDeliverable("form_empty", fields=list(thing.fields))
    unknown = sorted(set(answers) - set(thing.fields))
    if unknown:
        raise Invalid([{"field": key, "code": "unknown_field", "message": "The form has no such field."} for key in unknown])
    record = records.record(session, viewer, journey.object_key, journey.record_id)
    record_commands.change(session, viewer, record, answers, revision=record.revision, now=now)
    return answers


def _reviewer(
    session: Session, thing: Deliverable, journey: Journey, viewer: Viewer, *, now: datetime
) -> int | None:
    if thing.review == "none":
        return None
    if thing.review == "role" and thing.reviewer_role:
        found = org.with_role(session, thing.reviewer_role, near=journey.owner_id, now=now)
    else:
        found = org.direct_manager(session, journey.owner_id, now)
    if found is None or found.id == viewer.person_id:
        above = org.direct_manager(session, viewer.person_id, now)
        return above.id if above else None
    return int(found.id)


def _handed(  # noqa: PLR0913 - one thing handed in, told to all who care
    session: Session, viewer: Viewer, journey: Journey, one: HandedIn, thing: Deliverable, *, now: datetime
) -> None:
    if one.status == "waiting" and one.reviewer_id is not None:
        door.pass_ball(session, journey, holder="approver", cause="deliverable.waiting", now=now)
        with db.beyond_sight(session):
            activity.ask(
                session,
                person_id=one.reviewer_id,
                kind="review",
                title=thing.label.zh,
                cause=f"review:{one.id}",
                object_key=journey.object_key,
                record_id=journey.record_id,
                journey_id=journey.id,
                deliverable_id=one.id,
                now=now,
            )
    door.note(
        session,
        journey,
        "deliverable.handed_in",
        by_id=viewer.person_id,
        now=now,
        key=one.key,
        handed_in=one.id,
        file=one.file_id,
        late=one.late,
    )
    events.tell(session, DeliverableHandedIn(handed_in_id=one.id, journey_id=journey.id))


def _pay(session: Session, journey: Journey, stage: Stage, thing: Deliverable) -> None:
    owed = [debt for debt in journey.debts if (debt["stage"], debt["key"]) == (stage.key, thing.key)]
    if not owed:
        return
    if queries.tallies(session, journey)[thing.key].accepted >= thing.count:
        journey.debts = [debt for debt in journey.debts if debt not in owed]
