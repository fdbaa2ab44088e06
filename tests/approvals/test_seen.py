"""Who is asked sees the question and what it opens to them, even where they don't see the record; and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from bihuan.approvals import queries
from bihuan.approvals.models import Act, Request, SeatRow
from bihuan.kernel import db
from bihuan.kernel.refusals import NotFound
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records
from bihuan.records.models import File
from tests.approvals.asking import Asking
from tests.approvals.test_approvals import person, stepped

Seen = Callable[[str], AbstractContextManager[tuple[Session, Viewer]]]


@pytest.fixture
def zhao_s(new_asking: Callable[..., Asking]) -> Asking:
    """Chen's deal, which Zhao is asked about: he leads another team and does not see it."""
    asking = new_asking(stepped({"who": [person("zhao")], "files": True}, {"who": [person("sun")]}))
    return asking.attach().ask()


@pytest.mark.parametrize(
    ("login", "sees"), [("chen", True), ("lin", False), ("wang", True), ("zhao", True), ("sun", True)]
)
def test_the_wall_shows_a_request_to_who_sees_the_record_and_to_who_is_asked(
    zhao_s: Asking, as_seen_by: Seen, login: str, sees: bool
) -> None:
    number = zhao_s.ids[-1]
    with as_seen_by(login) as (session, viewer):
        for table in (Request, SeatRow, Act):
            found = session.scalar(select(func.count()).select_from(table)) or 0
            assert bool(found) is sees, table
        if sees:
            assert queries.request(session, viewer, number).id == number
            return
        with pytest.raises(NotFound):
            queries.request(session, viewer, number)


def test_who_is_asked_reads_the_files_of_this_request_and_nothing_else_of_the_record(
    zhao_s: Asking, as_seen_by: Seen
) -> None:
    deal, number = zhao_s.deal, zhao_s.ids[-1]
    (file_id,) = zhao_s.request.files
    other = deal.upload(name="另一份.pdf")
    with as_seen_by("zhao") as (session, viewer):
        found = queries.request(session, viewer, number)
        assert queries.file(session, viewer, found, file_id).name == "方案.pdf"
        with pytest.raises(NotFound):
            queries.file(session, viewer, found, other)
        with pytest.raises(NotFound):
            records.record(session, viewer, "opportunity", deal.record_id)
        with pytest.raises(NotFound):
            records.file(session, viewer, file_id)
        assert not session.scalars(select(File)).all()


def test_a_step_that_does_not_open_the_files_opens_none(zhao_s: Asking, as_seen_by: Seen) -> None:
    zhao_s.say("zhao")
    (file_id,) = zhao_s.request.files
    with as_seen_by("sun") as (session, viewer):
        found = queries.request(session, viewer, zhao_s.ids[-1])
        with pytest.raises(NotFound):
            queries.file(session, viewer, found, file_id)


def test_the_next_one_sees_nothing_before_it_is_their_turn(new_asking: Callable[..., Asking], as_seen_by: Seen) -> None:
    asking = new_asking(stepped({"who": [person("wang")]}, {"who": [person("zhao")]})).ask()
    with as_seen_by("zhao") as (session, viewer), pytest.raises(NotFound):
        queries.request(session, viewer, asking.ids[-1])
    asking.say("wang")
    with as_seen_by("zhao") as (session, viewer):
        assert queries.request(session, viewer, asking.ids[-1])


def test_a_transaction_that_has_not_said_who_asks_sees_nothing(zhao_s: Asking, connection: Connection) -> None:
    assert zhao_s.ids
    with db.transaction(connection, workspace="test") as session:
        assert not session.scalars(select(Request)).all()
        assert not session.scalars(select(Act)).all()
