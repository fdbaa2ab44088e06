"""A share of a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric
from sqlalchemy.types import TypeEngine

from bihuan.kernel.words import Lang
from bihuan.objects import numbers
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import register
from bihuan.objects.fields.decimal import DecimalType


@register
class PercentType(DecimalType):
    """Per cent: 25 is a quarter. Four decimals at most."""

    key = "percent"
    takes = frozenset({"min", "max"})
    limit = Decimal(1_000_000)

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One numeric(12,4) column."""
        return {"": Numeric(12, 4)}

    def shape(self, value: Decimal) -> Decimal:
        """Four decimals."""
        return numbers.rounded(value, 4) + 0

    def read(self, raw: Any, field: FieldDef) -> Any:  # noqa: ANN401
        """The number, with or without its sign."""
        return super().read(raw.strip().rstrip("%％") if isinstance(raw, str) else raw, field)

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """The number with its sign."""
        return f"{numbers.said(value)}%"
