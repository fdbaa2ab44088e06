"""A transaction begins with one statement, on a connection that is alive."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from bihuan.kernel import db
from bihuan.org import queries as org
from tests.company import Cast


def test_a_connection_that_died_in_the_pool_is_replaced_unnoticed(
    engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    key, cast = own_workspace
    with (
        db.transaction(engine, workspace=key) as first,
        db.transaction(engine, workspace=key) as second,
    ):
        assert db.stamp(first) == db.stamp(second)  # so two connections, at least, wait in the pool from here on
    with engine.connect() as other, other.begin():
        mine = other.scalar(text("SELECT pg_backend_pid()"))
        # The server says so to every connection that waits, as when it is started again.
        killed = other.execute(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE pid <> :mine AND usename = current_user AND state = 'idle'"
            ),
            {"mine": mine},
        ).scalar_one()
    assert killed
    for _ in range(3):
        with db.transaction(engine, workspace=key) as session:
            assert org.person(session, cast.chen).login == "chen"


def test_what_is_not_there_is_no_workspace(engine: Engine) -> None:
    with pytest.raises(db.NoWorkspace), db.transaction(engine, workspace="nowhere"):
        pytest.fail("there is no such workspace")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_what_is_remembered_is_asked_anew_when_the_stamp_is_renewed(
    engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    key, cast = own_workspace
    with db.transaction(engine, workspace=key) as session:
        assert org.directory(session)[cast.chen] == "陈销售"
        before = db.stamp(session)
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        org.person(session, cast.chen).name = "陈晶"
    with db.transaction(engine, workspace=key) as session:
        assert db.stamp(session) != before
        assert org.directory(session)[cast.chen] == "陈晶"


def test_that_somebody_was_seen_again_changes_nothing(engine: Engine, own_workspace: tuple[str, Cast]) -> None:
    key, _ = own_workspace
    with db.transaction(engine, workspace=key) as session:
        before = db.stamp(session)
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        session.execute(text("UPDATE org_session SET seen_at = now()"))
        session.execute(text("UPDATE org_token SET last_used_at = now()"))
    with db.transaction(engine, workspace=key) as session:
        assert db.stamp(session) == before != ""
