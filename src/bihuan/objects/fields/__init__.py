"""The field types, one file each. A file that stands here is known; nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil

from bihuan.objects.field_types import TYPES, FieldType

for _found in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_found.name}")


def of(key: str) -> FieldType:
    """The type with this key. KeyError for one that isn't known: `checking` has told before."""
    return TYPES[key]


def keys() -> tuple[str, ...]:
    """The keys of all field types, in the order of the alphabet."""
    return tuple(sorted(TYPES))
