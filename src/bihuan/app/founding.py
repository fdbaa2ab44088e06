"""A workspace is founded: made from a pack, furnished, staffed and tried, in one transaction of the database.

Whatever fails, and whenever the server is killed, either all of it is there or nothing: the tables of a workspace are
made in the transaction that fills them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pypinyin import Style, lazy_pinyin
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.app import workspaces
from bihuan.blueprint import queries as blueprint
from bihuan.importer.models import Batch
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Invalid, Refusal
from bihuan.kernel.words import Lang
from bihuan.ledger import anchors
from bihuan.org import queries as people
from bihuan.org.commands import Welcome
from bihuan.packs import making, reading, samples, tailoring, tasting
from bihuan.packs.making import Colleague
from bihuan.packs.tailoring import OwnStage

LONGEST_NAME = 60
LONGEST_KEY = 24  # of one made of a name: there is room for a number behind it
KEPT = ("demo",)  # what the demo companies are called, which are made anew in the place of what stands there
PATIENCE_MS = 60_000
_NO_LETTER = re.compile(r"[^a-z0-9]+")


class WorkspacesFull(Refusal):
    """There are as many workspaces on this server as there may be."""

    code = "workspaces_full"
    message = "There are as many workspaces on this server as its settings allow."

    def __init__(self, most: int) -> None:
        """Keep how many there may be."""
        super().__init__()
        self._most = most

    def facts(self) -> dict[str, object]:
        """How many there may be."""
        return {"most": self._most}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a workspace shall be. Without a key one is made of the name."""

    pack: str
    name: str
    key: str | None = None
    login: str = "admin"
    password: str | None = None
    lang: Lang = "zh"
    stages: tuple[OwnStage, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    with_samples: bool = False


@dataclass(frozen=True, kw_only=True)
class Founded:
    """A workspace that is there as soon as its transaction ends, and a session in it."""

    session: Session
    key: str
    admin: Welcome
    colleagues: list[Welcome]
    batch: Batch | None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """On what a workspace is founded: the database, the data folder and its files, and how many there may be."""

    engine: Engine
    data: Path
    files: Store
    most: int | None = None


@contextmanager
def founding(ground: Ground, wish: Wish, *, now: datetime) -> Iterator[Founded]:
    """Found a workspace; it is kept when the block ends, and has never been when it fails.

    NameTaken for a key or a name that is in use, WorkspacesFull when there are enough, Invalid for what can't be.
    """
    document = tailoring.tailored(reading.blueprint(wish.pack), wish.stages)
    samples.keep(wish.pack, ground.files)
    try:
        with db.translated(), ground.engine.begin() as connection:
            connection.execute(text("SELECT set_config('lock_timeout', :patience, true)"), {"patience": "30s"})
            workspaces.alone(connection)
            key = _key(ground, wish, workspaces.named(connection))
            workspaces.make(connection, key, name=wish.name.strip(), now=now)
            with db.transaction(connection, workspace=key, sight=db.EVERYTHING, timeout_ms=PATIENCE_MS) as session:
                first = making.begin(
                    session,
                    document,
                    name=wish.name.strip(),
                    admin=wish.login,
                    password=wish.password,
                    lang=wish.lang,
                    now=now,
                )
                hired = making.join(session, first, wish.colleagues, lang=wish.lang, now=now)
                batch = _tasted(session, ground, wish, first, now=now)
                yield Founded(session=session, key=key, admin=first, colleagues=hired, batch=batch)
    except BaseException:
        blueprint.forget()  # what was read of its first version was never kept, and the next one's is another
        raise


def _tasted(session: Session, ground: Ground, wish: Wish, first: Welcome, *, now: datetime) -> Batch | None:
    if not wish.with_samples or not tasting.offered(wish.pack):
        return None
    return tasting.bring(session, people.viewer(session, first.person.id), wish.pack, store=ground.files, now=now)


def _key(ground: Ground, wish: Wish, known: dict[str, str]) -> str:
    """The key it gets. What stood here once under a key left its seals outside: no other company gets that key."""
    if ground.most is not None and len(known) >= ground.most:
        raise WorkspacesFull(ground.most)
    if not 0 < len(wish.name.strip()) <= LONGEST_NAME:
        raise Invalid([_problem("name", "length", f"A company's name has 1 to {LONGEST_NAME} characters.")])
    if wish.key is None:
        same = next((key for key, name in known.items() if name == wish.name.strip()), None)
        if same is not None:
            raise workspaces.NameTaken(same)
        return key_for(wish.name, lambda key: _taken(ground, key, known))
    if not db.WORKSPACE_KEY.fullmatch(wish.key):
        message = "A workspace's key has 1 to 30 small letters, digits and _, and begins with a letter."
        raise Invalid([_problem("key", "pattern", message)])
    if _taken(ground, wish.key, known):
        raise workspaces.NameTaken(wish.key)
    return wish.key


def _taken(ground: Ground, key: str, known: Iterable[str]) -> bool:
    return key in known or key.startswith(KEPT) or anchors.file_of(anchors.folder_of(ground.data), key).exists()


def key_for(name: str, taken: Callable[[str], bool]) -> str:
    """A key nobody has, made of a name: 宁海泵阀 → ninghaibengfa, ACME Ltd. → acme_ltd."""
    plain = "".join(lazy_pinyin(name.strip(), style=Style.NORMAL, errors=lambda other: f" {other} "))
    letters = _NO_LETTER.sub("_", plain.lower()).strip("_")
    base = (letters if letters[:1].isalpha() else f"c_{letters}".rstrip("_"))[:LONGEST_KEY].strip("_") or "company"
    return next(key for key in (base, *(f"{base}_{number}" for number in range(2, 10_000))) if not taken(key))


def _problem(place: str, code: str, message: str) -> dict[str, object]:
    return {"field": place, "place": place, "code": code, "message": message}
