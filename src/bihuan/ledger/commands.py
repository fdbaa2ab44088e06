"""Writing the ledger: add what happened, let visibility follow, seal a day, forget a person's values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import arrays, db
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import Refusal
from bihuan.ledger import anchors, canon, chain, keys, queries, sealing, seals
from bihuan.ledger.merkle import Tree
from bihuan.ledger.models import DaySeal
from bihuan.ledger.seals import Seal

SUBJECT = re.compile(r"[a-z][a-z0-9_]*(:[A-Za-z0-9_.-]{1,80})?")
BATCH = 5_000  # events that go to the database at once
LAG = timedelta(hours=1)  # a day is sealed this long after it ended, when its last transactions are through
FORGOTTEN = "subject.forgotten"
_GATHERED = "ledger.gathered"
_THROUGH = "ledger.through"


class DayNotOver(Refusal):
    """Only a day that is over can be sealed."""

    code = "day_not_over"
    message = "This day is not over yet; it is sealed an hour after midnight (UTC)."


class DayAlreadySealed(Refusal):
    """A day is sealed once, and days are sealed in their order."""

    code = "day_already_sealed"
    message = "This day, or a later one, has already been sealed."


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """An event about to be written. `personal` is kept encrypted, so that it can be forgotten one day."""

    subject: str
    what: str
    at: datetime
    by_id: int | None = None
    journey_id: int | None = None
    happened_at: datetime | None = None
    device: str | None = None
    owner_id: int | None = None
    owner_pos: int | None = None
    payload: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, object] | None = None


def canonical(value: Mapping[str, object] | Sequence[object]) -> str:
    """A value as the ledger would write it: always the same text for the same value."""
    return canon.written(value)


def append(  # noqa: PLR0913 - what one line of the ledger says
    session: Session,
    *,
    at: datetime,
    by_id: int | None,
    what: str,
    subject: str,
    journey_id: int | None = None,
    happened_at: datetime | None = None,
    device: str | None = None,
    owner_id: int | None = None,
    owner_pos: int | None = None,
    payload: Mapping[str, object] | None = None,
    personal: Mapping[str, object] | None = None,
) -> int:
    """Add one event to the chain of its subject, in this transaction, and say its id. Nothing changes or removes it.

    The id is 0 while events are gathered. `personal` values are kept encrypted; `owner_id` and `owner_pos` say who
    sees the subject from now on.
    """
    line = Line(
        subject=subject,
        what=what,
        at=at,
        by_id=by_id,
        journey_id=journey_id,
        happened_at=happened_at,
        device=device,
        owner_id=owner_id,
        owner_pos=owner_pos,
        payload=payload or {},
        personal=personal,
    )
    return next(iter(append_many(session, [line])), 0)


def append_many(session: Session, lines: Iterable[Line]) -> list[int]:
    """Add many events, of any subjects, each to the end of its chain in the given order; their ids."""
    waiting: list[Line] | None = session.info.get(_GATHERED)
    if waiting is not None:
        waiting.extend(lines)
        return []
    ids: list[int] = []
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        ids += _append(session, batch)
    return ids


def gathering(session: Session) -> bool:
    """Whether what is added waits for the end of `gathered`."""
    return _GATHERED in session.info


def adding(session: Session, line: Line) -> dict[str, object]:
    """The parameters of ADDED that add this one line: for who writes it in the same breath as what it tells of.

    Not while events are gathered.
    """
    assert not gathering(session), "what is gathered is added at the end"
    return _parameters_of_one(session, *_events(session, [line]))


@contextmanager
def gathered(session: Session) -> Iterator[None]:
    """What is added inside reaches the database together at the end, in its order; until then it has no id.

    For who writes hundreds of events in one transaction and reads none of them meanwhile.
    """
    waiting: list[Line] = session.info.setdefault(_GATHERED, [])
    try:
        yield
    finally:
        session.info.pop(_GATHERED)
    append_many(session, waiting)


@contextmanager
def through(session: Session, what: str) -> Iterator[None]:
    """What is added inside was done by no person, but by this: `rule:watch_big_deals`. It stands in the payload."""
    session.info[_THROUGH] = what
    try:
        yield
    finally:
        session.info.pop(_THROUGH)


def follow(session: Session, subject: str, owner_id: int | None, owner_pos: int | None) -> None:
    """From now on a subject is seen by whoever sees its owner."""
    _call_append(session, {subject: (owner_id, owner_pos)}, [])


def forget(session: Session, subject: str, *, by_id: int | None, now: datetime) -> bool:
    """Destroy the key of a subject's personal values; its chain stays whole. False if there was nothing to forget."""
    had = bool(session.execute(text("SELECT ledger_forget(:subject)"), {"subject": subject}).scalar_one())
    if had:
        append(session, at=now, by_id=by_id, what=FORGOTTEN, subject=subject)
    return had


