"""How each member of a part is compared and told: the kinds of members, and what a kind of part has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel, TypeAdapter

from bihuan.design.differing import briefs, spoken, values
from bihuan.design.differing.briefs import Brief
from bihuan.design.differing.values import Say
from bihuan.kernel.words import Lang, Words

NONE = Words(zh="无", en="none")
Call = Callable[[Any, Lang], str]


@dataclass(frozen=True)
class Value:
    """One value, told as old and new."""

    name: Words
    say: Say = values.plain
    nothing: Words = NONE


@dataclass(frozen=True)
class Text:
    """A text in two languages, told language by language."""

    name: Words


@dataclass(frozen=True)
class Items:
    """A list without keys, told by what came, what went, and whether the rest changed its order."""

    name: Words
    say: Say = values.plain


@dataclass(frozen=True)
class Parts:
    """A list of parts with names of their own. Those without keys are known by their labels."""

    kind: str
    noun: Words
    keyed: bool = True
    called: Call = spoken.label


@dataclass(frozen=True)
class Inside:
    """A part without a name, whose members are told as if they were its holder's."""

    kind: str


@dataclass(frozen=True)
class ByKey:
    """A list for each object or each weekday, told key by key; `gone` says that a key is not named any more."""

    name: Words
    call: Say
    say: Say
    gone: Words
    nothing: Words = NONE
    fields_of_key: bool = False  # whether what is listed are fields of the object that is the key


Member = Value | Text | Items | Parts | Inside | ByKey


@dataclass(frozen=True)
class Kind:
    """One kind of part."""

    model: type[BaseModel]
    members: Mapping[str, Member]
    brief: Brief = briefs.nothing
    read: Callable[[Any], Any] = lambda raw: raw  # turns the short form of a part into the long one

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """What stands where a document says nothing."""
        return self.model.model_construct().model_dump(mode="json", exclude_none=True)

    def kept(self, name: str, raw: Any) -> Any:  # noqa: ANN401 - a draft may hold anything
        """How a member is kept, in whichever way it was written; as it was written where it can't be read."""
        adapter = self._adapters.get(name)
        if adapter is None or raw is None:
            return raw
        try:
            return adapter.dump_python(adapter.validate_python(raw), mode="json", exclude_none=True)
        except ValueError:  # not only of validation: a lone half of a sign can't be written
            return raw

    @cached_property
    def _adapters(self) -> dict[str, TypeAdapter[Any]]:
        whole = (Value, Items, ByKey)
        return {
            name: TypeAdapter(field.rebuild_annotation())
            for name, field in self.model.model_fields.items()
            if isinstance(self.members.get(name), whole)
        }
