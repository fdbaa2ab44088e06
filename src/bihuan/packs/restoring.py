"""Setting a kept company up again, as if its last day were a day of this week.

Every date is moved by whole weeks, so that weekdays stay what they were. The rows are copied; the ledger is written
anew through its own door, under keys made here, and every day is sealed again: what is verified afterwards is this
workspace's own ledger. The days that are left until now are played.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from psycopg import Connection, sql
from sqlalchemy import text

from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.refusals import Refusal
from bihuan.ledger import commands as ledger
from bihuan.ledger import queries as ledgers
from bihuan.org import passwords
from bihuan.packs import company as companies
from bihuan.packs import keeping, playing, reading
from bihuan.packs.keeping import Kept
from bihuan.packs.playing import House, Progress, Script
from bihuan.packs.scene import Play

WEEK = timedelta(weeks=1)
_DATE = re.compile(rb"(?<![0-9-])20[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9-])")
_PATIENCE_MS = 600_000
_STEPS = 10  # of the bar, before the days that are played


class Stale(Refusal):
    """The kept company is not of this pack as it is now, or not of these tables, or can't be copied into them."""

    code = "stale"
    message = "The company that is kept is not of this pack as it is now, or this database takes no copies."


def fresh(kept: Kept, pack: str) -> bool:
    """Whether a kept company is of this very pack."""
    return kept.label.form == keeping.FORM and kept.label.fingerprint == reading.fingerprint(pack)


def restore(house: House, kept: Kept, script: Script, *, now: datetime, progress: Progress) -> Play:
    """Set a company up in an empty workspace so that it ends now. Stale, and nothing kept, if it does not fit."""
    label = kept.label
    later = (now - datetime.fromisoformat(label.until)) // WEEK * WEEK
    scene = Play.taken_up(companies.read(script.company), house.files, label.scene, later=later)
    scene.password = script.password
    with _transaction(house) as session:
        design.release(session, None, dict(script.blueprint), note="pack", now=scene.begin)
        here = keeping.columns_of(session, house.workspace)
        if here != {key: list(names) for key, names in label.columns.items()} or not _trusted(house):
            raise Stale
    progress(1, _STEPS)
    keeping.keep_files(kept.files, house.files)
    _copy(house, kept, days=later.days, password=script.password)
    progress(4, _STEPS)
    _write(house, kept, days=later.days)
    progress(9, _STEPS)
    _seal(house, now)
    playing.go_on(house, scene, now=now, progress=progress)
    return scene


def _transaction(house: House) -> Any:  # noqa: ANN401 - the context manager of `db.transaction`
    return db.transaction(house.engine, workspace=house.workspace, sight=db.EVERYTHING, timeout_ms=_PATIENCE_MS)


def _trusted(house: House) -> bool:
    """Whether this database lets us copy past triggers: the one that comes along does."""
    with house.engine.connect() as connection:
        return bool(connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")))


def _copy(house: House, kept: Kept, *, days: int, password: str) -> None:
    """The rows, past every trigger and reference: they were whole when they were put away."""
    with house.engine.begin() as connection:
        settings = {"path": f"{db.schema_of(house.workspace)}, {db.SHARED_SCHEMA}"}
        connection.execute(text("SELECT set_config('search_path', :path, true)"), settings)
        connection.execute(text("SELECT set_config('session_replication_role', 'replica', true)"))
        driver = cast("Connection[Any]", connection.connection.driver_connection)
        for table, columns in kept.label.columns.items():
            listed = sql.SQL(", ").join(map(sql.Identifier, columns))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)
            with driver.cursor() as cursor, cursor.copy(into) as copy:
                copy.write(_moved(kept.rows[table], days))
        for sequence, number in kept.label.sequences.items():
            connection.execute(
                text("SELECT setval(CAST(:name AS regclass), :number)"), {"name": sequence, "number": number}
            )
        hashed = passwords.hashed(password)
        connection.execute(
            text("UPDATE org_person SET password_hash = :hashed, must_change = false"), {"hashed": hashed}
        )


def _write(house: House, kept: Kept, *, days: int) -> None:
    """The ledger, event by event in its old order, under this workspace's own keys."""
    with _transaction(house) as session:
        ledger.append_many(session, _lines(_moved(kept.ledger, days)))


def _lines(content: bytes) -> Iterator[ledger.Line]:
    for written in content.splitlines():
        subject, what, by_id, device, happened, recorded, journey, owner, pos, payload, personal = json.loads(written)
        yield ledger.Line(
            subject=subject,
            what=what,
            at=datetime.fromisoformat(recorded),
            by_id=by_id,
            journey_id=journey,
            happened_at=datetime.fromisoformat(happened),
            device=device,
            owner_id=owner,
            owner_pos=pos,
            payload=payload,
            personal=personal,
        )


def _seal(house: House, now: datetime) -> None:
    """Every day that is over gets its seal, at the hour at which the clock would have set it."""
    with _transaction(house) as session:
        for day in ledgers.unsealed_days(session, now.astimezone(UTC).date()):
            sealed_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + playing.DAY + playing.SEALED_AFTER
            if sealed_at < now:
                ledger.seal_day(session, day, now=sealed_at)
    with _transaction(house) as session:
        ledger.publish(session)


def _moved(content: bytes, days: int) -> bytes:
    """The same text with every date so many days later."""
    known: dict[bytes, bytes] = {}

    def later(found: re.Match[bytes]) -> bytes:
        was = found.group()
        if was not in known:
            known[was] = (date.fromisoformat(was.decode()) + timedelta(days=days)).isoformat().encode()
        return known[was]

    return _DATE.sub(later, content) if days else content
