"""Event logs as files: what is read, what is refused, and every kind of problem by name."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bihuan.importer import event_logs
from bihuan.importer.event_logs import CheckedLog, Columns
from bihuan.importer.event_logs.proposing import Naming
from bihuan.importer.unreadable import UnreadableFile
from bihuan.process.definition import MOST_STAGES

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
PLAIN = "case,activity,time,user\n1,打样,2026-01-05 09:00:00+08:00,皮特\n1,寄样,2026-01-06 09:00:00+08:00,李\n"
XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <string key="concept:name" value="a log"/>
  <global scope="event"><string key="concept:name" value="none"/></global>
  <trace>
    <event>
      <string key="concept:name" value="register"/><string key="org:resource" value="Pete"/>
      <date key="time:timestamp" value="2010-12-30T11:02:00.000+01:00"/>
      <list key="deeper"><string key="concept:name" value="not this one"/></list>
    </event>
    <event>
      <string key="concept:name" value="decide"/><date key="time:timestamp" value="2011-01-06T11:22:00.000+01:00"/>
    </event>
    <string key="concept:name" value="case &amp; 1"/>
  </trace>
  <trace>
    <string key="concept:name" value="2"/>
    <event>
      <string key="concept:name" value="register"/><date key="time:timestamp" value="2010-12-30T11:32:00Z"/>
    </event>
  </trace>
</log>
"""


def checked(text: str | bytes, *, present: frozenset[str] = frozenset(), **asked: str) -> CheckedLog:
    content = text.encode() if isinstance(text, str) else text
    table = event_logs.read(content, name="t.csv")
    columns = event_logs.chosen(Columns(**asked), table.headers)
    return event_logs.check(
        table, columns, zone=SHANGHAI, present=lambda cases: {case for case in cases if case in present}, now=NOW
    )


def kinds(found: CheckedLog) -> dict[str, int]:
    return {one.kind: one.count for one in found.findings if one.kind != "columns_aside"}


def steps(found: CheckedLog, case: str) -> list[str]:
    return [step.activity for step in found.cases[case]]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        gzip.compress(PLAIN.encode()),
        PLAIN.replace(",", ";").encode(),
        PLAIN.encode("gb18030"),
        gzip.compress(PLAIN[:40].encode()) + gzip.compress(PLAIN[40:].encode()),
    ],
    ids=["csv", "gzip", "semicolons", "gb18030", "two members"],
)
def test_a_log_is_read_however_it_is_written(content: bytes) -> None:
    found = checked(content)
    assert steps(found, "1") == ["打样", "寄样"]
    assert [step.by for step in found.cases["1"]] == ["皮特", "李"]
    assert kinds(found) == {}


@pytest.mark.parametrize("content", [XES.encode(), gzip.compress(XES.encode()), b"\xef\xbb\xbf" + XES.encode()])
def test_xes_says_the_same_as_a_table_and_only_its_own_attributes_count(content: bytes) -> None:
    found = checked(content)
    assert {case: steps(found, case) for case in found.cases} == {"case & 1": ["register", "decide"], "2": ["register"]}
    assert found.cases["case & 1"][0].by == "Pete"
    assert found.cases["case & 1"][0].at == datetime(2010, 12, 30, 10, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"MZ\x90\x00\x03" + b"\x00" * 300, "not_a_table"),
        (b"<html><body>no</body></html>", "not_a_log"),
        (b"<log><trace></log>", "not_a_log"),
        (b'<!DOCTYPE log [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><log>&b;</log>', "not_a_log"),
        (b'<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "not_a_log"),
        (b"<log>" + b"<x>" * 500 + b"</x>" * 500 + b"</log>", "not_a_log"),
        (b"<log/>", "empty_file"),
        (b"\x1f\x8b\x08\x00garbage", "not_a_log"),
        (gzip.compress(PLAIN.encode())[:-20], "not_a_log"),
        (b"name,city\nx,y\n", "columns_unclear"),
        (b"case,activity,time\n" + b"1,a,2026-01-01\n" * 200_001, "table_too_large"),
    ],
)
def test_what_is_no_log_is_refused_with_its_code(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        checked(content)
    assert refused.value.code == code


def test_a_small_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_logs.reading, "MOST_UNPACKED", 100_000)
    with pytest.raises(UnreadableFile) as refused:
        checked(gzip.compress(b"case,activity,time\n" + b" " * 5_000_000))
    assert refused.value.code == "unpacks_too_large"


