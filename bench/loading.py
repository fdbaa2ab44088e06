"""Loading a large company: its people by commands, its history by COPY, its days sealed, its tables analysed."""

from __future__ import annotations

import gc
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from psycopg import Connection

from bench import customers, ending, furnishing, indexes, plan, staff
from bench.furnishing import Papers
from bench.indexes import Aside
from bench.plan import Plan, Share
from bench.size import WORKSPACE, Size
from bench.story import Story
from bench.tables import COLUMNS, NUMBERED
from bihuan.app import counting, house
from bihuan.app.house import House
from bihuan.app.settings import Settings
from bihuan.kernel import db
from bihuan.kernel.holidays import china
from bihuan.ledger import jobs as ledger
from bihuan.ledger import keys

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
LOADED, UNFINISHED = "loaded.json", "loading"
MOST_READY = 20_000
Told = dict[str, Any]
Rows = dict[str, int]
Ready = list[list[int]]
Timed = Callable[[str], AbstractContextManager[None]]


def settings_for(data: Path, port: int = 8000) -> Settings:
    """The settings of a server on the loaded company."""
    return Settings(data=data.resolve(), port=port, database_url=None, workspace=WORKSPACE, public_url=None)


def load(data: Path, size: Size, *, say: Callable[[str, float], None]) -> Told:
    """Make the company in an empty data folder. What stands in `loaded.json` afterwards: size, counts, tokens."""
    settings, stopwatch = settings_for(data), _Stopwatch(say)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / UNFINISHED).touch()
    with house.opened(settings, alone=True) as home, stopwatch("people and configuration"):
        papers = furnishing.furnish(home, size)
    with _haste(data), house.opened(settings, alone=True) as home:
        told = fill(home, size, papers, timed=stopwatch)
        with stopwatch("the clock's first look"):  # whatever follows from the facts is worked out once
            house.tick(home)
        with stopwatch("statistics"), Connection.connect(_url(home), autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
    told["seconds"] = stopwatch.seconds
    (data / LOADED).write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")
    (data / UNFINISHED).unlink()
    return told


def fill(home: House, size: Size, papers: Papers, *, timed: Timed) -> Told:
    """Load the history of a furnished workspace; then whatever the product would have made of it day by day."""
    url = _url(home)
    with _connected(url) as connection:
        aside = indexes.put_aside(connection, [*COLUMNS, "o_customer", "o_opportunity"])
    with timed("history"):
        rows, ready = _histories(url, home.data, size, papers)
    _count_on(url)
    with timed("indexes, seals of the days, sums of the boards"):
        _finish(home, aside, size)
    with db.transaction(home.engine, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
        people = staff.tokens(session, size.now)
    return {"size": asdict(size), "rows": rows, "people": people, "ready": ready}


def tell(url: str, size: Size, share: Share, papers: Papers) -> tuple[Rows, Ready]:
    """One worker's stories, from the first to the last; how many rows of each table, and which journeys may move on."""
    engine = db.connect(url.replace("postgresql:", "postgresql+psycopg:", 1), pool_size=1)
    with _connected(url) as connection:
        connection.execute("SET session_replication_role = replica")  # what is written fits: it need not be asked
        with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING) as session:
            mine = plan.read(session, connection, size, share, papers)
        engine.dispose()
        ready = list(_all(mine, share))
        mine.book.over()
    return dict(mine.book.written), ready


def _alone(url: str, data: Path, size: Size, share: Share, papers: Papers) -> tuple[Rows, Ready]:
    """The same in a process of its own."""
    gc.disable()  # nothing here goes in circles, and looking for some takes longer than the rest
    keys.use(data)
    china.use(data / china.FOLDER)
    return tell(url, size, share, papers)


def _all(mine: Plan, share: Share) -> Iterator[list[int]]:
    size, next_customer = mine.size, share.number
    for number in range(share.number, size.opportunities, share.of):
        while next_customer < size.customers and 0.95 * next_customer / size.customers <= number / size.opportunities:
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


def _histories(url: str, data: Path, size: Size, papers: Papers) -> tuple[Rows, Ready]:
    shares = [Share(number=number, of=size.processes) for number in range(size.processes)]
    if len(shares) == 1:
        told = [tell(url, size, shares[0], papers)]
    else:
        with ProcessPoolExecutor(len(shares), mp_context=multiprocessing.get_context("spawn")) as pool:
            asked = [pool.submit(_alone, url, data, size, share, papers) for share in shares]
            told = [one.result() for one in asked]
    counts: Counter[str] = Counter()
    for rows, _ in told:
        counts.update(rows)
    return dict(sorted(counts.items())), sorted(one for _, ready in told for one in ready)[-MOST_READY:]


def _finish(home: House, aside: Sequence[Aside], size: Size) -> None:
    """The ledger's indexes and its seals; beside them the other indexes, and the sums that are made from the rest."""
    url, schema = _url(home), db.schema_of(WORKSPACE)
    ledgers = [one for one in aside if one.table.startswith("ledger_")]

    def rest() -> None:
        indexes.make_again(url, schema, [one for one in aside if one not in ledgers])
        with _connected(url) as connection:
            connection.execute("ANALYZE process_journey, process_stay, process_hold, process_handed_in, o_opportunity")
        counting.recount(home, WORKSPACE)

    with ThreadPoolExecutor(1) as hand:
        made = hand.submit(rest)
        indexes.make_again(url, schema, ledgers)
        ledger.seal_days(home.engine, WORKSPACE, now=size.now)
        made.result()


def _count_on(url: str) -> None:
    """Every number given from now on comes after those that were loaded."""
    with _connected(url) as connection:
        for table in NUMBERED:
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}"
            )
        connection.execute("SELECT setval('record_id_seq', max(id)) FROM o_opportunity")
        named = connection.execute(
            "SELECT id FROM objects_column WHERE object_key = 'opportunity' AND field_key = 'number'"
        ).fetchone()
        assert named is not None, "opportunities number themselves"
        connection.execute(f"SELECT setval('q_objects_column_{named[0]}', count(*)) FROM o_opportunity")


def _url(home: House) -> str:
    return home.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


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


class _Stopwatch:
    """Says how long each part took, and remembers it."""

    def __init__(self, say: Callable[[str, float], None]) -> None:
        self._say = say
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[what] = round(time.perf_counter() - began, 1)
        self._say(what, self.seconds[what])
