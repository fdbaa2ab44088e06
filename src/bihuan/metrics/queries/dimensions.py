"""By what an answer is split: a closed list, and the fields of the object that the viewer may read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, select
from sqlalchemy.orm import Session

from bihuan.activity import queries as activity
from bihuan.kernel.refusals import Invalid
from bihuan.kernel.words import Lang, Words
from bihuan.metrics import periods, words
from bihuan.metrics.definition import PEOPLE, TIMES, Dimension, Metric
from bihuan.metrics.queries.frames import Frame
from bihuan.metrics.queries.sources import ACTIVITY, HANDED_IN, HOLD, JOURNEY, Source
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import FieldDef
from bihuan.org import queries as org
from bihuan.org.models import Person, Team
from bihuan.records import policy
from bihuan.records.policy import FieldHidden

Key = str | int | None
Labels = Mapping[Key, str]
FIELD_TYPES = ("choice", "boolean", "reference", "member")
UNSEEN = 0  # the group of what the viewer may not see; no record has this id
_UNSEEN = Words(zh="（看不到的）", en="(not visible to you)")
_EMPTY = Words(zh="（没填）", en="(empty)")
_YES, _NO = Words(zh="是", en="Yes"), Words(zh="否", en="No")
_OPEN = Words(zh="进行中", en="Open")
_WRITTEN = {
    Dimension.WEEK: 'IYYY"-W"IW',
    Dimension.MONTH: "YYYY-MM",
    Dimension.QUARTER: 'YYYY"-Q"Q',
    Dimension.YEAR: "YYYY",
}


@dataclass(frozen=True, kw_only=True)
class Split:
    """How rows fall into groups: the key of each, where it is joined from, what a key is called, and the order."""

    key: ColumnElement[Any]
    rows: FromClause
    labels: Callable[[Session, Collection[Key]], Labels]
    order: tuple[Key, ...] | None = None  # of the keys, where they have one of their own
    by_key: bool = False


def offered(session: Session, frame: Frame, metric: Metric) -> list[tuple[str, Words | None]]:
    """By what a metric can be split for this viewer: the key of each, and its words where it is a field."""
    known = {found.value for found in Dimension}
    fields = [field for field in frame.object_def.fields if field.type in FIELD_TYPES and field.key not in frame.hidden]
    readable = [field for field in fields if field.key not in known and _readable(session, frame, field)]
    return [(found.value, None) for found in metric.by] + [(field.key, field.label) for field in readable]


def split(session: Session, frame: Frame, metric: Metric, source: Source, by: str) -> Split:
    """How a metric is split. FieldHidden for a field that stays closed, Invalid for what it can't be split by."""
    if by in {found.value for found in metric.by}:
        return _built_in(frame, metric, source, Dimension(by))
    field = frame.object_def.field(by.removeprefix("field."))
    if field is not None and (field.key in frame.hidden or not _readable(session, frame, field)):
        raise FieldHidden([field.key])
    if field is None or field.type not in FIELD_TYPES or field.key not in frame.records.c:
        allowed = [key for key, _ in offered(session, frame, metric)]
        message = "This number can't be split so."
        raise Invalid([{"field": "by", "code": "unknown_dimension", "message": message, "allowed": allowed}])
    return _reference(session, frame, source, field) if field.type == "reference" else _plain(frame, source, field)


def _built_in(frame: Frame, metric: Metric, source: Source, by: Dimension) -> Split:
    lang = frame.viewer.lang
    if by in TIMES:
        moment = func.timezone(literal(frame.zone), source.moments[metric.basis])
        key = func.to_char(moment, literal(_WRITTEN[by]))
        bucket = periods.BUCKETS[TIMES.index(by)]
        return Split(
            key=key,
            rows=source.rows,
            labels=_called(lambda found: periods.label(bucket, str(found), lang)),
            by_key=True,
        )
    if by in PEOPLE:
        return _people(source, by)
    return _PLAIN[by](frame, source)


def _people(source: Source, by: Dimension) -> Split:
    if by is Dimension.OWNER:
        return Split(key=source.responsible, rows=source.rows, labels=_person_names)
    tree = _tree()
    rows = source.rows.join(tree, tree.c.person_id == source.responsible, isouter=True)
    labels = _person_names if by is Dimension.MANAGER else _team_names
    return Split(key=tree.c[by.value], rows=rows, labels=labels)


