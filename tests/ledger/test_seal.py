"""Sealing days, anchoring them outside, and forgetting a person without breaking a chain."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bihuan.kernel import db
from bihuan.ledger import anchors, commands, jobs, keys, queries, sealing
from tests.ledger.conftest import NOON, Book

DAY = date(2026, 3, 2)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=NOON.tzinfo)


def test_a_day_is_sealed_an_hour_after_it_ended_and_once(book: Book) -> None:
    book.write("deal:1", 3)
    assert book.seal(MIDNIGHT + timedelta(minutes=59)) == 0
    assert book.seal(MIDNIGHT + timedelta(minutes=60)) == 1
    assert book.seal(MIDNIGHT + timedelta(minutes=61)) == 0
    assert book.verify().sealed_events == 3


def test_days_that_were_missed_are_caught_up_in_order_and_empty_days_need_none(book: Book) -> None:
    for days in (0, 1, 4):
        book.write("deal:1", 1, at=NOON + timedelta(days=days))
    assert book.seal(NOON + timedelta(days=10)) == 3
    with book.open() as session:
        made = queries.seals(session)
    assert [seal.day.day for seal in made] == [2, 3, 6]
    assert [seal.prev for seal in made] == [bytes(32), made[0].root, made[1].root]
    assert list(anchors.read(book.anchors, book.key)) == made


def test_a_day_that_is_not_over_and_a_day_before_the_last_seal_are_refused(book: Book) -> None:
    book.write("deal:1", 1)
    with book.open() as session, pytest.raises(commands.DayNotOver):
        commands.seal_day(session, DAY, now=NOON)
    book.seal()
    for day in (DAY, DAY - timedelta(days=1)):
        with book.open() as session, pytest.raises(commands.DayAlreadySealed):
            commands.seal_day(session, day, now=NOON + timedelta(days=2))
    with book.open() as session:
        assert commands.seal_day(session, DAY + timedelta(days=1), now=NOON + timedelta(days=9)) is None


def test_a_day_waits_for_a_writer_who_has_not_finished(book: Book) -> None:
    book.write("deal:1", 1)
    with book.open() as slow:
        commands.append(slow, at=NOON, by_id=1, what="noted", subject="deal:2")
        assert book.seal() == 0
    assert book.seal() == 1
    assert book.verify().sealed_events == 2


def test_eight_sealers_at_once_make_one_seal_and_one_anchor(book: Book) -> None:
    book.write("deal:1", 3)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: book.seal(), range(8))) == 1
    assert len(list(anchors.read(book.anchors, book.key))) == 1
    assert book.verify().whole


def test_an_anchor_lost_between_two_steps_is_made_up_for(book: Book) -> None:
    book.write("deal:1", 1)
    with book.open() as session:
        assert commands.seal_day(session, DAY, now=NOON + timedelta(days=1)) is not None
    seen = book.verify()
    assert (seen.whole, seen.sealed_days, seen.anchored_days) == (True, 1, 0)
    assert book.seal() == 0
    assert book.verify().anchored_days == 1


def test_half_a_line_left_by_a_power_cut_is_written_again(book: Book) -> None:
    book.write("deal:1", 1)
    book.write("deal:1", 1, at=NOON + timedelta(days=1))
    book.seal(NOON + timedelta(days=2))
    path = anchors.file_of(book.anchors, book.key)
    os.truncate(path, path.stat().st_size - 30)
    book.seal(NOON + timedelta(days=2))
    assert path.read_text().count("\n") == 2
    assert book.verify().anchored_days == 2
    assert book.verify().whole


def test_a_forged_seal_is_never_anchored(book: Book) -> None:
    book.write("deal:1", 1)
    with book.open() as session:
        commands.seal_day(session, DAY, now=NOON + timedelta(days=1))
    book.tamper("UPDATE ledger_seal SET root = sha256('x')")
    book.seal()
    assert list(anchors.read(book.anchors, book.key)) == []
    assert ("seal_signature", None, None) in book.found()


def test_a_personal_value_is_read_by_viewers_and_lies_encrypted(book: Book) -> None:
    book.write("customer:1", 2, personal={"phone": "13812345678", "name": "陈先生"})
    with book.open() as session:
        first = queries.timeline(session, "customer:1")[0]
        raw = session.execute(text("SELECT ledger_event::text FROM ledger_event")).scalars().all()
        wrapped = session.execute(text("SELECT key FROM ledger_key")).scalar_one()
        assert session.execute(text("SELECT count(*) FROM ledger_key")).scalar_one() == 1
    assert first.personal == {"phone": "13812345678", "name": "陈先生"}
    assert not first.erased
    assert not any("13812345678" in line or b"13812345678".hex() in line for line in raw)
    assert len({line.split(",")[9] for line in raw}) == 2, "equal values must not look equal"
    with pytest.raises(sealing.DoesNotOpen):
        sealing.unwrap(keys.of(book.key).master, bytes(wrapped), book.key, "customer:2")
    with pytest.raises(sealing.DoesNotOpen):
        sealing.unwrap(keys.of("another").master, bytes(wrapped), book.key, "customer:1")


def test_what_is_forgotten_can_be_read_by_nobody_and_the_chain_stays_whole(book: Book) -> None:
    book.write("customer:1", 2, personal={"phone": "1"})
    book.write("customer:2", 1, personal={"phone": "2"})
    book.seal()
    with book.open() as session:
        assert commands.forget(session, "customer:1", by_id=3, now=NOON + timedelta(days=2))
        assert not commands.forget(session, "customer:1", by_id=3, now=NOON + timedelta(days=2))
        assert not commands.forget(session, "customer:9", by_id=3, now=NOON + timedelta(days=2))
    with book.open() as session:
        told = queries.timeline(session, "customer:1")
        other = queries.timeline(session, "customer:2")
    assert [(entry.kind, entry.erased, entry.personal) for entry in told] == [
        ("subject.forgotten", False, None), ("noted", True, None), ("noted", True, None),
    ]  # fmt: skip
    assert other[0].personal == {"phone": "2"}
    assert queries.ERASED.zh == "已按个人信息要求删除"
    assert book.verify().whole


def test_a_forgotten_person_who_comes_back_begins_anew(book: Book) -> None:
    book.write("customer:1", 1, personal={"phone": "old"})
    with book.open() as session:
        commands.forget(session, "customer:1", by_id=3, now=NOON)
    book.write("customer:1", 1, personal={"phone": "new"})
    with book.open() as session:
        told = queries.timeline(session, "customer:1")
    assert [(entry.erased, entry.personal) for entry in told] == [
        (False, {"phone": "new"}),
        (False, None),
        (True, None),
    ]
    assert book.verify().whole


def test_personal_values_follow_the_sight_of_their_subject(book: Book) -> None:
    book.write("customer:1", 1, personal={"phone": "1"}, owner_pos=100)
    with book.open(db.Sight(lo=100, hi=100)) as session:
        assert queries.timeline(session, "customer:1")[0].personal == {"phone": "1"}
    with book.open(db.Sight(lo=200, hi=200)) as session:
        assert session.execute(text("SELECT count(*) FROM ledger_key")).scalar_one() == 0


def test_tampered_personal_bytes_are_not_taken_for_forgotten_ones(book: Book) -> None:
    book.write("customer:1", 1, personal={"phone": "1"})
    book.tamper("UPDATE ledger_event SET sealed = sealed || 'x'")
    with book.open() as session, pytest.raises(sealing.DoesNotOpen):
        queries.timeline(session, "customer:1")
    assert book.found() == [("changed", "customer:1", 1)]


def test_keys_lie_in_files_for_the_owner_alone_and_never_in_the_database(book: Book) -> None:
    book.write("customer:1", 1, personal={"phone": "1"})
    book.seal()
    made = keys.of(book.key)
    private, public = book.data / "keys" / f"{book.key}.json", book.data / "keys" / f"{book.key}.pub"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    assert keys.public(book.data, book.key) == made.public
    assert public.read_text().strip() == made.public.hex()
    assert made.signing.hex() not in repr(made)
    with book.open() as session:
        for table in ("ledger_event", "ledger_key", "ledger_seal", "ledger_subject"):
            for row in session.execute(text(f"SELECT t::text FROM {table} t")).scalars():
                assert made.master.hex() not in row
                assert made.signing.hex() not in row


@pytest.fixture
def elsewhere(tmp_path: Path, data: Path) -> Iterator[Path]:
    """Another data folder, as after a move to another machine."""
    keys.use(tmp_path)
    yield tmp_path
    keys.use(data)


def test_keys_are_made_once_though_many_ask_at_once(elsewhere: Path) -> None:
    def ask(_: int) -> bytes:
        keys.use(elsewhere)
        return keys.of("fresh").master

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(40)))) == 1
    assert sorted(path.name for path in (elsewhere / "keys").iterdir()) == ["fresh.json", "fresh.pub"]


def test_a_lost_key_file_is_never_replaced_by_a_new_one(elsewhere: Path) -> None:
    keys.of("fresh")
    (elsewhere / "keys" / "fresh.json").unlink()
    keys.use(elsewhere)
    with pytest.raises(keys.KeysMissing) as refusal:
        keys.of("fresh")
    assert str(refusal.value.facts()["file"]).endswith("fresh.json")
    with pytest.raises(keys.KeysMissing):
        keys.public(elsewhere, "never")


def test_the_minute_loop_costs_next_to_nothing_when_all_is_sealed(book: Book) -> None:
    book.write("deal:1", 1)
    book.seal()
    assert jobs.seal_days(book.engine, book.key, now=NOON + timedelta(days=1)) == 0
