"""Two lists of parts: which are the same part, in which order they are told, and which of them moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bihuan.design.differing import spoken
from bihuan.design.differing.naming import Body

Pair = tuple[dict[str, Body], dict[str, Body]]


def by_key(old: Sequence[Any], new: Sequence[Any]) -> Pair | None:
    """Both lists by the keys of their parts; None where a part has no key, or two have the same."""
    before, after = _keyed(old), _keyed(new)
    return None if before is None or after is None else (before, after)


def _keyed(side: Sequence[Any]) -> dict[str, Body] | None:
    found = {part["key"]: part for part in side if isinstance(part, dict) and isinstance(part.get("key"), str)}
    return found if len(found) == len(side) else None


def by_label(old: Sequence[Any], new: Sequence[Any]) -> Pair | None:
    """Both lists by the labels of their parts; a part with a new label is known by where it stands."""
    if not all(isinstance(part, dict) for part in (*old, *new)):
        return None
    before, after = _labelled(old), _labelled(new)
    known, wanted = set(before), set(after)
    for place, (was, is_now) in enumerate(zip(before, after, strict=False)):
        if was not in wanted and is_now not in known:
            after[place] = was
    return dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True))


def _labelled(side: Sequence[Body]) -> list[str]:
    met: Counter[str] = Counter()
    found = []
    for part in side:
        said = spoken.canonical(part.get("label"))
        met[said] += 1
        found.append(f"{said} {met[said]}")
    return found


def merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """All keys in the new order; one that is gone stands behind the one it stood behind."""
    there = set(new)
    behind: dict[str | None, list[str]] = {None: []}
    stood: str | None = None
    for key in old:
        if key in there:
            stood = key
        else:
            behind.setdefault(stood, []).append(key)
    return [*behind[None], *(one for key in new for one in (key, *behind.get(key, ())))]


def moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest keys that must have been moved to bring those in both lists from one order into the other."""
    before = {key: place for place, key in enumerate(old)}
    order = [(before[key], key) for key in new if key in before]
    ends: list[int] = []  # for each length, the smallest end of a rising row
    lengths = []
    for place, _ in order:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        lengths.append(length)
    wanted, stays = len(ends) - 1, set()
    for (_, key), length in zip(reversed(order), reversed(lengths), strict=True):
        if length == wanted:
            stays.add(key)
            wanted -= 1
    return {key for _, key in order} - stays
