"""Is somebody already working on this one? Answered over all records, and with nothing but who and since when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from bihuan.objects.definition import ObjectDef
from bihuan.objects.field_types import Wrong
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.policy import FieldHidden
from bihuan.records.queries import sheets
from bihuan.records.queries.about import about
from bihuan.records.queries.sheets import Sheet
from bihuan.records.record import subject

_ALIKE = 86  # of 100: one letter in seven
_SHORTEST = 2
_LOOKED_AT = 300
_SHOWN = 10
# What company names have in common says nothing about whether two are the same.
_FORMS = re.compile(
    r"(?:股份)?有限(?:责任)?公司|集团|总公司|分公司|公司|厂|\b(?:co|ltd|inc|llc|corp|corporation|company|limited|gmbh)\b\.?"
)
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Somebody's record that may be the same: whose it is, the day of the last contact, and what is alike."""

    owner: str
    last_contact: date | None
    alike: str


def core(name: str) -> str:
    """A name without its legal form, its brackets and its blanks."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _NOISE.sub("", _FORMS.sub(" ", plain)) or _NOISE.sub("", plain)


def likenesses(session: Session, viewer: Viewer, object_key: str, *, name: str, phone: str) -> list[Likeness]:
    """The records that have nearly this name, or this very telephone number, whoever owns them."""
    found = sheets.plain(session, objects.object_def(session, object_key))
    if not viewer.may_do(object_key, "read"):
        raise NotFound
    closed = policy.hidden(viewer, found.object_def)
    clauses = {"name": _like_name(found, closed, name), "phone": _same_phone(found.object_def, found, closed, phone)}
    asked = {what: clause for what, clause in clauses.items() if clause is not None}
    if not asked:
        return []
    # That somebody else has it already is the very answer; which record it is stays behind the wall.
    with db.beyond_sight(session):
        alike = _alike(session, found, asked, core(name))
        contacts = _last_contacts(session, about(session, None, object_key, [record_id for record_id, _, _ in alike]))
        owners = org.names(session, [owner_id for _, owner_id, _ in alike])
    zone = ZoneInfo(str(org.calendar(session).zone))
    return [
        Likeness(
            owner=owners.get(owner_id, ""),
            last_contact=moment.astimezone(zone).date() if (moment := contacts.get(record_id)) else None,
            alike=what,
        )
        for record_id, owner_id, what in alike
    ]


def _alike(
    session: Session, found: Sheet, asked: Mapping[str, ColumnElement[bool]], wanted: str
) -> list[tuple[int, int, str]]:
    """The records that are alike, with their owners and what is alike: the same number first, then the nearest name."""
    table, title = found.table, found.columns[found.object_def.title]
    same = asked.get("phone", literal(value=False))
    rows = session.execute(
        select(table.c.id, table.c.owner_id, title.label("title"), same.label("same"))
        .where(table.c.deleted_at.is_(None), or_(*asked.values()))
        .order_by(same.desc(), table.c.id)
        .limit(_LOOKED_AT)
    )
    scored = []
    for row in rows:
        score = 101.0 if row.same else fuzz.ratio(wanted, core(row.title or ""))
        if score >= _ALIKE:
            scored.append((score, row.id, row.owner_id, "phone" if row.same else "name"))
    scored.sort(key=lambda each: (-each[0], each[1]))
    return [(record_id, owner_id, what) for _, record_id, owner_id, what in scored[:_SHOWN]]


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


def _same_phone(object_def: ObjectDef, found: Sheet, closed: frozenset[str], phone: str) -> ColumnElement[bool] | None:
    asked = []
    for field in object_def.fields:
        if field.type != "phone" or not phone.strip():
            continue
        if field.key in closed:
            raise FieldHidden([field.key])
        try:
            number = fields.of(field.type).read(phone, field)
        except Wrong:
            continue  # still being typed
        digits = fields.of(field.type).sought(number) or ""
        asked.append(_has(found, field.key, search.needles(digits)) & (found.columns[field.key] == number))
    return or_(*asked) if asked else None


def _has(found: Sheet, key: str, needles: Sequence[str]) -> ColumnElement[bool]:
    wanted = literal([f"{key}:{needle}" for needle in needles], ARRAY(Text))
    return found.table.c.search.op("@>", is_comparison=True)(wanted)


def _last_contacts(session: Session, about_whom: Mapping[str, Mapping[int, int]]) -> dict[int, datetime]:
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
