"""Committing a batch: all of it in one transaction, without a sound, and in a way that can be undone."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.importer import dispatching, queries, whole_rows
from bihuan.importer.checking import Checked, Result
from bihuan.importer.commands import looking, staffing
from bihuan.importer.commands.looking import Upload
from bihuan.importer.commands.staffing import Hired
from bihuan.importer.definition import PEOPLE, Plan
from bihuan.importer.models import Batch
from bihuan.importer.rows import Ready
from bihuan.importer.world import Known, Pending
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.ledger.commands import Line
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process import queries as processes
from bihuan.process.commands import placing
from bihuan.records import commands as records
from bihuan.records.commands.loading import Beside
from bihuan.rules import commands as meeting

_PATIENCE_MS = 120_000


class NothingReady(Refusal):
    """Every row is held back by some problem."""

    code = "nothing_ready"
    message = "No row is ready to be imported. Solve the problems first."

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Keep the numbers."""
        super().__init__()
        self._numbers = dict(numbers)

    def facts(self) -> dict[str, object]:
        """How many rows there are, and how many are held back."""
        return {"numbers": self._numbers}


def run(
    session: Session, viewer: Viewer, uploads: Sequence[Upload], plan: Plan, *, store: Store, now: datetime
) -> Batch:
    """Look at the files with this plan and commit them at once: for the command line and for scripts."""
    return _write(session, viewer, *looking.receive(session, viewer, uploads, plan, store=store, now=now), now=now)


def take_in(
    session: Session, viewer: Viewer, batch: Batch, *, store: Store, rules: bool | None = None, now: datetime
) -> Batch:
    """Write what is ready. The files are looked at once more, so that what changed since the last look counts.

    `rules`: whether those that listen to new records meet what comes in; when nobody says, new leads are met and what
    was under way already is not (`dispatching`).
    """
    if rules is None:
        offered = dispatching.offered(session, batch)
        rules = offered is not None and offered.usual
    plan = Plan.model_validate(batch.plan)
    result = looking.look_again(session, viewer, batch, plan, store=store, now=now)
    return _write(session, viewer, batch, result, rules=rules, now=now)


def _write(
    session: Session, viewer: Viewer, batch: Batch, result: Result, *, rules: bool = False, now: datetime
) -> Batch:
    if not any(checked.numbers["ready"] for checked in result.sources):
        raise NothingReady(result.numbers)
    _claim(session, batch, now)
    patient(session)
    with db.beyond_sight(session), _uncollected():
        writing = _Writing(session, viewer, batch, result, now)
        batch.made = writing.all()
        if rules:
            batch.made["met"] = sum(
                meeting.hear_made(session, object_key, ids, now=now) for object_key, ids in writing.fresh.items()
            )
    session.flush()
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="import.committed",
        subject=f"import:{batch.id}",
        owner_id=viewer.person_id,
        owner_pos=queries.positions(session)[viewer.person_id],
        payload={"files": batch.files, "numbers": result.numbers, "made": batch.made["numbers"]},
    )
    return batch


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing of a load is rubbish before it ends; looking for some would take a good part of its time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def patient(session: Session) -> None:
    """An import may keep the database busy for longer than a question may."""
    session.execute(text("SELECT set_config('statement_timeout', :limit, true)"), {"limit": str(_PATIENCE_MS)})


