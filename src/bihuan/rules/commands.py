"""What follows from a deadline: the people it concerns are told, with what they need to act.

The first form of the rules: the reactions every process needs. Each is keyed by what caused it, so it
happens once however often its job runs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.kernel import calendar
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.process import queries as process
from bihuan.process.events import Level
from bihuan.process.models import Journey, Stay
from bihuan.records import queries as records


def alert_deadline(session: Session, *, stay_id: int, level: Level, now: datetime) -> int:
    """Tell the journey's present owner and their direct manager that a stay nears, passes or far outlasts its limit.

    How many were told. Nobody, when the stay has ended meanwhile. An escalation also reaches the manager's manager.
    """
    stay = process.stay(session, stay_id)
    journey = process.journey_of(session, stay.journey_id)
    if stay.left_at is not None or journey.outcome is not None:
        return 0
    facts = _stay_facts(session, journey, stay, now=now)
    kind = {"warn": "stage_nearly_due", "due": "stage_overdue", "escalate": "stage_escalated"}[level]
    people = _concerned(session, journey, levels=2 if level == "escalate" else 1, now=now)
    return _tell(session, journey, people, cause=f"stay:{stay.id}:{level}", kind=kind, level=level, facts=facts, now=now)


def alert_follow_up(session: Session, *, journey_id: int, due_at: str, now: datetime) -> int:
    """Tell owner and manager that nobody has been in touch for longer than the process allows. How many were told."""
    journey = process.journey_of(session, journey_id)
    if journey.outcome is not None or journey.quiet_told_at is None:
        return 0
    found, here = process.whereabouts(session, journey)
    facts = _facts(session, journey) | {
        "stage": here.label.model_dump(),
        "limit": {"zh": found.follow_up.words("zh"), "en": found.follow_up.words("en")} if found.follow_up else None,
        "due_at": due_at,
    }
    people = _concerned(session, journey, levels=1, now=now)
    cause = f"follow_up:{journey.id}:{due_at}"
    return _tell(session, journey, people, cause=cause, kind="follow_up_missed", level="due", facts=facts, now=now)


def tell_review(session: Session, *, handed_in_id: int, now: datetime) -> int:
    """Tell who handed something in what became of it. How many were told."""
    thing = process.handed(session, handed_in_id)
    journey = process.journey_of(session, thing.journey_id)
    if thing.status == "waiting":
        return 0
    asked = process.process_of(session, journey).deliverable(thing.key)
    facts = _facts(session, journey) | {
        "deliverable": asked[1].label.model_dump() if asked else {"zh": thing.key, "en": thing.key},
        "reason": thing.review_reason,
        "by": org.names(session, [thing.reviewed_by_id]).get(thing.reviewed_by_id or 0, ""),
    }
    kind = f"deliverable_{thing.status}"
    cause = f"handed_in:{thing.id}:{thing.status}"
    return _tell(session, journey, [thing.by_id], cause=cause, kind=kind, level="info", facts=facts, now=now)


def tell_answer(session: Session, *, confirmation_id: int, now: datetime) -> int:
    """Tell the journey's owner that the customer has answered. How many were told."""
    link = process.link(session, confirmation_id)
    journey = process.journey_of(session, link.journey_id)
    facts = _facts(session, journey) | {"name": link.answered_name, "reason": link.answer_reason}
    cause = f"confirmation:{link.id}:{link.answer}"
    level = "info" if link.answer == "confirmed" else "due"
    kind = f"customer_{link.answer}"
    return _tell(session, journey, [journey.owner_id], cause=cause, kind=kind, level=level, facts=facts, now=now)


def _concerned(session: Session, journey: Journey, *, levels: int, now: datetime) -> list[int]:
    # The owner as the journey stands now, not as it stood when the clock was set; on leave, the substitute too.
    people = [journey.owner_id, org.standing_in(session, journey.owner_id, now).id]
    above = journey.owner_id
    for _ in range(levels):
        manager = org.direct_manager(session, above, now)
        if manager is None:
            break
        people.append(manager.id)
        above = manager.id
    return list(dict.fromkeys(people))


def _facts(session: Session, journey: Journey) -> dict[str, Any]:
    contacts = activity.last_contacts(session, journey.object_key, journey.record_id, limit=3)
    names = org.names(session, [journey.owner_id, *(contact.person_id for contact in contacts)])
    return {
        "title": records.title(session, journey.object_key, journey.record_id),
        "owner": names.get(journey.owner_id, ""),
        "contacts": [
            {
                "at": contact.happened_at.isoformat(),
                "kind": contact.kind,
                "by": names.get(contact.person_id, ""),
                "summary": contact.summary,
            }
            for contact in contacts
        ],
    }


def _stay_facts(session: Session, journey: Journey, stay: Stay, *, now: datetime) -> dict[str, Any]:
    found, _ = process.whereabouts(session, journey)
    stage = found.stage(stay.stage_key)
    working = org.calendar(session, journey.owner_id)
    limit = stage.limit if stage else None
    return _facts(session, journey) | {
        "stage": stage.label.model_dump() if stage else {"zh": stay.stage_key, "en": stay.stage_key},
        "limit": {"zh": limit.words("zh"), "en": limit.words("en")} if limit else None,
        "due_at": stay.due_at.isoformat() if stay.due_at else None,
        "entered_at": stay.entered_at.isoformat(),
        "stayed_minutes": int((now - stay.entered_at).total_seconds() // 60),
        "stayed_working_minutes": calendar.working_minutes(working, stay.entered_at, now),
    }


def _tell(  # noqa: PLR0913 - a notice has these parts
    session: Session,
    journey: Journey,
    people: list[int],
    *,
    cause: str,
    kind: str,
    level: str,
    facts: dict[str, Any],
    now: datetime,
) -> int:
    return sum(
        notices.tell(
            session,
            person_id=person_id,
            cause=cause,
            kind=kind,
            level=level,
            facts=facts,
            object_key=journey.object_key,
            record_id=journey.record_id,
            journey_id=journey.id,
            now=now,
        )
        for person_id in people
    )
