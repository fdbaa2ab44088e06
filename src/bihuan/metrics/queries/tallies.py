"""Sums that were counted before, put right by what has moved since: one question, one moment, always exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel.prepared import Prepared
from bihuan.metrics import periods, trails
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.trails import Trail

_MICROS_AN_HOUR = 3_600_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Stayed:
    """How long the stays in a stage were, in hours."""

    mean: float
    median: float


@dataclass(kw_only=True)
class Sums:
    """What journeys that began in the days asked for add up to: their trails, their stays, who held the ball."""

    trails: list[Trail] = field(default_factory=list)
    stayed: dict[str, Stayed] = field(default_factory=dict)
    held: dict[str, dict[str, float]] = field(default_factory=dict)  # hours by stage and holder


_SUMS = Prepared(
    text(
        "SELECT kind, stage_key, key, n, total FROM metrics_sums("
        ":process, :zone, :lo, :hi, :person, :day0, :day1, :month0, :month1, :edges0, :edges1, :since, :until)"
    )
)


def sums(session: Session, frame: Frame) -> Sums:
    """The sums of the journeys of this frame, by the day they began. Mean and median are exact."""
    given, now = _given(frame), (frame.now - _EPOCH) // timedelta(microseconds=1)
    found, lengths, middles = Sums(), dict[str, tuple[int, Decimal]](), dict[str, tuple[int, Decimal]]()
    for kind, stage, key, n, total in _SUMS.rows(session, **given):
        match kind:
            case "trail":
                found.trails.append(trails.read(stage, key, int(n)))
            case "stay":
                lengths[stage] = (int(n), total)
            case "middle":
                middles[stage] = (int(n), total)
            case _:
                # An open hold is kept as when it began: how long it lasts by now is worked out now.
                micros = total if kind == "held" else n * now - total
                hours = found.held.setdefault(stage, {})
                hours[key] = hours.get(key, 0.0) + float(micros) / _MICROS_AN_HOUR
    found.stayed = {
        stage: Stayed(mean=_hours(total, n), median=_hours(middles[stage][1], middles[stage][0]))
        for stage, (n, total) in lengths.items()
    }
    return found


def _hours(micros: Decimal, parts: int) -> float:
    return float(micros) / parts / _MICROS_AN_HOUR


def _given(frame: Frame) -> Mapping[str, Any]:
    """Whose work, and which days: the whole months among them, and the single days at either end."""
    (since, until), (lo, hi) = frame.bounds, frame.reach or (None, None)
    whole, edges = periods.months(frame.span)
    first, last = whole or (None, None)
    return {
        "process": frame.process.key, "zone": frame.zone, "lo": lo, "hi": hi, "person": frame.person_id,
        "day0": frame.span.first or date.min, "day1": frame.span.last or date.max, "month0": first, "month1": last,
        "edges0": [begin for begin, _ in edges], "edges1": [end for _, end in edges],
        "since": since or _FIRST, "until": until or _LAST,
    }  # fmt: skip
