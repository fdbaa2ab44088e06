"""Lists that are asked all day: by values, by words, in an order. Their statements are kept, one for each shape.

Building such a statement takes longer than answering it. A question's shape is everything about it but its values;
what a shape can't say, such as a condition tree, is compiled each time by `paging`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from bihuan.kernel import db
from bihuan.kernel.conditions import Compare, Node
from bihuan.kernel.prepared import Prepared, Row
from bihuan.objects import tables
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.queries import names, searching, sheets
from bihuan.records.queries.names import Naming
from bihuan.records.queries.sheets import Sheet

_KINDS: Mapping[str, TypeEngine[Any]] = {"text": Text(), "choice": Text(), "integer": BigInteger()}
_MOST_SHAPES = 200
MANY = 2000
FILLED = frozenset({"id", "owner", "created_at", "updated_at"})  # columns without empty places
_lock = Lock()
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """Which columns are compared with one value or several, how many words, in which order, how far it looks.

    `own`: it asks for what the viewer owns, which lies in their range as it is; `many`: for the largest of very many.
    `only`: the fields that are shown.
    `named`: those whose records are named beside them. `walks`: down the order until enough are found, as if there
    were no words; else, those with the words are found first.
    """

    equal: tuple[tuple[str, bool], ...]
    words: int
    closed: frozenset[str]
    sort: tuple[str, bool]
    sight: str
    own: bool
    many: bool
    only: frozenset[str] | None
    named: tuple[Naming, ...]
    walks: bool = True


class Answer(NamedTuple):
    """Rows of a sheet; behind them the names of what these fields point at, and last the value they are sorted by."""

    rows: Sequence[Row]
    named: tuple[str, ...]


def answer(  # noqa: PLR0913 - a list is asked for by all of these
    session: Session, viewer: Viewer, found: Sheet, trees: Sequence[Node], *, q: str, sort: tuple[str, bool], limit: int
) -> Answer | None:
    """The first rows of a list, in its order; None for a question that has no shape."""
    equal = [_values(found, tree) for tree in trees]
    if any(one is None for one in equal):
        return None
    words = searching.words(q)
    look = viewer.sight
    given: dict[str, Any] = {"most": limit, "lo": look.lo, "hi": look.hi}
    if look.shared:
        given["shared"] = list(look.shared)
    sought = []
    for place, (name, values) in enumerate(one for one in equal if one is not None):
        given[f"value_{place}"] = values if len(values) > 1 else values[0]
        sought.append((name, len(values) > 1))
    closed = policy.hidden(viewer, found.object_def)
    keys = _searched(found, closed) if words else []
    for word, needles in enumerate(words):
        for key in keys:
            given[f"word_{word}_{key}"] = [f"{key}:{needle}" for needle in needles]
    sight = sheets.sight(viewer, found)
    own = sight == "point" and any(one == ("owner", [viewer.person_id]) for one in equal)
    many = own and sort[1] and sort[0] in tables.by_owner(found.object_def) and _has_many(session, viewer, found)
    named = names.namings(session, viewer, found)
    shape = Shape(
        tuple(sought), len(words), closed if words else frozenset(), sort, sight, own, many, found.only, named
    )
    rows = _rows(session, found, shape, given)
    return Answer(rows, tuple(one.field for one in named))


def _has_many(session: Session, viewer: Viewer, found: Sheet) -> bool:
    """Whether the viewer owns so many that a walk down the largest has enough of them before all are looked at.

    Remembered for a while: how a list is best asked hangs on it, and not what it answers.
    """

    def ask(session: Session) -> bool:
        columns = found.table.c
        theirs = select(columns.id).where(columns.owner_id == viewer.person_id, columns.deleted_at.is_(None))
        return session.scalar(select(func.count()).select_from(theirs.limit(MANY).subquery())) == MANY

    return db.remembered(session, f"many {found.object_def.key} of {viewer.person_id}", ask)


def _rows(session: Session, found: Sheet, shape: Shape, given: Mapping[str, Any]) -> Sequence[Row]:
    if shape.words and all(found.columns[name] in found.own for name, _ in (*shape.equal, shape.sort)):
        rows = _prepared(session, found, replace(shape, walks=False)).rows(session, **given)
        if not rows or rows[0][-2 - len(shape.named)] < searching.MOST_HITS:
            return rows
    return _prepared(session, found, shape).rows(session, **given)


def _values(found: Sheet, tree: Node) -> tuple[str, list[Any]] | None:
    """A condition that a column has one of these values; None for any other, and for values of another kind."""
    if not isinstance(tree, Compare) or tree.op not in {"eq", "in"} or found.kinds.get(tree.field) not in _KINDS:
        return None
    values = list(tree.value) if isinstance(tree.value, tuple) else [tree.value]
    kind = int if found.kinds[tree.field] == "integer" else str
    return (tree.field, values) if all(type(value) is kind and value != "" for value in values) else None


def _searched(found: Sheet, closed: frozenset[str]) -> list[str]:
    return [field.key for field in searching.sought_fields(found.object_def) if field.key not in closed]


def _prepared(session: Session, found: Sheet, shape: Shape) -> Prepared:
    shapes: dict[Shape, Prepared] = found.table.info.setdefault("shapes", {})
    made = shapes.get(shape)
    if made is None:
        made = Prepared(_statement(session, found, shape), planned_anew=shape.words > 0)
        with _lock:
            if len(shapes) >= _MOST_SHAPES:
                shapes.clear()
            shapes[shape] = made
    return made


def _statement(session: Session, found: Sheet, shape: Shape) -> Select[Any]:
    clauses = _range(found, shape)
    clauses += [_has(found, name, place, many=many) for place, (name, many) in enumerate(shape.equal)]
    if shape.words:
        keys = _searched(found, shape.closed)
        clauses += [or_(false(), *(_says(found, word, key) for key in keys)) for word in range(shape.words)]
    column, most = found.columns[shape.sort[0]], bindparam("most", type_=Integer)
    named = [names.name_of(session, found, naming) for naming in shape.named]
    if shape.walks:
        asked = found.rows().add_columns(*named, column.label("sorted_by")).where(and_(true(), *clauses))
    else:
        hit = searching.hits(found, clauses, column)
        count = select(func.count()).select_from(hit).scalar_subquery().label("hits")
        first = searching.among(found, hit, _order(shape, hit.c.sorted_by, hit.c.id), most)
        asked = found.rows().add_columns(count, *named, column.label("sorted_by")).where(first)
    return asked.order_by(*_order(shape, column, found.table.c.id)).limit(most)


def _order(shape: Shape, column: ColumnElement[Any], number: ColumnElement[int]) -> Sequence[ColumnElement[Any]]:
    name, descending = shape.sort
    directed = column.desc() if descending else column.asc()
    return (directed if name in FILLED else directed.nulls_last(), number.asc())


def _range(found: Sheet, shape: Shape) -> list[ColumnElement[bool]]:
    """How far it looks, said where an index can hear it: of the records and of what is sought beside them.

    Said twice of the records, by place and by owner, the planner would take two indexes for what one answers. Said of
    what stands beside very many of one's own, it would look at all of them where a walk down the largest has enough.
    """
    clauses = [] if shape.own else org.seeing_by_name(shape.sight, found.table)
    if shape.sight in {"point", "range"} and not shape.many:
        beside = {found.beside[name].table for name, _ in shape.equal if name in found.beside}
        for there in beside:
            clauses += org.seeing_by_name(shape.sight, there)
    return clauses


def _has(found: Sheet, name: str, place: int, *, many: bool) -> ColumnElement[bool]:
    column, kind = found.columns[name], _KINDS[found.kinds[name]]
    if many:
        return column == any_(bindparam(f"value_{place}", type_=ARRAY(kind)))
    return column == bindparam(f"value_{place}", type_=kind)


def _says(found: Sheet, word: int, key: str) -> ColumnElement[bool]:
    return searching.has_all(found, bindparam(f"word_{word}_{key}", type_=ARRAY(Text)))
