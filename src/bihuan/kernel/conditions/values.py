"""The values conditions speak of: what may be written, and when two of them can be compared."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

LONGEST_TEXT = 1000
LONGEST_LIST = 200
LARGEST_NUMBER = 10**18
MOST_DIGITS = 15  # what every one of our number types, a browser's included, keeps exactly
FARTHEST = {"days": 36_500, "hours": 876_000}

_NUMBER = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Relative:
    """A time counted from now: so many days or hours ahead, or back when negative."""

    unit: str
    amount: int

    def written(self) -> dict[str, int]:
        """The form it is read from."""
        return {self.unit: self.amount}

    @property
    def length(self) -> timedelta:
        """The way from now."""
        return timedelta(**{self.unit: self.amount})


Scalar = bool | int | float | str
Value = Scalar | Relative | tuple[Scalar, ...] | None
Comparable = bool | int | Decimal | str | date


def read_value(raw: Any) -> Value:  # noqa: ANN401 - that is what reading is for
    """What stands at `value`, if it is something a condition can hold."""
    if raw is None or isinstance(raw, Relative):
        return raw
    if isinstance(raw, dict):
        return _read_relative(raw)
    if isinstance(raw, (list, tuple)):
        if len(raw) > LONGEST_LIST:
            raise PydanticCustomError("list_too_long", "A list holds at most {most} values.", {"most": LONGEST_LIST})
        return tuple(_read_scalar(one) for one in raw)
    return _read_scalar(raw)


def _read_relative(raw: dict[Any, Any]) -> Relative:
    """`{"days": -3}` or `{"hours": 2}`."""
    if len(raw) == 1:
        unit, amount = next(iter(raw.items()))
        if unit in FARTHEST and type(amount) is int and abs(amount) <= FARTHEST[unit]:
            return Relative(unit, amount)
    raise PydanticCustomError("bad_time", 'A time counted from now is written {{"days": -3}} or {{"hours": 2}}.')


def _read_scalar(raw: Any) -> Scalar:  # noqa: ANN401
    """A text, a number, yes or no."""
    if isinstance(raw, str):
        return _read_text(raw)
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, (int, float, Decimal)):
        return _read_number(raw)
    raise PydanticCustomError("bad_value", "A value is a text, a number, yes or no, or a list of these.")


def _read_text(raw: str) -> str:
    if not raw:
        raise PydanticCustomError("empty_text", "An empty text equals nothing; ask is_empty instead.")
    if len(raw) > LONGEST_TEXT:
        raise PydanticCustomError("text_too_long", "A text has at most {most} characters.", {"most": LONGEST_TEXT})
    if _UNSTORABLE.search(raw):
        raise PydanticCustomError("bad_characters", "The text has characters that no field can hold.")
    return raw


def _read_number(raw: float | Decimal) -> int | float:
    # An int of 400 digits is too large even to be asked whether it is finite.
    if not (isinstance(raw, int) or math.isfinite(raw)) or not -LARGEST_NUMBER <= raw <= LARGEST_NUMBER:
        raise PydanticCustomError("number_too_large", "A number is at most {most}.", {"most": LARGEST_NUMBER})
    exact = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    _, digits, exponent = exact.normalize().as_tuple()
    if len(digits) > MOST_DIGITS or not isinstance(exponent, int) or exponent < -MOST_DIGITS:
        raise PydanticCustomError("too_many_digits", "A number has at most {most} digits.", {"most": MOST_DIGITS})
    return int(exact) if exponent >= 0 else float(exact)


def prepared(value: Scalar, *, timely: bool) -> Comparable | None:
    """A written value ready to be compared; in a question of time, texts are days and moments or nothing."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, str) and timely:
        return time_of(value)
    return value


def time_of(value: Any) -> date | None:  # noqa: ANN401
    """The day or the moment (in UTC) this is or says; None for anything else."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else None
    if isinstance(value, date):
        return value
    return _time_in(value) if isinstance(value, str) else None


def _time_in(text: str) -> date | None:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text).astimezone(UTC) if _MOMENT.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


def number_of(value: Any) -> int | Decimal | None:  # noqa: ANN401
    """The number this is or says; None for anything else, yes and no included."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def order(value: Any, wanted: Comparable | None) -> int | None:  # noqa: ANN401
    """Below, at or above (-1, 0, 1) a prepared value; None when the two cannot be compared."""
    if isinstance(wanted, date):
        time = time_of(value)
        if time is None or isinstance(time, datetime) is not isinstance(wanted, datetime):
            return None
        return (time > wanted) - (time < wanted)
    if isinstance(wanted, bool) or not isinstance(wanted, (int, Decimal)):
        return None
    number = number_of(value)
    return None if number is None else (number > wanted) - (number < wanted)


def same(value: Any, wanted: Comparable) -> bool | None:  # noqa: ANN401
    """Whether a value is the wanted one; None when the two cannot be compared."""
    if isinstance(wanted, str):
        said = _text_of(value)
        return None if said is None else said == wanted
    if isinstance(wanted, bool):
        return value is wanted if isinstance(value, bool) else None
    place = order(value, wanted)
    return None if place is None else place == 0


def _text_of(value: Any) -> str | None:  # noqa: ANN401
    """A text, a key, or a day as text; None without one."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return None


def is_empty(value: Any) -> bool:  # noqa: ANN401
    """Whether there is no value: nothing, an empty text, an empty choice of many."""
    return value is None or (not value and (value == "" or is_many(value)))


def is_many(value: Any) -> bool:  # noqa: ANN401
    """Whether this is a choice of many."""
    return isinstance(value, (list, tuple, set, frozenset))
