"""Making one record of several over HTTP: which are likely the same, what would become of them, do it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bihuan.kernel import clock, web
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer
from bihuan.records import commands, merging, policy, queries
from bihuan.records.api.shapes import Id, ObjectKey, PersonOut, Sent
from bihuan.records.commands import Wanted
from bihuan.records.record import Record
from bihuan.records.showing import Names

router = web.doors(prefix="/merges", tags=["records"])
_PAIRS = 60
_FieldKey = Annotated[str, Field(max_length=40)]
_RecordId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class MergeSideOut(BaseModel):
    """One record that may become one with another; `running` when a journey of it is under way."""

    id: int
    title: str
    owner: PersonOut
    revision: int
    created_at: datetime
    updated_at: datetime
    running: bool


class MergePairOut(BaseModel):
    """Two records that are likely the same: by their names, or by this field."""

    alike: str
    label: str
    score: int
    records: list[MergeSideOut]


class MergePairsOut(BaseModel):
    """The likeliest pairs of all that the viewer sees; `more` when there are others."""

    items: list[MergePairOut]
    more: bool


class MergeFieldOut(BaseModel):
    """A field of which one value stays: whose is proposed, and what each record has in it."""

    key: str
    label: str
    proposed: int
    differs: bool
    fixed: bool
    said: dict[int, str]


class MergeMovesOut(BaseModel):
    """How much of one kind goes along with a record, as far as the viewer sees it."""

    record_id: int
    place: str
    label: str
    count: int


class MergeComparedOut(BaseModel):
    """Records side by side, and what would become of them. `keep` is the one that should stay."""

    records: list[MergeSideOut]
    keep: int
    fields: list[MergeFieldOut]
    moves: list[MergeMovesOut]


class MergeIn(Sent):
    """Which stays, the revisions of all as they were shown, and whose value stays by field."""

    keep: _RecordId
    revisions: Annotated[dict[_RecordId, int], Field(min_length=2, max_length=20)]
    choices: dict[_FieldKey, _RecordId] = Field(default_factory=dict, max_length=300)
    close: bool = False


class MergeOut(BaseModel):
    """A merge into a record; `undo_until` while the viewer may take it back."""

    id: int
    into: int
    gone: list[int]
    by: PersonOut
    at: datetime
    undo_until: datetime | None


class MergesOut(BaseModel):
    """The merges into a record that still stand, the latest first."""

    items: list[MergeOut]


class MergeStaysOut(BaseModel):
    """What an undo left where it is, since it has gone on: a field, or so many things of one kind."""

    place: str
    label: str
    count: int


class MergeUndoneOut(BaseModel):
    """A merge that was taken back."""

    id: int
    revision: int
    stays: list[MergeStaysOut]


@router.get("/{object}")
def pairs(object: ObjectKey, viewer: Asking, session: UnitOfWork) -> MergePairsOut:  # noqa: A002 - the name in the path
    """Which records are likely the same, of all that the viewer may see and merge."""
    commands.may_merge(viewer, object)
    found = queries.pairs(session, viewer, object, limit=_PAIRS + 1)
    sides = _sides(session, viewer, object, [one for pair in found for one in pair.records])
    object_def = objects.object_def(session, object)
    return MergePairsOut(
        items=[
            MergePairOut(
                alike=pair.alike,
                label=object_def.by_key[object_def.title if pair.alike == "name" else pair.alike].label.say(
                    viewer.lang
                ),
                score=pair.score,
                records=[sides[one.id] for one in pair.records],
            )
            for pair in found[:_PAIRS]
        ],
        more=len(found) > _PAIRS,
    )


@router.get("/{object}/compare")
def compare(
    object: ObjectKey,  # noqa: A002 - the name in the path
    viewer: Asking,
    session: UnitOfWork,
    record: Annotated[list[Id], Query(max_length=20)],
    keep: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> MergeComparedOut:
    """Records side by side: what each has, which value is proposed, and what goes along."""
    found = commands.compared(session, viewer, object, record)
    stays = keep if keep in record and keep is not None else merging.stays(found)
    object_def = objects.object_def(session, object)
    sides = _sides(session, viewer, object, found)
    return MergeComparedOut(
        records=[sides[one.id] for one in found],
        keep=stays,
        fields=_fields(session, viewer, object_def, found, stays),
        moves=[
            MergeMovesOut(record_id=one.id, place=place, label=_label(session, viewer, place), count=count)
            for one in found
            for place, count in queries.moving(session, viewer, object, one.id).items()
        ],
    )


@router.post("/{object}", status_code=201)
def merge(object: ObjectKey, sent: MergeIn, viewer: Asking, session: UnitOfWork) -> MergeOut:  # noqa: A002
    """Make one record of several."""
    wanted, now = Wanted(**sent.model_dump()), clock.now()
    made = commands.merge(session, viewer, object, wanted, now=now)
    return _merges(session, viewer, queries.record(session, viewer, object, made.into_id), now=now)[0]


@router.get("/{object}/{record_id}")
def merges(object: ObjectKey, record_id: Id, viewer: Asking, session: UnitOfWork) -> MergesOut:  # noqa: A002
    """What went into a record, and until when it can come out again."""
    found = queries.record(session, viewer, object, record_id)
    return MergesOut(items=_merges(session, viewer, found, now=clock.now()))


@router.post("/{object}/{record_id}/{merge_id}/undo")
def undo(
    object: ObjectKey,  # noqa: A002 - the name in the path
    record_id: Id,
    merge_id: Id,
    viewer: Asking,
    session: UnitOfWork,
) -> MergeUndoneOut:
    """Make several records of one again."""
    found = queries.record(session, viewer, object, record_id)
    done = commands.undo_merge(session, viewer, found, merge_id, now=clock.now())
    object_def, closed = objects.object_def(session, object), policy.hidden(viewer, objects.object_def(session, object))
    told = [object_def.by_key[key] for key in done.fields if key in object_def.by_key and key not in closed]
    stays = [MergeStaysOut(place=field.key, label=field.label.say(viewer.lang), count=1) for field in told]
    stays += [
        MergeStaysOut(place=place, label=_label(session, viewer, place), count=count)
        for place, count in done.places.items()
    ]
    return MergeUndoneOut(id=merge_id, revision=done.record.revision, stays=stays)


def _merges(session: Session, viewer: Viewer, found: Record, *, now: datetime) -> list[MergeOut]:
    made = queries.merges(session, found.id)
    gone: dict[int, list[int]] = {}
    for part in queries.merge_parts(session, [one.id for one in made]) if made else ():
        gone.setdefault(part.merge_id, []).append(part.record_id)
    can = policy.can_with(viewer, found)
    names = queries.names(session, viewer, {queries.PEOPLE: {one.by_id for one in made}})[queries.PEOPLE]
    return [
        MergeOut(
            id=one.id,
            into=one.into_id,
            gone=gone.get(one.id, []),
            by=PersonOut(id=one.by_id, name=names[one.by_id].name if one.by_id in names else None),
            at=one.made_at,
            undo_until=one.made_at + commands.UNDO
            if one.id in gone and can.change and can.delete and now <= one.made_at + commands.UNDO
            else None,
        )
        for one in made
    ]


def _sides(session: Session, viewer: Viewer, object_key: str, found: Sequence[Record]) -> dict[int, MergeSideOut]:
    object_def = objects.object_def(session, object_key)
    nameless = object_def.title in policy.hidden(viewer, object_def)
    names = queries.names(session, viewer, {queries.PEOPLE: {one.owner_id for one in found}})[queries.PEOPLE]
    return {
        one.id: MergeSideOut(
            id=one.id,
            title="" if nameless else one.title,
            owner=PersonOut(id=one.owner_id, name=names[one.owner_id].name if one.owner_id in names else None),
            revision=one.revision,
            created_at=one.created_at,
            updated_at=one.updated_at,
            running=merging.running(one),
        )
        for one in found
    }


def _fields(
    session: Session, viewer: Viewer, object_def: ObjectDef, found: Sequence[Record], keep: int
) -> list[MergeFieldOut]:
    closed = policy.hidden(viewer, object_def)
    fixed = viewer.readonly(object_def.key)
    names = queries.names(session, viewer, queries.pointed_at(viewer, object_def, found))
    return [
        MergeFieldOut(
            key=field.key,
            label=field.label.say(viewer.lang),
            proposed=(merging.kept if field.key in fixed else merging.proposed)(found, keep, field),
            differs=merging.differing(found, field),
            fixed=field.key in fixed,
            said={one.id: _said(viewer, field, one, names) for one in found},
        )
        for field in merging.settled(object_def, objects.graded(session, object_def.key))
        if field.key not in closed
    ]


def _said(viewer: Viewer, field: FieldDef, record: Record, names: Names) -> str:
    value, made = record.values[field.key], fields.of(field.type)
    if value is None:
        return ""
    target = made.target(field)
    if target is not None:
        named = names.get(target, {}).get(value)
        return named.name if named else f"#{value}"
    return made.say(value, field, viewer.lang)


def _label(session: Session, viewer: Viewer, place: str) -> str:
    """The objects whose records refer have their own words; what else hangs on a record has the screen's."""
    key, _, _ = place.partition(".")
    known = objects.objects(session).get(key) if "." in place else None
    return known.label.say(viewer.lang) if known else ""
