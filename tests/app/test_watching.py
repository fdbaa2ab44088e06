"""Rules from what happens to who hears of it: the worker, the clock, the queue and a mail server, all of them real."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Task
from bihuan.app import attending, house, jobs, workspaces
from bihuan.app.house import House
from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.notices import channels
from bihuan.notices import jobs as post_jobs
from bihuan.notices.mail import Mail, Post
from bihuan.notices.models import Notice
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.records import commands as writing
from bihuan.records import queries as records
from bihuan.rules.models import Run
from tests.company import BLUEPRINT, MONDAY_9, Cast
from tests.conftest import furnish
from tests.notices import post
from tests.notices.post import Office

EDUCATION = {
    "all": [{"field": "industry", "op": "eq", "value": "education"}, {"field": "amount", "op": "gt", "value": 500_000}]
}
BOTH = [{"who": "owner"}, {"who": "manager"}]
RULES: list[dict[str, Any]] = [
    {
        "key": "education",
        "label": {"zh": "教育大单找懂政务的人", "en": "Big education deals"},
        "on": [{"event": "record.changed", "only": ["industry", "amount"]}],
        "when": EDUCATION,
        "then": [
            {
                "key": "explain",
                "do": "task",
                "to": {"who": "skill", "key": "government"},
                "title": "教育局备案流程说明",
                "due": "2 workdays",
            }
        ],
    },
    {
        "key": "intent",
        "label": {"zh": "有意购买", "en": "Intends to buy"},
        "on": [{"event": "record.changed", "only": ["intends"]}],
        "when": {"field": "intends", "op": "eq", "value": True},
        "then": [
            {"key": "push", "do": "push", "label": "对比表", "text": "和{customer}谈时用"},
            {"key": "look", "do": "task", "to": {"who": "manager"}, "title": "看成交方案", "due": "48 hours"},
        ],
    },
    {
        "key": "untouched",
        "label": {"zh": "五天没有动作", "en": "Untouched"},
        "on": [{"event": "record.created"}, {"event": "activity.logged"}, {"event": "record.changed"}],
        "wait": {"limit": "5 days", "unless": [{"event": "journey.closed"}]},
        "then": [{"key": "tell", "do": "alert", "to": BOTH, "level": "due", "text": "五天没有任何动作"}],
    },
    {
        "key": "silent",
        "label": {"zh": "客户三天没回音", "en": "Silent"},
        "on": [{"event": "activity.logged", "only": ["wechat"]}],
        "wait": {"limit": "3 days", "unless": [{"event": "activity.logged", "only": ["call", "visit"]}]},
        "then": [{"key": "tell", "do": "alert", "to": [{"who": "manager"}], "level": "due", "text": "请你出面问一句"}],
    },
]


@dataclass
class World:
    """A company with its worker, its clock, and its mail."""

    home: House
    workspace: str
    cast: Cast
    office: Office
    now: datetime = MONDAY_9
    records: list[int] = field(default_factory=list)

    def within(self, do: Callable[[Session], Any]) -> Any:  # noqa: ANN401 - what is done answers
        """Do something in a transaction of its own."""
        with db.transaction(self.home.engine, workspace=self.workspace, sight=db.EVERYTHING) as session:
            return do(session)

    def deal(self, by: str = "chen", **values: object) -> int:
        """A new deal of one of the cast."""

        def make(session: Session) -> int:
            viewer = org.viewer(session, self.cast.id(by))
            given = {"name": f"第 {len(self.records) + 1} 单", **values}
            return writing.create(session, viewer, "opportunity", given, now=self.now).id

        self.records.append(self.within(make))
        self.settle()
        return self.records[-1]

    def fill(self, record_id: int, **values: object) -> None:
        """Fill in fields."""

        def change(session: Session) -> None:
            viewer = org.viewer(session, self.cast.chen)
            record = records.record(session, viewer, "opportunity", record_id)
            writing.change(session, viewer, record, values, revision=None, now=self.now)

        self.within(change)
        self.settle()

    def contact(self, record_id: int, kind: str, summary: str) -> None:
        """Note what was done with the customer."""

        def log(session: Session) -> None:
            viewer = org.viewer(session, self.cast.chen)
            record = records.record(session, viewer, "opportunity", record_id)
            activity.log(session, viewer, record, now=self.now, kind=kind, summary=summary)

        self.within(log)
        self.settle()

    def later(self, **length: float) -> World:
        """Let time pass at once: what was missed is caught up."""
        self.now += timedelta(**length)
        self.settle()
        return self

    def settle(self) -> None:
        """Let the clock, the queue, the rules and the post do all there is to do at this moment."""
        for _ in range(2):
            house.tick(self.home)
            attending.attend(self.home)
            self._until(lambda: not jobs.waiting(self.home.engine))
        post_jobs.carry(self.home.engine, self.workspace, base="https://b.example.com", ask=lambda: self.now)

    def _until(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not done():
            assert time.monotonic() < deadline, jobs.waiting(self.home.engine)
            time.sleep(0.02)

    def tasks(self, login: str) -> list[str]:
        """What one of the cast has to do because of rules."""
        asked = select(Task.title).where(Task.person_id == self.cast.id(login), Task.kind == "rule_task")
        found: list[str] = self.within(lambda session: list(session.scalars(asked)))
        return found

    def told(self, login: str, record_id: int) -> list[str]:
        """What one of the cast was told of a deal by rules, and of tasks that are late."""
        asked = select(Notice).where(Notice.person_id == self.cast.id(login), Notice.record_id == record_id)
        kinds = Notice.kind.startswith("rule.") | (Notice.kind == "task.overdue")
        found: list[str] = self.within(
            lambda session: [
                one.facts["text"]["zh"] if "text" in one.facts else one.kind
                for one in session.scalars(asked.where(kinds).order_by(Notice.id))
            ]
        )
        return found

    def mails(self, login: str) -> list[str]:
        """What came to one of the cast by mail, as text."""
        return [str(mail.get_body(("plain",)).get_content()) for mail in self.office.to(f"{login}@example.com")]  # type: ignore[union-attr]


@pytest.fixture
def world(engine: Engine, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A company that works by these rules, and time that passes when it is told to."""
    key = "watching"
    cast = furnish(engine, key)
    home = House(engine=engine, files=Store(data / "files"), data=data)
    document = deepcopy(BLUEPRINT)
    fields = next(one for one in document["objects"] if one["key"] == "opportunity")["fields"]
    sectors = [{"key": "education", "label": "教育"}, {"key": "works", "label": "工厂"}]
    fields += [
        {"key": "industry", "label": "行业", "type": "choice", "choices": sectors},
        {"key": "intends", "label": "有意购买", "type": "boolean"},
    ]
    document["activity_kinds"].append({"key": "wechat", "label": "微信", "counts_as_contact": True})
    document["rules"] = [{"object": "opportunity", **rule} for rule in RULES]
    queue = house.listening(home)
    with post.opened(Office()) as office:
        found = World(home, key, cast, office)
        monkeypatch.setattr(clock, "now", lambda: found.now)
        channels.use([Mail(Post(host="127.0.0.1", port=office.port, security="none", sender="b@example.com"))])

        def begin(session: Session) -> None:
            design.release(session, None, document, note="watching", now=found.now)
            for login in ("chen", "lin", "wang", "zhao", "sun"):
                skills = ["government"] if login == "lin" else []
                values = {"email": f"{login}@example.com", "skills": skills}
                session.execute(update(Person).where(Person.id == cast.id(login)).values(values))

        found.within(begin)
        queue.start()
        try:
            yield found
        finally:
            channels.use([])
            queue.close()
            workspaces.drop(engine, key)
            blueprint.forget()


