"""A fact, told once, to whoever asked to hear it.

Lower modules tell; higher modules listen. That is how `process` reaches `rules`
without importing it. A listener runs in the teller's transaction: what `app` registers
there defers one job per listener, so a fact that is rolled back was never told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened; named in the past tense; carries ids, never objects."""


Listener = Callable[[Session, Event, datetime], None]
_listeners: dict[type[Event], list[Listener]] = defaultdict(list)


def listen(event: type[Event], listener: Listener) -> None:
    """Ask to hear of every `event`. Called by `app` when the program starts; asking twice is asking once."""
    if listener not in _listeners[event]:
        _listeners[event].append(listener)


def forget(event: type[Event], listener: Listener) -> None:
    """Stop hearing of `event`."""
    _listeners[event].remove(listener)


def tell(session: Session, event: Event, *, now: datetime) -> None:
    """Tell a fact to its listeners, in the teller's transaction, and when it happened."""
    for listener in tuple(_listeners[type(event)]):
        listener(session, event, now)
