"""A limit: how long something may take, in working or calendar time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, Self, get_args

from pydantic_core import CoreSchema, core_schema

from bihuan.kernel.calendar import arithmetic
from bihuan.kernel.calendar.hours import Calendar
from bihuan.kernel.calendar.year import from_ticks, to_ticks

Unit = Literal["workdays", "working_hours", "hours", "days"]

_LONGEST: dict[Unit, int] = {"workdays": 2_500, "working_hours": 20_000, "hours": 87_600, "days": 3_650}
_SPELLINGS: dict[str, Unit] = {
    "workday": "workdays", "working_day": "workdays", "个工作日": "workdays", "工作日": "workdays",
    "working_hour": "working_hours", "个工作小时": "working_hours", "工作小时": "working_hours",
    "hour": "hours", "h": "hours", "小时": "hours", "个小时": "hours",
    "day": "days", "d": "days", "天": "days",
}  # fmt: skip
_ZH: dict[Unit, str] = {"workdays": "个工作日", "working_hours": "个工作小时", "hours": "小时", "days": "天"}
_TEXT = re.compile(r"(\d{1,6}(?:\.\d{1,2})?)\s*([a-z_ ]+|[个工作日小时天]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time, greater than none and at most ten years; days are whole, hours may have decimals."""

    amount: int | Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise ValueError("A limit counts workdays, working_hours, hours or days.")
        if not 0 < self.amount <= _LONGEST[self.unit]:
            raise ValueError(f"A limit is more than 0 and at most {_LONGEST[self.unit]} {self.unit}.")
        if self.amount == int(self.amount):
            object.__setattr__(self, "amount", int(self.amount))
        elif self.unit in {"workdays", "days"}:
            raise ValueError("Days are counted whole; for less than a day use hours.")

    @classmethod
    def read(cls, text: object) -> Self:
        """The limit written as `3 workdays`, `2 working_hours`, `48 hours`, `14 days` or 3 个工作日."""
        if isinstance(text, cls):
            return text
        found = _TEXT.fullmatch(text.strip().lower()) if isinstance(text, str) else None
        unit = found and _SPELLINGS.get(found[2].strip().replace(" ", "_").removesuffix("s"))
        if not found or not unit:
            raise ValueError("Write a limit as 3 workdays, 2 working_hours, 48 hours or 14 days.")
        return cls(Decimal(found[1]), unit)

    def __str__(self) -> str:
        """The form `read` takes."""
        unit = self.unit if self.amount != 1 else self.unit.removesuffix("s")
        return f"{self.amount} {unit}"

    def words(self, lang: Literal["zh", "en"]) -> str:
        """The limit as people say it."""
        return f"{self.amount} {_ZH[self.unit]}" if lang == "zh" else str(self).replace("_", " ")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:  # noqa: ANN401 - pydantic's own signature
        """Let a field of this type be written as the text `read` takes."""
        form = core_schema.str_schema()
        return core_schema.no_info_plain_validator_function(
            cls.read,
            json_schema_input_schema=form,
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=form),
        )


def deadline(limit: Limit, calendar: Calendar, start: datetime) -> datetime:
    """When the limit is over for something that began at `start`."""
    return _moved(limit, calendar, start, sign=1)


def moment_before(limit: Limit, calendar: Calendar, due: datetime) -> datetime:
    """The moment that leaves as much time as the limit says before something is due; when to warn."""
    return _moved(limit, calendar, due, sign=-1)


def _moved(limit: Limit, calendar: Calendar, start: datetime, *, sign: int) -> datetime:
    """The moment a limit's length after (1) or before (-1) another."""
    match limit.unit:
        case "workdays":
            return arithmetic.add_workdays(calendar, start, sign * int(limit.amount))
        case "working_hours":
            return arithmetic.add_working(calendar, start, float(sign * limit.amount * 60))
        case "hours":
            return from_ticks(to_ticks(start) + sign * int(limit.amount * 3_600_000_000))
        case "days":
            # The same time on the wall, which in a zone with summer time isn't always 24 hours away.
            return from_ticks(to_ticks(start.astimezone(calendar.tz) + sign * timedelta(days=int(limit.amount))))


def elapsed(limit: Limit, calendar: Calendar, start: datetime, now: datetime) -> float:
    """How many of the limit's units have passed since `start`."""
    match limit.unit:
        case "workdays":
            return arithmetic.workdays_between(calendar, start, now)
        case "working_hours":
            return arithmetic.working_time(calendar, start, now) / timedelta(hours=1)
        case "hours":
            return (now - start) / timedelta(hours=1)
        case "days":
            return (now - start) / timedelta(days=1)
