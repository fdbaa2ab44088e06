"""How each sort of value is said. What has no words is shown as it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from bihuan.design.differing import spoken
from bihuan.design.differing.spot import Spot
from bihuan.kernel import conditions
from bihuan.kernel.calendar import Limit
from bihuan.kernel.words import Words
from bihuan.metrics.definition import DIMENSIONS
from bihuan.reports.questions import QUESTIONS

Say = Callable[[Any, Spot], str]

_SPLITS: Mapping[str, Words] = {one.value: said for one, said in DIMENSIONS.items()}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_DEEPEST = 12  # of a formula; a deeper one could not be read


def plain(value: Any, spot: Spot) -> str:  # noqa: ANN401 - any JSON
    """A text as it is, a text in two languages in this one, and anything else as JSON."""
    if isinstance(value, dict) and value.keys() <= {"zh", "en"}:
        return spoken.words(value, spot.lang) or spoken.canonical(value)
    if isinstance(value, str):
        return spoken.clean(value) or spoken.canonical(value)
    return yes_or_no(value, spot) if isinstance(value, bool) else spoken.canonical(value)


def yes_or_no(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """Yes or no."""
    return spot.either("是", "yes") if value else spot.either("否", "no")


def limit(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A time as people say it."""
    try:
        return Limit.read(value).words(spot.lang)
    except ValueError:
        return plain(value, spot)


def days(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A number of days."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return plain(value, spot)
    return f"{value:g} {spot.either('天', 'day' if value == 1 else 'days')}"


def condition(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A condition as a sentence."""
    try:
        return conditions.explain(conditions.read(value), spot.names.conditions(spot.object_key), spot.lang)
    except (ValidationError, RecursionError):
        return plain(value, spot)


def formula(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A formula as one writes it on paper."""
    return _formula(value, spot, 1)


def _formula(raw: Any, spot: Spot, depth: int) -> str:  # noqa: ANN401
    if not isinstance(raw, dict) or depth > _DEEPEST:
        return plain(raw, spot)
    if raw.keys() == {"field"}:
        return field(raw["field"], spot)
    if raw.keys() == {"if", "then", "else"}:
        asked = condition(raw["if"], spot)
        then, otherwise = (_formula(raw[way], spot, depth + 1) for way in ("then", "else"))
        return spot.either(f"如果 {asked} 则 {then} 否则 {otherwise}", f"if {asked} then {then} else {otherwise}")
    sign, listed = next(iter(raw.items()), ("", None))
    if len(raw) != 1 or sign not in _SIGNS or not isinstance(listed, list | tuple):
        return plain(raw, spot)
    said = f" {_SIGNS[sign]} ".join(_formula(part, spot, depth + 1) for part in listed)
    return said if depth == 1 else f"({said})"


def field(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A field of the object that is meant here."""
    return spot.names.call("fields", spot.object_key, value) if isinstance(value, str) else plain(value, spot)


def object_(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """An object, or all of them."""
    if value == "*":
        return spot.either("所有对象", "every object")
    return spot.names.call("objects", value) if isinstance(value, str) else plain(value, spot)


def stage(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A stage of this process."""
    return spot.names.call("stages", spot.process_key, value) if isinstance(value, str) else plain(value, spot)


def deliverable(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A deliverable of this process."""
    return spot.names.call("deliverables", spot.process_key, value) if isinstance(value, str) else plain(value, spot)


def way(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """Deliverables that open a gate together."""
    if not isinstance(value, list | tuple):
        return plain(value, spot)
    return " + ".join(deliverable(key, spot) for key in value)


def role(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A role."""
    return spot.names.call("roles", value) if isinstance(value, str) else plain(value, spot)


def approval(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """An approval."""
    return spot.names.call("approvals", value) if isinstance(value, str) else plain(value, spot)


def process(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A process."""
    return spot.names.call("processes", value) if isinstance(value, str) else plain(value, spot)


def question(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """One of the questions of dashboards."""
    known = QUESTIONS.get(value) if isinstance(value, str) else None
    return known.label.say(spot.lang) if known else plain(value, spot)


def split(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """Something that a number is split by: out of the closed list, or a field."""
    known = _SPLITS.get(value) if isinstance(value, str) else None
    if known:
        return known.say(spot.lang)
    return field(value.removeprefix("field.") if isinstance(value, str) else value, spot)


def grade(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A choice of the field that is graded here."""
    return spot.names.conditions(spot.object_key).get(f"{spot.field_key}.{value}", plain(value, spot))


def dictionary(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A dictionary."""
    return spot.names.call("dictionaries", value) if isinstance(value, str) else plain(value, spot)


def activity_kind(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A kind of activity."""
    return spot.names.call("activity_kinds", value) if isinstance(value, str) else plain(value, spot)


def sample(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """A file: its name, and the beginning of its fingerprint where it is kept."""
    known = isinstance(value, dict) and value.keys() <= {"name", "sha256"} and isinstance(value.get("name"), str)
    if not known:
        return plain(value, spot)
    name = spoken.short(PurePosixPath(value["name"]).name)
    return f"{name} #{value['sha256'][:8]}" if isinstance(value.get("sha256"), str) else name


def one_of(said: Mapping[str, Words]) -> Say:
    """A value out of a closed list, each with its words."""

    def say(value: Any, spot: Spot) -> str:  # noqa: ANN401
        known = said.get(value) if isinstance(value, str) else None
        return known.say(spot.lang) if known else plain(value, spot)

    return say


def in_use(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """Whether an archived choice is still offered."""
    return spot.either("停用", "archived") if value else spot.either("在用", "in use")
