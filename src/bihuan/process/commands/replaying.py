"""What another system's log says: whole journeys that are over there, with every stay they had.

They come through the one door like every other move, in the order of the log, with its loops and leaps. They are
facts of the other system: no gate is asked, no alarm rings, nobody is told, and no person of ours held the ball.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from bihuan.ledger import commands as ledger
from bihuan.process import queries
from bihuan.process.commands import copying, door
from bihuan.process.definition import Process, Stage
from bihuan.process.models import ENDED
from bihuan.records.record import subject


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of a log: which stage began, when, and who did it there, as a name and never as one of our people."""

    stage: str
    at: datetime
    by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """One record's steps in the order of the log; there is at least one."""

    record_id: int
    owner_id: int
    owner_pos: int
    steps: Sequence[Step]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What all histories of one import share."""

    process: Process
    version_id: int
    import_id: int
    by_id: int | None
    now: datetime


def replay(session: Session, histories: Sequence[History], *, batch: Replay) -> int:
    """Write many finished journeys at once, with all their stays. How many. Every stage must be one of the process's.

    A step is a stay from its own moment to that of the next. How long the last one was nobody knows: the journey
    ends with it, and its stay counts in no average.
    """
    lengths = [len(history.steps) for history in histories]
    journeys = queries.numbers(session, "process_journey", len(histories))
    stays = iter(queries.numbers(session, "process_stay", sum(lengths)))
    landings = [
        _Landing(history, journey_id, [next(stays) for _ in history.steps])
        for history, journey_id in zip(histories, journeys, strict=True)
    ]
    with door.opened(session):
        copying.copy(session, "process_journey", (_journey(landing, batch) for landing in landings))
        copying.copy(session, "process_stay", (row for landing in landings for row in _stays(landing, batch)))
        copying.copy(session, "process_hold", (row for landing in landings for row in _holds(landing)))
    ledger.append_many(session, (line for landing in landings for line in _lines(landing, batch)))
    return len(histories)


@dataclass(frozen=True, slots=True)
class _Landing:
    """One history and the numbers it was given."""

    history: History
    journey_id: int
    stay_ids: Sequence[int]

    def spans(self) -> Iterator[tuple[int, Step, Step | None]]:
        """Each step with its number and the one after it."""
        return zip(self.stay_ids, self.history.steps, (*self.history.steps[1:], None), strict=True)


def _journey(landing: _Landing, batch: Replay) -> dict[str, Any]:
    history = landing.history
    last = history.steps[-1]
    return {
        "id": landing.journey_id,
        "object_key": batch.process.object,
        "record_id": history.record_id,
        "process_key": batch.process.key,
        "version_id": batch.version_id,
        "stage_key": last.stage,
        "stage_seq": len(history.steps),
        "outcome": "won",
        "started_at": history.steps[0].at,
        "entered_at": last.at,
        "closed_at": last.at,
        "owner_id": history.owner_id,
        "owner_pos": history.owner_pos,
        "debts": "[]",
        "import_id": batch.import_id,
        "revision": 1,
    }


def _stays(landing: _Landing, batch: Replay) -> Iterator[dict[str, Any]]:
    history = landing.history
    for seq, (stay_id, step, after) in enumerate(landing.spans(), start=1):
        yield {
            "id": stay_id,
            "journey_id": landing.journey_id,
            "seq": seq,
            "process_key": batch.process.key,
            "stage_key": step.stage,
            "person_id": history.owner_id,
            "owner_id": history.owner_id,
            "owner_pos": history.owner_pos,
            "entered_at": step.at,
            "left_at": after.at if after else step.at,
            "left_how": _how(batch.process, step, after),
            "opening": False,
        }


def _how(process: Process, step: Step, after: Step | None) -> str:
    if after is None:
        return ENDED
    return "advanced" if process.position(after.stage) > process.position(step.stage) else "back"


def _holds(landing: _Landing) -> Iterator[dict[str, Any]]:
    # Who held the ball there, the log does not say for us: the system carries it, no person is accused.
    history = landing.history
    for stay_id, step, after in landing.spans():
        yield {
            "stay_id": stay_id,
            "journey_id": landing.journey_id,
            "holder": "system",
            "cause": "import",
            "since": step.at,
            "until": after.at if after else step.at,
            "owner_id": history.owner_id,
            "owner_pos": history.owner_pos,
        }


def _lines(landing: _Landing, batch: Replay) -> Iterator[ledger.Line]:
    steps = landing.history.steps
    yield _line(landing, batch, "journey.replayed", steps[0], {"process": batch.process.key})
    for step, after in pairwise(steps):
        left = _stage(batch.process, step.stage)
        told = {"left": left.key, "left_label": left.label.model_dump()}
        yield _line(landing, batch, "stage.replayed", after, told)
    yield _line(landing, batch, "journey.replay_ended", steps[-1], {"steps": len(steps)}, done=True)


def _line(
    landing: _Landing, batch: Replay, what: str, step: Step, told: Mapping[str, object], *, done: bool = False
) -> ledger.Line:
    history, stage = landing.history, _stage(batch.process, step.stage)
    return ledger.Line(
        subject=subject(batch.process.object, history.record_id),
        what=what,
        by_id=batch.by_id,
        at=batch.now,
        happened_at=step.at,
        journey_id=landing.journey_id,
        owner_id=history.owner_id,
        owner_pos=history.owner_pos,
        payload={"stage": stage.key, "label": stage.label.model_dump(), "import": batch.import_id, **told},
        personal={"by": step.by} if step.by and not done else None,
    )


def _stage(process: Process, key: str) -> Stage:
    found = process.stage(key)
    assert found is not None, "whoever imports checks the stages first"
    return found
