"""A calendar as RFC 5545 wants it: every moment in UTC, lines folded at 75 bytes, text escaped. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_WIDEST = 75  # bytes of one line without its end
_PRODUCT = "-//Bihuan//Calendar//ZH"
_LENGTH = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a calendar. `uid` stays the same, so that a program knows it again."""

    uid: str
    at: datetime
    title: str
    text: str = ""
    url: str = ""


def written(entries: Iterable[Entry], *, name: str, now: datetime) -> str:
    """The calendar as a file."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    named = [f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    lines = [*head, *named, *(line for entry in entries for line in _entry(entry, now)), "END:VCALENDAR"]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _entry(entry: Entry, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(entry.at)}"
    yield f"DTEND:{_moment(entry.at + _LENGTH)}"
    yield f"SUMMARY:{_text(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_text(entry.text)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(said: str) -> str:
    """Text as a value: what has a meaning there is escaped, and what cannot be shown is left out."""
    plain = "".join(
        sign for sign in said.replace("\r\n", "\n").replace("\r", "\n") if sign.isprintable() or sign == "\n"
    )
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, none of which ends within a sign; all but the first begin with a blank."""
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _WIDEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    yield piece
