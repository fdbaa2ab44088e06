"""What follows from a deadline: the people it concerns are told, with what they need to act.

The reactions that every process needs, whatever its rules. Each is keyed by what caused it, so it
happens once however often its job runs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.activity.queries import Contact
from bihuan.kernel.calendar import Limit
from bihuan.notices import commands as notices
from bihuan.notices.commands import News
from bihuan.org import queries as org
from bihuan.org.queries import Leading
from bihuan.process import queries as process
from bihuan.process.commands import review_cause
from bihuan.process.events import Level
from bihuan.process.models import Journey, Stay
from bihuan.records import queries as records

NoticeLevel = Literal["info", "warn", "due", "escalate"]
_NIGHT = 2  # what depends on the day is worked out when it is two hours old
_KINDS = {"warn": "stage.nearly_due", "due": "stage.overdue", "escalate": "stage.escalated"}


def alert_deadlines(session: Session, *, stay_ids: Collection[int], level: Level, now: datetime) -> int:
    """Tell the present owners and their direct managers that stays near, pass or far outlast their limits.

    How many were told. Nobody of a stay that has ended meanwhile. An escalation also reaches the manager's manager.
    """
    lasting = process.lasting(session, stay_ids)
    journeys = [journey for _, journey in lasting]
    facts, lines = _facts(session, journeys), org.leading(session, now)
    news: list[News] = []
    for stay, journey in lasting:
        told = _News(
            cause=f"stay:{stay.id}:{level}",
            kind=_KINDS[level],
            level=level,
            facts=facts[journey.id] | _stay_facts(session, journey, stay, now=now),
        )
        news += told.to(journey, _concerned(journey, lines, levels=2 if level == "escalate" else 1))
    return notices.tell_all(session, news, now=now)


def alert_follow_ups(session: Session, *, missed: Collection[tuple[int, str]], now: datetime) -> int:
    """Tell owners and managers that nobody has been in touch for longer than the process allows. How many were told.

    `missed` are journeys, each with the moment at which it was due.
    """
    journeys = process.quiet(session, [journey_id for journey_id, _ in missed])
    facts, lines = _facts(session, journeys), org.leading(session, now)
    due = dict(missed)
    news: list[News] = []
    for journey in journeys:
        found, here = process.whereabouts(session, journey)
        own = facts[journey.id] | {"stage": here.label.model_dump(), "due_at": due[journey.id]}
        if found.follow_up is not None:
            own["limit"] = _said(found.follow_up)
        cause = f"follow_up:{journey.id}:{due[journey.id]}"
        told = _News(cause=cause, kind="follow_up.missed", level="due", facts=own)
        news += told.to(journey, _concerned(journey, lines, levels=1))
    return notices.tell_all(session, news, now=now)


def tell_reviewer(session: Session, *, handed_in_id: int, now: datetime) -> int:
    """Tell whoever is asked to review, or stands in for them, that something waits. How many were told.

    Nobody, when it was reviewed meanwhile. Over, when it is: task and notice of one review share their cause.
    """
    thing = process.handed(session, handed_in_id)
    journey = process.journey_of(session, thing.journey_id)
    if thing.status != "waiting" or thing.reviewer_id is None or journey.outcome is not None:
        return 0
    facts = _facts(session, [journey])[journey.id] | {
        "deliverable": _label(session, journey, thing.key),
        "by": org.names(session, [thing.by_id]).get(thing.by_id, ""),
    }
    news = _News(cause=review_cause(thing.id), kind="review.asked", level="warn", facts=facts)
    return _tell(session, journey, {thing.reviewer_id: "reviewer"}, news, now=now)


def tell_late_tasks(session: Session, *, task_ids: Collection[int], now: datetime) -> int:
    """Tell those who should have done something by now, and their managers. How many were told.

    Not of what is done meanwhile, nor of a follow-up one meant to make oneself: that stands on the list, in red.
    """
    late = [task for task in activity.tasks_of(session, task_ids) if task.kind != "follow_up"]
    lines, news = org.leading(session, now), list[News]()
    called = org.names(session, {task.person_id for task in late})
    for task in late:
        people = {task.person_id: "doer"}
        above = lines.manager(task.person_id)
        if above is not None:
            people.setdefault(above, "manager")
        due = task.due_at.isoformat() if task.due_at else ""
        facts = {"title": task.title, "owner": called.get(task.person_id, ""), "due_at": due}
        news += [
            {
                "person_id": person_id,
                "cause": f"task:{task.id}:due",
                "kind": "task.overdue",
                "level": "due",
                "facts": facts | {"to": why},
                "object_key": task.object_key,
                "record_id": task.record_id,
                "journey_id": task.journey_id,
            }
            for person_id, why in people.items()
        ]
    return notices.tell_all(session, news, now=now)


def tell_exception(session: Session, *, exception_id: int, now: datetime) -> int:
    """Tell the manager above whoever made an exception, and the journey's owner. How many were told."""
    passage = process.passage(session, exception_id)
    journey = process.journey_of(session, passage.journey_id)
    stage = process.process_of(session, journey).stage(passage.stage_key)
    facts = _facts(session, [journey])[journey.id] | {
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
    facts = _facts(session, [journey])[journey.id] | {
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
    facts = _facts(session, [journey])[journey.id] | {
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

    def to(self, journey: Journey, people: Mapping[int, str]) -> list[News]:
        """The same for each of these people, with the reason why it is them."""
        return [
            {
                "person_id": person_id,
                "cause": self.cause,
                "kind": self.kind,
                "level": self.level,
                "facts": self.facts | {"to": why},
                "object_key": journey.object_key,
                "record_id": journey.record_id,
                "journey_id": journey.id,
            }
            for person_id, why in people.items()
        ]


def _concerned(journey: Journey, lines: Leading, *, levels: int) -> dict[int, str]:
    # The owner as the journey stands now, not as it stood when the clock was set; on leave, the substitute too.
    people = {journey.owner_id: "owner"}
    people.setdefault(lines.standing_in(journey.owner_id), "substitute")
    above, why = lines.manager(journey.owner_id), "manager"
    for _ in range(levels):
        if above is None:
            break
        people.setdefault(above, why)
        above, why = lines.manager(above), "leader"
    return people


def _facts(session: Session, journeys: Sequence[Journey]) -> dict[int, dict[str, Any]]:
    """What every notice about a journey says, for each of these, in as many questions as for one."""
    owners = org.names(session, {journey.owner_id for journey in journeys})
    about: dict[str, list[int]] = {}
    for journey in journeys:
        about.setdefault(journey.object_key, []).append(journey.record_id)
    titles: dict[int, str] = {}
    contacts: dict[int, list[Contact]] = {}
    for object_key, record_ids in about.items():
        titles |= records.titles(session, object_key, record_ids)
        contacts |= activity.last_contacts(session, object_key, record_ids, limit=3)
    return {
        journey.id: {
            "title": titles.get(journey.record_id, ""),
            "owner": owners.get(journey.owner_id, ""),
            "contacts": [contact.facts() for contact in contacts.get(journey.record_id, ())],
        }
        for journey in journeys
    }


def _stay_facts(session: Session, journey: Journey, stay: Stay, *, now: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "entered_at": stay.entered_at.isoformat(),
        "due_at": stay.due_at.isoformat() if stay.due_at else "",
        "stayed": int((now - stay.entered_at).total_seconds() // 60),
    }
    stage = process.process_of(session, journey).stage(stay.stage_key)
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
    return notices.tell_all(session, news.to(journey, people), now=now)
