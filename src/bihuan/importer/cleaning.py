"""From a cell as people write it to a value as its field keeps it. Pure.

The field's own type has the last word (`objects.fields`); here stand the habits of spreadsheets:
amounts in 万, full-width digits, days as 2026年3月1日 or as a number, telephone numbers as numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.importer.table import Cell
from bihuan.objects import fields
from bihuan.objects.definition import FieldDef
from bihuan.objects.field_types import Wrong

SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
DAY_BEGINS = time(9)  # a day without an hour: one that is the same day in Shanghai and in UTC
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 110_000  # Excel's days from 1927 to 2201
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_LONGEST_NUMBER = 60
_LONGEST_DAY = 40
_EMPTY_MARKS = frozenset({"-", "--", "—", "——", "/", "n/a", "#n/a", "na", "null", "none", "nan", "nil", "无", "暂无"})
_ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"})
_NUMBER_TYPES = frozenset({"integer", "decimal", "money", "percent", "duration"})
TEXT_TYPES = frozenset({"text", "long_text", "address", "url"})
_MONEY_SIGNS = re.compile(r"^(?:rmb|cny|usd|eur|us\$|¥|\$|€|£)|(?:元整|元|rmb|cny|usd|eur)$", re.IGNORECASE)
_SCALED = re.compile(r"(.*?)(千万|百万|千|万|亿)", re.DOTALL)
_ACCOUNTANTS = re.compile(r"\(([\d.,]+)\)")
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ t](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?)?(z|[+-]\d\d:?\d\d)?"
)
_TIGHT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LAST_YEAR_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@]")
_PLAIN_NUMBER = re.compile(r"\s*[+-]?[\d.,\s()-]+%?\s*")
_MONTHS = 12


class CellError(Exception):
    """The cell holds a formula that failed."""


def empty_mark(cell: Cell, field: FieldDef) -> bool:
    """Whether a cell says "nothing" by a mark, in a field that holds no free text."""
    return isinstance(cell, str) and field.type not in TEXT_TYPES and cell.strip().casefold() in _EMPTY_MARKS


def formula_like(cell: Cell) -> bool:
    """Whether a text would be taken for a formula by a spreadsheet. It is kept as text and never run."""
    if not isinstance(cell, str) or not _FORMULA.match(cell):
        return False
    return len(cell) > _LONGEST_NUMBER or not _PLAIN_NUMBER.fullmatch(cell)


def clean(cell: Cell, field: FieldDef, *, zone: ZoneInfo, scale: str | None = None) -> Any:  # noqa: ANN401 - a field's value
    """The value of a cell that is not empty. Wrong when the field can't take it, CellError for a failed formula."""
    if isinstance(cell, str) and cell.strip() in _ERRORS:
        raise CellError
    if field.type in _NUMBER_TYPES:
        raw: Any = _number(cell, scale)
    else:
        raw = _PREPARED.get(field.type, _text)(cell, zone)
    return fields.of(field.type).read(raw, field)


def _text(cell: Cell, _zone: ZoneInfo) -> Any:  # noqa: ANN401
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)


def _word(cell: Cell, zone: ZoneInfo) -> Any:  # noqa: ANN401
    return " ".join(unicodedata.normalize("NFKC", _text(cell, zone)).split())


def _words(cell: Cell, zone: ZoneInfo) -> list[str]:
    return [word.strip() for word in re.split(r"[,，、;；/|]", _word(cell, zone)) if word.strip()]


def _yes_or_no(cell: Cell, zone: ZoneInfo) -> Any:  # noqa: ANN401
    return cell if isinstance(cell, bool) else _word(cell, zone)


def _number(cell: Cell, scale: str | None) -> Any:  # noqa: ANN401
    if not isinstance(cell, str) or len(cell) > _LONGEST_NUMBER:
        return (
            _times(Decimal(repr(cell)), scale) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell
        )
    plain = unicodedata.normalize("NFKC", cell).strip().lstrip("'").replace("，", ",")
    plain = _MONEY_SIGNS.sub("", re.sub(r"[\s_]", "", plain))
    if written := _SCALED.fullmatch(plain):
        plain, scale = written.groups()
    if bracketed := _ACCOUNTANTS.fullmatch(plain):
        plain = f"-{bracketed.group(1)}"
    try:
        return _times(Decimal(plain.replace(",", "")), scale) if scale and not plain.endswith("%") else plain
    except InvalidOperation:
        return cell


