"""What follows from a deadline: the people it concerns are told, with what they need to act.

The first form of the rules: the reactions every process needs. Each is keyed by what caused it, so it
happens once however often its job runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.kernel.calendar import Limit
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.process import queries as process
from bihuan.process.commands import review_cause
from bihuan.process.events import Level
from bihuan.process.models import Journey, Stay
from bihuan.records import queries as records

NoticeLevel = Literal["info", "warn", "due", "escalate"]
_KINDS = {"warn": "stage.nearly_due", "due": "stage.overdue", "escalate": "stage.escalated"}


def alert_deadline(session: Session, *, stay_id: int, level: Level, now: datetime) -> int:
    """Tell the journey's present owner and their direct manager that a stay nears, passes or far outlasts its limit.

    How many were told. Nobody, when the stay has ended meanwhile. An escalation also reaches the manager's manager.
    """
    stay = process.stay(session, stay_id)
    journey = process.journey_of(session, stay.journey_id)
    if stay.left_at is not None or journey.outcome is not None:
        return 0
    facts = _stay_facts(session, journey, stay, now=now)
    people = _concerned(session, journey, levels=2 if level == "escalate" else 1, now=now)
    news = _News(cause=f"stay:{stay.id}:{level}", kind=_KINDS[level], level=level, facts=facts)
    return _tell(session, journey, people, news, now=now)


def alert_follow_up(session: Session, *, journey_id: int, due_at: str, now: datetime) -> int:
    """Tell owner and manager that nobody has been in touch for longer than the process allows. How many were told."""
    journey = process.journey_of(session, journey_id)
    if journey.outcome is not None or journey.quiet_told_at is None:
        return 0
    found, here = process.whereabouts(session, journey)
    facts = _facts(session, journey) | {"stage": here.label.model_dump(), "due_at": due_at}
    if found.follow_up is not None:
        facts["limit"] = _said(found.follow_up)
    news = _News(cause=f"follow_up:{journey.id}:{due_at}", kind="follow_up.missed", level="due", facts=facts)
    return _tell(session, journey, _concerned(session, journey, levels=1, now=now), news, now=now)


def tell_reviewer(session: Session, *, handed_in_id: int, now: datetime) -> int:
    """Tell whoever is asked to review, or stands in for them, that something waits. How many were told.

    Nobody, when it was reviewed meanwhile. Over, when it is: task and notice of one review share their cause.
    """
    thing = process.handed(session, handed_in_id)
    journey = process.journey_of(session, thing.journey_id)
    if thing.status != "waiting" or thing.reviewer_id is None or journey.outcome is not None:
        return 0
    facts = _facts(session, journey) | {
        "deliverable": _label(session, journey, thing.key),
        "by": org.names(session, [thing.by_id]).get(thing.by_id, ""),
    }
    news = _News(cause=review_cause(thing.id), kind="review.asked", level="warn", facts=facts)
    return _tell(session, journey, {thing.reviewer_id: "reviewer"}, news, now=now)


def tell_exception(session: Session, *, exception_id: int, now: datetime) -> int:
    """Tell the manager above whoever made an exception, and the journey's owner. How many were told."""
    passage = process.passage(session, exception_id)
    journey = process.journey_of(session, passage.journey_id)
    stage = process.process_of(session, journey).stage(passage.stage_key)
    facts = _facts(session, journey) | {
        "stage": stage.label.model_dump() if stage else passage.stage_key,
        "reason": passage.reason,
        "by": org.names(session, [passage.by_id]).get(passage.by_id, ""),
    }
    above = org.direct_manager(session, passage.by_id, now)
    people = {above.id: "leader"} if above else {}
    if journey.owner_id != passage.by_id:
        people.setdefault(journey.owner_id, "owner")
    news = _News(cause=f"exception:{passage.id}", kind="exception.made", level="info", facts=facts)
    return _tell(session, journey, people, news, now=now)


