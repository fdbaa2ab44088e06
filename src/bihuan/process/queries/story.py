"""All that a journey's page shows, in one question: the rows of its tables come as lists inside one answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar, cast

from sqlalchemy import BigInteger, DateTime, Table, bindparam, case, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from bihuan.kernel.db import Model
from bihuan.kernel.prepared import Prepared
from bihuan.org import queries as org
from bihuan.process import gates
from bihuan.process.gates import Tally
from bihuan.process.models import Confirmation, HandedIn, Hold, Journey, Passage, Stay
from bihuan.process.shapes import ConfirmationOut, FileOut
from bihuan.records.models import File


class ToldStay(NamedTuple):
    """A time in one stage."""

    id: int
    stage_key: str
    person_id: int
    entered_at: datetime
    left_at: datetime | None
    left_how: str | None
    warn_at: datetime | None
    due_at: datetime | None
    escalate_at: datetime | None
    opening: bool


class ToldHold(NamedTuple):
    """Who held the ball in a part of a stay."""

    stay_id: int
    holder: str
    cause: str
    since: datetime
    until: datetime | None


class ToldThing(NamedTuple):
    """Something handed in; its file where it has one and the viewer sees it."""

    id: int
    stage_key: str
    key: str
    kind: str
    status: str
    text: str | None
    answers: dict[str, Any] | None
    by_id: int
    at: datetime
    late: bool
    reviewer_id: int | None
    reviewed_by_id: int | None
    reviewed_at: datetime | None
    review_reason: str | None
    file: FileOut | None


class ToldPassage(NamedTuple):
    """A closed gate that was passed by right."""

    id: int
    stage_key: str
    reason: str
    missing: list[Any]
    by_id: int
    at: datetime


Told = TypeVar("Told", ToldStay, ToldHold, ToldThing, ConfirmationOut, ToldPassage)


_ID = bindparam("journey_id", type_=BigInteger)
_file = cast(Table, File.__table__)
_FILE = case(
    (
        _file.c.id.is_not(None),
        func.json_build_object(*chain.from_iterable((name, _file.c[name]) for name in FileOut.__annotations__)),
    )
)


class _Part(Generic[Told]):
    """The rows of one table: a list of lists inside the answer, and how they become what is told."""

    def __init__(self, told: type[Told], table: type[Model], *order: str, file: bool = False) -> None:
        """Tell the columns that `told` names, in this order, and the `file` that belongs to each row."""
        self._told: type[Told] = told
        self._names = tuple(told.__annotations__)
        own = cast(Table, table.__table__)
        columns = [_FILE if file and name == "file" else own.c[name] for name in self._names]
        self._moments = [place for place, column in enumerate(columns) if isinstance(column.type, DateTime)]
        ordered = aggregate_order_by(func.json_build_array(*columns), *(own.c[name] for name in order))
        source = own.outerjoin(_file, _file.c.id == own.c.file_id) if file else own
        self.asked = select(func.json_agg(ordered)).select_from(source).where(own.c.journey_id == _ID).scalar_subquery()

    def read(self, rows: Sequence[list[Any]] | None) -> list[Told]:
        """The rows as they came: JSON has no moments."""
        for row in rows or ():
            for place in self._moments:
                if row[place] is not None:
                    row[place] = datetime.fromisoformat(row[place])
        return [self._told(**dict(zip(self._names, row, strict=True))) for row in rows or ()]


_STAYS = _Part(ToldStay, Stay, "seq")
_HOLDS = _Part(ToldHold, Hold, "since", "id")
_THINGS = _Part(ToldThing, HandedIn, "at", "id", file=True)
_LINKS = _Part(ConfirmationOut, Confirmation, "sent_at")
_PASSAGES = _Part(ToldPassage, Passage, "at")
_STORY = Prepared(select(*(part.asked for part in (_STAYS, _HOLDS, _THINGS, _LINKS, _PASSAGES))))


@dataclass(frozen=True, kw_only=True)
class Story:
    """A journey with its stays, holds, evidence and exceptions, and the names of everyone in the house."""

    journey: Journey
    stays: list[ToldStay]
    holds: Mapping[int, list[ToldHold]]
    handed_in: list[ToldThing]
    confirmations: list[ConfirmationOut]
    passages: list[ToldPassage]
    names: Mapping[int, str]

    def tallies(self) -> dict[str, Tally]:
        """How much was handed in for each deliverable, as a gate counts it."""
        sent = [(link["key"], "sent", 1) for link in self.confirmations if link["answer"] is None]
        return gates.tallied([*((thing.key, thing.status, 1) for thing in self.handed_in), *sent])


def story(session: Session, journey: Journey) -> Story:
    """Everything about one journey that the viewer has been found to see, as it stands in the database."""
    found = _STORY.one(session, journey_id=journey.id)
    assert found is not None, "it always answers, if with nothing"
    stays, held, things, links, passages = found
    holds: defaultdict[int, list[ToldHold]] = defaultdict(list)
    for hold in _HOLDS.read(held):
        holds[hold.stay_id].append(hold)
    return Story(
        journey=journey,
        stays=_STAYS.read(stays),
        holds=holds,
        handed_in=_THINGS.read(things),
        confirmations=_LINKS.read(links),
        passages=_PASSAGES.read(passages),
        names=org.directory(session),
    )
