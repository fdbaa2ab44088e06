"""Who is told what about an approval: a task and a notice for whose turn it is, news for who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.approvals import queries
from bihuan.approvals.models import Request, SeatRow
from bihuan.approvals.queries import Case
from bihuan.notices import commands as notices
from bihuan.notices.commands import News
from bihuan.org import queries as org

TASK = "approval"
Level = Literal["info", "warn", "due", "escalate"]


def cause(row: SeatRow) -> str:
    """What somebody's turn is asked for, once for all: its task and its notice share it."""
    return queries.turn_cause(row)


def ask(session: Session, there: Case, row: SeatRow, *, now: datetime) -> None:
    """Put somebody's turn on their list, and tell them so."""
    request = there.request
    activity.ask(
        session,
        person_id=row.person_id,
        kind=TASK,
        title=there.definition.label.zh,
        cause=cause(row),
        object_key=request.object_key,
        record_id=request.record_id,
        journey_id=request.journey_id,
        due_at=row.due_at,
        now=now,
    )
    people, why = [row.person_id], cause(row)
    tell(
        session,
        there,
        people,
        "approval.asked",
        cause=why,
        by_id=request.asker_id,
        reason=request.reason,
        to="approver",
        now=now,
    )


def reminder(there: Case, row: SeatRow) -> str:
    """What the last reminder of somebody's turn is told for."""
    return f"{cause(row)}:reminded:{there.request.reminded_at}"


def settle(session: Session, there: Case, row: SeatRow, *, now: datetime) -> None:
    """Nobody waits for this turn any more: its task is done, and what was told of it leaves the inbox."""
    why = cause(row)
    activity.done(session, cause=why, now=now)
    for of in (why, reminder(there, row), *(f"{why}:{level}" for level in ("warn", "due"))):
        notices.settle_cause(session, of, person_id=row.person_id, now=now)


def mended(there: Case) -> str:
    """What whoever asked is told for when it is sent back to them."""
    return f"approval:{there.request.id}:returned:{there.request.turn}"


def settle_return(session: Session, there: Case, *, now: datetime) -> None:
    """Whoever asked has asked again, or does not ask any more: what was told of its coming back leaves the inbox."""
    for person in askers(session, there.request):
        notices.settle_cause(session, mended(there), person_id=person, now=now)


def tell(  # noqa: PLR0913 - news has these parts
    session: Session,
    there: Case,
    people: Iterable[int],
    kind: str,
    *,
    cause: str,
    now: datetime,
    level: Level = "info",
    by_id: int | None = None,
    reason: str = "",
    to: str = "asker",
) -> None:
    """Tell these people something about a request, each once for this cause."""
    request, names = there.request, org.directory(session)
    facts: Mapping[str, object] = {
        "title": request.title,
        "deliverable": there.definition.label.model_dump(),
        "by": names.get(by_id, "") if by_id is not None else "",
        "reason": reason,
        "to": to,
        "request": request.id,
    }
    news: list[News] = [
        {
            "person_id": person,
            "cause": cause,
            "kind": kind,
            "level": level,
            "object_key": request.object_key,
            "record_id": request.record_id,
            "journey_id": request.journey_id,
            "facts": facts,
        }
        for person in sorted(set(people))
    ]
    notices.tell_all(session, news, now=now)


def askers(session: Session, request: Request) -> set[int]:
    """Who hears of what became of a request: whoever asked, and who owns the record now."""
    people = org.colleagues(session)
    return {person for person in (request.asker_id, request.owner_id) if people[person].active}
