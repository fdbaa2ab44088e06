"""Whom one may ring up about a record: its own numbers, and those of whom it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import Words
from bihuan.objects import queries as objects
from bihuan.org.viewer import Viewer
from bihuan.records.queries.loading import record
from bihuan.records.record import Record


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number one can ring: whose it is, what the field is called, and the number itself."""

    name: str
    label: Words
    number: str


def numbers(session: Session, viewer: Viewer, found: Record) -> list[Number]:
    """The numbers of a record and of what it points at, as far as the viewer sees both; each once."""
    by_number: dict[str, Number] = {}
    for one in (found, *_pointed_at(session, viewer, found)):
        hidden = viewer.hidden(one.object_key)
        for field in objects.object_def(session, one.object_key).fields:
            number = one.values.get(field.key)
            if field.type == "phone" and field.key not in hidden and isinstance(number, str) and number:
                by_number.setdefault(number, Number(name=one.title, label=field.label, number=number))
    return list(by_number.values())


def _pointed_at(session: Session, viewer: Viewer, found: Record) -> Iterator[Record]:
    hidden = viewer.hidden(found.object_key)
    for field in objects.object_def(session, found.object_key).fields:
        target = found.values.get(field.key)
        if field.type != "reference" or field.to is None or field.key in hidden or not isinstance(target, int):
            continue
        try:
            yield record(session, viewer, field.to, target)
        except NotFound:
            continue
