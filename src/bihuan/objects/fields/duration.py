"""A length of time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bihuan.kernel.words import Lang
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Wrong, register
from bihuan.objects.fields.integer import IntegerType


@register
class DurationType(IntegerType):
    """Whole minutes, up to ten years of them."""

    key = "duration"
    takes = frozenset({"min", "max"})
    limit = Decimal(10 * 366 * 24 * 60)

    def read(self, raw: Any, field: FieldDef) -> int:  # noqa: ANN401
        """The minutes."""
        minutes = super().read(raw, field)
        if minutes < 0:
            raise Wrong("too_small", "Time runs forward: zero minutes or more.", min=0)
        return minutes

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """Hours and minutes."""
        hours, minutes = divmod(int(value), 60)
        if lang == "zh":
            return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分钟"
        return f"{hours} h {minutes} min" if hours else f"{minutes} min"
