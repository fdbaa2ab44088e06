"""What a request asks for: its definition, the values of the record as they are now, and which steps they need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.approvals import definition, who
from bihuan.approvals.definition import ApprovalDef
from bihuan.approvals.queries.company import company
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import conditions, db
from bihuan.kernel.conditions import Count
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import LANGS
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef
from bihuan.org import queries as org
from bihuan.records import queries as records
from bihuan.records.record import Record


def approvals_in(session: Session, version_id: int) -> Mapping[str, ApprovalDef]:
    """The approvals of one version, by key."""
    return blueprint.part(session, version_id, definition.read)


def approvals_of(session: Session, owner_id: int, object_key: str) -> tuple[int, dict[str, ApprovalDef]]:
    """Those that may be asked for about records of an object that this person owns, and the version they are of."""
    version_id = org.version_of(session, owner_id)
    found = approvals_in(session, version_id)
    return version_id, {key: one for key, one in found.items() if one.object == object_key}


def approvals(session: Session) -> Mapping[str, ApprovalDef]:
    """The approvals that live now for whoever asks."""
    return approvals_in(session, blueprint.current(session).id)


def plan(
    session: Session, found: ApprovalDef, record_id: int, values: Mapping[str, Any], *, now: datetime
) -> list[str]:
    """The keys of the steps that these values need, in order."""

    def count(asked: Count) -> int:
        with db.beyond_sight(session):
            return records.count_where(session, asked, record_id, now=now)

    zone = str(org.calendar(session).zone)
    return [
        step.key
        for step in found.steps
        if step.when is None or conditions.holds(step.when, values, now=now, counts=count, zone=zone)
    ]


def turned(
    session: Session, found: ApprovalDef, keys: list[str], *, asker: int, owner: int, now: datetime
) -> dict[str, who.Turned]:
    """Who would be asked in each of these steps if it were reached now."""
    there = company(session, near=asker, now=now)
    asked = {}
    for key in keys:
        step = found.step(key)
        assert step is not None, "a plan has steps of its own definition"
        asked[key] = who.asked(step, there, asker=asker, own={asker, owner})
    return asked


def shown(session: Session, found: ApprovalDef, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields that approvers are shown: what each is called, its value, and how it is said in both languages.

    It is kept with the request: what was asked for stays what it was, and whoever is asked needs no sight of it.
    """
    known = objects.object_def(session, found.object).by_key
    return [_shown(session, known[key], values.get(key)) for key in found.shown if key in known]


def _shown(session: Session, field: FieldDef, value: Any) -> dict[str, Any]:  # noqa: ANN401 - of any field
    kind = fields.of(field.type)
    return {
        "key": field.key,
        "label": field.label.model_dump(),
        "value": None if value is None else kind.show(value),
        "said": {"zh": "", "en": ""} if value is None else _said(session, field, value),
    }


def _said(session: Session, field: FieldDef, value: Any) -> dict[str, str]:  # noqa: ANN401
    kind = fields.of(field.type)
    target = kind.target(field)
    if target is None:
        return {lang: kind.say(value, field, lang) for lang in LANGS}
    match target.kind:
        case "person":
            name = org.directory(session).get(value, "")
        case "team":
            name = next((team.name for team in org.teams(session) if team.id == value), "")
        case "record":
            with db.beyond_sight(session):
                name = records.titles(session, target.object_key or "", [value]).get(value, "")
        case "file":
            with db.beyond_sight(session):
                name = records.kept_file(session, value).name
    return dict.fromkeys(LANGS, name)


def files_of(session: Session, record: Record) -> list[int]:
    """The ids of a record's files as they are now."""
    with db.beyond_sight(session):
        return [file.id for file in records.files_of(session, record.id) if file.object_key == record.object_key]


def journey_of(session: Session, record: Record) -> int | None:
    """The journey a request belongs to: the record's own, or that of a record it refers to."""
    own = record.beside.get("journey.id")
    if own is not None:
        return int(own)
    known = objects.objects(session)
    for field in objects.object_def(session, record.object_key).fields:
        pointed = record.values.get(field.key)
        if field.type != "reference" or pointed is None or field.to not in known:
            continue
        with db.beyond_sight(session):
            try:
                beside = records.standing(session, field.to or "", pointed).beside.get("journey.id")
            except NotFound:
                beside = None
        if beside is not None:
            return int(beside)
    return None
