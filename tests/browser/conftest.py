"""The stage of the browser tests: the real server as a process of its own, a real Chromium, and who looks at it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    StorageState,
    ViewportSize,
    expect,
)

from bihuan.app.pages import STATIC
from tests.browser.company import PASSWORD, WORKSPACE

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ABSENT = "There is no Chromium: name one in BIHUAN_CHROMIUM, or install the package `chromium`."
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": (
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
        " Chrome/140.0.0.0 Mobile Safari/537.36"
    ),
}
# The browser notes every answer of 4xx by itself; that the screens take it as a "no" is what the stories look at.
REFUSED = re.compile(r"the server responded with a status of 4\d\d")
PATIENCE = 60  # seconds that the server may take to come up on a busy machine
expect.set_options(timeout=20_000)  # what a budget allows is measured where it is promised


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that nothing was looked at."""
    if chromium_path() is None:
        terminalreporter.write_line(f"!! {ABSENT}", yellow=True, bold=True)
        terminalreporter.write_line(
            "!! THE BROWSER TESTS WERE SKIPPED: nobody looked at a screen.", yellow=True, bold=True
        )


def chromium_path() -> str | None:
    """The browser that is named, or one that is there."""
    return os.environ.get("BIHUAN_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; without one the test is skipped."""
    path = chromium_path()
    if path is None:
        pytest.skip(ABSENT)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """The system's own browser, which talks to nobody but us."""
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*QUIET]}


@pytest.fixture(scope="session")
def site(chromium: str, base_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of this run's own, with the company of these tests in it; or the one of `--base-url`."""
    assert chromium
    if base_url:
        yield base_url
        return
    assert (STATIC / "index.html").is_file(), "the web pages are not built: `make test` builds them"
    data, port = tmp_path_factory.mktemp("browser"), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    environment |= {"BIHUAN_DATA": str(data), "BIHUAN_PORT": str(port), "BIHUAN_WORKSPACE": WORKSPACE}
    made = [sys.executable, "-m", "tests.browser.company"]
    subprocess.run(made, cwd=ROOT, env=environment, check=True)
    served = [sys.executable, "-c", "from bihuan.app import cli; cli.main()", "serve"]
    with (data / "server.txt").open("w+") as said:
        server = subprocess.Popen(served, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            wait(server, port, said_in=data / "server.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)
    assert server.returncode == 0, (data / "server.txt").read_text(encoding="utf-8")
    assert not (data / "postgres" / "postmaster.pid").exists(), "its database is still running"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait(server: subprocess.Popen[bytes], port: int, *, said_in: Path) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/api/health")
            if asked.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            asked.close()
    pytest.fail("the server does not answer:\n" + said_in.read_text(encoding="utf-8"))


@dataclass
class Visitors:
    """Opens the site for one of the cast, and keeps what the browser complained of."""

    browser: Browser
    site: str
    cookies: dict[str, StorageState]
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    live: bool = False  # whether pages listen for what is new: the network is never idle then

    def at_desk(self, login: str | None, to: str = "/", *, viewport: ViewportSize | None = None) -> Page:
        """A desk with the page open, logged in unless nobody is named; `chen@empty` names the workspace too."""
        return self._opened(login, to, {"viewport": viewport or {"width": 1440, "height": 900}})

    def on_phone(self, login: str | None, to: str = "/m/", *, viewport: ViewportSize | None = None) -> Page:
        """A phone with the page open."""
        return self._opened(login, to, {**PHONE, "viewport": viewport or {"width": 390, "height": 844}})

    def _opened(self, login: str | None, to: str, options: dict[str, Any]) -> Page:
        where, _, workspace = (login or "").partition("@")
        known = self._logged_in(where, workspace or WORKSPACE) if where else None
        context = self.browser.new_context(
            base_url=self.site, storage_state=known, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        context.set_default_timeout(15_000)
        if not self.live:
            context.add_init_script("delete window.EventSource")
        self.contexts.append(context)
        context.on("console", self._heard)
        context.on("weberror", lambda fault: self.complaints.append(f"a fault: {fault.error}"))
        context.on("requestfailed", self._lost)
        page = context.new_page()
        page.goto(to)
        return page

    def _logged_in(self, login: str, workspace: str) -> StorageState:
        """The cookie of somebody logged in, asked for once: a log-in takes its time, and has its own story."""
        key = f"{login}@{workspace}"
        if key not in self.cookies:
            with self.browser.new_context(base_url=self.site) as context:
                answer = context.request.post(
                    "/api/session",
                    data={"login": login, "password": PASSWORD, "workspace": workspace},
                    headers={"origin": self.site},
                )
                assert answer.ok, answer.text()
                self.cookies[key] = context.storage_state()
        return self.cookies[key]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSED.search(message.text):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _lost(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left behind when one went to another page
            self.complaints.append(f"{request.url}: {request.failure}")


@pytest.fixture(scope="session")
def cookies() -> dict[str, StorageState]:
    """Who is logged in already."""
    return {}


@pytest.fixture
def visitors(browser: Browser, site: str, cookies: dict[str, StorageState]) -> Iterator[Visitors]:
    """Whoever looks at the site; nothing may be complained of in the browser's console."""
    here = Visitors(browser=browser, site=site, cookies=cookies)
    yield here
    for context in here.contexts:
        context.close()
    assert here.complaints == []


@pytest.fixture
def at_desk(visitors: Visitors) -> Callable[..., Page]:
    """A desk: `at_desk("wang", "/health")`."""
    return visitors.at_desk


@pytest.fixture
def on_phone(visitors: Visitors) -> Callable[..., Page]:
    """A phone: `on_phone("chen", "/m/")`."""
    return visitors.on_phone
