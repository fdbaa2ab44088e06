"""The command line brings data in, tells what it found, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bihuan.app import cli, importing, workspaces
from bihuan.app.house import House
from bihuan.kernel import db
from bihuan.kernel.calendar import Holidays
from bihuan.kernel.holidays import china
from bihuan.packs import making, reading
from tests.company import MONDAY_9
from tests.conftest import shared_data

MAPPING = """
sources:
  - file: products.csv
    object: product
    columns: {产品: name, 系列: {field: series}, 标价: list_price}
    key: name
"""
FILES = {"products.csv": "产品,系列,标价\n甲,A,1.2万\n乙,B,不知道\n"}


@pytest.fixture
def ask(home_open: House) -> Iterator[object]:
    """The command line in a company of its own: `ask("import", "list")`."""
    key = "told_by_line"
    engine, folder = home_open.engine, home_open.data
    workspaces.create(engine, key, name=key, now=MONDAY_9)
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        making.begin(session, reading.blueprint("starter"), name=key, admin="admin", now=MONDAY_9)
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    for name, text in FILES.items():
        (folder / name).write_bytes(text.encode("gb18030"))

    def asked(*words: str) -> Result:
        return CliRunner().invoke(cli.app, [*words], env={"COLUMNS": "160"})

    yield asked
    workspaces.drop(engine, key)


def test_looking_tells_and_writes_nothing_committing_writes_and_undoing_takes_back(
    ask: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(ask)
    monkeypatch.setattr(importing.console, "width", 160)
    where = ("-w", "told_by_line")
    words = ("import", "run", str(tmp_path / "mapping.yaml"), "--folder", str(tmp_path), *where)
    looked = ask(*words, "--lang", "en")
    assert looked.exit_code == 0, looked.output
    assert "Cannot be read" in looked.output
    assert "不知道" in looked.output
    assert ask("import", "list", *where).output == ""
    done = ask(*words, "--commit")
    assert "import 1" in done.output
    assert "product 1" in done.output
    assert "格式不对" in done.output
    assert ask("import", "list", *where).output.split()[:2] == ["1", "done"]
    assert "import 1 undone" in ask("import", "undo", "1", *where).output
    assert getattr(ask("import", "undo", "1", *where).exception, "code", "") == "not_done"


def test_a_file_that_is_not_there_is_said(ask: object, tmp_path: Path) -> None:
    assert callable(ask)
    answer = ask(
        "import", "run", str(tmp_path / "mapping.yaml"), "--folder", str(tmp_path / "no"), "-w", "told_by_line"
    )
    assert answer.exit_code == 2
    assert "there is no file" in answer.output


@pytest.mark.parametrize("written", [b"sources: [", b"- a\n- b\n", b"\xff\xfe\x00", b""])
def test_a_mapping_that_is_none_is_said(ask: object, tmp_path: Path, written: bytes) -> None:
    assert callable(ask)
    (tmp_path / "mapping.yaml").write_bytes(written)
    answer = ask("import", "run", str(tmp_path / "mapping.yaml"), "-w", "told_by_line")
    assert answer.exit_code == 2
    assert "mapping" in answer.output


def test_the_holidays_of_one_more_year_are_kept_and_count(tmp_path: Path) -> None:
    before = china.published()
    later = b'{"year": 2030, "days": [{"name": "\\u5143\\u65e6", "date": "2030-01-01", "isOffDay": true}]}'
    try:
        china.keep(later, tmp_path)
        china.use(tmp_path)
        after = china.published()
    finally:
        china.use(tmp_path / "none")
    assert after.known_years - before.known_years == {2030}
    assert after.off >= before.off
    assert china.published() == before


def test_a_year_that_came_with_the_product_can_be_corrected(tmp_path: Path) -> None:
    real = shared_data("cn-holidays", "holiday-cn-2026.json").read_bytes()
    try:
        kept: Holidays = china.keep(real, tmp_path)
        china.use(tmp_path)
        assert {day for day in china.published().off if day.year == 2026} == set(kept.off)
    finally:
        china.use(tmp_path / "none")


@pytest.mark.parametrize("content", [b"", b"{}", b'{"year": 2027, "days": []}', b"MZ\x90", b'{"year": 5, "days": []}'])
def test_what_is_no_holiday_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        china.keep(content, tmp_path)
    assert list(tmp_path.iterdir()) == []


LOG = "case,activity,time\n1,打样,2026-01-05 09:00+08:00\n1,寄样,2026-01-06 09:00+08:00\n2,打样,some day\n"


def test_a_log_is_looked_at_replayed_answered_and_taken_back(
    ask: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(ask)
    monkeypatch.setattr(importing.console, "width", 160)
    (tmp_path / "samples.csv").write_text(LOG, encoding="utf-8")
    words, where = ("import", "log", str(tmp_path / "samples.csv")), ("-w", "told_by_line")
    looked = ask(*words, *where)
    assert looked.exit_code == 0, looked.output
    assert "时间读不懂" in looked.output
    assert "1 个案例，2 条记录，2 种活动，1 种走法" in looked.output
    assert ask("import", "list", *where).output == ""
    done = ask(*words, *where, "--commit", "--lang", "en")
    assert "samples_case 1 · journeys 1" in done.output
    assert "打样 → 寄样 · 1 · mean 1 d, median 1 d" in done.output
    assert getattr(ask(*words, *where, "--commit").exception, "code", "") == "nothing_ready"
    assert "import 1 undone" in ask("import", "undo", "1", *where).output
    assert "columns_unclear" in getattr(
        ask("import", "log", str(tmp_path / "mapping.yaml"), *where).exception, "code", ""
    )


def test_a_log_may_have_a_workspace_of_its_own(ask: object, tmp_path: Path, engine: Engine) -> None:
    assert callable(ask)
    (tmp_path / "samples.csv").write_text(LOG, encoding="utf-8")
    words = ("import", "log", str(tmp_path / "samples.csv"), "-w", "log_alone", "--process", "打样流程")
    assert "流程“打样流程”" in ask(*words).output.replace("\n", "")
    assert "log_alone" not in workspaces.names(engine)
    done = ask(*words, "--commit").output
    assert "workspace log_alone · /login?w=log_alone · log-in admin · password" in done
    workspaces.drop(engine, "log_alone")
