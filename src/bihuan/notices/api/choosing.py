"""How one is told, over HTTP; and how much each is told, for whoever sets the limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from bihuan.kernel import calendar, clock, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.notices import channels, commands, queries
from bihuan.notices.definition import Clock, NoticesDef, Urgent
from bihuan.org import queries as org
from bihuan.org.asking import Asking

router: APIRouter = web.doors(prefix="/notices", tags=["notices"])
RIGHT = "blueprint.release"
LOOKED_BACK = timedelta(days=30)


class MannersOut(BaseModel):
    """How one is told: what holds now, what of it was chosen (else null), and what the company has."""

    mail: bool
    popups: bool
    digests: list[str] | None
    at_once: list[str] | None
    quiet_from: str | None
    quiet_until: str | None
    company: NoticesDef
    address: str | None
    mail_works: bool


class MannersAsked(BaseModel):
    """How one wants to be told; null is as the company has it."""

    model_config = ConfigDict(extra="forbid")

    mail: bool = True
    popups: bool = True
    digests: Annotated[list[Clock], Field(max_length=4)] | None = None
    at_once: Annotated[list[Urgent], Field(max_length=3)] | None = None
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None


class LoadOut(BaseModel):
    """What one person was told in the last 30 days, and what that is on a day of work."""

    person_id: int
    name: str
    notices: int
    urgent: int
    interruptions: int
    notices_a_day: float
    interruptions_a_day: float


class LoadsOut(BaseModel):
    """How much each person was told, the most first; `days` is how many days of work that were."""

    days: int
    items: list[LoadOut]


@router.get("/manners")
def manners(viewer: Asking, session: UnitOfWork) -> MannersOut:
    """How I am told."""
    found = queries.choice(session, viewer.person_id)
    return MannersOut(
        mail=found.mail if found else True,
        popups=found.popups if found else True,
        digests=found.digests if found else None,
        at_once=found.at_once if found else None,
        quiet_from=found.quiet_from if found else None,
        quiet_until=found.quiet_until if found else None,
        company=queries.company(session, viewer.person_id),
        address=org.person(session, viewer.person_id).email,
        mail_works=channels.found("mail") is not None,
    )


@router.post("/manners")
def choose(asked: MannersAsked, viewer: Asking, session: UnitOfWork) -> MannersOut:
    """From now on, tell me this way."""
    commands.choose(session, viewer, **asked.model_dump(), now=clock.now())
    return manners(viewer, session)


@router.get("/load")
def load(viewer: Asking, session: UnitOfWork) -> LoadsOut:
    """How much each person at work was told in the last 30 days."""
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)
    now, working = clock.now(), org.calendar(session)
    days = [(now - timedelta(days=back)).astimezone(working.tz).date() for back in range(LOOKED_BACK.days)]
    count = max(sum(calendar.is_workday(working, day) for day in days), 1)
    told = queries.loads(session, since=now - LOOKED_BACK)
    items = [
        LoadOut(
            person_id=person.id,
            name=person.name,
            notices=found.notices,
            urgent=found.urgent,
            interruptions=found.interruptions,
            notices_a_day=round(found.notices / count, 1),
            interruptions_a_day=round(found.interruptions / count, 1),
        )
        for person in org.people(session, active=True)
        if (found := told.get(person.id)) is not None
    ]
    return LoadsOut(days=count, items=sorted(items, key=lambda one: (-one.notices, one.name)))
