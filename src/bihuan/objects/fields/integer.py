"""A whole number."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeEngine

from bihuan.kernel.conditions import FieldKind
from bihuan.objects import numbers
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Wrong, register
from bihuan.objects.fields.decimal import DecimalType


@register
class IntegerType(DecimalType):
    """A whole number that a browser can still count with (up to 2**53)."""

    key = "integer"
    condition_kind: ClassVar[FieldKind] = "integer"
    limit = Decimal(10) ** 15

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One bigint column."""
        return {"": BigInteger()}

    def read(self, raw: Any, field: FieldDef) -> int:  # noqa: ANN401
        """The whole number within the field's bounds."""
        value = numbers.number_of(raw, limit=self.limit)
        if value != value.to_integral_value():
            raise Wrong("not_whole", "This field takes a whole number.")
        return int(numbers.within(value, field))
