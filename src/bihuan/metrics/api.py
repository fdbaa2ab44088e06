"""Metrics and boards over HTTP: read the question, ask one query, shape the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, Response
from pydantic import BeforeValidator

from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.metrics import catalogue, path_portrait, path_shapes, periods, portrait, queries, shapes
from bihuan.metrics.periods import Period
from bihuan.metrics.queries import Frame, Wanted
from bihuan.org.asking import Asking

router = web.doors(tags=["metrics"])
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 80


def _day(sent: object) -> object:
    if isinstance(sent, str) and not _WRITTEN.fullmatch(sent):
        raise ValueError("Write a day as 2026-03-31.")
    return sent


Day = Annotated[date | None, BeforeValidator(_day)]
Id = Annotated[int, Query(ge=1, le=2**63 - 1)]
Word = Annotated[str, Query(min_length=1, max_length=_LONGEST)]
Key = Annotated[str, Path(min_length=1, max_length=_LONGEST)]
Offset = Annotated[int, Query(ge=-600, le=600, description="periods from now: 0 is this one, -1 the one before")]


Only = Annotated[
    Sequence[Word], Query(max_length=20, description="field:value, to count those records alone; several add up")
]


def _wanted(  # noqa: PLR0913 - each is one thing FastAPI hands over
    *,
    first: Annotated[Day, Query(alias="from")] = None,
    last: Annotated[Day, Query(alias="to")] = None,
    period: Period | None = None,
    offset: Offset = 0,
    process: Word | None = None,
    team: Id | None = None,
    only: Only = (),
) -> Wanted:
    return Wanted(
        process=process, first=first, last=last, period=period, offset=offset, team_id=team, only=queries.kept(only)
    )


Asked = Annotated[Wanted, Depends(_wanted)]


@router.get("/metrics")
def metrics(viewer: Asking, session: UnitOfWork, process: Word | None = None) -> list[shapes.MetricDefOut]:
    """Every metric there is: what it means, and by what this viewer can split it."""
    frame = queries.frame(session, viewer, Wanted(process=process), now=clock.now())
    known = catalogue.METRICS.values()
    return [portrait.metric(found, queries.offered(session, frame, found), viewer.lang) for found in known]


@router.get("/metrics/{key}")
def metric(
    key: Key, viewer: Asking, session: UnitOfWork, wanted: Asked, person: Id | None = None, by: Word | None = None
) -> shapes.AnswerOut:
    """A metric's number, its sentence, and its groups when asked `by` something."""
    found = catalogue.metric(key)
    frame = queries.frame(session, viewer, replace(wanted, person_id=person), now=clock.now())
    return portrait.answer(queries.answer(session, frame, found, by=by))