def seal_day(session: Session, day: date, *, now: datetime) -> Seal | None:
    """Sign the root over all events of a day. None if there are none, or if someone is still writing to that day."""
    if now < datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) + LAG:
        raise DayNotOver
    if not queries.lock_day(session, day):
        return None
    last = queries.last_seal(session)
    if last is not None and last.day >= day:
        raise DayAlreadySealed
    tree, first_id, last_id = Tree(), 0, 0
    for leaf in queries.leaves(session, day):
        tree.add(leaf.hash)
        first_id, last_id = first_id or leaf.id, leaf.id
    if not tree.count:
        return None
    unsigned = Seal(
        workspace=db.workspace_of(session),
        day=day,
        count=tree.count,
        first_id=first_id,
        last_id=last_id,
        root=tree.root(),
        prev=last.root if last else seals.FIRST,
        sealed_at=now,
    )
    seal = replace(unsigned, signature=sealing.sign(keys.of(unsigned.workspace).signing, unsigned.message()))
    session.add(DaySeal(**{name: getattr(seal, name) for name in queries.SEAL_COLUMNS}))
    session.flush()
    return seal


def publish(session: Session) -> int:
    """Write every seal that has no anchor yet to the outside, with its witness; how many.

    A seal whose signature does not fit is left for the verifier to name: nothing forged is ever anchored.
    """
    if not queries.lock_anchors(session):
        return 0
    workspace, folder = db.workspace_of(session), anchors.folder_of(keys.data_folder())
    anchored = {seal.day for seal in anchors.read(folder, workspace) if seal is not None}
    public, written = keys.of(workspace).public, 0
    for seal in queries.seals(session):
        if seal.day not in anchored and sealing.signed(public, seal.message(), seal.signature):
            anchors.write_witness(folder, seal, queries.leaves(session, seal.day))
            anchors.write(folder, [seal])
            written += 1
    return written


Owners = Mapping[str, tuple[int | None, int | None]]
Told = Sequence[tuple[Line, chain.Event]]


def _append(session: Session, lines: Sequence[Line]) -> list[int]:
    return _call_append(session, *_events(session, lines))


def _events(session: Session, lines: Sequence[Line]) -> tuple[Owners, Told]:
    """Who sees each subject from now on, and the lines as they will be hashed."""
    what = session.info.get(_THROUGH)
    if what is not None:
        lines = [replace(line, by_id=None, payload={**line.payload, "through": what}) for line in lines]
    owners: dict[str, tuple[int | None, int | None]] = {}
    for line in lines:
        owner_id, owner_pos = owners.get(line.subject, (None, None))
        owners[line.subject] = (
            owner_id if line.owner_id is None else line.owner_id,
            owner_pos if line.owner_pos is None else line.owner_pos,
        )
    workspace = db.workspace_of(session)
    keys.of(workspace)  # a ledger has its keys from its first event on, so that a verifier always finds the public one
    locks = _keys(session, workspace, sorted({line.subject for line in lines if line.personal is not None}))
    events = [_event(line, workspace, locks) for line in lines]
    return owners, list(zip(lines, events, strict=True))


def _keys(session: Session, workspace: str, subjects: list[str]) -> dict[str, bytes]:
    """The keys of these subjects' personal values, made where there was none."""
    if not subjects:
        return {}
    master = keys.of(workspace).master
    fresh = [sealing.wrap(master, sealing.new_key(), workspace, subject) for subject in subjects]
    answer = _KEYS.one(session, subjects=arrays.texts(subjects), fresh=arrays.octets(fresh))
    assert answer is not None, "a function always answers"
    return {
        subject: sealing.unwrap(master, bytes(wrapped), workspace, subject)
        for subject, wrapped in zip(subjects, answer[0], strict=True)
    }


