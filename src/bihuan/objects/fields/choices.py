"""Several of a closed list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from bihuan.kernel.conditions import FieldKind
from bihuan.kernel.words import Lang
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Wrong, register, type_name
from bihuan.objects.fields.choice import ChoiceType, label, picked


@register
class ChoicesType(ChoiceType):
    """Any number of entries, each once, in the order of the list."""

    key = "choices"
    condition_kind: ClassVar[FieldKind] = "multi"
    sortable = False

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One text[] column, holding the keys."""
        return {"": ARRAY(Text())}

    def read(self, raw: Any, field: FieldDef) -> list[str]:  # noqa: ANN401
        """The keys of the choices; a single one may come without its list."""
        sent = [raw] if isinstance(raw, str) else raw
        if not isinstance(sent, list | tuple):
            raise Wrong("wrong_type", "This field takes a list of its choices.", got=type_name(raw))
        if len(sent) > len(field.choices):
            raise Wrong(
                "too_many", "More entries than there are choices.", longest=len(field.choices), length=len(sent)
            )
        keys = {picked(entry, field) for entry in sent}
        return [choice.key for choice in field.choices if choice.key in keys]

    def show(self, value: Any) -> list[str]:  # noqa: ANN401
        """The keys."""
        return list(value)

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401
        """The labels, one after the other."""
        return ("、" if lang == "zh" else ", ").join(label(key, field, lang) for key in value)