@router.get("/metrics/{key}/records")
def records(  # noqa: PLR0913 - each is one thing FastAPI hands over
    *,
    key: Key,
    viewer: Asking,
    session: UnitOfWork,
    wanted: Asked,
    person: Id | None = None,
    by: Word | None = None,
    group: Annotated[
        str | None,
        Query(max_length=_LONGEST, pattern=r"^[^\x00]*$", description="a row's key; empty for the row without one"),
    ] = None,
    cursor: Id | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> shapes.BehindPage:
    """The rows a number was made of, the newest first; those of one group with `by` and `group`."""
    found = catalogue.metric(key)
    frame = queries.frame(session, viewer, replace(wanted, person_id=person), now=clock.now())
    rows = queries.behind(session, frame, found, by=by, group=group, before=cursor, limit=limit)
    return portrait.behind(rows, frame, limit=limit)


@router.get("/boards/health", response_model=shapes.HealthOut)
def health(viewer: Asking, session: UnitOfWork, wanted: Asked) -> Response:
    """People × stages: green on time, yellow late but made up, red overdue and missing. Usually of this month."""
    frame = queries.frame(session, viewer, wanted, now=clock.now(), usual="month")
    return web.told(portrait.health(queries.board(session, frame, when=_named(frame, wanted)), frame))


@router.get("/boards/health/cell")
def cell(viewer: Asking, session: UnitOfWork, wanted: Asked, person: Id, stage: Word) -> shapes.CellBehindOut:
    """A cell of the board, opened: limit against stay, who held the ball, the trace, files, approvals."""
    frame = queries.frame(session, viewer, replace(wanted, person_id=person), now=clock.now(), usual="month")
    return portrait.cell(queries.cell(session, frame, stage), frame)


@router.get("/boards/funnel", response_model=shapes.FunnelOut)
def funnel(viewer: Asking, session: UnitOfWork, wanted: Asked, person: Id | None = None) -> Response:
    """How far those that began in these days came, where the way is narrowest, and what is stuck."""
    frame = queries.frame(session, viewer, replace(wanted, person_id=person), now=clock.now())
    return web.told(portrait.funnel(queries.funnel(session, frame), frame))


@router.get("/boards/stages")
def stages(
    viewer: Asking, session: UnitOfWork, process: Word | None = None, team: Id | None = None, person: Id | None = None
) -> shapes.ColumnsOut:
    """The columns of the journeys' board: how many stand in each stage, and their amounts."""
    wanted = Wanted(process=process, team_id=team, person_id=person, all_seen=True)
    frame = queries.frame(session, viewer, wanted, now=clock.now())
    return portrait.columns(queries.columns(session, frame), frame)


Page = Annotated[int, Query(ge=0, le=1_000_000, description="how many rows of it were read already")]
Length = Annotated[int, Query(ge=1, le=200)]


@router.get("/boards/transitions")
def transitions(
    viewer: Asking,
    session: UnitOfWork,
    wanted: Asked,
    at_least: Annotated[int | None, Query(ge=1, le=1_000_000, description="leave out what is rarer")] = None,
) -> path_shapes.TransitionsOut:
    """From stage to stage: how often, and how long in the mean and in the middle, the slowest first."""
    frame = queries.frame(session, viewer, wanted, now=clock.now())
    return path_portrait.transitions(queries.transitions(session, frame, at_least=at_least), frame)


@router.get("/boards/transitions/journeys")
def taking(  # noqa: PLR0913 - each is one thing FastAPI hands over
    *,
    left: Word,
    entered: Word,
    viewer: Asking,
    session: UnitOfWork,
    wanted: Asked,
    cursor: Page = 0,
    limit: Length = 50,
) -> shapes.BehindPage:
    """The journeys that took one step, the longest first; `value` is how many hours it took."""
    frame = queries.frame(session, viewer, wanted, now=clock.now())
    rows = queries.taking(session, frame, left, entered, offset=cursor, limit=limit)
    return path_portrait.passing(rows, frame, offset=cursor, limit=limit)


@router.get("/boards/variants")
def variants(viewer: Asking, session: UnitOfWork, wanted: Asked, limit: Length = 20) -> path_shapes.VariantsOut:
    """The ways that journeys went from beginning to end, the most frequent first."""
    frame = queries.frame(session, viewer, wanted, now=clock.now())
    return path_portrait.variants(queries.variants(session, frame, limit=limit), frame)


@router.get("/boards/variants/{key}/journeys")
def going(
    *, key: Key, viewer: Asking, session: UnitOfWork, wanted: Asked, cursor: Page = 0, limit: Length = 50
) -> shapes.BehindPage:
    """The journeys that went one way, the longest first; `value` is how many hours the whole took."""
    frame = queries.frame(session, viewer, wanted, now=clock.now())
    rows = queries.going(session, frame, key, offset=cursor, limit=limit)
    return path_portrait.passing(rows, frame, offset=cursor, limit=limit)


def _named(frame: Frame, wanted: Wanted) -> str:
    days = frame.span.say(frame.viewer.lang) if wanted.first or wanted.last else None
    if days is not None:
        return days.strip()
    return periods.name(wanted.period or "month", wanted.offset, frame.today, frame.viewer.lang)
