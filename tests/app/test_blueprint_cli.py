"""The command line writes a configuration as text, tells what another text would change, and lets it live."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, event
from typer.testing import CliRunner, Result

from bihuan.app import cli
from bihuan.blueprint import queries as blueprint
from bihuan.design import as_text
from bihuan.design import queries as design
from bihuan.kernel import db
from tests.company import Cast

pytestmark = pytest.mark.usefixtures("home_open")

Ask = Callable[..., Result]
Write = Callable[[dict[str, Any]], str]


@pytest.fixture
def ask(own_workspace: tuple[str, Cast]) -> Ask:
    """The command line in a company of its own: `ask("export")`."""
    key, _ = own_workspace
    return lambda *words: CliRunner().invoke(cli.app, ["blueprint", *words, "-w", key], env={"COLUMNS": "40"})


@pytest.fixture
def live(engine: Engine, own_workspace: tuple[str, Cast]) -> dict[str, Any]:
    """What lives at the beginning."""
    with db.transaction(engine, workspace=own_workspace[0], sight=db.EVERYTHING) as session:
        return deepcopy(blueprint.current(session).body)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Keep a document as a file, and say where."""

    def written(document: dict[str, Any]) -> str:
        file = tmp_path / "changed.yaml"
        file.write_text(as_text.written(document), encoding="utf-8")
        return str(file)

    return written


def number(engine: Engine, key: str) -> int:
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        return blueprint.current(session).number


def test_what_is_exported_is_what_lives_and_planning_it_finds_nothing(
    ask: Ask, live: dict[str, Any], write: Write
) -> None:
    answer = ask("export")
    assert answer.exit_code == 0, answer.output
    assert yaml.safe_load(answer.stdout) == live
    assert answer.stdout.startswith("name:\n  zh: 试验公司\n  en: Test company\nlang: zh\nobjects:\n- key: customer\n")
    planned = ask("plan", write(as_text.read(answer.stdout.encode())))
    assert (planned.exit_code, planned.output) == (0, "与第 1 版没有差别\n")


def test_a_plan_says_what_would_change_and_changes_nothing(
    ask: Ask, live: dict[str, Any], write: Write, engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    live["processes"][0]["stages"][3]["limit"] = "7 days"
    live["objects"][0]["fields"].append(
        {"key": "colour", "label": {"zh": "[bold]颜色", "en": "Colour"}, "type": "text"}
    )
    file = write(live)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))
    planned = ask("plan", file)
    assert planned.exit_code == 0, planned.output
    assert planned.output.splitlines() == [
        "objects.customer.fields.colour\t对象 客户：新增字段 [bold]颜色（单行文字）",
        "processes.sales.stages.quote.limit\t阶段 报价：最多停留 5 天 → 7 天",
        "与第 1 版相比有 2 处变化",
    ]
    assert "Stage Quote: longest stay 5 days → 7 days" in ask("plan", file, "--lang", "en").output
    assert not [one for one in statements if one.split()[0] in {"INSERT", "UPDATE", "DELETE", "ALTER", "CREATE"}]
    assert number(engine, own_workspace[0]) == 1


def test_all_faults_are_told_with_their_places_and_nothing_is_released(
    ask: Ask, live: dict[str, Any], write: Write, engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    live["processes"][0]["stages"][0]["back_to"] = ["sign"]
    live["roles"][0]["objects"]["moon"] = ["read"]
    file = write(live)
    for command in ("plan", "release"):
        answer = ask(command, file)
        assert answer.exit_code == 1
        first, second, last = answer.output.splitlines()
        assert first.startswith("processes.sales.stages.lead.back_to\t")
        assert first.endswith("[not_earlier]")
        assert second.startswith("roles.rep.objects\t")
        assert last == "2 个问题：不能发布"
    assert ask("plan", file, "--lang", "en").output.endswith("2 faults: it cannot be released\n")
    assert number(engine, own_workspace[0]) == 1


def test_a_release_lives_and_every_version_can_be_written_again(ask: Ask, live: dict[str, Any], write: Write) -> None:
    before = as_text.written(live)
    live["name"] = {"zh": "新公司", "en": "New"}
    assert ask("release", write(live), "--note", "改名").output == "version 2 lives\n"
    assert as_text.read(ask("export").stdout.encode())["name"] == {"zh": "新公司", "en": "New"}
    assert ask("export", "--number", "1").stdout == before
    assert ask("export", "--number", "2").stdout == as_text.written(live)
    missing = ask("export", "--number", "3")
    assert missing.exit_code == 2
    assert "there are 1 to 2" in " ".join(missing.output.replace("│", " ").split())


def test_an_import_is_a_draft_and_nothing_that_lives_changes(
    ask: Ask, live: dict[str, Any], write: Write, engine: Engine, own_workspace: tuple[str, Cast]
) -> None:
    live["name"] = {"zh": "新公司", "en": "New"}
    live["processes"][0]["stages"][0]["back_to"] = ["sign"]  # a draft may still be wrong
    done = ask("import", write(live), "--by", "sun")
    assert done.exit_code == 0, done.output
    assert done.output == "draft 1 · changed\n"
    assert ask("import", write(live), "--name", "秋季").output == "draft 2 · 秋季\n"
    key, cast = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        kept = design.draft(session, 1)
        assert (kept.body["name"]["zh"], kept.made_by_id) == ("新公司", cast.id("sun"))
    assert number(engine, key) == 1


def test_only_who_may_release_takes_a_draft_in(ask: Ask, live: dict[str, Any], write: Write) -> None:
    assert getattr(ask("import", write(live), "--by", "chen").exception, "code", "") == "forbidden"
    assert ask("import", write(live), "--by", "nobody").exit_code == 2


@pytest.mark.parametrize("command", ["plan", "release", "import"])
def test_a_file_that_is_no_configuration_is_refused_in_words(ask: Ask, tmp_path: Path, command: str) -> None:
    assert "there is no file" in " ".join(ask(command, str(tmp_path / "none.yaml")).output.replace("│", " ").split())
    (tmp_path / "other.yaml").write_bytes(b"- a\n- b\n")
    refused = ask(command, str(tmp_path / "other.yaml")).exception
    assert getattr(refused, "code", "") == "no_configuration"
    assert "is a mapping" in str(refused)
