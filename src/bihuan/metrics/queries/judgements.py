"""How everybody's stays went, stage by stage: from the sums where whole months are asked for, else from the stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, TextClause, and_, case, cast, func, select, text
from sqlalchemy.orm import Session

from bihuan.metrics import periods
from bihuan.metrics.definition import Basis, Grain
from bihuan.metrics.periods import Span
from bihuan.metrics.queries import levels, sources
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import STAY
from bihuan.org import queries as org
from bihuan.org.models import Person

_EARLIEST, _LATEST = "0000", "9999"  # before and after every month, as texts


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One person's stays in one stage, counted by how they went, and how many of them are decided."""

    person_id: int
    name: str
    stage: str
    red: int
    yellow: int
    green: int
    decided: int
    on_time: int


def judged(session: Session, frame: Frame) -> Sequence[Judged]:
    """The stays that overlap the days asked for, by person and stage, in the order of the people's positions."""
    _, edges = periods.months(frame.span)
    asked, given = (from_the_stays(frame), {}) if edges else (_from_the_sums(frame), _given(frame))
    return [
        Judged(
            person_id=row.person_id,
            name=row.name,
            stage=row.stage,
            red=row.red,
            yellow=row.yellow,
            green=row.green,
            decided=int(row.decided),
            on_time=row.on_time,
        )
        for row in session.execute(asked, given)
    ]


# What is over is kept by the month in which it ended, with that in which it began: it overlaps what neither lies
# beyond. What still lasts is red where its month is over; whatever falls due in this month or later is looked at.
_QUESTION = """
WITH counted AS MATERIALIZED (SELECT 1 FROM metrics_count WHERE zone = :zone),
lines AS (
  SELECT kind, stage_key, key, n FROM metrics_corrections(:process, :zone, metrics_moved(:process, :zone), false, true)
  WHERE (kind = 'waits' OR kind BETWEEN :since AND 'went:9999') {seen}
  UNION ALL
  SELECT kind, stage_key, key, n FROM metrics_tally
  WHERE process_key = :process AND owner_id {people} AND kind BETWEEN :since AND 'went:9999'
    AND EXISTS (SELECT 1 FROM counted) {seen}
  UNION ALL
  SELECT kind, stage_key, key, n FROM metrics_tally
  WHERE process_key = :process AND owner_id {people} AND kind = 'waits' AND EXISTS (SELECT 1 FROM counted) {seen}
),
told AS (
  SELECT said[2]::bigint AS person_id, stage_key, said[3] AS level, kind <> 'waits' AS over, n
  FROM lines CROSS JOIN LATERAL string_to_array(key, '|') said WHERE kind <> 'waits' AND said[1] <= :until
  UNION ALL
  SELECT said[2]::bigint, stage_key,
    CASE WHEN said[4] <> '' THEN 'red' WHEN said[3] = 't' THEN 'yellow' ELSE 'green' END, false, n
  FROM lines CROSS JOIN LATERAL string_to_array(key, '|') said
  WHERE kind = 'waits' AND said[1] <= :until AND said[4] < :present
  UNION ALL
  SELECT person_id, stage_key, level, false, count(*) FROM (
    SELECT person_id, stage_key, CASE WHEN due_at < :now THEN 'red' WHEN warn_at <= :now THEN 'yellow'
      WHEN (id, stage_key) IN (SELECT stay_id, stage_key FROM process_handed_in WHERE late) THEN 'yellow'
      ELSE 'green' END AS level
    FROM process_stay
    WHERE process_key = :process AND left_at IS NULL AND due_at >= :midnight AND entered_at < :ends {seen}
  ) due GROUP BY 1, 2, 3
)
SELECT p.id AS person_id, p.name, t.stage_key AS stage,
  coalesce(sum(n) FILTER (WHERE level = 'red'), 0)::bigint AS red,
  coalesce(sum(n) FILTER (WHERE level = 'yellow'), 0)::bigint AS yellow,
  coalesce(sum(n) FILTER (WHERE level = 'green'), 0)::bigint AS green,
  coalesce(sum(n) FILTER (WHERE over OR level = 'red'), 0)::bigint AS decided,
  coalesce(sum(n) FILTER (WHERE over AND level = 'green'), 0)::bigint AS on_time
FROM told t JOIN org_person p ON p.id = t.person_id {those}
GROUP BY p.id, p.name, p.pos, t.stage_key HAVING sum(n) > 0 ORDER BY p.pos, p.id
"""


_ANYBODY, _AMONG = "IN (SELECT id FROM org_person)", "IN (SELECT id FROM org_person WHERE pos BETWEEN :lo AND :hi)"


@cache
def _question(*, ranged: bool, teamed: bool, person: bool) -> TextClause:
    """The statement for a viewer with a range or without, about one team or all, about one person or all."""
    those = "AND p.pos BETWEEN :lo AND :hi" if ranged else ""
    those += " AND p.pos BETWEEN :team_lo AND :team_hi" if teamed else ""
    those += " AND p.id = :person" if person else ""
    seen = "AND owner_pos BETWEEN :lo AND :hi" if ranged else ""
    return text(_QUESTION.format(people=_AMONG if ranged else _ANYBODY, seen=seen, those=those))


def _from_the_sums(frame: Frame) -> TextClause:
    return _question(
        ranged=not frame.viewer.sight.all, teamed=frame.team is not None, person=frame.person_id is not None
    )


def _given(frame: Frame) -> Mapping[str, Any]:
    sight, (team_lo, team_hi), span = frame.viewer.sight, frame.team or (0, 0), frame.span
    midnight, _ = Span(first=frame.today.replace(day=1)).bounds(frame.zone)
    return {
        "process": frame.process.key, "zone": frame.zone, "now": frame.now, "person": frame.person_id,
        "since": f"went:{_month(span.first, _EARLIEST)}", "until": _month(span.last, _LATEST),
        "present": _month(frame.today, ""), "midnight": midnight,
        "ends": frame.bounds[1] or datetime.max.replace(tzinfo=UTC),
        "lo": sight.lo, "hi": sight.hi, "team_lo": team_lo, "team_hi": team_hi,
    }  # fmt: skip


def _month(day: date | None, otherwise: str) -> str:
    return f"{day:%Y-%m}" if day else otherwise


def from_the_stays(frame: Frame) -> Select[Any]:
    """The same, read from the stays themselves: for any days, and for whoever doubts the sums."""
    found = sources.source(frame, Grain.STAY)
    stays = (
        select(
            Person.id.label("person_id"),
            Person.name.label("name"),
            Person.pos.label("pos"),
            STAY.c.stage_key.label("stage"),
            levels.level(frame.now).label("level"),
            cast(levels.decided(frame.now), Integer).label("decided"),
        )
        .select_from(found.rows.join(Person, Person.id == STAY.c.person_id))
        .where(
            *found.where,
            levels.judged(),
            *sources.in_days(frame, found, Basis.OVERLAP),
            *org.seeing(frame.viewer, Person.pos),
        )
        .subquery()
    )
    decided_green = and_(stays.c.decided == 1, stays.c.level == "green")
    return (
        select(
            stays.c.person_id,
            stays.c.name,
            stays.c.stage,
            *(func.count(case((stays.c.level == one, 1))).label(one) for one in ("red", "yellow", "green")),
            func.sum(stays.c.decided).label("decided"),
            func.count(case((decided_green, 1))).label("on_time"),
        )
        .group_by(stays.c.person_id, stays.c.name, stays.c.pos, stays.c.stage)
        .order_by(stays.c.pos, stays.c.person_id)
    )
