"""What was lived in the last days, and what was there at each moment of it: enough to judge it by another process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import ARRAY, BigInteger, and_, any_, literal, or_, select
from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.activity.models import Activity
from bihuan.approvals import queries as approvals
from bihuan.approvals.definition import ApprovalDef
from bihuan.design import replaying
from bihuan.design.definition import Blueprint
from bihuan.design.queries import telling
from bihuan.design.replaying import Lived, Outcome, Rules, World
from bihuan.kernel.calendar import Calendar
from bihuan.ledger import queries as ledger
from bihuan.objects import fields, tables
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import gates
from bihuan.process import queries as process
from bihuan.process.definition import Deliverable, Process, Stage
from bihuan.process.gates import Evidence, Tally
from bihuan.process.models import HandedIn, Journey, Stay
from bihuan.records import queries as records

MOST_STAYS = 100_000  # whoever has lived more is told of the latest
_AT_ONCE = 1000
_NUMBERS = ARRAY(BigInteger)
_MOST_EVENTS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days that are replayed, until `until`; and which of several equal parts of them: the stays that ended in it.

    The parts of a span, added up, are the whole.
    """

    days: int
    until: datetime
    part: int = 1
    of: int = 1

    @property
    def since(self) -> datetime:
        """When the span begins."""
        return self.until - timedelta(days=self.days)

    @property
    def ended(self) -> tuple[datetime, datetime | None]:
        """Between which moments the stays of this part ended; of the last part also those that last."""
        each = timedelta(days=self.days) / self.of
        return self.since + each * (self.part - 1), None if self.part == self.of else self.since + each * self.part


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The same days under the version that lives and under a draft. `whole`: nothing was left out for its number."""

    since: datetime
    stays: int
    whole: bool
    live: Outcome
    draft: Outcome


def replay(session: Session, viewer: Viewer, draft: Blueprint, span: Span) -> Replay:
    """Let days be lived again under a draft and under what lives, as far as this transaction sees."""
    since, now = span.since, span.until
    objects_now = objects.objects(session)
    live = telling.askable(viewer, process.processes(session), objects_now)
    stays = _stays(session, list(live), span)
    drafted = {found.key: found for found in draft.objects}
    after = telling.askable(viewer, {found.key: found for found in draft.processes}, objects_now, drafted)
    past = _Past(session, live, after, objects_now, stays, asked=draft.approvals, since=since)
    world = _world(session, viewer, past, since=since, now=now)
    versions = (
        Rules(processes=live, labels=_labels(objects_now.values())),
        Rules(processes=after, labels=_labels(draft.objects)),
    )
    lived, tried = replaying.replay(versions, stays, world)
    return Replay(since=since, stays=len(stays), whole=len(stays) < MOST_STAYS, live=lived, draft=tried)


def _stays(session: Session, process_keys: Collection[str], span: Span) -> list[Lived]:
    first, last = span.ended
    ended = Stay.left_at >= first
    inside = or_(Stay.left_at.is_(None), ended) if last is None else and_(ended, Stay.left_at < last)
    asked = (
        select(
            *(Stay.id, Stay.journey_id, Journey.record_id, Stay.process_key, Stay.stage_key, Stay.owner_id),
            *(Stay.entered_at, Stay.left_at, Stay.left_how),
        )
        .join(Journey, Journey.id == Stay.journey_id)
        .where(Stay.process_key.in_(process_keys), ~Stay.opening)
        .where(inside, Stay.entered_at <= span.until)
        .order_by(Stay.entered_at.desc(), Stay.id.desc())
        .limit(MOST_STAYS)
    )
    return [
        Lived(
            id=row.id,
            journey_id=row.journey_id,
            record_id=row.record_id,
            process_key=row.process_key,
            stage_key=row.stage_key,
            owner_id=row.owner_id,
            entered_at=row.entered_at,
            left_at=row.left_at,
            how=row.left_how,
        )
        for row in session.execute(asked)
    ]


def _labels(found: Iterable[ObjectDef]) -> dict[str, dict[str, Any]]:
    return {one.key: {field.key: field.label for field in one.fields} for one in found}


def _world(session: Session, viewer: Viewer, past: _Past, *, since: datetime, now: datetime) -> World:
    lines, hours = org.leading(session, now), dict[int, Calendar]()

    def hours_of(person_id: int) -> Calendar:
        if person_id not in hours:
            hours[person_id] = org.calendar(session, person_id)
        return hours[person_id]

    known = telling.known_people(session, viewer)

    @cache
    def told(person_id: int, last: bool) -> tuple[int, ...]:
        above = lines.manager(person_id)
        further = lines.manager(above) if last and above is not None else None
        reached = dict.fromkeys(one for one in (person_id, above, further) if one is not None)
        return tuple(one for one in reached if known is None or one in known)

    return World(evidence=past.evidence, hours=hours_of, told=told, since=since, now=now)


class _Past:
    """What was there at a moment: values, what was handed in, who was in touch, what else had been noted."""

    def __init__(  # noqa: PLR0913 - what the past is asked for
        self,
        session: Session,
        live: Mapping[str, Process],
        after: Mapping[str, Process],
        known: Mapping[str, ObjectDef],
        stays: Sequence[Lived],
        *,
        asked: Iterable[ApprovalDef],
        since: datetime,
    ) -> None:
        """Read all that gates of either version may look at, in a few statements."""
        self._session, self._known = session, known
        self._approvals = {**approvals.approvals(session), **{one.key: one for one in asked}}
        self._zone = str(org.calendar(session).zone)
        self._latest: tuple[int, dict[str, Any], dict[str, Tally]] = (0, {}, {})
        self._object = {key: found.object for key, found in {**after, **live}.items()}
        passed = [stay for stay in stays if stay.how in replaying.PASSED and stay.left_at and stay.left_at >= since]
        by_object: dict[str, set[int]] = defaultdict(set)
        for stay in passed:
            by_object[self._object[stay.process_key]].add(stay.record_id)
        self._values = {
            (key, number): values for key, numbers in by_object.items() for number, values in self._facts(key, numbers)
        }
        self._changes = self._changed(by_object, since=since)
        self._handed = self._handed_in({stay.journey_id for stay in passed})
        self._contacts = self._been_in_touch(by_object)
        self._approved = approvals.approved_on(session, {stay.journey_id for stay in passed})
        self._done = activity.done_before(session, "stage_task", {stay.journey_id for stay in passed})
        wanted = {
            (thing.object, found.object)
            for found in (*live.values(), *after.values())
            for thing in found.deliverables()
            if thing.kind == "record" and thing.object in known
        }
        self._made = {(key, to): self._referring(key, to) for key, to in wanted if key is not None}

    def evidence(self, stay: Lived, stage: Stage, at: datetime) -> Evidence:
        """What the gate of a stage would have looked at."""
        if self._latest[0] != stay.id:  # one version after the other asks about the same stay
            values = self._values_at(self._object[stay.process_key], stay.record_id, at)
            given = gates.tallied(
                (name, self._became(status, reviewed, at), 1)
                for name, handed, status, reviewed in self._handed.get(stay.journey_id, ())
                if handed <= at
            )
            self._latest = (stay.id, values, given)
        _, values, given = self._latest
        there = {
            thing.key: Tally(accepted=self._counted(stay, thing, values, at))
            for thing in stage.gate.deliverables
            if thing.kind in {"summary", "record", "task", "approval"}
        }
        counts = process.counting(self._session, stay.record_id, now=at)
        return Evidence(values=values, handed_in={**given, **there}, counts=counts, zone=self._zone)

    @staticmethod
    def _became(status: str, reviewed: datetime | None, at: datetime) -> str:
        return "waiting" if reviewed is not None and reviewed > at else status

    def _counted(self, stay: Lived, thing: Deliverable, values: Mapping[str, Any], at: datetime) -> int:
        key, kinds = self._object[stay.process_key], thing.activity_kinds
        if thing.kind == "task":
            causes = process.task_causes(stay.journey_id, thing)
            return sum(self._done.get(cause, datetime.max.replace(tzinfo=at.tzinfo)) <= at for cause in causes)
        if thing.kind == "approval":
            approved = self._approved.get((stay.journey_id, thing.approval or ""), ())
            return thing.count * (any(when <= at for when in approved) or not self._asks(stay, thing, values, at))
        if thing.kind == "record":
            return sum(made <= at for made in self._made.get((thing.object or "", key), {}).get(stay.record_id, ()))
        been = self._contacts.get((key, stay.record_id), ())
        return sum(stay.entered_at <= when <= at and (not kinds or what in kinds) for what, when in been)

    def _asks(self, stay: Lived, thing: Deliverable, values: Mapping[str, Any], at: datetime) -> bool:
        """Whether these values need any step of an approval; what needs none is given unasked."""
        found = self._approvals.get(thing.approval or "")
        return found is None or bool(approvals.plan(self._session, found, stay.record_id, values, now=at))

    def _values_at(self, key: str, record_id: int, at: datetime) -> dict[str, Any]:
        values = dict(self._values.get((key, record_id), {}))
        # Backwards from what stands there now: each change later than the moment is taken back.
        for when, field, before in self._changes.get((key, record_id), ()):
            if when <= at:
                break
            values[field] = before
        return values

    def _facts(self, key: str, record_ids: Iterable[int]) -> Iterable[tuple[int, Mapping[str, Any]]]:
        known, wanted = dict[int, Mapping[str, Any]](), sorted(record_ids)
        for start in range(0, len(wanted), _AT_ONCE):
            known |= records.facts_of(self._session, key, wanted[start : start + _AT_ONCE])
        for record_id in wanted:  # of one that was deleted since, nothing is known any more
            yield record_id, known.get(record_id, {})

    def _changed(
        self, by_object: Mapping[str, Collection[int]], *, since: datetime
    ) -> dict[tuple[str, int], list[tuple[datetime, str, Any]]]:
        """When which field changed, and from what; the latest first."""
        found: dict[tuple[str, int], list[tuple[datetime, str, Any]]] = defaultdict(list)
        for key, numbers in by_object.items():
            by_key, listed = self._known[key].by_key, sorted(numbers)
            for start in range(0, len(listed), _AT_ONCE):
                subjects = [f"{key}:{number}" for number in listed[start : start + _AT_ONCE]]
                until = datetime.max.replace(tzinfo=since.tzinfo)
                asked = partial(ledger.during, self._session, subjects, since=since, until=until)
                for entry in asked(limit=_MOST_EVENTS, kinds=("record.changed", "record.graded")):
                    told = [*entry.payload.get("changes", ()), *(entry.personal or {}).get("changes", ())]
                    for change in told:
                        field = by_key.get(change["field"])
                        if field is not None:
                            before = change["from"]
                            value = None if before is None else fields.of(field.type).read(before, field)
                            found[key, int(entry.subject.split(":")[1])].append((entry.recorded_at, field.key, value))
        return found

    def _handed_in(self, journeys: Collection[int]) -> dict[int, list[tuple[str, datetime, str, datetime | None]]]:
        found: dict[int, list[tuple[str, datetime, str, datetime | None]]] = defaultdict(list)
        asked = select(HandedIn.journey_id, HandedIn.key, HandedIn.at, HandedIn.status, HandedIn.reviewed_at)
        for row in self._session.execute(asked.where(HandedIn.journey_id == any_(literal(sorted(journeys), _NUMBERS)))):
            found[row.journey_id].append((row.key, row.at, row.status, row.reviewed_at))
        return found

    def _been_in_touch(
        self, by_object: Mapping[str, Collection[int]]
    ) -> dict[tuple[str, int], list[tuple[str, datetime]]]:
        found: dict[tuple[str, int], list[tuple[str, datetime]]] = defaultdict(list)
        for key, numbers in by_object.items():
            asked = select(Activity.record_id, Activity.kind, Activity.recorded_at)
            asked = asked.where(
                Activity.object_key == key, Activity.record_id == any_(literal(sorted(numbers), _NUMBERS))
            )
            for record_id, kind, at in self._session.execute(asked):
                found[key, record_id].append((kind, at))
        return found

    def _referring(self, key: str, to: str) -> dict[int, list[datetime]]:
        """When records of an object were made that refer to each of another."""
        table, found = tables.table(self._session, key), defaultdict[int, list[datetime]](list)
        for field in self._known[key].fields:
            if field.type == "reference" and field.to == to:
                column = table.c[field.key]
                asked = select(column, table.c.created_at).where(column.is_not(None), table.c.deleted_at.is_(None))
                for record_id, made in self._session.execute(asked):
                    found[record_id].append(made)
        return found
