"""Whom a release would concern, as far as somebody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from bihuan.design import planning
from bihuan.design.definition import Blueprint
from bihuan.design.planning import Effect
from bihuan.design.queries import telling
from bihuan.kernel import calendar
from bihuan.kernel.calendar import Limit
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import queries as process
from bihuan.process.definition import Process
from bihuan.process.models import Journey
from bihuan.records import policy

NAMED = 20  # journeys that are named of all that an effect concerns
_MOST_JUDGED = 20_000  # stays whose new deadline is worked out; whoever has more is told of these


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """A journey that an effect concerns."""

    journey_id: int
    object_key: str
    record_id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An effect of a release: on how many, how many of them would be overdue at once, and some of them by name."""

    effect: Effect
    count: int
    red: int = 0
    journeys: Sequence[Concerned] = ()
    unseen: bool = False  # how many it concerns is not the viewer's to know


def plan(session: Session, viewer: Viewer, new: Blueprint, *, now: datetime) -> list[Planned]:
    """What a release would mean for what is lived with now, as far as the viewer sees."""
    live, after = process.processes(session), {found.key: found for found in new.processes}
    found = planning.effects(live, after, objects.objects(session), {one.key: one for one in new.objects})
    planned: list[Planned] = []
    for effect in found:
        if _unseen(viewer, effect, live, objects.objects(session)):
            planned.append(Planned(effect=effect, count=0, unseen=True))
            continue
        match effect.kind:
            case "field_hidden" | "object_hidden":
                planned.append(Planned(effect=effect, count=_filled(session, viewer, effect)))
            case _:
                stage = after[effect.part[0]].stage(effect.part[1]) if effect.kind == "limit" else None
                planned.append(_standing(session, viewer, effect, stage.limit if stage else None, now=now))
    return planned


def running(session: Session, viewer: Viewer) -> list[tuple[str, str, int]]:
    """How many journeys stand in which stage of which process now, as far as the viewer sees."""
    asked = (
        select(Journey.process_key, Journey.stage_key, func.count())
        .where(Journey.outcome.is_(None), *org.seeing(viewer, Journey.owner_pos))
        .group_by(Journey.process_key, Journey.stage_key)
        .order_by(Journey.process_key, Journey.stage_key)
    )
    readable = {key for key, one in process.processes(session).items() if viewer.may_do(one.object, "read")}
    return [(key, stage, count) for key, stage, count in session.execute(asked) if key in readable]


def _unseen(viewer: Viewer, effect: Effect, live: Mapping[str, Process], known: Mapping[str, ObjectDef]) -> bool:
    """Whether a number would tell of what is closed to the viewer: an object, or what stands in a field."""
    if effect.kind not in {"field_hidden", "object_hidden"}:
        return not viewer.may_do(live[effect.part[0]].object, "read")
    found = known[effect.part[0]]
    hidden = effect.kind == "field_hidden" and effect.part[1] in policy.hidden(viewer, found)
    return hidden or not viewer.may_do(found.key, "read")


def _standing(session: Session, viewer: Viewer, effect: Effect, limit: Limit | None, *, now: datetime) -> Planned:
    here = [Journey.process_key == effect.part[0], Journey.outcome.is_(None), *org.seeing(viewer, Journey.owner_pos)]
    if len(effect.part) > 1:
        here.append(Journey.stage_key == effect.part[1])
    count = session.scalar(select(func.count()).select_from(Journey).where(*here)) or 0
    named = session.scalars(select(Journey).where(*here).order_by(Journey.entered_at, Journey.id).limit(NAMED)).all()
    return Planned(
        effect=effect,
        count=count,
        red=_red(session, here, limit, now=now) if limit is not None and count else 0,
        journeys=_by_name(session, viewer, named),
    )


def _red(session: Session, here: Iterable[ColumnElement[bool]], limit: Limit, *, now: datetime) -> int:
    """How many are in time now and would be overdue at once under another limit."""
    in_time = (Journey.due_at.is_(None)) | (Journey.due_at > now)
    asked = select(Journey.owner_id, Journey.entered_at).where(*here, in_time).order_by(Journey.entered_at)
    stays = session.execute(asked.limit(_MOST_JUDGED)).all()
    hours = {owner_id: org.calendar(session, owner_id) for owner_id, _ in stays}
    return sum(calendar.deadline(limit, hours[owner_id], entered_at) <= now for owner_id, entered_at in stays)


def _by_name(session: Session, viewer: Viewer, found: Sequence[Journey]) -> list[Concerned]:
    called: dict[tuple[str, int], str] = {}
    for key in {one.object_key for one in found}:
        ids = [one.record_id for one in found if one.object_key == key]
        called |= {(key, record_id): title for record_id, title in telling.titles(session, viewer, key, ids).items()}
    return [
        Concerned(
            journey_id=one.id,
            object_key=one.object_key,
            record_id=one.record_id,
            title=called.get((one.object_key, one.record_id), ""),
        )
        for one in found
    ]


def _filled(session: Session, viewer: Viewer, effect: Effect) -> int:
    """How many records have a value in a field that goes, or how many there are of an object that goes."""
    found = objects.object_def(session, effect.part[0])
    table = tables.table(session, found.key)
    seen = org.seeing(viewer, table.c.owner_pos) if found.visibility == "owner" else []
    asked = select(func.count()).select_from(table).where(table.c.deleted_at.is_(None), *seen)
    if effect.kind == "field_hidden":
        column = table.c.get(effect.part[1])
        asked = asked.where(column.is_not(None) if column is not None else false())
    return session.scalar(asked) or 0
