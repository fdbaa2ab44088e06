"""The demo company: made once, through the commands people use; its log-ins stand in a file only its owner reads."""

from __future__ import annotations

import json
import os
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bihuan.app import workspaces
from bihuan.app.house import House
from bihuan.app.settings import Settings
from bihuan.kernel import clock, db
from bihuan.packs import playing, reading, samples

PACK = "pump-valve"
KEY = "demo"


def ensure(home: House, settings: Settings, *, console: Console) -> None:
    """Make the demo company unless it is there. What a killed attempt left half-made is made again."""
    known = KEY in workspaces.names(home.engine)
    if known and people(home.data):
        _write(home.data, settings, people(home.data))
        return
    if known:
        workspaces.drop(home.engine, KEY)
    company = reading.company(PACK)
    now = clock.now()
    workspaces.create(home.engine, KEY, name=company["name"], now=now)
    samples.keep(PACK, home.files)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("演示公司 / demo company", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        with db.transaction(home.engine, workspace=KEY, sight=db.EVERYTHING, timeout_ms=600_000) as session:
            told = playing.play(session, PACK, company, files=home.files, now=now, progress=progress)
    _write(home.data, settings, told)


def people(data: Path) -> dict[str, dict[str, str]]:
    """The demo log-ins; none when there is no demo company."""
    path = data / "demo.json"
    if not path.is_file():
        return {}
    found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["people"]
    return found


def _write(data: Path, settings: Settings, told: dict[str, dict[str, str]]) -> None:
    path, draft = data / "demo.json", data / "demo.json.new"
    body = {"url": f"http://127.0.0.1:{settings.port}", "people": told}
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(body, file, ensure_ascii=False, indent=1)
    draft.replace(path)
