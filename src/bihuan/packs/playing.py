"""Weeks of work in a sample company, played through the commands people use, each act with its own `now`.

The same pack, seed and day give the same company. Reps differ in pace and care; some forget, managers
take their time, customers confirm late or not at all: so boards have something to show.
"""

from __future__ import annotations

import heapq
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel import calendar, events
from bihuan.kernel.files import Store
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.packs import reading, selling
from bihuan.packs.scene import Play
from bihuan.packs.selling import Sale
from bihuan.process import commands as process
from bihuan.process.events import DeadlinePassed, FollowUpMissed
from bihuan.records import commands as records
from bihuan.rules import commands as rules

WEEKS = 9
SALES = 74
Progress = Callable[[int, int], None]


def play(  # noqa: PLR0913 - a play needs a stage, a script, a clock and an audience
    session: Session,
    pack: str,
    company: Mapping[str, Any],
    *,
    files: Store,
    now: datetime,
    progress: Progress,
    seed: int = 7,
) -> dict[str, dict[str, str]]:
    """Furnish an empty workspace and play the weeks up to `now`. The log-ins: name, role and password by login."""
    begin = now - timedelta(weeks=WEEKS)
    design.release(session, None, reading.blueprint(pack), note="pack", now=begin)
    stage = Play(session=session, company=company, files=files, chance=Random(seed), begin=begin, end=now)  # noqa: S311
    told = _hire(stage)
    _stock(stage)
    _open_sales(stage)
    _watch(stage)
    with _alarms(session) as clock:
        total, done = WEEKS * 7 * 24, 0
        while stage.agenda:
            moment, _, act = heapq.heappop(stage.agenda)
            clock.now = moment
            act(moment)
            hours = int((moment - begin).total_seconds() // 3600)
            if hours > done:
                done = hours
                progress(done, total)
    return told


def _hire(stage: Play) -> dict[str, dict[str, str]]:
    teams: dict[str, Any] = {}
    for team in stage.company["teams"]:
        parent = teams[team["parent"]].id if "parent" in team else None
        teams[team["key"]] = org.add_team(
            stage.session, None, name=team["name"], kind=team["kind"], parent_id=parent, now=stage.begin
        )
    told = {}
    for person in stage.company["people"]:
        password = secrets.token_urlsafe(9)
        new = org.NewPerson(
            login=person["login"],
            name=person["name"],
            role_key=person["role"],
            team_id=teams[person["team"]].id,
            password=password,
        )
        stage.people[person["login"]] = org.add_person(stage.session, None, new, now=stage.begin).person.id
        told[person["login"]] = {"name": person["name"], "role": person["role"], "password": password}
    for team in stage.company["teams"]:
        leader = {"manager_id": stage.people[team["manager"]]}
        org.change_team(stage.session, None, teams[team["key"]], leader, now=stage.begin)
    return told


def _stock(stage: Play) -> None:
    viewer = people.viewer(stage.session, stage.people["sun"])
    for product in stage.company["products"]:
        made = records.create(stage.session, viewer, "product", dict(product), now=stage.begin)
        stage.products.append(made.id)


def _open_sales(stage: Play) -> None:
    reps = [person for person in stage.company["people"] if person["role"] == "rep"]
    working = people.calendar(stage.session)
    weights = [person.get("pace", 1.0) ** -0.3 for person in reps]
    span = int((stage.end - stage.begin).total_seconds() // 60)
    customers: dict[tuple[str, int], int] = {}
    for number in range(SALES):
        rep = stage.chance.choices(reps, weights)[0]
        which = stage.chance.randrange(len(stage.company["customers"]))
        sale = Sale(
            rep=rep["login"],
            pace=rep.get("pace", 1.0),
            care=rep.get("care", 0.8),
            customer=which,
            job=stage.chance.choice(stage.company["jobs"]),
            number=number,
            customers=customers,
        )
        offset = int(span * (number + stage.chance.random()) / SALES * 0.97)
        start = calendar.next_working_moment(working, stage.begin + timedelta(minutes=offset))
        stage.at(start, selling.opening(stage, sale))


def _watch(stage: Play) -> None:
    moment = stage.begin
    while moment < stage.end:
        moment += timedelta(hours=4)
        stage.at(min(moment, stage.end - timedelta(seconds=1)), lambda now: _ring(stage.session, now))


def _ring(session: Session, now: datetime) -> None:
    for level in process.LEVELS:
        process.ring(session, level, now=now, limit=1000)
    process.ring_follow_ups(session, now=now, limit=1000)


@dataclass
class _Clock:
    now: datetime | None = None


@contextmanager
def _alarms(session: Session) -> Iterator[_Clock]:
    """Alerts at the moment of the play: what a job would do later, with a later `now`, happens at once."""
    clock = _Clock()

    def deadline(_: Session, event: events.Event) -> None:
        assert isinstance(event, DeadlinePassed)
        assert clock.now is not None
        rules.alert_deadline(session, stay_id=event.stay_id, level=event.level, now=clock.now)

    def follow_up(_: Session, event: events.Event) -> None:
        assert isinstance(event, FollowUpMissed)
        assert clock.now is not None
        rules.alert_follow_up(session, journey_id=event.journey_id, due_at=event.due_at, now=clock.now)

    heard = ((DeadlinePassed, deadline), (FollowUpMissed, follow_up))
    for event, listener in heard:
        events.listen(event, listener)
    yield clock
    for event, listener in heard:
        events.forget(event, listener)
