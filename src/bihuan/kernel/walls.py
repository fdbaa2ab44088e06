"""Row-level security as SQL text: who sees a row of a table of each kind.

Closed by default: a transaction that has not said how far it sees, sees nothing. Writing
is decided by policies in Python, so inserting is open; reading back, changing and deleting
need sight of the row.
"""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.kernel.db import APP_ROLE

_ALL = "(SELECT current_setting('bihuan.all', true)) = '1'"
_RANGE = (
    "{0} BETWEEN (SELECT NULLIF(current_setting('bihuan.lo', true), '')::bigint)"
    " AND (SELECT NULLIF(current_setting('bihuan.hi', true), '')::bigint)"
)
_STRETCH = (
    "lo >= (SELECT NULLIF(current_setting('bihuan.lo', true), '')::bigint)"
    " AND hi <= (SELECT NULLIF(current_setting('bihuan.hi', true), '')::bigint)"
)
_SHARED = "id = ANY ((SELECT NULLIF(current_setting('bihuan.shared', true), '')::bigint[])::bigint[])"
_PERSON = "person_id = (SELECT NULLIF(current_setting('bihuan.person', true), '')::bigint)"
# What waits for a person is seen by who sees that person, and by whoever asked for it. Each list is made once a
# question, and only where a row is not the asker's own.
_WORK = (
    f"{_PERSON} OR person_id IN (SELECT p.id FROM {{schema}}.org_person p WHERE {_RANGE.format('p.pos')})"  # noqa: S608 - names are quoted
    f" OR id IN (SELECT a.task_id FROM {{schema}}.activity_asked a WHERE a.{_PERSON})"
)
# One value and no EXISTS, which the planner may answer for all subjects at once to show the story of one.
_SUBJECT = (
    f"(SELECT {_RANGE.format('s.owner_pos')}"  # noqa: S608 - names are quoted
    " FROM {schema}.ledger_subject s WHERE s.subject = {table}.subject)"
)
# Whoever was asked about something sees the question, even where they don't see what it is about.
_ASKED = (
    f"{_RANGE.format('owner_pos')}"
    " OR (SELECT NULLIF(current_setting('bihuan.person', true), '')::bigint) = ANY (people)"
)
_REQUEST = "(SELECT true FROM {schema}.approvals_request r WHERE r.id = {table}.request_id)"  # behind its own wall


def _or_all(narrower: str) -> str:
    """Everything for who sees all, else this much. As a CASE the planner takes it for half of the rows.

    Written with OR it is taken for a hundredth of them, whoever asks: and then every question about somebody's
    thousand deals is answered as if there were three.
    """
    return f"CASE WHEN {_ALL} THEN true ELSE {narrower} END"


SIGHT = {
    "record": _or_all(f"{_RANGE.format('owner_pos')} OR {_SHARED}"),
    "owner": _or_all(_RANGE.format("owner_pos")),
    "stretch": _or_all(_STRETCH),
    "person": _or_all(_PERSON),
    "work": _or_all(_WORK),
    "subject": _or_all(_SUBJECT),
    "asked": _or_all(_ASKED),
    "request": _or_all(_REQUEST),
    "open": "true",
}


def quoted(name: str) -> str:
    """An identifier, safe in SQL text."""
    return '"' + name.replace('"', '""') + '"'


def protect(schema: str, table: str, kind: str) -> Sequence[str]:
    """The statements that put a table behind the wall of its kind. Running them again changes nothing."""
    where = f"{quoted(schema)}.{quoted(table)}"
    sight = SIGHT[kind].format(schema=quoted(schema), table=where)
    return (
        f"ALTER TABLE {where} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {where} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS sight ON {where}",
        f"DROP POLICY IF EXISTS enter ON {where}",
        f"DROP POLICY IF EXISTS change ON {where}",
        f"DROP POLICY IF EXISTS remove ON {where}",
        f"CREATE POLICY sight ON {where} FOR SELECT USING ({sight})",
        f"CREATE POLICY enter ON {where} FOR INSERT WITH CHECK (true)",
        f"CREATE POLICY change ON {where} FOR UPDATE USING ({sight}) WITH CHECK (true)",
        f"CREATE POLICY remove ON {where} FOR DELETE USING ({sight})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {where} TO {APP_ROLE}",
    )


# Operators whose functions may not run below a policy keep their index from being used (design: traps).
# None of these can raise or print its arguments; marking them needs a superuser, as in the embedded server.
LEAKPROOF = (
    "arraycontains(anyarray, anyarray)",
    "arrayoverlap(anyarray, anyarray)",
    "numeric_eq(numeric, numeric)",
    "numeric_ne(numeric, numeric)",
    "numeric_lt(numeric, numeric)",
    "numeric_le(numeric, numeric)",
    "numeric_gt(numeric, numeric)",
    "numeric_ge(numeric, numeric)",
)
