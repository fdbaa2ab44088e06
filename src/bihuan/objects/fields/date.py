"""A day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Date
from sqlalchemy.types import TypeEngine

from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, type_name

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST, _LAST = 1900, 2200


def in_reach(year: int) -> None:
    """Wrong for years that only a slip of the finger makes."""
    if not _FIRST <= year <= _LAST:
        raise Wrong("out_of_reach", f"A year from {_FIRST} to {_LAST}.", min=_FIRST, max=_LAST)


@register
class DateType(FieldType):
    """A day of the calendar, sent as 2026-03-02."""

    key = "date"
    condition_kind = "date"

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One date column."""
        return {"": Date()}

    def read(self, raw: Any, field: FieldDef) -> dt.date:  # noqa: ANN401, ARG002
        """The day."""
        if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
            day = raw
        elif isinstance(raw, str) and _ISO.fullmatch(raw.strip()):
            try:
                day = dt.date.fromisoformat(raw.strip())
            except ValueError as fault:
                raise Wrong("no_such_day", "There is no such day.", got=raw.strip()) from fault
        else:
            raise Wrong("wrong_type", "This field takes a day, as in 2026-03-02.", got=type_name(raw))
        in_reach(day.year)
        return day

    def show(self, value: Any) -> str:  # noqa: ANN401
        """As in 2026-03-02."""
        return str(value.isoformat())
