"""A measured number: temperature, pressure, flow."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Numeric
from sqlalchemy.types import TypeEngine

from bihuan.kernel.conditions import FieldKind
from bihuan.kernel.words import Lang
from bihuan.objects import numbers
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, register


@register
class DecimalType(FieldType):
    """A number kept exactly, to fifteen digits."""

    key = "decimal"
    condition_kind: ClassVar[FieldKind] = "decimal"
    takes = frozenset({"min", "max", "unit"})
    limit: ClassVar[Decimal] = Decimal(10) ** 15

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One numeric column."""
        return {"": Numeric()}

    def read(self, raw: Any, field: FieldDef) -> Any:  # noqa: ANN401
        """The number within the field's bounds."""
        return numbers.within(self.shape(numbers.number_of(raw, limit=self.limit)), field)

    def shape(self, value: Decimal) -> Decimal:
        """The number in the form the type keeps: at most ten decimals."""
        return round(value, 10).normalize() + 0

    def show(self, value: Any) -> Any:  # noqa: ANN401
        """A JSON number."""
        return numbers.shown(Decimal(value))

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """The number, and its unit."""
        return f"{numbers.said(value)} {field.unit}" if field.unit else numbers.said(value)
