"""The ledger of one subject, linked as `ledger_append` links it: the same bytes, many at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bench.lines import Book, plain
from bihuan.ledger import canon, chain, keys, sealing

_FIRST_DAY = date(1970, 1, 1).toordinal()
# What is told here is plain JSON already: this gives the letters of `canon.written` without looking at each value.
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Told(NamedTuple):
    """One event, before it has its place in the chain."""

    at: datetime
    kind: str
    by: int | None
    payload: Mapping[str, object]
    personal: Mapping[str, object] | None = None
    journey: int | None = None


@dataclass(frozen=True)
class Owner:
    """Who answers for a subject, and where they stand."""

    id: int
    pos: int


@dataclass
class Chains:
    """Writes the chains of one workspace."""

    workspace: str
    book: Book
    _start: bytes = field(init=False)

    def __post_init__(self) -> None:
        self._start = chain.prefix(self.workspace)

    def write(self, subject: str, owner: Owner, told: list[Told]) -> None:
        """The whole chain of a subject, its head, and the key of its personal values."""
        told.sort(key=lambda one: one.at)
        key = sealing.new_key() if any(one.personal for one in told) else None
        head = chain.genesis(self.workspace, subject)
        for seq, one in enumerate(told, start=1):
            event = self._event(subject, seq, one, key)
            day = one.at.toordinal()
            link = chain.link(head, seq, day - _FIRST_DAY, chain.digest(self._start, event))
            self._put(event, one, head, link)
            head = link
        began = told[0].at
        self.book.put("ledger_subject", began, (subject, owner.id, owner.pos, len(told), head))
        if key is not None:
            locked = sealing.wrap(keys.of(self.workspace).master, key, self.workspace, subject)
            self.book.put("ledger_key", began, (subject, locked))

    def _event(self, subject: str, seq: int, one: Told, key: bytes | None) -> chain.Event:
        recorded = canon.micros(one.at)
        sealed = None
        if one.personal is not None and key is not None:
            sealed = sealing.seal(key, one.personal, self.workspace, subject)
        return chain.Event(
            subject=subject,
            seq=seq,
            kind=one.kind,
            actor_id=one.by,
            device=None,
            happened=recorded,
            recorded=recorded,
            journey_id=one.journey,
            payload=_canonical(one.payload),
            sealed=sealed,
            day=0,
            prev=b"",
            hash=b"",
            id=0,
        )

    def _put(self, event: chain.Event, one: Told, prev: bytes, link: bytes) -> None:
        at = one.at.isoformat()
        by = "\\N" if one.by is None else one.by
        journey = "\\N" if one.journey is None else one.journey
        sealed = "\\N" if event.sealed is None else f"\\\\x{event.sealed.hex()}"
        self.book.event(
            one.at,
            f"{event.subject}\t{event.seq}\t{event.kind}\t{by}\t\\N\t{at}\t{at}\t{journey}\t{plain(event.payload)}"
            f"\t{sealed}\t{at[:10]}\t\\\\x{prev.hex()}\t\\\\x{link.hex()}",
        )
