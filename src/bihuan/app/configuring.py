"""The configuration from the command line: `bihuan blueprint`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from bihuan.app import acting, house, settings
from bihuan.blueprint import queries as blueprint
from bihuan.blueprint.models import Version
from bihuan.design import as_text, commands, differing, examining, policy
from bihuan.design.fault import Fault
from bihuan.kernel import clock, db
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import Lang, lang_of

app = typer.Typer(help="The configuration as a document.", no_args_is_help=True)

Workspace = Annotated[str | None, typer.Option("--workspace", "-w", help="Its key; the default one when left out.")]
File = Annotated[Path, typer.Argument(help="A configuration as YAML, as `export` writes it.")]
Language = Annotated[str, typer.Option(help="zh or en.")]


@app.command("export")
def export(
    workspace: Workspace = None,
    number: Annotated[int | None, typer.Option(help="Which version; the live one when left out.")] = None,
) -> None:
    """Write a configuration as YAML to standard output."""
    with _opened(workspace) as session:
        body = _version(session, number).body
    sys.stdout.write(as_text.written(body))


@app.command("plan")
def plan(file: File, workspace: Workspace = None, lang: Language = "zh") -> None:
    """Tell in words what would change if this file were released. Exit code 1 when it could not be."""
    spoken, body = lang_of(lang), _sound(file, lang_of(lang))
    with _opened(workspace) as session:
        live = _version(session, None)
        number, changes = live.number, differing.changes(live.body, body, spoken)
    for change in changes:
        _say(f"{change.place}\t{change.words}")
    _say(_counted(len(changes), number, spoken))


@app.command("import")
def take_in(
    file: File,
    workspace: Workspace = None,
    by: Annotated[
        str | None, typer.Option(help="Log-in of whose draft it is; the first who may when left out.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the draft is called; as the file when left out.")] = "",
) -> None:
    """Make a draft of a YAML configuration, to be looked at and released on the screen. Nothing that lives changes."""
    wanted, document = settings.read(), as_text.read(_content(file))
    with (
        house.opened(wanted) as home,
        acting.inside(home, workspace or wanted.workspace, by, rights=(policy.RIGHT,)) as (session, viewer),
    ):
        draft = commands.take_in(session, viewer, document, name=name or file.stem, now=clock.now())
        _say(f"draft {draft.id} · {draft.name}")


@app.command("release")
def release(file: File, workspace: Workspace = None, note: str = "", lang: Language = "zh") -> None:
    """Check a YAML configuration and let it live, as the workspace's next version. Exit code 1 when it can't."""
    body = _sound(file, lang_of(lang))
    with _opened(workspace) as session:
        version = commands.release(session, None, body, note=note, now=clock.now())
        _say(f"version {version.number} lives")


@contextmanager
def _opened(workspace: str | None) -> Iterator[Session]:
    wanted = settings.read()
    with (
        house.opened(wanted) as home,
        db.transaction(
            home.engine, workspace=workspace or wanted.workspace, sight=db.EVERYTHING, timeout_ms=600_000
        ) as session,
    ):
        yield session


def _version(session: Session, number: int | None) -> Version:
    live = blueprint.live(session)
    if number is None:
        return live
    try:
        return blueprint.numbered(session, number)
    except NotFound as no:
        raise typer.BadParameter(f"there is no version {number}; there are 1 to {live.number}") from no


def _sound(file: Path, lang: Lang) -> dict[str, Any]:
    """The body of a configuration that could live; otherwise its faults are told, and that is the end."""
    found, faults = examining.examined(as_text.read(_content(file)))
    if found is None or faults:
        _tell(faults, lang)
        raise typer.Exit(1)
    return found.body()


def _tell(faults: Sequence[Fault], lang: Lang) -> None:
    for fault in faults:
        _say(f"{fault.place}\t{fault.message}\t[{fault.code}]")
    count = len(faults)
    _say(f"{count} 个问题：不能发布" if lang == "zh" else f"{_many(count, 'fault')}: it cannot be released")


def _counted(count: int, number: int, lang: Lang) -> str:
    if lang == "zh":
        return f"与第 {number} 版相比有 {count} 处变化" if count else f"与第 {number} 版没有差别"
    return f"{_many(count, 'change')} against version {number}" if count else f"nothing differs from version {number}"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}")
    with path.open("rb") as file:
        return file.read(as_text.LARGEST + 1)


def _say(line: str) -> None:
    """A line for people and for programs: tabs stay, and nothing in a label speaks to the terminal."""
    typer.echo("".join(sign if sign.isprintable() or sign == "\t" else " " for sign in line))