def tell_review(session: Session, *, handed_in_id: int, now: datetime) -> int:
    """Tell whoever handed something in what became of it. How many were told."""
    thing = process.handed(session, handed_in_id)
    journey = process.journey_of(session, thing.journey_id)
    if thing.status == "waiting":
        return 0
    facts = _facts(session, journey) | {
        "deliverable": _label(session, journey, thing.key),
        "reason": thing.review_reason or "",
        "by": org.names(session, [thing.reviewed_by_id]).get(thing.reviewed_by_id or 0, ""),
    }
    level: NoticeLevel = "info" if thing.status == "accepted" else "warn"
    news = _News(cause=f"handed_in:{thing.id}", kind=f"deliverable.{thing.status}", level=level, facts=facts)
    return _tell(session, journey, {thing.by_id: "asker"}, news, now=now)


def tell_answer(session: Session, *, confirmation_id: int, now: datetime) -> int:
    """Tell the journey's owner that the customer has answered. How many were told."""
    link = process.link(session, confirmation_id)
    journey = process.journey_of(session, link.journey_id)
    facts = _facts(session, journey) | {
        "deliverable": _label(session, journey, link.key),
        "customer": link.answered_name or "",
        "reason": link.answer_reason or "",
    }
    level: NoticeLevel = "info" if link.answer == "confirmed" else "warn"
    news = _News(cause=f"confirmation:{link.id}", kind=f"confirmation.{link.answer}", level=level, facts=facts)
    return _tell(session, journey, {journey.owner_id: "owner"}, news, now=now)


@dataclass(frozen=True, kw_only=True)
class _News:
    cause: str
    kind: str
    level: NoticeLevel
    facts: dict[str, Any]


def _concerned(session: Session, journey: Journey, *, levels: int, now: datetime) -> dict[int, str]:
    # The owner as the journey stands now, not as it stood when the clock was set; on leave, the substitute too.
    lines = org.leading(session, [journey.owner_id], now)
    people = {journey.owner_id: "owner"}
    people.setdefault(lines.standing_in(journey.owner_id), "substitute")
    above, why = lines.manager(journey.owner_id), "manager"
    for _ in range(levels):
        if above is None:
            break
        people.setdefault(above, why)
        above, why = lines.manager(above), "leader"
    return people


def _facts(session: Session, journey: Journey) -> dict[str, Any]:
    contacts = activity.last_contacts(session, journey.object_key, journey.record_id, limit=3)
    return {
        "title": records.title(session, journey.object_key, journey.record_id),
        "owner": org.names(session, [journey.owner_id]).get(journey.owner_id, ""),
        "contacts": [contact.facts() for contact in contacts],
    }


def _stay_facts(session: Session, journey: Journey, stay: Stay, *, now: datetime) -> dict[str, Any]:
    found, _ = process.whereabouts(session, journey)
    stage = found.stage(stay.stage_key)
    facts = _facts(session, journey) | {
        "entered_at": stay.entered_at.isoformat(),
        "due_at": stay.due_at.isoformat() if stay.due_at else "",
        "stayed": int((now - stay.entered_at).total_seconds() // 60),
    }
    if stage is not None:
        facts["stage"] = stage.label.model_dump()
    if stage is not None and stage.limit is not None:
        facts["limit"] = _said(stage.limit)
    return facts


def _said(limit: Limit) -> dict[str, str]:
    return {"zh": limit.words("zh"), "en": limit.words("en")}


def _label(session: Session, journey: Journey, key: str) -> dict[str, str]:
    asked = process.process_of(session, journey).deliverable(key)
    return asked[1].label.model_dump() if asked else {"zh": key, "en": key}


def _tell(session: Session, journey: Journey, people: Mapping[int, str], news: _News, *, now: datetime) -> int:
    return sum(
        notices.tell(
            session,
            person_id=person_id,
            cause=news.cause,
            kind=news.kind,
            level=news.level,
            facts=news.facts | {"to": why},
            object_key=journey.object_key,
            record_id=journey.record_id,
            journey_id=journey.id,
            now=now,
        )
        for person_id, why in people.items()
    )
