"""Every pack's company works: hasty people go the whole way within days, and nothing is refused that was not meant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bihuan.app import workspaces
from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.packs import playing, reading
from bihuan.packs.playing import House
from tests.packs import few

DAYS = 10
WITH_COMPANY = list(filter(reading.company, reading.keys()))
SATURDAY = datetime(2026, 3, 14, 15, 59, 59, tzinfo=UTC)
GONE = text("SELECT stage_key, outcome, count(*) FROM process_journey GROUP BY 1, 2")
BROUGHT = text("SELECT count(DISTINCT key) FROM process_handed_in UNION ALL SELECT count(*) FROM activity_activity")


@pytest.mark.parametrize("pack", WITH_COMPANY)
def test_the_whole_way_can_be_gone(pack: str, engine: Engine, tmp_path: Path) -> None:
    workspaces.create(engine, "hasty", name="快走", now=SATURDAY)
    try:
        house = House(engine=engine, workspace="hasty", files=Store(tmp_path))
        playing.play(house, few.hasty(pack, DAYS), now=SATURDAY, progress=lambda _done, _whole: None)
        with db.transaction(engine, workspace="hasty", sight=db.EVERYTHING) as session:
            gone = {(stage, outcome): int(often) for stage, outcome, often in session.execute(GONE)}
            brought, said = session.scalars(BROUGHT)
    finally:
        workspaces.drop(engine, "hasty")
        blueprint.forget()
    last = reading.blueprint(pack)["processes"][0]["stages"][-1]["key"]
    assert gone.get((last, "won"), 0) > 0, gone
    assert brought > 3
    assert said > 10
