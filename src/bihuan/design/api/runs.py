"""What the rules that live have done, over HTTP: each run with its reason, its deeds, and what was left undone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, cast

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.design.queries import RunsAsked
from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import queries as objects
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(tags=["design"], prefix="/rules/{key}")
Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
State = Literal["done", "failed", "held", "stopped", "dropped"]
_PAGE = 30


class RunPersonOut(BaseModel):
    """Somebody for whom something was done."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str


class RunDeedOut(BaseModel):
    """One thing that was done. `others`: how many of its people the asker does not see; `task`: what became of it."""

    model_config = ConfigDict(from_attributes=True)

    do: str
    words: str
    people: list[RunPersonOut]
    others: int
    due_at: datetime | None
    task: Literal["open", "late", "done"] | None
    call: str | None
    request: int | None


class RunUndoneOut(BaseModel):
    """One thing that was not done, and why."""

    model_config = ConfigDict(from_attributes=True)

    words: str
    because: str


class RunOut(BaseModel):
    """One run of a rule. `closed`: it tells of what is hidden from the asker, so that nothing of it is told.

    `otherwise`: its condition did not hold. `meant`: what it came to, where nothing of that was done; `code` and
    `facts` say why. `chain`: the rules it followed from. A record that the asker does not see has no `title`.
    """

    id: int
    at: datetime
    state: State
    event: str
    version: int
    object: str
    record_id: int
    title: str
    closed: bool
    because: str
    otherwise: bool
    done: list[RunDeedOut]
    meant: list[str]
    undone: list[RunUndoneOut]
    chain: list[str]
    code: str
    facts: dict[str, Any]
    tries: int
    again_at: datetime | None
    settled_by: str


class RunsOut(BaseModel):
    """A page of a rule's runs, the latest first, and how those of the last 30 days ended.

    `lives`: whether there is such a rule now; `resting`: it is switched off.
    """

    label: str
    object: str
    object_label: str
    lives: bool
    resting: bool
    counts: dict[State, int]
    items: list[RunOut]
    next: int | None


class RunStandingOut(BaseModel):
    """What a rule comes to for a record as it stands; nothing is done."""

    model_config = ConfigDict(from_attributes=True)

    title: str
    holds: bool
    because: str
    does: list[str]
    closed: bool
    waits_until: datetime | None


@router.get("/runs")
def runs(
    key: Key,
    viewer: Asking,
    session: UnitOfWork,
    state: State | None = None,
    record: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    cursor: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> RunsOut:
    """The runs of a rule about the records one sees; of one state or one record alone when asked for."""
    policy.configure(viewer)
    object_key = queries.object_of(session, viewer, key)
    asked = RunsAsked(state=state or "", record_id=record, before=cursor, limit=_PAGE)
    found = queries.runs(session, viewer, key, asked)
    living = queries.living_rule(session, viewer, key)
    known = objects.objects(session).get(object_key)
    counts = queries.run_counts(session, viewer, key, now=clock.now())
    return RunsOut(
        label=living[1].label.say(viewer.lang) if living else _called(session, viewer, key),
        object=object_key,
        object_label=known.label.say(viewer.lang) if known else object_key,
        lives=living is not None,
        resting=living is not None and not living[1].active,
        counts={one: counts[one] for one in ("done", "failed", "held", "stopped", "dropped") if one in counts},
        items=[_told(one) for one in queries.recounted(session, viewer, found, now=clock.now())],
        next=found[-1].id if len(found) == _PAGE else None,
    )


@router.get("/records/{record_id}")
def standing(key: Key, record_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> RunStandingOut:
    """Why a rule would, or would not, do something about a record as it stands now."""
    policy.configure(viewer)
    found = queries.standing(session, viewer, key, record_id, now=clock.now())
    return RunStandingOut.model_validate(found)


def _called(session: Session, viewer: Viewer, key: str) -> str:
    """What a rule was called when it last ran."""
    (last,) = queries.runs(session, viewer, key, RunsAsked(limit=1))
    rule = queries.rule_of_run(session, last)
    return rule.label.say(viewer.lang) if rule else key


def _told(told: queries.Recount) -> RunOut:
    run = told.run
    return RunOut(
        id=run.id,
        at=run.at,
        state=cast(State, run.state),
        event=told.event,
        version=told.version,
        object=run.object_key,
        record_id=run.record_id,
        title=told.title,
        closed=told.closed,
        because=told.because,
        otherwise=told.otherwise,
        done=[RunDeedOut.model_validate(one) for one in told.done],
        meant=list(told.meant),
        undone=[RunUndoneOut.model_validate(one) for one in told.undone],
        chain=list(told.chain),
        code=str((run.trouble or {}).get("code") or f"run_{run.state}") if run.state != "done" else "",
        facts={} if told.closed else dict(told.facts),
        tries=run.tries,
        again_at=run.next_at,
        settled_by=told.settled_by,
    )
