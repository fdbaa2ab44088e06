"""A moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime
from sqlalchemy.types import TypeEngine

from bihuan.kernel.words import Lang
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import FieldType, Wrong, register, type_name
from bihuan.objects.fields.date import in_reach

_LONGEST = 40
_SAID_IN = ZoneInfo("Asia/Shanghai")


@register
class DatetimeType(FieldType):
    """A moment with its zone, sent as 2026-03-02T09:00:00+08:00, kept and shown in UTC."""

    key = "datetime"
    condition_kind = "datetime"

    def columns(self, field: FieldDef) -> Mapping[str, TypeEngine[Any]]:  # noqa: ARG002
        """One timestamp with time zone."""
        return {"": DateTime(timezone=True)}

    def read(self, raw: Any, field: FieldDef) -> dt.datetime:  # noqa: ANN401, ARG002
        """The moment, in UTC."""
        moment = raw if isinstance(raw, dt.datetime) else _written(raw)
        if moment.tzinfo is None:
            raise Wrong("no_zone", "Say the time zone too, as in 2026-03-02T09:00:00+08:00.")
        in_reach(moment.year)
        return moment.astimezone(dt.UTC)

    def show(self, value: Any) -> str:  # noqa: ANN401
        """ISO, in UTC."""
        return str(value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"))

    def say(self, value: Any, field: FieldDef, lang: Lang) -> str:  # noqa: ANN401, ARG002
        """To the minute, on the clocks of China."""
        return str(value.astimezone(_SAID_IN).strftime("%Y-%m-%d %H:%M"))


def _written(raw: Any) -> dt.datetime:  # noqa: ANN401
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise Wrong("wrong_type", "This field takes a moment, as in 2026-03-02T09:00:00+08:00.", got=type_name(raw))
    try:
        return dt.datetime.fromisoformat(raw.strip())
    except ValueError as fault:
        raise Wrong("wrong_type", "This field takes a moment, as in 2026-03-02T09:00:00+08:00.", got="text") from fault
