"""What can only be said of a whole row: is it there twice, whose is it, where does its journey land. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bihuan.importer import loops, staging
from bihuan.importer.definition import PEOPLE, Source
from bihuan.importer.likeness import nearest
from bihuan.importer.rows import Rows, points_home, read_column
from bihuan.importer.staging import Placement, Staging
from bihuan.importer.table import Cell, empty
from bihuan.importer.world import Directory, Known, Pending
from bihuan.objects.field_types import Wrong

Column = list[Any]


def refuse_twins(rows: Rows) -> None:
    """Name the rows that stand in the file twice, or whose key is in the workspace already."""
    key = rows.source.key
    met: set[object] = set()
    for place in rows.standing():
        own = _key(rows, place, key) if key else _whole(rows.table.rows[place])
        if own in met:
            rows.count(rows.finding("duplicate_rows", None), place, example=_said(rows, place))
        elif own is not None:
            met.add(own)
    for one in _unique_keys(rows):
        _refuse_present(rows, one)


def _unique_keys(rows: Rows) -> list[tuple[str, ...]]:
    unique = [(field.key,) for field in rows.object_def.fields if field.unique and field.key in rows.values]
    return list(dict.fromkeys([*((rows.source.key,) if rows.source.key else ()), *unique]))


def _refuse_present(rows: Rows, key: tuple[str, ...]) -> None:
    own = {place: found for place in rows.standing() if (found := _key(rows, place, key)) is not None}
    settled = {found for found in own.values() if not any(isinstance(part, Pending) for part in found)}
    present = rows.world.present(rows.source.object, key, settled)
    met: set[tuple[object, ...]] = set()
    for place, found in own.items():
        if found in present:
            rows.count(rows.finding("already_there", None), place, example=_said(rows, place))
        elif found in met and key != rows.source.key:
            rows.count(rows.finding("duplicate_rows", None), place, example=_said(rows, place))
        met.add(found)


def _key(rows: Rows, place: int, key: tuple[str, ...]) -> tuple[object, ...] | None:
    parts = tuple(rows.values[target][place] if target in rows.values else None for target in key)
    return None if any(part is None for part in parts) else parts


def _whole(cells: list[Cell]) -> tuple[str, ...]:
    return tuple("" if empty(cell) else str(cell).strip() for cell in cells)


def _said(rows: Rows, place: int) -> str:
    return str(next((cell for cell in rows.table.rows[place] if not empty(cell)), ""))


def point_home(rows: Rows) -> None:
    """Resolve what refers to other rows of the same source, once it is known which of them stand."""
    for header, column in (rows.source.columns or {}).items():
        for target in column.field:
            field = rows.object_def.field(target)
            if field is not None and points_home(rows, field):
                rows.values[target] = read_column(rows, header, column, field, None)
                _settle(rows, header, target)


def pending(source: Source, number: int) -> Pending:
    """A row of this import, as others point at it before it has an id: where it stands in its file."""
    return Pending(source.object, f"{source.file}#{source.sheet or ''}#{number}")


def pending_at(rows: Rows, place: int) -> Pending:
    """The row at this place."""
    return pending(rows.source, rows.table.numbers[place])


def _settle(rows: Rows, header: str, target: str) -> None:
    values = rows.values[target]
    places = {pending_at(rows, place): place for place in range(len(rows.table.rows))}
    ups = {place: places[values[place]] for place in places.values() if values[place] in places}
    cells = rows.table.column(header)

    def fault(kind: str, place: int) -> None:
        found = rows.finding(kind, header, str(cells[place]))
        values[place] = None
        ups.pop(place, None)
        rows.count(found, place)
        rows.coming.withdraw(pending_at(rows, place), held=found.holds)

    for place in loops.too_deep(ups):
        fault("circular_reference", place)
    # A row that points at a row held back has nothing to point at; holding it back may leave others so in turn.
    below = loops.below(ups)
    lost = [place for held in rows.findings.held for place in below.get(held, ())]
    while lost:
        place = lost.pop()
        if place in ups and place not in rows.findings.held:
            fault("reference_not_found", place)
            if place in rows.findings.held:
                lost += below.get(place, ())


def owners(rows: Rows) -> list[Known | None]:
    """Whose each row is; None where it falls to whoever imports."""
    header = rows.source.owner_header()
    if header is None:
        return [None] * len(rows.table.rows)
    return _people_in(rows, header, rows.world.people())


def _people_in(rows: Rows, header: str, there: Directory) -> list[Known | None]:
    rows.findings.suggest("person_not_found", header, lambda value: nearest(value, rows.coming.words(PEOPLE, there)))
    found: list[Known | None] = []
    for place, cell in enumerate(rows.cells(header)):
        name = "" if empty(cell) else " ".join(str(cell).split())
        people = rows.coming.find(PEOPLE, name, there) if name else []
        found.append(people[0] if len(people) == 1 else None)
        if not name:
            rows.count(rows.finding("owner_empty", header), place)
        elif len(people) != 1:
            rows.count(rows.finding("person_not_found", header, name), place)
    standing = set(rows.standing())
    rows.coming.used.update(
        person for place, person in enumerate(found) if place in standing and isinstance(person, Pending)
    )
    return found


def placements(rows: Rows) -> list[Placement | None]:
    """Where each row's journey lands; None for objects without a process, and for rows held back."""
    process = rows.world.process_for(rows.source.object)
    if process is None:
        return [None] * len(rows.table.rows)
    header = rows.source.stage_header()
    if rows.source.journey is None or header is None:
        first = Placement(
            stage=process.stages[0].key,
            outcome=None,
            started_at=rows.now,
            entered_at=rows.now,
            closed_at=None,
            reason=None,
        )
        return [first] * len(rows.table.rows)
    return _Landing(rows, Staging(rows.source.journey, process), header).all()


