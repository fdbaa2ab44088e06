"""The rows of one source, read into values: every problem counted, every row either ready or held back. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.importer import cleaning, countries
from bihuan.importer.definition import OWNER, STAGE, Column, Source
from bihuan.importer.findings import KINDS, Finding, Findings
from bihuan.importer.likeness import nearest
from bihuan.importer.staging import Placement
from bihuan.importer.table import Cell, Table, empty, folded
from bihuan.importer.world import Directory, Known, Pending, World
from bihuan.objects import fields
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import Wrong

Read = tuple[Any, Finding | None]


@dataclass(slots=True)
class Ready:
    """One row as it will be written. `owner` is None where it falls to whoever imports."""

    number: int
    values: dict[str, Any]
    owner: Known | None = None
    placement: Placement | None = None


@dataclass
class Coming:
    """What this import will make besides what is there: names that later sources may use, and which were used."""

    names: dict[str, Directory] = field(default_factory=dict)
    created: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # missing things to be made, by object and folded name
    used: set[Pending] = field(default_factory=set)
    gone: set[Known] = field(default_factory=set)

    def add(self, pending: Pending, *names: object) -> None:
        """Something that will be made, and the names it goes by."""
        directory = self.names.setdefault(pending.object_key, Directory())
        for name in names:
            directory.add(name, pending)

    def withdraw(self, pending: Pending, *, held: bool) -> None:
        """A row that is held back after all takes its names with it."""
        if held:
            self.gone.add(pending)

    def create(self, object_key: str, name: str) -> Pending:
        """A missing thing, to be made with nothing but its name."""
        self.created.setdefault(object_key, {}).setdefault(folded(name), name)
        return Pending(object_key, folded(name))

    def find(self, object_key: str, name: object, there: Directory) -> list[Known]:
        """All that goes by this name, there or coming."""
        coming = self.names.get(object_key)
        return [*there.find(name), *(one for one in (coming.find(name) if coming else ()) if one not in self.gone)]

    def words(self, object_key: str, there: Directory) -> Iterable[str]:
        """All names, there or coming."""
        coming = self.names.get(object_key)
        yield from coming.words() if coming else ()
        yield from there.words()


@dataclass
class Rows:
    """One source at work: its table, what was found in it, what became of each column."""

    source: Source
    table: Table
    world: World
    coming: Coming
    now: datetime
    findings: Findings = field(default_factory=Findings)
    values: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def object_def(self) -> ObjectDef:
        """What the rows become."""
        return self.world.objects()[self.source.object]

    def finding(self, kind: str, header: str | None, value: str | None = None, **more: str | None) -> Finding:
        """The finding of this kind, treated as the mapping says or as usual."""
        treatment = self.source.remedy(kind, header) or KINDS[kind].usual
        return self.findings.finding(kind, header, value, treatment=treatment, **more)

    def count(self, found: Finding, place: int, *, example: object = None, part: object = None) -> None:
        """One more row with a problem."""
        self.findings.count(
            found,
            place,
            self.table.numbers[place],
            example=None if example is None else str(example),
            part=None if part is None else str(part),
        )

    def cells(self, header: str) -> list[Cell]:
        """A column with the values that the mapping puts in the place of others."""
        column = (self.source.columns or {}).get(header)
        cells = self.table.column(header)
        if column is None or not column.replace:
            return cells
        replaced = {folded(value): by for value, by in column.replace.items()}
        return [cell if empty(cell) else replaced.get(folded(cell), cell) for cell in cells]

    def standing(self) -> list[int]:
        """The places of rows that nothing holds back."""
        held = self.findings.held
        return [place for place in range(len(self.table.rows)) if place not in held]


def read_columns(rows: Rows) -> None:
    """Clean every column that fills a field, but those that point at the same source: they wait for its names."""
    stages = rows.source.stage_header()
    parts = rows.table.column(stages) if stages else None
    for header, column in (rows.source.columns or {}).items():
        for target in column.field:
            if target in {OWNER, STAGE}:
                continue
            found = rows.object_def.field(target)
            assert found is not None, "the mapping was checked"
            if not points_home(rows, found):
                rows.values[target] = read_column(rows, header, column, found, parts)
    for place in rows.table.ragged:
        rows.count(rows.finding("wider_rows", None), place)
    note_unused(rows)


def points_home(rows: Rows, target: FieldDef) -> bool:
    """Whether a field refers to records of the same object."""
    return target.type == "reference" and target.to == rows.source.object


def read_column(rows: Rows, header: str, column: Column, target: FieldDef, parts: list[Cell] | None) -> list[Any]:
    """The values of one column. Each different cell is read once."""
    cells = rows.table.column(header)
    read = _reader(rows, header, column, target, cells)
    known: dict[tuple[type, Cell], Read] = {}
    values = []
    for place, cell in enumerate(cells):
        key = (type(cell), cell)
        if key not in known:
            known[key] = read(cell)
        value, found = known[key]
        values.append(value)
        if found is not None:
            part = parts[place] if parts is not None and found.kind == "reference_empty" else None
            rows.count(found, place, example=cell if not empty(cell) else None, part=part)
    return values


def _reader(rows: Rows, header: str, column: Column, target: FieldDef, cells: list[Cell]) -> Callable[[Cell], Read]:
    plain = (
        _POINTING[target.type](rows, header, target, cells)
        if target.type in _POINTING
        else _plain(rows, header, column, target)
    )
    replaced = {folded(value): by for value, by in column.replace.items()}
    if not replaced:
        return plain

    def read(cell: Cell) -> Read:
        if empty(cell) or folded(cell) not in replaced:
            return plain(cell)
        by = replaced[folded(cell)]
        value, fault = (None, None) if by is None else plain(by)
        if fault is not None and fault.treatment != "keep":
            return value, fault
        before = _tried(rows, plain, cell)
        if before is None:
            return value, None
        return value, rows.findings.finding(before, header, str(cell), treatment="keep", by=by or "")

    return read


def _tried(rows: Rows, plain: Callable[[Cell], Read], cell: Cell) -> str | None:
    """What would have been wrong with a value that the mapping replaces; nothing is kept of the trial."""
    kept, rows.findings = rows.findings, Findings()
    created = {key: dict(found) for key, found in rows.coming.created.items()}
    _, fault = plain(cell)
    rows.findings, rows.coming.created = kept, created
    return fault.kind if fault else None


def _plain(rows: Rows, header: str, column: Column, target: FieldDef) -> Callable[[Cell], Read]:
    country = target.type == "text" and countries.about_countries(target.key, target.label.zh, target.label.en)
    rows.findings.suggest("unknown_choice", header, lambda value: nearest(value, _choices(target)))
    rows.findings.suggest("unknown_country", header, countries.likely)

    def read(cell: Cell) -> Read:
        if empty(cell):
            return None, None
        if cleaning.empty_mark(cell, target):
            return None, rows.finding("empty_mark", header, str(cell).strip())
        try:
            value = cleaning.clean(cell, target, zone=rows.world.zone, scale=column.scale)
        except (Wrong, cleaning.CellError) as wrong:
            return None, _wrong(rows, header, cell, wrong)
        if country and not countries.known(str(value)):
            return _kept(rows.finding("unknown_country", header, str(value)), value)
        if target.type in cleaning.TEXT_TYPES and cleaning.formula_like(cell):
            return _kept(rows.finding("formula_like", header), value)
        return value, None

    return read


def _kept(found: Finding, value: Any) -> Read:  # noqa: ANN401
    return (value if found.treatment == "keep" else None), found


def _wrong(rows: Rows, header: str, cell: Cell, wrong: Wrong | cleaning.CellError) -> Finding:
    if isinstance(wrong, cleaning.CellError):
        return rows.finding("cell_error", header, str(cell).strip())
    if wrong.code == "not_a_choice":
        return rows.finding("unknown_choice", header, str(cell).strip())
    return rows.finding("wrong_type", header, code=wrong.code, message=wrong.message)


def _choices(target: FieldDef) -> Iterable[str]:
    for choice in target.choices:
        if not choice.archived:
            yield from dict.fromkeys((choice.key, choice.label.zh, choice.label.en))


def _record(rows: Rows, header: str, target: FieldDef, cells: list[Cell]) -> Callable[[Cell], Read]:
    assert target.to is not None
    object_key = target.to
    names = {str(cell).strip() for cell in cells if not empty(cell)}
    to = rows.world.objects().get(object_key)
    title = to.field(to.title) if to is not None else None
    return _pointer(rows, header, object_key, rows.world.records(object_key, names), title)


def _member(rows: Rows, header: str, target: FieldDef, cells: list[Cell]) -> Callable[[Cell], Read]:  # noqa: ARG001
    return _pointer(rows, header, "people", rows.world.people())


def _team(rows: Rows, header: str, target: FieldDef, cells: list[Cell]) -> Callable[[Cell], Read]:  # noqa: ARG001
    return _pointer(rows, header, "team", rows.world.teams())


def _pointer(
    rows: Rows, header: str, object_key: str, there: Directory, title: FieldDef | None = None
) -> Callable[[Cell], Read]:
    rows.findings.suggest(
        "reference_not_found", header, lambda value: nearest(value, rows.coming.words(object_key, there))
    )

    def read(cell: Cell) -> Read:
        if empty(cell):
            return None, rows.finding("reference_empty", header)
        name = " ".join(str(cell).split())
        found = rows.coming.find(object_key, name, there)
        if len(found) == 1:
            if isinstance(found[0], Pending):
                rows.coming.used.add(found[0])
            return found[0], None
        if found:
            return None, rows.finding("reference_ambiguous", header, name)
        missing = rows.finding("reference_not_found", header, name)
        if missing.treatment != "create" or title is None:
            return None, missing
        try:
            return rows.coming.create(object_key, str(fields.of(title.type).read(name, title))), missing
        except Wrong as wrong:
            return None, _wrong(rows, header, cell, wrong)

    return read


_POINTING: dict[str, Callable[[Rows, str, FieldDef, list[Cell]], Callable[[Cell], Read]]] = {
    "reference": _record,
    "member": _member,
    "team": _team,
}


def note_unused(rows: Rows) -> None:
    """Name the columns that hold something and go nowhere."""
    source = rows.source
    read = {*(source.columns or {}), *(source.journey.headers() if source.journey else ())}
    for header in rows.table.headers:
        if header not in read and header != source.owner:
            filled = sum(not empty(cell) for cell in rows.table.column(header))
            if filled:
                rows.findings.note(rows.finding("column_not_imported", header), Counter(), count=filled)


def fill_in(rows: Rows) -> None:
    """Put defaults where a cell was empty, then name the rows that lack what their object requires."""
    for target in rows.object_def.fields:
        default = rows.source.defaults.get(target.key, target.default)
        if default is not None and fields.of(target.type).given:
            value = fields.of(target.type).read(default, target)
            given = rows.values.get(target.key) or [None] * len(rows.table.rows)
            rows.values[target.key] = [value if cell is None else cell for cell in given]
        if target.required:
            _require(rows, target)


def _require(rows: Rows, target: FieldDef) -> None:
    values = rows.values.get(target.key)
    header = rows.source.header_of(target.key)
    for place in rows.standing():
        if values is None or values[place] is None:
            rows.count(rows.finding("missing_required", header, code=target.key), place)
