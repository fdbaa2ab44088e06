"""Sums that were counted before, put right by what has moved since: one question, one moment, always exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

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


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a statement depends on besides the values that are filled in: whose work, and which days."""

    reach: bool
    person: bool
    dated: bool
    months: bool
    edges: int


def sums(session: Session, frame: Frame) -> Sums:
    """The sums of the journeys of this frame, by the day they began. Mean and median are exact."""
    asked, given = _settled(frame)
    found, lengths, middles = Sums(), dict[str, tuple[int, Decimal]](), dict[str, tuple[int, Decimal]]()
    for kind, stage, key, n, total in session.execute(_question(asked), given):
        match kind:
            case "trail":
                found.trails.append(trails.read(stage, key, int(n)))
            case "stay":
                lengths[stage] = (int(n), total)
            case "middle":
                middles[stage] = (int(n), total)
            case _:
                # An open hold is kept as when it began: how long it lasts by now is worked out now.
                micros = total if kind == "held" else n * given["now"] - total
                hours = found.held.setdefault(stage, {})
                hours[key] = hours.get(key, 0.0) + float(micros) / _MICROS_AN_HOUR
    found.stayed = {
        stage: Stayed(mean=_hours(total, n), median=_hours(middles[stage][1], middles[stage][0]))
        for stage, (n, total) in lengths.items()
    }
    return found


def _hours(micros: Decimal, parts: int) -> float:
    return float(micros) / parts / _MICROS_AN_HOUR


def _settled(frame: Frame) -> tuple[_Asked, Mapping[str, Any]]:
    """Which question to ask, and what to fill in."""
    (since, until), reach = frame.bounds, frame.reach
    whole, edges = periods.months(frame.span)
    asked = _Asked(
        reach=reach is not None,
        person=frame.person_id is not None,
        dated=since is not None or until is not None,
        months=whole is not None,
        edges=len(edges),
    )
    lo, hi = reach or (0, 0)
    first, last = whole or (date.min, date.min)
    given: dict[str, Any] = {
        "process": frame.process.key, "zone": frame.zone, "now": (frame.now - _EPOCH) // timedelta(microseconds=1),
        "lo": lo, "hi": hi, "person": frame.person_id or 0, "since": since or _FIRST, "until": until or _LAST,
        "day0": frame.span.first or date.min, "day1": frame.span.last or date.max, "month0": first, "month1": last,
    }  # fmt: skip
    for number, (begin, end) in enumerate(edges):
        given |= {f"edge{number}_0": begin, f"edge{number}_1": end}
    return asked, given


