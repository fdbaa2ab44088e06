"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from bihuan.app import house
from bihuan.app.house import House
from bihuan.kernel.files import Store


@pytest.fixture
def home_open(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house in which commands of the line find themselves: open already, and it stays so."""
    home = House(engine=engine, files=Store(tmp_path / "files"), data=tmp_path)

    class Opened:
        """A house that is open already, and stays so."""

        def __enter__(self) -> House:
            return home

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(house, "opened", lambda _: Opened())
    monkeypatch.setenv("BIHUAN_DATA", str(tmp_path))
    return home