def test_a_big_deal_in_education_is_a_task_for_who_knows_the_authorities(world: World) -> None:
    deal = world.deal(industry="works", amount=620_000)
    assert world.tasks("lin") == []
    world.fill(deal, industry="education")
    assert world.tasks("lin") == ["教育局备案流程说明"]
    (run,) = world.within(lambda session: list(session.scalars(select(Run))))
    assert [(clue["key"], clue["found"]) for clue in run.why[0]["clues"]] == [
        ("industry", "education"),
        ("amount", 620_000),
    ]
    world.fill(deal, amount=700_000)
    assert len(world.tasks("lin")) == 2, "it is another event; a rule meets each once"


def test_who_intends_to_buy_brings_a_template_and_a_look_of_the_manager_that_is_escalated(world: World) -> None:
    deal = world.deal()
    world.fill(deal, intends=True)
    assert world.told("chen", deal) == ["对比表"]
    assert world.tasks("wang") == ["看成交方案"]
    world.later(hours=47)
    assert "task.overdue" not in world.told("wang", deal)
    world.later(hours=2)
    assert "task.overdue" in world.told("wang", deal)
    assert world.told("sun", deal) == ["task.overdue"], "whoever leads the manager hears of it"


def test_five_untouched_days_reach_owner_and_manager_with_three_summaries_and_then_there_is_silence(
    world: World,
) -> None:
    deal = world.deal()
    for number in (1, 2, 3):
        world.contact(deal, "call", f"第 {number} 次沟通")
    world.later(days=4, hours=23)
    assert world.told("wang", deal) == []
    world.later(hours=2)
    assert world.told("chen", deal) == world.told("wang", deal) == ["五天没有任何动作"]
    world.later(days=2)  # it is Saturday, and nobody is disturbed before Monday
    for login in ("chen", "wang"):
        letters = [one for one in world.mails(login) if "五天没有任何动作" in one]
        assert len(letters) == 1
        assert all(f"第 {number} 次沟通" in letters[0] for number in (1, 2, 3))
    world.contact(deal, "call", "客户说下周定")
    world.later(days=4)
    assert world.told("wang", deal) == ["五天没有任何动作"]


def test_a_customer_silent_for_three_days_brings_the_manager_in_and_an_answer_does_not(world: World) -> None:
    silent, answering = world.deal(), world.deal()
    for deal in (silent, answering):
        world.contact(deal, "wechat", "发了方案")
    world.later(days=2)
    world.contact(answering, "call", "客户回电")
    world.later(days=1, hours=1)
    assert (world.told("wang", silent), world.told("wang", answering)) == (["请你出面问一句"], [])
