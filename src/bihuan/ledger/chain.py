"""The chain of one subject: how an event becomes bytes, how a link binds it, and what a broken link means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from struct import Struct
from typing import NamedTuple

from bihuan.ledger.faults import Fault, FaultKind

LINK = b"bihuan.link.1\0"
CONTENT = b"bihuan.event.1\0"
GENESIS = b"bihuan.genesis.1\0"
EPOCH_DAY = date(1970, 1, 1)
WINDOW = 20_000  # events of one broken chain that are looked at to name the tampering

_HEADER = Struct(">BqqqqIIIII")  # which values are absent, four numbers, five lengths
_LENGTH = Struct(">I")
_PLACE = Struct(">qi")  # number in the chain, day of the seal
_NO_ACTOR, _NO_JOURNEY, _NO_DEVICE, _NOTHING_SEALED = 1, 2, 4, 8


class Event(NamedTuple):
    """One event as it lies in the database; moments are microseconds since 1970, days are days since then."""

    subject: str
    seq: int
    kind: str
    actor_id: int | None
    device: str | None
    happened: int
    recorded: int
    journey_id: int | None
    payload: str
    sealed: bytes | None
    day: int
    prev: bytes
    hash: bytes
    id: int


class Head(NamedTuple):
    """What a subject says about its own chain: how many events, and the link of the last."""

    seq: int
    hash: bytes


Row = tuple[Event | None, Head | None, str]  # an event, the head of its subject, the subject


def prefix(workspace: str) -> bytes:
    """What begins the bytes of every event of a workspace, so that no event fits into another workspace."""
    name = workspace.encode()
    return CONTENT + _LENGTH.pack(len(name)) + name


def genesis(workspace: str, subject: str) -> bytes:
    """The link before the first: no two subjects begin alike."""
    name = workspace.encode()
    return sha256(GENESIS + _LENGTH.pack(len(name)) + name + subject.encode()).digest()


def content(start: bytes, event: Event) -> bytes:
    """The canonical bytes of what an event says; different events give different bytes. `start` is the `prefix`."""
    _, _, kind_text, actor, device_text, happened, recorded, journey, payload_text, sealed_bytes, *_ = event
    subject, kind, payload = event[0].encode(), kind_text.encode(), payload_text.encode()
    device, sealed = (device_text or "").encode(), sealed_bytes or b""
    absent = (
        (_NO_ACTOR if actor is None else 0)
        | (_NO_JOURNEY if journey is None else 0)
        | (_NO_DEVICE if device_text is None else 0)
        | (_NOTHING_SEALED if sealed_bytes is None else 0)
    )
    return b"".join(
        (
            start,
            _HEADER.pack(
                absent,
                actor or 0,
                journey or 0,
                happened,
                recorded,
                len(subject),
                len(kind),
                len(device),
                len(payload),
                len(sealed),
            ),
            subject,
            kind,
            device,
            payload,
            sealed,
        )
    )


def digest(start: bytes, event: Event) -> bytes:
    """The fingerprint of what an event says, without its place in the chain."""
    return sha256(content(start, event)).digest()


def link(prev: bytes, seq: int, day: int, content_digest: bytes) -> bytes:
    """The link that binds an event to its place: after `prev`, as number `seq`, sealed with `day`."""
    return sha256(LINK + prev + _PLACE.pack(seq, day) + content_digest).digest()


def day_of(number: int) -> date:
    """The date that is `number` days after 1970 began."""
    return EPOCH_DAY + timedelta(days=number)


def check(workspace: str, events: Iterable[Event], head: Head | None, *, subject: str | None = None) -> Fault | None:
    """The first fault of one chain, or None if every link holds and the head is its end."""
    chain = list(events)
    name = subject or chain[0].subject
    found: list[Fault] = []
    walk = Walk(workspace, found.append)
    for event in chain:
        walk.step((event, head, name))
    if not chain:
        walk.step((None, head, name))
    walk.finish()
    return found[0] if found else None


class Walk:
    """Goes along all chains, event by event in the order (subject, seq), and reports one fault per broken chain."""

    def __init__(self, workspace: str, report: Callable[[Fault], None]) -> None:
        """Begin before the first subject; faults go to `report`."""
        self.subjects = 0
        self.events = 0
        self._workspace, self._start, self._report = workspace, prefix(workspace), report
        self._subject: str | None = None
        self._head: Head | None = None
        self._seq, self._last, self._before = 0, b"", b""
        self._broken: list[Event] = []

    def step(self, row: Row) -> None:
        """Look at the next event."""
        event, head, subject = row
        if subject != self._subject:
            self.finish()
            self._subject, self._head = subject, head
            self._seq, self._last, self._before = 0, genesis(self._workspace, subject), b""
            self.subjects += 1
        if event is None:
            return
        self.events += 1
        if self._broken:
            if len(self._broken) < WINDOW:
                self._broken.append(event)
            return
        if (
            event.prev == self._last
            and event.seq == self._seq + 1
            and link(self._last, event.seq, event.day, sha256(content(self._start, event)).digest()) == event.hash
        ):
            self._before, self._last, self._seq = self._last, event.hash, event.seq
        else:
            self._broken.append(event)

    def finish(self) -> None:
        """The chain at hand has no more events: does it end where its head says?"""
        subject, head = self._subject, self._head
        self._subject = None
        if subject is None:
            return
        if head is None:
            self._report(Fault(kind=FaultKind.SUBJECT_MISSING, subject=subject, seq=1))
        elif self._broken:
            at = _At(self._start, self._seq, self._last, self._before)
            self._report(diagnose(at, self._broken, head))
        elif self._seq != head.seq:
            kind = FaultKind.TAIL if self._seq < head.seq else FaultKind.INSERTED
            self._report(Fault(kind=kind, subject=subject, seq=min(self._seq, head.seq) + 1))
        elif self._last != head.hash:
            self._report(Fault(kind=FaultKind.HEAD, subject=subject, seq=head.seq))
        self._broken = []


@dataclass(frozen=True)
class _At:
    """Where a chain stopped being whole: after `seq` good events, the last of them linked by `last`."""

    start: bytes
    seq: int
    last: bytes
    before: bytes  # the link before the last

    def fits(self, event: Event, seq: int) -> bool:
        """Whether the event is whole as number `seq` of its chain."""
        return link(event.prev, seq, event.day, digest(self.start, event)) == event.hash


def diagnose(at: _At, rest: Sequence[Event], head: Head) -> Fault:
    """Name the tampering by what the links still say about the order in which events were written."""
    first, expected = rest[0], at.seq + 1
    kind, seq = _name(at, rest, head)
    known = first if seq == first.seq and seq == expected else None
    return Fault(kind=kind, subject=first.subject, seq=seq, event_id=known.id if known else None)


def _name(at: _At, rest: Sequence[Event], head: Head) -> tuple[FaultKind, int]:
    first, expected = rest[0], at.seq + 1
    if first.seq > expected:
        return FaultKind.GAP, expected
    if first.seq < expected:  # the same number twice: possible only where the unique index was dropped
        return FaultKind.INSERTED, first.seq
    displaced = any(event.prev == at.last and at.fits(event, expected) for event in rest[1:])
    if first.prev == at.last:
        return (FaultKind.INSERTED if displaced else FaultKind.CHANGED), expected
    if first.prev == at.before and at.before:
        return FaultKind.INSERTED, at.seq  # it still follows the event before the last: the last was pushed in between
    return _name_stranger(at, rest, head, displaced=displaced)


def _name_stranger(at: _At, rest: Sequence[Event], head: Head, *, displaced: bool) -> tuple[FaultKind, int]:
    """The next event follows none of the good ones: is it genuine and elsewhere, or not genuine at all?"""
    first, expected = rest[0], at.seq + 1
    if at.fits(first, expected):
        # Whole, in its place, and following a link that is nowhere: the event before it was rewritten with its hash.
        return (FaultKind.INSERTED, expected) if displaced else (FaultKind.CHANGED, max(at.seq, 1))
    genuine = any(at.fits(first, seq) for seq in range(1, max(head.seq, first.seq) + len(rest) + 1))
    if displaced:
        return (FaultKind.REORDERED if genuine else FaultKind.INSERTED), expected
    return (FaultKind.GAP if genuine else FaultKind.CHANGED), expected
