"""Where the rows of each grain come from, and which of their moments may decide about the days asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Numeric, or_

from bihuan.activity.models import Activity
from bihuan.ledger.models import Event
from bihuan.metrics.definition import Basis, Grain
from bihuan.metrics.queries.frames import Frame
from bihuan.org import queries as org
from bihuan.process.models import HandedIn, Hold, Journey, Passage, Stay

Column = ColumnElement[Any]
JOURNEY, STAY, HOLD = Journey.__table__, Stay.__table__, Hold.__table__
HANDED_IN, PASSAGE = HandedIn.__table__, Passage.__table__
ACTIVITY, EVENT = Activity.__table__, Event.__table__
NUMBER = Numeric()


@dataclass(frozen=True, kw_only=True)
class Source:
    """The rows of one grain, joined to their journey and record; their moments, and where what lasts ends."""

    rows: FromClause
    id: Column
    responsible: Column
    stage: Column
    moments: Mapping[Basis, Column]
    where: tuple[ColumnElement[bool], ...]
    ends: Column | None = None


def source(frame: Frame, grain: Grain) -> Source:
    """The rows of a grain that this viewer sees, of this process, these people, and the records that were chosen."""
    made = _SOURCES[grain](frame)
    where = (*frame.within(), *frame.chosen(), *made.where, *frame.among(made.responsible))
    return Source(**{**vars(made), "where": where})


def in_days(frame: Frame, found: Source, basis: Basis) -> list[ColumnElement[bool]]:
    """Whether a row belongs to the days asked for."""
    since, until = frame.bounds
    begins = found.moments[basis]
    inside: list[ColumnElement[bool]] = []
    if until is not None:
        inside.append(begins < until)
    if since is not None and found.ends is not None and basis in {Basis.OVERLAP, Basis.CLIPPED}:
        inside.append(or_(found.ends.is_(None), found.ends > since))
    elif since is not None:
        inside.append(begins >= since)
    return inside


def _journeys(frame: Frame) -> Source:
    return Source(
        rows=frame.journeys(),
        id=JOURNEY.c.id,
        responsible=JOURNEY.c.owner_id,
        stage=JOURNEY.c.stage_key,
        moments={Basis.STARTED: JOURNEY.c.started_at, Basis.CLOSED: JOURNEY.c.closed_at},
        where=(),
    )


def _stays(frame: Frame) -> Source:
    return Source(
        rows=frame.journeys().join(STAY, STAY.c.journey_id == JOURNEY.c.id),
        id=STAY.c.id,
        responsible=STAY.c.person_id,
        stage=STAY.c.stage_key,
        moments={Basis.LEFT: STAY.c.left_at, Basis.DUE: STAY.c.due_at, Basis.OVERLAP: STAY.c.entered_at},
        ends=STAY.c.left_at,
        where=tuple(org.seeing(frame.viewer, STAY.c.owner_pos)),
    )


def _holds(frame: Frame) -> Source:
    stays = frame.journeys().join(STAY, STAY.c.journey_id == JOURNEY.c.id)
    return Source(
        rows=stays.join(HOLD, HOLD.c.stay_id == STAY.c.id),
        id=HOLD.c.id,
        responsible=STAY.c.person_id,
        stage=STAY.c.stage_key,
        moments={Basis.CLIPPED: HOLD.c.since},
        ends=HOLD.c.until,
        # Who held the ball before an import nobody knows.
        where=(HOLD.c.cause != "import", *org.seeing(frame.viewer, HOLD.c.owner_pos)),
    )


def _handed_in(frame: Frame) -> Source:
    return Source(
        rows=frame.journeys().join(HANDED_IN, HANDED_IN.c.journey_id == JOURNEY.c.id),
        id=HANDED_IN.c.id,
        responsible=JOURNEY.c.owner_id,
        stage=HANDED_IN.c.stage_key,
        moments={Basis.HAPPENED: HANDED_IN.c.at, Basis.REVIEWED: HANDED_IN.c.reviewed_at},
        where=tuple(org.seeing(frame.viewer, HANDED_IN.c.owner_pos)),
    )


def _exceptions(frame: Frame) -> Source:
    return Source(
        rows=frame.journeys().join(PASSAGE, PASSAGE.c.journey_id == JOURNEY.c.id),
        id=PASSAGE.c.id,
        responsible=JOURNEY.c.owner_id,
        stage=PASSAGE.c.stage_key,
        moments={Basis.HAPPENED: PASSAGE.c.at},
        where=tuple(org.seeing(frame.viewer, PASSAGE.c.owner_pos)),
    )


def _activities(frame: Frame) -> Source:
    return Source(
        rows=frame.journeys().join(ACTIVITY, ACTIVITY.c.journey_id == JOURNEY.c.id),
        id=ACTIVITY.c.id,
        responsible=ACTIVITY.c.person_id,
        stage=JOURNEY.c.stage_key,
        moments={Basis.HAPPENED: ACTIVITY.c.happened_at},
        where=tuple(org.seeing(frame.viewer, ACTIVITY.c.owner_pos)),
    )


def _events(frame: Frame) -> Source:
    return Source(
        rows=frame.journeys().join(EVENT, EVENT.c.journey_id == JOURNEY.c.id),
        id=EVENT.c.id,
        responsible=JOURNEY.c.owner_id,
        stage=JOURNEY.c.stage_key,
        moments={Basis.HAPPENED: EVENT.c.recorded_at},
        where=(),
    )


_SOURCES: Mapping[Grain, Callable[[Frame], Source]] = {
    Grain.JOURNEY: _journeys,
    Grain.STAY: _stays,
    Grain.HOLD: _holds,
    Grain.HANDED_IN: _handed_in,
    Grain.EXCEPTION: _exceptions,
    Grain.ACTIVITY: _activities,
    Grain.EVENT: _events,
}
