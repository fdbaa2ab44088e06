"""What every day brings in a sample company: new leads, the inbox, the clock, and late evenings of whoever pads."""

from __future__ import annotations

from datetime import datetime, timedelta

from bihuan.activity import commands as activity
from bihuan.activity import queries as tasks
from bihuan.kernel import calendar
from bihuan.notices import commands as notices
from bihuan.notices import queries as inbox
from bihuan.packs import recipes
from bihuan.packs.company import PersonOf
from bihuan.packs.scene import Play, Sale
from bihuan.process import commands as process
from bihuan.rules import commands as rules

RINGS = timedelta(minutes=60)
GRADED = timedelta(hours=2, minutes=5)
FIRST_RING, LAST_RING, RESTING_RINGS = 8, 19, (10, 20)
BROUGHT_ALONG, BROUGHT_IN = 4.0, timedelta(days=9)  # deals everybody had under way when the company began with this
READ_AT_ONCE, SNOOZED = 30, 0.35
LISTED, DONE_BY_HAND = 0.4, 0.6  # how often somebody goes through the whole list, and crosses out what is late
_WORKDAYS = 5
_BATCH = 500


def dawn(play: Play, now: datetime) -> None:
    """Midnight: what this day brings is put on the agenda, and the next midnight."""
    zone = play.working.tz
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    play.at(today + timedelta(days=1), "dawn")
    play.at(today + GRADED, "grading")
    works = calendar.is_workday(play.working, today.date())
    _plan_rings(play, today, works=works)
    for person in play.company.people:
        if person.login in play.gone or person.login not in play.people:
            continue
        if person.pads and play.chance.random() < person.pads:
            play.at(today + timedelta(hours=play.chance.uniform(21.3, 23.4)), "padding", person.login)
        if works and calendar.is_workday(play.hours_of(person.login), today.date()):
            play.later(today, play.chance.uniform(0.02, 1.2), person.login, "desk", person.login)
            _plan_leads(play, today, person)


def grading(play: Play, now: datetime) -> None:
    """Deep in the night: every record's grade is looked at again, for some depend on the day."""
    while rules.regrade_some(play.session, now=now, limit=_BATCH) is not None:
        pass


def lead(play: Play, now: datetime, login: str) -> None:
    """Somebody has heard of a customer who needs something."""
    rows = [row for row, owner in play.owners.items() if owner == login]
    if not rows or login in play.gone:
        return
    weights = [float(play.rows[row].get("_weight") or 1) for row in rows]
    (row,) = play.chance.choices(rows, weights)
    sale = Sale(number=len(play.sales), rep=login, customer=row, job=play.chance.choice(play.company.jobs))
    play.sales.append(sale)
    play.at(now, "opening", sale.number)


def desk(play: Play, now: datetime, login: str) -> None:
    """A look at the inbox and the list: most is taken note of, some put off, some left."""
    if login in play.gone:
        return
    person, viewer, chance = play.by_login[login], play.viewer(login), play.chance
    for notice in inbox.inbox(play.session, viewer, waiting_at=now, before=None, limit=READ_AT_ONCE):
        if chance.random() < person.notices:
            notices.acknowledge(play.session, viewer, notice, now=now)
        elif notice.level != "info" and chance.random() < SNOOZED:
            until = play.ahead(now, chance.uniform(6, 20), login)
            notices.snooze(play.session, viewer, notice, until, now=now)
    if not person.load or chance.random() > LISTED:
        return
    for task in tasks.tasks(play.session, viewer, open_only=True, limit=READ_AT_ONCE):
        late = task.due_at is not None and task.due_at < now - timedelta(days=2)
        if task.kind == "follow_up" and late and chance.random() < DONE_BY_HAND * person.care:
            activity.finish(play.session, viewer, task, now=now)


def ring(play: Play, now: datetime) -> None:
    """The clock: every deadline that has come is told."""
    for level in process.LEVELS:
        process.ring(play.session, level, now=now, limit=_BATCH)
    process.ring_follow_ups(play.session, now=now, limit=_BATCH)
    activity.ring(play.session, now=now, limit=_BATCH)
    while rules.meet_some(play.session, now=now, limit=_BATCH) + rules.ring_timers(play.session, now=now, limit=_BATCH):
        continue


def bring_along(play: Play) -> None:
    """The deals everybody had under way when the company began: noted in the first days."""
    for person in play.company.people:
        if person.joins or not person.load:
            continue
        for _ in range(recipes.count(BROUGHT_ALONG * person.load, play.chance)):
            moment = play.begin + BROUGHT_IN * play.chance.random()
            play.later(moment, play.chance.uniform(0.1, 8), person.login, "lead", person.login)


def _plan_rings(play: Play, today: datetime, *, works: bool) -> None:
    if not works:
        for hour in RESTING_RINGS:
            play.at(today + timedelta(hours=hour), "ring")
        return
    moment, last = today + timedelta(hours=FIRST_RING), today + timedelta(hours=LAST_RING)
    while moment < last:
        play.at(moment + timedelta(minutes=play.chance.randrange(1, 59)), "ring")
        moment += RINGS


def _plan_leads(play: Play, today: datetime, person: PersonOf) -> None:
    season, temper = play.company.season, play.temper(person.login, today)
    share = (today - play.begin) / (play.end - play.begin)
    grown = 1 + play.company.growth * (share - 0.5)
    of_month = season[today.month - 1] * len(season) / sum(season)
    mean = play.company.leads_per_week / _WORKDAYS * temper.load * grown * of_month
    for _ in range(recipes.count(mean, play.chance)):
        play.later(today, play.chance.uniform(0.3, 7.6), person.login, "lead", person.login)
