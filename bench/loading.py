"""Loading a large company: its people by commands, its history by COPY, its days sealed, its tables analysed."""

from __future__ import annotations

import gc
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from psycopg import Connection

from bench import customers, ending, indexes, plan, staff
from bench.plan import FIXED, PAPERS, Paper, Plan, Share
from bench.size import NAME, WORKSPACE, Size
from bench.story import Story
from bihuan.app import house, workspaces
from bihuan.app.house import House
from bihuan.app.settings import Settings
from bihuan.design import commands as design
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.kernel.holidays import china
from bihuan.ledger import jobs as ledger
from bihuan.ledger import keys
from bihuan.packs import papers, reading

HASTE = """# Only while the history is loaded: a load that is cut off is loaded again.
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 16GB
checkpoint_timeout = 1h
autovacuum = off
maintenance_work_mem = 768MB
max_parallel_maintenance_workers = 1
shared_buffers = 512MB
"""
MOST_READY = 20_000
Say = Callable[[str, float], None]
Told = dict[str, Any]


def settings_for(data: Path, port: int = 8000) -> Settings:
    """The settings of a server on the loaded company."""
    return Settings(data=data.resolve(), port=port, database_url=None, workspace=WORKSPACE, public_url=None)


def load(data: Path, size: Size, *, say: Say) -> Told:
    """Make the company in an empty data folder. What stands in `bench.json` afterwards: size, counts, tokens."""
    settings, timed = settings_for(data), _Timed(say)
    with house.opened(settings, alone=True) as home, timed("people and configuration"):
        _furnish(home, size)
        found = _papers(home.files)
    with _haste(data), house.opened(settings, alone=True) as home:
        url = home.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with _connected(url) as connection:
            aside = indexes.put_aside(connection, _tables())
        with timed("history"):
            counts, ready = _histories(url, data, size, found)
        with timed("indexes"):
            indexes.make_again(url, db.schema_of(WORKSPACE), aside)
        _count_on(url)
        with timed("seals of the days"):
            ledger.seal_days(home.engine, WORKSPACE, now=size.now)
        with db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
            people = staff.tokens(session, size.now)
        with timed("statistics"), Connection.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
    told = {"size": asdict(size), "rows": counts, "seconds": timed.seconds, "people": people, "ready": ready}
    (data / "bench.json").write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")
    return told


def tell(url: str, data: Path, size: Size, share: Share, papers: Mapping[str, Paper]) -> tuple[Told, list[list[int]]]:
    """One worker's stories, from the first to the last; how many rows of each table, and which journeys may move on."""
    gc.disable()  # nothing here goes in circles, and looking for some takes longer than the rest
    keys.use(data)
    china.use(data / china.FOLDER)
    engine = db.connect(url.replace("postgresql:", "postgresql+psycopg:", 1), pool_size=1)
    with _connected(url) as connection:
        connection.execute("SET session_replication_role = replica")  # what is written fits: it need not be asked
        with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
            mine = plan.read(session, connection, size, share, papers)
        engine.dispose()
        ready = list(_all(mine, share))
        mine.book.over()
    return dict(mine.book.written), ready


def _all(mine: Plan, share: Share) -> Iterator[list[int]]:
    size, next_customer = mine.size, share.number
    for number in range(share.number, size.opportunities, share.of):
        while next_customer < size.customers and (0.95 * next_customer / size.customers <= number / size.opportunities):
            customers.write(mine, next_customer)
            next_customer += share.of
        story = Story(mine, number)
        mine.book.over(story.at(story.start).toordinal())
        story.live()
        ending.write(story)
        if story.ready:
            yield [story.journey, len(story.stays), story.rep.id]
    for number in range(next_customer, size.customers, share.of):
        customers.write(mine, number)


def _furnish(home: House, size: Size) -> None:
    workspaces.create(home.engine, WORKSPACE, name=NAME, now=size.begin)
    with db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        design.release(session, None, reading.blueprint("pump-valve"), note="pack", now=size.begin)
        staff.hire(session, size)
        staff.stock(session, size.begin)


def _papers(store: Store) -> dict[str, Paper]:
    lines = ["Pumps and valves for your working conditions"]
    made = {
        key: (papers.photo("CZ 50-200"), "image/jpeg")
        if name.endswith("jpg")
        else (papers.pdf(key, lines), "application/pdf")
        for key, name in PAPERS.items()
    }
    stored = {key: (store.put(BytesIO(content)), kind) for key, (content, kind) in made.items()}
    return {key: Paper(sha256=one.sha256, size=one.size, type=kind) for key, (one, kind) in stored.items()}


def _histories(url: str, data: Path, size: Size, found: Mapping[str, Paper]) -> tuple[dict[str, int], list[list[int]]]:
    shares = [Share(number=number, of=size.processes) for number in range(size.processes)]
    if len(shares) == 1:
        told = [tell(url, data, size, shares[0], found)]
    else:
        with ProcessPoolExecutor(len(shares), mp_context=multiprocessing.get_context("spawn")) as pool:
            asked: list[Future[tuple[Told, list[list[int]]]]] = [
                pool.submit(tell, url, data, size, share, found) for share in shares
            ]
            told = [one.result() for one in asked]
    counts: Counter[str] = Counter()
    for rows, _ in told:
        counts.update(rows)
    return dict(sorted(counts.items())), sorted(one for _, ready in told for one in ready)[-MOST_READY:]


def _tables() -> list[str]:
    fixed = [str(model.__tablename__) for model in FIXED]
    return [*fixed, "o_customer", "o_opportunity", "ledger_event", "ledger_subject", "ledger_key"]


def _count_on(url: str) -> None:
    """Every number given from now on comes after those that were loaded."""
    with _connected(url) as connection:
        for table in (*(str(model.__tablename__) for model in FIXED), "ledger_event"):
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}"
            )
        connection.execute("SELECT setval('record_id_seq', max(id)) FROM o_opportunity")
        named = connection.execute(
            "SELECT id FROM objects_column WHERE object_key = 'opportunity' AND field_key = 'number'"
        ).fetchone()
        assert named is not None, "opportunities number themselves"
        connection.execute(f"SELECT setval('q_objects_column_{named[0]}', count(*)) FROM o_opportunity")


@contextmanager
def _haste(data: Path) -> Iterator[None]:
    """PostgreSQL's settings while it is loaded; afterwards its usual ones."""
    own = data / "postgres" / "custom.conf"
    own.write_text(HASTE, encoding="utf-8")
    own.chmod(0o644)
    try:
        yield
    finally:
        own.unlink()


@contextmanager
def _connected(url: str) -> Iterator[Connection[Any]]:
    with Connection.connect(url, options="-c timezone=UTC") as connection:
        connection.execute(f"SET search_path = {db.schema_of(WORKSPACE)}, bihuan")
        yield connection


class _Timed:
    """Says how long each part took, and remembers it."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[what] = round(time.perf_counter() - began, 1)
        self._say(what, self.seconds[what])
