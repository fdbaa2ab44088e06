"""What a rule comes to for one record: which conditions hold, by which values, and what is to be done. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bihuan.kernel.conditions import Compare, Condition, Count
from bihuan.rules.definition import Action, Branch, RuleDef, Step

Holds = Callable[[Condition], bool]
Counted = Callable[[Count], int]


@dataclass(frozen=True, kw_only=True)
class Clue:
    """One comparison: the field or what is counted, what was asked of it, what was found, and whether it holds."""

    key: str
    asked: Mapping[str, Any]
    found: Any
    holds: bool

    def facts(self) -> dict[str, Any]:
        """The same as JSON."""
        return {"key": self.key, "asked": dict(self.asked), "found": plain(self.found), "holds": self.holds}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One condition of the rule, at its place: whether it holds, and by which comparisons."""

    place: str
    holds: bool
    clues: tuple[Clue, ...]

    def facts(self) -> dict[str, Any]:
        """The same as JSON."""
        return {"place": self.place, "holds": self.holds, "clues": [clue.facts() for clue in self.clues]}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a rule comes to: the conditions on its way, in order, and the actions at its end, each with its place."""

    judged: tuple[Judged, ...]
    actions: tuple[tuple[str, Action], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that is known of a record: its values, whether a condition holds for it, and how many refer to it."""

    values: Mapping[str, Any]
    holds: Holds
    counted: Counted


def judge(rule: RuleDef, case: Case) -> Judgement:
    """Follow the rule's branches for this record."""
    judged: list[Judged] = []
    steps: tuple[Step, ...] = rule.then
    place = "then"
    if rule.when is not None:
        one = _judged("when", rule.when, case)
        judged.append(one)
        place, steps = ("then", rule.then) if one.holds else ("otherwise", rule.otherwise)
    actions = tuple(_follow(place, steps, case, judged))
    return Judgement(judged=tuple(judged), actions=actions)


def _follow(place: str, steps: tuple[Step, ...], case: Case, judged: list[Judged]) -> Iterator[tuple[str, Action]]:
    for step in steps:
        here = f"{place}.{step.key}"
        if not isinstance(step, Branch):
            yield here, step
            continue
        one = _judged(f"{here}.when", step.when, case)
        judged.append(one)
        way, further = ("then", step.then) if one.holds else ("otherwise", step.otherwise)
        yield from _follow(f"{here}.{way}", further, case, judged)


def _judged(place: str, condition: Condition, case: Case) -> Judged:
    clues = tuple(_clue(part, case) for part in _leaves(condition))
    return Judged(place=place, holds=case.holds(condition), clues=clues)


def _leaves(condition: Condition) -> Iterator[Compare | Count]:
    """The comparisons of the record itself; what a count asks of others belongs to the count."""
    if isinstance(condition, Compare | Count):
        yield condition
        return
    for part in condition.parts:
        yield from _leaves(part)


def _clue(part: Compare | Count, case: Case) -> Clue:
    asked = part.model_dump(mode="json", by_alias=True)
    found = case.counted(part) if isinstance(part, Count) else case.values.get(part.field)
    key = part.key if isinstance(part, Count) else part.field
    return Clue(key=key, asked=asked, found=found, holds=case.holds(part))


def plain(value: Any) -> Any:  # noqa: ANN401 - values of any field
    """A value as JSON can keep it."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
