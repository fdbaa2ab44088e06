"""One rule of a draft, tried: on a record as it stands, and on the last days as the ledger tells them.

Nothing is done by it. Whoever asks is told of the records they see, and of nothing that is hidden from them: what a
rule comes to tells what stands in the fields it looks at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.design.queries import telling
from bihuan.design.queries.earlier import Earlier
from bihuan.kernel import calendar, conditions
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.conditions import Count
from bihuan.ledger import queries as ledger
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.queries import Leading
from bihuan.org.viewer import Viewer
from bihuan.process import queries as process
from bihuan.records import queries as records
from bihuan.records.record import Record
from bihuan.rules import choosing, filling, judging, rehearsing
from bihuan.rules import queries as rules
from bihuan.rules.choosing import About
from bihuan.rules.definition import Action, Alert, Assign, MakeTask, Push, RuleDef, meant
from bihuan.rules.judging import Case, Judgement
from bihuan.rules.rehearsing import Firing, Moment, Told

MOST_LINES = 60_000  # of the ledger; whoever has lived more is told of the latest
MOST_MOMENTS = 12_000  # at which the rule looks at a record
_AT_ONCE = 1000
_LONGEST_BACK = timedelta(days=120)
_UNITS = {"workdays": 2.5, "working_hours": 0.4, "days": 1.0, "hours": 1 / 24}  # days on the wall, amply


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What a rule would have done. `whole`: nothing was left out for its number; `closed`: it looks at what is hidden.

    `load` says how often it would have reached each person on each day.
    """

    fired: Sequence[Firing] = ()
    held: int = 0
    lines: int = 0
    whole: bool = True
    closed: bool = False
    load: Mapping[tuple[int, date], int] = field(default_factory=dict)
    reached: Mapping[int, Sequence[int]] = field(default_factory=dict)  # by the place of a firing


def closed(session: Session, viewer: Viewer, rule: RuleDef, drafted: Mapping[str, ObjectDef]) -> bool:
    """Whether what a rule comes to would tell this viewer of something that is hidden from them."""
    known = (objects.objects(session), drafted)
    return not viewer.may_do(rule.object, "read") or telling.rule_tells(viewer, rule, *known)


def rehearse(
    session: Session, viewer: Viewer, rule: RuleDef, *, days: int, until: datetime, drafted: Mapping[str, ObjectDef]
) -> Rehearsal:
    """Tell the last days to a rule of a draft, as far as this transaction sees."""
    if rule.object not in objects.objects(session):
        return Rehearsal()
    if closed(session, viewer, rule, drafted):
        return Rehearsal(closed=True)
    since = until - timedelta(days=days)
    past = _Past(session, viewer, rule, until=until)
    back = min(_reach(rule), _LONGEST_BACK)
    asked = rehearsing.kinds(rule)
    lines = ledger.happened(session, f"{rule.object}:", asked, since=since - back, until=until, limit=MOST_LINES)
    told = [
        Told(record_id=int(line.subject.split(":")[1]), at=line.at, heard=rehearsing.heard(line.kind, line.payload))
        for line in lines
    ]
    if rehearsing.looks_at_tasks(rule):
        late = activity.turned_late(session, rule.object, since=since - back, until=until, limit=MOST_LINES)
        told += [Told(record_id=number, at=at, heard=((rehearsing.LATE, frozenset()),)) for number, at in late]
        told.sort(key=lambda one: one.at)
    past.know({one.record_id for one in told})
    found = rehearsing.moments(rule, (one for one in told if one.record_id in past.owners), past.deadline, until=until)
    found = [*(one for one in found if one.at >= since), *past.rounds(since=since)]
    found.sort(key=lambda moment: moment.at)
    whole = len(told) < MOST_LINES and len(found) <= MOST_MOMENTS and not past.cut
    found = found[-MOST_MOMENTS:]
    past.remember(found)
    fired = list(rehearsing.firings(rule, found, past.judged))
    done = [one for one in fired if not one.held]
    people = _People(session, viewer, past, now=until)
    reached = {place: people.reached(one) for place, one in enumerate(done)}
    return Rehearsal(
        fired=done,
        held=len(fired) - len(done),
        lines=len(lines),
        whole=whole,
        load=people.load,
        reached=reached,
    )