def _tree() -> FromClause:
    """Each person's team, the nearest region around it, and who leads; worked out once, not once for each row."""
    around = (
        select(Team.id)
        .where(Team.kind == "region", Team.lo <= Person.pos, Team.hi >= Person.pos)
        .correlate(Person)
        .order_by(Team.lo.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Person.id.label("person_id"),
            Person.team_id.label("team"),
            around.label("region"),
            func.coalesce(Person.manager_id, Team.manager_id).label("manager"),
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .cte("tree")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )


def _stages(frame: Frame, source: Source) -> Split:
    lang = frame.viewer.lang
    names = {stage.key: stage.label.say(lang) for stage in frame.process.stages}
    return Split(key=source.stage, rows=source.rows, labels=_called(_from(names)), order=tuple(names))


def _outcomes(frame: Frame, source: Source) -> Split:
    lang, process = frame.viewer.lang, frame.process
    names = {"open": _OPEN.say(lang), "won": process.won.say(lang), "lost": process.lost.say(lang)}
    key = func.coalesce(JOURNEY.c.outcome, "open")
    return Split(key=key, rows=source.rows, labels=_called(_from(names)), order=tuple(names))


def _lost_reasons(frame: Frame, source: Source) -> Split:
    names = {reason.key: reason.label.say(frame.viewer.lang) for reason in frame.process.lost_reasons}
    return Split(key=JOURNEY.c.reason, rows=source.rows, labels=_called(_from(names)))


def _holders(frame: Frame, source: Source) -> Split:
    lang = frame.viewer.lang
    return Split(key=HOLD.c.holder, rows=source.rows, labels=_called(lambda key: words.holder(str(key), lang)))


def _deliverables(frame: Frame, source: Source) -> Split:
    gates = [stage.gate for stage in frame.process.stages]
    names = {thing.key: thing.label.say(frame.viewer.lang) for gate in gates for thing in gate.deliverables}
    return Split(key=HANDED_IN.c.key, rows=source.rows, labels=_called(_from(names)), order=tuple(names))


def _activity_kinds(frame: Frame, source: Source) -> Split:
    def labels(session: Session, keys: Collection[Key]) -> Labels:
        known = activity.kinds(session)
        names = {key: kind.label.say(frame.viewer.lang) for key, kind in known.items()}
        return {key: names.get(str(key), str(key)) for key in keys}

    return Split(key=ACTIVITY.c.kind, rows=source.rows, labels=labels)


def _plain(frame: Frame, source: Source, field: FieldDef) -> Split:
    lang, column = frame.viewer.lang, frame.records.c[field.key]
    if field.type == "member":
        return Split(key=column, rows=source.rows, labels=_person_names)
    if field.type == "boolean":
        said = {"true": _YES.say(lang), "false": _NO.say(lang)}
        key = case((column.is_(True), "true"), (column.is_(False), "false"))
        return Split(key=key, rows=source.rows, labels=_called(_from(said)))
    names = {key: choice.label.say(lang) for key, choice in field.by_choice.items()}
    return Split(key=column, rows=source.rows, labels=_called(_from(names)))


def _reference(session: Session, frame: Frame, source: Source, field: FieldDef) -> Split:
    assert field.to is not None, "checked when the blueprint was released"
    target, lang = objects.object_def(session, field.to), frame.viewer.lang
    table = tables.table(session, target.key).alias("target")
    column, title = frame.records.c[field.key], table.c[target.title]
    seen = [] if target.visibility == "everyone" else org.seeing_record(frame.viewer, table)
    rows = source.rows.join(table, and_(table.c.id == column, table.c.deleted_at.is_(None), *seen), isouter=True)

    def labels(session: Session, keys: Collection[Key]) -> Labels:
        ids = [key for key in keys if key != UNSEEN]
        found = session.execute(select(table.c.id, title).where(table.c.id.in_(ids))).all()
        return {**{number: name or "" for number, name in found}, UNSEEN: _UNSEEN.say(lang)}

    key = case((column.is_(None), None), (table.c.id.is_(None), UNSEEN), else_=column)
    return Split(key=key, rows=rows, labels=labels)


def _readable(session: Session, frame: Frame, field: FieldDef) -> bool:
    """Whether the viewer may read what a reference points at: its records, and what they are called."""
    if field.type != "reference":
        return True
    target = objects.objects(session).get(field.to or "")
    if target is None:
        return False
    return frame.viewer.may_do(target.key, "read") and target.title not in policy.hidden(frame.viewer, target)


def _called(name: Callable[[Key], str]) -> Callable[[Session, Collection[Key]], Labels]:
    return lambda _session, keys: {key: name(key) for key in keys}


def _from(names: Mapping[str, str]) -> Callable[[Key], str]:
    return lambda key: names.get(str(key), str(key))


def _person_names(session: Session, keys: Collection[Key]) -> Labels:
    found: Labels = dict(org.names(session, [int(key) for key in keys if key is not None]).items())
    return found


def _team_names(session: Session, keys: Collection[Key]) -> Labels:
    return dict(session.execute(select(Team.id, Team.name).where(Team.id.in_(keys))).all())


def empty(lang: Lang) -> str:
    """What the group without a value is called."""
    return _EMPTY.say(lang)


_PLAIN: Mapping[Dimension, Callable[[Frame, Source], Split]] = {
    Dimension.STAGE: _stages,
    Dimension.OUTCOME: _outcomes,
    Dimension.LOST_REASON: _lost_reasons,
    Dimension.HOLDER: _holders,
    Dimension.DELIVERABLE: _deliverables,
    Dimension.ACTIVITY_KIND: _activity_kinds,
}
