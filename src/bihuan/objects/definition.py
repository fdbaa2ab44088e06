"""What an object says: its fields, its forms, its words. Read from one released version, never changed after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from bihuan.kernel.conditions import Condition
from bihuan.kernel.words import Words
from bihuan.objects import formulas

# Two underscores in a row are kept for physical names: `f_place__lng`, `f_size__2`.
KEY = r"^[a-z](?:_?[a-z0-9])*$"
Key = Annotated[str, Field(pattern=KEY, max_length=40)]
Formula = Annotated[formulas.Node, BeforeValidator(formulas.read), PlainSerializer(formulas.written)]
EntryKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]*$", max_length=60)]

# What every record has of its own, and what a question to the list may be called: no field takes these names.
SYSTEM = ("id", "owner_id", "owner_pos", "created_at", "created_by_id", "updated_at", "revision", "search", "import_id")
RESERVED = frozenset(SYSTEM) | {
    *("owner", "deleted_at", "title", "stage", "outcome", "journey", "values", "object", "record", "can"),
    *("q", "where", "sort", "limit", "cursor", "count", "fields", "by", "sum", "workspace", "lang"),
    *("now", "me", "null", "true", "false"),
}


class Part(BaseModel):
    """Base of everything an object is made of: never changed once read, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(Part):
    """One entry of a choice field or a dictionary. An archived one stays readable and is no longer offered."""

    key: EntryKey
    label: Words
    synonyms: tuple[str, ...] = ()
    archived: bool = False


class DictionaryDef(Part):
    """A list of choices that several fields share."""

    key: Key
    label: Words
    entries: tuple[Choice, ...] = Field(max_length=2000)

    @model_validator(mode="after")
    def _entries_differ(self) -> DictionaryDef:
        _each_once("entries", (entry.key for entry in self.entries))
        return self


class FieldDef(Part):
    """One typed piece of an object. Its key and its type never change; its words may."""

    key: Key
    label: Words
    type: str = Field(pattern=r"^[a-z_]{1,30}$")
    required: bool = False
    unit: str | None = Field(default=None, max_length=20)
    min: Decimal | None = None
    max: Decimal | None = None
    pattern: str | None = Field(default=None, max_length=500)
    choices: tuple[Choice, ...] = Field(default=(), max_length=2000)
    dictionary: Key | None = None
    to: Key | None = None
    personal: bool = False
    unique: bool = False
    default: Any = None
    help: Words | None = None
    synonyms: tuple[str, ...] = ()
    formula: Formula | None = None
    prefix: str = Field(default="", max_length=20)

    @model_validator(mode="after")
    def _sound(self) -> FieldDef:
        if self.key in RESERVED:
            raise ValueError(f"the name {self.key!r} is kept for the system; choose another")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        if self.choices:
            _each_once("choices", (choice.key for choice in self.choices))
        return self

    @cached_property
    def by_choice(self) -> dict[str, Choice]:
        """The choices by key."""
        return {choice.key: choice for choice in self.choices}


class Section(Part):
    """A part of a form: fields in their order, shown while its condition holds.

    With a key it is changed where it stands; forms written before there were any are changed as a whole.
    """

    key: Key | None = None
    label: Words
    fields: tuple[Key, ...] = ()
    visible_when: Condition | None = None


class ObjectDef(Part):
    """A kind of thing: what a customer, a deal or a quote is."""

    key: Key
    label: Words
    plural: Words | None = None
    title: Key
    visibility: Literal["owner", "everyone"] = "owner"
    fields: tuple[FieldDef, ...] = Field(min_length=1, max_length=200)
    quick: tuple[Key, ...] = ()
    form: tuple[Section, ...] = ()
    list_columns: tuple[Key, ...] = ()
    icon: str | None = Field(default=None, max_length=40)
    help: Words | None = None

    @model_validator(mode="after")
    def _sound(self) -> ObjectDef:
        _each_once("fields", (field.key for field in self.fields))
        _known("title", (self.title,), self.by_key)
        _known("quick", self.quick, self.by_key)
        _known("list_columns", self.list_columns, self.by_key)
        _each_once("form", (section.key for section in self.form if section.key is not None))
        for section in self.form:
            _known("form", section.fields, self.by_key)
        return self

    @cached_property
    def by_key(self) -> dict[str, FieldDef]:
        """The fields by key."""
        return {field.key: field for field in self.fields}

    @cached_property
    def references(self) -> tuple[FieldDef, ...]:
        """The fields that point at records."""
        return tuple(field for field in self.fields if field.type == "reference")

    def field(self, key: str) -> FieldDef | None:
        """The field with this key, or None."""
        return self.by_key.get(key)

    def telling_of(self, closed: frozenset[str]) -> frozenset[str]:
        """These fields, and the formulas that would tell what is in them."""
        return closed.union(
            field.key
            for field in self.fields
            if field.formula is not None and formulas.looks_at(field.formula) & closed
        )

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition in the object's forms, with its place."""
        for place, section in enumerate(self.form):
            if section.visible_when is not None:
                yield f"form.{place}.visible_when", section.visible_when


