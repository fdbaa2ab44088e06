"""Adding to the ledger: whole chains, whoever writes, and no other way in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from bihuan.kernel import db
from bihuan.ledger import canon, commands, queries
from bihuan.ledger.commands import Line
from tests.ledger.conftest import NOON, Book

CHEN, LIN, WANG = db.Sight(lo=100, hi=100), db.Sight(lo=200, hi=200), db.Sight(lo=100, hi=200)


def test_what_was_written_is_read_back_with_both_its_times(book: Book) -> None:
    phone = datetime(2026, 3, 1, 23, 30, 0, 123456, tzinfo=UTC)
    with book.open() as session:
        commands.append(
            session, at=NOON, by_id=7, what="record.changed", subject="deal:1", journey_id=3, happened_at=phone,
            device="iPhone 陈", payload={"价格": Decimal("10.50"), "at": NOON, "rows": [1, None, True, 0.1]},
        )  # fmt: skip
        (line,) = queries.timeline(session, "deal:1")
        assert queries.journey(session, 3) == [line]
    assert (line.kind, line.actor_id, line.journey_id, line.device) == ("record.changed", 7, 3, "iPhone 陈")
    assert (line.happened_at, line.recorded_at) == (phone, NOON)
    assert line.payload == {"价格": "10.50", "at": "2026-03-02T12:00:00.000000+00:00", "rows": [1, None, True, 0.1]}
    assert book.verify().whole


def test_a_timeline_is_read_in_pages_from_the_latest_back(book: Book) -> None:
    book.write("deal:1", 5)
    with book.open() as session:
        first = queries.timeline(session, "deal:1", limit=2)
        second = queries.timeline(session, "deal:1", first[-1].seq, 2)
    assert [line.payload["number"] for line in [*first, *second]] == [4, 3, 2, 1]


def test_the_stream_gives_everything_in_order_and_the_kinds_asked_for(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    with book.open() as session:
        commands.append_many(
            session, (Line(subject=f"deal:{n % 3}", what="a" if n % 2 else "b", at=NOON, by_id=n) for n in range(20))
        )
        assert [entry.actor_id for entry in queries.stream(session)] == list(range(20))
        assert [entry.actor_id for entry in queries.stream(session, kinds=["a"])] == list(range(1, 20, 2))


def test_what_is_gathered_is_written_together_in_its_order_and_without_a_fault_in_between(book: Book) -> None:
    said: list[str] = []
    with book.open() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *told: said.append(told[2]))
        with commands.gathered(session):
            for number in range(6):
                commands.append(session, at=NOON, by_id=number, what="noted", subject=f"deal:{number % 2}")
            commands.append_many(session, [Line(subject="deal:0", what="last", at=NOON)])
            assert not said
        assert len(said) == 1
        assert [line.actor_id for line in queries.timeline(session, "deal:0")] == [None, 4, 2, 0]
        assert commands.append(session, at=NOON, by_id=9, what="noted", subject="deal:1")
    assert book.verify().whole


def test_what_was_gathered_before_a_fault_is_not_written(book: Book) -> None:
    def break_off() -> None:
        with book.open() as session, commands.gathered(session):
            commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with book.open() as session:
        assert queries.timeline(session, "deal:1") == []


def test_one_append_is_one_round_trip_and_a_first_personal_value_one_more(book: Book) -> None:
    with book.open() as session:
        asked: list[str] = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
        commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1")
        assert len(asked) == 1
        commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1", personal={"phone": "1"})
        assert len(asked) == 3


def test_many_events_of_many_subjects_join_the_chains_that_are_there(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "BATCH", 70)
    book.write("deal:1", 3)
    with book.open() as session:
        ids = commands.append_many(
            session,
            (
                Line(
                    subject=f"deal:{n % 9}",
                    what="imported",
                    at=NOON,
                    payload={"n": n},
                    personal={"phone": str(n)} if n % 4 else None,
                )
                for n in range(300)
            ),
        )
        assert ids == sorted(ids)
        assert len(ids) == 300
        assert [entry.payload["n"] for entry in queries.timeline(session, "deal:1", limit=2)] == [298, 289]
    report = book.verify()
    assert report.whole
    assert (report.events, report.subjects) == (303, 9)


def test_sixteen_threads_on_one_subject_and_on_many_give_whole_chains(book: Book) -> None:
    def work(thread: int) -> None:
        for number in range(15):
            with book.open() as session:
                commands.append(session, at=NOON, by_id=thread, what="noted", subject="deal:1", payload={"n": number})
                commands.append(session, at=NOON, by_id=thread, what="noted", subject=f"deal:{10 + thread % 5}")

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))
    report = book.verify()
    assert report.whole
    assert (report.events, report.subjects) == (480, 6)
    with book.open() as session:
        assert [entry.seq for entry in queries.timeline(session, "deal:1", limit=500)] == list(range(240, 0, -1))


def test_sixteen_imports_over_the_same_subjects_in_any_order_do_not_lock_each_other_out(book: Book) -> None:
    def work(thread: int) -> None:
        order = range(40) if thread % 2 else range(39, -1, -1)
        with book.open() as session:
            commands.append_many(session, [Line(subject=f"deal:{n}", what="imported", at=NOON) for n in order])

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))
    assert book.verify().whole


def test_what_is_rolled_back_was_never_written(book: Book) -> None:
    book.write("deal:1", 1)
    with pytest.raises(ZeroDivisionError), book.open() as session:  # noqa: PT012
        commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1")
        1 / 0  # noqa: B018
    book.write("deal:1", 1)
    assert book.verify().events == 2


def test_visibility_follows_the_owner_and_the_writer_needs_none(book: Book) -> None:
    with book.open(CHEN) as session:
        commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1", owner_id=1, owner_pos=100)
        # Handed over: the old owner's transaction adds to a chain that it may no longer read.
        commands.follow(session, "deal:1", 2, 200)
        commands.append(session, at=NOON, by_id=1, what="record.assigned", subject="deal:1")
        assert queries.timeline(session, "deal:1") == []
    seen = {}
    for name, sight in {"chen": CHEN, "lin": LIN, "wang": WANG, "nobody": db.NOWHERE}.items():
        with book.open(sight) as session:
            seen[name] = len(queries.timeline(session, "deal:1"))
            assert len(list(queries.stream(session))) == seen[name]
    assert seen == {"chen": 0, "lin": 2, "wang": 2, "nobody": 0}
    assert book.verify().whole


def test_a_subject_without_an_owner_is_seen_by_whoever_sees_all(book: Book) -> None:
    book.write("org", 1)
    with book.open(db.Sight(lo=1, hi=10**9)) as session:
        assert queries.timeline(session, "org") == []
    with book.open() as session:
        assert len(queries.timeline(session, "org")) == 1


def test_appending_does_not_widen_the_sight_of_its_transaction(book: Book) -> None:
    book.write("deal:2", 1, owner_pos=200)
    with book.open(CHEN) as session:
        commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1", owner_pos=100, personal={"a": 1})
        commands.forget(session, "deal:1", by_id=1, now=NOON)
        assert queries.timeline(session, "deal:2") == []


@pytest.mark.parametrize("table", ["ledger_event", "ledger_seal", "ledger_subject", "ledger_key"])
def test_the_product_itself_can_neither_change_nor_remove(book: Book, table: str) -> None:
    book.write("deal:1", 1, personal={"a": 1})
    book.seal()
    change = {
        "ledger_event": "UPDATE ledger_event SET kind = 'x'",
        "ledger_seal": "UPDATE ledger_seal SET count = 2",
        "ledger_subject": "UPDATE ledger_subject SET seq = 9",
        "ledger_key": "UPDATE ledger_key SET key = NULL",
    }[table]
    for statement in (change, f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(DBAPIError, match="permission denied"), book.open() as session:
            session.execute(text(statement))


def test_the_product_itself_cannot_write_past_the_chain(book: Book) -> None:
    book.write("deal:1", 1)
    with pytest.raises(DBAPIError, match="permission denied"), book.open() as session:
        session.execute(text("INSERT INTO ledger_event OVERRIDING SYSTEM VALUE SELECT * FROM ledger_event"))
    with pytest.raises(DBAPIError, match="permission denied"), book.open() as session:
        session.execute(text("INSERT INTO ledger_subject (subject, seq, head) VALUES ('x:1', 0, '')"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET kind = 'x'",
        "DELETE FROM ledger_event",
        "TRUNCATE ledger_event",
        "UPDATE ledger_seal SET count = 2",
        "DELETE FROM ledger_seal",
        "TRUNCATE ledger_seal",
        "DELETE FROM ledger_subject",
        "TRUNCATE ledger_subject",
        "DELETE FROM ledger_key",
        "SET session_replication_role = replica; DELETE FROM ledger_event",
    ],
)
def test_even_the_owner_must_first_take_the_guards_away(book: Book, statement: str) -> None:
    book.write("deal:1", 1, personal={"a": 1})
    book.seal()
    with pytest.raises(DBAPIError, match="only ever added to"), book.engine.begin() as connection:  # noqa: PT012
        book.enter(connection)
        for part in statement.split("; "):
            connection.execute(text(part))


@pytest.mark.parametrize("bad", ["nul\0", {"key\0": 1}, [float("nan")], [[float("-inf")]], "\ud800", {"x": 10**2000}])
def test_what_would_not_come_back_is_refused_in_words(book: Book, bad: object) -> None:
    with pytest.raises(canon.CannotBeKept) as refusal, book.open() as session:
        commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1", payload={"value": bad})
    assert refusal.value.facts()["why"]
    assert str(refusal.value.facts()["place"]).startswith(".value")
    assert book.verify().events == 0


def test_a_subject_that_is_no_subject_is_a_bug(book: Book) -> None:
    with pytest.raises(ValueError, match="not a subject"), book.open() as session:
        commands.append(session, at=NOON, by_id=1, what="noted", subject="deal:1\n")


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-(10**400), 10**400)
    | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def test_any_json_comes_back_from_the_database_as_the_very_text_that_was_hashed(book: Book) -> None:
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.dictionaries(words, values, max_size=4), min_size=1, max_size=20))
    def keep(payloads: list[dict[str, Any]]) -> None:
        with book.open() as session:
            ids = commands.append_many(
                session, [Line(subject="deal:1", what="x", at=NOON, payload=p) for p in payloads]
            )
            kept = session.execute(
                text("SELECT payload::text FROM ledger_event WHERE id >= :first ORDER BY id"), {"first": ids[0]}
            ).scalars()
            assert list(kept) == [canon.written(payload) for payload in payloads]
            read = queries.timeline(session, "deal:1", limit=len(payloads))
            assert [entry.payload for entry in reversed(read)] == payloads

    keep()
    assert book.verify().whole


def test_an_event_of_a_day_that_is_sealed_goes_to_the_first_open_day(book: Book) -> None:
    book.write("deal:1", 2)
    book.write("deal:1", 1, at=NOON + timedelta(days=3))
    assert book.seal(NOON + timedelta(days=4)) == 2
    book.write("deal:1", 1, at=NOON)
    with book.open() as session:
        days = session.execute(text("SELECT day::text FROM ledger_event ORDER BY seq")).scalars().all()
    assert days == ["2026-03-02", "2026-03-02", "2026-03-05", "2026-03-06"]
    assert book.seal(NOON + timedelta(days=5)) == 1
    assert book.verify().whole
