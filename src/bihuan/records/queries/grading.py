"""Which grade the rules of a grading give, and to which records it is not yet given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, any_, bindparam, case, func, literal, null, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel.conditions import Relative
from bihuan.kernel.db import EVERYTHING
from bihuan.kernel.prepared import Prepared
from bihuan.objects import queries as objects
from bihuan.objects.grades import GradingDef
from bihuan.org.viewer import Access, Scope, Viewer
from bihuan.records.queries import sheets
from bihuan.records.queries.sheets import Sheet

# Rules look at all there is, whoever's change made them look.
_RULES = Viewer(
    person_id=0,
    name="",
    role_key="",
    scope=Scope.ALL,
    sight=EVERYTHING,
    objects={"*": Access(actions=frozenset({"read"}))},
)


@dataclass(frozen=True, kw_only=True)
class Regrade:
    """A record that has one grade and shall have another: by which rule, counted from one; none of them for `None`."""

    record_id: int
    owner_id: int
    owner_pos: int
    revision: int
    had: str | None
    grade: str | None
    rule: int | None


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """The statements that hold and that judge the records `record_ids` by the rules of a grading."""

    grading: GradingDef
    held: Prepared
    judged: Prepared


def regrades(session: Session, grading: GradingDef, record_ids: Collection[int], *, now: datetime) -> list[Regrade]:
    """Those of these records whose grade is not the one that the rules give, held until the transaction ends."""
    session.flush()
    asked, ids = _statements(session, grading, now=now), list(record_ids)
    asked.held.rows(session, record_ids=ids)
    return [
        Regrade(
            record_id=record_id,
            owner_id=owner_id,
            owner_pos=owner_pos,
            revision=revision,
            had=had,
            grade=_grade(grading, rule),
            rule=rule,
        )
        for record_id, owner_id, owner_pos, revision, had, rule in asked.judged.rows(session, record_ids=ids)
        if had != _grade(grading, rule)
    ]


def to_grade(session: Session, grading: GradingDef, *, after: int, limit: int) -> Sequence[int]:
    """The next records whose grade is looked at, in the order of their ids."""
    table = _sheet(session, grading).table
    asked = select(table.c.id).where(table.c.id > after, table.c.deleted_at.is_(None))
    return session.scalars(asked.order_by(table.c.id).limit(limit)).all()


@dataclass(frozen=True, kw_only=True)
class Grades:
    """How many records go from which grade to which, and some of those that change."""

    counts: Sequence[tuple[str | None, str | None, int]]
    changing: Sequence[Regrade]


def grades(session: Session, viewer: Viewer, grading: GradingDef, *, now: datetime, named: int) -> Grades:
    """What these rules would do to the records that the viewer sees. Refused where they look at what one never sees.

    Nothing, for an object that is not released: it has no records.
    """
    if grading.object not in objects.objects(session):
        return Grades(counts=[], changing=[])
    found, judged = _judged(session, viewer, grading, now=now)
    sheets.allowed(viewer, found, [grading.field])
    inner = judged.where(*sheets.seen(viewer, found)).subquery()
    then = _to_grade(grading, inner.c.rule)
    counted = select(inner.c.had, then.label("becomes"), func.count()).group_by(inner.c.had, "becomes")
    differs = inner.c.had.is_distinct_from(then)
    rows = session.execute(select(inner).where(differs).order_by(inner.c.id).limit(named))
    return Grades(
        counts=[(had, becomes, count) for had, becomes, count in session.execute(counted)],
        changing=[
            Regrade(
                record_id=row.id,
                owner_id=row.owner_id,
                owner_pos=row.owner_pos,
                revision=row.revision,
                had=row.had,
                grade=_grade(grading, row.rule),
                rule=row.rule,
            )
            for row in rows
        ],
    )


def _statements(session: Session, grading: GradingDef, *, now: datetime) -> _Kept:
    """What is asked each time a counted record changes: kept with the table, unless it hangs on the moment."""
    found = _sheet(session, grading)
    kept: dict[str, _Kept] = found.table.info.setdefault("judging", {})
    known = kept.get(grading.key)
    if known is not None and known.grading is grading:
        return known
    _, judged = _judged(session, _RULES, grading, now=now)
    columns = found.table.c
    wanted = columns.id == any_(bindparam("record_ids", type_=ARRAY(BigInteger)))
    held = (
        select(columns.id)
        .where(wanted, columns.deleted_at.is_(None))
        .order_by(columns.id)
        .with_for_update(key_share=True)
    )
    made = _Kept(grading=grading, held=Prepared(held), judged=Prepared(judged.where(wanted)))
    if not any(isinstance(getattr(part, "value", None), Relative) for part in grading.compared()):
        kept[grading.key] = made
    return made


def _judged(session: Session, viewer: Viewer, grading: GradingDef, *, now: datetime) -> tuple[Sheet, Select[Any]]:
    """Every record with its grade and the number of the first rule that holds for it."""
    found = _sheet(session, grading)
    rules: list[tuple[ColumnElement[bool], ColumnElement[int]]] = [
        (sheets.holding(session, viewer, found, rule.holds, now=now), literal(number))
        for number, rule in enumerate(grading.rules, start=1)
    ]
    had = found.columns.get(grading.field, null())
    own = (found.table.c[name] for name in ("id", "owner_id", "owner_pos", "revision"))
    asked = select(*own, had.label("had"), (case(*rules, else_=None) if rules else null()).label("rule"))
    return found, asked.select_from(found.source).where(found.table.c.deleted_at.is_(None))


def _sheet(session: Session, grading: GradingDef) -> Sheet:
    return sheets.sheet(session, objects.object_def(session, grading.object))


def _grade(grading: GradingDef, rule: int | None) -> str | None:
    return grading.otherwise if rule is None else grading.rules[rule - 1].grade


def _to_grade(grading: GradingDef, rule: ColumnElement[Any]) -> ColumnElement[Any]:
    otherwise = null() if grading.otherwise is None else literal(grading.otherwise, Text())
    given = [(rule == number, literal(one.grade, Text())) for number, one in enumerate(grading.rules, start=1)]
    return case(*given, else_=otherwise) if given else otherwise