class _Landing:
    """The journeys of one source, landing one by one."""

    def __init__(self, rows: Rows, stages: Staging, header: str) -> None:
        self.rows, self.stages, self.header = rows, stages, header
        plan = stages.plan
        self.started = self._moments(plan.started_at)
        self.entered = self._moments(plan.entered_at)
        self.closed = self._moments(plan.closed_at)
        self.reasons = rows.cells(plan.reason) if plan.reason else None
        rows.findings.suggest("unknown_stage", header, stages.likely)

    def all(self) -> list[Placement | None]:
        """Where every row lands."""
        return [self._one(place, cell) for place, cell in enumerate(self.rows.cells(self.header))]

    def _moments(self, header: str | None) -> list[datetime | None]:
        if header is None:
            return [None] * len(self.rows.table.rows)
        known: dict[Cell, tuple[datetime | None, Callable[[], Any] | None]] = {}
        found = []
        for place, cell in enumerate(self.rows.cells(header)):
            if cell not in known:
                known[cell] = self._moment(cell, header)
            moment, fault = known[cell]
            if fault is not None:
                self.rows.count(fault(), place, example=cell)
            found.append(moment)
        return found

    def _moment(self, cell: Cell, header: str) -> tuple[datetime | None, Callable[[], Any] | None]:
        try:
            return staging.moment(cell, self.rows.world.zone), None
        except Wrong as wrong:
            code, message = wrong.code, wrong.message
            return None, lambda: self.rows.finding("wrong_type", header, code=code, message=message)

    def _one(self, place: int, cell: Cell) -> Placement | None:
        if empty(cell):
            self.rows.count(self.rows.finding("stage_empty", self.header), place)
            return None
        where = self.stages.place(cell)
        if where is None:
            self.rows.count(self.rows.finding("unknown_stage", self.header, str(cell).strip()), place)
            return None
        stage, outcome = where
        started = self._started(place, cell)
        entered = self.entered[place] or started
        return self._landed(
            place,
            Placement(
                stage=stage,
                outcome=outcome,
                started_at=started,
                entered_at=entered,
                closed_at=self._closed(place, cell, entered) if outcome else None,
                reason=self._reason(place) if outcome == "lost" else None,
            ),
        )

    def _started(self, place: int, cell: Cell) -> datetime:
        found = self.started[place] or self.entered[place]
        if found is None:
            self.rows.count(self.rows.finding("start_missing", self.stages.plan.started_at), place, part=cell)
        return found or self.rows.now

    def _closed(self, place: int, cell: Cell, entered: datetime) -> datetime:
        found = self.closed[place]
        if found is None:
            self.rows.count(self.rows.finding("close_missing", self.stages.plan.closed_at), place, part=cell)
        return found or entered

    def _reason(self, place: int) -> str | None:
        if self.reasons is None:
            return None
        reason, known = self.stages.reason(self.reasons[place])
        if known:
            return reason
        found = self.rows.finding("unknown_reason", self.stages.plan.reason, reason)
        self.rows.count(found, place)
        return reason if found.treatment == "keep" else None

    def _landed(self, place: int, found: Placement) -> Placement:
        last = found.closed_at or found.entered_at
        if found.started_at <= found.entered_at <= last:
            return found
        example = f"{found.started_at:%Y-%m-%d} … {last:%Y-%m-%d}"
        self.rows.count(
            self.rows.finding("date_order", self.stages.plan.closed_at or self.header), place, example=example
        )
        first = min(found.started_at, found.entered_at, last)
        return Placement(
            stage=found.stage,
            outcome=found.outcome,
            started_at=first,
            entered_at=first,
            closed_at=found.closed_at and max(found.closed_at, first),
            reason=found.reason,
        )
