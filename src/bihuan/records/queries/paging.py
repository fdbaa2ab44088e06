"""Lists of records: filtered, sorted, page by page. The same statement whatever the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from bihuan.kernel import conditions
from bihuan.kernel.conditions import All, Node
from bihuan.kernel.prepared import Row
from bihuan.kernel.refusals import Invalid, NotFound
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.field_types import Wrong
from bihuan.org.viewer import Viewer
from bihuan.records import reading
from bihuan.records.queries import cursors, kept, searching, sheets
from bihuan.records.queries.cursors import Place
from bihuan.records.queries.sheets import Sheet
from bihuan.records.record import Record

LARGEST_PAGE = 200
NEWEST = "-updated_at"
SHORT = {"stage": "journey.stage", "outcome": "journey.outcome"}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a list: a condition, values of fields, words to search for, an order, and which page.

    `fields` are those that will be shown; None for all of them. Words are looked for in all of them in any case.
    """

    where: Any = None
    equal: Mapping[str, Sequence[str]] = field(default_factory=dict)
    q: str = ""
    sort: str = NEWEST
    limit: int = 50
    cursor: str | None = None
    count: bool = False
    fields: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some records as rows of a sheet, the cursor of the next page, and how many there are in all if that was asked.

    `named`: where in a row the name stands of what a field points at, for fields whose names came along.
    """

    sheet: Sheet
    rows: Sequence[Row]
    next: str | None
    total: int | None
    named: Mapping[str, int]
    looked_at: Sequence[Record] | None = None  # the records, where they had to be made already

    @property
    def items(self) -> Sequence[Record]:
        """The records."""
        return self.looked_at or [self.sheet.record(row) for row in self.rows]


def page(session: Session, viewer: Viewer, object_key: str, question: Question, *, now: datetime) -> Page:
    """A page of the records this viewer may see. With `fields`, records of a narrow page have no other values."""
    if not 0 < question.limit <= LARGEST_PAGE:
        raise Invalid([_wrong("limit", "out_of_range", f"From 1 to {LARGEST_PAGE}.", min=1, max=LARGEST_PAGE)])
    found = sheets.sheet(session, objects.object_def(session, object_key))
    if question.fields is not None:
        _shown(viewer, found, question.fields)
    found = found.narrowed(_needed(found, question))
    quick = _first(session, viewer, found, question)
    if quick is not None:
        return _page(viewer, found, question, quick.rows, named=quick.named)
    matching = restriction(session, viewer, found, question, now=now)
    name, descending = order(viewer, found, question.sort)
    asked = found.rows().add_columns(found.columns[name].label("sorted_by")).where(*matching)
    if question.cursor:
        place = cursors.read(question.cursor, sort=question.sort, kind=found.kinds[name])
        asked = asked.where(_after(found, name, place, descending=descending))
    rows = session.execute(
        asked.order_by(*_order_by(found, name, descending=descending)).limit(question.limit + 1)
    ).all()
    total = None
    if question.count:
        total = session.scalar(_counting(found).where(*matching))
    return _page(viewer, found, question, rows, total=total)


def _needed(found: Sheet, question: Question) -> frozenset[str] | None:
    """The fields that must be read: those that will be shown, and with words those in which they may stand."""
    if question.fields is None or not question.q.strip():
        return question.fields
    return question.fields | {field.key for field in searching.sought_fields(found.object_def)}


def _first(session: Session, viewer: Viewer, found: Sheet, question: Question) -> kept.Answer | None:
    """The rows of a list's top, by a statement that is kept; None where there is none for such a question."""
    if question.cursor or question.count:
        return None
    if not viewer.may_do(found.object_def.key, "read"):
        raise NotFound
    trees = [part for tree in _tree(question.where) for part in _parts(tree)] + _equal(found, question.equal)
    sheets.allowed(viewer, found, {name for tree in trees for name in conditions.fields_of(tree)})
    sort = order(viewer, found, question.sort)
    return kept.answer(session, viewer, found, trees, q=question.q, sort=sort, limit=question.limit + 1)


def _page(
    viewer: Viewer,
    found: Sheet,
    question: Question,
    rows: Sequence[Any],
    *,
    total: int | None = None,
    named: Sequence[str] = (),
) -> Page:
    shown, looked_at = list(rows[: question.limit]), None
    following = None
    if len(rows) > question.limit:
        following = cursors.written(question.sort, Place(shown[-1][-1], shown[-1][found.place("id")]))
    if question.q.strip():
        there = searching.matching_one(viewer, found.object_def, question.q)
        meant = [(row, record) for row in shown if there(record := found.record(row))]
        shown, looked_at = [row for row, _ in meant], [record for _, record in meant]
    places = {key: place for place, key in enumerate(named, start=-1 - len(named))}  # before what it is sorted by
    return Page(sheet=found, rows=shown, next=following, total=total, named=places, looked_at=looked_at)


