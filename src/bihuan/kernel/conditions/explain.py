"""A condition as a sentence, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bihuan.kernel.conditions.tree import All, AnyOf, Compare, Count, Node, Not
from bihuan.kernel.conditions.values import Relative, Scalar

Lang = Literal["zh", "en"]

_OPS: Mapping[str, tuple[str, str]] = {
    "eq": ("等于", "is"),
    "ne": ("不等于", "is not"),
    "lt": ("小于", "is less than"),
    "le": ("不大于", "is at most"),
    "gt": ("大于", "is more than"),
    "ge": ("不小于", "is at least"),
    "in": ("属于", "is one of"),
    "not_in": ("不属于", "is none of"),
    "contains": ("包含", "contains"),
    "starts_with": ("开头是", "starts with"),
    "is_empty": ("为空", "is empty"),
    "is_filled": ("已填写", "is filled in"),
    "before": ("早于", "is before"),
    "after": ("晚于", "is after"),
    "within": ("在", "is within"),
    "between": ("介于", "is between"),
}


def explain(tree: Node, labels: Mapping[str, str], lang: Lang) -> str:
    """The condition as a sentence.

    `labels` names fields by key (`amount`), choices by field and value (`industry.education`), counted objects by
    key (`quote`) and their fields by both (`quote.amount`). What has no label is called by its key.
    """
    return _Speaker(labels, lang).say(tree)


class _Speaker:
    """Says conditions in one language."""

    def __init__(self, labels: Mapping[str, str], lang: Lang, *, inside: str = "") -> None:
        self.labels, self.lang, self.inside = labels, lang, inside

    def either(self, zh: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return zh if self.lang == "zh" else en

    def label(self, key: str) -> str:
        """What people call this key."""
        return self.labels.get(self.inside + key, key.rsplit(".", 1)[-1])

    def say(self, tree: Node, *, part: bool = False) -> str:
        """A condition; one of several parts gets brackets when it has parts itself."""
        match tree:
            case All() | AnyOf():
                return self._group(tree, part=part)
            case Not():
                return self.either(f"并非（{self.say(tree.part)}）", f"not ({self.say(tree.part)})")
            case Compare():
                return self._compare(tree)
            case Count():
                return self._count(tree)

    def _group(self, tree: All | AnyOf, *, part: bool) -> str:
        every = isinstance(tree, All)
        if not tree.parts:
            return self.either("始终成立", "always") if every else self.either("从不成立", "never")
        if len(tree.parts) == 1:
            return self.say(tree.parts[0], part=part)
        joint = self.either(" 且 ", " and ") if every else self.either(" 或 ", " or ")
        said = joint.join(self.say(one, part=True) for one in tree.parts)
        return self.either(f"（{said}）", f"({said})") if part else said

    def _count(self, tree: Count) -> str:
        where = ""
        if tree.where is not None:
            inner = _Speaker(self.labels, self.lang, inside=f"{tree.count}.").say(tree.where)
            where = self.either(f"（{inner}）", f" ({inner})")
        op = self.either(*_OPS[tree.op])
        name = self.label(tree.count)
        return self.either(f"{name}{where}的数量 {op} {tree.value}", f"the number of {name}{where} {op} {tree.value}")

    def _compare(self, tree: Compare) -> str:
        said = [self.label(tree.field), self.either(*_OPS[tree.op])]
        if isinstance(tree.value, Relative):
            if tree.op == "within":
                return f"{said[0]} {self._span(tree.value)}"
            said.append(self._from_now(tree.value))
        elif tree.op == "between" and isinstance(tree.value, tuple):
            low, high = (self._value(tree.field, one) for one in tree.value)
            said.append(self.either(f"{low} 与 {high} 之间", f"{low} and {high}"))
        elif isinstance(tree.value, tuple):
            said.append(self.either("、", ", ").join(self._value(tree.field, one) for one in tree.value))
        elif tree.value is not None:
            said.append(self._value(tree.field, tree.value))
        return " ".join(said)

    def _value(self, field: str, value: Scalar) -> str:
        """A value as people write it."""
        if isinstance(value, bool):
            return self.either("是", "yes") if value else self.either("否", "no")
        named = self.labels.get(f"{self.inside}{field}.{value}")
        if named is not None or isinstance(value, str):
            return named or str(value)
        return f"{value:,}"

    def _unit(self, relative: Relative) -> str:
        amount = abs(relative.amount)
        if self.lang == "zh":
            return f"{amount} {'天' if relative.unit == 'days' else '小时'}"
        return f"{amount} {relative.unit if amount != 1 else relative.unit.removesuffix('s')}"

    def _from_now(self, relative: Relative) -> str:
        """A time counted from now."""
        if relative.amount == 0:
            return self.either("今天", "today") if relative.unit == "days" else self.either("现在", "now")
        if relative.amount < 0:
            return self.either(f"{self._unit(relative)}前", f"{self._unit(relative)} ago")
        return self.either(f"{self._unit(relative)}后", f"{self._unit(relative)} from now")

    def _span(self, relative: Relative) -> str:
        """The time between now and a time counted from it."""
        if relative.amount == 0:
            return self.either("是", "is ") + self._from_now(relative)
        if relative.amount < 0:
            return self.either(f"在过去 {self._unit(relative)}内", f"is in the last {self._unit(relative)}")
        return self.either(f"在未来 {self._unit(relative)}内", f"is in the next {self._unit(relative)}")
