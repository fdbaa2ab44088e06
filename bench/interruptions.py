"""How often a rep with many deals is interrupted on a day of the demo company: every alert by itself, and merged.

`python -m bench.interruptions` sets the demo company up in a folder of its own, gives one rep two hundred open deals
and lets the clock run through the next days of work in small steps, with a mail server that takes everything.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.app import demo, house
from bihuan.app.house import House
from bihuan.app.settings import Settings
from bihuan.kernel import calendar, clock, db, events
from bihuan.kernel.events import Event
from bihuan.notices import channels, jobs
from bihuan.notices.channels import Letter
from bihuan.org import queries as org
from bihuan.process import jobs as process
from bihuan.process.events import DeadlinesPassed, FollowUpsMissed
from bihuan.rules import commands as rules

OPEN, DAYS, MOST = 200, 5, 8
HERE = ZoneInfo("Asia/Shanghai")
STEP = timedelta(minutes=5)
_REP = "SELECT person_id FROM (SELECT owner_id AS person_id, count(*) AS n FROM process_journey WHERE outcome IS NULL"
_BUSIEST = text(f"{_REP} GROUP BY owner_id) t ORDER BY n DESC LIMIT 1")
_GIVE = text(
    "UPDATE process_journey SET owner_id = :rep, owner_pos = (SELECT pos FROM org_person WHERE id = :rep) WHERE id IN ("
    "SELECT id FROM process_journey WHERE outcome IS NULL AND owner_id <> :rep ORDER BY id LIMIT :more)"
)
_OPEN = text("SELECT count(*) FROM process_journey WHERE outcome IS NULL AND owner_id = :rep")
_TOLD = text("SELECT made_at, level FROM notices_notice WHERE person_id = :rep AND made_at >= :since")
_PARCELS = text("SELECT made_at, kind FROM notices_parcel WHERE person_id = :rep AND made_at >= :since")


class Taken:
    """A mail server that takes everything."""

    key = "mail"

    def carry(self, letter: Letter) -> None:
        """Take it."""
        del letter


def main() -> int:
    """Measure, and say it. 1 when a day had more interruptions than it may have."""
    with tempfile.TemporaryDirectory(prefix="bihuan-interruptions-") as folder:
        settings = Settings(data=Path(folder), port=1, database_url=None, workspace="demo", public_url=None)
        with house.opened(settings, alone=True) as home:
            demo.ensure(home, settings, console=Console(quiet=True))
            channels.use([Taken()])
            return _measure(home)


def _measure(home: House) -> int:
    now = [clock.now()]
    with _seeing(home.engine) as session:
        rep = int(session.scalar(_BUSIEST) or 0)
        own = int(session.scalar(_OPEN, {"rep": rep}) or 0)
        session.execute(_GIVE, {"rep": rep, "more": max(OPEN - own, 0)})
        session.execute(text("UPDATE org_person SET email = login || '@example.com'"))
        session.execute(text("DELETE FROM notices_pending"))
        working, name = org.calendar(session), org.names(session, [rep])[rep]
        deals = session.scalar(_OPEN, {"rep": rep})
    with _told_at_once(now):
        now[0] = _midnight(now[0], 1)
        process.ring(home.engine, demo.KEY, now=now[0])  # what came due before is not of these days
        began, worked = now[0], list[datetime]()
        while len(worked) < DAYS:
            if calendar.is_workday(working, now[0].astimezone(HERE).date()):
                worked.append(now[0])
            _day(home.engine, now)
    return _report(home.engine, rep, name, int(deals or 0), began, worked)


def _day(engine: Engine, now: list[datetime]) -> None:
    end = _midnight(now[0], 1)
    while now[0] < end:
        process.ring(engine, demo.KEY, now=now[0])
        jobs.carry(engine, demo.KEY, base="https://b.example.com", ask=lambda: now[0])
        now[0] += STEP
    now[0] = end


def _report(engine: Engine, rep: int, name: str, deals: int, began: datetime, worked: list[datetime]) -> int:
    with _seeing(engine) as session:
        given = {"rep": rep, "since": began}
        told = Counter(_date(at) for at, _ in session.execute(_TOLD, given))
        # A letter at once and the word on the screen are two; a digest is one.
        merged = Counter[str]()
        for at, kind in session.execute(_PARCELS, given):
            merged[_date(at)] += 2 if kind == "at_once" else 1
    days = [_date(day) for day in worked]
    sys.stdout.write(f"{name}: {deals} open deals\n")
    for day in days:
        sys.stdout.write(f"{day}  alerts one by one: {told[day]:3}   interruptions: {merged[day]:3}\n")
    return int(max(merged[day] for day in days) > MOST)


@contextmanager
def _told_at_once(now: list[datetime]) -> Iterator[None]:
    """What the clock tells reaches people in the same breath, at the moment of the clock we move."""

    def deadlines(session: Session, event: Event, _: datetime) -> None:
        assert isinstance(event, DeadlinesPassed)
        rules.alert_deadlines(session, stay_ids=event.stay_ids, level=event.level, now=now[0])

    def follow_ups(session: Session, event: Event, _: datetime) -> None:
        assert isinstance(event, FollowUpsMissed)
        rules.alert_follow_ups(session, missed=[(number, at) for number, at in event.missed], now=now[0])

    events.listen(DeadlinesPassed, deadlines)
    events.listen(FollowUpsMissed, follow_ups)
    try:
        yield
    finally:
        events.forget(DeadlinesPassed, deadlines)
        events.forget(FollowUpsMissed, follow_ups)


@contextmanager
def _seeing(engine: Engine) -> Iterator[Session]:
    with db.transaction(engine, workspace=demo.KEY, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        yield session


def _midnight(moment: datetime, days: int) -> datetime:
    local = moment.astimezone(HERE)
    return (datetime(local.year, local.month, local.day, tzinfo=HERE) + timedelta(days=days)).astimezone(UTC)


def _date(moment: datetime) -> str:
    return moment.astimezone(HERE).date().isoformat()


if __name__ == "__main__":
    raise SystemExit(main())
