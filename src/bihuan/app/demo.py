"""The demo company: kept and set up again, or played; its log-ins stand in a file only its owner reads."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bihuan.app import workspaces
from bihuan.app.house import House
from bihuan.app.settings import Settings
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import clock
from bihuan.ledger import anchors
from bihuan.packs import company as companies
from bihuan.packs import keeping, playing, reading, restoring, samples
from bihuan.packs.scene import Play

PACK, KEY = "pump-valve", "demo"
SEED = 7
SHORT = 1.0  # months played where nothing is kept: nobody waits minutes for a first look
SHOWN = {"admin": 1, "director": 1, "manager": 2, "rep": 4}  # how many of each role are greeted with their log-in

People = dict[str, dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which company is wanted: of which pack, how long it has worked, by which chances, and in which workspace.

    Without `months` it has worked for as long as its pack says.
    """

    pack: str = PACK
    months: float | None = None
    seed: int = SEED

    @property
    def key(self) -> str:
        """The workspace of the company: `demo`, and `demo_…` for every pack but the first."""
        return KEY if self.pack == PACK else f"{KEY}_{self.pack.replace('-', '_')}"

    @property
    def days(self) -> int:
        """How many days are played."""
        months = self.months or companies.read(reading.company(self.pack)).months
        return max(round(months * playing.DAYS_OF_MONTH), 1)


def ensure(home: House, settings: Settings, *, console: Console) -> None:
    """Make the demo company unless it is there, from what came with the product, or else a shorter one."""
    # One that an earlier version made is made anew: nobody's work is in it.
    if KEY in workspaces.names(home.engine) and people(home.data, KEY) and not workspaces.lacking(home.engine, KEY):
        _write(home.data, settings, KEY, people(home.data, KEY))
        return
    now = clock.now()
    kept = _fitting(Wish())
    if kept is not None:
        _set_up(home, settings, kept, console=console, now=now)
        return
    console.print(
        "随产品保存的演示公司与当前配置不符，改为现场演练一个月。/ The kept company is out of date: a month is played."
    )
    make(home, settings, Wish(months=SHORT), console=console, now=now)


def make(home: House, settings: Settings, wish: Wish, *, console: Console, now: datetime) -> Play:
    """Play a company anew, in the place of the one that stood there."""
    house = _emptied(home, wish.pack, wish.key, now)
    with _bar(console) as progress:
        scene = playing.play(house, _script(wish), now=now, progress=progress)
    _write(home.data, settings, wish.key, _told(scene))
    return scene


def put_away(home: House, wish: Wish, scene: Play, into: Path) -> int:
    """Write a played company to a file; how many bytes it takes."""
    house = playing.House(engine=home.engine, workspace=wish.key, files=home.files)
    return into.write_bytes(keeping.put_away(house, scene, wish.pack))


def people(data: Path, key: str) -> People:
    """The log-ins of a demo company; none when there is no such company."""
    path = data / f"{key}.json"
    if not path.is_file():
        return {}
    found: People = json.loads(path.read_text(encoding="utf-8"))["people"]
    return found


def greeted(everybody: People) -> People:
    """A few of many: some of each role."""
    left = dict(SHOWN)
    found: People = {}
    for login, person in everybody.items():
        if left.setdefault(person["role"], 1) > 0:
            left[person["role"]] -= 1
            found[login] = person
    return found


def _fitting(wish: Wish) -> keeping.Kept | None:
    content = keeping.shipped(wish.pack)
    kept = keeping.opened(content) if content is not None else None
    return kept if kept is not None and restoring.fresh(kept, wish.pack) else None


def _set_up(home: House, settings: Settings, kept: keeping.Kept, *, console: Console, now: datetime) -> None:
    wish = Wish(pack=kept.label.pack)
    house = _emptied(home, wish.pack, wish.key, now)
    try:
        with _bar(console) as progress:
            scene = restoring.restore(house, kept, _script(wish), now=now, progress=progress)
    except restoring.Stale:
        make(home, settings, Wish(pack=wish.pack, months=SHORT), console=console, now=now)
        return
    _write(home.data, settings, wish.key, _told(scene))


def _script(wish: Wish) -> playing.Script:
    return playing.Script(
        blueprint=reading.blueprint(wish.pack),
        company=reading.company(wish.pack),
        password=secrets.token_urlsafe(9),
        days=wish.days,
        seed=wish.seed,
    )


def _emptied(home: House, pack: str, key: str, now: datetime) -> playing.House:
    """An empty workspace of this key; what a killed attempt left there is gone."""
    (home.data / f"{key}.json").unlink(missing_ok=True)
    if key in workspaces.names(home.engine):
        workspaces.drop(home.engine, key)
        blueprint.forget()  # the next one's first version is another
    outside = anchors.folder_of(home.data)  # what was sealed there speaks of another company
    anchors.file_of(outside, key).unlink(missing_ok=True)
    shutil.rmtree(outside / key, ignore_errors=True)
    workspaces.create(home.engine, key, name=companies.read(reading.company(pack)).name, now=now)
    samples.keep(pack, home.files)
    return playing.House(engine=home.engine, workspace=key, files=home.files)


@contextmanager
def _bar(console: Console) -> Iterator[playing.Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("演示公司 / demo company", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress


def _told(scene: Play) -> People:
    there = (person for person in scene.company.people if person.login in scene.people)
    return {
        person.login: {"name": person.name, "role": person.role, "password": scene.password}
        for person in there
        if person.login not in scene.gone
    }


def _write(data: Path, settings: Settings, key: str, told: People) -> None:
    path, draft = data / f"{key}.json", data / f"{key}.json.new"
    body = {"url": f"http://127.0.0.1:{settings.port}", "people": told}
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(body, file, ensure_ascii=False, indent=1)
    draft.replace(path)
