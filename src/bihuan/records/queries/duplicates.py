"""Is somebody already working on this one? Answered over all records, and with nothing but who and since when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Text, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel import db, search
from bihuan.kernel.refusals import NotFound
from bihuan.ledger.models import Event
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import Wrong
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.policy import FieldHidden
from bihuan.records.queries import sheets
from bihuan.records.queries.about import about
from bihuan.records.queries.sheets import Sheet
from bihuan.records.record import subject

ALIKE = 86  # of 100: one letter in seven
_SHORTEST = 2
_SHORTEST_CODE = 8  # what is shorter is a size or a class and tells nobody apart
_LOOKED_AT = 300
_SHOWN = 10
# What company names have in common says nothing about whether two are the same.
_FORMS = re.compile(
    r"(?:股份)?有限(?:责任)?公司|集团|总公司|分公司|公司|厂|\b(?:co|ltd|inc|llc|corp|corporation|company|limited|gmbh)\b\.?"
)
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True)
class Like:
    """What something new is called, which number it has, and which code."""

    name: str = ""
    phone: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A record that may be the same, for commands: a person is never told which one it is unless they see it."""

    record_id: int
    owner_id: int
    owner_pos: int
    alike: Literal["code", "phone", "name"]


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Somebody's record that may be the same: whose it is, the day of the last contact, and what is alike.

    `record_id` where the viewer sees it anyway; `askable` where its owner may be asked to let them work on it, and
    `asked` how that stands, if they did.
    """

    owner: str
    last_contact: date | None
    alike: str
    record_id: int | None
    askable: bool
    asked: str | None


def core(name: str) -> str:
    """A name without its legal form, its brackets and its blanks."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _NOISE.sub("", _FORMS.sub(" ", plain)) or _NOISE.sub("", plain)


def like_of(object_def: ObjectDef, values: Mapping[str, Any], closed: frozenset[str]) -> Like:
    """What is compared of values: the title, the first number, the first code; of those that are not closed."""
    open_ = [field for field in object_def.fields if field.key not in closed and isinstance(values.get(field.key), str)]
    said = {field.key: str(values[field.key]) for field in open_}
    phone = next((said[field.key] for field in open_ if field.type == "phone"), "")
    code = next((said[field.key] for field in open_ if is_code(field)), "")
    return Like(name=said.get(object_def.title, ""), phone=phone, code=code)


def is_code(field: FieldDef) -> bool:
    """Whether a field holds a code by which two are known to be one: a text of a fixed form."""
    return field.type == "text" and field.pattern is not None


def alike(session: Session, viewer: Viewer, object_key: str, like: Like) -> list[Alike]:
    """The records with nearly this name, this very telephone number or code, whoever owns them, the surest first."""
    found = sheets.plain(session, objects.object_def(session, object_key))
    if not viewer.may_do(object_key, "read"):
        raise NotFound
    closed = policy.hidden(viewer, found.object_def)
    clauses = {
        "name": _like_name(found, closed, like.name),
        "phone": _same(found, closed, like.phone, [one for one in found.object_def.fields if one.type == "phone"]),
        "code": _same(found, closed, like.code.upper(), [one for one in found.object_def.fields if is_code(one)]),
    }
    asked = {what: clause for what, clause in clauses.items() if clause is not None}
    if not asked:
        return []
    # That somebody else has it already is the very answer; which record it is stays behind the wall.
    with db.beyond_sight(session):
        return _alike(session, found, asked, core(like.name))


def likenesses(session: Session, viewer: Viewer, object_key: str, like: Like) -> list[Likeness]:
    """Of those that are alike, no more than whose they are and since when nobody was in touch."""
    alike_ones = alike(session, viewer, object_key, like)
    if not alike_ones:
        return []
    ids = [one.record_id for one in alike_ones]
    with db.beyond_sight(session):
        contacts = last_contacts(session, about(session, None, object_key, ids))
        asked = org.asked_by(session, viewer.person_id, object_key, ids)
    people = org.colleagues(session)
    owners = org.names(session, [one.owner_id for one in alike_ones])
    zone = ZoneInfo(str(org.calendar(session).zone))
    everyone = objects.object_def(session, object_key).visibility == "everyone"
    told = []
    for one in alike_ones:
        sees = everyone or viewer.sees(one.owner_pos) or one.record_id in viewer.sight.shared
        moment, ask = contacts.get(one.record_id), asked.get(one.record_id)
        told.append(
            Likeness(
                owner=owners.get(one.owner_id, ""),
                last_contact=moment.astimezone(zone).date() if moment else None,
                alike=one.alike,
                record_id=one.record_id if sees else None,
                askable=not sees and one.owner_id in people and people[one.owner_id].active,
                asked=ask.state if ask is not None and not sees else None,
            )
        )
    return told


