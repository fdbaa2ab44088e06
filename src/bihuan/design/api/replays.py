"""Trying a draft on what was lived, over HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Self, TypeVar

from pydantic import AwareDatetime, BaseModel, Field, model_validator
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.design.commands import BlueprintFaulty
from bihuan.design.examining import examined
from bihuan.design.replaying import Lived, Outcome, Red, Refused
from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.process import queries as process

router = web.doors(tags=["design"])
NAMED = 200  # cases of each kind that are named, the latest first
Case = TypeVar("Case", Refused, Red)
MOST_PARTS = 100


class ReplayAsked(shapes.Body):
    """How many days back, until when, and which of several equal parts: whoever asks for all of them adds them up."""

    days: Annotated[int, Field(ge=1, le=365)] = 90
    until: AwareDatetime | None = None
    part: Annotated[int, Field(ge=1, le=MOST_PARTS)] = 1
    of: Annotated[int, Field(ge=1, le=MOST_PARTS)] = 1

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.part > self.of:
            raise ValueError("There is no such part.")
        return self


class CaseOut(BaseModel):
    """One stay that would have gone otherwise: whose, where, when, and why."""

    journey_id: int
    object: str
    record_id: int
    title: str
    stage: str
    owner: str
    at: datetime
    missing: list[str]


class AlertDay(BaseModel):
    """How often somebody would have been alerted on one day."""

    person_id: int
    name: str
    day: date
    alerts: int


class SideOut(BaseModel):
    """What would have been under one of the two: the numbers, and the cases behind them."""

    refused: int
    red: int
    alerts: int
    days: list[AlertDay]
    refusals: list[CaseOut]
    overdue: list[CaseOut]


class ReplayOut(BaseModel):
    """The same days under what lives and under a draft. `whole`: none of the stays was left out for their number."""

    since: datetime
    until: datetime
    stays: int
    advances: int
    whole: bool
    live: SideOut
    draft: SideOut


@router.post("/drafts/{draft_id}/replay")
def replay(draft_id: shapes.Id, asked: ReplayAsked, viewer: Asking, session: UnitOfWork) -> ReplayOut:
    """Let the last days be lived again under a draft, side by side with what lives."""
    policy.configure(viewer)
    versions.stand_on(session, versions.live(session).id)
    found, faults = examined(queries.draft(session, draft_id).body)
    if found is None or faults:
        raise BlueprintFaulty([one.problem() for one in faults])
    now = clock.now()
    span = queries.Span(days=asked.days, until=min(asked.until or now, now), part=asked.part, of=asked.of)
    past = queries.replay(session, viewer, found, span)
    named = _Named(session, viewer, [past.live, past.draft])
    return ReplayOut(
        since=past.since,
        until=span.until,
        stays=past.stays,
        advances=past.live.advances,
        whole=past.whole,
        live=named.side(past.live),
        draft=named.side(past.draft),
    )


class _Named:
    """The names of everything in several outcomes, asked for once."""

    def __init__(self, session: Session, viewer: Viewer, outcomes: Iterable[Outcome]) -> None:
        self._lang = viewer.lang
        self._people = org.directory(session)
        self._processes = process.processes(session)
        wanted: dict[str, set[int]] = {}
        for outcome in outcomes:
            shown = (*(one.stay for one in _latest(outcome.refused)), *(one.stay for one in _latest(outcome.red)))
            for stay in shown:
                wanted.setdefault(self._object(stay), set()).add(stay.record_id)
        self._titles: Mapping[str, Mapping[int, str]] = {
            key: queries.titles(session, viewer, key, numbers) for key, numbers in wanted.items()
        }

    def side(self, outcome: Outcome) -> SideOut:
        """One outcome, with its cases by name."""
        return SideOut(
            refused=len(outcome.refused),
            red=len(outcome.red),
            alerts=sum(outcome.alerts.values()),
            days=[
                AlertDay(person_id=person_id, name=self._people.get(person_id, ""), day=day, alerts=count)
                for (person_id, day), count in sorted(outcome.alerts.items())
            ],
            refusals=[
                self._case(case.stay, case.at, [item.label.say(self._lang) for item in case.missing])
                for case in _latest(outcome.refused)
            ],
            overdue=[self._case(case.stay, case.due_at, []) for case in _latest(outcome.red)],
        )

    def _case(self, stay: Lived, at: datetime, missing: list[str]) -> CaseOut:
        found = self._processes[stay.process_key]
        stage = found.stage(stay.stage_key)
        return CaseOut(
            journey_id=stay.journey_id,
            object=found.object,
            record_id=stay.record_id,
            title=self._titles.get(found.object, {}).get(stay.record_id, ""),
            stage=stage.label.say(self._lang) if stage else stay.stage_key,
            owner=self._people.get(stay.owner_id, ""),
            at=at,
            missing=[f"{name} ×{count}" if count > 1 else name for name, count in Counter(missing).items()],
        )

    def _object(self, stay: Lived) -> str:
        return self._processes[stay.process_key].object


def _latest(cases: Sequence[Case]) -> list[Case]:
    return sorted(cases, key=lambda case: case.stay.left_at or case.stay.entered_at, reverse=True)[:NAMED]
