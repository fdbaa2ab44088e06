"""Asking, answering and waiting, on one of Chen's deals."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.activity.models import Task
from bihuan.approvals import commands, queries
from bihuan.approvals.flow import Place
from bihuan.approvals.models import Act, Request
from bihuan.design import commands as design
from bihuan.org import commands as org
from bihuan.org import queries as people
from bihuan.org.models import Leave
from bihuan.records import commands as writing
from bihuan.records import queries as records
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import Deal

SHANGHAI = ZoneInfo("Asia/Shanghai")
DISCOUNT = {"key": "discount", "label": {"zh": "折扣", "en": "Discount"}, "type": "percent"}
LARGE = {"field": "discount", "op": "gt", "value": 10}
HUGE = {"field": "discount", "op": "gt", "value": 30}
APPROVAL: dict[str, Any] = {
    "key": "discount",
    "label": {"zh": "折扣审批", "en": "Discount approval"},
    "object": "opportunity",
    "steps": [
        {
            "key": "manager",
            "label": {"zh": "主管审批", "en": "Manager"},
            "who": [{"key": "lead", "by": "manager"}],
            "when": LARGE,
            "limit": "8 working_hours",
            "warn_before": "2 working_hours",
            "escalate_after": "4 working_hours",
            "fields": ["amount", "discount"],
        },
        {
            "key": "boss",
            "label": {"zh": "总经理审批", "en": "Boss"},
            "who": [{"key": "admin", "by": "role", "role": "admin"}],
            "when": HUGE,
            "fields": ["amount", "discount", "cost"],
            "files": True,
        },
    ],
}


def at(text: str) -> datetime:
    """A moment on the wall of the company."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def released(session: Session, *approvals: dict[str, Any], gate: bool = True, stage: str = "lead") -> None:
    """The company with these approvals; the first stage asks for the first of them."""
    document = deepcopy(BLUEPRINT)
    opportunity = next(one for one in document["objects"] if one["key"] == "opportunity")
    opportunity["fields"].append(deepcopy(DISCOUNT))
    document["approvals"] = [deepcopy(one) for one in approvals or (APPROVAL,)]
    if gate:
        found = next(one for one in document["processes"][0]["stages"] if one["key"] == stage)
        found["gate"] = {
            "deliverables": [
                {
                    "key": "discount_ok",
                    "label": {"zh": "折扣审批", "en": "Discount approval"},
                    "kind": "approval",
                    "approval": document["approvals"][0]["key"],
                }
            ]
        }
    design.release(session, None, document, now=MONDAY_9)


@dataclass
class Asking:
    """One approval of a deal, from asking to its end."""

    deal: Deal
    ids: list[int] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """A session that sees everything."""
        return self.deal.session

    @property
    def request(self) -> Request:
        """The last request, as it stands."""
        found = self.session.get_one(Request, self.ids[-1], populate_existing=True)
        self.session.refresh(found)
        return found

    @property
    def state(self) -> str:
        """How it stands."""
        return self.request.state

    @property
    def turns(self) -> list[str]:
        """Whose turn it is, by log-in."""
        there = queries.held(self.session, self.ids[-1])
        return [self._login(seat.person) for seat in there.flow.active]

    @property
    def acts(self) -> list[str]:
        """What was done, in order."""
        asked = select(Act.what).where(Act.request_id == self.ids[-1]).order_by(Act.id)
        return list(self.session.scalars(asked))

    def tasks(self, login: str) -> list[str]:
        """The approvals on somebody's list."""
        asked = select(Task.title).where(
            Task.person_id == self.deal.cast.id(login), Task.kind == "approval", Task.done_at.is_(None)
        )
        return list(self.session.scalars(asked))

    def told(self, login: str) -> list[str]:
        """What still stands in somebody's inbox about approvals."""
        return [one.kind for one in self.deal.notices(login) if one.kind.startswith("approval.")]

    def attach(self) -> Asking:
        """A file beside the record."""
        deal = self.deal
        with deal.acting("chen") as viewer:
            file = records.file(deal.kept, viewer, deal.upload())
            writing.attach(deal.kept, viewer, file, object_key="opportunity", record_id=deal.record_id)
        return self

    def ask(self, key: str = "discount", *, by: str = "chen", reason: str = "") -> Asking:
        """Ask."""
        record = self.deal.record
        with self.deal.acting(by) as viewer:
            made = commands.ask(self.deal.kept, viewer, record, key, reason=reason, now=self.deal.now)
        self.ids.append(made.id)
        return self

    def say(self, by: str, *, yes: bool = True, reason: str = "") -> Asking:
        """Answer."""
        with self.deal.acting(by) as viewer:
            found = queries.request(self.deal.kept, viewer, self.ids[-1])
            commands.answer(self.deal.kept, viewer, found, yes=yes, reason=reason, now=self.deal.now)
        return self

    def back(self, by: str, *, to: str | None = None, reason: str = "折扣太大") -> Asking:
        """Send it back."""
        with self.deal.acting(by) as viewer:
            found = queries.request(self.deal.kept, viewer, self.ids[-1])
            commands.send_back(self.deal.kept, viewer, found, to=to, reason=reason, now=self.deal.now)
        return self

    def again(self, by: str = "chen") -> Asking:
        """Submit it again."""
        with self.deal.acting(by) as viewer:
            found = queries.request(self.deal.kept, viewer, self.ids[-1])
            commands.resubmit(self.deal.kept, viewer, found, now=self.deal.now)
        return self

    def withdraw(self, by: str = "chen") -> Asking:
        """Take it back."""
        with self.deal.acting(by) as viewer:
            found = queries.request(self.deal.kept, viewer, self.ids[-1])
            commands.withdraw(self.deal.kept, viewer, found, now=self.deal.now)
        return self

    def remind(self, by: str = "chen") -> Asking:
        """Remind whose turn it is."""
        with self.deal.acting(by) as viewer:
            found = queries.request(self.deal.kept, viewer, self.ids[-1])
            commands.remind(self.deal.kept, viewer, found, now=self.deal.now)
        return self

    def delegate(self, by: str, to: str) -> Asking:
        """Give one's turn away."""
        with self.deal.acting(by) as viewer:
            found = queries.request(self.deal.kept, viewer, self.ids[-1])
            commands.delegate(self.deal.kept, viewer, found, to_id=self.deal.cast.id(to), now=self.deal.now)
        return self

    def join(self, by: str, to: str, place: Place = "before") -> Asking:
        """Let somebody sign as well."""
        with self.deal.acting(by) as viewer:
            found = queries.request(self.deal.kept, viewer, self.ids[-1])
            commands.add_signer(
                self.deal.kept, viewer, found, to_id=self.deal.cast.id(to), place=place, now=self.deal.now
            )
        return self

    def tick(self) -> Asking:
        """Let the clock look at this moment."""
        after: int | None = 0
        while after is not None:
            after = commands.absent(self.session, after=after, limit=2, now=self.deal.now)
        for level in commands.LEVELS:
            while commands.ring(self.session, level, limit=2, now=self.deal.now) == 2:
                pass
        return self

    def leave(self, login: str, substitute: str | None, start: datetime, end: datetime) -> Asking:
        """Somebody is away, and somebody stands in."""
        away = people.person(self.session, self.deal.cast.id(login))
        standing = self.deal.cast.id(substitute) if substitute else None
        leave = Leave(substitute_id=standing, from_at=start, to_at=end)
        org.take_leave(self.session, None, away, leave, now=self.deal.now)
        return self

    def _login(self, person_id: int) -> str:
        return people.person(self.session, person_id).login
