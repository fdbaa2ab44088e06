"""Rows that point at rows: which of them go round in a circle, or deeper than anything real. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

DEEPEST = 50


def too_deep(ups: Mapping[int, int]) -> list[int]:
    """The places at which to cut, so that no way up goes in a circle or is longer than `DEEPEST` steps."""
    depths: dict[int, int] = {}
    cut: list[int] = []
    for start in sorted(ups):
        path: dict[int, None] = {}
        here = start
        while here in ups and here not in depths and here not in path:
            path[here] = None
            here = ups[here]
        depth = depths.get(here, 0)
        for step in reversed(path):
            circle = ups[step] == here and here in path and here not in depths
            if circle or depth >= DEEPEST:
                cut.append(step)
                depth = 0
            else:
                depth += 1
            depths[step] = depth
    return cut


def below(ups: Mapping[int, int]) -> dict[int, list[int]]:
    """Who points at each."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, up in ups.items():
        found[up].append(place)
    return found
