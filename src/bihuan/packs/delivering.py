"""Handing in what a gate asks for, and what becomes of it: the reviewer's word, the customer's answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from bihuan.objects import queries as objects
from bihuan.packs import contacts, papers, recipes
from bihuan.packs.company import Paper
from bihuan.packs.scene import Play, Sale
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.process.commands import Handful
from bihuan.process.definition import Deliverable, Stage
from bihuan.process.gates import Item
from bihuan.process.models import Journey
from bihuan.records import commands as records
from bihuan.records import queries

VARIANTS = 6  # pictures and papers are drawn in so many kinds, however many are handed in
DECLINES = {"plain": 0.08, "quick": 0.03, "fussy": 0.45}
ANSWERS = {"plain": 0.88, "quick": 0.98, "fussy": 0.9}  # how often a customer answers at all
ANSWERS_IN = {"plain": (2, 22), "quick": (0.4, 5), "fussy": (6, 36)}  # working hours
_WAITS = frozenset({"waiting_review", "waiting_customer"})


def bring(play: Play, now: datetime, sale: Sale, journey: Journey, missing: Iterable[Item]) -> float | None:
    """Do what can be done about what is missing. The working hours it takes; None when others have the ball."""
    _, stage = journeys.whereabouts(play.session, journey)
    wanted = _wanted(play, stage, missing)
    if any(item.kind in {"field", "check"} for item in wanted):
        _fill(play, now, sale, stage)
    mine = [item for item in wanted if item.why not in _WAITS]
    hours = [
        _deliver(play, now, sale, thing, item)
        for item in mine
        if item.kind == "deliverable" and (thing := _thing(stage, item.key)) is not None
    ]
    return max([0.0, *hours]) if mine else None


def summary(play: Play, now: datetime, number: int, kind: str) -> None:
    """One more contact of the kind a stage asks for."""
    sale = play.sales[number]
    if not sale.over:
        contacts.talk(play, now, sale, kind)


def reviewed(play: Play, now: datetime, number: int, handed_in: int) -> None:
    """Whoever was asked says whether it will do."""
    sale, thing = play.sales[number], journeys.handed(play.session, handed_in)
    if thing.status != "waiting" or thing.reviewer_id is None or sale.over:
        return
    login = play.login_of(thing.reviewer_id)
    journey, reviewer = journeys.journey_of(play.session, thing.journey_id), play.viewer(login)
    if play.chance.random() < play.by_login[login].reviews.accepts:
        process.accept(play.session, reviewer, journey, thing, now=now)
        play.later(now, play.chance.uniform(0.3, 4), sale.rep, "moving", number, journey.stage_key)
        return
    reason = play.chance.choice(_paper(play, thing.key).reject or play.company.rejections)
    process.reject(play.session, reviewer, journey, thing, reason=reason, now=now)
    play.later(now, play.chance.uniform(1, 9), sale.rep, "working", number, journey.stage_key)


def answered(play: Play, now: datetime, number: int, confirmation: int) -> None:
    """The customer opens the link, and says that it came, or what is wrong with it."""
    sale, link = play.sales[number], journeys.link(play.session, confirmation)
    if sale.over or sale.silent or link.answer is not None or now > link.expires_at:
        return
    process.view(play.session, link, now=now)
    declined = play.chance.random() < DECLINES[_temper(play, sale)]
    said: process.Answer = "declined" if declined else "confirmed"
    reason = play.chance.choice(play.company.declines) if declined else ""
    process.answer(play.session, link, said=said, name=str(play.words(sale)["contact"]), reason=reason, now=now)
    journey = journeys.journey_of(play.session, link.journey_id)
    act = "working" if declined else "moving"
    play.later(now, play.chance.uniform(0.3, 5), sale.rep, act, number, journey.stage_key)


def _wanted(play: Play, stage: Stage, missing: Iterable[Item]) -> list[Item]:
    """What is missing, for each alternative the parts of one of its ways."""
    wanted: list[Item] = []
    for item in missing:
        if item.kind != "alternative":
            wanted.append(item)
            continue
        weights = play.company.stages[stage.key].ways.get(item.key) or [1.0] * len(item.ways)
        (way,) = play.chance.choices(item.ways, weights)
        things = [thing for key in way if (thing := _thing(stage, key)) is not None]
        wanted += [
            Item(kind="deliverable", key=one.key, label=one.label, need=one.count, have=0, why="too_few")
            for one in things
        ]
    return wanted


def _thing(stage: Stage, key: str) -> Deliverable | None:
    return next((thing for thing in stage.gate.deliverables if thing.key == key), None)


def _fill(play: Play, now: datetime, sale: Sale, stage: Stage) -> None:
    viewer = play.viewer(sale.rep)
    record = queries.record(play.session, viewer, play.company.deal.object, sale.record)
    said = play.company.stages[stage.key].values
    values = recipes.made(said, play.ground(now, sale, record.values))
    given = {key: value for key, value in values.items() if value is not None}
    if given:
        records.change(play.session, viewer, record, given, revision=record.revision, now=now)


def _deliver(play: Play, now: datetime, sale: Sale, thing: Deliverable, item: Item) -> float:
    """Hand in one thing, as often as it is still asked for; how long that takes in working hours."""
    journey = journeys.journey_of(play.session, sale.journey)
    lacking = max(item.need - item.have, 1)
    match thing.kind:
        case "summary":
            return _sum_up(play, now, sale, thing, lacking)
        case "confirmation":
            return _send(play, now, sale, journey, thing, declined=item.why == "rejected")
        case "record":
            _note_record(play, now, sale, thing, lacking)
        case "text":
            for _ in range(lacking):
                _hand_in(play, now, sale, journey, thing, Handful(text=_text(play, now, sale, thing)))
        case "form":
            answers = recipes.made(_paper(play, thing.key).values, play.ground(now, sale))
            _hand_in(play, now, sale, journey, thing, Handful(answers=answers))
        case _:
            kept = tuple(_keep(play, now, sale, thing) for _ in range(lacking))
            _hand_in(play, now, sale, journey, thing, Handful(file_ids=kept))
    return 0.0


def _sum_up(play: Play, now: datetime, sale: Sale, thing: Deliverable, lacking: int) -> float:
    """One contact now, the others in the hours that follow: nobody is in three places at once."""
    kinds = thing.activity_kinds or tuple(play.company.stages[sale.stage].touches)
    contacts.talk(play, now, sale, play.chance.choice(kinds))
    hours = 0.0
    for _ in range(lacking - 1):
        hours += play.chance.uniform(1.5, 7)
        play.later(now, hours, sale.rep, "summary", sale.number, play.chance.choice(kinds))
    return hours


def _send(play: Play, now: datetime, sale: Sale, journey: Journey, thing: Deliverable, *, declined: bool) -> float:
    """Ask the customer to confirm; what they declined is handed in anew first."""
    if thing.of is None:
        return 0.0
    _, stage = journeys.whereabouts(play.session, journey)
    source = _thing(stage, thing.of)
    if declined and source is not None:
        _hand_in(play, now, sale, journey, source, Handful(file_ids=(_keep(play, now, sale, source),)))
    if journeys.newest(play.session, journey, thing.of) is None:
        return play.chance.uniform(6, 14)
    link, _ = process.send(play.session, play.viewer(sale.rep), journey, thing.key, now=now)
    temper = _temper(play, sale)
    if play.chance.random() < ANSWERS[temper]:
        play.later(now, play.chance.uniform(*ANSWERS_IN[temper]), sale.rep, "answered", sale.number, link.id)
    return play.chance.uniform(9, 18)


def _note_record(play: Play, now: datetime, sale: Sale, thing: Deliverable, lacking: int) -> None:
    assert thing.object is not None, "checked when the blueprint was released"
    fields = objects.object_def(play.session, thing.object).fields
    refers = next(field.key for field in fields if field.type == "reference" and field.to == play.company.deal.object)
    for _ in range(lacking):
        values = recipes.made(_paper(play, thing.key).values, play.ground(now, sale))
        given = {key: value for key, value in values.items() if value is not None}
        records.create(play.session, play.viewer(sale.rep), thing.object, {refers: sale.record, **given}, now=now)


def _hand_in(play: Play, now: datetime, sale: Sale, journey: Journey, thing: Deliverable, brought: Handful) -> None:
    made = process.hand_in(play.session, play.viewer(sale.rep), journey, thing.key, brought=brought, now=now)
    for one in made:
        if one.status == "waiting" and one.reviewer_id is not None:
            reviewer = play.login_of(one.reviewer_id)
            takes = play.by_login[reviewer].reviews.hours * play.chance.uniform(0.25, 1.75)
            play.later(now, takes, reviewer, "reviewed", sale.number, one.id)


def _keep(play: Play, now: datetime, sale: Sale, thing: Deliverable) -> int:
    """A file of the kind that is asked for; few are drawn, many are kept."""
    paper, variant = _paper(play, thing.key), play.chance.randrange(VARIANTS)
    title = paper.title or thing.label.en
    content, extension = papers.drawn(thing.kind, thing.types, title, paper.lines, variant, paper.shows)
    name = recipes.filled(paper.name or f"{thing.label.zh} {{n}}", play.words(sale))
    viewer = play.viewer(sale.rep)
    return records.keep(
        play.session, viewer, BytesIO(content), name=f"{name}.{extension}", store=play.files, now=now
    ).id


def _text(play: Play, now: datetime, sale: Sale, thing: Deliverable) -> str:
    """A text that was not handed in for this deal before, as far as there are enough."""
    recipe = _paper(play, thing.key).text
    for _ in range(VARIANTS):
        text = str(recipes.make(recipe, play.ground(now, sale)))
        if text not in sale.said:
            break
    sale.said.append(text)
    return text


def _paper(play: Play, key: str) -> Paper:
    return play.company.papers.get(key, Paper())


def _temper(play: Play, sale: Sale) -> str:
    temper = str(play.rows[sale.customer].get("_temper") or "plain")
    return temper if temper in ANSWERS else "plain"
