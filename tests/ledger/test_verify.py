"""Every kind of tampering, done the way a database administrator could, is found and named."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bihuan.ledger import anchors, chain, commands, keys, report, verify
from bihuan.ledger.commands import Line
from bihuan.ledger.faults import SENTENCES, FaultKind
from tests.ledger.conftest import NOON, Book

DAY = date(2026, 3, 2)


@pytest.fixture
def full(book: Book) -> Book:
    """Three chains, the one in the middle with six events."""
    for subject, events in {"deal:1": 3, "deal:2": 6, "deal:3": 2}.items():
        book.write(subject, events, personal={"phone": "13800000000"}, owner_pos=5)
    return book


def reseal(book: Book, subject: str) -> None:
    """What a clever attacker does after a change: recompute all links and the head: the chain is whole again."""
    with book.engine.begin() as connection:
        book.enter(connection)
        for table in ("ledger_event", "ledger_subject"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        rows = connection.execute(
            text(
                "SELECT subject, seq, kind, actor_id, device, (extract(epoch FROM happened_at) * 1000000)::bigint,"
                " (extract(epoch FROM recorded_at) * 1000000)::bigint, journey_id, payload::text, sealed,"
                " day - date '1970-01-01', prev, hash, id FROM ledger_event WHERE subject = :subject ORDER BY seq"
            ),
            {"subject": subject},
        ).all()
        start, last = chain.prefix(book.key), chain.genesis(book.key, subject)
        for seq, row in enumerate(rows, start=1):
            event = chain.Event(*row)
            new = chain.link(last, seq, event.day, chain.digest(start, event))
            connection.execute(
                text("UPDATE ledger_event SET seq = :seq, prev = :prev, hash = :hash WHERE id = :id"),
                {"seq": seq, "prev": last, "hash": new, "id": event.id},
            )
            last = new
        connection.execute(
            text("UPDATE ledger_subject SET seq = :seq, head = :head WHERE subject = :subject"),
            {"seq": len(rows), "head": last, "subject": subject},
        )


def test_an_untouched_ledger_is_whole_and_says_what_was_seen(full: Book) -> None:
    full.seal()
    heard: list[tuple[int, int]] = []
    seen = full.verify(progress=lambda done, total: heard.append((done, total)))
    assert seen.whole
    assert seen.faults == []
    assert (seen.events, seen.subjects, seen.sealed_days, seen.sealed_events, seen.anchored_days) == (11, 3, 1, 11, 1)
    assert heard[-1] == (11, 11)
    assert seen.rate > 0
    assert any("账本完整" in line for line in report.sentences(seen, "zh"))
    assert any("whole" in line for line in report.sentences(seen, "en"))


FOURTH = " WHERE subject = 'deal:2' AND seq = 4"
CLOSE_UP = (
    "UPDATE ledger_event SET seq = seq + 1000 WHERE subject = 'deal:2' AND seq > 3",
    "UPDATE ledger_event SET seq = seq - 1001 WHERE seq > 900",
)
MAKE_ROOM = (
    "UPDATE ledger_event SET seq = seq + 1000 WHERE subject = 'deal:2' AND seq > 3",
    "UPDATE ledger_event SET seq = seq - 999 WHERE seq > 900",
    "UPDATE ledger_subject SET seq = seq + 1 WHERE subject = 'deal:2'",
)
COPY = (
    "INSERT INTO ledger_event (subject, seq, kind, happened_at, recorded_at, payload, day, prev, hash)"
    " SELECT subject, {seq}, 'forged', happened_at, recorded_at, payload, day, {prev}, {hash} FROM ledger_event"
    " WHERE subject = 'deal:2' AND seq = {like}"
)


@pytest.mark.parametrize(
    ("statements", "kind", "seq"),
    [
        (["UPDATE ledger_event SET payload = '{\"number\":9}' WHERE subject = 'deal:2' AND seq = 4"], "changed", 4),
        (["UPDATE ledger_event SET actor_id = 8 WHERE subject = 'deal:2' AND seq = 1"], "changed", 1),
        (["UPDATE ledger_event SET actor_id = NULL WHERE subject = 'deal:2' AND seq = 6"], "changed", 6),
        (["UPDATE ledger_event SET kind = 'x' WHERE subject = 'deal:2' AND seq = 4"], "changed", 4),
        (["UPDATE ledger_event SET device = '' WHERE subject = 'deal:2' AND seq = 4"], "changed", 4),
        (["UPDATE ledger_event SET journey_id = 0 WHERE subject = 'deal:2' AND seq = 4"], "changed", 4),
        (["UPDATE ledger_event SET sealed = NULL WHERE subject = 'deal:2' AND seq = 4"], "changed", 4),
        (["UPDATE ledger_event SET day = day + 1 WHERE subject = 'deal:2' AND seq = 4"], "changed", 4),
        (
            ["UPDATE ledger_event SET happened_at = happened_at + interval '1 us'" + FOURTH],
            "changed",
            4,
        ),
        (
            ["UPDATE ledger_event SET recorded_at = recorded_at - interval '1 us'" + FOURTH],
            "changed",
            4,
        ),
        (["UPDATE ledger_event SET hash = sha256('x') WHERE subject = 'deal:2' AND seq = 4"], "changed", 4),
        (["DELETE FROM ledger_event WHERE subject = 'deal:2' AND seq = 1"], "gap", 1),
        (["DELETE FROM ledger_event WHERE subject = 'deal:2' AND seq = 4"], "gap", 4),
        (["DELETE FROM ledger_event WHERE subject = 'deal:2' AND seq IN (3, 4)"], "gap", 3),
        (["DELETE FROM ledger_event WHERE subject = 'deal:2' AND seq = 3", *CLOSE_UP], "gap", 3),
        (["DELETE FROM ledger_event WHERE subject = 'deal:2' AND seq = 6"], "tail", 6),
        (["DELETE FROM ledger_event WHERE subject = 'deal:2'"], "tail", 1),
        (["UPDATE ledger_subject SET seq = 5 WHERE subject = 'deal:2'"], "inserted", 6),
        (["UPDATE ledger_subject SET head = sha256('x') WHERE subject = 'deal:2'"], "head", 6),
        ([COPY.format(seq=7, prev="hash", hash="sha256('x')", like=6)], "changed", 7),
        ([*MAKE_ROOM, COPY.format(seq=4, prev="hash", hash="sha256('x')", like=3)], "inserted", 4),
        ([*MAKE_ROOM, COPY.format(seq=4, prev="sha256('y')", hash="sha256('x')", like=3)], "inserted", 4),
        (
            [
                "UPDATE ledger_event SET seq = 1000 WHERE subject = 'deal:2' AND seq = 3",
                "UPDATE ledger_event SET seq = 3 WHERE subject = 'deal:2' AND seq = 4",
                "UPDATE ledger_event SET seq = 4 WHERE seq = 1000",
            ],
            "reordered",
            3,
        ),
        (
            [
                "UPDATE ledger_event SET seq = 1000 WHERE subject = 'deal:2' AND seq = 2",
                "UPDATE ledger_event SET seq = 2 WHERE subject = 'deal:2' AND seq = 5",
                "UPDATE ledger_event SET seq = 5 WHERE seq = 1000",
            ],
            "reordered",
            2,
        ),
        (["DELETE FROM ledger_subject WHERE subject = 'deal:2'"], "subject_missing", 1),
        (["UPDATE ledger_key SET key = NULL WHERE subject = 'deal:2'"], "key_lost", 1),
    ],
)
def test_tampering_is_named_with_its_place(full: Book, statements: list[str], kind: str, seq: int) -> None:
    full.tamper(*statements)
    assert full.found() == [(kind, "deal:2", seq)]


def test_an_event_whose_hash_was_recomputed_alone_is_named(full: Book) -> None:
    with full.engine.begin() as connection:
        full.enter(connection)
        row = connection.execute(
            text(
                "SELECT subject, seq, 'forged', actor_id, device, (extract(epoch FROM happened_at) * 1000000)::bigint,"
                " (extract(epoch FROM recorded_at) * 1000000)::bigint, journey_id, payload::text, sealed,"
                " day - date '1970-01-01', prev, hash, id FROM ledger_event WHERE subject = 'deal:2' AND seq = 4"
            )
        ).one()
    event = chain.Event(*row)
    forged = chain.link(event.prev, 4, event.day, chain.digest(chain.prefix(full.key), event)).hex()
    full.tamper(f"UPDATE ledger_event SET kind = 'forged', hash = '\\x{forged}' WHERE subject = 'deal:2' AND seq = 4")
    assert full.found() == [("changed", "deal:2", 4)]


def test_an_event_pushed_in_with_a_good_link_is_named(full: Book) -> None:
    full.tamper(*MAKE_ROOM)
    with full.engine.begin() as connection:
        full.enter(connection)
        row = connection.execute(
            text(
                "SELECT subject, 4, 'forged', NULL::bigint, NULL, (extract(epoch FROM happened_at) * 1000000)::bigint,"
                " (extract(epoch FROM recorded_at) * 1000000)::bigint, NULL::bigint, payload::text, NULL::bytea,"
                " day - date '1970-01-01', hash, hash, id FROM ledger_event WHERE subject = 'deal:2' AND seq = 3"
            )
        ).one()
    event = chain.Event(*row)
    forged = chain.link(event.prev, 4, event.day, chain.digest(chain.prefix(full.key), event)).hex()
    full.tamper(COPY.format(seq=4, prev="hash", hash=f"'\\x{forged}'", like=3))
    assert full.found() == [("inserted", "deal:2", 4)]


def test_faults_of_several_subjects_are_all_named(full: Book) -> None:
    full.tamper(
        "UPDATE ledger_event SET kind = 'x' WHERE subject = 'deal:1' AND seq = 2",
        "DELETE FROM ledger_event WHERE subject = 'deal:3' AND seq = 2",
    )
    seen = full.verify()
    assert full.found() == [("changed", "deal:1", 2), ("tail", "deal:3", 2)]
    assert "对象 deal:1 第 2 条：事件内容被改动。" in report.sentences(seen, "zh")
    assert "deal:3 event 2: The last events were deleted." in report.sentences(seen, "en")


def test_more_faults_than_can_be_named_are_counted(full: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "KEPT", 1)
    full.tamper("UPDATE ledger_event SET kind = 'x'")
    seen = full.verify()
    assert (seen.fault_count, len(seen.faults)) == (3, 1)
    assert "另有 2 处未列出。" in report.sentences(seen, "zh")


def test_a_resealed_chain_is_whole_in_itself_and_found_by_the_signed_root(full: Book) -> None:
    full.seal()
    full.tamper("UPDATE ledger_event SET payload = '{\"number\":9}' WHERE subject = 'deal:2' AND seq = 4")
    reseal(full, "deal:2")
    assert full.found() == [("resealed", "deal:2", 4)]
    (fault,) = full.verify().faults
    assert fault.day == DAY
    assert full.found(anchored=False) == [("root", None, None)]


def test_a_resealed_chain_of_a_day_without_a_seal_is_beyond_the_chain_alone(full: Book) -> None:
    full.tamper("UPDATE ledger_event SET payload = '{\"number\":9}' WHERE subject = 'deal:2' AND seq = 4")
    reseal(full, "deal:2")
    seen = full.verify()
    assert seen.whole
    assert any("11 条尚未被签名的根覆盖" in line for line in report.sentences(seen, "zh"))


def test_an_event_removed_from_a_sealed_day_with_its_chain_closed_up_is_named(full: Book) -> None:
    full.seal()
    full.tamper("DELETE FROM ledger_event WHERE subject = 'deal:2' AND seq = 6")
    reseal(full, "deal:2")
    assert full.found() == [("removed", "deal:2", 6)]


def test_a_subject_that_vanished_without_a_trace_is_named(full: Book) -> None:
    full.seal()
    full.tamper(
        *(f"DELETE FROM {table} WHERE subject = 'deal:2'" for table in ("ledger_event", "ledger_subject", "ledger_key"))
    )
    assert full.found() == [("removed", "deal:2", 1)]


def test_a_whole_day_that_vanished_is_named(full: Book) -> None:
    full.seal()
    full.tamper(*(f"DELETE FROM {table}" for table in ("ledger_event", "ledger_subject", "ledger_key")))
    assert full.found() == [("removed", "deal:1", 1), ("removed", "deal:2", 1), ("removed", "deal:3", 1)]
    assert full.found(anchored=False) == [("root", None, None)]


def test_an_event_added_to_a_sealed_day_is_named(full: Book) -> None:
    full.seal()
    full.tamper(COPY.format(seq=7, prev="hash", hash="sha256('x')", like=6))
    reseal(full, "deal:2")
    assert full.found() == [("added", "deal:2", 7)]


def test_an_event_slipped_into_a_day_between_two_seals_is_named(full: Book) -> None:
    full.write("deal:1", 1, at=NOON + timedelta(days=2))
    full.seal(NOON + timedelta(days=5))
    full.tamper("UPDATE ledger_event SET day = '2026-03-03' WHERE subject = 'deal:1' AND seq = 4")
    reseal(full, "deal:1")
    assert ("added", "deal:1", 4) in full.found()


def test_a_resealed_chain_is_named_once_though_it_spans_days(full: Book) -> None:
    full.write("deal:2", 2, at=NOON + timedelta(days=1))
    full.seal(NOON + timedelta(days=5))
    full.tamper("UPDATE ledger_event SET kind = 'x' WHERE subject = 'deal:2' AND seq = 2")
    reseal(full, "deal:2")
    assert full.found() == [("resealed", "deal:2", 2)]


@pytest.fixture
def three_days(full: Book) -> Book:
    """Three sealed days."""
    for days in (1, 2):
        full.write("deal:1", 1, at=NOON + timedelta(days=days))
    assert full.seal(NOON + timedelta(days=3)) == 3
    return full


@pytest.mark.parametrize(
    ("statement", "with_anchors", "without"),
    [
        (
            "UPDATE ledger_seal SET root = sha256('x') WHERE day = '2026-03-03'",
            "seal_changed",
            {"seal_signature", "root"},
        ),
        (
            "UPDATE ledger_seal SET count = count + 1 WHERE day = '2026-03-03'",
            "seal_changed",
            {"seal_signature", "root"},
        ),
        ("UPDATE ledger_seal SET sealed_at = now() WHERE day = '2026-03-03'", "seal_changed", {"seal_signature"}),
        (
            "UPDATE ledger_seal SET signature = signature || 'x' WHERE day = '2026-03-03'",
            "seal_signature",
            {"seal_signature"},
        ),
        ("DELETE FROM ledger_seal WHERE day = '2026-03-03'", "seal_missing", {"seal_order", "added"}),
    ],
)
def test_a_seal_that_was_changed_is_named(
    three_days: Book, statement: str, with_anchors: str, without: set[str]
) -> None:
    three_days.tamper(statement)
    (fault,) = three_days.verify().faults
    assert (fault.kind.value, fault.day) == (with_anchors, date(2026, 3, 3))
    assert {kind for kind, _, _ in three_days.found(anchored=False)} == without


def test_a_day_sealed_again_with_the_stolen_key_differs_from_its_anchor(three_days: Book) -> None:
    anchors.file_of(three_days.anchors, three_days.key).rename(three_days.data / "kept")
    three_days.tamper("UPDATE ledger_event SET kind = 'x' WHERE subject = 'deal:2' AND seq = 2")
    reseal(three_days, "deal:2")
    three_days.tamper("DELETE FROM ledger_seal")
    three_days.seal(NOON + timedelta(days=4))
    assert three_days.verify().whole
    (three_days.data / "kept").rename(anchors.file_of(three_days.anchors, three_days.key))
    assert ("anchor_mismatch", None, None) in three_days.found()
    assert three_days.verify().faults[0].day == DAY


def test_a_foreign_public_key_fits_nothing(three_days: Book) -> None:
    with three_days.open() as session:
        other = verify.verify(session, public=keys.of("another").public, folder=None)
    assert [fault.kind for fault in other.faults] == [FaultKind.SEAL_SIGNATURE] * 3


def test_an_anchor_file_that_was_changed_is_named(three_days: Book) -> None:
    path = anchors.file_of(three_days.anchors, three_days.key)
    whole = path.read_text().splitlines()
    changed = json.loads(whole[1]) | {"count": 5}
    for lines, kinds in {
        (whole[0], json.dumps(changed), whole[2]): [("anchor_signature", 2)],
        (whole[0], "not a seal", whole[2]): [("anchor_signature", 2)],
        (whole[0], whole[2]): [("anchor_order", 2)],
        (whole[1], whole[0], whole[2]): [("anchor_order", 1), ("anchor_order", 2), ("anchor_order", 3)],
    }.items():
        path.write_text("\n".join(lines) + "\n")
        assert [(kind, seq) for kind, _, seq in three_days.found()] == kinds


def test_a_forged_witness_is_not_believed(full: Book) -> None:
    full.seal()
    path = anchors.witness_of(full.anchors, full.key, DAY)
    path.write_text(path.read_text().replace("deal:2", "deal:9").replace("a", "b"))
    full.tamper("UPDATE ledger_event SET kind = 'x' WHERE subject = 'deal:2' AND seq = 2")
    reseal(full, "deal:2")
    assert full.found() == [("root", None, None)]


def test_a_verifier_is_not_disturbed_by_writers(full: Book) -> None:
    with full.open() as session:
        walked = []

        def write(done: int, total: int) -> None:
            walked.append((done, total))
            full.write("deal:2", 1)

        seen = verify.verify(session, public=keys.of(full.key).public, folder=full.anchors, progress=write)
    assert walked
    assert seen.whole


def test_a_chain_longer_than_the_verifier_remembers_is_still_named(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "WINDOW", 10)
    monkeypatch.setattr(verify, "PAGE", 7)
    with book.open() as session:
        commands.append_many(session, [Line(subject="deal:2", what="x", at=NOON) for _ in range(60)])
    book.tamper("DELETE FROM ledger_event WHERE seq = 20")
    assert book.found() == [("gap", "deal:2", 20)]


def test_every_kind_of_fault_has_its_words() -> None:
    assert set(SENTENCES) == set(FaultKind)
    assert len({words.zh for words in SENTENCES.values()}) == len(FaultKind)