def _reach(rule: RuleDef) -> timedelta:
    """How far back something may lie that a rule still waits after."""
    if rule.wait is None:
        return timedelta()
    limit = rule.wait.limit
    return timedelta(days=float(limit.amount) * _UNITS[limit.unit] + (12 if limit.unit.startswith("work") else 1))


class _Past:
    """The records a rule is about: whose they are, and what stood in them at a moment."""

    def __init__(self, session: Session, viewer: Viewer, rule: RuleDef, *, until: datetime) -> None:
        self._session, self._viewer, self._rule, self._until = session, viewer, rule, until
        self.owners: dict[int, int] = {}
        self.cut = False
        self._hours: dict[int, Calendar] = {}
        self._earlier = Earlier(session, objects.object_def(session, rule.object))
        self._counted: dict[tuple[int, str], int] = {}
        self._zone = str(org.calendar(session).zone)

    def know(self, record_ids: Collection[int]) -> None:
        """Whose these records are; those that are gone or not seen are left out."""
        wanted = sorted(record_ids)
        sheet = records.plain(self._session, objects.object_def(self._session, self._rule.object))
        table = sheet.table
        for start in range(0, len(wanted), _AT_ONCE):
            asked = select(table.c.id, table.c.owner_id).where(
                table.c.id.in_(wanted[start : start + _AT_ONCE]),
                table.c.deleted_at.is_(None),
                *records.seen(self._viewer, sheet),
            )
            self.owners |= dict(iter(self._session.execute(asked)))

    def deadline(self, record_id: int, since: datetime) -> datetime:
        """When the time is over that a rule lets pass for a record."""
        assert self._rule.wait is not None, "only such a rule waits"
        owner_id = self.owners[record_id]
        if owner_id not in self._hours:
            self._hours[owner_id] = org.calendar(self._session, owner_id)
        return calendar.deadline(self._rule.wait.limit, self._hours[owner_id], since)

    def rounds(self, *, since: datetime) -> list[Moment]:
        """Each time the clock would have set the rule off, each record there was."""
        working = org.calendar(self._session)
        hours = rehearsing.hours(self._rule, working, since=since, until=self._until, most=400)
        if not hours:
            return []
        sheet = records.plain(self._session, objects.object_def(self._session, self._rule.object))
        table = sheet.table
        asked = select(table.c.id, table.c.owner_id, table.c.created_at).where(
            table.c.deleted_at.is_(None), *records.seen(self._viewer, sheet)
        )
        most = max(1, MOST_MOMENTS // len(hours))
        rows = self._session.execute(asked.order_by(table.c.id.desc()).limit(most + 1)).all()
        self.cut = len(rows) > most
        self.owners |= {row.id: row.owner_id for row in rows}
        return [
            Moment(at=at, record_id=row.id, event="schedule")
            for at in hours
            for row in reversed(rows[:most])
            if row.created_at <= at
        ]

    def remember(self, found: Sequence[Moment]) -> None:
        """Read what stood in these records, if the rule looks at anything."""
        if found and _looks(self._rule):
            self._earlier.read({one.record_id for one in found}, since=min(one.at for one in found))

    def values(self, moment: Moment) -> Mapping[str, Any]:
        """What stood in a record at a moment."""
        return self._earlier.values(moment.record_id, moment.at)

    def judged(self, moment: Moment) -> Judgement:
        """What the rule would have come to. Others that refer to the record are counted as of today."""
        values = self.values(moment)

        def counted(asked: Count) -> int:
            place = moment.record_id, asked.key
            if place not in self._counted:
                self._counted[place] = _counted(self._session, asked, moment.record_id, now=self._until)
            return self._counted[place]

        def holds(condition: conditions.Condition) -> bool:
            return conditions.holds(condition, values, now=moment.at, counts=counted, zone=self._zone)

        return judging.judge(self._rule, Case(values=values, holds=holds, counted=counted))


def _counted(session: Session, asked: Count, record_id: int, *, now: datetime) -> int:
    """How many others refer to a record, whoever sees them: as the rule itself would count."""
    counting = process.counting(session, record_id, now=now)
    assert callable(counting), "related records are counted as they are asked for"
    return counting(asked)


def _looks(rule: RuleDef) -> bool:
    """Whether it looks at what stands in a record: by a condition, or for a person."""
    people = [whom for _, action in rule.actions() for whom in meant(action)]
    return any(True for _ in rule.conditions()) or any(whom.who == "member" for whom in people)


class _People:
    """Whom firings would have reached: people as they stand now, those in the viewer's range."""

    def __init__(self, session: Session, viewer: Viewer, past: _Past, *, now: datetime) -> None:
        self._lines: Leading = org.leading(session, now)
        self._known = telling.known_people(session, viewer)
        self._zone = org.calendar(session).tz
        self._past = past
        self.load: Counter[tuple[int, date]] = Counter()

    def reached(self, firing: Firing) -> list[int]:
        moment = firing.moment
        about = About(owner_id=self._past.owners[moment.record_id], values=self._past.values(moment))
        people = dict.fromkeys(one for _, action in firing.judgement.actions for one in self._of(action, about))
        day = moment.at.astimezone(self._zone).date()
        found = [one for one in people if self._known is None or one in self._known]
        self.load.update((one, day) for one in found)
        return found

    def _of(self, action: Action, about: About) -> list[int]:
        if isinstance(action, MakeTask):
            doing = choosing.doing(action.to, about, self._lines)
            return [] if doing is None else [doing]
        return list(choosing.told(action.to, about, self._lines)) if isinstance(action, Alert | Push) else []


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One thing that a rule would do now, and whom it would reach: each with whom they stand in for, if for anybody."""

    place: str
    action: Action
    people: Sequence[tuple[int, int | None]] = ()


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a rule comes to for one record as it stands. `closed`: it looks at what is hidden from the asker."""

    judgement: Judgement | None = None
    doing: Sequence[Doing] = ()
    closed: bool = False


def tried_on(
    session: Session, viewer: Viewer, rule: RuleDef, record_id: int, *, now: datetime, drafted: Mapping[str, ObjectDef]
) -> Trial:
    """What a rule of a draft would come to for a record that the viewer sees. NotFound for any other."""
    record = records.record(session, viewer, rule.object, record_id)
    if closed(session, viewer, rule, drafted):
        return Trial(closed=True)
    found = process.of_values(session, record.id, record.values, now=now)
    case = Case(
        values=record.values,
        holds=lambda condition: found.bears_out(condition, now=now),
        counted=lambda asked: _counted(session, asked, record.id, now=now),
    )
    judgement = judging.judge(rule, case)
    reaching = _Reaching(session, viewer, rule, record, now=now)
    return Trial(
        judgement=judgement,
        doing=[
            Doing(place=place, action=action, people=reaching.people(action)) for place, action in judgement.actions
        ],
    )


class _Reaching:
    """Whom the actions of a rule would reach now."""

    def __init__(self, session: Session, viewer: Viewer, rule: RuleDef, record: Record, *, now: datetime) -> None:
        self._session, self._viewer, self._rule, self._record, self._now = session, viewer, rule, record, now
        self._about = About(owner_id=record.owner_id, values=record.values)
        self._lines = org.leading(session, now)
        self._known = telling.known_people(session, viewer)

    def people(self, action: Action) -> list[tuple[int, int | None]]:
        """Each with whom they stand in for; of those the viewer may know."""
        found = dict[int, int | None]()
        for whom in meant(action):
            one = choosing.meant(whom, self._about, self._lines)
            if one is None:
                continue
            instead = self._lines.standing_in(one[0])
            if not isinstance(action, MakeTask):
                found.setdefault(one[0], None)
            found.setdefault(instead, one[0] if instead != one[0] else None)
        if isinstance(action, Assign):
            next_one = self._shared_out(action)
            found |= {} if next_one is None else {next_one: None}
        return [(one, of) for one, of in found.items() if self._known is None or one in self._known]

    def _shared_out(self, action: Assign) -> int | None:
        crowd = choosing.Crowd(
            lines=self._lines,
            team_names=org.team_names(self._session),
            away=org.away_until(self._session, self._now),
            load=rules.load(self._session),
        )
        where = action.region_field
        region = filling.said(self._session, self._viewer, self._record, where, "zh") if where else None
        last = rules.last_turn(self._session, f"{self._rule.key}:{action.key}")
        return choosing.shared_out(action, self._about, crowd, last=last, region=region)
