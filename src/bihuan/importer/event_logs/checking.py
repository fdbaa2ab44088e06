"""From the lines of a log to whole cases in the order of time, and every kind of problem on the way. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.importer import cleaning
from bihuan.importer.event_logs.columns import Columns
from bihuan.importer.findings import KINDS, Findings
from bihuan.importer.table import Cell, Table
from bihuan.objects.field_types import Wrong

LONGEST_NAME = 200
_FIRST_YEAR = 1900
_DONE = "complete"
Present = Callable[[Iterable[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Event:
    """One line that can be believed: where it stands in the file, what was done, when, and by whom."""

    place: int
    activity: str
    at: datetime
    by: str | None


@dataclass(kw_only=True)
class CheckedLog:
    """A log as it was found: its cases, and what is in the way of the other lines."""

    file: str
    table: Table
    columns: Columns
    findings: Findings
    cases: dict[str, list[Event]]

    @property
    def activities(self) -> dict[str, int]:
        """Every activity with the number of cases that came to it, the most frequent first."""
        reached = Counter(name for steps in self.cases.values() for name in {step.activity for step in steps})
        return dict(reached.most_common())

    @property
    def variants(self) -> int:
        """How many different ways the cases went."""
        return len({tuple(step.activity for step in steps) for steps in self.cases.values()})

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From the first event to the last."""
        moments = [step.at for steps in self.cases.values() for step in (steps[0], steps[-1])]
        return (min(moments), max(moments)) if moments else None

    @property
    def numbers(self) -> dict[str, int]:
        """Lines read = lines ready + lines held back; and what they are about."""
        total, ready = len(self.table.rows), sum(map(len, self.cases.values()))
        return {
            "rows": total,
            "ready": ready,
            "skipped": total - ready,
            "with_problems": len(self.findings.flawed),
            "blank": self.table.blank,
            "cases": len(self.cases),
            "activities": len(self.activities),
            "variants": self.variants,
        }


def check(table: Table, columns: Columns, *, zone: ZoneInfo, present: Present, now: datetime) -> CheckedLog:
    """Read every line; say what is wrong with which, and order the rest by case and time.

    `present` says which of these cases are in the workspace already: none of their lines is taken a second time.
    """
    looked = _Lines(table, columns, Findings(), zone, now)
    cases = looked.all()
    for case in present(cases):
        for step in cases.pop(case):
            looked.fault("already_there", columns.case, step.place, case)
    return CheckedLog(file=table.name, table=table, columns=columns, findings=looked.findings, cases=cases)


@dataclass
class _Lines:
    """The lines of one log, read one by one."""

    table: Table
    columns: Columns
    findings: Findings
    zone: ZoneInfo
    now: datetime
    _moments: dict[str, tuple[datetime, bool] | Wrong] = field(default_factory=dict)

    def all(self) -> dict[str, list[Event]]:
        cases: dict[str, list[Event]] = defaultdict(list)
        met: set[tuple[object, ...]] = set()
        cells = self._cells()
        for place, (case_cell, activity_cell, time_cell, by_cell) in enumerate(zip(*cells, strict=True)):
            case = self._name("case_empty", self.columns.case, place, case_cell)
            activity = self._name("activity_empty", self.columns.activity, place, activity_cell)
            at = self._moment(place, time_cell)
            if case is None or activity is None or at is None or place in self.findings.held:
                continue
            by = _tidy(by_cell)[:LONGEST_NAME] or None
            if (line := (case, activity, at, by)) in met:
                self.fault("duplicate_events", None, place, case)
                continue
            met.add(line)
            cases[case].append(Event(place, activity, at, by))
        self._by_time(cases)
        self._aside()
        return dict(cases)

    def fault(self, kind: str, header: str | None, place: int, example: str | None = None) -> None:
        treatment = KINDS[kind].usual
        found = self.findings.finding(kind, header, None, treatment=treatment)
        self.findings.count(found, place, self.table.numbers[place], example=example)

    def _cells(self) -> Sequence[Sequence[Cell]]:
        columns = self.columns
        named = (columns.case, columns.activity, columns.time, columns.resource)
        self._unfinished(self._column(columns.lifecycle))
        return [self._column(name) for name in named]

    def _column(self, name: str | None) -> Sequence[Cell]:
        return self.table.column(name) if name is not None else [None] * len(self.table.rows)

    def _unfinished(self, states: Sequence[Cell]) -> None:
        # Where a log tells beginnings and ends apart, the end is when a thing was done; both would count it twice.
        said = [_tidy(state).casefold() for state in states]
        if _DONE not in said:
            return
        for place, state in enumerate(said):
            if state not in {_DONE, ""}:
                self.fault("not_complete", self.columns.lifecycle, place, state)

    def _name(self, kind: str, header: str | None, place: int, cell: Cell) -> str | None:
        name = _tidy(cell)
        if not name:
            self.fault(kind, header, place)
        elif len(name) > LONGEST_NAME:
            self.fault("name_too_long", header, place, name)
        else:
            return name
        return None

    def _moment(self, place: int, cell: Cell) -> datetime | None:
        text = _tidy(cell)
        if not text:
            self.fault("time_empty", self.columns.time, place)
            return None
        if text not in self._moments:
            self._moments[text] = _read(text, self.zone)
        found = self._moments[text]
        if isinstance(found, Wrong):
            self.fault("bad_time", self.columns.time, place, text)
            return None
        at, zoned = found
        if at > self.now:
            self.fault("in_future", self.columns.time, place, text)
            return None
        if not zoned:
            self.fault("zone_missing", self.columns.time, place, text)
        return at

    def _by_time(self, cases: Mapping[str, list[Event]]) -> None:
        for case, steps in cases.items():
            moments = [step.at for step in steps]
            steps.sort(key=lambda step: step.at)  # lines of one moment stay in the order of the file
            if moments != [step.at for step in steps]:
                self.fault("out_of_order", self.columns.time, steps[0].place, case)

    def _aside(self) -> None:
        aside = [name for name in self.table.headers if name not in self.columns.used()]
        if aside:
            found = self.findings.finding("columns_aside", None, None, treatment="keep")
            self.findings.note(found, Counter(dict.fromkeys(aside, len(self.table.rows))), count=len(aside))


def _tidy(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())


def _read(text: str, zone: ZoneInfo) -> tuple[datetime, bool] | Wrong:
    """The moment, and whether the text itself said in which zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            return _within(cleaning.moment_of(text, zone)), False
        except Wrong as wrong:
            return wrong
    try:
        return (_within(at), True) if at.tzinfo else (_within(at.replace(tzinfo=zone)), False)
    except Wrong as wrong:
        return wrong


def _within(at: datetime) -> datetime:
    if at.year < _FIRST_YEAR:
        raise Wrong("wrong_type", "This is before any log.")
    return at
