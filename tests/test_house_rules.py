"""The habits of the house that no linter knows. Each rule shows what it forbids."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import bihuan

SOURCE = Path(bihuan.__file__).parent
ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 400
LONGEST_SCREEN = 250
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "service", "services", "common", "misc"}

HANZI = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HANZI}][,:;!?][{HANZI}]")
MACHINE_PATH = re.compile(r"(?<![\w.$)}/*-])/(?:work|root|home)/\w")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.(?:npmjs|yarnpkg)|npm[m]irror|/py[p]i/simple", re.IGNORECASE
)


# ── the server's sources ──────────────────────────────────────────────────────


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every call in a file, by its last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node.lineno


def foreign_models(tree: ast.AST, module: str) -> set[str]:
    """Tables this file borrows from other modules."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and ".models" in node.module
        if node.module.split(".")[1] != module
        for alias in node.names
    }


def broken(path: str, code: str) -> list[str]:
    """The rules this code breaks."""
    tree, module, file = ast.parse(code), path.split("/", maxsplit=1)[0], Path(path)
    asks = file.name == "queries.py" or "queries" in file.parts or path == "kernel/rows.py"
    borrowed = foreign_models(tree, module)
    found = []
    for call, line in calls(tree):
        if call in {"commit", "rollback"} and path != "kernel/db.py":
            found.append(f"{path}:{line} the edge commits; nobody else")
        if call == "select" and not asks:
            found.append(f"{path}:{line} questions live in queries.py")
        if call in borrowed:
            found.append(f"{path}:{line} only {call}'s own module makes one; call its command")
    if code.count("\n") > LONGEST_FILE:
        found.append(f"{path} is longer than {LONGEST_FILE} lines; split it where it changes its subject")
    if EMPTY_NAMES & {part.removesuffix(".py") for part in file.parts}:
        found.append(f"{path} has a name that says nothing; name its subject")
    return found


@pytest.mark.parametrize(
    ("path", "code", "ok"),
    [
        ("process/commands.py", "session.flush()", True),
        ("process/commands.py", "session.commit()", False),
        ("process/commands.py", "session.rollback()", False),
        ("kernel/db.py", "session.rollback()", True),
        ("process/queries.py", "select(Journey)", True),
        ("process/queries/due.py", "select(Journey)", True),
        ("kernel/rows.py", "table.select()", True),
        ("process/api.py", "select(Journey)", False),
        ("process/api.py", "sqlalchemy.select(Journey)", False),
        ("rules/commands.py", "from bihuan.records.models import Record\nRecord(id=1)", False),
        ("rules/commands.py", "from bihuan.records.models.record import Record as R\nR(id=1)", False),
        ("records/commands.py", "from bihuan.records.models import Record\nRecord(id=1)", True),
        ("records/models.py", "\n" * LONGEST_FILE, True),
        ("records/models.py", "\n" * (LONGEST_FILE + 1), False),
        ("records/utils.py", "", False),
        ("records/helpers/names.py", "", False),
    ],
)
def test_the_rules_themselves(path: str, code: str, *, ok: bool) -> None:
    assert (not broken(path, code)) is ok


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_the_house_is_in_order(file: Path) -> None:
    assert broken(str(file.relative_to(SOURCE)), file.read_text(encoding="utf-8")) == []


def test_every_module_says_what_it_is_for_and_its_words() -> None:
    modules = [file for file in FILES if file.name == "__init__.py" and len(file.relative_to(SOURCE).parts) == 2]
    assert modules, "this test looked at nothing"
    for file in modules:
        said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        assert "\nWords: " in said, f"{file.parent.name}/__init__.py needs a paragraph and its `Words:`"


# ── every file that is kept ───────────────────────────────────────────────────


def tracked() -> list[Path]:
    """Every file under version control; without it, there is nothing to look at."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing says which files are kept")
    names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def text(file: Path) -> str:
    """What is written in the file; nothing if it is no text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def unfit(name: str, written: str) -> list[str]:
    """Lines that bind the product to one machine or one source of packages, or mix two kinds of punctuation."""
    chinese = name.startswith("web/") or name.endswith((".yaml", ".yml"))
    found = []
    for number, line in enumerate(written.splitlines(), start=1):
        if MACHINE_PATH.search(line):
            found.append(f"{name}:{number} names a path of one machine")
        if REGISTRY.search(line):
            found.append(f"{name}:{number} names a package registry; whoever installs chooses it")
        if chinese and HALF_WIDTH.search(line):
            found.append(f"{name}:{number} half-width punctuation between Chinese characters")
    return found


@pytest.mark.parametrize(
    ("name", "line", "ok"),
    [
        ("README.md", "keeps its data in ./var", True),
        ("README.md", "see /" + "home/me/notes", False),
        ("src/a.py", 'Path("/' + 'work/data")', False),
        ("src/a.py", 'router.get("/api/home/me")', True),
        ("README.md", "https://" + "pypi" + ".org/simple", False),
        ("web/package-lock.json", '"resolved": "https://registry.' + 'npmjs.org/x.tgz"', False),
        ("web/src/a.tsx", "客户：电话，地址", True),
        ("web/src/a.tsx", "客户:电话", False),
        ("web/src/a.tsx", "电话,地址", False),
        ("web/src/a.tsx", "共 3 条, 第 1 页", True),
        ("src/bihuan/packs/x/a.yaml", "阶段,金额", False),
    ],
)
def test_the_rules_for_kept_files_themselves(name: str, line: str, *, ok: bool) -> None:
    assert (not unfit(name, line)) is ok


def test_no_kept_file_binds_the_product_to_one_machine() -> None:
    files = tracked()
    assert files, "this test looked at nothing"
    assert [fault for file in files for fault in unfit(str(file.relative_to(ROOT)), text(file))] == []


def test_no_screen_is_longer_than_it_may_be() -> None:
    screens = [file for file in tracked() if file.suffix in {".ts", ".tsx"} and not file.name.endswith(".d.ts")]
    long = [str(file.relative_to(ROOT)) for file in screens if text(file).count("\n") > LONGEST_SCREEN]
    assert long == [], f"longer than {LONGEST_SCREEN} lines; split them where they change their subject"


# ── what is brought along ─────────────────────────────────────────────────────


def pinned(lock: str) -> dict[str, int]:
    """The locked packages, and how many hashes each has."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8").strip())
    return {entry.split("==")[0]: entry.count("--hash=sha256:") for entry in entries if "==" in entry.split("\n")[0]}


def wanted(*groups: str) -> set[str]:
    """What the project asks for by name, in the spelling of a lock file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    for group in groups:
        asked += project["dependency-groups"][group]
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;~! ]", name)[0]).lower() for name in asked}


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev"])]
)
def test_the_locks_hold_all_that_is_asked_for_with_hashes_and_no_address(lock: str, groups: list[str]) -> None:
    packages = pinned(lock)
    assert wanted(*groups) - packages.keys() == set(), "run `make lock`"
    assert [name for name, hashes in packages.items() if hashes == 0] == []
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_both_locks_agree() -> None:
    def versions(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][^ ]*==[^ ]+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_the_web_lock_has_a_hash_for_every_package_and_no_address() -> None:
    packages = json.loads((ROOT / "web/package-lock.json").read_text(encoding="utf-8"))["packages"]
    brought = {name: package for name, package in packages.items() if name and not package.get("link")}
    assert brought, "this test looked at nothing"
    assert [name for name, package in brought.items() if "integrity" not in package or "resolved" in package] == []
