"""Importing from the command line: `bihuan import`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from bihuan.app import acting, house, log_words, replaying, settings
from bihuan.app.house import House
from bihuan.app.replaying import Replayed
from bihuan.importer import commands, event_logs, log_report, queries, remapping, report
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.importer.event_logs import Columns
from bihuan.kernel import clock
from bihuan.kernel.holidays import china
from bihuan.kernel.words import Lang, lang_of
from bihuan.org.viewer import Viewer

app = typer.Typer(help="Bring data in: tables with a mapping, event logs, and holidays.", no_args_is_help=True)
console = Console()
_EXAMPLES = 5

Workspace = Annotated[str | None, typer.Option("--workspace", "-w", help="Its key; the default one when left out.")]
By = Annotated[str | None, typer.Option(help="Log-in of whoever imports; the first who may when left out.")]


@app.command("run")
def run(
    mapping: Annotated[
        Path, typer.Argument(help="YAML or JSON: which file is which object, which column which field.")
    ],
    *,
    folder: Annotated[Path, typer.Option(help="Where the files are.")] = Path(),
    workspace: Workspace = None,
    by: By = None,
    commit: Annotated[bool, typer.Option("--commit", help="Write what is ready; without it, only look.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
) -> None:
    """Look at the files of a mapping and tell every problem; with --commit, bring in what is ready."""
    plan = _plan(mapping)
    uploads = [Upload(name=name, content=_content(folder / name)) for name in _files(plan)]
    with _opened(workspace, by) as (home, session, viewer):
        if not commit:
            _tell(report.written(commands.look(session, viewer, uploads, plan, now=clock.now())), lang_of(lang))
            return
        batch = commands.run(session, viewer, uploads, plan, store=home.files, now=clock.now())
        _tell(batch.report, lang_of(lang))
        made = " · ".join(f"{what} {count:,}" for what, count in batch.made["numbers"].items())
        console.print(f"import {batch.id} · {made}")


@app.command("log")
def replay(  # noqa: PLR0913 - each is one thing a person may say
    file: Annotated[Path, typer.Argument(help="An event log: CSV or XES, plain or gzipped.")],
    *,
    case: Annotated[str | None, typer.Option(help="The column of the case; guessed when left out.")] = None,
    activity: Annotated[str | None, typer.Option(help="The column of the activity; guessed when left out.")] = None,
    time: Annotated[str | None, typer.Option(help="The column of the time; guessed when left out.")] = None,
    resource: Annotated[str | None, typer.Option(help="The column of who did it; guessed when left out.")] = None,
    process: Annotated[str | None, typer.Option(help="What the process is called; as the file when left out.")] = None,
    workspace: Annotated[
        str | None, typer.Option("--workspace", "-w", help="Its key; a new one is made. The default when left out.")
    ] = None,
    by: By = None,
    commit: Annotated[bool, typer.Option("--commit", help="Replay what is ready; without it, only look.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
) -> None:
    """Look at an event log and tell every problem; with --commit, replay its cases as journeys of a process of its own.

    The process stands beside those that are there; nothing of theirs changes.
    """
    wanted = settings.read()
    key = workspace or wanted.workspace
    asked = replaying.Asked(
        upload=Upload(name=file.name, content=_content(file)),
        columns=Columns(case=case, activity=activity, time=time, resource=resource),
        names=event_logs.naming(file.name, process),
        now=clock.now(),
    )
    done: Replayed | None = None
    with house.opened(wanted) as home:
        if commit:
            done = replaying.replay(home, key, by, asked)
        looked = done.looked if done else replaying.look(home, key, by, asked)
    _tell(log_report.written(looked.found, asked.names.object), lang_of(lang))
    for line in log_words.lines(looked, done, workspace=key, lang=lang_of(lang)):
        console.print(line)


@app.command("list")
def list_batches(workspace: Workspace = None, by: By = None) -> None:
    """The imports of one person, the newest first."""
    with _opened(workspace, by) as (_, session, viewer):
        for batch in queries.batches(session, viewer):
            names = ", ".join(str(file["name"]) for file in batch.files)
            console.print(f"{batch.id}\t{batch.state}\t{batch.made_at:%Y-%m-%d %H:%M}\t{names}")


@app.command("undo")
def undo(
    number: int,
    *,
    workspace: Workspace = None,
    by: By = None,
    force: Annotated[bool, typer.Option("--force", help="Take back what people changed since, too.")] = False,
) -> None:
    """Take a whole import back."""
    with _opened(workspace, by) as (_, session, viewer):
        batch = commands.undo(session, viewer, queries.batch(session, viewer, number), now=clock.now(), force=force)
    console.print(f"import {batch.id} {batch.state}")


@app.command("holidays")
def holidays(file: Annotated[Path, typer.Argument(help="One year in the public holiday-cn JSON form.")]) -> None:
    """Keep the holidays and make-up days of one more year; they count from the next start of the server on."""
    try:
        found = china.keep(file.read_bytes(), settings.read().data / china.FOLDER)
    except (ValueError, ValidationError) as fault:
        raise typer.BadParameter(f"{file} is not a holiday-cn file") from fault
    console.print(
        f"{', '.join(map(str, sorted(found.known_years))) or '—'} · {len(found.off)} off · {len(found.makeup)} make-up"
    )


@contextmanager
def _opened(workspace: str | None, login: str | None) -> Iterator[tuple[House, Session, Viewer]]:
    wanted = settings.read()
    with (
        house.opened(wanted) as home,
        acting.inside(home, workspace or wanted.workspace, login) as (session, viewer),
    ):
        yield home, session, viewer


def _plan(mapping: Path) -> Plan:
    try:
        said = yaml.safe_load(_content(mapping).decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise typer.BadParameter(f"{mapping} is no YAML or JSON: {fault}") from fault
    if not isinstance(said, dict):
        raise typer.BadParameter(f"{mapping} is no mapping: it begins with `sources:`")
    return remapping.read(said)


def _files(plan: Plan) -> list[str]:
    return list(dict.fromkeys(source.file for source in plan.sources))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}")
    return path.read_bytes()


_HEADINGS: dict[Lang, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "zh": (("文件", "列", "问题", "值", "行数", "处理"), ("文件", "行", "可导入", "跳过", "有问题")),
    "en": (("file", "column", "problem", "value", "rows", "remedy"), ("file", "rows", "ready", "skipped", "problems")),
}
_COUNTED = frozenset({"行数", "rows", "行", "可导入", "ready", "跳过", "skipped", "有问题", "problems"})


def _tell(found: dict[str, Any], lang: Lang) -> None:
    problems, numbers = (_table(headings) for headings in _HEADINGS[lang])
    for one in found["problems"]:
        rows = f"{one['count']:,}" + (" ✗" if one["blocking"] else " ✓" if one["solved"] else "")
        said = (one["title"][lang], _value(one), rows, one["remedy"][lang])
        problems.add_row(one["file"], one["column"] or "", *said)
    console.print(problems)
    for source in found["sources"]:
        counted = (f"{source['numbers'][key]:,}" for key in ("rows", "ready", "skipped", "with_problems"))
        numbers.add_row(f"{source['file']} → {source['object']}", *counted)
    console.print(numbers)


def _table(headings: tuple[str, ...]) -> Table:
    table = Table(title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in _COUNTED else "left")
    return table


def _value(one: dict[str, Any]) -> str:
    if one["parts"]:
        return ", ".join(f"{part} {count:,}" for part, count in one["parts"].items())
    if one["value"] is not None:
        return str(one["value"])
    return ", ".join(str(sample["value"]) for sample in one["samples"][:_EXAMPLES] if sample.get("value"))