class UnknownDictionary(ValueError):
    """A field names a dictionary that the blueprint doesn't have."""


def read(body: dict[str, Any]) -> dict[str, ObjectDef]:
    """The objects a version describes, by key, each choice field with the entries of its dictionary."""
    entries = {key: found.entries for key, found in dictionaries(body).items()}
    objects = [ObjectDef.model_validate(_with_entries(part, entries)) for part in body.get("objects", ())]
    _each_once("objects", (found.key for found in objects))
    return {found.key: found for found in objects}


def with_entries(objects: Iterable[ObjectDef], dictionaries: Iterable[DictionaryDef]) -> dict[str, ObjectDef]:
    """Objects that were read already, by key, each choice field with the entries of its dictionary."""
    entries = {one.key: one.entries for one in dictionaries}
    listed = list(objects)
    _each_once("objects", (one.key for one in listed))
    return {one.key: _anew(one, entries) for one in listed}


def _anew(found: ObjectDef, entries: Mapping[str, tuple[Choice, ...]]) -> ObjectDef:
    # A copy with other choices, not read once more: of a broad configuration that took as long as all the rest.
    if all(field.dictionary is None for field in found.fields):
        return found
    return _copied(found, fields=tuple(_offering(found, field, entries) for field in found.fields))


def _offering(found: ObjectDef, field: FieldDef, entries: Mapping[str, tuple[Choice, ...]]) -> FieldDef:
    if field.dictionary is None:
        return field
    if field.dictionary not in entries:
        raise UnknownDictionary(_no_dictionary(found.key, field.key, field.dictionary))
    return _copied(field, choices=entries[field.dictionary])


_P = TypeVar("_P", bound=Part)


def _copied(part: _P, **changed: object) -> _P:
    """A copy with something changed, that knows nothing of what the first one has worked out about itself."""
    made = part.model_copy(update=changed)
    for name in vars(made).keys() - type(part).model_fields.keys():
        del vars(made)[name]
    return made


def dictionaries(body: dict[str, Any]) -> dict[str, DictionaryDef]:
    """The dictionaries a version describes, by key."""
    return {part.key: part for part in map(DictionaryDef.model_validate, body.get("dictionaries", ()))}


def _with_entries(part: Any, entries: dict[str, tuple[Choice, ...]]) -> Any:  # noqa: ANN401 - not yet checked
    if not isinstance(part, dict) or not isinstance(part.get("fields"), list | tuple):
        return part
    return {**part, "fields": [_filled(part, field, entries) for field in part["fields"]]}


def _filled(part: dict[str, Any], field: Any, entries: dict[str, tuple[Choice, ...]]) -> Any:  # noqa: ANN401 - not yet checked
    name = field.get("dictionary") if isinstance(field, dict) else None
    if name is None:
        return field
    if name not in entries:
        raise UnknownDictionary(_no_dictionary(part.get("key"), field.get("key"), name))
    return {**field, "choices": entries[name]}


def _no_dictionary(object_key: object, field_key: object, name: object) -> str:
    return f"objects.{object_key}.fields.{field_key}: there is no dictionary {name!r}"


def _each_once(place: str, keys: Iterable[str]) -> None:
    twice = sorted(key for key, count in Counter(keys).items() if count > 1)
    if twice:
        raise ValueError(f"{place}: {', '.join(twice)} more than once")


def _known(place: str, keys: Iterable[str], fields: dict[str, FieldDef]) -> None:
    unknown = sorted(set(keys) - fields.keys())
    if unknown:
        raise ValueError(f"{place}: there is no field {', '.join(unknown)}")
