"""What was taken away and can still come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Version
from bihuan.design import operations
from bihuan.objects import ddl
from bihuan.objects import queries as objects
from bihuan.objects.models import StoredColumn


@dataclass(frozen=True, kw_only=True)
class Gone:
    """A field, or with no field key a whole object: the last version that had it, and how many values it holds."""

    object_key: str
    field_key: str | None
    removed_at: datetime
    purged_at: datetime
    last: Version
    removed_in: Version | None
    values: int


def gone(session: Session, *, now: datetime) -> list[Gone]:
    """All that was taken away in the last thirty days, the latest first; values as far as the viewer sees."""
    hidden = [
        one
        for one in objects.stored_columns(session)
        if one.hidden_at is not None and now < one.hidden_at + ddl.RESTORABLE
    ]
    live = objects.objects(session)
    history = versions.released_before(session, moment=now)
    found = [_field(session, one, history) for one in hidden if one.object_key in live]
    lost = dict.fromkeys(one.object_key for one in hidden if one.object_key not in live)
    found += [_object(session, key, [one for one in hidden if one.object_key == key], history) for key in lost]
    return sorted((one for one in found if one is not None), key=lambda one: one.removed_at, reverse=True)


def _field(session: Session, column: StoredColumn, history: Sequence[int]) -> Gone | None:
    place = ("objects", column.object_key, "fields", column.field_key)
    last, after = _last(session, history, column, place)
    if last is None or column.hidden_at is None:
        return None
    return Gone(
        object_key=column.object_key,
        field_key=column.field_key,
        removed_at=column.hidden_at,
        purged_at=column.hidden_at + ddl.RESTORABLE,
        last=last,
        removed_in=after,
        values=objects.filled(session, column),
    )


def _object(session: Session, key: str, columns: Iterable[StoredColumn], history: Sequence[int]) -> Gone | None:
    moments = [one.hidden_at for one in columns if one.hidden_at is not None]
    last, after = _last(session, history, None, ("objects", key))
    if last is None:
        return None
    return Gone(
        object_key=key,
        field_key=None,
        removed_at=max(moments),
        purged_at=max(moments) + ddl.RESTORABLE,
        last=last,
        removed_in=after,
        values=objects.recorded(session, key),
    )


def _last(
    session: Session, history: Sequence[int], column: StoredColumn | None, place: Sequence[str]
) -> tuple[Version | None, Version | None]:
    """The newest version in which it stood, as a field of this type, and the one that took it away."""
    after: Version | None = None
    for version_id in history:
        version = versions.version(session, version_id)
        there = operations.found(version.body, place)
        if there is not None and (column is None or (there["type"], there.get("to")) == (column.type, column.to_key)):
            return version, after
        after = version
    return None, None
