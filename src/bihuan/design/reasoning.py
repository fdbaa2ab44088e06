"""Why a rule did something or not, in a sentence: what stood there, beside what was asked. Pure.

Only what decided is said: of conditions that must all hold and did not, those that failed; of those of which one was
enough, those that held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.kernel import conditions
from bihuan.kernel.conditions import All, AnyOf, Compare, Condition, Count, Node, Not, Relative
from bihuan.kernel.words import Lang
from bihuan.rules.definition import Action, Branch, RuleDef, Step

Said = Callable[[str, Any], str]  # a value of a field, as people read it; empty where there is none

_SIGNS: Mapping[str, tuple[str, str]] = {  # where it holds, and where it does not
    "eq": ("=", "≠"),
    "ne": ("≠", "="),
    "lt": ("<", "≥"),
    "le": ("≤", ">"),
    "gt": (">", "≤"),
    "ge": ("≥", "<"),
}
_EMPTY: Mapping[Lang, str] = {"zh": "空", "en": "empty"}


@dataclass(frozen=True, kw_only=True)
class Found:
    """One comparison as a run has kept it: what stood there, and whether it held."""

    found: Any
    holds: bool


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How things are called: fields, choices and objects by key, and values as people read them."""

    labels: Mapping[str, str]
    said: Said
    lang: Lang

    def either(self, zh: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return zh if self.lang == "zh" else en

    def value(self, field: str, value: Any) -> str:  # noqa: ANN401 - of any field
        """A value, or that there is none."""
        return self.said(field, value) or _EMPTY[self.lang]


def because(asked: Condition, clues: Sequence[Found], telling: Telling) -> str:
    """Why a condition held, or did not: the comparisons that decided it, each with what stood there.

    Empty where the comparisons that were kept are not those of this condition.
    """
    clued = iter(clues)
    try:
        read = _read(asked, clued)
    except StopIteration:
        return ""
    told = list(dict.fromkeys(_told(leaf, found, telling) for leaf, found in read.deciding))
    return telling.either(" 且 ", " and ").join(told)


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A condition with what was found: whether it held, and the comparisons that decided it."""

    holds: bool
    deciding: tuple[tuple[Compare | Count, Found], ...]


def _read(node: Node, clues: Iterator[Found]) -> _Read:
    if isinstance(node, Compare | Count):
        found = next(clues)
        return _Read(holds=found.holds, deciding=((node, found),))
    if isinstance(node, Not):
        inner = _read(node.part, clues)
        return _Read(holds=not inner.holds, deciding=inner.deciding)
    parts = [_read(part, clues) for part in node.parts]
    assert isinstance(node, All | AnyOf), "there are five kinds of conditions"
    held = [part.holds for part in parts]
    holds = all(held) if isinstance(node, All) else any(held)
    deciding = tuple(one for part in parts if part.holds is holds for one in part.deciding)
    return _Read(holds=holds, deciding=deciding)


def _told(asked: Compare | Count, clue: Found, telling: Telling) -> str:
    if isinstance(asked, Count):
        said = conditions.explain(asked, telling.labels, telling.lang)
        return said if clue.holds else telling.either(f"{said} 不成立（{clue.found}）", f"not {said} ({clue.found})")
    name, found = telling.labels.get(asked.field, asked.field), telling.value(asked.field, clue.found)
    if asked.op in {"is_empty", "is_filled"}:
        return f"{name} = {found}"
    if asked.op not in _SIGNS or isinstance(asked.value, Relative):
        said = conditions.explain(asked, telling.labels, telling.lang)
        if clue.holds:
            return telling.either(f"{said}（{found}）", f"{said} ({found})")
        return telling.either(f"并非 {said}（{found}）", f"not {said} ({found})")
    wanted = telling.value(asked.field, asked.value)
    if clue.found is None or (asked.op == "eq" and clue.holds):
        return f"{name} = {found}"
    return f"{name} {found} {_SIGNS[asked.op][0 if clue.holds else 1]} {wanted}"


@dataclass(frozen=True, kw_only=True)
class Untaken:
    """A step that a run passed by, and the place of the condition that decided so."""

    step: Action
    by: str


def passed_by(rule: RuleDef, held: Mapping[str, bool]) -> list[Untaken]:
    """The actions that a run did not come to; `held` are its conditions by their places."""
    if rule.when is None:
        return list(_untaken("then", rule.then, held))
    taken, left = ("then", "otherwise") if held.get("when", True) else ("otherwise", "then")
    ways: Mapping[str, tuple[Step, ...]] = {"then": rule.then, "otherwise": rule.otherwise}
    return [*_untaken(taken, ways[taken], held), *_all(ways[left], "when")]


def _untaken(place: str, steps: tuple[Step, ...], held: Mapping[str, bool]) -> Iterator[Untaken]:
    for step in steps:
        if not isinstance(step, Branch):
            continue
        here = f"{place}.{step.key}"
        ways: Mapping[str, tuple[Step, ...]] = {"then": step.then, "otherwise": step.otherwise}
        taken, left = ("then", "otherwise") if held.get(f"{here}.when", True) else ("otherwise", "then")
        yield from _untaken(f"{here}.{taken}", ways[taken], held)
        yield from _all(ways[left], f"{here}.when")


def _all(steps: tuple[Step, ...], by: str) -> Iterator[Untaken]:
    for step in steps:
        if isinstance(step, Branch):
            yield from _all((*step.then, *step.otherwise), by)
        else:
            yield Untaken(step=step, by=by)
