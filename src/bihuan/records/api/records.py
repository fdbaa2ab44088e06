"""Records over HTTP: lists, one at a time, and what can be done with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy.orm import Session

from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import fields as field_types
from bihuan.objects import queries as objects
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.records import commands, listing, queries, showing
from bihuan.records.api.shapes import (
    AuthorOut,
    ChangeOut,
    Changes,
    EventOut,
    GroupOut,
    GroupsOut,
    Id,
    NewOwner,
    NewRecord,
    ObjectKey,
    PersonOut,
    RecordOut,
    RecordsOut,
    TimelineOut,
)
from bihuan.records.queries import Question, Telling
from bihuan.records.record import Record

router = web.doors(prefix="/records", tags=["records"])
_NAMED = frozenset({"q", "where", "sort", "limit", "cursor", "count", "fields", "by", "sum", "workspace", "lang"})
_LONGEST_TREE = 20_000
_LONGEST_CHOICE = 4_000


def _question(
    request: Request,
    where: Annotated[str | None, Query(description="a condition tree as JSON", max_length=_LONGEST_TREE)] = None,
    q: Annotated[str, Query(description="words, pinyin, initials, the tail of a number", max_length=200)] = "",
) -> Question:
    """The filter of a list. Every parameter without a meaning of its own is `field=value`."""
    equal: dict[str, list[str]] = {}
    for name, text in request.query_params.multi_items():
        if name not in _NAMED:
            equal.setdefault(name, []).append(text)
    return Question(where=_tree(where), equal=equal, q=q)


def _tree(where: str | None) -> Any:  # noqa: ANN401 - JSON
    if not where:
        return None
    try:
        return json.loads(where)
    except (ValueError, RecursionError) as fault:
        raise Invalid([{"field": "where", "code": "bad_json", "message": "The condition is no JSON."}]) from fault


@router.get("/{object}", response_model=RecordsOut, openapi_extra={"x-filters": "field=value"})
def page(  # noqa: PLR0913, PLR0917 - a list is asked for by all of these
    object: ObjectKey,  # noqa: A002 - the name in the path
    request: Request,
    viewer: Asking,
    session: UnitOfWork,
    where: Annotated[str | None, Query(description="a condition tree as JSON", max_length=_LONGEST_TREE)] = None,
    q: Annotated[str, Query(description="words, pinyin, initials, the tail of a number", max_length=200)] = "",
    sort: Annotated[str, Query(description="a field; with - before it, downwards", max_length=100)] = "-updated_at",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
    count: Annotated[bool, Query(description="whether to count them all")] = False,
    fields: Annotated[
        str | None, Query(description="the only fields to show, with commas between", max_length=_LONGEST_CHOICE)
    ] = None,
) -> Response:
    """A page of the records one may see; `field=value` filters, repeated for several values, empty for none."""
    only = None if fields is None else frozenset(key for key in fields.split(",") if key)
    asked = replace(_question(request, where, q), sort=sort, limit=limit, cursor=cursor, count=count, fields=only)
    found = queries.page(session, viewer, object, asked, now=clock.now())
    shown = listing.shown(session, viewer, found, only=only, now=clock.now())
    # Two hundred records are written as they are shown: to look at each of them again is a third of the work.
    return web.told({"items": shown, "next": found.next, "total": found.total})


@router.get("/{object}/groups")
def groups(  # noqa: PLR0913, PLR0917 - a question, what to group by, and what to add up
    object: ObjectKey,  # noqa: A002 - the name in the path
    request: Request,
    viewer: Asking,
    session: UnitOfWork,
    by: Annotated[str, Query(max_length=100)],
    sum: Annotated[str | None, Query(max_length=100)] = None,  # noqa: A002 - the name in the address
    where: Annotated[str | None, Query(max_length=_LONGEST_TREE)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> GroupsOut:
    """How many records there are for each value of a field, and what another field adds up to."""
    found = queries.groups(session, viewer, object, _question(request, where, q), by=by, total=sum, now=clock.now())
    known = objects.object_def(session, object).field(by)
    return GroupsOut(
        items=[
            GroupOut(
                value=group.value,
                label=_label(group.value, known, viewer),
                count=group.count,
                total=None if group.total is None else float(group.total),
            )
            for group in found
        ]
    )


def _label(value: Any, known: Any, viewer: Viewer) -> str:  # noqa: ANN401
    if value is None:
        return ""
    return str(value) if known is None else field_types.of(known.type).say(value, known, viewer.lang)


@router.post("/{object}", status_code=201)
def create(
    object: ObjectKey,  # noqa: A002 - the name in the path
    sent: NewRecord,
    viewer: Asking,
    session: UnitOfWork,
) -> RecordOut:
    """Make a record."""
    now, despite = clock.now(), sent.despite
    made = commands.create(session, viewer, object, sent.values, now=now, owner_id=sent.owner_id, despite=despite)
    return _shown(session, viewer, object, [made])[0]


@router.get("/{object}/{record_id}")
def record(
    object: ObjectKey,  # noqa: A002 - the name in the path
    record_id: Id,
    viewer: Asking,
    session: UnitOfWork,
    timeline: Annotated[int | None, Query(ge=1, le=200, description="also the first so many lines of it")] = None,
) -> RecordOut:
    """One record; with its timeline in the same answer where that is asked. WentInto where it is part of another."""
    found = queries.record_or_where(session, viewer, object, record_id)
    shown = _shown(session, viewer, object, [found])[0]
    if timeline is not None:
        shown.timeline = _timeline(session, viewer, found, before=None, limit=timeline)
    return shown


@router.patch("/{object}/{record_id}")
def change(
    object: ObjectKey,  # noqa: A002 - the name in the path
    record_id: Id,
    sent: Changes,
    viewer: Asking,
    session: UnitOfWork,
) -> RecordOut:
    """Change some values; refused where somebody has changed the same fields since that revision."""
    found = queries.record(session, viewer, object, record_id)
    changed = commands.change(session, viewer, found, sent.values, revision=sent.revision, now=clock.now())
    return _shown(session, viewer, object, [changed])[0]


@router.delete("/{object}/{record_id}", status_code=204)
def delete(
    object: ObjectKey,  # noqa: A002 - the name in the path
    record_id: Id,
    viewer: Asking,
    session: UnitOfWork,
) -> None:
    """Take a record away, if nothing stands beside it or refers to it."""
    found = queries.record(session, viewer, object, record_id)
    commands.delete(session, viewer, found, now=clock.now())


@router.post("/{object}/{record_id}/assign")
def assign(
    object: ObjectKey,  # noqa: A002 - the name in the path
    record_id: Id,
    sent: NewOwner,
    viewer: Asking,
    session: UnitOfWork,
) -> RecordOut:
    """Give a record to another owner."""
    found = queries.record(session, viewer, object, record_id)
    given = commands.assign(session, viewer, found, sent.owner_id, now=clock.now())
    return _shown(session, viewer, object, [given])[0]


@router.get("/{object}/{record_id}/timeline")
def timeline(
    object: ObjectKey,  # noqa: A002 - the name in the path
    record_id: Id,
    viewer: Asking,
    session: UnitOfWork,
    cursor: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TimelineOut:
    """What happened to a record, the latest first."""
    return _timeline(session, viewer, queries.record(session, viewer, object, record_id), before=cursor, limit=limit)


def _timeline(session: Session, viewer: Viewer, found: Record, *, before: int | None, limit: int) -> TimelineOut:
    told = queries.timeline(session, viewer, found, before=before, limit=limit)
    more = len(told) == limit and told[-1].seq > 1
    return TimelineOut(items=[_event(one) for one in told], next=str(told[-1].seq) if more else None)


def _event(told: Telling) -> EventOut:
    acted = told.through
    return EventOut(
        id=told.id,
        at=told.at,
        happened_at=told.happened_at,
        by=PersonOut(id=told.by_id, name=told.by_name) if told.by_id is not None else None,
        through=AuthorOut(kind=acted.kind, key=acted.key, label=acted.label) if acted else None,
        kind=told.kind,
        words=told.words,
        changes=[ChangeOut(field=one.field, label=one.label, was=one.was, now=one.now) for one in told.changes],
        payload=dict(told.facts),
        journey_id=told.journey_id,
    )


def _shown(session: Session, viewer: Viewer, object_key: str, found: Sequence[Record]) -> list[RecordOut]:
    return [RecordOut.model_validate(item) for item in _items(session, viewer, object_key, found)]


def _items(session: Session, viewer: Viewer, object_key: str, found: Sequence[Record]) -> list[dict[str, Any]]:
    """Records as their viewer reads them, with all names in one statement."""
    object_def, now = objects.object_def(session, object_key), clock.now()
    names = queries.names(session, viewer, queries.pointed_at(viewer, object_def, found))
    shower = showing.Shower(viewer, object_def, names, now=now)
    return [shower.item(one) for one in found]
