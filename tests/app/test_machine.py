"""The database's share of the machine."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from bihuan.app import machine


@pytest.mark.parametrize(
    ("memory", "said"), [(512 << 20, "128MB"), (4 << 30, "512MB"), (16 << 30, "2048MB"), (256 << 30, "2048MB")]
)
def test_its_cache_is_a_share_of_the_memory(memory: int, said: str) -> None:
    assert machine.buffers(memory) == said


@pytest.mark.parametrize(("said", "share"), [("1048576\n", 1 << 20), ("max\n", None), (None, None)])
def test_a_container_has_what_it_may_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, share: int | None
) -> None:
    limit = tmp_path / "memory.max"
    if said is not None:
        limit.write_text(said)
    monkeypatch.setattr(machine, "LIMIT", limit)
    assert machine.memory() == (share or psutil.virtual_memory().total)
