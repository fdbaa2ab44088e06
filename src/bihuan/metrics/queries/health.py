"""The process health board: people × stages, how their stays went, and what is missing where most is red."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from bihuan.metrics import judging, words
from bihuan.metrics.judging import Level
from bihuan.metrics.queries import judgements, lacking
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.judgements import Judged
from bihuan.process.definition import Stage

MOST_PEOPLE = 500


@dataclass(kw_only=True, slots=True)
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
    stages: tuple[Stage, ...]


def board(session: Session, frame: Frame, *, when: str, of: Collection[str] = ()) -> Board:
    """How the stays that overlap the days asked for went, for each person the viewer sees; `when` names the days.

    `of` names the stages that are looked at, where not all of them are.
    """
    stages = tuple(stage for stage in frame.process.stages if not of or stage.key in of)
    rows = _rows(session, frame, stages)
    worst = _worst(stages, rows)
    missing = lacking.most(session, frame, worst[0]) if worst and not frame.only else None
    lang = frame.viewer.lang
    stage = frame.process.stage(worst[0]) if worst else None
    sentence = words.health(
        when=when,
        people=len(rows),
        stages=len(stages),
        worst=(stage.label.say(lang), worst[1]) if stage and worst else None,
        lacking=words.lacking(missing.label.say(lang), missing.short, lang) if missing else None,
        lang=lang,
    )
    return Board(sentence=sentence, rows=rows, stages=stages)


def _rows(session: Session, frame: Frame, stages: Sequence[Stage]) -> tuple[PersonRow, ...]:
    by_person: dict[int, list[Judged]] = {}
    asked = {stage.key for stage in stages}
    every = len(stages) == len(frame.process.stages)
    for found in judgements.judged(session, frame):
        if every or found.stage in asked:
            by_person.setdefault(found.person_id, []).append(found)
    return tuple(_person(stages, found) for found in islice(by_person.values(), MOST_PEOPLE))


def _person(stages: Sequence[Stage], found: Sequence[Judged]) -> PersonRow:
    cells = {one.stage: Cell(stage=one.stage, red=one.red, yellow=one.yellow, green=one.green) for one in found}
    return PersonRow(
        person_id=found[0].person_id,
        name=found[0].name,
        cells=tuple(cells.get(stage.key) or Cell(stage=stage.key) for stage in stages),
        on_time=sum(one.on_time for one in found),
        decided=sum(one.decided for one in found),
    )


def _worst(stages: Sequence[Stage], rows: tuple[PersonRow, ...]) -> tuple[str, int] | None:
    """The stage where most people are red, and how many they are; the earlier one of equals."""
    red = Counter(cell.stage for row in rows for cell in row.cells if cell.red)
    ranked = [(-red[stage.key], place, stage.key) for place, stage in enumerate(stages) if red[stage.key]]
    if not ranked:
        return None
    people, _, stage_key = min(ranked)
    return stage_key, -people
