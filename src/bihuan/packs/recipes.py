"""How a value of the play is made from what the pack says: picked, drawn, counted on, or put together."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

PRODUCT = "product"  # under this name recipes find the products, and what their rows say


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a recipe may draw on. `words` stand in braces in texts, `values` are those of the record so far."""

    chance: Random
    now: datetime
    lists: Mapping[str, Sequence[Any]]
    words: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, Sequence[int]] = field(default_factory=dict)


class UnknownRecipe(ValueError):
    """The pack asks for something nobody here can make."""


def make(recipe: Any, ground: Ground) -> Any:  # noqa: ANN401 - a value of any field
    """The value that a recipe makes; a plain value is itself."""
    if not isinstance(recipe, Mapping):
        return recipe
    for name, maker in _MAKERS.items():
        if name in recipe:
            return maker(recipe, ground)
    if recipe.keys() & {"text", "lng", "lat"}:
        return dict(recipe)
    raise UnknownRecipe(f"no recipe here: {dict(recipe)!r}")


def made(recipes: Mapping[str, Any], ground: Ground) -> dict[str, Any]:
    """All values of a record; each recipe may look at those before it."""
    values = dict(ground.values)
    fresh: dict[str, Any] = {}
    for key, recipe in recipes.items():
        now = Ground(
            chance=ground.chance,
            now=ground.now,
            lists=ground.lists,
            words=ground.words,
            values=values,
            records=ground.records,
        )
        fresh[key] = values[key] = make(recipe, now)
    return fresh


def weighed(weights: Mapping[str, float], chance: Random) -> str:
    """One of these, the heavier the more often."""
    return chance.choices(list(weights), list(weights.values()))[0]


def filled(text: str, words: Mapping[str, object]) -> str:
    """A text with its words put in."""
    return text.format_map(words)


def count(mean: float, chance: Random) -> int:
    """How often something happens that happens so often on average."""
    left, number = math.exp(-mean), 0
    reached = chance.random()
    while reached > left:
        number += 1
        reached *= chance.random()
    return number


def _pick(recipe: Mapping[str, Any], ground: Ground) -> Any:  # noqa: ANN401
    given = recipe["pick"]
    if isinstance(given, Mapping):
        return weighed(given, ground.chance)
    found = ground.chance.choice(ground.lists[given] if isinstance(given, str) else given)
    return filled(found, ground.words) if isinstance(found, str) and "{" in found else found


def _int(recipe: Mapping[str, Any], ground: Ground) -> int:
    low, high = recipe["int"]
    step = recipe.get("step", 1)
    return int(low + step * ground.chance.randint(0, (high - low) // step))


def _number(recipe: Mapping[str, Any], ground: Ground) -> float:
    low, high = recipe["number"]
    digits: int = recipe.get("digits", 1)
    return round(ground.chance.uniform(low, high), digits)


def _amount(recipe: Mapping[str, Any], ground: Ground) -> int:
    low, high = recipe["amount"]
    return _stepped(math.exp(ground.chance.uniform(math.log(low), math.log(high))), recipe.get("step", 1000))


def _of(recipe: Mapping[str, Any], ground: Ground) -> int:
    low, high = recipe.get("times", (1, 1))
    base = float(ground.values.get(recipe["of"]) or 0)
    return _stepped(base * ground.chance.uniform(low, high), recipe.get("step", 1))


def _stepped(amount: float, step: int) -> int:
    return max(round(amount / step), 1) * step


def _days(recipe: Mapping[str, Any], ground: Ground) -> str:
    low, high = recipe["days"]
    return (ground.now + timedelta(days=ground.chance.randint(low, high))).date().isoformat()


def _moment(recipe: Mapping[str, Any], ground: Ground) -> str:
    low, high = recipe["moment"]
    day = ground.now + timedelta(days=ground.chance.randint(low, high))
    return day.replace(hour=ground.chance.randint(1, 8), minute=ground.chance.choice((0, 30)), second=0).isoformat()


def _some(recipe: Mapping[str, Any], ground: Ground) -> list[Any]:
    given = recipe["some"]
    known = ground.lists[given] if isinstance(given, str) else given
    low, high = recipe.get("count", (1, 2))
    return ground.chance.sample(list(known), min(ground.chance.randint(low, high), len(known)))


def _phone(_: Mapping[str, Any], ground: Ground) -> str:
    second = ground.chance.choice(("37", "38", "39", "50", "58", "76", "86", "88"))
    return f"1{second}{ground.chance.randrange(10**8):08d}"


def _refer(recipe: Mapping[str, Any], ground: Ground) -> int | None:
    """Any of the records of an object; the one `at` a place, or at the place that another value says (`by`)."""
    known = ground.records.get(recipe["refer"], ())
    if "at" in recipe or "by" in recipe:  # they are always made in the same order
        place = recipe.get("at", ground.values.get(recipe.get("by", "")))
        return known[place] if place is not None and place < len(known) else None
    return ground.chance.choice(known) if known else None


def _given(recipe: Mapping[str, Any], ground: Ground) -> Any:  # noqa: ANN401
    """What one of the words decides: `{given: job, is: {Pump: …, Valve: …}, else: …}`."""
    word = str(ground.words.get(recipe["given"], ""))
    return make(recipe["is"].get(word, recipe.get("else")), ground)


def _product(recipe: Mapping[str, Any], ground: Ground) -> int | None:
    """Any product, or one whose row says so: `{product: {kind: consumable}}`."""
    wanted = recipe["product"]
    if not isinstance(wanted, Mapping):
        return _refer({"refer": PRODUCT}, ground)
    fitting = [
        number
        for number, row in zip(ground.records.get(PRODUCT, ()), ground.lists[PRODUCT], strict=True)
        if wanted.items() <= row.items()
    ]
    return ground.chance.choice(fitting) if fitting else None


def _text(recipe: Mapping[str, Any], ground: Ground) -> Any:  # noqa: ANN401 - an address has words under the same name
    return filled(recipe["text"], ground.words) if len(recipe) == 1 else dict(recipe)


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], Ground], Any]] = {
    "given": _given,
    "pick": _pick,
    "int": _int,
    "number": _number,
    "amount": _amount,
    "of": _of,
    "days": _days,
    "moment": _moment,
    "some": _some,
    "phone": _phone,
    "product": _product,
    "refer": _refer,
    "text": _text,
}
