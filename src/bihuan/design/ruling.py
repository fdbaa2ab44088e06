"""One rule of a draft by itself: as it is meant, and as text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from bihuan.design import as_text, fitting, operations
from bihuan.design.fault import Fault
from bihuan.kernel.refusals import NotFound
from bihuan.objects.definition import ObjectDef
from bihuan.rules.definition import RuleDef


def rule_of(body: dict[str, Any], key: str) -> tuple[RuleDef, Mapping[str, ObjectDef]]:
    """A rule of a draft, and the object it is about as the draft has it. NotFound where it can't be read."""
    raw = operations.found(body, ("rules", key))
    if raw is None:
        raise NotFound
    try:
        rule = RuleDef.model_validate(raw)
        drafted = operations.found(body, ("objects", rule.object))
        known = {} if drafted is None else {rule.object: ObjectDef.model_validate(drafted)}
    except ValidationError as wrong:
        raise NotFound from wrong
    return rule, known


def written(body: dict[str, Any], key: str) -> str:
    """A rule as YAML, its members in the order of their definition."""
    raw = operations.found(body, ("rules", key))
    if raw is None:
        raise NotFound
    model: Any = None
    with suppress(ValueError):
        model = RuleDef.model_validate(raw).model_dump(mode="json", exclude_none=True, by_alias=True)
    return as_text.part(raw, model)


def read(text: str, key: str) -> tuple[dict[str, Any], list[Fault]]:
    """The rule that a text says, which stays the one with this key, and what keeps it from being read."""
    said = as_text.read(text.encode())
    raw = {"key": key, **{name: value for name, value in said.items() if name != "key"}}
    return raw, fitting.misfits({"rules": [raw]}, [("rules", key)])
