"""Questions about objects: what they are, and which columns hold their fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import column, func, select, table, text
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel.refusals import Kind, Refusal
from bihuan.objects import definition, grades, naming
from bihuan.objects.definition import DictionaryDef, ObjectDef
from bihuan.objects.grades import GradingDef
from bihuan.objects.models import StoredColumn


class NoSuchObject(Refusal):
    """The blueprint has no object of that key."""

    code = "no_such_object"
    kind = Kind.NOT_FOUND
    message = "There is no such object."


def objects(session: Session) -> Mapping[str, ObjectDef]:
    """All objects of the blueprint that lives now, by key."""
    return blueprint.part(session, blueprint.current(session).id, definition.read)


def object_def(session: Session, object_key: str) -> ObjectDef:
    """One object of the blueprint that lives now. NoSuchObject for a key it doesn't have."""
    found = objects(session).get(object_key)
    if found is None:
        raise NoSuchObject
    return found


def dictionaries(session: Session) -> Mapping[str, DictionaryDef]:
    """All dictionaries of the blueprint that lives now, by key."""
    return blueprint.part(session, blueprint.current(session).id, definition.dictionaries)


def gradings(session: Session) -> Mapping[str, GradingDef]:
    """The gradings of the blueprint that lives now, by key."""
    return blueprint.part(session, blueprint.current(session).id, grades.gradings)


def graded(session: Session, object_key: str) -> Mapping[str, GradingDef]:
    """The fields of an object that rules fill in, each with its grading: nobody else does."""
    return blueprint.part(session, blueprint.current(session).id, _graded).get(object_key, {})


def _graded(body: dict[str, Any]) -> dict[str, dict[str, GradingDef]]:
    return grades.graded(grades.gradings(body).values())


def stored_columns(session: Session, object_key: str | None = None) -> Sequence[StoredColumn]:
    """The registered columns that still exist, live and hidden; of one object or of all."""
    asked = select(StoredColumn).where(StoredColumn.purged_at.is_(None)).order_by(StoredColumn.id)
    if object_key is not None:
        asked = asked.where(StoredColumn.object_key == object_key)
    return session.scalars(asked).all()


def physical_names(session: Session) -> Mapping[str, set[str]]:
    """Every physical name that the table of each object ever used, purged ones too; of an unknown object none."""
    found = defaultdict[str, set[str]](set)
    for object_key, physical in session.execute(select(StoredColumn.object_key, StoredColumn.physical)):
        found[object_key].add(physical)
    return found


def hidden_before(session: Session, *, moment: datetime) -> Sequence[StoredColumn]:
    """Hidden columns whose time to be restored is over."""
    return session.scalars(
        select(StoredColumn)
        .where(StoredColumn.purged_at.is_(None), StoredColumn.hidden_at < moment)
        .order_by(StoredColumn.object_key, StoredColumn.id)
    ).all()


def filled(session: Session, hidden: StoredColumn) -> int:
    """How many records that the viewer sees hold a value in a column, also in a hidden one."""
    found = table(naming.table(hidden.object_key), column("deleted_at"), column(hidden.physical))
    asked = select(func.count(found.c[hidden.physical])).where(found.c.deleted_at.is_(None))
    return session.scalar(asked) or 0


def recorded(session: Session, object_key: str) -> int:
    """How many records of an object the viewer sees, also of one that no version has any more."""
    found = table(naming.table(object_key), column("deleted_at"))
    return session.scalar(select(func.count()).select_from(found).where(found.c.deleted_at.is_(None))) or 0


def existing_tables(session: Session) -> set[str]:
    """The object tables that stand in this workspace."""
    return set(
        session.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())"
                " AND starts_with(relname, 'o_')"
            )
        )
    )


def unique_indexes(session: Session) -> set[str]:
    """The indexes that keep columns of objects unique."""
    return set(
        session.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'i' AND relnamespace = to_regnamespace(current_schema())"
                " AND starts_with(relname, 'ux_objects_column_')"
            )
        )
    )
