"""Indexes put aside while much is loaded, and made again from the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

_FOUND = """
SELECT c.relname, t.relname, pg_get_indexdef(i.indexrelid), k.conname, pg_get_constraintdef(k.oid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype = 'u'
WHERE t.relnamespace = current_schema()::regnamespace AND t.relname = ANY(%s) AND NOT i.indisprimary
ORDER BY t.relname, c.relname
"""


@dataclass(frozen=True)
class Aside:
    """An index that was put aside: how to drop it, and how to make it again."""

    table: str
    drop: str
    make: str


def put_aside(connection: Connection[Any], tables: Sequence[str]) -> list[Aside]:
    """Drop every index of these tables but their primary keys."""
    found = []
    for index, table, made, constraint, said in connection.execute(_FOUND, [list(tables)]).fetchall():
        if constraint:
            drop = f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"'
            found.append(Aside(table, drop, f'ALTER TABLE "{table}" ADD CONSTRAINT "{constraint}" {said}'))
        else:
            found.append(Aside(table, f'DROP INDEX "{index}"', made))
    for one in found:
        connection.execute(one.drop)
    return found


def make_again(url: str, schema: str, aside: Sequence[Aside]) -> None:
    """Make them again, one after the other."""
    with Connection.connect(url, autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}, bihuan")
        for one in aside:
            connection.execute(one.make)
