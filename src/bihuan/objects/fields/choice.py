"""One of a closed list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlalchemy.types import TypeEngine

from bihuan.kernel.conditions import FieldKind
from bihuan.kernel.words import Lang
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Fault, FieldType, Wrong, one_of, register, type_name


def picked(raw: Any, field: FieldDef) -> str:  # noqa: ANN401
    """The key of the choice that was sent by its key, its label or a synonym."""
    if not isinstance(raw, str):
        raise Wrong("wrong_type", "This field takes one of its choices.", got=type_name(raw))
    if raw in field.by_choice and not field.by_choice[raw].archived:
        return raw
    written = raw.strip().casefold()
    for choice in field.choices:
        names = (choice.key, choice.label.zh, choice.label.en, *choice.synonyms)
        if not choice.archived and written in {name.casefold() for name in names}:
            return choice.key
    raise one_of([choice.key for choice in field.choices if not choice.archived], raw)


def label(key: str, field: FieldDef, lang: Lang) -> str:
    """What a choice is called; its key when it has left the list."""
    found = field.by_choice.get(key)
    return found.label.say(lang) if found else key


@register
class ChoiceType(FieldType):
    """One entry of the field's choices or of its dictionary."""

    key = "choice"
    condition_kind: ClassVar[FieldKind] = "choice"
    takes = frozenset({"choices"})

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One text column, holding the key."""
        return {"": Text()}

    def read(self, raw: Any, field: FieldDef) -> Any:  # noqa: ANN401
        """The key of the choice."""
        return picked(raw, field)

    def asked(self, text: str, field: FieldDef) -> Any:  # noqa: ANN401
        """The key; archived choices may be asked for too."""
        return text if text in field.by_choice else picked(text, field)

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401
        """The label of the choice."""
        return label(str(value), field, lang)

    def faults(self, field: FieldDef) -> Iterator[Fault]:
        """There has to be something to choose."""
        yield from super().faults(field)
        if not field.choices and field.dictionary is None:
            yield Fault(code="no_choices", message="A choice field needs choices or a dictionary.")
