"""Questions about versions. A version never changes, so what was read once is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, func, literal, select, text
from sqlalchemy.orm import Session

from bihuan.blueprint.models import Pilot, Version
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound

Part = TypeVar("Part")
_KEPT = 256
_kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What everybody has to know of the pilot that runs: its version, for which teams, and until when it shall run."""

    pilot_id: int
    version_id: int
    teams: frozenset[int]
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Living:
    """What people work under now: the version that is everybody's, and the one that some teams try."""

    live: int
    trial: Trial | None = None

    def version_for(self, teams: Collection[int]) -> int:
        """The version that applies to somebody in these teams: their own and all around it. Pure."""
        if self.trial is not None and not self.trial.teams.isdisjoint(teams):
            return self.trial.version_id
        return self.live


def current(session: Session) -> Version:
    """The version that lives now for whoever asks. NotFound in a workspace that has released none.

    That is the live one, unless the transaction was told otherwise: `stand_on` by the person who asks, `under`.
    """
    number = session.info.get("blueprint_id")
    if number is None:
        found = living(session)
        if found is None:
            raise NotFound
        number = session.info["blueprint_id"] = found.live
    return version(session, int(number))


def live(session: Session) -> Version:
    """The version that is everybody's, whoever asks: the newest that no pilot keeps. NotFound where there is none."""
    found = living(session)
    if found is None:
        raise NotFound
    return version(session, found.live)


def living(session: Session) -> Living | None:
    """What people work under now; None before the first release.

    A new version or pilot renews the workspace's stamp, so that this need not be asked in each transaction.
    """
    return db.remembered(session, "blueprint", _living)


def _living(session: Session) -> Living | None:
    kept = select(Pilot.version_id).where(Pilot.state != "released")
    newest = select(Version.id).where(Version.id.not_in(kept)).order_by(Version.number.desc()).limit(1)
    one = select(literal(1).label("one")).subquery()
    found = session.execute(
        select(newest.scalar_subquery().label("live"), Pilot).select_from(
            one.outerjoin(Pilot, Pilot.state == "running")
        )
    ).one()
    if found.live is None:
        return None
    pilot: Pilot | None = found.Pilot
    return Living(live=found.live, trial=None if pilot is None else _trial(pilot))


def _trial(pilot: Pilot) -> Trial:
    return Trial(
        pilot_id=pilot.id, version_id=pilot.version_id, teams=frozenset(map(int, pilot.team_ids)), until=pilot.until
    )


def stand_on(session: Session, version_id: int) -> None:
    """From here on this transaction's questions about what lives are answered by this version."""
    session.info["blueprint_id"] = version_id


@contextmanager
def under(session: Session, version_id: int) -> Iterator[None]:
    """Within this block, what lives is this version: for what is decided on behalf of somebody else than who asks."""
    before = session.info.get("blueprint_id")
    session.info["blueprint_id"] = version_id
    try:
        yield
    finally:
        session.info["blueprint_id"] = before


def version(session: Session, version_id: int) -> Version:
    """One version by its id."""

    def load() -> Version:
        found = session.get(Version, version_id)
        if found is None:
            raise NotFound
        session.expunge(found)
        return found

    return _once((db.workspace_of(session), database(session), version_id, Version), load)


def numbered(session: Session, number: int) -> Version:
    """One version by its number. NotFound where there is none."""
    found = session.scalar(select(Version.id).where(Version.number == number))
    if found is None:
        raise NotFound
    return version(session, found)


def part(session: Session, version_id: int, parse: Callable[[dict[str, Any]], Part]) -> Part:
    """What one module reads out of a version: parsed once for each version, by a module-level function."""
    key = (db.workspace_of(session), database(session), version_id, parse)
    return _once(key, lambda: parse(version(session, version_id).body))


def hold(session: Session) -> None:
    """Nobody else releases a version until this transaction ends; from here on, what lives is asked anew."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('bihuan blueprint ' || current_schema(), 0))"))
    session.info.pop("blueprint_id", None)
    db.forget_stamp(session)


def history(session: Session) -> list[Version]:
    """All versions, the newest first; those that only a pilot had are among them."""
    return list(session.scalars(select(Version).order_by(Version.number.desc())))


def newest_number(session: Session) -> int:
    """The number of the newest version, whoever has it; 0 before the first."""
    return session.scalar(select(func.max(Version.number))) or 0


def released_before(session: Session, *, moment: datetime) -> list[int]:
    """The ids of the versions that were released until a moment, the newest first."""
    asked = select(Version.id).where(Version.released_at <= moment).order_by(Version.number.desc())
    return list(session.scalars(asked))


def pilots(session: Session) -> Sequence[Pilot]:
    """All pilots there have been, the newest first."""
    return session.scalars(select(Pilot).order_by(Pilot.id.desc())).all()


def running(session: Session, *, held: bool = False) -> Pilot | None:
    """The pilot that runs now; `held`, nobody else ends it until this transaction ends."""
    asked = select(Pilot).where(Pilot.state == "running").execution_options(populate_existing=True)
    return session.scalar(asked.with_for_update() if held else asked)


def pilot(session: Session, pilot_id: int) -> Pilot:
    """One pilot by its id. NotFound where there is none."""
    found = session.get(Pilot, pilot_id)
    if found is None:
        raise NotFound
    return found


def database(session: Session) -> Engine:
    """What tells one database from another: two in one process (tests) may hold workspaces of one name."""
    return session.get_bind().engine


def _once(key: tuple[object, ...], make: Callable[[], Part]) -> Part:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast(Part, _kept[key])
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Empty what is kept, for tests that make and drop workspaces of one name."""
    with _lock:
        _kept.clear()
