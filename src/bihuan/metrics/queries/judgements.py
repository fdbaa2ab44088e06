"""How everybody's stays went, stage by stage: from the sums where whole months are asked for, else from the stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, case, cast, func, select, text
from sqlalchemy.orm import Session

from bihuan.kernel.prepared import Prepared
from bihuan.metrics import periods
from bihuan.metrics.definition import Basis, Grain
from bihuan.metrics.periods import Span
from bihuan.metrics.queries import levels, sources
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import STAY
from bihuan.org import queries as org
from bihuan.org.models import Person

_EARLIEST, _LATEST = "0000", "9999"  # before and after every month, as texts


class Judged(NamedTuple):
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
    if edges or frame.only:  # the sums know nothing of the records' fields
        return [Judged(*row) for row in session.execute(from_the_stays(frame))]
    return [Judged(*row) for row in _from_the_sums(frame).rows(session, **_given(frame))]


_QUESTION = """
SELECT p.id AS person_id, p.name, t.stage_key AS stage, t.red, t.yellow, t.green, t.decided, t.on_time
FROM metrics_judged(:process, :zone, :lo, :hi, :since, :until, :present, :midnight, :ends, :now) t
JOIN org_person p ON p.id = t.person_id {those} ORDER BY p.pos, p.id
"""


@cache
def _question(*, ranged: bool, teamed: bool, person: bool) -> Prepared:
    """The statement for a viewer with a range or without, about one team or all, about one person or all."""
    those = "AND p.pos BETWEEN :lo AND :hi" if ranged else ""
    those += " AND p.pos BETWEEN :team_lo AND :team_hi" if teamed else ""
    those += " AND p.id = :person" if person else ""
    return Prepared(text(_QUESTION.format(those=those)))


def _from_the_sums(frame: Frame) -> Prepared:
    return _question(
        ranged=not frame.viewer.sight.all, teamed=frame.team is not None, person=frame.person_id is not None
    )


def _given(frame: Frame) -> Mapping[str, Any]:
    sight, (team_lo, team_hi), span = frame.viewer.sight, frame.team or (0, 0), frame.span
    midnight, _ = Span(first=frame.today.replace(day=1)).bounds(frame.zone)
    return {
        "process": frame.process.key, "zone": frame.zone, "now": frame.now, "person": frame.person_id,
        "since": _month(span.first, _EARLIEST), "until": _month(span.last, _LATEST),
        "present": _month(frame.today, ""), "midnight": midnight,
        "ends": frame.bounds[1] or datetime.max.replace(tzinfo=UTC),
        "lo": None if sight.all else sight.lo, "hi": None if sight.all else sight.hi,
        "team_lo": team_lo, "team_hi": team_hi,
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
