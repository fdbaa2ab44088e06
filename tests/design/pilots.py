"""What the tests of pilots share: a draft that differs in all a team would notice, and acting as one of the cast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.blueprint.models import Pilot
from bihuan.design import commands as design
from bihuan.design.commands import Wanted
from bihuan.design.models import Draft
from bihuan.kernel import db
from bihuan.org import queries as org
from bihuan.org.models import Team
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.process.models import Journey
from bihuan.records import commands as records
from tests.company import BLUEPRINT, MONDAY_9, Cast

FRIDAY = date(2026, 3, 13)
URGENCY = {"key": "urgency", "label": {"zh": "紧急程度", "en": "Urgency"}, "type": "text"}
DEMO = {
    "key": "demo",
    "label": {"zh": "方案演示", "en": "Demo"},
    "limit": "1 workday",
    "gate": {
        "fields": ["urgency"],
        "deliverables": [
            {"key": "survey", "label": {"zh": "踏勘单", "en": "Survey"}, "kind": "record", "object": "survey"}
        ],
    },
}
SURVEY = {
    "key": "survey",
    "label": {"zh": "踏勘", "en": "Survey"},
    "title": "place",
    "fields": [
        {"key": "place", "label": {"zh": "地点", "en": "Place"}, "type": "text", "required": True},
        {"key": "deal", "label": {"zh": "商机", "en": "Deal"}, "type": "reference", "to": "opportunity"},
    ],
}


def document(**also: Any) -> dict[str, Any]:  # noqa: ANN401 - members of the document
    """The company's configuration with a stage, a field, an object and a role's right that only it has."""
    made: dict[str, Any] = deepcopy(BLUEPRINT) | also
    opportunity = next(one for one in made["objects"] if one["key"] == "opportunity")
    opportunity["fields"] = [*(one for one in opportunity["fields"] if one["key"] != "cost"), URGENCY]
    made["objects"].append(deepcopy(SURVEY))
    lead, *others = made["processes"][0]["stages"]
    lead["gate"] = {"fields": ["amount", "urgency"]}
    made["processes"][0]["stages"] = [lead, deepcopy(DEMO), *others]
    rep = next(one for one in made["roles"] if one["key"] == "rep")
    rep["objects"]["*"] = ["read", "create", "update", "delete"]
    rep["hidden"] = {}
    return made


@dataclass(frozen=True)
class Trying:
    """The test's company, and what is done there: each as one of the cast, under the version that applies to them."""

    kept: Session
    cast: Cast

    @contextmanager
    def acting(self, login: str) -> Iterator[tuple[Session, Viewer]]:
        """Act as one of the cast in a transaction that has just begun; a refusal leaves nothing behind."""
        session = self.everything
        viewer = org.viewer(session, self.cast.id(login))
        with session.begin_nested():
            org.stand(session, viewer)
            db.see(session, viewer.sight)
            yield session, viewer
        _ = self.everything

    @property
    def everything(self) -> Session:
        """A session that sees everything, as a job has it."""
        db.see(self.kept, db.EVERYTHING)
        self.kept.info.pop("blueprint_id", None)
        db.forget_stamp(self.kept)
        return self.kept

    def team(self, name: str) -> int:
        """The id of a team."""
        return int(self.everything.scalars(select(Team.id).where(Team.name == name)).one())

    def draft(self, body: dict[str, Any] | None = None, *, now: datetime = MONDAY_9) -> Draft:
        """A draft with this in it."""
        with self.acting("sun") as (session, sun):
            return design.take_in(session, sun, body or document(), name="七步", now=now)

    def begin(
        self,
        *teams: str,
        body: dict[str, Any] | None = None,
        until: date = FRIDAY,
        then_release: bool = False,
        with_running: bool = False,
        now: datetime = MONDAY_9,
    ) -> Pilot:
        """Let these teams try the draft; the valves when none is named."""
        draft = self.draft(body, now=now)
        ids = [self.team(name) for name in teams or ("阀门组",)]
        wanted = Wanted(team_ids=ids, last_day=until, then_release=then_release, with_running=with_running)
        with self.acting("sun") as (session, sun):
            return design.begin_pilot(session, sun, draft.id, wanted, revision=draft.revision, now=now)

    def opened(self, login: str, *, now: datetime = MONDAY_9, **values: object) -> Journey:
        """The journey of a deal that one of the cast has just noted."""
        with self.acting(login) as (session, viewer):
            given = {"name": f"{login} 的泵", "amount": "5000", **values}
            record = records.create(session, viewer, "opportunity", given, now=now)
        return self.journey(record.id)

    def journey(self, record_id: int) -> Journey:
        """A journey as it stands."""
        found = journeys.journey_beside(self.everything, record_id)
        assert found is not None
        self.kept.refresh(found)
        return found

    def advance(self, login: str, record_id: int, *, now: datetime = MONDAY_9) -> Journey:
        """Move a deal on."""
        with self.acting(login) as (session, viewer):
            found = journeys.journey(session, viewer, self.journey_id(record_id))
            process.advance(session, viewer, found, now=now)
        return self.journey(record_id)

    def journey_id(self, record_id: int) -> int:
        """The id of the journey of a record."""
        return int(self.kept.scalars(select(Journey.id).where(Journey.record_id == record_id)).one())
