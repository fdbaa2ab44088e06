"""An amount of money."""

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
class MoneyType(DecimalType):
    """An amount to the cent, below ten trillion; `unit` is its currency."""

    key = "money"
    weighed = True
    limit = Decimal("9999999999999.99")

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One numeric(20,2) column."""
        return {"": Numeric(20, 2)}

    def shape(self, value: Decimal) -> Decimal:
        """Cents, and nothing behind them."""
        return numbers.rounded(value, 2) + 0

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """The amount with two decimals, and its currency."""
        amount = numbers.said(value, places=2)
        return f"{amount} {field.unit}" if field.unit else amount
