"""Who asks, about which process, which days, which people: settled once, then every statement is built inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, FromClause, Table, cast, false, func, literal, or_, select
from sqlalchemy.orm import Session

from bihuan.kernel.db import Sight
from bihuan.kernel.refusals import Invalid, NotFound
from bihuan.metrics import periods
from bihuan.metrics.periods import Period, Span
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer
from bihuan.process import queries as processes
from bihuan.process.definition import Process
from bihuan.process.models import Journey
from bihuan.records import policy
from bihuan.records.policy import FieldHidden

_LONGEST_ID = 18  # digits
OWN_NUMBERS_ASIDE = "metrics.read"  # without this right, a person sees numbers about their own work alone


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked for, as it came: days by their dates, or a period counted from today's."""

    process: str | None = None
    first: date | None = None
    last: date | None = None
    period: Period | None = None
    offset: int = 0
    team_id: int | None = None
    person_id: int | None = None
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by field: the values that are kept
    all_seen: bool = False  # count what the viewer's lists show anyway, with or without the right to others' numbers


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every statement of one answer shares."""

    viewer: Viewer
    process: Process
    object_def: ObjectDef
    records: Table
    zone: str
    now: datetime
    span: Span
    team: tuple[int, int] | None = None
    person_id: int | None = None
    only: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    inside: Sequence[tuple[int, int]] | None = None  # only the work of people in these places
    outside: Sequence[tuple[int, int]] | None = None  # only that of everybody else

    @property
    def today(self) -> date:
        """The day it is in the workspace."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The moments between which the days asked for lie."""
        return self.span.bounds(self.zone)

    @property
    def hidden(self) -> frozenset[str]:
        """The fields of the record that this viewer never sees."""
        return policy.hidden(self.viewer, self.object_def)

    @property
    def reach(self) -> tuple[int, int] | None:
        """The positions whose work counts: the viewer's range, as far as it is the team's; None for everyone's."""
        sight = self.viewer.sight
        if sight.all:
            return self.team
        lo, hi = self.team or (sight.lo, sight.hi)
        return max(lo, sight.lo), min(hi, sight.hi)

    def day(self, moment: ColumnElement[datetime]) -> ColumnElement[date]:
        """The day of a moment on the workspace's wall."""
        return cast(func.timezone(literal(self.zone), moment), Date)

    def among(self, responsible: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """Only the work of the person, or of the people of the team, that was asked about."""
        found: list[ColumnElement[bool]] = []
        if self.person_id is not None:
            found.append(responsible == self.person_id)
        if self.team is not None:
            found.append(responsible.in_(select(Person.id).where(Person.pos.between(*self.team))))
        if self.inside is not None:
            found.append(responsible.in_(select(Person.id).where(_in_places(self.inside))))
        if self.outside is not None:
            found.append(responsible.in_(select(Person.id).where(~_in_places(self.outside))))
        return found

    def chosen(self) -> list[ColumnElement[bool]]:
        """Only the records whose fields have the values that were asked for."""
        return [self.records.c[key].in_(values) for key, values in self.only.items()]

    def journeys(self) -> FromClause:
        """The journeys beside their records."""
        journey = Journey.__table__
        return journey.join(self.records, self.records.c.id == journey.c.record_id)

    def within(self) -> list[ColumnElement[bool]]:
        """What holds for every journey that counts: this process, not deleted, in the viewer's range."""
        return [
            Journey.__table__.c.process_key == self.process.key,
            self.records.c.deleted_at.is_(None),
            *org.seeing(self.viewer, Journey.__table__.c.owner_pos),
        ]

    def amount(self) -> ColumnElement[Any]:
        """The column of the process's amount. FieldHidden for who may not see it, Invalid where there is none."""
        key = self.process.amount
        if key is None or key not in self.records.c:
            raise Invalid([{"field": "process", "code": "no_amount", "message": "This process has no amount."}])
        if key in self.hidden:
            raise FieldHidden([key])
        return self.records.c[key]

    def title(self) -> ColumnElement[Any] | None:
        """The column of the record's title, where it is kept and the viewer may see it."""
        key = self.object_def.title
        if key in self.hidden or key not in self.records.c:
            return None
        return self.records.c[key]

    @property
    def currency(self) -> str | None:
        """The unit of the process's amount."""
        field = self.object_def.field(self.process.amount) if self.process.amount else None
        return field.unit if field else None


def frame(session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime, usual: Period = "all") -> Frame:
    """Settle what a question is about; `usual` is the period when none was asked for.

    NotFound for a process, team or person the viewer may not know.
    """
    process = _process(session, viewer, wanted.process)
    working = org.calendar(session)
    settled = Frame(
        viewer=viewer if wanted.all_seen else _own_numbers(session, viewer),
        process=process,
        object_def=objects.object_def(session, process.object),
        records=tables.table(session, process.object),
        zone=working.zone,
        now=now,
        span=Span(first=wanted.first, last=wanted.last),
        team=_team(session, viewer, wanted.team_id),
        person_id=_person(session, viewer, wanted.person_id),
    )
    settled = replace(settled, only={key: _kept(settled, key, values) for key, values in wanted.only.items()})
    if wanted.first and wanted.last and wanted.first > wanted.last:
        raise Invalid([{"field": "from", "code": "from_after_to", "message": "The first day lies after the last."}])
    if wanted.first or wanted.last:
        return settled
    return replace(settled, span=periods.span(wanted.period or usual, wanted.offset, settled.today))


def kept(written: Iterable[str]) -> dict[str, list[str]]:
    """What `field:value`, said as often as one likes, keeps of each field."""
    found: dict[str, list[str]] = {}
    for one in written:
        key, _, value = one.partition(":")
        found.setdefault(key, []).append(value)
    return found


def _in_places(places: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    return or_(false(), *(Person.pos.between(lo, hi) for lo, hi in places))


def _process(session: Session, viewer: Viewer, key: str | None) -> Process:
    readable = [found for found in processes.walked(session).values() if viewer.may_do(found.object, "read")]
    found = next((process for process in readable if key is None or process.key == key), None)
    if found is None:
        raise NotFound
    return found


def _own_numbers(session: Session, viewer: Viewer) -> Viewer:
    sight = viewer.sight
    if viewer.may(OWN_NUMBERS_ASIDE) or (not sight.all and sight.lo == sight.hi):
        return viewer
    own = org.person(session, viewer.person_id)
    return replace(viewer, sight=Sight(lo=own.pos, hi=own.pos, person_id=own.id))


def _team(session: Session, viewer: Viewer, team_id: int | None) -> tuple[int, int] | None:
    if team_id is None:
        return None
    found: Team = org.team(session, team_id)
    sight = viewer.sight
    if not sight.all and (found.hi < sight.lo or found.lo > sight.hi):
        raise NotFound
    return found.lo, found.hi


def _person(session: Session, viewer: Viewer, person_id: int | None) -> int | None:
    if person_id is None:
        return None
    found = org.person(session, person_id)
    if not viewer.sees(found.pos):
        raise NotFound
    return int(found.id)


def _kept(frame: Frame, key: str, values: Sequence[str]) -> Sequence[Any]:
    """The values of a field as its column has them. FieldHidden for one that stays closed, Invalid for what is none."""
    field = frame.object_def.field(key)
    if field is not None and key in frame.hidden:
        raise FieldHidden([key])
    if field is None or field.type not in KEPT_BY or key not in frame.records.c:
        raise Invalid([{"field": "only", "code": "unknown_field", "message": f"Nothing is chosen by {key[:40]!r}."}])
    try:
        return [KEPT_BY[field.type](value) for value in values]
    except (ValueError, KeyError):
        message = f"{key!r} has no such value."
        raise Invalid([{"field": "only", "code": "unknown_value", "message": message}]) from None


def _number(written: str) -> int:
    if not written.isdecimal() or len(written) > _LONGEST_ID:
        raise ValueError(written)
    return int(written)


def _text(written: str) -> str:
    if not written.isprintable():
        raise ValueError(written)
    return written


KEPT_BY: Mapping[str, Callable[[str], Any]] = {
    "choice": _text,
    "boolean": {"true": True, "false": False}.__getitem__,
    "reference": _number,
    "member": _number,
}
