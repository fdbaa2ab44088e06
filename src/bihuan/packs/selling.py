"""How one deal of a sample company goes: contacts, what a gate asks for, the next stage; or silence, or an end."""

from __future__ import annotations

from datetime import datetime, timedelta

from bihuan.objects import queries as objects
from bihuan.org import queries as people
from bihuan.packs import contacts, delivering, recipes, stocking
from bihuan.packs.scene import Play, Sale
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.process.commands.moving import GateClosed
from bihuan.process.models import Journey
from bihuan.records import commands as records

PATIENCE, EXCEPTIONS = 9, 0.3  # after so many days, so often, somebody above lets it pass
SKILL = 1.7  # how much more than in proportion the skilled win
SILENCE, GIVEN_UP = (22, 70), 0.7  # days after which a silent customer is given up, and how often
FALLS_SILENT = 0.55  # how often a customer known for it stops answering in a stage after the first
_WORKING, _MOVING, _LOSING = "working", "moving", "losing"


def opening(play: Play, now: datetime, number: int) -> None:
    """The first sign of interest: the rep notes customer and deal."""
    sale, deal = play.sales[number], play.company.deal
    viewer = play.viewer(sale.rep)
    ground = play.ground(now, sale)
    name = recipes.filled(play.company.returns.name, ground.words) if sale.returned else recipes.make(deal.name, ground)
    title = objects.object_def(play.session, deal.object).title
    values = {title: name, deal.customer: stocking.customer(play, sale, now), **recipes.made(deal.values, ground)}
    given = {key: value for key, value in values.items() if value is not None}
    sale.record = records.create(play.session, viewer, deal.object, given, now=now).id
    journey = journeys.journey_beside(play.session, sale.record)
    assert journey is not None, "a deal is sold along a process"
    sale.journey = journey.id
    play.later(now, play.chance.uniform(0.2, 5) * play.temper(sale.rep, now).pace, sale.rep, "contact", number)
    enter(play, now, sale, journey.stage_key)


def enter(play: Play, now: datetime, sale: Sale, key: str) -> None:
    """Plan a stage: its contacts, and how it will end if nothing else happens."""
    stage, temper, chance = play.company.stages[key], play.temper(sale.rep, now), play.chance
    sale.stage, sale.entered = key, now.isoformat()
    hours = stage.hours * temper.pace * chance.uniform(0.4, 1.5)
    for _ in range(recipes.count(stage.contacts, chance)):
        play.later(now, chance.uniform(0.05, 1) * hours, sale.rep, "contact", sale.number)
    if _falls_silent(play, sale, key):
        sale.silent = True
        play.later(now, hours * 0.5, sale.rep, "silence", sale.number, 0)
        return
    ends = chance.random() < 1 - (1 - stage.lost) ** (temper.skill**-SKILL)
    takes = hours * (chance.uniform(0.3, 1.4) if ends else 1)
    play.later(now, takes, sale.rep, _LOSING if ends else _WORKING, sale.number, key)


def working(play: Play, now: datetime, number: int, key: str) -> None:
    """Do what the present stage asks for; then try to move on. Who is careless leaves it for another day."""
    sale = play.sales[number]
    temper, chance = play.temper(sale.rep, now), play.chance
    if chance.random() > temper.care:
        play.later(now, chance.uniform(7, 34) * temper.pace, sale.rep, _WORKING, number, key)
        return
    journey = _still(play, sale, key)
    if journey is None:
        return
    way, here = journeys.whereabouts(play.session, journey)
    verdict = journeys.outlook(play.session, journey, way, here, now=now).verdict
    if verdict.open:
        moving(play, now, number, key)
        return
    waits = delivering.bring(play, now, sale, journey, verdict.missing)
    if waits is None:
        _waiting(play, now, sale, journey)
        return
    play.later(now, waits + chance.uniform(0.3, 5) * temper.pace, sale.rep, _MOVING, number, key)