def test_columns_are_said_or_guessed_and_the_standard_names_win() -> None:
    table = event_logs.read(b"Activity,concept:name,case:concept:name,time:timestamp\nA,b,1,2026-01-01\n", name="t")
    assert event_logs.chosen(Columns(), table.headers).activity == "concept:name"
    assert event_logs.chosen(Columns(activity="activity"), table.headers).activity == "Activity"
    with pytest.raises(UnreadableFile) as refused:
        event_logs.chosen(Columns(activity="nothing"), table.headers)
    assert (refused.value.code, refused.value.facts()["columns"]) == ("no_such_column", ["nothing"])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (",a,2026-01-05 09:00+08:00,", "case_empty"),
        ("9,,2026-01-05 09:00+08:00,", "activity_empty"),
        ("9,a,,", "time_empty"),
        ("9,a,some day,", "bad_time"),
        ("9,a,2026-02-30 09:00,", "bad_time"),
        ("9,a,0202-01-05T09:00:00+08:00,", "bad_time"),
        (f"9,a,{NOW + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S%z},", "in_future"),
        (f"{'9' * 201},a,2026-01-05 09:00+08:00,", "name_too_long"),
        ("1,打样,2026-01-05 09:00:00+08:00,皮特", "duplicate_events"),
    ],
)
def test_a_line_that_cannot_be_believed_is_held_back_by_name(line: str, kind: str) -> None:
    found = checked(PLAIN + line + "\n")
    assert kinds(found) == {kind: 1}
    assert (found.numbers["rows"], found.numbers["ready"], found.numbers["skipped"]) == (3, 2, 1)
    assert steps(found, "1") == ["打样", "寄样"]


def test_times_without_a_zone_are_the_companys_and_are_told() -> None:
    found = checked(PLAIN + "1,收样,2026-01-07 09:00:00,李\n")
    assert kinds(found) == {"zone_missing": 1}
    assert found.cases["1"][2].at == datetime(2026, 1, 7, 1, tzinfo=UTC)


def test_lines_out_of_order_are_ordered_and_lines_of_one_moment_keep_the_order_of_the_file() -> None:
    text = "case,activity,time\n1,c,2026-01-07T09:00Z\n1,a,2026-01-05T09:00Z\n1,b,2026-01-05T10:00+01:00\n"
    found = checked(text)
    assert steps(found, "1") == ["a", "b", "c"]
    assert kinds(found) == {"out_of_order": 1}


def test_where_beginnings_and_ends_are_told_apart_the_end_counts() -> None:
    text = "case,activity,time,lifecycle:transition\n1,a,2026-01-05T09:00Z,start\n1,a,2026-01-05T10:00Z,complete\n"
    found = checked(text)
    assert [step.at.hour for step in found.cases["1"]] == [10]
    assert kinds(found) == {"not_complete": 1}


def test_a_case_that_is_there_already_is_held_back_whole() -> None:
    found = checked(PLAIN + "2,打样,2026-01-05 09:00:00+08:00,李\n", present=frozenset({"1"}))
    assert kinds(found) == {"already_there": 2}
    assert list(found.cases) == ["2"]


def test_stages_stand_in_the_usual_order_with_keys_of_their_labels() -> None:
    lines = [("1", name) for name in ("won", "T-1 打样", "!", "T 1 da yang")]
    text = "case,activity,time\n" + "".join(
        f"{case},{name},2026-01-{5 + i}T09:00Z\n" for i, (case, name) in enumerate(lines)
    )
    keys = event_logs.stage_keys(checked(text), None)
    assert keys == {"won": "won_2", "T-1 打样": "t_1_da_yang", "!": "step", "T 1 da yang": "t_1_da_yang_2"}


def test_more_activities_than_a_process_has_stages_are_refused() -> None:
    text = "case,activity,time\n" + "".join(f"1,a{number},2026-01-05T09:00Z\n" for number in range(MOST_STAGES + 1))
    with pytest.raises(UnreadableFile) as refused:
        event_logs.stage_keys(checked(text), None)
    assert (refused.value.code, refused.value.facts()["activities"]) == ("too_many_activities", MOST_STAGES + 1)


@pytest.mark.parametrize(
    ("file", "asked", "label", "process"),
    [
        ("receipt.csv.gz", None, "receipt", "receipt"),
        ("打样 流程.xes", None, "打样 流程", "da_yang_liu_cheng"),
        ("2024.csv", None, "2024", "log_2024"),
        ("x.csv", "Permit phase", "Permit phase", "permit_phase"),
        (f"{'long' * 20}.csv", None, "long" * 20, ("long" * 20)[:35]),
    ],
)
def test_a_process_is_called_as_asked_or_as_the_file(file: str, asked: str | None, label: str, process: str) -> None:
    assert event_logs.naming(file, asked) == Naming(label=label, process=process, object=f"{process}_case")
