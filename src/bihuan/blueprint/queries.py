"""Questions about versions. A version never changes, so what was read once is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from bihuan.blueprint.models import Version
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound

Part = TypeVar("Part")
_KEPT = 256
_kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
_lock = Lock()


def current(session: Session) -> Version:
    """The version that lives now. NotFound in a workspace that has released none."""
    number = session.info.get("blueprint_id")
    if number is None:
        # A new version renews the workspace's stamp, so what lives need not be asked in each transaction.
        number = db.remembered(session, "blueprint", _newest)
        if number is None:
            raise NotFound
        session.info["blueprint_id"] = number
    return version(session, int(number))


def _newest(session: Session) -> int | None:
    return session.scalar(select(Version.id).order_by(Version.number.desc()).limit(1))


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
    """All versions, the newest first."""
    return list(session.scalars(select(Version).order_by(Version.number.desc())))


def released_before(session: Session, *, moment: datetime) -> list[int]:
    """The ids of the versions that were released until a moment, the newest first."""
    asked = select(Version.id).where(Version.released_at <= moment).order_by(Version.number.desc())
    return list(session.scalars(asked))


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