def moving(play: Play, now: datetime, number: int, key: str) -> None:
    """Move on if the gate is open; otherwise see again what is missing."""
    sale = play.sales[number]
    journey = _still(play, sale, key)
    if journey is None:
        return
    viewer, stage = play.viewer(sale.rep), play.company.stages[key]
    if stage.back and play.chance.random() < stage.back.chance:
        reason = recipes.filled(stage.back.reason, play.words(sale))
        process.go_back(play.session, viewer, journey, to=stage.back.to, reason=reason, now=now)
        enter(play, now, sale, journey.stage_key)
        return
    try:
        process.advance(play.session, viewer, journey, now=now)
    except GateClosed:
        play.later(now, play.chance.uniform(1, 8), sale.rep, _WORKING, number, key)
        return
    _moved(play, now, sale, journey)


def losing(play: Play, now: datetime, number: int, key: str) -> None:
    """The customer decides against it, or the project dies: the deal is closed with its reason."""
    sale = play.sales[number]
    journey = _still(play, sale, key)
    if journey is not None:
        lose(play, now, sale, journey, recipes.weighed(play.company.stages[key].reasons, play.chance))


def silence(play: Play, now: datetime, number: int, times: int) -> None:
    """The customer no longer answers: tried again at longer and longer intervals, then given up, or forgotten."""
    sale = play.sales[number]
    if sale.over:
        return
    chance = play.chance
    if play.days_in_stage(sale, now) > chance.uniform(*SILENCE):
        if chance.random() < GIVEN_UP:
            journey = journeys.journey_of(play.session, sale.journey)
            lose(play, now, sale, journey, play.company.silence.reason)
        return
    told = play.company.silence
    said = recipes.filled(chance.choice(told.said), play.words(sale))
    contacts.talk(play, now, sale, chance.choice(told.kinds), said)
    play.later(now, chance.uniform(10, 20) * (1 + times / 2), sale.rep, "silence", number, times + 1)


def lose(play: Play, now: datetime, sale: Sale, journey: Journey, reason: str) -> None:
    """Close a deal as lost; now and then it comes back as a new one."""
    notes = play.company.lost_notes.get(reason, ())
    note = recipes.filled(play.chance.choice(notes), play.words(sale)) if notes else ""
    process.close(play.session, play.viewer(sale.rep), journey, reason=reason, note=note, now=now)
    sale.over = True
    returns = play.company.returns
    if not sale.returned and play.chance.random() < returns.share:
        days = play.chance.uniform(*returns.days)
        again = Sale(number=len(play.sales), rep=sale.rep, customer=sale.customer, job=sale.job, returned=True)
        play.sales.append(again)
        play.later(now + timedelta(days=days), play.chance.uniform(0.1, 7), sale.rep, "returning", again.number)


def returning(play: Play, now: datetime, number: int) -> None:
    """A customer who was lost is back."""
    sale = play.sales[number]
    sale.rep = play.owners[sale.customer]
    opening(play, now, number)
    said = recipes.filled(play.chance.choice(play.company.returns.said), play.words(sale))
    contacts.talk(play, now, sale, recipes.weighed(play.company.stages[sale.stage].touches, play.chance), said)


def _falls_silent(play: Play, sale: Sale, key: str) -> bool:
    first = next(iter(play.company.stages))
    temper = play.rows[sale.customer].get("_temper")
    return temper == "silent" and key != first and play.chance.random() < FALLS_SILENT


def _still(play: Play, sale: Sale, key: str) -> Journey | None:
    """The journey, if it stands where it stood when this was planned."""
    if sale.over or sale.silent or sale.stage != key:
        return None
    return journeys.journey_of(play.session, sale.journey)


def _moved(play: Play, now: datetime, sale: Sale, journey: Journey) -> None:
    if journey.outcome is not None:
        sale.over = True
        return
    enter(play, now, sale, journey.stage_key)


def _waiting(play: Play, now: datetime, sale: Sale, journey: Journey) -> None:
    """Somebody else has the ball: ask once more, look again later, or after long, ask above to let it pass."""
    if play.days_in_stage(sale, now) > PATIENCE and play.chance.random() < EXCEPTIONS:
        above = people.direct_manager(play.session, play.people[sale.rep], now)
        if above is not None:
            reason = play.chance.choice(play.company.exceptions)
            leader = play.viewer(play.login_of(above.id))
            process.make_exception(play.session, leader, journey, reason=reason, now=now)
            _moved(play, now, sale, journey)
            return
    play.later(now, play.chance.uniform(9, 20), sale.rep, _WORKING, sale.number, journey.stage_key)
