"""The command line: `bihuan --help`."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bihuan.app import configuring, counting, demo, founding, house, importing, serving, settings, setup, verifying
from bihuan.app import workspaces as known
from bihuan.app.founding import Ground, Wish
from bihuan.kernel import clock, db
from bihuan.kernel.refusals import Refusal
from bihuan.org import commands as org
from bihuan.org import queries as people

app = typer.Typer(help="Bihuan 闭环: sales as a controlled process.", no_args_is_help=True, add_completion=False)
workspace_app = typer.Typer(help="Workspaces: one company each.", no_args_is_help=True)
token_app = typer.Typer(help="API tokens.", no_args_is_help=True)
app.add_typer(workspace_app, name="workspace")
app.add_typer(token_app, name="token")
app.add_typer(configuring.app, name="blueprint")
app.add_typer(importing.app, name="import")
console = Console()

Workspace = Annotated[str | None, typer.Option("--workspace", "-w", help="Its key; the default one when left out.")]


@app.command()
def serve(
    *, with_demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Make the demo company first.")] = False
) -> None:
    """Serve the web, do the jobs, watch the clock, until Ctrl-C."""
    serving.serve(settings.read(), with_demo=with_demo, console=console)


@app.command()
def worker() -> None:
    """Do the jobs and watch the clock without serving the web."""
    serving.work(settings.read())


@app.command("demo")
def make_demo(
    *,
    pack: Annotated[str, typer.Option(help="Whose company: that of any pack.")] = demo.PACK,
    months: Annotated[
        float | None, typer.Option(min=0.1, max=24, help="How long it has worked; as its pack says when left out.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same company on the same day.")] = demo.SEED,
    until: Annotated[datetime | None, typer.Option(help="The day on which it ends; today when left out.")] = None,
    dump: Annotated[Path | None, typer.Option(help="Put the company away in this file as well.")] = None,
) -> None:
    """Play a company's months through the commands people use, in the place of the demo company of that pack."""
    wanted, wish = settings.read(), demo.Wish(pack=pack, months=months, seed=seed)
    with house.opened(wanted) as home:
        scene = demo.make(home, wanted, wish, console=console, now=until.astimezone() if until else clock.now())
        if dump is not None:
            console.print(f"{dump}: {demo.put_away(home, wish, scene, dump) / 2**20:.1f} MiB")
    told = demo.greeted(demo.people(wanted.data, wish.key))
    console.print_json(json.dumps(told, ensure_ascii=False))


@app.command()
def verify(workspace: Workspace = None) -> None:
    """Check the whole ledger, and name the first event that somebody tampered with. Exit code 1 when there is one."""
    wanted = settings.read()
    with house.opened(wanted) as home:
        whole = verifying.verify(home, workspace or wanted.workspace, console=console)
    raise typer.Exit(0 if whole else 1)


@app.command()
def recount(workspace: Workspace = None) -> None:
    """Count everything for the boards anew. Needed only where rows were loaded past the database's triggers."""
    wanted = settings.read()
    with house.opened(wanted) as home:
        journeys = counting.recount(home, workspace or wanted.workspace)
    console.print(f"{journeys} journeys counted")


@app.command()
def openapi() -> None:
    """Write the API's description to standard output."""
    sys.stdout.write(serving.description())


@workspace_app.command("create")
def create_workspace(
    key: str,
    *,
    pack: Annotated[str, typer.Option(help="The pack to begin with.")] = "starter",
    name: Annotated[str, typer.Option(help="The company's name.")] = "",
    admin: Annotated[str, typer.Option(help="Log-in of the first administrator.")] = "admin",
) -> None:
    """Make a workspace from a pack, and its first administrator with a random password, told once."""
    wish = Wish(pack=pack, name=name or key, key=key, login=admin)
    with house.opened(settings.read()) as home:
        ground = Ground(engine=home.engine, data=home.data, files=home.files)
        with founding.founding(ground, wish, now=clock.now()) as founded:
            welcome = founded.admin
    console.print(f"workspace {key} · log-in {welcome.person.login} · password {welcome.first_password}")


@workspace_app.command("code")
def setup_code(
    *,
    renew: Annotated[bool, typer.Option("--renew", help="Make another; the one there was opens nothing more.")] = False,
) -> None:
    """The set-up code, with which a workspace is made over the web at /new."""
    data = settings.read().data
    data.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"{setup.renew(data) if renew else setup.ensure(data)}\n")


@workspace_app.command("list")
def list_workspaces() -> None:
    """The workspaces there are."""
    with house.opened(settings.read()) as home:
        for key, name in known.names(home.engine).items():
            console.print(f"{key}\t{name}")


@token_app.command("create")
def create_token(
    login: Annotated[str, typer.Option(help="Whose token: it may do what they may do.")],
    workspace: Workspace = None,
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
) -> None:
    """Make an API token for a person. It is told once."""
    wanted = settings.read()
    with (
        house.opened(wanted) as home,
        db.transaction(home.engine, workspace=workspace or wanted.workspace, sight=db.EVERYTHING) as session,
    ):
        person = people.by_login(session, login)
        if person is None:
            raise typer.BadParameter(f"nobody here has the log-in {login!r}")
        text, _ = org.make_token(session, person, name=name, now=clock.now())
    sys.stdout.write(f"{text}\n")


def main() -> None:
    """Run the command line; a refusal is a sentence and exit code 2, never a traceback."""
    try:
        app()
    except Refusal as no:
        Console(stderr=True).print(f"[bold]{no.code}[/bold] {no}", soft_wrap=True)
        sys.exit(2)
