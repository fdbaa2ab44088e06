"""Several notices about one thing become one line that says all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.notices.models import Notice

WORST = ("info", "warn", "due", "escalate")


@dataclass(frozen=True)
class Line:
    """One line of an inbox or a letter: what matters most of a topic, and what else was told of it, latest first."""

    first: Notice
    also: Sequence[Notice]

    @property
    def besides(self) -> list[Notice]:
        """What the first one does not say already: that a stay is overdue says that it was nearly due."""
        stem = self.first.cause.rpartition(":")[0]
        return [one for one in self.also if not (stem.startswith("stay:") and one.cause.rpartition(":")[0] == stem)]


def lines(notices: Iterable[Notice]) -> list[Line]:
    """One line for each topic: the worst first, among equals the latest."""
    topics: dict[str, list[Notice]] = {}
    for notice in notices:
        topics.setdefault(notice.topic, []).append(notice)
    found = [_line(told) for told in topics.values()]
    return sorted(found, key=lambda line: (rank(line.first), line.first.id), reverse=True)


def rank(notice: Notice) -> int:
    """How much it matters."""
    return WORST.index(notice.level)


def levels(worst: Iterable[str]) -> Mapping[str, int]:
    """How many lines there are of each level."""
    found: dict[str, int] = {}
    for level in worst:
        found[level] = found.get(level, 0) + 1
    return found


def _line(told: Sequence[Notice]) -> Line:
    ordered = sorted(told, key=lambda notice: notice.id, reverse=True)
    first = max(ordered, key=lambda notice: (rank(notice), notice.id))
    return Line(first, [notice for notice in ordered if notice is not first])
