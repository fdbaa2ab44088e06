"""One way to write a value down: the same value always gives the same bytes, and two values never share them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum

from bihuan.kernel.refusals import Kind, Refusal

DEEPEST = 40  # levels of nesting
LONGEST_NUMBER = 3_000  # bits of an integer: about 900 digits
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class CannotBeKept(Refusal):
    """The ledger keeps text, numbers, lists and maps that come back exactly as they were; this would not."""

    code = "cannot_be_kept"
    kind = Kind.INVALID
    message = "This value cannot be kept in the ledger exactly as it is."

    def __init__(self, place: str, why: str) -> None:
        """Say where in the value the trouble is, and what it is."""
        super().__init__()
        self.place, self.why = place, why

    def facts(self) -> dict[str, object]:
        """Where, and why."""
        return {"place": self.place, "why": self.why}


def written(value: Mapping[str, object] | Sequence[object]) -> str:
    """The canonical JSON of a map or list: keys sorted, no spaces, moments in UTC, decimals as text.

    Raises CannotBeKept for what would not come back from the database as it went in.
    """
    return _ENCODER.encode(_plain(value, "", 0))


def text(value: str, place: str) -> str:
    """The same text, if it can be kept: without NUL and without half a surrogate pair."""
    if "\0" in value:
        raise CannotBeKept(place, "it contains the character U+0000")
    if not value.isascii() and not value.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise CannotBeKept(place, "it contains half a character (a lone surrogate)")
    return value


def micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC. A moment without a zone is a bug and raises TypeError."""
    return (moment - EPOCH) // MICROSECOND


def _plain(value: object, place: str, depth: int) -> object:
    kind = type(value)
    if kind is str:
        return text(value, place)  # type: ignore[arg-type]  # what nearly every value is comes first: imports are long
    if value is None or kind is bool:
        return value
    if depth > DEEPEST:
        raise CannotBeKept(place, f"it is nested deeper than {DEEPEST} levels")
    if kind is dict or isinstance(value, Mapping):
        return {_key(key, place): _plain(item, f"{place}.{key}", depth + 1) for key, item in value.items()}  # type: ignore[attr-defined]
    if isinstance(value, list | tuple):
        return [_plain(item, f"{place}[{index}]", depth + 1) for index, item in enumerate(value)]
    return _scalar(value, place)


def _key(key: object, place: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{place}: a key of a ledger payload is text, not {type(key).__name__}")
    return text(str(key), place)


def _scalar(value: object, place: str) -> object:
    if isinstance(value, Enum):
        return _plain(value.value, place, 0)
    if isinstance(value, str):
        return text(str(value), place)
    if isinstance(value, int | float):
        return _number(value, place)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{place}: a ledger payload cannot hold {type(value).__name__}")


def _number(value: float, place: str) -> float:
    if isinstance(value, int):
        if value.bit_length() > LONGEST_NUMBER:
            raise CannotBeKept(place, "the number is too long")
        return int(value)
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - only "not a number" differs from itself
        raise CannotBeKept(place, "it is not a finite number")
    return float(value)