def restriction(
    session: Session, viewer: Viewer, found: Sheet, question: Question, *, now: datetime
) -> list[ColumnElement[bool]]:
    """Which records are meant: those the viewer sees, that satisfy the condition, the values and the words."""
    clauses = sheets.seen(viewer, found)
    for tree in (*_tree(question.where), *_equal(found, question.equal)):
        clauses.append(sheets.holding(session, viewer, found, tree, now=now))
    if question.q.strip():
        clauses.append(searching.matching(viewer, found, question.q))
    return clauses


def order(viewer: Viewer, found: Sheet, sort: str) -> tuple[str, bool]:
    """The column a sort names, and whether it runs down."""
    name = SHORT.get(sort.removeprefix("-"), sort.removeprefix("-"))
    sheets.allowed(viewer, found, [name])
    known = found.object_def.field(name)
    if found.kinds[name] == "multi" or (known is not None and not fields.of(known.type).sortable):
        raise Invalid([_wrong("sort", "not_sortable", "A list can't be sorted by this field.", sort=name)])
    return name, sort.startswith("-")


def _shown(viewer: Viewer, found: Sheet, keys: frozenset[str]) -> None:
    """Only fields can be chosen to be shown, and only those that the viewer sees."""
    sheets.allowed(viewer, found, keys & found.columns.keys())
    unknown = sorted(key for key in keys if found.object_def.field(key) is None)
    if unknown:
        raise Invalid([_wrong("fields", "unknown_field", "There is no such field.", fields=[k[:100] for k in unknown])])


def _counting(found: Sheet) -> Any:  # noqa: ANN401 - a Select whose type says no more
    return select(func.count()).select_from(found.source).where(found.table.c.deleted_at.is_(None))


def _tree(raw: Any) -> list[Node]:  # noqa: ANN401
    if raw is None:
        return []
    try:
        return [conditions.read(raw)]
    except ValidationError as fault:
        raise Invalid(
            [
                _wrong(
                    "where", str(error["type"]), str(error["msg"]), place=".".join(str(step) for step in error["loc"])
                )
                for error in fault.errors(include_url=False, include_input=False, include_context=False)[:20]
            ]
        ) from fault


def _parts(tree: Node) -> Sequence[Node]:
    """What must hold all at once, each by itself."""
    return [part for one in tree.all for part in _parts(one)] if isinstance(tree, All) else [tree]


def _equal(found: Sheet, equal: Mapping[str, Sequence[str]]) -> list[Node]:
    """`field=value` as conditions: one of the values, or none at all where the value is empty."""
    trees, problems = [], []
    for given, texts in equal.items():
        name = SHORT.get(given, given)
        if name not in found.kinds:
            problems.append(_wrong(name[:100], "unknown_field", "There is no such field."))
            continue
        if not any(texts):
            trees.append(conditions.read({"field": name, "op": "is_empty"}))
            continue
        try:
            trees.append(_any_of(found, name, [_value(found, name, text) for text in texts if text]))
        except Wrong as wrong:
            problems.append(reading.problem(name, wrong))
        except ValidationError:
            problems.append(_wrong(name, "wrong_type", "This field can't be compared with that."))
    if problems:
        raise Invalid(problems)
    return trees


def _any_of(found: Sheet, name: str, values: list[Any]) -> Node:
    if found.kinds[name] in {"boolean", "date", "datetime"}:  # these are compared one by one
        return conditions.read({"any": [{"field": name, "op": "eq", "value": value} for value in values]})
    return conditions.read({"field": name, "op": "in", "value": values})


def _value(found: Sheet, name: str, text: str) -> Any:  # noqa: ANN401
    known = found.object_def.field(name)
    if known is not None:
        return fields.of(known.type).asked(text, known)
    if found.kinds[name] == "integer":
        if not (text.isascii() and text.isdigit() and len(text) < 19):  # noqa: PLR2004 - what a bigint holds
            raise Wrong("wrong_type", "This takes an id.", got="text")
        return int(text)
    return text


def _after(found: Sheet, name: str, place: Place, *, descending: bool) -> ColumnElement[bool]:
    """The rows behind a place: further on in the column, or in the same value with a larger id; empty ones are last."""
    column, number = found.columns[name], found.table.c.id
    if place.value is None:
        return and_(column.is_(None), number > place.id)
    value = literal(place.value)  # as a parameter, true and false are ordered like any other value
    further = column < value if descending else column > value
    if name in kept.FILLED:
        # Said so that the index over (updated_at, id) is entered at the place itself.
        edge = column <= value if descending else column >= value
        return and_(edge, or_(further, number > place.id))
    return or_(further, and_(column == value, number > place.id), column.is_(None))


def _order_by(found: Sheet, name: str, *, descending: bool) -> list[ColumnElement[Any]]:
    column = found.columns[name]
    directed = column.desc() if descending else column.asc()
    return [directed if name in kept.FILLED else directed.nulls_last(), found.table.c.id.asc()]


def _wrong(name: str, code: str, message: str, **facts: object) -> dict[str, object]:
    return {"field": name, "code": code, "message": message, **facts}
