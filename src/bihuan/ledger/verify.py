"""Recompute a whole ledger, in constant memory, and name what no longer fits.

Anchors first: they lie outside the database. Then the seals against the anchors, then every chain, then every
event of a sealed day against the signed root of that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.ledger import anchors, queries, roots, sealing, seals
from bihuan.ledger.anchors import Leaf
from bihuan.ledger.chain import Event, Head, Walk
from bihuan.ledger.faults import Fault, FaultKind
from bihuan.ledger.seals import Seal

Progress = Callable[[int, int], None]  # events looked at, events in all (each is looked at once)
PAGE = 5_000
KEPT = 100  # faults that are kept by name; the rest is counted


@dataclass
class Report:
    """What a verification saw, and every fault it found, the most telling first."""

    workspace: str
    events: int = 0
    subjects: int = 0
    sealed_days: int = 0
    sealed_events: int = 0
    anchored_days: int = 0
    seconds: float = 0.0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing at all was found."""
        return not self.fault_count

    @property
    def rate(self) -> float:
        """Events verified in a second."""
        return self.events / self.seconds if self.seconds else 0.0

    def note(self, fault: Fault) -> None:
        """Count a fault, and keep it by name while there is room."""
        self.fault_count += 1
        if len(self.faults) < KEPT:
            self.faults.append(fault)


def verify(session: Session, *, public: bytes, folder: Path | None, progress: Progress | None = None) -> Report:
    """Check the ledger of the session's workspace. The session must see everything (`db.EVERYTHING`).

    `public` is the workspace's public key, `folder` that of the anchors: both from outside the database, best
    from a copy that its administrator could not reach. `progress` hears how many events are done, of how many.
    """
    begun = perf_counter()
    session.execute(text("SELECT set_config('statement_timeout', '0', true)"))
    report = Report(workspace=db.workspace_of(session))
    anchored = _anchors(report, public, folder)
    made = {seal.day: seal for seal in queries.seals(session)}
    report.sealed_days, report.anchored_days = len(made), len(anchored)
    _compare(report, made, anchored, public)
    broken = _chains(session, report, progress)
    # What was signed outside counts; a seal without an anchor has only its own signature.
    _roots(session, report, {**made, **anchored}, folder, broken)
    for subject, seq in _stream(session, queries.LOST_KEYS):
        report.note(Fault(kind=FaultKind.KEY_LOST, subject=subject, seq=seq))
    report.seconds = perf_counter() - begun
    return report


def _anchors(report: Report, public: bytes, folder: Path | None) -> dict[date, Seal]:
    """The anchored seals that hold; what is wrong with the file itself is noted."""
    held: dict[date, Seal] = {}
    last = seals.FIRST
    for number, seal in enumerate(anchors.read(folder, report.workspace) if folder else (), start=1):
        if seal is None or not _signed(seal, report.workspace, public):
            report.note(Fault(kind=FaultKind.ANCHOR_SIGNATURE, seq=number, day=seal.day if seal else None))
            last = seal.root if seal else b""
            continue
        if last and seal.prev != last:
            report.note(Fault(kind=FaultKind.ANCHOR_ORDER, seq=number, day=seal.day))
        held[seal.day], last = seal, seal.root
    return held


def _signed(seal: Seal, workspace: str, public: bytes) -> bool:
    return seal.workspace == workspace and sealing.signed(public, seal.message(), seal.signature)


def _compare(report: Report, made: dict[date, Seal], anchored: dict[date, Seal], public: bytes) -> None:
    last: bytes | None = seals.FIRST
    for day in sorted({*made, *anchored}):
        seal, anchor = made.get(day), anchored.get(day)
        if seal is None:
            report.note(Fault(kind=FaultKind.SEAL_MISSING, day=day))
            last = anchor.root if anchor else last
            continue
        kind = _seal_fault(seal, anchor, whole=_signed(seal, report.workspace, public))
        if kind is not None:
            report.note(Fault(kind=kind, day=day))
        elif last is not None and seal.prev != last:
            report.note(Fault(kind=FaultKind.SEAL_ORDER, day=day))
        last = anchor.root if anchor else None if kind else seal.root  # what a false seal says of itself joins nothing


def _seal_fault(seal: Seal, anchor: Seal | None, *, whole: bool) -> FaultKind | None:
    if not whole:
        changed = anchor is not None and anchor.message() != seal.message()
        return FaultKind.SEAL_CHANGED if changed else FaultKind.SEAL_SIGNATURE
    return None if anchor in {None, seal} else FaultKind.ANCHOR_MISMATCH


def _stream(session: Session, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement from a cursor on the server: as many in memory as a page has."""
    connection = session.connection().connection.driver_connection
    assert connection is not None
    with connection.cursor(name="bihuan_verify", binary=True) as cursor:
        cursor.execute(statement, values or None)
        while page := cursor.fetchmany(PAGE):
            yield from page


def _chains(session: Session, report: Report, progress: Progress | None) -> set[str]:
    """Walk every chain; the subjects whose chains are broken."""
    broken: set[str] = set()

    def note(fault: Fault) -> None:
        broken.add(fault.subject or "")
        report.note(fault)

    total = int(next(_stream(session, queries.TOTAL))[0])
    walk = Walk(report.workspace, note)
    for number, row in enumerate(_stream(session, queries.CHAINS), start=1):
        head = None if row[14] is None else Head(row[14], row[15])
        walk.step((Event._make(row[:14]), head, row[0]))
        if progress is not None and number % PAGE == 0:
            progress(number, max(total, number))
    walk.finish()
    for (subject,) in _stream(session, queries.EMPTIED):
        note(Fault(kind=FaultKind.TAIL, subject=subject, seq=1))
    report.events, report.subjects = walk.events, walk.subjects
    if progress is not None:
        progress(walk.events, walk.events)
    return broken


def _roots(session: Session, report: Report, sealed: dict[date, Seal], folder: Path | None, broken: set[str]) -> None:
    """Compare the events of every sealed day with its signed root; where they differ, say which, if a witness can."""
    if not sealed:
        return
    waiting, unfit = dict(sealed), []
    for day, rows in groupby(_stream(session, queries.SEALED_LEAVES, max(sealed)), key=itemgetter(0)):
        leaves, seal = (Leaf(*row[1:]) for row in rows), waiting.pop(day, None)
        if seal is None:
            first = next(leaves)
            report.note(Fault(kind=FaultKind.ADDED, subject=first.subject, seq=first.seq, event_id=first.id, day=day))
        elif roots.fits(seal, leaves):
            report.sealed_events += seal.count
        else:
            unfit.append(day)
    named = set(broken)
    for day in sorted([*unfit, *waiting]):
        witness = anchors.witness(folder, sealed[day]) if folder else iter(())
        for fault in roots.explain(day, queries.leaves(session, day), witness, named):
            report.note(fault)
