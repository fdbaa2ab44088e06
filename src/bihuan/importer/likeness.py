"""Which known word somebody probably meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from rapidfuzz import fuzz, process

from bihuan.importer.table import folded

_LIKE_ENOUGH = 80.0
_MOST_COMPARED = 20_000


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known word most like this one; None when none is like enough to be offered."""
    words = {folded(word): word for word in islice(known, _MOST_COMPARED)}
    found = process.extractOne(folded(text)[:200], words.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return words[found[0]] if found else None
