"""The scene of a sample company: its people, its things, its clock, and what happens next."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from bihuan.kernel import calendar
from bihuan.kernel.files import Store
from bihuan.org import queries as people


@dataclass
class Play:
    """The sample company while it plays: its people and things by name, its clock, and what happens next."""

    session: Session
    company: Mapping[str, Any]
    files: Store
    chance: Random
    begin: datetime
    end: datetime
    people: dict[str, int] = field(default_factory=dict)
    products: list[int] = field(default_factory=list)
    agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)

    def later(self, start: datetime, *, hours: float, act: Callable[[datetime], None]) -> None:
        """Let something happen after so many working hours."""
        working = people.calendar(self.session)
        moment = calendar.add_working(working, start, max(int(hours * 60), 1))
        self.at(moment + timedelta(seconds=self.chance.randrange(60)), act)

    def at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        """Let something happen at a moment; nothing happens after the end."""
        if moment < self.end:
            heapq.heappush(self.agenda, (moment, next(self._number), act))
