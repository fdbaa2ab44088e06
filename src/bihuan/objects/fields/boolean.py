"""Yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.types import TypeEngine

from bihuan.kernel.words import Lang
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, type_name

_WRITTEN = {
    **dict.fromkeys(("true", "yes", "y", "1", "是", "有", "对", "√"), True),
    **dict.fromkeys(("false", "no", "n", "0", "否", "无", "没有", "×"), False),
}


@register
class BooleanType(FieldType):
    """True or false; the usual words for both are understood."""

    key = "boolean"
    condition_kind = "boolean"

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One boolean column."""
        return {"": Boolean()}

    def read(self, raw: Any, field: FieldDef) -> bool:  # noqa: ANN401, ARG002
        """True or false, or a word for it."""
        if isinstance(raw, bool):
            return raw
        written = _WRITTEN.get(raw.strip().lower()) if isinstance(raw, str) else None
        if written is None:
            raise Wrong("wrong_type", "This field takes yes or no.", got=type_name(raw))
        return written

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """Yes or no."""
        if lang == "zh":
            return "是" if value else "否"
        return "yes" if value else "no"
