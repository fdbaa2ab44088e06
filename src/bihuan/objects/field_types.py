"""What every field type can do. Each type is one file in `fields/` and registers itself here.

Words: a *type* reads what was sent into a value, keeps the value in columns, shows it as JSON and says it in words.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal, TypeVar

import re2  # type: ignore[import-untyped]
from sqlalchemy.types import TypeEngine

from bihuan.kernel.conditions import FieldKind
from bihuan.kernel.words import Lang
from bihuan.objects.definition import FieldDef, ObjectDef

TargetKind = Literal["person", "team", "record", "file"]


class Wrong(Exception):
    """A value that a field can't take: a code, a sentence, and the facts that show the way out."""

    def __init__(self, code: str, message: str, **facts: object) -> None:
        """Keep all three."""
        super().__init__(message)
        self.code, self.message, self.facts = code, message, facts


@dataclass(frozen=True, kw_only=True)
class Target:
    """What the values of a field point at: people, teams, records of an object, or files."""

    kind: TargetKind
    object_key: str | None = None
    accepts: tuple[str, ...] = ()  # for files: the beginnings of the media types taken

    @property
    def table(self) -> str:
        """The fixed table pointed at; for records the gate finds the object's own."""
        return {"person": "org_person", "team": "org_team", "file": "records_file", "record": ""}[self.kind]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong in the definition of a field, found before it is released."""

    code: str
    message: str


class FieldType(ABC):
    """One kind of field: how it is kept, read, compared, shown and said."""

    key: ClassVar[str]
    condition_kind: ClassVar[FieldKind] = "text"  # how conditions see the values
    stored: ClassVar[bool] = True
    given: ClassVar[bool] = True  # whether a person fills it in; numbers and formulas fill themselves
    numbered: ClassVar[bool] = False  # whether each field of this type has a sequence of its own
    sortable: ClassVar[bool] = True
    weighed: ClassVar[bool] = False  # whether lists are usually put in its order, the largest first
    takes: ClassVar[frozenset[str]] = frozenset()  # which optional parts of FieldDef mean something here

    @abstractmethod
    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:
        """The columns by suffix; the main one has the empty suffix."""

    @abstractmethod
    def read(self, raw: Any, field: FieldDef) -> Any:  # noqa: ANN401 - that is what reading is for
        """Turn what was sent into a value, or raise Wrong. Never called with None or an empty text."""

    def parts(self, value: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """A value as its columns, by suffix."""
        return {"": value}

    def whole(self, parts: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """The value its columns make, or None."""
        return parts[""]

    def show(self, value: Any) -> Any:  # noqa: ANN401
        """A value as JSON."""
        return value

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """A value as a person reads it."""
        return f"{value} {field.unit}" if field.unit else str(value)

    def sought(self, value: Any) -> str | None:  # noqa: ANN401, ARG002
        """The text by which a record is found, or None when nobody searches by this type."""
        return None

    def asked(self, text: str, field: FieldDef) -> Any:  # noqa: ANN401
        """What a condition compares with when a person filters by this text. Wrong when no value could be meant."""
        return self.show(self.parts(self.read(text, field))[""])

    def target(self, field: FieldDef) -> Target | None:  # noqa: ARG002
        """What values point at, or None when they stand for themselves."""
        return None

    def numbered_as(self, number: int, field: FieldDef) -> str:
        """The next number of the field's sequence, as its value. Only types that are `numbered` have one."""
        raise NotImplementedError

    def work_out(self, values: Mapping[str, Any], field: FieldDef) -> Any:  # noqa: ANN401
        """The value that follows from the record's other values. Only types that are not `stored` have one."""
        raise NotImplementedError

    def faults(self, field: FieldDef) -> Iterator[Fault]:
        """What is wrong in a field's definition. Types with demands of their own add to these."""
        for part in ("min", "max", "pattern", "unit", "to", "formula", "prefix", "choices"):
            if getattr(field, part) not in (None, "", ()) and part not in self.takes:
                yield Fault(code="not_for_this_type", message=f"A {self.key} field has no {part}.")
        if not self.given and (field.required or field.default is not None):
            yield Fault(code="fills_itself", message=f"A {self.key} field fills itself: neither required nor default.")
        if field.default is not None and self.given:
            try:
                self.read(field.default, field)
            except Wrong as wrong:
                yield Fault(code="bad_default", message=f"The default can't be taken: {wrong.message}")


TYPES: dict[str, FieldType] = {}  # filled by the files in `fields/`
Made = TypeVar("Made", bound=type[FieldType])


def register(made: Made) -> Made:
    """Make a type known by its key. Each file in `fields/` does this once."""
    assert made.key not in TYPES, f"two field types are called {made.key}"
    TYPES[made.key] = made()
    return made


def kinds(found: ObjectDef) -> dict[str, FieldKind]:
    """How conditions see the fields of an object; fields of an unknown type are left out."""
    return {field.key: TYPES[field.type].condition_kind for field in found.fields if field.type in TYPES}


# Line breaks and tabs are text; other control characters and lone surrogates only ever come from broken software.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text_of(raw: Any, *, longest: int) -> str:  # noqa: ANN401
    """A text that was sent, stripped and within its length. Wrong for anything else."""
    if not isinstance(raw, str):
        raise Wrong("wrong_type", "This field takes a text.", got=type_name(raw))
    if len(raw) > longest + 1000 or len(raw.strip()) > longest:
        raise Wrong("too_long", f"At most {longest} characters.", longest=longest, length=len(raw))
    if _CONTROL.search(raw):
        raise Wrong("bad_characters", "The text has characters that no keyboard makes.")
    return raw.strip()


def fits(text: str, pattern: str | None) -> None:
    """Wrong unless the whole text follows the field's pattern. RE2: its time grows with the text and no faster."""
    if pattern and not compiled(pattern).fullmatch(text):
        raise Wrong("bad_pattern", "This does not look the way the field asks for.", pattern=pattern)


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:  # noqa: ANN401 - re2 has no types
    """A compiled RE2 pattern. Wrong when it isn't one."""
    options = re2.Options()
    options.max_mem, options.log_errors = 1 << 20, False
    try:
        return re2.compile(pattern, options)
    except re2.error as fault:
        raise Wrong("bad_pattern", "The pattern can't be read (RE2: no look-around, no back reference).") from fault


def one_of(allowed: Sequence[str], raw: Any) -> Wrong:  # noqa: ANN401
    """The refusal for a value outside a closed list, naming the list's beginning."""
    return Wrong("not_a_choice", "This is not one of the choices.", got=str(raw)[:60], choices=list(allowed[:50]))


def type_name(raw: object) -> str:
    """What kind of thing was sent, in the words of JSON."""
    names = {bool: "boolean", int: "number", float: "number", str: "text", list: "list", dict: "object"}
    return names.get(type(raw), type(raw).__name__)
