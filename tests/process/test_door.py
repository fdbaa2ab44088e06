"""One door: whatever writes a journey's stage past it is refused by the database itself."""

from __future__ import annotations

import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.db import Model
from bihuan.process.commands import door
from bihuan.process.triggers import GUARDED
from tests.process.deals import Deal

REFUSED = "BH001"
OTHERWISE = {"text": "'x'", "bigint": "4711", "timestamp with time zone": "now()"}


def refused(session: Session, statement: str, **values: object) -> str | None:
    """The database's code for refusing a statement; None when it lets it pass."""
    try:
        with session.begin_nested():
            session.execute(text(statement), values)
    except DBAPIError as fault:
        return str(fault.orig.sqlstate)  # type: ignore[union-attr]
    return None


@pytest.fixture
def app_role(deal: Deal) -> Session:
    """A session as the product's own role, seeing everything."""
    session = deal.session
    assert session.scalar(text("SELECT current_user")) == db.APP_ROLE
    return session


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in GUARDED.items() for column in columns]
)
def test_where_a_journey_stands_and_stood_is_not_updated_past_the_door(
    app_role: Session, deal: Deal, table: str, column: str
) -> None:
    kind = app_role.scalar(
        text("SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = to_regclass(:t) AND attname = :c"),
        {"t": table, "c": column},
    )
    key = "id" if table == "process_journey" else "journey_id"
    statement = f"UPDATE {table} SET {column} = {OTHERWISE[str(kind)]} WHERE {key} = :journey"
    assert refused(app_role, statement, journey=deal.journey.id) == REFUSED


@pytest.mark.parametrize("table", GUARDED)
def test_no_journey_and_no_stay_is_made_or_removed_past_the_door(app_role: Session, deal: Deal, table: str) -> None:
    key = "id" if table == "process_journey" else "journey_id"
    columns = ", ".join(
        app_role.scalars(
            text(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(:t) AND attnum > 0"
                " AND attname <> 'id' AND attgenerated = ''"
            ),
            {"t": table},
        )
    )
    copied = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE {key} = :journey"
    assert refused(app_role, copied, journey=deal.journey.id) == REFUSED
    assert refused(app_role, f"DELETE FROM {table} WHERE {key} = :journey", journey=deal.journey.id) == REFUSED


def test_what_follows_owner_clock_and_contacts_needs_no_door(app_role: Session, deal: Deal) -> None:
    changed = (
        "UPDATE process_journey SET quiet_told_at = now(), owner_id = owner_id, due_at = now() WHERE id = :journey"
    )
    assert refused(app_role, changed, journey=deal.journey.id) is None


def test_the_door_closes_behind_every_move(deal: Deal) -> None:
    deal.fill(amount="5000").advance()
    moved = "UPDATE process_journey SET stage_key = 'sign' WHERE id = :journey"
    assert refused(deal.session, moved, journey=deal.journey.id) == REFUSED
    with door.opened(deal.session):
        assert refused(deal.session, moved, journey=deal.journey.id) is None
    assert refused(deal.session, moved.replace("sign", "lead"), journey=deal.journey.id) == REFUSED


def test_a_refused_move_leaves_the_door_shut(deal: Deal) -> None:
    moved = "UPDATE process_journey SET stage_key = 'sign' WHERE id = :journey"
    with pytest.raises(DBAPIError) as fault, deal.session.begin_nested(), door.opened(deal.session):
        deal.session.execute(text("UPDATE process_journey SET stage_key = NULL"))
    assert isinstance(fault.value.orig, errors.NotNullViolation)
    assert refused(deal.session, moved, journey=deal.journey.id) == REFUSED


def test_every_table_of_a_workspace_stands_behind_a_wall(session: Session) -> None:
    rows = session.execute(
        text(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),"
            " (SELECT array_agg(p.polcmd::text ORDER BY p.polcmd) FROM pg_policy p WHERE p.polrelid = c.oid)"
            " FROM pg_class c WHERE c.relnamespace = to_regnamespace(current_schema())"
            " AND c.relkind IN ('r', 'p', 'v', 'm')"
        )
    ).all()
    tables = {str(name) for name, *_ in rows}
    mapped = {str(mapper.local_table.name) for mapper in Model.registry.mappers}  # type: ignore[attr-defined]
    assert mapped <= tables
    assert {"o_customer", "o_opportunity", "o_product"} <= tables
    for name, on, forced, owner, policies in rows:
        assert (on, forced) == (True, True), name
        assert owner != db.APP_ROLE, name
        assert policies, f"{name} has no policy"


def test_the_product_s_role_owns_nothing_and_goes_round_no_wall(session: Session) -> None:
    role = session.execute(
        text("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin FROM pg_roles WHERE rolname = :r"),
        {"r": db.APP_ROLE},
    ).one()
    assert tuple(role) == (False,) * 5
    owned = session.scalar(
        text("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = :r"), {"r": db.APP_ROLE}
    )
    assert owned == 0
    member = session.scalar(
        text("SELECT count(*) FROM pg_auth_members m WHERE m.member = (SELECT oid FROM pg_roles WHERE rolname = :r)"),
        {"r": db.APP_ROLE},
    )
    assert member == 0


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE process_journey DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE process_journey DISABLE TRIGGER ALL",
        "DROP TRIGGER made_through_the_door ON process_journey",
        "DROP POLICY sight ON process_stay",
        "CREATE TABLE extra (id int)",
        "TRUNCATE process_journey",
        "SET session_replication_role = 'replica'",
    ],
)
def test_the_product_s_role_takes_no_wall_down(app_role: Session, statement: str) -> None:
    assert refused(app_role, statement) == "42501"


@pytest.mark.parametrize("table", ["process_journey", "process_stay", "process_hold", "process_handed_in"])
def test_who_sees_nobody_s_records_sees_no_row_of_them(deal: Deal, table: str) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    seen = {}
    for login in ("chen", "lin", "wang", "zhao", "sun"):
        with deal.acting(login):
            seen[login] = bool(deal.kept.scalar(text(f"SELECT count(*) FROM {table}")))
    assert seen == {"chen": True, "lin": False, "wang": True, "zhao": False, "sun": True}
