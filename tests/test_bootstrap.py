"""What stands behind `make`: done once, done again when it must be, and loud where nobody reads along."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def bootstrap(tmp_path: Path) -> ModuleType:
    """The script itself, standing in an empty folder."""
    spec = spec_from_file_location("bootstrap", Path(__file__).resolve().parents[1] / "tools/bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT, module.WEB, module.STAMPS = tmp_path, tmp_path / "web", tmp_path / "stamps"  # type: ignore[attr-defined]
    return module


def test_a_step_is_done_once_and_again_when_its_ingredients_change(bootstrap: ModuleType, tmp_path: Path) -> None:
    done: list[str] = []
    for made_from in ("flour", "flour", "rye", "flour"):
        bootstrap.once(tmp_path / "stamps/bread", made_from, lambda what=made_from: done.append(what))
    assert done == ["flour", "rye", "flour"]


def test_a_step_that_failed_is_not_taken_for_done(bootstrap: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        bootstrap.once(tmp_path / "stamp", "flour", lambda: sys.exit("burnt"))
    done: list[str] = []
    bootstrap.once(tmp_path / "stamp", "flour", lambda: done.append("bread"))
    assert done == ["bread"]


def test_a_fingerprint_sees_contents_names_and_words(bootstrap: ModuleType, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    seen = {bootstrap.fingerprint([one])}
    one.write_text("b")
    seen |= {bootstrap.fingerprint([one]), bootstrap.fingerprint([one], "word")}
    one.rename(two)
    seen |= {bootstrap.fingerprint([two])}
    assert len(seen) == 4


def test_the_pages_are_made_from_sources_and_from_nothing_that_was_brought_along(
    bootstrap: ModuleType, tmp_path: Path
) -> None:
    names = ["web/index.html", "web/src/a.tsx", "web/src/a.test.tsx", "web/node_modules/x/i.js", "web/coverage/c.html"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = {str(file.relative_to(tmp_path)) for file in bootstrap.web_sources()}
    assert found == {"web/index.html", "web/src/a.tsx"}


def test_a_command_that_fails_shows_all_it_said(bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="no flour"):
        bootstrap.work("bread", sys.executable, "-c", "import sys; sys.exit('no flour')")
    bootstrap.work("tea", sys.executable, "-c", "print('steam')")
    assert "steam" not in capsys.readouterr().out


@pytest.mark.parametrize("ci", ["true", ""])
def test_a_missing_browser_fails_only_where_nobody_reads_along(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    if ci:
        with pytest.raises(SystemExit, match="no Chromium"):
            bootstrap.no_chromium("at all")
    else:
        assert bootstrap.no_chromium("at all") is None
        assert "SKIPPED" in capsys.readouterr().out
