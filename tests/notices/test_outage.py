"""After an outage: thousands of deadlines at once, each told once, and everybody reached by one letter."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from bihuan.kernel import db, events
from bihuan.kernel.events import Event
from bihuan.notices import channels
from bihuan.notices import jobs as courier
from bihuan.notices.channels import Letter
from bihuan.notices.models import Notice, Parcel
from bihuan.process import jobs as process
from bihuan.process.events import DeadlinesPassed
from bihuan.rules import commands as rules
from tests.company import MONDAY_9, Cast
from tests.process import many

DUE = int(os.environ.get("BIHUAN_OUTAGE", "1000"))  # 20,000 are to be caught up within a minute
SECONDS = 60 * max(DUE / 20_000, 0.5)


class Kept:
    """Letters, as they would go out."""

    key = "mail"

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def carry(self, letter: Letter) -> None:
        self.letters.append(letter)


@contextmanager
def by(mail: Kept) -> Iterator[None]:
    """Letters go this way meanwhile."""
    channels.use([mail])
    yield
    channels.use([])


@contextmanager
def told_at_once(now: list[datetime]) -> Iterator[None]:
    """What the clock tells reaches people in the same breath."""

    def deadlines(session: Session, event: Event, _: datetime) -> None:
        assert isinstance(event, DeadlinesPassed)
        rules.alert_deadlines(session, stay_ids=event.stay_ids, level=event.level, now=now[0])

    events.listen(DeadlinesPassed, deadlines)
    yield
    events.forget(DeadlinesPassed, deadlines)


def test_after_half_a_day_without_anybody_at_work_each_deadline_is_told_once_and_in_one_letter(
    engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    key, cast = own_workspace
    mail, now = Kept(), [MONDAY_9]
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=600_000) as session:
        session.execute(text("UPDATE org_person SET email = login || '@example.com'"))
        many.bring_in(session, cast, DUE, now=MONDAY_9 - timedelta(hours=12))
    with told_at_once(now), by(mail):
        began = time.perf_counter()
        process.ring(engine, key, now=now[0])
        courier.carry(engine, key, base="https://b.example.com", ask=lambda: now[0])
        took = time.perf_counter() - began
        for _ in range(9):  # and for hours nobody hears of it again
            now[0] += timedelta(minutes=30)
            courier.carry(engine, key, base="https://b.example.com", ask=lambda: now[0])
    assert took < SECONDS, f"{DUE:,} deadlines took {took:.1f} s"
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        told = Counter((one.person_id, one.journey_id) for one in session.scalars(select(Notice)))
        carried = Counter(number for one in session.scalars(select(Parcel)) for number in one.notice_ids)
    assert set(told.values()) == {1}
    assert len(told) == 2 * DUE  # the owner and the manager
    assert set(carried.values()) == {1}
    assert len(carried) == 2 * DUE
    assert sorted(letter.to for letter in mail.letters) == ["chen@example.com", "wang@example.com"]
    assert f"等 {DUE} 件" in mail.letters[0].subject
    assert len(mail.letters[0].text) < 20_000


def test_however_much_happens_nobody_is_interrupted_more_than_eight_times_a_day(
    engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    key, cast = own_workspace
    mail, moment = Kept(), MONDAY_9 - timedelta(hours=9)
    with by(mail):
        for number in range(24 * 6):
            moment += timedelta(minutes=10)
            with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
                session.execute(text("UPDATE org_person SET email = login || '@example.com'"))
                _tell(session, cast.chen, number, moment)
            courier.carry(engine, key, base="https://b.example.com", ask=lambda moment=moment: moment)  # type: ignore[misc]
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        kinds = Counter(one.kind for one in session.scalars(select(Parcel).where(Parcel.person_id == cast.chen)))
    assert kinds["at_once"] * 2 + kinds["digest"] <= 8
    assert kinds == {"at_once": 3, "digest": 2}


def _tell(session: Session, person_id: int, number: int, now: datetime) -> None:
    session.execute(
        text(
            "WITH told AS (INSERT INTO notices_notice (person_id, cause, kind, level, facts, made_at) SELECT :person,"
            " :number || ':' || n, 'stage.overdue', 'due', '{}', :now FROM generate_series(1, 5) n RETURNING id)"
            " INSERT INTO notices_pending (notice_id, person_id) SELECT id, :person FROM told"
        ),
        {"person": person_id, "number": number, "now": now},
    )
