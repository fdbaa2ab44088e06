"""How much a first visit fetches: what the built pages name and what that names in turn. No browser is needed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from bihuan.app.pages import CONFIRM, DESK, PHONE, STATIC

NAMED = re.compile(r'<(?:script|link)[^>]*?(?:src|href)="/(assets/[^"]+\.js)"')
IMPORTED = re.compile(r'(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w$*{][^"\'()]*?\bfrom\s*)?["\']\./([^"\']+\.js)["\']')
LAZY = re.compile(r'import\(["\'`]\./([^"\'`]+\.js)["\'`]\)')


def first_load(page: str) -> set[Path]:
    """Every script that a page needs before it can draw anything."""
    waiting = {STATIC / name for name in NAMED.findall((STATIC / page).read_text(encoding="utf-8"))}
    assert waiting, f"{page} names no script: the pages are not built"
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        found.add(file)
        imported = {file.parent / name for name in IMPORTED.findall(file.read_text(encoding="utf-8"))}
        waiting |= imported - found
    return found


def weight(files: set[Path]) -> float:
    """Kilobytes on the wire."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


@pytest.mark.parametrize(("html", "most"), [(PHONE, 130), (DESK, 380), (CONFIRM, 12)])
def test_a_first_visit_fetches_little(html: str, most: int) -> None:
    fetched = first_load(html)
    assert weight(fetched) <= most, sorted((file.name, round(weight({file}))) for file in fetched)


def test_the_phone_fetches_nothing_of_the_desks_library() -> None:
    names = [file.name for file in first_load(PHONE)]
    assert [name for name in names if name.startswith("antd")] == []
    assert any(file.name.startswith("antd") for file in first_load(DESK)), "the library has another name now"


def test_no_screen_of_the_desk_is_heavy() -> None:
    known = first_load(DESK)
    lazy = {file.parent / name for file in known for name in LAZY.findall(file.read_text(encoding="utf-8"))}
    assert lazy, "screens are no longer fetched when they are needed"
    assert {file.name: round(weight({file})) for file in lazy - known if weight({file}) > 80} == {}
