"""Memory that is not needed any longer goes back to the system."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress


def _trimmer() -> Callable[[int], int] | None:
    """How glibc gives back what lies free inside its heaps; other systems do that by themselves or never."""
    with suppress(OSError, AttributeError):
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
        return trim
    return None


_trim = _trimmer()


def give_back() -> None:
    """Give back what a long piece of work has left behind. Takes some hundredths of a second."""
    gc.collect()
    if _trim is not None:
        _trim(0)