def _event(line: Line, workspace: str, locks: Mapping[str, bytes]) -> chain.Event:
    """The event as it will be hashed; its place in the chain is given by the database."""
    if not SUBJECT.fullmatch(line.subject):
        message = f"not a subject: {line.subject!r}"
        raise ValueError(message)
    recorded, sealed = canon.micros(line.at), None
    if line.personal is not None:
        sealed = sealing.seal(locks[line.subject], line.personal, workspace, line.subject)
    return chain.Event(
        subject=line.subject,
        seq=0,
        kind=canon.text(line.what, "what"),
        actor_id=line.by_id,
        device=None if line.device is None else canon.text(line.device, "device"),
        happened=recorded if line.happened_at is None else canon.micros(line.happened_at),
        recorded=recorded,
        journey_id=line.journey_id,
        payload=canon.written(line.payload),
        sealed=sealed,
        day=0,
        prev=b"",
        hash=b"",
        id=0,
    )


_APPEND = Prepared(
    text(
        "SELECT ledger_append(CAST(:subjects AS text[]), CAST(:owner_ids AS bigint[]),"
        " CAST(:owner_positions AS bigint[]), CAST(:beginnings AS bytea[]), CAST(:places AS int[]),"
        " CAST(:kinds AS text[]), CAST(:actors AS bigint[]), CAST(:devices AS text[]),"
        " CAST(:happened AS timestamptz[]), CAST(:recorded AS timestamptz[]), CAST(:journeys AS bigint[]),"
        " CAST(:payloads AS text[]), CAST(:sealings AS bytea[]), CAST(:contents AS bytea[]))"
    )
)
# A few events of one subject, as a part of somebody's larger statement; `adding` has its parameters.
ADDED = (
    "ledger_append_to_one(:about, CAST(:owner AS bigint), CAST(:pos AS bigint), :beginning,"
    " CAST(:kinds AS text[]), CAST(:actors AS bigint[]), CAST(:devices AS text[]),"
    " CAST(:happened AS timestamptz[]), CAST(:recorded AS timestamptz[]), CAST(:journeys AS bigint[]),"
    " CAST(:payloads AS text[]), CAST(:sealings AS bytea[]), CAST(:contents AS bytea[]))"
)
_APPEND_TO_ONE = Prepared(text(f"SELECT {ADDED}"))
_FEW = 20  # events that are written one by one
_KEYS = Prepared(text("SELECT ledger_keys(CAST(:subjects AS text[]), CAST(:fresh AS bytea[]))"))


def _columns(workspace: str, events: Told) -> dict[str, object]:
    """The events by the columns in which they are handed over."""
    start = chain.prefix(workspace)
    return {
        "kinds": arrays.texts(line.what for line, _ in events),
        "actors": arrays.numbers(line.by_id for line, _ in events),
        "devices": arrays.texts(line.device for line, _ in events),
        "happened": arrays.moments(line.happened_at or line.at for line, _ in events),
        "recorded": arrays.moments(line.at for line, _ in events),
        "journeys": arrays.numbers(line.journey_id for line, _ in events),
        "payloads": arrays.texts(event.payload for _, event in events),
        "sealings": arrays.octets(event.sealed for _, event in events),
        "contents": arrays.octets(chain.digest(start, event) for _, event in events),
    }


def _parameters_of_one(session: Session, owners: Owners, events: Told) -> dict[str, object]:
    workspace, ((subject, (owner, pos)),) = db.workspace_of(session), owners.items()
    beginning = chain.genesis(workspace, subject)
    return {"about": subject, "owner": owner, "pos": pos, "beginning": beginning, **_columns(workspace, events)}


def _call_append(session: Session, owners: Owners, events: Told) -> list[int]:
    """One round trip: lock the subjects, link the events, write them, move the heads."""
    if len(owners) == 1 and 0 < len(events) <= _FEW:
        answer = _APPEND_TO_ONE.one(session, **_parameters_of_one(session, owners, events))
    else:
        workspace, subjects = db.workspace_of(session), sorted(owners)
        place = {subject: number for number, subject in enumerate(subjects, start=1)}
        answer = _APPEND.one(
            session,
            subjects=arrays.texts(subjects),
            owner_ids=arrays.numbers(owners[subject][0] for subject in subjects),
            owner_positions=arrays.numbers(owners[subject][1] for subject in subjects),
            beginnings=arrays.octets(chain.genesis(workspace, subject) for subject in subjects),
            places=arrays.numbers(place[line.subject] for line, _ in events),
            **_columns(workspace, events),
        )
    return list(answer[0]) if answer is not None and answer[0] is not None else []
