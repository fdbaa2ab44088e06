"""Jobs that were tried for the last time, and what a person decides about them. Who was second finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import Words
from bihuan.ledger import commands as ledger
from bihuan.org.viewer import Viewer

_FAILED = text(
    "SELECT id, args->>'listener', args->'facts',"
    " (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id), attempts FROM procrastinate_jobs j"
    " WHERE status = 'failed' AND args->>'workspace' = :workspace ORDER BY id DESC LIMIT :limit"
)
_COUNT = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed' AND args->>'workspace' = :workspace")
_ONE = "status = 'failed' AND id = :id AND args->>'workspace' = :workspace RETURNING args->>'listener'"
_AGAIN = text(f"UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL WHERE {_ONE}")  # noqa: S608
_DROP = text(f"DELETE FROM procrastinate_jobs WHERE {_ONE}")  # noqa: S608


@dataclass(frozen=True, kw_only=True)
class FailedJob:
    """A job that waits for somebody to decide."""

    id: int
    title: Words
    facts: Mapping[str, Any]
    failed_at: datetime | None
    tries: int


def failed(session: Session, *, limit: int) -> list[FailedJob]:
    """The jobs of this workspace that failed, the latest first."""
    rows = session.execute(_FAILED, {"workspace": db.workspace_of(session), "limit": limit})
    return [
        FailedJob(id=number, title=LISTENERS.get(name, Words(zh=name, en=name)), facts=facts, failed_at=at, tries=tries)
        for number, name, facts, at, tries in rows
    ]


def count(session: Session) -> int:
    """How many there are."""
    return int(session.scalar(_COUNT, {"workspace": db.workspace_of(session)}) or 0)


def decide(
    session: Session, viewer: Viewer, job_id: int, how: Literal["again", "drop"], *, now: datetime, reason: str = ""
) -> None:
    """Let a job that failed run once more from the beginning, or give it up. NotFound for one that is decided."""
    statement = _AGAIN if how == "again" else _DROP
    listener = session.scalar(statement, {"id": job_id, "workspace": db.workspace_of(session)})
    if listener is None:
        raise NotFound
    payload = {"job": job_id, "listener": listener, **({"reason": reason} if reason else {})}
    what = "job.again" if how == "again" else "job.dropped"
    ledger.append(session, at=now, by_id=viewer.person_id, what=what, subject="system", payload=payload)


LISTENERS: Mapping[str, Words] = {
    "rules.deadline_passed": Words(zh="时限提醒", en="Deadline alert"),
    "rules.deadlines_passed": Words(zh="时限提醒", en="Deadline alerts"),
    "rules.follow_ups_missed": Words(zh="久未联系的提醒", en="Follow-up alerts"),
    "rules.follow_up_missed": Words(zh="久未联系的提醒", en="Follow-up alert"),
    "rules.deliverable_handed_in": Words(zh="通知审核人", en="Telling the reviewer"),
    "rules.deliverable_reviewed": Words(zh="通知提交人", en="Telling who handed in"),
    "rules.customer_answered": Words(zh="客户回复的通知", en="Telling of a customer's answer"),
    "rules.exception_made": Words(zh="例外通行的通知", en="Telling of an exception"),
    "process.blueprint_released": Words(zh="按新配置重算时限", en="Deadlines after a release"),
    "process.pilot_turned": Words(zh="试点开始或结束，重算时限", en="Deadlines after a pilot's turn"),
    "process.transfer_asked": Words(zh="迁移进行中的旅程", en="Moving journeys"),
    "handover.asked": Words(zh="分批交接", en="A handover"),
    "rules.tasks_overdue": Words(zh="待办超时的提醒", en="Alerts of overdue tasks"),
    "rules.blueprint_released": Words(zh="按新配置重排规则的等待", en="Waiting rules after a release"),
    "rules.pilot_turned": Words(zh="试点变化后重排规则的等待", en="Waiting rules after a pilot's turn"),
    "process.leave_changed": Words(zh="按请假重算时限", en="Deadlines after a leave"),
}
