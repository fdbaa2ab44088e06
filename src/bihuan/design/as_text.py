"""A configuration as text: YAML that people read, compare and keep beside their programs. Pure.

What is written is read back exactly. What is read may come from anywhere: nothing in it runs, none of it is too much.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml

from bihuan.design.definition import DEEPEST, Blueprint
from bihuan.kernel.refusals import Kind, Refusal

LARGEST = 5_000_000  # bytes
MOST_PARTS = 200_000  # once every repetition is written out
_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where the library was built with it
_YES_OR_NO = "tag:yaml.org,2002:bool"
_MERGE = "<<"
_BREAKS = frozenset("\r\x85\u2028\u2029\ufeff")


class NoConfiguration(Refusal):
    """A text that can't be read as a configuration at all."""

    code = "no_configuration"
    kind = Kind.INVALID
    message = "This is not a configuration."

    def __init__(self, why: str, *, line: int | None = None) -> None:
        """Keep the reason in a sentence, and the line where it shows."""
        super().__init__()
        self._why, self._line = why, line

    def __str__(self) -> str:
        """The reason stands for the sentence."""
        return self._why if self._line is None else f"Line {self._line}: {self._why}"

    def facts(self) -> dict[str, object]:
        """The reason, and the line."""
        return {"why": self._why, **({} if self._line is None else {"line": self._line})}


class Reader(_Fast):  # type: ignore[misc] # which of the two it is, the machine decides
    """Takes `true` and `false` alone for yes and no, as YAML 1.2 does: `on`, `off` and `no` are words like others."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the form PyYAML asks for
        first: [(tag, sign) for tag, sign in known if tag != _YES_OR_NO]
        for first, known in _Fast.yaml_implicit_resolvers.items()
    }


Reader.add_implicit_resolver(_YES_OR_NO, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


class _Writer(yaml.SafeDumper):
    """Writes signs that YAML takes for line breaks as what they are, which the plain one loses."""

    def _text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _BREAKS.intersection(text) else None)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - the form PyYAML asks for
        """Write everything out, even what stands in two places."""
        return True


_Writer.add_representer(str, _Writer._text)  # noqa: SLF001 - its own


def written(body: dict[str, Any]) -> str:
    """The YAML of a configuration, each part in the order of its definition; the database keeps none."""
    with suppress(ValueError):  # a draft may be unreadable: it is written as it stands
        body = _in_order(body, Blueprint.model_validate(body).body())
    return yaml.dump(body, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)


def part(raw: dict[str, Any], model: Any) -> str:  # noqa: ANN401
    """The YAML of one part, its members in the order of its model; as it stands where that is None."""
    ordered = _in_order(raw, model) if model is not None else raw
    return yaml.dump(ordered, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100)


def read(content: bytes) -> dict[str, Any]:
    """The document that a YAML text holds. NoConfiguration says in words what keeps it from being read."""
    if len(content) > LARGEST:
        raise NoConfiguration(f"The file is larger than {LARGEST // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NoConfiguration("The file is not UTF-8 text.") from wrong
    try:
        _measure(text)
        document = yaml.load(text, Loader=Reader)  # noqa: S506 - a safe one
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else None
        raise NoConfiguration(f"This is no YAML: {wrong.problem or wrong.context}.", line=line) from wrong
    except (yaml.YAMLError, ValueError) as wrong:  # a date such as 2026-99-99 is a ValueError
        raise NoConfiguration(f"This is no YAML: {str(wrong).splitlines()[0]}.") from wrong
    if not isinstance(document, dict):
        raise NoConfiguration("A configuration is a mapping: name, objects, processes, roles and so on.")
    return _with_on(document)


def _with_on(document: dict[str, Any]) -> dict[str, Any]:
    """`on` is a word here, not a yes: YAML reads it so unless it stands in quotation marks."""
    rules = document.get("rules")
    for one in (document, *(rules if isinstance(rules, list) else ())):
        if isinstance(one, dict) and True in one and "on" not in one:
            kept = {"on" if name is True else name: value for name, value in one.items()}
            one.clear()
            one.update(kept)
    return document


def _in_order(raw: Any, model: Any) -> Any:  # noqa: ANN401
    """The same with its members in the order in which they stand in the model."""
    if isinstance(raw, dict) and isinstance(model, dict):
        names = [*(name for name in model if name in raw), *(name for name in raw if name not in model)]
        return {name: _in_order(raw[name], model.get(name)) for name in names}
    if isinstance(raw, list) and isinstance(model, list) and len(raw) == len(model):
        return [_in_order(one, other) for one, other in zip(raw, model, strict=True)]
    return raw


@dataclass
class _Open:
    """A mapping or a list that is being read."""

    anchor: str | None
    keys: set[str] | None  # None for a list
    size: int = 1
    children: int = 0


@dataclass
class _Measure:
    """Adds up what a text would become, so that nothing too large or too deep is ever made of it."""

    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)

    def take(self, event: yaml.Event) -> None:
        """One step through the text."""
        line = event.start_mark.line + 1 if event.start_mark else None
        match event:
            case yaml.ScalarEvent():
                self._key(event.value, line)
                self._add(1, event.anchor, line)
            case yaml.AliasEvent():
                if event.anchor not in self.anchors:
                    raise NoConfiguration(f"*{event.anchor} stands for nothing that was said before.", line=line)
                self._add(self.anchors[event.anchor], None, line)
            case yaml.CollectionStartEvent():
                if len(self.open) >= DEEPEST:
                    raise NoConfiguration(f"It is more than {DEEPEST} levels deep.", line=line)
                keys: set[str] | None = set() if isinstance(event, yaml.MappingStartEvent) else None
                self.open.append(_Open(event.anchor, keys))
            case yaml.CollectionEndEvent():
                closed = self.open.pop()
                self._add(closed.size, closed.anchor, line)

    def _key(self, text: str, line: int | None) -> None:
        holder = self.open[-1] if self.open else None
        if holder is None or holder.keys is None or holder.children % 2:
            return
        if text in holder.keys and text != _MERGE:
            raise NoConfiguration(f"{text[:60]!r} is said twice; one of the two would be lost.", line=line)
        holder.keys.add(text)

    def _add(self, size: int, anchor: str | None, line: int | None) -> None:
        if anchor:
            self.anchors[anchor] = size
        if not self.open:
            return
        self.open[-1].size += size
        self.open[-1].children += 1
        if self.open[-1].size > MOST_PARTS:
            raise NoConfiguration(f"Written out it has more than {MOST_PARTS:,} parts.", line=line)


def _measure(text: str) -> None:
    measure = _Measure()
    for event in yaml.parse(text, Loader=Reader):
        measure.take(event)
