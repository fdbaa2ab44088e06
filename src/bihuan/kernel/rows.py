"""Whole rows, asked for and written all day: what the ORM would make of them, at a fifth of its price.

The session keeps them as its own: who asks again gets the same object, and what is set on it is written as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar, cast

from psycopg.types.json import Jsonb
from sqlalchemy import JSON, Select, Table, bindparam, insert
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from bihuan.kernel.db import Model
from bihuan.kernel.prepared import Prepared

Kept = TypeVar("Kept", bound=Model)


class Asked(Generic[Kept]):
    """A question for rows of one table. Every value that differs from asking to asking is a bindparam with a name."""

    def __init__(self, asked: Select[Kept]) -> None:
        """Compile it: `select(Model)`, with conditions, order and limit."""
        self._model: type[Kept] = asked.column_descriptions[0]["entity"]
        self._said = Prepared(asked.with_only_columns(*_table(self._model).c))

    def all(self, session: Session, /, **given: Any) -> list[Kept]:  # noqa: ANN401 - values of any column
        """All rows, for these parameters, as they stand in the database."""
        session.flush()
        return [_kept(session, self._model, row) for row in self._said.rows(session, **given)]

    def first(self, session: Session, /, **given: Any) -> Kept | None:  # noqa: ANN401 - values of any column
        """The first row; None where there is none."""
        return _first(session, self._model, self._said, given)


def get(session: Session, model: type[Kept], row_id: int) -> Kept | None:
    """A row by its id: as this transaction has it in hand already, else as it stands in the database."""
    return _held(session, model, row_id) or _first(session, model, _by_id(model), {"row_id": row_id})


def add(session: Session, model: type[Kept], **values: Any) -> Kept:  # noqa: ANN401 - values of any column
    """A new row, written at once. What isn't given is empty."""
    session.flush()
    columns = {**dict.fromkeys(_filled(model)), **values}
    made = _new(model).one(session, **_sent(model, columns))
    assert made is not None, "a row that is written has a number"
    return _taken(session, model, {"id": made[0], **columns})


def add_each(session: Session, model: type[Model], many: Iterable[Mapping[str, Any]]) -> None:
    """New rows, written at once, that the session doesn't keep: each names all its columns."""
    session.flush()
    _quietly_new(model).each_written(session, [_sent(model, values) for values in many])


def written(row: Model, **values: object) -> None:
    """These values have just been written to the row by a statement of our own."""
    for name, value in values.items():
        set_committed_value(row, name, value)


def _table(model: type[Model]) -> Table:
    return cast(Table, model.__table__)


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(str(column.key) for column in _table(model).c)


@cache
def _filled(model: type[Model]) -> tuple[str, ...]:
    filled = [column for column in _table(model).c if not column.primary_key]
    assert all(column.default is None and column.server_default is None for column in filled), "nothing fills itself in"
    return tuple(str(column.key) for column in filled)


@cache
def _json(model: type[Model]) -> tuple[str, ...]:
    return tuple(str(column.key) for column in _table(model).c if isinstance(column.type, JSON))


@cache
def _by_id(model: type[Model]) -> Prepared:
    return Prepared(_table(model).select().where(_table(model).c.id == bindparam("row_id")))


@cache
def _new(model: type[Model]) -> Prepared:
    return Prepared(
        insert(model).values({name: bindparam(name) for name in _filled(model)}).returning(_table(model).c.id)
    )


@cache
def _quietly_new(model: type[Model]) -> Prepared:
    return Prepared(insert(model).values({name: bindparam(name) for name in _filled(model)}))


def _sent(model: type[Model], columns: Mapping[str, Any]) -> dict[str, Any]:
    wrapped = {key: Jsonb(columns[key]) for key in _json(model) if columns[key] is not None}
    return {**columns, **wrapped}


def _held(session: Session, model: type[Kept], row_id: int) -> Kept | None:
    found = session.identity_map.get(model.__mapper__.identity_key_from_primary_key((row_id,)))
    return found if isinstance(found, model) else None


def _first(session: Session, model: type[Kept], said: Prepared, given: Mapping[str, Any]) -> Kept | None:
    session.flush()
    row = said.one(session, **given)
    return _kept(session, model, row) if row is not None else None


def _kept(session: Session, model: type[Kept], row: Sequence[Any]) -> Kept:
    values = dict(zip(_columns(model), row, strict=True))
    found = _held(session, model, values["id"])
    if found is None:
        return _taken(session, model, values)
    written(found, **values)
    return found


def _taken(session: Session, model: type[Kept], values: dict[str, Any]) -> Kept:
    made = model()
    made.__dict__.update(values)
    make_transient_to_detached(made)
    session.add(made)
    return made