def _claim(session: Session, batch: Batch, now: datetime) -> None:
    claimed = session.execute(
        update(Batch).where(Batch.id == batch.id, Batch.state == "checked").values(state="done", done_at=now)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        raise SomeoneWasFirst
    session.refresh(batch)


@dataclass
class _Writing:
    """A batch on its way into the workspace."""

    session: Session
    viewer: Viewer
    batch: Batch
    result: Result
    now: datetime
    ids: dict[Known, int] = field(default_factory=dict)
    hired: Hired = field(default_factory=Hired)
    numbers: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, list[int]] = field(default_factory=dict)  # what is not over yet, by object
    positions: dict[int, int] = field(default_factory=dict)

    def all(self) -> dict[str, Any]:
        """Write every source in its order; what was made, in numbers and by id."""
        for checked in self.result.sources:
            if checked.staff is not None:
                self.hired = staffing.hire(self.session, self.viewer, checked.staff, now=self.now)
                self.ids |= self.hired.ids
                self._count(PEOPLE, len(self.hired.person_ids))
                self._count("teams", len(self.hired.team_ids))
        self.positions = queries.positions(self.session)
        for object_key, names in self.result.coming.created.items():
            self._create(object_key, names)
        for checked in self.result.sources:
            if checked.staff is None:
                self._records(checked)
        return {
            "numbers": self.numbers,
            "person_ids": self.hired.person_ids,
            "team_ids": self.hired.team_ids,
        }

    def _count(self, what: str, more: int) -> None:
        self.numbers[what] = self.numbers.get(what, 0) + more

    def _create(self, object_key: str, names: dict[str, str]) -> None:
        """Missing things, made with nothing but their name."""
        title = objects.object_def(self.session, object_key).title
        rows = [{title: name, "owner_id": self.viewer.person_id} for name in names.values()]
        made = self._load(object_key, rows)
        self.ids |= {Pending(object_key, key): number for key, number in zip(names, made, strict=True)}

    def _records(self, checked: Checked) -> None:
        object_key = checked.source.object
        for wave in _waves(checked):
            rows = [self._row(ready) for ready in wave]
            numbers = self._load(object_key, rows, clean=True, beside=self._landing(object_key, wave, rows))
            for ready, number in zip(wave, numbers, strict=True):
                self.ids[whole_rows.pending(checked.source, ready.number)] = number
                if ready.placement is None or ready.placement.outcome is None:
                    self.fresh.setdefault(object_key, []).append(number)

    def _load(
        self, object_key: str, rows: list[dict[str, Any]], *, clean: bool = False, beside: Beside | None = None
    ) -> list[int]:
        made = records.load(
            self.session,
            object_key,
            rows,
            import_id=self.batch.id,
            now=self.now,
            by_id=self.viewer.person_id,
            clean=clean,
            beside=beside,
        )
        self._count(object_key, len(made))
        self._count("created", len(made))
        return made

    def _row(self, ready: Ready) -> dict[str, Any]:
        row = {key: self._settled(value) for key, value in ready.values.items()}
        row["owner_id"] = self.viewer.person_id if ready.owner is None else self._settled(ready.owner)
        if ready.placement is not None:
            row["created_at"] = min(ready.placement.started_at, self.now)
        return row

    def _settled(self, value: Any) -> Any:  # noqa: ANN401 - a field's value
        if isinstance(value, Pending):
            return self.ids[value]
        return None if value in ("", []) else value

    def _landing(self, object_key: str, wave: list[Ready], rows: list[dict[str, Any]]) -> Beside | None:
        """What places the journeys of a batch of these rows; None for an object without a process."""
        found = processes.process_for(self.session, object_key)
        if found is None:
            return None
        batch = placing.Batch(
            process=found,
            version_id=blueprint.current(self.session).id,
            import_id=self.batch.id,
            by_id=self.viewer.person_id,
            grace_until=self.now + timedelta(days=self.result.plan.grace_days),
            now=self.now,
        )

        def land(first: int, numbers: Sequence[int]) -> Sequence[Line]:
            here = slice(first, first + len(numbers))
            lines = process.place(self.session, list(self._placed(wave[here], rows[here], numbers)), batch=batch)
            self._count("journeys", len(lines))
            return lines

        return land

    def _placed(
        self, wave: list[Ready], rows: list[dict[str, Any]], numbers: Sequence[int]
    ) -> Iterator[process.Placed]:
        for ready, row, number in zip(wave, rows, numbers, strict=True):
            place = ready.placement
            if place is not None:
                yield process.Placed(
                    record_id=number,
                    owner_id=row["owner_id"],
                    owner_pos=self.positions[row["owner_id"]],
                    stage=place.stage,
                    started_at=place.started_at,
                    entered_at=place.entered_at,
                    closed_at=place.closed_at,
                    outcome=place.outcome,
                    reason=place.reason,
                    values=row,
                )


def _waves(checked: Checked) -> Iterator[list[Ready]]:
    """Rows that point at rows of their own file come after those: usually one wave, then their daughters."""
    waiting = {whole_rows.pending(checked.source, ready.number): ready for ready in checked.ready}
    while waiting:
        wave = {own: ready for own, ready in waiting.items() if not _awaits(ready, waiting)}
        assert wave, "the check broke every circle"
        yield list(wave.values())
        waiting = {own: ready for own, ready in waiting.items() if own not in wave}


def _awaits(ready: Ready, waiting: Mapping[Pending, Ready]) -> bool:
    return any(isinstance(value, Pending) and value in waiting for value in ready.values.values())
