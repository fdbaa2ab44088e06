"""`bihuan verify`: the whole ledger checked in the terminal, with a bar while it runs."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress

from bihuan.app import auditing
from bihuan.app.house import House
from bihuan.kernel import clock, db
from bihuan.kernel.words import LANGS
from bihuan.ledger import keys, report
from bihuan.ledger.anchors import folder_of
from bihuan.ledger.verify import verify as verified


def verify(home: House, workspace: str, *, console: Console) -> bool:
    """Whether the ledger is whole; what was found is said in both languages."""
    public = keys.public(home.data, workspace)
    with (
        db.transaction(home.engine, workspace=workspace, sight=db.EVERYTHING) as session,
        Progress(console=console, transient=True) as bar,
    ):
        task = bar.add_task("核对 / verifying", total=None)
        found = verified(
            session,
            public=public,
            folder=folder_of(home.data),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    auditing.keep(home.data, found, now=clock.now())
    for lang in LANGS:
        for sentence in report.sentences(found, lang):
            console.print(sentence, style=None if found.whole else "red", soft_wrap=True)
    return found.whole
