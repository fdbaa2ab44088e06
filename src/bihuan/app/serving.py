"""The server: the web, the worker and the clock in one process, and more that answer beside it. It stops cleanly."""

from __future__ import annotations

import contextlib
import errno
import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn

import uvicorn
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine

from bihuan.app import attending, counting, crew, demo, house, logs, setup, web, workspaces
from bihuan.app.door import Door, Guests
from bihuan.app.house import House
from bihuan.app.jobs import Ticker
from bihuan.app.settings import Settings
from bihuan.kernel.files import Store

CARRIED = timedelta(seconds=10)  # so long at most what shall reach somebody at once waits for its channel
AUDITED = timedelta(minutes=10)  # so often it is asked whether the ledger's turn has come
_TAKEN = "端口 {0} 已被占用，请设置 BIHUAN_PORT 换一个。\nPort {0} is taken; set BIHUAN_PORT to another."
LEAVING = 5  # seconds that somebody on our port has to leave
GRACE = 10  # seconds that running requests have to end


def serve(settings: Settings, *, with_demo: bool, console: Console) -> None:
    """Serve until Ctrl-C or a termination signal; then everything started here has stopped."""
    signal.signal(signal.SIGTERM, _leave)
    guests = Guests(settings.web_processes)
    with (
        _place(settings.port) as place,
        crew.hired(settings.web_processes - 1, lambda number: _answer(settings, place, guests, number)) as begin,
        house.opened(settings, alone=True) as home,
    ):
        logs.begin(settings.data / "log" / "web.jsonl")
        house.recognise(home)
        if with_demo:
            demo.ensure(home, settings, console=console)
        _warn(home, console)
        if settings.most_workspaces:
            setup.ensure(home.data)
        auditor = Ticker(lambda: house.audit(home), every=AUDITED)
        with _working(home, settings, auditor):
            begin()
            _greet(home, settings, console)
            _run(home, settings, place, guests, number=1)


def work(settings: Settings) -> None:
    """A worker without web, for a company that has grown past one process; until Ctrl-C or a termination signal."""
    signal.signal(signal.SIGTERM, _leave)
    with house.opened(settings, patient=True) as home:
        logs.begin(settings.data / "log" / "worker.jsonl")
        house.recognise(home)
        with _working(home, settings) as ticker, contextlib.suppress(KeyboardInterrupt):
            ticker.join()


@contextlib.contextmanager
def _working(home: House, settings: Settings, *more: Ticker) -> Iterator[Ticker]:
    """The queue and every clock at work, until the end; the clock of the minute is given."""
    queue, ticker = house.listening(home), Ticker(lambda: house.tick(home))
    courier = Ticker(lambda: house.carry(home, settings), every=CARRIED)
    counter = Ticker(lambda: counting.count(home), every=counting.EVERY)
    attendant = Ticker(lambda: attending.attend(home), every=attending.EVERY)
    caller = Ticker(lambda: house.call_out(home), every=attending.EVERY)
    clocks = (ticker, courier, *more, counter, attendant, caller)
    queue.start()
    for one in clocks:
        one.start()
    try:
        yield ticker
    finally:
        for one in reversed(clocks):
            one.stop()
        queue.close()


def _leave(_: int, __: FrameType | None) -> NoReturn:
    """Leave by the door: a process that simply dies leaves its database running."""
    raise SystemExit(0)


def _answer(settings: Settings, place: socket.socket, guests: Guests, number: int) -> None:
    """Answer requests and do nothing else, at the place of the first process."""
    with house.opened(settings, patient=True) as home:
        logs.begin(settings.data / "log" / f"web-{number}.jsonl")
        house.listening(home)  # what happens here becomes jobs, which the first process or a worker does
        _run(home, settings, place, guests, number)


def _place(port: int) -> socket.socket:
    """A place on this port, where nobody listens yet. SystemExit with a sentence when somebody else has it.

    Whoever answered for a server that was killed a moment ago is given the time to leave.
    """
    until = time.monotonic() + LEAVING
    while True:
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(("127.0.0.1", port))
        except OSError as taken:
            made.close()
            if taken.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise SystemExit(_TAKEN.format(port)) from taken
            time.sleep(0.1)
        else:
            return made


def _run(home: House, settings: Settings, place: socket.socket, guests: Guests, number: int) -> None:
    application = web.create(
        home.engine,
        data=home.data,
        files=home.files,
        default_workspace=_entered(home, settings),
        public_url=settings.public_url,
        docs=settings.docs,
        most_workspaces=settings.most_workspaces,
    )
    config = uvicorn.Config(
        application,
        log_config=None,  # our own log has its lines
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # or anybody could name the address that log-ins are throttled by
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )
    Door(config, place, guests, number, leaving=application.state.live.close).run()


def _default(home: House, settings: Settings) -> str:
    known = workspaces.names(home.engine)
    return settings.workspace if settings.workspace in known else next(iter(known), settings.workspace)


def _entered(home: House, settings: Settings) -> Callable[[], str]:
    """Where log-ins go that name no workspace: also when the first one is made only later."""
    found: list[str] = []

    def default() -> str:
        if not found and workspaces.names(home.engine):
            found.append(_default(home, settings))
        return found[0] if found else settings.workspace

    return default


def _warn(home: House, console: Console) -> None:
    """Say which workspaces an earlier version made, before somebody meets a fault in them."""
    for key in workspaces.names(home.engine):
        lacks = workspaces.lacking(home.engine, key)
        if lacks:
            console.print(
                f"[yellow]工作空间 {key} 由更早的版本建立，缺少 {', '.join(lacks[:3])}…，需要重新建立。[/yellow]"
            )
            console.print(f"[yellow]The workspace {key} was made by an earlier version and must be made anew.[/yellow]")


def _greet(home: House, settings: Settings, console: Console) -> None:
    url = f"http://127.0.0.1:{settings.port}"
    console.print(f"\n[bold]Bihuan 闭环[/bold]  {url}   手机 / phone: {url}/m/\n")
    people = demo.people(home.data, _default(home, settings))
    if people:
        table = Table(title="演示账号 / demo log-ins", title_justify="left")
        for heading in ("log-in", "姓名 / name", "角色 / role", "密码 / password"):
            table.add_column(heading)
        for login, person in demo.greeted(people).items():
            table.add_row(login, person["name"], person["role"], person["password"])
        console.print(table)
    code = setup.code(home.data) if settings.most_workspaces else None
    if code:
        console.print(f"新建企业空间 / a new workspace: {url}/new#{code}", soft_wrap=True)
    console.print("Ctrl-C 停止 / stops\n")


def description() -> str:
    """The API as an OpenAPI document: the same text for the same code."""
    nowhere = create_engine("postgresql+psycopg://")  # describing connects to nothing
    application = web.create(nowhere, data=Path(), files=Store("memory:///"), default_workspace="demo")
    return json.dumps(application.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
