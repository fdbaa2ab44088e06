"""Columns of values as PostgreSQL's array literals: an import sends very many, and this is the short way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def numbers(values: Iterable[int | None]) -> str:
    """An array of numbers."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


def texts(values: Iterable[str | None]) -> str:
    """An array of texts, whatever they contain."""
    return "{" + ",".join(["NULL" if value is None else _quoted(value) for value in values]) + "}"


def octets(values: Iterable[bytes | None]) -> str:
    """An array of byte strings."""
    return "{" + ",".join(["NULL" if value is None else f'"\\\\x{value.hex()}"' for value in values]) + "}"


def moments(values: Iterable[datetime]) -> str:
    """An array of moments with their zones."""
    return "{" + ",".join([f'"{value.isoformat()}"' for value in values]) + "}"


def _quoted(value: str) -> str:
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'
