"""The scene of a sample company: its people, its things, its clock, and what happens next.

Everything that happens is an entry of the agenda: a moment, the name of an act, and to what it happens. So the
play can be put away on any evening and go on another day.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.files import Store
from bihuan.org import queries as people
from bihuan.org.viewer import Viewer
from bihuan.packs.company import Company, PersonOf
from bihuan.packs.recipes import PRODUCT, Ground
from bihuan.records import queries
from bihuan.records.record import Record

Entry = tuple[datetime, int, str, tuple[Any, ...]]  # when, in which order, what, to what
_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)
_NEW_PACE, _NEW_CARE, _NEW_SKILL, _NEW_LOAD = 0.8, 0.25, 0.4, 0.5  # what a newcomer lacks on the first day


@dataclass
class Sale:
    """One deal while it is played."""

    number: int
    rep: str
    customer: int  # the row of the customer in the pack
    job: str
    returned: bool = False
    record: int = 0
    journey: int = 0
    stage: str = ""
    entered: str = ""  # when, as text
    silent: bool = False
    over: bool = False
    forgotten: int = 0
    said: list[str] = field(default_factory=list)  # so that nothing is said twice where that would not count


@dataclass(frozen=True, kw_only=True)
class Temper:
    """How somebody works at a moment: newcomers are slower, forget more and win less."""

    pace: float
    care: float
    skill: float
    load: float


@dataclass
class Play:
    """The sample company while it plays."""

    company: Company
    files: Store
    chance: Random
    begin: datetime
    end: datetime
    password: str  # one for everybody: who tries a company out wants to be many people
    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    products: list[int] = field(default_factory=list)
    stocked: dict[str, list[int]] = field(default_factory=dict)  # what else is there from the first day on, by object
    customers: dict[int, int] = field(default_factory=dict)  # the record of each row that was met
    owners: dict[int, str] = field(default_factory=dict)  # whose each row is
    beside: dict[int, dict[str, list[int]]] = field(default_factory=dict)  # what came with each customer
    contacts: dict[int, str] = field(default_factory=dict)  # whom one talks to there
    sales: list[Sale] = field(default_factory=list)
    agenda: list[Entry] = field(default_factory=list)
    number: int = 0
    now: datetime = _BEFORE
    _session: Session | None = None
    _viewers: dict[str, Viewer] = field(default_factory=dict)
    _calendars: dict[str, Calendar] = field(default_factory=dict)
    _papers: dict[int, Record] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        """The transaction in which the play goes on."""
        assert self._session is not None, "nobody acts between two transactions"
        return self._session

    def step_into(self, session: Session) -> None:
        """Go on in this transaction."""
        self._session = session

    def look_round(self) -> None:
        """Somebody came or went: how far each one sees is asked anew."""
        self._viewers.clear()

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The customers of the pack."""
        return self.company.customers.read()

    @cached_property
    def by_login(self) -> Mapping[str, PersonOf]:
        """The people of the pack."""
        return {person.login: person for person in self.company.people}

    @cached_property
    def working(self) -> Calendar:
        """When the company works."""
        return people.calendar(self.session)

    def viewer(self, login: str) -> Viewer:
        """Somebody as one who asks; asked once, until somebody comes or goes."""
        if login not in self._viewers:
            self._viewers[login] = people.viewer(self.session, self.people[login])
        return self._viewers[login]

    def paper(self, sale: Sale) -> Record:
        """The deal as its rep has it in hand: what it is called and whose it is does not change from day to day."""
        if sale.number not in self._papers:
            deal = queries.record(self.session, self.viewer(sale.rep), self.company.deal.object, sale.record)
            self._papers[sale.number] = deal
        return self._papers[sale.number]

    def drop_paper(self, sale: Sale) -> None:
        """The deal is somebody else's, or says something else: it is looked at again."""
        self._papers.pop(sale.number, None)

    def login_of(self, person_id: int) -> str:
        """Who this is."""
        return next(login for login, known in self.people.items() if known == person_id)

    def hours_of(self, login: str) -> Calendar:
        """When somebody works: the company's hours, less their leave."""
        if login not in self._calendars:
            spans = [self.span(one.at, one.days) for one in self.by_login[login].away]
            self._calendars[login] = self.working.on_leave(spans) if spans else self.working
        return self._calendars[login]

    def moment(self, share: float) -> datetime:
        """The moment at this share of the time that the whole play takes."""
        return self.begin + (self.end - self.begin) * share

    def span(self, share: float, days: float) -> tuple[datetime, datetime]:
        """So many days from a share of the time on, from midnight to midnight."""
        first = self.moment(share).astimezone(self.working.tz).replace(hour=0, minute=0, second=0, microsecond=0)
        return first, first + timedelta(days=days)

    def temper(self, login: str, now: datetime) -> Temper:
        """How somebody works now."""
        person = self.by_login[login]
        new = 0.0
        if person.joins:
            grown = (now - self.moment(person.joins)) / ((self.end - self.begin) * max(person.ramp, 0.01))
            new = min(max(1 - grown, 0.0), 1.0)
        return Temper(
            pace=person.pace * (1 + _NEW_PACE * new),
            care=person.care * (1 - _NEW_CARE * new),
            skill=person.skill * (1 - _NEW_SKILL * new),
            load=person.load * (1 - _NEW_LOAD * new),
        )

    def days_in_stage(self, sale: Sale, now: datetime) -> float:
        """For how many days a deal has stood where it stands."""
        return (now - datetime.fromisoformat(sale.entered)) / timedelta(days=1)

    def ground(self, now: datetime, sale: Sale | None = None, values: Mapping[str, Any] | None = None) -> Ground:
        """What recipes may draw on here and now."""
        records = {PRODUCT: self.products, **self.stocked}
        if sale is not None:
            met = self.customers.get(sale.customer)
            records |= {self.company.customer.object: [met] if met is not None else []}
            records |= self.beside.get(sale.customer, {})
        return Ground(
            chance=self.chance,
            now=now,
            lists=self.company.lists(),
            words=self.words(sale) if sale else {},
            values=values or {},
            records=records,
        )

    def words(self, sale: Sale) -> dict[str, object]:
        """What may stand in braces in a text about a deal."""
        row = self.rows[sale.customer]
        products, signers = self.company.products.rows, self.company.signers
        return {
            "customer": row.get("name", ""),
            "job": sale.job,
            "n": f"{sale.number + 1:04d}",
            "rep": self.by_login[sale.rep].name,
            "contact": self.contacts.get(sale.customer) or signers[sale.customer % len(signers)],
            "product": products[(sale.customer * 7 + len(sale.job)) % len(products)].get("name", ""),
        }

    def ahead(self, start: datetime, hours: float, login: str) -> datetime:
        """The moment after so many of somebody's working hours."""
        moment = calendar.add_working(self.hours_of(login), start, max(int(hours * 60), 1))
        return moment + timedelta(seconds=self.chance.randrange(60))

    def later(self, start: datetime, hours: float, login: str, act: str, *about: Any) -> None:  # noqa: ANN401
        """Let something happen after so many of somebody's working hours."""
        self.at(self.ahead(start, hours, login), act, *about)

    def at(self, moment: datetime, act: str, *about: Any) -> None:  # noqa: ANN401 - whatever the act is about
        """Let something happen at a moment."""
        self.number += 1
        heapq.heappush(self.agenda, (moment, self.number, act, about))

    def put_away(self) -> dict[str, Any]:
        """All that is needed to go on with the play another day, as plain JSON."""
        version, state, gauss = self.chance.getstate()
        return {
            "chance": [version, list(state), gauss],
            "begin": self.begin.isoformat(),
            "end": self.end.isoformat(),
            "people": self.people,
            "teams": self.teams,
            "gone": self.gone,
            "products": self.products,
            "stocked": self.stocked,
            "customers": list(self.customers.items()),
            "owners": list(self.owners.items()),
            "beside": list(self.beside.items()),
            "contacts": list(self.contacts.items()),
            "sales": [asdict(sale) for sale in self.sales],
            "agenda": [[moment.isoformat(), number, act, list(about)] for moment, number, act, about in self.agenda],
            "number": self.number,
        }

    @classmethod
    def taken_up(cls, company: Company, files: Store, kept: Mapping[str, Any], *, later: timedelta) -> Play:
        """The play as it was put away, with every moment so much later; its people have no password yet."""
        version, state, gauss = kept["chance"]
        play = cls(
            company=company,
            files=files,
            chance=Random(),  # noqa: S311 - a play is no secret
            begin=datetime.fromisoformat(kept["begin"]) + later,
            end=datetime.fromisoformat(kept["end"]) + later,
            password="",
            people=dict(kept["people"]),
            teams=dict(kept["teams"]),
            gone=list(kept["gone"]),
            products=list(kept["products"]),
            stocked=dict(kept.get("stocked", {})),
            customers=dict(kept["customers"]),
            owners=dict(kept["owners"]),
            beside=dict(kept["beside"]),
            contacts=dict(kept["contacts"]),
            sales=[Sale(**{**sale, "entered": _moved(sale["entered"], later)}) for sale in kept["sales"]],
            number=kept["number"],
        )
        play.chance.setstate((version, tuple(state), gauss))
        play.agenda = [
            (datetime.fromisoformat(moment) + later, number, act, tuple(about))
            for moment, number, act, about in kept["agenda"]
        ]
        heapq.heapify(play.agenda)
        return play


def _moved(moment: str, later: timedelta) -> str:
    return (datetime.fromisoformat(moment) + later).isoformat() if moment else ""