def _alike(session: Session, found: Sheet, asked: Mapping[str, ColumnElement[bool]], wanted: str) -> list[Alike]:
    """The records that are alike, and by what: the same code first, then the same number, then the nearest name."""
    table, title = found.table, found.columns[found.object_def.title]
    sure = {what: asked.get(what, literal(value=False)) for what in ("code", "phone")}
    rows = session.execute(
        select(table.c.id, table.c.owner_id, table.c.owner_pos, title.label("title"))
        .add_columns(*(clause.label(what) for what, clause in sure.items()))
        .where(table.c.deleted_at.is_(None), or_(*asked.values()))
        .order_by(*(clause.desc() for clause in sure.values()), table.c.id)
        .limit(_LOOKED_AT)
    )
    scored: list[tuple[float, Alike]] = []
    for row in rows:
        what: Literal["code", "phone", "name"] = "code" if row.code else "phone" if row.phone else "name"
        score = {"code": 102.0, "phone": 101.0}.get(what) or fuzz.ratio(wanted, core(row.title or ""))
        if score >= ALIKE:
            one = Alike(record_id=row.id, owner_id=row.owner_id, owner_pos=row.owner_pos, alike=what)
            scored.append((score, one))
    scored.sort(key=lambda each: (-each[0], each[1].record_id))
    return [one for _, one in scored[:_SHOWN]]


def _like_name(found: Sheet, closed: frozenset[str], name: str) -> ColumnElement[bool] | None:
    """Candidates by the index: names that share all of one half. One slip of the pen leaves the other half whole."""
    wanted, title = core(name), found.object_def.title
    if len(wanted) < _SHORTEST:
        return None
    if title in closed:
        raise FieldHidden([title])
    middle = max(len(wanted) // 2, _SHORTEST)
    halves = {wanted[:middle], wanted[-middle:]}
    return or_(*(_has(found, title, search.needles(half)) for half in sorted(halves)))


def _same(found: Sheet, closed: frozenset[str], value: str, among: Sequence[FieldDef]) -> ColumnElement[bool] | None:
    """Records with this very number or code in one of these fields; None while it is still being typed."""
    asked = []
    for field in among:
        if not value.strip():
            continue
        if field.key in closed:
            raise FieldHidden([field.key])
        kind = fields.of(field.type)
        try:
            read = kind.read(value, field)
        except Wrong:
            continue
        if is_code(field) and len(read) < _SHORTEST_CODE:
            continue
        needles = search.needles(kind.sought(read) or "")
        asked.append(_has(found, field.key, needles) & (found.columns[field.key] == read))
    return or_(*asked) if asked else None


def _has(found: Sheet, key: str, needles: Sequence[str]) -> ColumnElement[bool]:
    wanted = literal([f"{key}:{needle}" for needle in needles], ARRAY(Text))
    return found.table.c.search.op("@>", is_comparison=True)(wanted)


def last_contacts(session: Session, about_whom: Mapping[str, Mapping[int, int]]) -> dict[int, datetime]:
    """When somebody was last in touch about each of these, by whichever record that was written down with."""
    whom = {subject(key, record_id): one for key, ones in about_whom.items() for record_id, one in ones.items()}
    asked = (
        select(Event.subject, func.max(Event.happened_at))
        .where(Event.subject.in_(whom), Event.kind == "activity.logged")
        .group_by(Event.subject)
    )
    latest: dict[int, datetime] = {}
    for said_of, moment in session.execute(asked):
        latest[whom[said_of]] = max(moment, latest.get(whom[said_of], moment))
    return latest
