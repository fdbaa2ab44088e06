"""The rescue desk, for who configures: all that went wrong and waits for somebody, why, once more or never."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Path as InPath
from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.app import failed_jobs, troubled
from bihuan.app.troubled import Kind, TroubleOut
from bihuan.design import policy
from bihuan.handover import queries as handover
from bihuan.kernel import clock, db, web
from bihuan.kernel.refusals import Invalid, NotFound, Refusal, SomeoneWasFirst
from bihuan.kernel.web import UnitOfWork
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.notices import queries as notices_asked
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.rules import commands, queries

router = web.doors(prefix="/rescue", tags=["rescue"])
SecretKey = Annotated[str, InPath(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class RescueOut(BaseModel):
    """All that waits for somebody to decide, and how much of each kind there is."""

    counts: dict[Kind, int]
    items: list[TroubleOut]


class RescueCount(BaseModel):
    """How much waits for somebody to decide."""

    count: int


class TroubleRef(BaseModel):
    """One of them."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    id: Annotated[int, Field(ge=1, le=2**63 - 1)]


class AgainIn(BaseModel):
    """Those that shall be tried again."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[TroubleRef], Field(min_length=1, max_length=500)]


class DropIn(AgainIn):
    """Those that shall be given up, and why."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class RescuedOut(BaseModel):
    """What became of them: done; `failed` once more; `gone`, since somebody else was first."""

    done: int
    failed: int
    gone: int


class SecretOut(BaseModel):
    """A key with which calls to other systems are signed, by its name."""

    key: str
    made_at: datetime
    by: str


class RescueSecrets(BaseModel):
    """All of them, by name."""

    items: list[SecretOut]


class SecretIn(BaseModel):
    """The name of a new one."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class SecretMade(BaseModel):
    """A new one: its text is shown this once, and nowhere again."""

    key: str
    secret: str


@router.get("")
def rescue(
    viewer: Asking,
    session: UnitOfWork,
    kind: Kind | None = None,
    rule: Annotated[str, Query(max_length=60)] = "",
) -> RescueOut:
    """What went wrong and waits, the latest first; of one kind or one rule alone when asked for."""
    policy.configure(viewer)
    found = troubled.all_of(session, viewer, rule=rule, now=clock.now())
    counts: dict[Kind, int] = {key: len(each) for key, each in found.items()}
    counts["run"], counts["call"] = queries.troubled_count(session), queries.dead_count(session)
    items = [one for key, each in found.items() if kind in {None, key} for one in each]
    return RescueOut(counts=counts, items=items)


@router.get("/count")
def rescue_count(viewer: Asking, session: UnitOfWork) -> RescueCount:
    """How much waits, for the navigation: only what is cheap to count."""
    policy.configure(viewer)
    waiting = queries.troubled_count(session) + queries.dead_count(session)
    waiting += len(notices_asked.letters(session)) + failed_jobs.count(session)
    waiting += len(handover.without_owner(session, viewer))
    return RescueCount(count=waiting)


@router.post("/again")
def rescue_again(asked: AgainIn, viewer: Asking, session: UnitOfWork) -> RescuedOut:
    """Try these again. What somebody else has decided meanwhile is left alone."""
    policy.configure(viewer)
    now = clock.now()

    def again(kind: Kind, number: int) -> bool:
        match kind:
            case "run":
                return commands.run_again(session, viewer, number, now=now)
            case "call":
                commands.call_again(session, viewer, number, now=now)
            case "letter":
                notices.again(session, viewer, number, now=now)
            case "job":
                failed_jobs.decide(session, viewer, number, "again", now=now)
            case "stay":
                return _tell_late(session, viewer, number, now=now)
            case _:
                raise NotFound
        return True

    return _each(session, asked.items, again)


@router.post("/drop")
def rescue_drop(asked: DropIn, viewer: Asking, session: UnitOfWork) -> RescuedOut:
    """Give these up, with a reason. What somebody else has decided meanwhile is left alone."""
    policy.configure(viewer)
    now, reason = clock.now(), asked.reason.strip()
    if not reason:
        raise Invalid([{"field": "reason", "code": "length", "message": "Say why.", "low": 1, "high": 500}])

    def drop(kind: Kind, number: int) -> bool:
        match kind:
            case "run":
                commands.drop_run(session, viewer, number, reason=reason, now=now)
            case "call":
                commands.drop_call(session, viewer, number, reason=reason, now=now)
            case "letter":
                notices.drop(session, viewer, number, now=now, reason=reason)
            case "job":
                failed_jobs.decide(session, viewer, number, "drop", now=now, reason=reason)
            case _:
                raise NotFound
        return True

    return _each(session, asked.items, drop)


@router.get("/secrets")
def secrets(viewer: Asking, session: UnitOfWork) -> RescueSecrets:
    """The names of the keys with which calls to other systems are signed."""
    policy.configure(viewer)
    found = queries.secrets(session)
    names = org.names(session, [one.made_by_id for one in found])
    return RescueSecrets(
        items=[SecretOut(key=one.key, made_at=one.made_at, by=names.get(one.made_by_id or 0, "")) for one in found]
    )


@router.post("/secrets", status_code=201)
def make_secret(asked: SecretIn, viewer: Asking, session: UnitOfWork) -> SecretMade:
    """Make one; its text is in this answer and nowhere else."""
    policy.configure(viewer)
    return SecretMade(key=asked.key, secret=commands.make_secret(session, viewer, asked.key, now=clock.now()))


@router.delete("/secrets/{key}", status_code=204)
def forget_secret(key: SecretKey, viewer: Asking, session: UnitOfWork) -> None:
    """Take one away: calls that name it wait for another of its name."""
    policy.configure(viewer)
    commands.forget_secret(session, viewer, key, now=clock.now())


def _each(session: Session, items: Sequence[TroubleRef], act: Callable[[Kind, int], bool]) -> RescuedOut:
    """Do it to each, each by itself: one that can't be does not keep the others from it."""
    done = failed = gone = 0
    for one in dict.fromkeys((each.kind, each.id) for each in items):
        try:
            with session.begin_nested():
                well = act(*one)
        except (NotFound, SomeoneWasFirst):
            gone += 1
        except (db.Away, db.NoRoom):
            raise
        except Refusal:
            failed += 1
        else:
            done, failed = done + well, failed + (not well)
    return RescuedOut(done=done, failed=failed, gone=gone)


def _tell_late(session: Session, viewer: Viewer, stay_id: int, *, now: datetime) -> bool:
    """Tell of a stay that is overdue and of which nobody, or not everybody, was told."""
    with db.beyond_sight(session):
        if not commands.alert_deadlines(session, stay_ids=[stay_id], level="due", now=now):
            raise SomeoneWasFirst
    payload = {"stay": stay_id}
    ledger.append(session, at=now, by_id=viewer.person_id, what="stay.told_by_hand", subject="system", payload=payload)
    return True
