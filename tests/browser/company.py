"""The company of the browser tests: made through the commands people use, weeks before, by a program of its own.

`BIHUAN_DATA=… python -m tests.browser.company` furnishes three workspaces: `demo`, where each story has a deal that is
its own, so that stories may be told in any order; `empty`, where nobody has done anything yet; and `ruled`, where a
rule may be released.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.app import house, settings, workspaces
from bihuan.app.house import House
from bihuan.design import commands as design
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.org.viewer import Viewer
from bihuan.packs import papers, reading
from bihuan.pool import commands as pool
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.process.commands import Handful
from bihuan.process.models import HandedIn, Journey
from bihuan.records import commands as records
from bihuan.records import queries

PACK, WORKSPACE, EMPTY, RULED = "pump-valve", "demo", "empty", "ruled"
PASSWORD = "correct-horse-battery-7"
CAST = {
    "sun": ("孙宁", "admin", "company"),
    "wang": ("王海燕", "manager", "valves"),
    "zhao": ("赵敏", "manager", "pumps"),
    "chen": ("陈静", "rep", "valves"),
    "lin": ("林涛", "rep", "valves"),
    "ouyang": ("欧阳靖", "rep", "valves"),
    "liuyang": ("刘洋", "rep", "pumps"),
}
HOSTILE = '<img src=x onerror=window.__xss=1>"><script>window.__xss=2</script>'
LONG = (
    "浙江省台州市黄岩区经济技术开发区江口街道永丰化工新材料产业园二期扩建工程循环冷却水系统配套阀门与管线整体更换项目"
)

# What each story of the tests does is done to its own deal.
MISSING, BY_MENU, FAR = "温州新城化工 · 循环泵更换", "嘉兴港区热电 · 消防泵组", "舟山岱山海水淡化 · 年度备件"
PROPOSAL, QUOTED, EXCEPTED = "台州海正制药 · 酸碱输送改造", "衢州巨峰化工 · 一期管线阀门", "绍兴上虞染料 · 给水泵大修"
TO_LOSE, SHARED, OVERDUE = "丽水青田钢管 · 污水提升泵", "杭州下沙水务 · 给水泵大修", "湖州长兴电厂 · 二期扩建配套"
ON_PHONE, BY_PHONE, OF_LIN = "宁波北仑钢铁 · 循环泵更换", "金华东阳污水厂 · 污水提升泵", "苏州吴江印染 · 蒸汽阀门"
OF_PUMPS, TO_DECLINE = "天津大港炼化 · 锅炉给水泵", "嘉善热电 · 锅炉补水泵"
LARGE = "台州临海电厂 · 凝结水泵"
DISCOUNTED = "镇江大港化纤 · 冷凝水泵"
POOLED = "象山石浦水产冷链"
POOL = {
    "key": "customers",
    "label": {"zh": "客户公海", "en": "Customer pool"},
    "object": "customer",
    "roles": ["rep"],
    "shows": ["name", "city"],
    "per_day": 3,
    "most": 20,
    "protected": "7 days",
    "return_after": "30 workdays",
    "cool_down": "14 days",
}

WHOLE: dict[str, dict[str, Any]] = {
    "lead": {"need": "二期扩建要配套阀门，设计院已出图，月底前要选型。"},
    "first_visit": {"medium": "acid", "temperature": 80, "pressure_class": "pn25", "decider": "设备科 王科长"},
    "proposal": {"amount": 386_000},
    "quote": {"quoted_amount": 372_000, "delivery_days": 35, "discount": 8},
    "signing": {"decider": "厂长 周总"},
}


@dataclass
class Company:
    """The company while it is being made: every act has its own `now`, in the past."""

    session: Session
    files: Store
    now: datetime
    cast: dict[str, int] = field(default_factory=dict)
    product: int = 0
    deals: int = 0

    def viewer(self, login: str) -> Viewer:
        """One of the cast."""
        return people.viewer(self.session, self.cast[login])

    def hire(self, document: dict[str, Any], *, now: datetime) -> None:
        """The configuration, the teams, the cast, one product."""
        design.release(self.session, None, document, note="pack", now=now)
        teams: dict[str, Any] = {}
        for key, name, kind, above in (
            ("company", "宁海泵阀", "company", None),
            ("valves", "阀门组", "team", "company"),
            ("pumps", "水泵组", "team", "company"),
        ):
            parent = teams[above].id if above else None
            teams[key] = org.add_team(self.session, None, name=name, kind=kind, parent_id=parent, now=now)
        for login, (name, role, team) in CAST.items():
            new = org.NewPerson(login=login, name=name, role_key=role, team_id=teams[team].id, password=PASSWORD)
            self.cast[login] = org.add_person(self.session, None, new, now=now).person.id
        for team, leader in (("company", "sun"), ("valves", "wang"), ("pumps", "zhao")):
            org.change_team(self.session, None, teams[team], {"manager_id": self.cast[leader]}, now=now)
        product = {"name": "CZ50-200 化工泵", "series": "CZ", "list_price": 28600}
        self.product = records.create(self.session, self.viewer("sun"), "product", product, now=now).id

    def deal(self, name: str, owner: str = "chen", *, days: float = 0, hours: float = 1) -> Deal:
        """A deal whose owner noted it so long ago, with the customer its name begins with."""
        now = self.now - timedelta(days=days, hours=hours)
        viewer = self.viewer(owner)
        self.deals += 1
        called = {"name": name.split(" · ", maxsplit=1)[0], "city": "宁波", "phone": f"139{self.deals:08d}"}
        customer = records.create(self.session, viewer, "customer", called, now=now).id
        given = {"name": name, "customer": customer, "source": "fair"}
        record = records.create(self.session, viewer, "opportunity", given, now=now)
        return Deal(company=self, owner=owner, record_id=record.id, now=now)


@dataclass
class Deal:
    """One opportunity on its way."""

    company: Company
    owner: str
    record_id: int
    now: datetime

    @property
    def journey(self) -> Journey:
        """The journey as it stands."""
        found = journeys.journey_beside(self.company.session, self.record_id)
        assert found is not None
        return found

    def later(self, **length: float) -> Deal:
        """Let time pass."""
        self.now += timedelta(**length)
        return self

    def fill(self, **values: object) -> Deal:
        """Fill in fields."""
        session, viewer = self.company.session, self.company.viewer(self.owner)
        record = queries.record(session, viewer, "opportunity", self.record_id)
        records.change(session, viewer, record, values, revision=None, now=self.now)
        return self

    def talk(self, summary: str, kind: str = "visit") -> Deal:
        """Be in touch."""
        session, viewer = self.company.session, self.company.viewer(self.owner)
        record = queries.record(session, viewer, "opportunity", self.record_id)
        activity.log(session, viewer, record, kind=kind, summary=summary, happened_at=self.now, now=self.now)
        return self

    def hand_in(self, key: str, name: str, content: bytes) -> HandedIn:
        """Upload a file and hand it in."""
        session, viewer = self.company.session, self.company.viewer(self.owner)
        kept = records.keep(session, viewer, BytesIO(content), name=name, store=self.company.files, now=self.now)
        brought = Handful(file_ids=(kept.id,))
        return process.hand_in(session, viewer, self.journey, key, brought=brought, now=self.now)[0]

    def review(self, thing: HandedIn, *, reason: str = "") -> Deal:
        """The manager accepts it; with a reason, sends it back."""
        session, viewer = self.company.session, self.company.viewer("wang")
        if reason:
            process.reject(session, viewer, self.journey, thing, reason=reason, now=self.now)
        else:
            process.accept(session, viewer, self.journey, thing, now=self.now)
        return self

    def confirmed(self) -> Deal:
        """The customer confirms the proposal."""
        session = self.company.session
        link, _ = process.send(session, self.company.viewer(self.owner), self.journey, "receipt", now=self.now)
        self.later(hours=2)
        process.view(session, link, now=self.now)
        process.answer(session, link, said="confirmed", name="李工", reason="", now=self.now)
        return self

    def whole(self) -> Deal:
        """Bring everything the present stage asks for."""
        stage = self.journey.stage_key
        if stage == "proposal":
            self.fill(product=self.company.product)
        elif stage == "signing":
            self.fill(expected_on=self.now.date().isoformat())
        self.fill(**WHOLE[stage])
        if stage == "first_visit":
            self.talk("看了现场，抄了铭牌，拍了管口，原泵底座可以利用。")
            self.hand_in("site_photo", "现场.jpg", papers.photo("CZ 50-200"))
        elif stage == "proposal":
            self.hand_in("proposal_pdf", "技术方案.pdf", proposal())
            self.confirmed()
        elif stage == "quote":
            self.review(self.hand_in("quotation", "报价单.pdf", papers.pdf("Quotation", ["Delivery 35 days"])))
        elif stage == "signing":
            self.hand_in("esigned", "合同.pdf", papers.pdf("Contract", ["Signed"]))
        return self

    def advance(self) -> Deal:
        """Move on."""
        process.advance(self.company.session, self.company.viewer(self.owner), self.journey, now=self.now)
        return self

    def reach(self, stage: str) -> Deal:
        """Walk on to a stage, a few hours each."""
        while self.journey.stage_key != stage:
            self.whole().later(hours=1).advance()
        return self

    def lose(self, reason: str) -> Deal:
        """Lose it."""
        viewer = self.company.viewer(self.owner)
        process.close(self.company.session, viewer, self.journey, reason=reason, note="", now=self.now)
        return self


def proposal() -> bytes:
    """A real PDF of one page."""
    return papers.pdf("Technical proposal", ["CZ50-200, two sets", "Mechanical seal by John", "Delivery 35 days"])


def act(company: Company) -> None:
    """The weeks that went before: deals in every stage, on time, late, overdue, won and lost."""
    company.deal(MISSING)
    company.deal(BY_MENU)
    company.deal(FAR)
    company.deal(TO_LOSE)
    company.deal(SHARED)
    company.deal(PROPOSAL, days=1).reach("proposal")
    quoted = company.deal(QUOTED, days=2).reach("quote").fill(**WHOLE["quote"])
    quoted.hand_in("quotation", "报价单.pdf", papers.pdf("Quotation", ["Freight not included"]))
    company.deal(EXCEPTED, hours=6).reach("first_visit")
    company.deal(ON_PHONE, hours=6).reach("first_visit")
    company.deal(BY_PHONE, days=2).reach("signing")
    company.deal(TO_DECLINE, days=1).reach("proposal").hand_in("proposal_pdf", "技术方案.pdf", proposal())
    overdue(company)
    company.deal("温岭大溪机电 · 循环泵更换", days=30).later(days=12).whole().advance().reach("proposal")
    company.deal("宁波镇海石化 · 化工泵备件", days=45).reach("signing").whole().advance()
    company.deal("南通如东化工园 · 耐酸泵", days=50).reach("quote").lose("price")
    company.deal(OF_LIN, "lin", days=1).reach("first_visit")
    company.deal("盐城滨海药业 · 洁净泵", "lin", days=25).reach("quote")
    company.deal("唐山曹妃甸钢铁 · 除鳞泵", "lin", days=3).reach("signing")
    company.deal(OF_PUMPS, "liuyang", days=20).reach("first_visit")
    company.deal(DISCOUNTED, "liuyang").fill(quoted_amount=372_000, discount=35)
    company.deal("北京房山石化园 · 消防泵组", "liuyang", days=2).reach("proposal")
    company.deal(HOSTILE, "ouyang")
    pooled(company)
    company.deal(LONG, "ouyang", days=1).reach("first_visit")


def large(company: Company) -> None:
    """A deal that grew large a few days ago, where a rule may be released without anybody else hearing of it."""
    company.deal(LARGE, days=9).fill(amount=380_000).later(days=4).fill(amount=620_000)


def pooled(company: Company) -> None:
    """A customer that somebody gave back a while ago."""
    viewer, now = company.viewer("ouyang"), company.now - timedelta(days=3)
    given = {"name": POOLED, "city": "宁波", "phone": "13900990099"}
    record = records.create(company.session, viewer, "customer", given, now=now - timedelta(days=20))
    pool.return_(company.session, viewer, record, reason="联系不上", now=now)


def overdue(company: Company) -> None:
    """A quotation that stands for weeks: sent back once, talked about thrice."""
    deal = company.deal(OVERDUE, days=40).reach("quote").later(days=1)
    first = deal.hand_in("quotation", "报价单第一版.pdf", papers.pdf("Quotation", ["First"]))
    deal.later(hours=20).review(first, reason="运费没含，重新报。")
    for days, summary in ((2, "电话里确认了工况。"), (5, "客户说对手报价低 8%。"), (9, "采购在等设备部签字。")):
        deal.later(days=days).talk(summary, "call")


def furnished(home: House, key: str, what: Callable[[Company], None], *, name: str) -> None:
    """Make a workspace and what happened in it."""
    now = clock.now()
    workspaces.create(home.engine, key, name=name, now=now)
    with db.transaction(home.engine, workspace=key, sight=db.EVERYTHING, timeout_ms=600_000) as session:
        company = Company(session=session, files=home.files, now=now)
        company.hire({**reading.blueprint(PACK), "pools": [POOL]}, now=now - timedelta(days=90))
        what(company)


def main() -> None:
    """Make the workspaces in the data folder that the environment names."""
    with house.opened(settings.read()) as home:
        furnished(home, WORKSPACE, act, name="宁海泵阀")
        furnished(home, EMPTY, lambda _: None, name="新公司")
        furnished(home, RULED, large, name="大单公司")


if __name__ == "__main__":
    main()
