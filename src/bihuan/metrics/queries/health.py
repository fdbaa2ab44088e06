"""The process health board: people × stages, how their stays went, and what is missing where most is red."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, and_, case, cast, func, select
from sqlalchemy.orm import Session

from bihuan.metrics import judging, words
from bihuan.metrics.definition import Basis, Grain
from bihuan.metrics.judging import Level
from bihuan.metrics.queries import lacking, levels, sources
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import STAY
from bihuan.org import queries as org
from bihuan.org.models import Person

MOST_PEOPLE = 500


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One person's stays in one stage, counted by how they went."""

    stage: str
    red: int = 0
    yellow: int = 0
    green: int = 0

    @property
    def level(self) -> Level:
        """The worst of them; "none" where the stage was not reached."""
        return judging.worst(green=self.green, yellow=self.yellow, red=self.red)

    @property
    def count(self) -> int:
        """How many stays stand behind the cell."""
        return self.red + self.yellow + self.green


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One person's cells, in the order of the stages, and the part of their decided stays that was on time."""

    person_id: int
    name: str
    cells: tuple[Cell, ...]
    on_time: int
    decided: int

    @property
    def on_time_rate(self) -> float | None:
        """The metric `on_time_rate` of this person; None before anything is decided."""
        return round(100 * self.on_time / self.decided, 2) if self.decided else None


@dataclass(frozen=True, kw_only=True)
class Board:
    """The board, and the finding on top of it."""

    sentence: str
    rows: tuple[PersonRow, ...]


def board(session: Session, frame: Frame, *, when: str) -> Board:
    """How the stays that overlap the days asked for went, for each person the viewer sees; `when` names the days."""
    rows = _rows(session, frame)
    worst = _worst(frame, rows)
    missing = lacking.most(session, frame, worst[0]) if worst else None
    lang = frame.viewer.lang
    stage = frame.process.stage(worst[0]) if worst else None
    sentence = words.health(
        when=when,
        people=len(rows),
        stages=len(frame.process.stages),
        worst=(stage.label.say(lang), worst[1]) if stage and worst else None,
        lacking=words.lacking(missing.label.say(lang), missing.short, lang) if missing else None,
        lang=lang,
    )
    return Board(sentence=sentence, rows=rows)


def _rows(session: Session, frame: Frame) -> tuple[PersonRow, ...]:
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
    counted = session.execute(
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
    by_person: dict[tuple[int, str], dict[str, tuple[Cell, int, int]]] = {}
    for row in counted:
        cell = Cell(stage=row.stage, red=row.red, yellow=row.yellow, green=row.green)
        by_person.setdefault((row.person_id, row.name), {})[row.stage] = (cell, int(row.on_time), int(row.decided))
    return tuple(_person(frame, who, cells) for who, cells in list(by_person.items())[:MOST_PEOPLE])


def _person(frame: Frame, who: tuple[int, str], cells: Mapping[str, tuple[Cell, int, int]]) -> PersonRow:
    return PersonRow(
        person_id=who[0],
        name=who[1],
        cells=tuple(
            cells[stage.key][0] if stage.key in cells else Cell(stage=stage.key) for stage in frame.process.stages
        ),
        on_time=sum(on_time for _, on_time, _ in cells.values()),
        decided=sum(decided for _, _, decided in cells.values()),
    )


def _worst(frame: Frame, rows: tuple[PersonRow, ...]) -> tuple[str, int] | None:
    """The stage where most people are red, and how many they are; the earlier one of equals."""
    red = Counter(cell.stage for row in rows for cell in row.cells if cell.red)
    ranked = [(-red[stage.key], place, stage.key) for place, stage in enumerate(frame.process.stages) if red[stage.key]]
    if not ranked:
        return None
    people, _, stage_key = min(ranked)
    return stage_key, -people
