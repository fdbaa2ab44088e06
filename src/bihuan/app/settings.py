"""What the environment says: where the data live, which database, which port."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bihuan.app import post
from bihuan.notices.mail import Post

DEFAULT_PORT = 8000
HIGHEST_PORT = 65535
MOST_PROCESSES = 16
MOST_WORKSPACES = 50


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`database_url` None means: bring the database along, under the data folder.

    `web_processes` answer requests; the first of them also does the jobs and watches the clock. `most_workspaces` may
    stand on this server before nobody makes another over the web; with 0, nobody makes any. `mail` None: no letters.
    """

    data: Path
    port: int
    database_url: str | None
    workspace: str
    public_url: str | None
    docs: bool = False
    web_processes: int = 1
    most_workspaces: int = MOST_WORKSPACES
    mail: Post | None = None

    @property
    def address(self) -> str:
        """Where people find our screens, as far as we know."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. SystemExit with a sentence when one makes no sense."""
    port = environment.get("BIHUAN_PORT", str(DEFAULT_PORT))
    if not port.isdigit() or not 0 < int(port) <= HIGHEST_PORT:
        raise SystemExit(f"BIHUAN_PORT must be a number from 1 to {HIGHEST_PORT}, not {port!r}.")
    return Settings(
        data=Path(environment.get("BIHUAN_DATA", "var")).expanduser().resolve(),
        port=int(port),
        database_url=_with_driver(environment.get("BIHUAN_DATABASE_URL")),
        workspace=environment.get("BIHUAN_WORKSPACE", "demo"),
        public_url=environment.get("BIHUAN_PUBLIC_URL"),
        docs=environment.get("BIHUAN_DOCS", "") == "1",
        web_processes=_processes(environment.get("BIHUAN_WEB_PROCESSES")),
        mail=post.read(environment),
        most_workspaces=_workspaces(environment.get("BIHUAN_MOST_WORKSPACES", str(MOST_WORKSPACES))),
    )


def _processes(said: str | None) -> int:
    """One for each core, up to three."""
    if said is None:
        return min(os.cpu_count() or 1, 3)
    if not said.isdigit() or not 0 < int(said) <= MOST_PROCESSES:
        raise SystemExit(f"BIHUAN_WEB_PROCESSES must be a number from 1 to {MOST_PROCESSES}, not {said!r}.")
    return int(said)


def _workspaces(said: str) -> int:
    if not said.isdigit() or len(said) > len("9999"):
        raise SystemExit(f"BIHUAN_MOST_WORKSPACES must be a number from 0 to 9999, not {said!r}.")
    return int(said)


def _with_driver(url: str | None) -> str | None:
    if not url:
        return None
    scheme, _, rest = url.partition("://")
    if scheme.partition("+")[0] not in {"postgres", "postgresql"} or not rest:
        raise SystemExit("BIHUAN_DATABASE_URL must look like postgresql://user:password@host/database.")
    return f"postgresql+psycopg://{rest}"
