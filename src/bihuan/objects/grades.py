"""Grades that are worked out: the first rule that holds says which choice of a field a record gets. Pure.

Words: a *grade* 等级 is a choice that rules give; a *grading* 分级 is one field with its rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import Field

from bihuan.kernel import conditions
from bihuan.kernel.conditions import Compare, Condition, Count
from bihuan.kernel.words import Words
from bihuan.objects.definition import EntryKey, Key, Part


class GradeRule(Part):
    """Whoever this holds for gets this grade."""

    key: Key
    grade: EntryKey
    holds: Condition


class GradingDef(Part):
    """A choice field that nobody fills in: the first rule that holds gives its value, `otherwise` where none does."""

    key: Key
    label: Words
    object: Key
    field: Key
    rules: tuple[GradeRule, ...] = Field(default=(), max_length=20)
    otherwise: EntryKey | None = None

    @property
    def digest(self) -> str:
        """What tells these rules from others of the same key."""
        said = json.dumps(self.model_dump(mode="json", exclude={"label"}), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def counted(self) -> Iterator[Count]:
        """What the rules count about a record."""
        return (part for part in self.compared() if isinstance(part, Count))

    def compared(self) -> Iterator[Compare | Count]:
        """Every comparison and every count of the rules, those inside counts included."""
        for rule in self.rules:
            yield from conditions.comparisons(rule.holds)


def gradings(body: dict[str, Any]) -> dict[str, GradingDef]:
    """The gradings a version describes, by key."""
    return {part.key: part for part in map(GradingDef.model_validate, body.get("grades", ()))}


def graded(found: Iterable[GradingDef]) -> dict[str, dict[str, GradingDef]]:
    """The fields that are worked out, by object."""
    fields: dict[str, dict[str, GradingDef]] = {}
    for one in found:
        fields.setdefault(one.object, {})[one.field] = one
    return fields
