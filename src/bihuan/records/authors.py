"""What acts where no person did: a rule does. Whoever stands above introduces theirs; `records` knows no more of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bihuan.org.viewer import Viewer

Namer = Callable[[Session, Viewer, str], str]
_namers: dict[str, Namer] = {}


@dataclass(frozen=True, kw_only=True)
class Author:
    """What acted: of which kind, by its key, and what it is called."""

    kind: str
    key: str
    label: str


def introduce(kind: str, namer: Namer) -> None:
    """Let timelines call authors of this kind by their names from now on."""
    _namers[kind] = namer


def author(session: Session, viewer: Viewer, through: str) -> Author:
    """What acted, as the ledger keeps it: `rule:watch_big_deals`. By its key where nobody knows its name."""
    kind, _, key = through.partition(":")
    namer = _namers.get(kind)
    return Author(kind=kind, key=key, label=namer(session, viewer, key) if namer else key)