# How many journeys there are of each kind, how long their stays were, who held the ball: the sums as they stand,
# less what is not so any more, and what is so since. The middle stays are then read from the stays themselves: the
# sums say in which bin they lie and which place they have there, and an index leads to that place.
_QUESTION = """
WITH counted AS MATERIALIZED (SELECT placed FROM metrics_count WHERE zone = :zone),
teams AS MATERIALIZED (SELECT id, lo, hi FROM org_team WHERE kind <> 'team' AND {team}),
lines AS (
  {parts}
),
sums AS MATERIALIZED (
  SELECT kind, stage_key, key, sum(n)::bigint AS n, sum(total) AS total FROM lines GROUP BY 1, 2, 3
  HAVING sum(n) <> 0 OR sum(total) <> 0
),
bins AS (
  SELECT stage_key, key::int AS bin, n, (sum(n) OVER nth)::bigint - n AS below,
    ((sum(n) OVER every)::bigint - 1) / 2 AS lower, (sum(n) OVER every)::bigint / 2 AS upper
  FROM sums WHERE kind = 'stay' WINDOW every AS (PARTITION BY stage_key), nth AS (every ORDER BY key::int)
)
SELECT kind, stage_key, key, n, total FROM sums WHERE kind <> 'stay'
UNION ALL
SELECT 'stay', stage_key, '', sum(n)::bigint, sum(total) FROM sums WHERE kind = 'stay' GROUP BY 2
UNION ALL
SELECT 'middle', b.stage_key, '', count(*), sum(s.lasted) FROM bins b CROSS JOIN LATERAL (
  SELECT s.lasted FROM process_stay s {journeys}
  WHERE s.process_key = :process AND s.stage_key = b.stage_key AND s.lasted IS NOT NULL
    AND s.lasted >= metrics_floor(b.bin) AND s.lasted < metrics_floor(b.bin + 1) {stays}
  ORDER BY s.lasted OFFSET greatest(b.lower, b.below) - b.below
  LIMIT least(b.upper, b.below + b.n - 1) - greatest(b.lower, b.below) + 1
) s WHERE greatest(b.lower, b.below) <= least(b.upper, b.below + b.n - 1) GROUP BY 2
"""
_CORRECTED = """
  SELECT kind, stage_key, key, n, total FROM metrics_corrections(:process, :zone)
  WHERE kind IN ('trail', 'stay', 'held', 'holds') AND {days}{of}
"""
_OF_TEAMS = """
  SELECT kind, stage_key, key, n, total FROM metrics_team_tally
  WHERE process_key = :process AND month {months} AND team_id IN (SELECT id FROM teams) AND {gate}
"""
_OF_PEOPLE = """
  SELECT kind, stage_key, key, n, total FROM metrics_tally
  WHERE process_key = :process AND owner_id {people} AND kind IN ('trail', 'stay', 'held', 'holds') AND {gate}
"""
_OF_DAYS = """
  SELECT part[1], part[2], part[3], part[4]::bigint, part[5]::numeric
  FROM metrics_counted CROSS JOIN LATERAL unnest(lines) line, string_to_array(line, ' ') part
  WHERE owner_id {people} AND day BETWEEN :{first} AND :{last} AND process_key = :process AND {gate}
    AND part[1] IN ('trail', 'stay', 'held', 'holds')
"""
# A team's own sums serve while nobody has moved in the tree; else, and where there are none, people are added up.
_TEAMWISE = "EXISTS (SELECT 1 FROM counted WHERE placed) AND EXISTS (SELECT 1 FROM teams)"
_ONE_BY_ONE = "EXISTS (SELECT 1 FROM counted WHERE NOT placed OR NOT EXISTS (SELECT 1 FROM teams))"
_AMONG, _ANYBODY = "IN (SELECT id FROM org_person WHERE pos BETWEEN :lo AND :hi)", "IN (SELECT id FROM org_person {})"
_OUTSIDE = "WHERE NOT EXISTS (SELECT 1 FROM teams WHERE pos BETWEEN lo AND hi)"


@cache
def _question(asked: _Asked) -> TextClause:
    """The statement for one kind of question; there are a few dozen kinds, and each is written once."""
    of = " AND {0}owner_pos BETWEEN :lo AND :hi" if asked.reach else ""
    of += " AND {0}owner_id = :person" if asked.person else ""
    people = ("= :person" if asked.person else _AMONG if asked.reach else _ANYBODY) + of.format("")
    days = "day BETWEEN :day0 AND :day1" if asked.dated else "true"
    parts = [_CORRECTED.format(days=days, of=of.format("")), _one_by_one(people.format(""), asked, gate=_ONE_BY_ONE)]
    if not asked.person:
        parts += _teamwise(people, asked)
    journeys = "JOIN process_journey j ON j.id = s.journey_id" if asked.dated else ""
    began = " AND j.started_at >= :since AND j.started_at < :until" if asked.dated else ""
    team = "lo = :lo AND hi = :hi" if asked.reach else "parent_id IS NULL"
    return text(
        _QUESTION.format(
            team="false" if asked.person else team,
            parts=" UNION ALL ".join(parts),
            journeys=journeys,
            stays=of.format("s.") + began,
        )
    )


def _one_by_one(people: str, asked: _Asked, *, gate: str, first: str = "day0", last: str = "day1") -> str:
    """These people's sums; of days, what was counted of each journey that began in them."""
    if asked.dated:
        return _OF_DAYS.format(people=people, first=first, last=last, gate=gate)
    return _OF_PEOPLE.format(people=people, gate=gate)


def _teamwise(people: str, asked: _Asked) -> list[str]:
    """The teams' sums of whole months, with those who stand outside all teams, and the single days at either end."""
    found, everybody = list[str](), people.format("")
    if asked.months:
        months = "BETWEEN :month0 AND :month1" if asked.dated else "= '-infinity'"
        found.append(_OF_TEAMS.format(months=months, gate=_TEAMWISE))
    if asked.months and not asked.reach:
        outside = people.format(_OUTSIDE)
        found.append(_one_by_one(outside, asked, gate=_TEAMWISE, first="month0", last="month1"))
    for nth in range(asked.edges):
        days = {"first": f"edge{nth}_0", "last": f"edge{nth}_1"}
        found.append(_OF_DAYS.format(people=everybody, gate=_TEAMWISE, **days))
    return found
