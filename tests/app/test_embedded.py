"""The embedded database: held by one, joined by others, and as committed after every crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from bihuan.app import embedded
from bihuan.app.embedded import DatabaseWillNotStart, DataFolderInUse, EmbeddedPostgres

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
HOLDER = """
import sys, time
from pathlib import Path
from bihuan.app.embedded import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1])).start(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder with a short path: pytest's own are too long for a socket."""
    with tempfile.TemporaryDirectory(prefix="b-") as folder:
        yield Path(folder) / "data"


@contextmanager
def holder(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another process that holds the folder, and the address it serves."""
    command = [sys.executable, "-c", HOLDER, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()
            with suppress(FileNotFoundError, psutil.NoSuchProcess):
                postmaster(data).kill()


def ask(url: str, question: str) -> object:
    """One answer from the database at `url`."""
    address = make_url(url)
    host = str(address.query["host"])
    with psycopg.connect(host=host, user=address.username, dbname=address.database, autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def postmaster(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postgres/postmaster.pid").read_text().splitlines()[0]))


def gone(process: psutil.Process) -> bool:
    """Whether it ended; on some machines nobody collects what is left of an orphan."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_it_serves_sqlalchemy_and_keeps_what_was_committed(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as database:
        url = embedded.join(data)
        assert url is not None
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (word text)"))
            connection.execute(text("INSERT INTO kept VALUES ('阀门')"))
        engine.dispose()
        server = postmaster(data)
    assert gone(server)

    began = time.monotonic()
    assert ask(database.start(), "SELECT word FROM kept") == "阀门"
    took = time.monotonic() - began
    database.stop()
    assert took < 5, f"a second start took {took:.1f} s"


def test_it_listens_on_a_private_socket_only(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK):
        server = postmaster(data)
        assert [c for c in server.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []
        assert (data / "postgres").stat().st_mode & 0o077 == 0
        assert server.uids().effective != 0


def test_its_settings_are_the_houses_and_then_the_callers(data: Path) -> None:
    with EmbeddedPostgres(data, settings={**QUICK, "application_name": "it's"}):
        url = embedded.join(data) or ""
        shown = {name: ask(url, f"SHOW {name}") for name in ("fsync", "timezone", "jit", "max_connections")}
        assert shown == {"fsync": "off", "timezone": "UTC", "jit": "off", "max_connections": "100"}
        assert ask(url, "SELECT lower('ÄÉ') || current_setting('server_encoding')") == "äéUTF8"


def test_the_owners_own_settings_win(data: Path) -> None:
    database = EmbeddedPostgres(data, settings=QUICK)
    database.start()
    database.stop()
    own = data / "postgres/custom.conf"
    own.write_text("work_mem = '9MB'\n")
    own.chmod(0o644)
    assert ask(database.start(), "SHOW work_mem") == "9MB"
    database.stop()


def test_a_killed_holder_loses_nothing_and_its_server_is_taken_over(data: Path) -> None:
    with holder(data) as (process, url):
        ask(url, "CREATE TABLE kept AS SELECT 1 AS one")
        process.send_signal(signal.SIGKILL)
        process.wait()
        orphan = postmaster(data)
        assert not gone(orphan), "this test shows nothing if the server died with its holder"
        assert embedded.join(data) is None

        with EmbeddedPostgres(data, settings=QUICK) as database:
            assert ask(embedded.join(database.data) or "", "SELECT one FROM kept") == 1
            assert gone(orphan)


def test_a_killed_server_loses_nothing(data: Path) -> None:
    with holder(data) as (process, url):
        ask(url, "CREATE TABLE kept AS SELECT 1 AS one")
        for victim in (psutil.Process(process.pid), postmaster(data)):
            victim.kill()
        process.wait()
        with EmbeddedPostgres(data, settings=QUICK):
            assert ask(embedded.join(data) or "", "SELECT one FROM kept") == 1


def test_a_stranger_with_the_servers_old_number_is_left_alone(data: Path) -> None:
    database = EmbeddedPostgres(data, settings=QUICK)
    database.start()
    written = (data / "postgres/postmaster.pid").read_text().splitlines()
    database.stop()
    with subprocess.Popen(["sleep", "600"]) as stranger:
        stale = [str(stranger.pid), *written[1:6], "0 0", "ready"]
        (data / "postgres/postmaster.pid").write_text("\n".join(stale) + "\n")
        try:
            assert ask(database.start(), "SELECT 1") == 1
            assert stranger.poll() is None
        finally:
            database.stop()
            stranger.kill()


def test_a_long_path_is_served_from_a_short_socket_that_goes_with_the_server(data: Path) -> None:
    long = data / ("长路径" * 20) / "a, b's folder"
    with EmbeddedPostgres(long, settings=QUICK):
        url = embedded.join(long) or ""
        socket = Path(str(make_url(url).query["host"]))
        assert ask(url, "SELECT 1") == 1
        assert len(str(socket)) < 80
        assert socket.stat().st_mode & 0o077 == 0
    assert not socket.exists()


def test_a_second_holder_is_told_who_holds_the_folder(data: Path) -> None:
    with holder(data) as (process, url):
        with pytest.raises(DataFolderInUse) as refused:
            EmbeddedPostgres(data).start()
        assert str(process.pid) in refused.value.message
        assert str(data) in refused.value.message
        assert ask(url, "SELECT 1") == 1, "the refused one must not touch the server"
        assert embedded.join(data) == url


def test_a_holder_does_not_hold_twice(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as database, pytest.raises(DataFolderInUse):
        database.start()


def test_an_unfinished_creation_is_begun_anew(data: Path) -> None:
    (data / "postgres.unfinished").mkdir(parents=True)
    (data / "postgres.unfinished/PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(data, settings=QUICK):
        assert ask(embedded.join(data) or "", "SELECT 1") == 1


def test_a_setting_postgresql_does_not_know_is_named_and_the_folder_given_back(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "TRIES", 1)
    with pytest.raises(DatabaseWillNotStart, match="no_such_setting"):
        EmbeddedPostgres(data, settings={"no_such_setting": "1"}).start()
    with EmbeddedPostgres(data, settings=QUICK):
        assert embedded.join(data) is not None


def test_stopping_twice_or_before_a_start_is_no_error(data: Path) -> None:
    database = EmbeddedPostgres(data, settings=QUICK)
    database.stop()
    database.start()
    database.stop()
    database.stop()
    assert embedded.join(data) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the data to another account")
def test_root_hands_the_database_to_an_account_of_its_own(data: Path) -> None:
    data.parent.chmod(0o700)
    with EmbeddedPostgres(data, settings=QUICK):
        assert postmaster(data).username() == "bihuan"
        assert data.parent.stat().st_mode & 0o777 == 0o701, "passing through is all it needs"
