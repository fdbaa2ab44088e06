"""Problems by kind, with counts, examples, and what can be done about each. Pure.

Words: a *finding* is one kind of problem in one column, often with one value; its *treatment* is what happens to
the rows: held back, kept as they are, the value left empty, the missing thing created.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Treatment = Literal["skip_rows", "leave_empty", "create", "importer", "keep"]
MOST_VALUES = 50  # values told one by one for each column; the rest are counted together
_MOST_ROWS = 5
_LONGEST_VALUE = 80
_MOST_FLAWS = 20_000


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What usually happens to rows with a problem of this kind, and what else may be chosen."""

    usual: Treatment
    others: tuple[Treatment, ...] = ()
    replaceable: bool = False

    @property
    def remedies(self) -> tuple[str, ...]:
        """All that may be chosen, the best first."""
        return (*(("replace",) if self.replaceable else ()), *self.others, self.usual)


KINDS = {
    "unknown_choice": Kind(usual="skip_rows", others=("leave_empty",), replaceable=True),
    "unknown_country": Kind(usual="keep", others=("leave_empty", "skip_rows"), replaceable=True),
    "reference_not_found": Kind(usual="skip_rows", others=("create", "leave_empty"), replaceable=True),
    "reference_ambiguous": Kind(usual="skip_rows", others=("leave_empty",), replaceable=True),
    "reference_empty": Kind(usual="keep", others=("skip_rows",)),
    "circular_reference": Kind(usual="skip_rows", others=("leave_empty",)),
    "wrong_type": Kind(usual="skip_rows", others=("leave_empty",), replaceable=True),
    "cell_error": Kind(usual="skip_rows", others=("leave_empty",)),
    "empty_mark": Kind(usual="leave_empty", others=("skip_rows",), replaceable=True),
    "missing_required": Kind(usual="skip_rows"),
    "formula_like": Kind(usual="keep", others=("leave_empty", "skip_rows"), replaceable=True),
    "duplicate_rows": Kind(usual="skip_rows", others=("keep",)),
    "already_there": Kind(usual="skip_rows", others=("keep",)),
    "wider_rows": Kind(usual="skip_rows", others=("keep",)),
    "person_not_found": Kind(usual="skip_rows", others=("importer",), replaceable=True),
    "owner_empty": Kind(usual="importer", others=("skip_rows",)),
    "unknown_stage": Kind(usual="skip_rows", replaceable=True),
    "stage_empty": Kind(usual="skip_rows"),
    "start_missing": Kind(usual="keep", others=("skip_rows",)),
    "close_missing": Kind(usual="skip_rows", others=("keep",)),
    "date_order": Kind(usual="skip_rows", others=("keep",)),
    "unknown_reason": Kind(usual="keep", others=("leave_empty", "skip_rows"), replaceable=True),
    "unknown_role": Kind(usual="skip_rows", replaceable=True),
    "column_not_imported": Kind(usual="keep"),
    "never_referenced": Kind(usual="keep"),
    "case_empty": Kind(usual="skip_rows"),
    "activity_empty": Kind(usual="skip_rows"),
    "time_empty": Kind(usual="skip_rows"),
    "bad_time": Kind(usual="skip_rows"),
    "in_future": Kind(usual="skip_rows"),
    "name_too_long": Kind(usual="skip_rows"),
    "duplicate_events": Kind(usual="skip_rows"),
    "not_complete": Kind(usual="skip_rows"),
    "zone_missing": Kind(usual="keep"),
    "out_of_order": Kind(usual="keep"),
    "columns_aside": Kind(usual="keep"),
}


@dataclass(kw_only=True)
class Finding:
    """One problem: where, what, how often, and what happens to its rows."""

    kind: str
    header: str | None
    field: str | None
    value: str | None
    treatment: str
    code: str | None = None
    message: str | None = None
    by: str | None = None  # what replaces the value, where the mapping says so
    count: int = 0
    rows: list[int] = dataclasses.field(default_factory=list)
    examples: list[str] = dataclasses.field(default_factory=list)
    parts: Counter[str] = dataclasses.field(default_factory=Counter)
    nearest: str | None = None

    @property
    def solved(self) -> bool:
        """Whether the mapping has said what to do, so that nothing is lost."""
        return self.by is not None or self.treatment == "create"

    @property
    def holds(self) -> bool:
        """Whether its rows stay outside."""
        return self.treatment == "skip_rows"


@dataclass(frozen=True)
class Flaw:
    """One row held back, and why."""

    row: int
    header: str | None
    kind: str
    value: str | None


@dataclass
class Findings:
    """All problems of one source, and which of its rows are held back."""

    held: set[int] = dataclasses.field(default_factory=set)  # places of rows
    flawed: set[int] = dataclasses.field(default_factory=set)
    flaws: list[Flaw] = dataclasses.field(default_factory=list)
    _found: dict[tuple[object, ...], Finding] = dataclasses.field(default_factory=dict)
    _values: Counter[tuple[str, str | None]] = dataclasses.field(default_factory=Counter)
    _suggest: dict[tuple[str, str | None], Callable[[str], str | None]] = dataclasses.field(default_factory=dict)

    def __iter__(self) -> Iterator[Finding]:
        """What was found: what holds rows back first, then by number."""
        for (kind, header), suggest in self._suggest.items():
            for found in self._found.values():
                if (found.kind, found.header) == (kind, header) and found.value and not found.by and not found.nearest:
                    found.nearest = suggest(found.value)
        return iter(sorted(self._found.values(), key=lambda found: (not found.holds, -found.count)))

    def finding(
        self, kind: str, header: str | None, value: str | None, *, treatment: str, **more: str | None
    ) -> Finding:
        """The finding of this kind for this column and value, made where there was none."""
        value = value[:_LONGEST_VALUE] if value is not None else None
        key = (kind, header, value, treatment, more.get("code"), more.get("by"))
        if key not in self._found and value is not None:
            self._values[kind, header] += 1
            if self._values[kind, header] > MOST_VALUES:
                value = None
                key = (kind, header, None, treatment, more.get("code"), None)
        if key not in self._found:
            self._found[key] = Finding(kind=kind, header=header, value=value, treatment=treatment, field=None)
            for name, said in more.items():
                setattr(self._found[key], name, said)
        return self._found[key]

    def count(
        self, found: Finding, place: int, number: int, *, example: str | None = None, part: str | None = None
    ) -> None:
        """One more row with this problem; held back where that is its treatment."""
        found.count += 1
        self.flawed.add(place)
        if len(found.rows) < _MOST_ROWS:
            found.rows.append(number)
            if example is not None:
                found.examples.append(example[:_LONGEST_VALUE])
        if part is not None:
            found.parts[part] += 1
        if found.holds:
            self.held.add(place)
            if len(self.flaws) < _MOST_FLAWS:
                self.flaws.append(
                    Flaw(number, found.header, found.kind, example if example is not None else found.value)
                )

    def note(self, found: Finding, parts: Counter[str], *, count: int) -> None:
        """A problem of the whole column or file rather than of rows."""
        found.count, found.parts = count, parts

    def suggest(self, kind: str, header: str | None, by: Callable[[str], str | None]) -> None:
        """How to find the word that was probably meant, asked only for the values that are told."""
        self._suggest[kind, header] = by
