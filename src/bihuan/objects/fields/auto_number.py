"""A number the system gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text
from sqlalchemy.types import TypeEngine

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, text_of

_LONGEST = 60


@register
class AutoNumberType(FieldType):
    """A text like HT-000042: the field's prefix and the next number of its own sequence. Gaps may occur."""

    key = "auto_number"
    given = False
    numbered = True
    takes = frozenset({"prefix"})

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One text column."""
        return {"": Text()}

    def read(self, raw: Any, field: FieldDef) -> str:  # noqa: ANN401, ARG002
        """Nobody sends one."""
        raise Wrong("fills_itself", "The system gives this number.")

    def asked(self, text: str, field: FieldDef) -> Any:  # noqa: ANN401, ARG002
        """The number as it is written."""
        return text_of(text, longest=_LONGEST)

    def numbered_as(self, number: int, field: FieldDef) -> str:
        """The prefix and at least six digits."""
        return f"{field.prefix}{number:06d}"

    def sought(self, value: Any) -> str | None:  # noqa: ANN401
        """The number itself."""
        return str(value)
