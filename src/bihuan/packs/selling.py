"""How one sale of a sample company goes: a rep fills in what a gate asks for, hands in, asks, waits, moves on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from bihuan.activity import commands as activity
from bihuan.kernel.words import Words
from bihuan.org import queries as people
from bihuan.packs import papers
from bihuan.packs.scene import Play
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.process.commands import Handful
from bihuan.process.definition import Deliverable, Stage
from bihuan.process.models import Journey
from bihuan.records import commands as records
from bihuan.records import queries

Act = Callable[[datetime], None]
HOURS = {"lead": 10, "first_visit": 40, "proposal": 30, "quote": 28, "signing": 52}  # what a stage takes at pace 1
QUITS, QUITS_AT_QUOTE = 0.05, 0.14  # how often a sale is lost while a stage is worked on
PATIENCE, EXCEPTIONS = timedelta(days=9), 0.12  # after so long, so often, the manager lets it pass
ANSWERS, CONFIRMS, ACCEPTS = 0.85, 0.9, 0.85
LOST = ("price", "delivery", "technical", "rival", "cancelled", "silent")


@dataclass
class Sale:
    """One sale, and the temper of the rep who makes it."""

    rep: str
    pace: float
    care: float
    customer: int
    job: str
    number: int
    customers: dict[tuple[str, int], int]
    journey: int = 0
    record: int = 0


def opening(play: Play, sale: Sale) -> Act:
    """The first sign of interest: the rep notes customer and opportunity, and calls."""

    def act(now: datetime) -> None:
        viewer = people.viewer(play.session, play.people[sale.rep])
        name, city, sector, grade = play.company["customers"][sale.customer]
        owned = (sale.rep, sale.customer)
        if owned not in sale.customers:
            phone = f"13{play.chance.randrange(10**9):09d}"
            values = {"name": name, "city": city, "sector": sector, "grade": grade, "phone": phone}
            values["source"] = play.chance.choice(["fair", "design_institute", "referral", "tender", "web", "phone"])
            sale.customers[owned] = records.create(play.session, viewer, "customer", values, now=now).id
        given = {"name": f"{name[:8]} · {sale.job}", "customer": sale.customers[owned]}
        given["source"] = play.chance.choice(["fair", "design_institute", "referral", "tender", "web"])
        sale.record = records.create(play.session, viewer, "opportunity", given, now=now).id
        found = journeys.journey_beside(play.session, sale.record)
        assert found is not None
        sale.journey = found.id
        play.later(now, hours=play.chance.uniform(0.2, 6) * sale.pace, act=talk(play, sale, "call"))
        play.later(now, hours=_takes(play, sale, "lead"), act=working(play, sale))

    return act


def talk(play: Play, sale: Sale, kind: str) -> Act:
    """Be in touch with the customer and note what was said."""

    def act(now: datetime) -> None:
        viewer = people.viewer(play.session, play.people[sale.rep])
        record = queries.record(play.session, viewer, "opportunity", sale.record)
        said = play.chance.choice(play.company["talks"].get(kind) or play.company["talks"]["call"])
        following = now + timedelta(days=2)
        activity.log(play.session, viewer, record, kind=kind, summary=said, happened_at=now, next_at=following, now=now)

    return act


def working(play: Play, sale: Sale) -> Act:
    """Do what the present stage asks for; then try to move on. Who is careless leaves something for another day."""

    def act(now: datetime) -> None:
        journey = journeys.journey_of(play.session, sale.journey)
        if journey.outcome is not None:
            return
        viewer = people.viewer(play.session, play.people[sale.rep])
        _, here = journeys.whereabouts(play.session, journey)
        if play.chance.random() < (QUITS_AT_QUOTE if here.key == "quote" else QUITS):
            process.close(play.session, viewer, journey, reason=play.chance.choice(LOST), now=now)
            return
        if play.chance.random() > sale.care:  # forgotten; it comes back in some days
            play.later(now, hours=play.chance.uniform(16, 60), act=working(play, sale))
            return
        _fill(play, sale, here, now)
        for thing in here.gate.deliverables:
            _deliver(play, sale, journey, thing, now)
        play.later(now, hours=play.chance.uniform(0.5, 9), act=moving(play, sale))

    return act


def moving(play: Play, sale: Sale) -> Act:
    """Move on if the gate is open; otherwise come back, or let the manager make an exception once in a while."""

    def act(now: datetime) -> None:
        journey = journeys.journey_of(play.session, sale.journey)
        if journey.outcome is not None:
            return
        viewer = people.viewer(play.session, play.people[sale.rep])
        found, here = journeys.whereabouts(play.session, journey)
        verdict = journeys.verdict(play.session, journey, found, here, now=now)
        if verdict.open:
            process.advance(play.session, viewer, journey, now=now)
            kind = play.chance.choice(["call", "wechat", "mail"])
            play.later(now, hours=play.chance.uniform(1, 12), act=talk(play, sale, kind))
            play.later(now, hours=_takes(play, sale, journey.stage_key), act=working(play, sale))
            return
        waited = now - journeys.present_stay(play.session, journey).entered_at
        if waited > PATIENCE and play.chance.random() < EXCEPTIONS:
            manager = people.direct_manager(play.session, viewer.person_id, now)
            assert manager is not None
            reason = "客户口头同意，书面材料随后补。"
            above = people.viewer(play.session, manager.id)
            process.make_exception(play.session, above, journey, reason=reason, now=now)
            play.later(now, hours=_takes(play, sale, journey.stage_key), act=working(play, sale))
            return
        play.later(now, hours=play.chance.uniform(8, 24), act=moving(play, sale))

    return act


def _takes(play: Play, sale: Sale, stage: str) -> float:
    return HOURS.get(stage, 20) * sale.pace * play.chance.uniform(0.35, 1.35)


def _fill(play: Play, sale: Sale, here: Stage, now: datetime) -> None:
    viewer = people.viewer(play.session, play.people[sale.rep])
    record = queries.record(play.session, viewer, "opportunity", sale.record)
    chance = play.chance
    amount = chance.choice([48_000, 86_000, 126_000, 230_000, 386_000, 620_000, 1_180_000])
    values: dict[str, dict[str, Any]] = {
        "lead": {"need": chance.choice(play.company["needs"])},
        "first_visit": {
            "medium": chance.choice(["clear_water", "sewage", "acid", "alkali", "oil", "steam"]),
            "temperature": chance.choice([20, 45, 80, 120, 180]),
            "pressure_class": chance.choice(["pn10", "pn16", "pn25", "pn40"]),
            "decider": chance.choice(["设备科 王科长", "总工 李工", "采购部 张经理", "厂长 周总"]),
        },
        "proposal": {"product": chance.choice(play.products), "amount": amount},
        "quote": {
            "quoted_amount": amount,
            "discount": chance.choice([5, 8, 12, 18, 26]),
            "delivery_days": chance.choice([25, 35, 45]),
        },
        "signing": {"expected_on": (now + timedelta(days=chance.randrange(3, 20))).date().isoformat()},
    }
    if here.key in values:
        records.change(play.session, viewer, record, values[here.key], revision=record.revision, now=now)


def _deliver(play: Play, sale: Sale, journey: Journey, thing: Deliverable, now: datetime) -> None:
    viewer = people.viewer(play.session, play.people[sale.rep])
    if thing.kind == "summary":
        talk(play, sale, thing.activity_kinds[0] if thing.activity_kinds else "call")(now)
    elif thing.kind == "confirmation":
        if journeys.newest(play.session, journey, thing.of or "") is not None:
            link, _ = process.send(play.session, viewer, journey, thing.key, now=now)
            if play.chance.random() < ANSWERS:
                play.later(now, hours=play.chance.uniform(2, 40), act=_customer_answers(play, link.id))
    elif thing.key in {"paper_number", "scan"}:
        return  # this company signs electronically
    elif thing.kind == "text":
        brought = Handful(text=f"HT-{sale.number:04d}")
        process.hand_in(play.session, viewer, journey, thing.key, brought=brought, now=now)
    else:
        file = _paper(play, sale, thing, now)
        (made,) = process.hand_in(play.session, viewer, journey, thing.key, brought=Handful(file_ids=(file,)), now=now)
        if made.status == "waiting":
            play.later(now, hours=play.chance.uniform(1, 26), act=_manager_answers(play, made.id))


def _paper(play: Play, sale: Sale, thing: Deliverable, now: datetime) -> int:
    viewer = people.viewer(play.session, play.people[sale.rep])
    name = f"{Words.model_validate(thing.label).zh} {sale.number:03d}"
    if thing.kind == "photo":
        content, name = papers.photo(f"CZ {sale.number:03d}"), f"{name}.jpg"
    else:
        lines = [f"No. {sale.number:04d}", f"Date {now:%Y-%m-%d}", "Pumps and valves for your working conditions"]
        content, name = papers.pdf(thing.label.en, lines), f"{name}.pdf"
    return records.keep(play.session, viewer, BytesIO(content), name=name, store=play.files, now=now).id


def _customer_answers(play: Play, confirmation_id: int) -> Act:
    def act(now: datetime) -> None:
        link = journeys.link(play.session, confirmation_id)
        if link.answer is not None or now > link.expires_at:
            return
        process.view(play.session, link, now=now)
        said: process.Answer = "confirmed" if play.chance.random() < CONFIRMS else "declined"
        reason = "" if said == "confirmed" else "缺材质证明，请补。"
        process.answer(play.session, link, said=said, name="设备科", reason=reason, now=now)

    return act


def _manager_answers(play: Play, handed_in_id: int) -> Act:
    def act(now: datetime) -> None:
        thing = journeys.handed(play.session, handed_in_id)
        if thing.status != "waiting" or thing.reviewer_id is None:
            return
        journey = journeys.journey_of(play.session, thing.journey_id)
        manager = people.viewer(play.session, thing.reviewer_id)
        if play.chance.random() < ACCEPTS:
            process.accept(play.session, manager, journey, thing, now=now)
        else:
            process.reject(play.session, manager, journey, thing, reason="运费没含，重新报。", now=now)

    return act
