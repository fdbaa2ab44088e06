"""Where a page ended: the sort, the value and the id of its last row. Opaque to whoever carries it. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bihuan.kernel.conditions import FieldKind
from bihuan.kernel.refusals import Kind, Refusal

_LONGEST = 2000
_PARTS = 3
_LARGEST = 2**63


class BadCursor(Refusal):
    """A cursor that no page of this list ended with."""

    code = "bad_cursor"
    kind = Kind.INVALID
    message = "This list has no such place. Begin at its top."


@dataclass(frozen=True)
class Place:
    """The last row of a page: its value in the sorted column, and its id."""

    value: Any
    id: int


def written(sort: str, place: Place) -> str:
    """The cursor for the rows after this place."""
    value = place.value
    if isinstance(value, datetime):
        value = value.astimezone(UTC).isoformat()
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    body = json.dumps([sort, value, place.id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def read(cursor: str, *, sort: str, kind: FieldKind) -> Place:
    """The place a cursor says. BadCursor unless it is one of a list sorted this way."""
    try:
        body = json.loads(base64.b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as fault:
        raise BadCursor from fault
    if not isinstance(body, list) or len(body) != _PARTS or body[0] != sort or type(body[2]) is not int:
        raise BadCursor
    if not 0 < body[2] < _LARGEST:
        raise BadCursor
    return Place(None if body[1] is None else _value(body[1], kind), body[2])


def _value(raw: Any, kind: FieldKind) -> Any:  # noqa: ANN401
    try:
        value = _READERS[kind](raw)
    except (TypeError, ValueError, InvalidOperation) as fault:
        raise BadCursor from fault
    return value


def _text(raw: Any) -> str:  # noqa: ANN401
    if not isinstance(raw, str) or "\0" in raw:
        raise TypeError(raw)
    return raw.encode().decode()  # a lone surrogate stops here


def _whole(raw: Any) -> int:  # noqa: ANN401
    if type(raw) is not int or abs(raw) >= _LARGEST:
        raise TypeError(raw)
    return raw


def _decimal(raw: Any) -> Decimal:  # noqa: ANN401
    value = Decimal(_text(raw))
    if not value.is_finite() or abs(value.adjusted()) > 100:  # noqa: PLR2004 - far beyond any number a field holds
        raise ValueError(raw)
    return value


def _moment(raw: Any) -> datetime:  # noqa: ANN401
    value = datetime.fromisoformat(_text(raw))
    if value.tzinfo is None:
        raise ValueError(raw)
    return value


def _yes_or_no(raw: Any) -> bool:  # noqa: ANN401
    if type(raw) is not bool:
        raise TypeError(raw)
    return raw


_READERS = {
    "text": _text,
    "choice": _text,
    "multi": _text,
    "integer": _whole,
    "reference": _whole,
    "member": _whole,
    "decimal": _decimal,
    "boolean": _yes_or_no,
    "date": lambda raw: date.fromisoformat(_text(raw)),
    "datetime": _moment,
}
