"""The page of the system, for whoever runs it: how it is, what went wrong, what that means and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Path as InPath
from fastapi import Request
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.app import auditing, failed_jobs, health, invariants, posting, room, troubles
from bihuan.kernel import clock, db, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Lang, Words
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(prefix="/system", tags=["system"])
RIGHT = "org.manage"
Level = Literal["ok", "warn", "bad"]
Id = Annotated[int, InPath(ge=1, le=2**63 - 1)]
APART = 60  # seconds by which the clocks of server and database may differ


class CheckOut(BaseModel):
    """One thing that was looked at just now, in words. `do` is empty while there is nothing to do."""

    key: str
    level: Level
    title: str
    what: str
    do: str


class IncidentOut(BaseModel):
    """Something that went wrong, and how often; under its last number stands the story in the log."""

    kind: str
    number: str
    at: datetime
    first_at: datetime
    times: int
    place: str
    what: str
    means: str
    do: str


class FailedJobOut(BaseModel):
    """A job that was tried for the last time, and waits for somebody to decide."""

    id: int
    title: str
    facts: dict[str, Any]
    failed_at: datetime | None


class SystemOut(BaseModel):
    """How the system is."""

    level: Level
    version: str
    checks: list[CheckOut]
    incidents: list[IncidentOut]
    failed: list[FailedJobOut]
    letters: list[posting.LetterOut]


@router.get("")
def system(viewer: Asking, session: UnitOfWork, request: Request) -> SystemOut:
    """What was looked at just now, what went wrong of late, and the jobs that wait for a decision."""
    _may(viewer)
    data: Path = request.app.state.data
    workspace = db.workspace_of(session)
    checks = [_room(data, viewer.lang), *_queue(session, viewer.lang), _ledger(data, workspace, viewer.lang)]
    checks += [_clocks(session, viewer.lang), _mail(session, viewer.lang)]
    checks += _invariants(data, workspace, viewer.lang)
    levels = [check.level for check in checks]
    return SystemOut(
        level="bad" if "bad" in levels else "warn" if "warn" in levels else "ok",
        version=version("bihuan"),
        checks=checks,
        incidents=[_incident(one, viewer.lang) for one in troubles.told(data, workspace)],
        failed=[
            FailedJobOut(id=one.id, title=one.title.say(viewer.lang), facts=dict(one.facts), failed_at=one.failed_at)
            for one in failed_jobs.failed(session, limit=100)
        ],
        letters=posting.letters(session),
    )


@router.post("/jobs/{job_id}/again", status_code=204)
def again(job_id: Id, viewer: Asking, session: UnitOfWork) -> None:
    """Let a job that failed run once more from the beginning."""
    _may(viewer)
    failed_jobs.decide(session, viewer, job_id, "again", now=clock.now())


@router.post("/jobs/{job_id}/drop", status_code=204)
def drop(job_id: Id, viewer: Asking, session: UnitOfWork) -> None:
    """Give up a job that failed."""
    _may(viewer)
    failed_jobs.decide(session, viewer, job_id, "drop", now=clock.now())


_WAITING = text(
    "SELECT count(*), extract(epoch FROM now() - min(e.at)) FROM procrastinate_jobs j LEFT JOIN procrastinate_events e"
    " ON e.job_id = j.id AND e.type = 'deferred' WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()"
)
LATE = 300  # seconds a job may wait


def _may(viewer: Viewer) -> None:
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)


def _incident(trouble: troubles.Trouble, lang: Lang) -> IncidentOut:
    said = troubles.KINDS[trouble.kind]
    return IncidentOut(
        kind=trouble.kind,
        number=trouble.number,
        at=trouble.at,
        first_at=trouble.first_at,
        times=trouble.times,
        place=trouble.place,
        what=said.what.say(lang),
        means=said.means.say(lang),
        do=said.do.say(lang),
    )


# ── what is looked at ─────────────────────────────────────────────────────────

_NOTHING = Words(zh="", en="")


def _check(key: str, level: Level, what: Words, do: Words, *, lang: Lang) -> CheckOut:
    return CheckOut(key=key, level=level, title=_TITLES[key].say(lang), what=what.say(lang), do=do.say(lang))


def _room(data: Path, lang: Lang) -> CheckOut:
    left, word = f"{room.left(data) / 2**30:,.1f} GB", health.room_of(data)
    what = {
        "ok": Words(zh=f"还剩 {left}。", en=f"{left} left."),
        "scarce": Words(zh=f"只剩 {left}。再少就会停止写入。", en=f"Only {left} left. With less, writing stops."),
        "none": Words(
            zh=f"只剩 {left}，已停止写入：能看，不能改；提醒会晚到，不会丢。",
            en=f"{left} left. Writing has stopped: one can read, not change; alarms come late, none is lost.",
        ),
    }[word]
    do = Words(
        zh=f"清理或扩大 {data} 所在的磁盘。有了空间会自动继续，不用重启。",
        en=f"Make room on the disk of {data}. Everything goes on by itself then; no restart is needed.",
    )
    level: Level = {"ok": "ok", "scarce": "warn", "none": "bad"}[word]  # type: ignore[assignment]
    return _check("room", level, what, _NOTHING if word == "ok" else do, lang=lang)


def _queue(session: Session, lang: Lang) -> list[CheckOut]:
    age = session.scalar(health.SIGN_OF_LIFE)
    alive = age is not None and float(age) < health.SILENT
    count, oldest = session.execute(_WAITING).one()
    late = oldest is not None and float(oldest) > LATE
    workers = (
        Words(zh="后台在工作。", en="The background is at work.")
        if alive
        else Words(
            zh="没有后台在工作：提醒和后续处理都在等。",
            en="Nobody works in the background: notices and follow-ups wait.",
        )
    )
    restart = Words(
        zh="重启服务（bihuan serve 或 bihuan worker）。", en="Restart the server (bihuan serve or bihuan worker)."
    )
    waiting = Words(zh=f"{count} 项在等。", en=f"{count} waiting.")
    if late:
        minutes = int(float(oldest) // 60)
        waiting = Words(
            zh=f"{count} 项在等，最久的等了 {minutes} 分钟。", en=f"{count} waiting, the oldest for {minutes} minutes."
        )
    more = Words(
        zh="导入之后排队是正常的。一直不减少就再加一个 bihuan worker。",
        en="After an import this is normal. If it does not shrink, start another bihuan worker.",
    )
    return [
        _check("workers", "ok" if alive else "bad", workers, _NOTHING if alive else restart, lang=lang),
        _check("queue", "warn" if late else "ok", waiting, more if late else _NOTHING, lang=lang),
    ]


def _ledger(data: Path, workspace: str, lang: Lang) -> CheckOut:
    found = auditing.last(data, workspace)
    if found is None:
        what = Words(zh="还没有核对过；今夜会核对。", en="Not verified yet; it will be tonight.")
        return _check("ledger", "ok", what, _NOTHING, lang=lang)
    day = found.at[:16].replace("T", " ")
    if not found.faults:
        what = Words(
            zh=f"{day}（UTC）核对了 {found.events:,} 条，完整。",
            en=f"{found.events:,} events verified at {day} UTC: whole.",
        )
        return _check("ledger", "ok", what, _NOTHING, lang=lang)
    first = Words(zh=found.first.get("zh", ""), en=found.first.get("en", ""))
    what = Words(
        zh=f"{day}（UTC）核对没有通过，{found.faults} 处。第一处：{first.zh}",
        en=f"Verification failed at {day} UTC in {found.faults} places. The first: {first.en}",
    )
    return _check("ledger", "bad", what, troubles.KINDS["ledger_broken"].do, lang=lang)


def _invariants(data: Path, workspace: str, lang: Lang) -> list[CheckOut]:
    """What must hold at any time, as it was found last; the chain has its own line."""
    found, checks = invariants.last(data, workspace), []
    for key in ("owners", "told", "due"):
        count = found.counts.get(key, 0) if found else 0
        what = invariants.HOLDS[key]
        if found is None:
            what = Words(zh="还没有检查过，几分钟内会检查。", en="Not looked at yet; it will be in a few minutes.")
        elif count:
            said = invariants.BROKEN[key]
            what = Words(zh=f"{said.zh}：{count} 处。", en=f"{said.en}: {count}.")
        do = invariants.MEND[key] if count else _NOTHING
        checks.append(_check(key, "bad" if count else "ok", what, do, lang=lang))
    return checks


def _clocks(session: Session, lang: Lang) -> CheckOut:
    apart = abs((session.scalar(text("SELECT clock_timestamp()")) - clock.now()).total_seconds())
    if apart <= APART:
        what = Words(zh="服务器和数据库的时钟一致。", en="The clocks of server and database agree.")
        return _check("clocks", "ok", what, _NOTHING, lang=lang)
    what = Words(
        zh=f"服务器和数据库的时钟相差 {int(apart)} 秒：时限会按服务器的钟计算。",
        en=f"The clocks of server and database differ by {int(apart)} s: limits follow the server's.",
    )
    do = Words(zh="给两台机器打开时间同步（NTP）。", en="Let both machines keep time by NTP.")
    return _check("clocks", "warn", what, do, lang=lang)


def _mail(session: Session, lang: Lang) -> CheckOut:
    well, what, do = posting.looked_at(session, now=clock.now())
    return _check("mail", "ok" if well else "warn", what, do, lang=lang)


_TITLES: Mapping[str, Words] = {
    "room": Words(zh="磁盘空间", en="Disk"),
    "workers": Words(zh="后台", en="Background"),
    "queue": Words(zh="排队", en="Queue"),
    "ledger": Words(zh="留痕核对", en="Ledger"),
    "clocks": Words(zh="时钟", en="Clocks"),
    "mail": Words(zh="邮件", en="Mail"),
    "owners": Words(zh="都有人负责", en="Owned"),
    "told": Words(zh="超时都通知到", en="Told"),
    "due": Words(zh="到期都处理", en="On time"),
}
