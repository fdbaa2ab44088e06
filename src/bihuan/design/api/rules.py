"""What the rule builder asks for besides the draft itself, over HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bihuan.design import policy, queries, ruling
from bihuan.design.api import shapes
from bihuan.design.commands import EditMisfits
from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.rules.judging import Judged

router = web.doors(tags=["design"], prefix="/drafts/{draft_id}/rules")
Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
NAMED = 100  # of what would have been done, the latest first


class RulePerson(BaseModel):
    """Somebody whom a rule may name."""

    login: str
    name: str


class RulePeople(BaseModel):
    """Everybody at work, by name, and the skills that anybody has."""

    people: list[RulePerson]
    skills: list[str]


class ClueOut(BaseModel):
    """One comparison of a condition: what is asked, what stands there, and whether it holds."""

    asked: dict[str, Any]
    found: Any
    holds: bool


class JudgedOut(BaseModel):
    """One condition of a rule, at its place."""

    place: str
    holds: bool
    clues: list[ClueOut]


class ReachedOut(BaseModel):
    """Somebody who would get something; `instead_of` whom, when they stand in."""

    name: str
    instead_of: str | None


class DoingOut(BaseModel):
    """One thing that would be done: its place in the rule, and for whom."""

    place: str
    people: list[ReachedOut]


class RuleTried(BaseModel):
    """What a rule comes to for a record, without anything being done. `closed`: it looks at what the asker may not."""

    closed: bool
    judged: list[JudgedOut]
    actions: list[DoingOut]


class FiredOut(BaseModel):
    """The rule would have done something: when, about which record, why, and whom it would have reached."""

    record_id: int
    title: str
    at: datetime
    event: str
    judged: list[JudgedOut]
    places: list[str]
    people: list[str]


class LoadOut(BaseModel):
    """How often somebody would have been reached: in all, and most on one day."""

    name: str
    total: int
    most: int


class RehearsalOut(BaseModel):
    """What a rule would have done in the last days. `whole`: nothing was left out for its number."""

    object: str
    since: datetime
    until: datetime
    fired: int
    held: int
    days: int
    whole: bool
    closed: bool
    people: list[LoadOut]
    cases: list[FiredOut]


class RuleText(BaseModel):
    """A rule as text."""

    text: str


class RuleTextAsked(shapes.Body):
    """A rule as somebody has written it."""

    text: Annotated[str, Field(max_length=200_000)]


class RuleRead(BaseModel):
    """The rule that a text says."""

    value: dict[str, Any]


@router.get("/people")
def people(draft_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> RulePeople:
    """Whom rules may name."""
    policy.configure(viewer)
    queries.draft(session, draft_id)
    names = org.directory(session)
    there = [one for one in org.colleagues(session).values() if one.active]
    return RulePeople(
        people=sorted(
            (RulePerson(login=one.login, name=names.get(one.id, one.login)) for one in there), key=lambda one: one.name
        ),
        skills=sorted({skill for one in there for skill in one.skills}),
    )


@router.get("/{key}/try/{record_id}")
def try_rule(draft_id: shapes.Id, key: Key, record_id: shapes.Id, viewer: Asking, session: UnitOfWork) -> RuleTried:
    """What a rule of a draft would come to for a record, without doing it."""
    policy.configure(viewer)
    rule, drafted = ruling.rule_of(queries.draft(session, draft_id).body, key)
    found = queries.tried_on(session, viewer, rule, record_id, now=clock.now(), drafted=drafted)
    names = org.directory(session)
    return RuleTried(
        closed=found.closed,
        judged=_judged(found.judgement.judged if found.judgement else ()),
        actions=[
            DoingOut(
                place=one.place,
                people=[
                    ReachedOut(name=names.get(person, ""), instead_of=names.get(of) if of is not None else None)
                    for person, of in one.people
                ],
            )
            for one in found.doing
        ],
    )


@router.get("/{key}/rehearsal")
def rehearsal(
    draft_id: shapes.Id,
    key: Key,
    viewer: Asking,
    session: UnitOfWork,
    days: Annotated[int, Query(ge=1, le=90)] = 30,
) -> RehearsalOut:
    """What a rule of a draft would have done in the last days, had it been there; of the records one sees."""
    policy.configure(viewer)
    rule, drafted = ruling.rule_of(queries.draft(session, draft_id).body, key)
    now = clock.now()
    found = queries.rehearse(session, viewer, rule, days=days, until=now, drafted=drafted)
    names = org.directory(session)
    return RehearsalOut(
        object=rule.object,
        since=now - timedelta(days=days),
        until=now,
        fired=len(found.fired),
        held=found.held,
        days=days,
        whole=found.whole,
        closed=found.closed,
        people=_load(found, names),
        cases=_cases(session, viewer, rule.object, found, names),
    )


def _load(found: queries.Rehearsal, names: Mapping[int, str]) -> list[LoadOut]:
    total, most = Counter[int](), Counter[int]()
    for (person, _day), count in found.load.items():
        total[person] += count
        most[person] = max(most[person], count)
    return [LoadOut(name=names.get(one, ""), total=count, most=most[one]) for one, count in total.most_common(20)]


def _cases(
    session: Session,
    viewer: Viewer,
    object_key: str,
    found: queries.Rehearsal,
    names: Mapping[int, str],
) -> list[FiredOut]:
    latest = list(enumerate(found.fired))[-NAMED:][::-1]
    titles = queries.titles(session, viewer, object_key, {one.moment.record_id for _, one in latest})
    return [
        FiredOut(
            record_id=one.moment.record_id,
            title=titles.get(one.moment.record_id, ""),
            at=one.moment.at,
            event=one.moment.event,
            judged=_judged(one.judgement.judged),
            places=[where for where, _ in one.judgement.actions],
            people=[names.get(person, "") for person in found.reached.get(place, ())],
        )
        for place, one in latest
    ]


def _judged(found: Iterable[Judged]) -> list[JudgedOut]:
    return [
        JudgedOut(
            place=one.place,
            holds=one.holds,
            clues=[
                ClueOut(asked=clue["asked"], found=clue["found"], holds=clue["holds"]) for clue in one.facts()["clues"]
            ],
        )
        for one in found
    ]


@router.get("/{key}/text")
def text(draft_id: shapes.Id, key: Key, viewer: Asking, session: UnitOfWork) -> RuleText:
    """A rule of a draft as text, for those who rather write."""
    policy.configure(viewer)
    return RuleText(text=ruling.written(queries.draft(session, draft_id).body, key))


@router.post("/{key}/text")
def read_text(draft_id: shapes.Id, key: Key, asked: RuleTextAsked, viewer: Asking, session: UnitOfWork) -> RuleRead:
    """The rule that a text says: read, and not yet put into the draft. Refused with place and reason."""
    policy.configure(viewer)
    queries.draft(session, draft_id)
    value, faults = ruling.read(asked.text, key)
    if faults:
        raise EditMisfits([fault.problem() for fault in faults])
    return RuleRead(value=value)
