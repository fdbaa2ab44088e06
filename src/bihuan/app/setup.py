"""The set-up code: whoever holds it may make a workspace over the web, as whoever reads the server's own disk may.

It is drawn by chance, lies in the data folder for the server's own account alone, and is shown at the start. Wrong ones
are counted by address before they are judged, so that many at once can't slip by.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from hmac import compare_digest
from pathlib import Path

from sqlalchemy import Engine, text

from bihuan.kernel import db
from bihuan.kernel.refusals import Kind, NotFound, Refusal
from bihuan.org.commands import TooManyTries

TRIES, WINDOW = 5, timedelta(minutes=15)
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else; five bits each
_GROUPS, _LONG = 5, 5  # 125 bits
_COUNT = text(
    "INSERT INTO bihuan.setup_try AS one (address, tries, first_at) VALUES (:address, 1, :now)"
    " ON CONFLICT (address) DO UPDATE SET"
    " tries = CASE WHEN one.first_at < :began THEN 1 ELSE one.tries + 1 END,"
    " first_at = CASE WHEN one.first_at < :began THEN :now ELSE one.first_at END"
    " RETURNING tries, first_at"
)
_FORGIVE = text("DELETE FROM bihuan.setup_try WHERE address = :address OR first_at < :began")


class WrongCode(Refusal):
    """This is not the set-up code of this server."""

    code = "wrong_code"
    kind = Kind.FORBIDDEN
    message = "This is not the set-up code of this server. It is printed where the server was started."


def file_of(data: Path) -> Path:
    """Where the code lies, or would."""
    return data / "setup-code"


def code(data: Path) -> str | None:
    """The code; None where nobody has made one."""
    with suppress(FileNotFoundError):
        return file_of(data).read_text(encoding="ascii").strip() or None
    return None


def ensure(data: Path) -> str:
    """The code, made when there is none yet."""
    return code(data) or renew(data)


def renew(data: Path) -> str:
    """Another code in the place of the one there was, which opens nothing any more."""
    made = "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LONG)) for _ in range(_GROUPS))
    draft = file_of(data).with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(f"{made}\n")
    draft.replace(file_of(data))
    return made


def enter(engine: Engine, data: Path, said: str, *, address: str, now: datetime) -> None:
    """Let in whoever says the code. WrongCode for another; TooManyTries after five of them in 15 minutes."""
    kept = code(data)
    if kept is None:
        raise NotFound
    _count(engine, address, now)
    if not compare_digest(_plain(said).encode(), _plain(kept).encode()):
        raise WrongCode
    with db.translated(), engine.begin() as connection:
        connection.execute(_FORGIVE, {"address": address, "began": now - WINDOW})


def _count(engine: Engine, address: str, now: datetime) -> None:
    """In a transaction of its own: the try counts although it is refused."""
    with db.translated(), engine.begin() as connection:
        told = {"address": address, "now": now, "began": now - WINDOW}
        tries, first_at = connection.execute(_COUNT, told).one()
    if tries > TRIES:
        raise TooManyTries(max(1, int((first_at + WINDOW - now).total_seconds())))


def _plain(said: str) -> str:
    """As it is compared: however it was typed."""
    return "".join(said.split()).replace("-", "").upper()
