"""Texts with the values of the record they are about, each reader's own: what one may not see is not said."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bihuan.kernel.words import Lang, Words
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records import queries as records
from bihuan.records.record import Record
from bihuan.rules import definition

UNSEEN = "…"


def filled(session: Session, viewer: Viewer, record: Record, words: Words) -> Words:
    """A text with the values it names in braces, as this viewer may read them."""
    keys = definition.named(words.zh) | definition.named(words.en)
    if not keys:
        return words
    closed = policy.hidden(viewer, objects.object_def(session, record.object_key))
    told: dict[Lang, dict[str, str]] = {
        lang: {key: UNSEEN if key in closed else said(session, viewer, record, key, lang) for key in keys}
        for lang in ("zh", "en")
    }
    return Words(zh=definition.filled(words.zh, told["zh"])[:2000], en=definition.filled(words.en, told["en"])[:2000])


def said(session: Session, viewer: Viewer, record: Record, key: str, lang: Lang) -> str:
    """One value as a person reads it; empty where there is none, and of what points at something unseen."""
    field = objects.object_def(session, record.object_key).by_key.get(key)
    value = record.values.get(key) if field else None
    if field is None or value is None:
        return ""
    made = fields.of(field.type)
    target = made.target(field)
    if target is None:
        return made.say(value, field, lang)
    named = records.names(session, viewer, {target: [value]})[target].get(value)
    return named.name if named else UNSEEN