def _times(number: Decimal, scale: str | None) -> Decimal:
    return number * SCALES[scale] if scale and number.is_finite() else number


def _day(cell: Cell, zone: ZoneInfo) -> Any:  # noqa: ANN401
    found = moment_of(cell, zone)
    return found.astimezone(zone).date()


def moment_of(cell: Cell, zone: ZoneInfo) -> datetime:
    """The moment that a cell means; a day alone is nine o'clock in the company's zone. Wrong for anything else."""
    if isinstance(cell, datetime) and (cell.tzinfo or cell.time() != time(0)):
        return cell if cell.tzinfo else cell.replace(tzinfo=zone)
    if isinstance(cell, date):
        return datetime.combine(cell, DAY_BEGINS, tzinfo=zone)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell), zone)
    if isinstance(cell, str) and len(cell) <= _LONGEST_DAY:
        return _written(" ".join(unicodedata.normalize("NFKC", cell).split()).lower(), zone)
    raise Wrong("wrong_type", "This field takes a day, as in 2026-03-02.")


def _serial(number: float, zone: ZoneInfo) -> datetime:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise Wrong("wrong_type", "This field takes a day, as in 2026-03-02.", got="number")
    moment = _EPOCH + timedelta(seconds=round(number * 86_400))
    return _placed((moment.year, moment.month, moment.day), None if number == int(number) else moment.time(), zone)


def _written(text: str, zone: ZoneInfo) -> datetime:
    if found := _DAY.fullmatch(text):
        year, month, day, hour, minute, second, offset = found.groups()
        clock = _clock(int(hour), int(minute), int(second or 0)) if hour else None
        if clock and offset:
            shift = UTC if offset == "z" else datetime.strptime(offset, "%z").tzinfo
            return _placed((int(year), int(month), int(day)), clock, shift)
        return _placed((int(year), int(month), int(day)), clock if clock and clock != time(0) else None, zone)
    if found := _TIGHT_DAY.fullmatch(text):
        return _placed(tuple(map(int, found.groups())), None, zone)
    if found := _LAST_YEAR_FIRST.fullmatch(text):
        return _placed(_unambiguous(*map(int, found.groups())), None, zone)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _serial(float(text), zone)
    raise Wrong("wrong_type", "This field takes a day, as in 2026-03-02.", got="text")


def _unambiguous(first: int, second: int, year: int) -> tuple[int, int, int]:
    if first <= _MONTHS and second <= _MONTHS and first != second:
        raise Wrong("ambiguous_day", "Day or month first? Write it as in 2026-03-02.")
    return (year, second, first) if first > _MONTHS else (year, first, second)


def _clock(hour: int, minute: int, second: int) -> time:
    try:
        return time(hour, minute, second)
    except ValueError as fault:
        raise Wrong("no_such_hour", "There is no such hour.") from fault


def _placed(day: tuple[int, ...], clock: time | None, zone: Any) -> datetime:  # noqa: ANN401 - any tzinfo
    try:
        return datetime.combine(date(day[0], day[1], day[2]), clock or DAY_BEGINS, tzinfo=zone)
    except (ValueError, OverflowError) as fault:
        raise Wrong("no_such_day", "There is no such day.", got="-".join(map(str, day))) from fault


def _phone(cell: Cell, zone: ZoneInfo) -> Any:  # noqa: ANN401
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return _text(cell, zone).lstrip("'‘’ ") if isinstance(cell, str) else cell


def _email(cell: Cell, zone: ZoneInfo) -> Any:  # noqa: ANN401
    return unicodedata.normalize("NFKC", _text(cell, zone)).strip().removeprefix("mailto:")


_PREPARED: dict[str, Callable[[Cell, ZoneInfo], Any]] = {
    "date": _day,
    "datetime": moment_of,
    "phone": _phone,
    "email": _email,
    "boolean": _yes_or_no,
    "choice": _word,
    "choices": _words,
}
