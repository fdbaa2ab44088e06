"""From keys to physical names. Keys have no two underscores in a row, so no two names can meet."""

from __future__ import annotations

import re
from collections.abc import Collection

from bihuan.objects.definition import KEY

_KEY = re.compile(KEY)
_LONGEST = 40


def table(object_key: str) -> str:
    """The table of an object."""
    return f"o_{_sound(object_key)}"


def column(field_key: str, taken: Collection[str]) -> str:
    """A column name for a field that no field of this object ever had."""
    first = f"f_{_sound(field_key)}"
    name, number = first, 1
    while name in taken:
        number += 1
        name = f"{first}__{number}"
    return name


def part(physical: str, suffix: str) -> str:
    """The column of one part of a value that takes several."""
    return f"{physical}__{suffix}" if suffix else physical


def _sound(key: str) -> str:
    # The definition has checked it; identifiers are the one thing that can't be a parameter, so it is checked again.
    if len(key) > _LONGEST or not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key")
    return key
