"""Words as people type them: parts of names, pinyin, initials, the tail of a telephone number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Text, and_, any_, false, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.kernel import search
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.org.viewer import Viewer
from bihuan.records import policy
from bihuan.records.queries import sheets
from bihuan.records.queries.sheets import Sheet
from bihuan.records.record import Record

MOST_WORDS = 8
LONGEST = 100
_CANDIDATES = 40
MOST_HITS = 8000  # to look at so many takes as long as to walk until fifty of so many are met


def tokens(object_def: ObjectDef, values: Mapping[str, Any]) -> list[str]:
    """What a record is found by. Each token carries its field, so that nobody finds by a field they never see."""
    said = _said(object_def, frozenset())
    return [f"{key}:{token}" for key, text in _texts(said, values) for token in _tokens(text)]


# Cities, forms of companies and whole names come again and again in an import.
@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(search.tokens(text))


_Said = Sequence[tuple[str, Callable[[Any], str | None]]]


def _said(object_def: ObjectDef, closed: frozenset[str]) -> _Said:
    """How each field by whose value a record is found says it, but for those that are closed."""
    return [(field.key, fields.of(field.type).sought) for field in sought_fields(object_def) if field.key not in closed]


def _texts(said: _Said, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, say in said:
        value = values.get(key)
        text = None if value is None else say(value)
        if text:
            yield key, text


def sought_fields(object_def: ObjectDef) -> Iterable[FieldDef]:
    """The fields by whose values a record is found."""
    return (
        field
        for field in object_def.fields
        if fields.of(field.type).stored and fields.of(field.type).sought("") is not None
    )


def matching(viewer: Viewer, found: Sheet, q: str) -> ColumnElement[bool]:
    """Every word stands in some field the viewer sees. The index answers; the rows are not read for it."""
    closed = policy.hidden(viewer, found.object_def)
    keys = [field.key for field in sought_fields(found.object_def) if field.key not in closed]
    return and_(true(), *(or_(false(), *(_in_field(found, key, needles) for key in keys)) for needles in words(q)))


def hits(found: Sheet, meant: Sequence[ColumnElement[bool]], sorted_by: ColumnElement[Any]) -> CTE:
    """The rows a search means, at most MOST_HITS of them, and the value they are sorted by.

    Found first and sorted afterwards. Left to itself, the planner takes rare words for common ones, walks down the
    newest rows until it has found enough of them, and so may read all there are.
    """
    columns = found.table.c
    asked = select(columns.id, sorted_by.label("sorted_by")).where(columns.deleted_at.is_(None), *meant)
    return asked.limit(MOST_HITS).correlate(None).cte("hit").prefix_with("MATERIALIZED")


def among(found: Sheet, hit: CTE, order: Sequence[ColumnElement[Any]], most: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a row is one of the first hits."""
    first = select(hit.c.id).order_by(*order).limit(most)
    return found.table.c.id == any_(func.array(first.scalar_subquery()))


def words(q: str) -> list[list[str]]:
    """What is searched for, word by word: the pairs of letters that must stand together in a field."""
    return [needles for word in q[:LONGEST].split()[:MOST_WORDS] if (needles := search.needles(word))]


def matching_one(viewer: Viewer, object_def: ObjectDef, q: str) -> Callable[[Record], bool]:
    """Whether the words are really there: the index goes by pairs of letters and may find a few records more."""
    said = texts(viewer, object_def)
    return lambda record: search.matches(said(record), q)


def texts(viewer: Viewer, object_def: ObjectDef) -> Callable[[Record], list[str]]:
    """The texts by which this viewer may find a record."""
    said = _said(object_def, policy.hidden(viewer, object_def))
    return lambda record: [text for _, text in _texts(said, record.values)]


def found_anywhere(session: Session, viewer: Viewer, q: str, *, limit: int) -> list[Record]:
    """Records of every object that the words find, the best first; a few of each object, the newest of MOST_HITS."""
    ranked: list[tuple[int, int, Record]] = []
    if not search.needles(q):
        return []
    for object_def in objects.objects(session).values():
        if not viewer.may_do(object_def.key, "read"):
            continue
        found = sheets.sheet(session, object_def)
        columns = found.table.c
        hit = hits(found, [*sheets.seen(viewer, found), matching(viewer, found, q)], columns.updated_at)
        newest = among(found, hit, [hit.c.sorted_by.desc(), hit.c.id], literal(_CANDIDATES))
        rows = session.execute(found.rows().where(newest).order_by(columns.updated_at.desc(), columns.id))
        said = texts(viewer, object_def)
        for record in map(found.record, rows):
            rank = search.rank(said(record), q)
            if rank is not None:
                ranked.append((rank, len(record.title), record))
    ranked.sort(key=lambda each: (each[0], each[1], each[2].id))
    return [record for _, _, record in ranked[:limit]]


def _in_field(found: Sheet, key: str, needles: list[str]) -> ColumnElement[bool]:
    return has_all(found, literal([f"{key}:{needle}" for needle in needles], ARRAY(Text)))


def has_all(found: Sheet, wanted: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a row has all these tokens, asked of the index."""
    return found.table.c.search.op("@>", is_comparison=True)(wanted)
