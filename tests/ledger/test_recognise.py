"""A server serves only the workspaces whose keys it was given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bihuan.app import house
from bihuan.app.house import House
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.ledger import commands as ledger
from bihuan.ledger import keys
from bihuan.ledger.recognising import OtherKeys, recognise
from tests.company import MONDAY_9, Cast


@pytest.fixture
def elsewhere(data: Path, tmp_path: Path) -> Iterator[Path]:
    """Another data folder, as on another machine; afterwards it is the tests' own again."""
    yield tmp_path
    keys.use(data)


def recognised(engine: Engine, key: str) -> None:
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        recognise(session)


@pytest.mark.parametrize("personal", [{"phone": "13800138000"}, None], ids=["by a sealed value", "by a signed day"])
def test_keys_that_are_not_the_workspaces_are_refused(
    engine: Engine, own_workspace: tuple[str, Cast], data: Path, elsewhere: Path, personal: dict[str, object] | None
) -> None:
    key, _ = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        if personal is None:
            session.execute(text("SELECT set_config('role', 'none', true)"))
            session.execute(text("ALTER TABLE ledger_key DISABLE TRIGGER ALL"))
            session.execute(text("TRUNCATE ledger_key"))
            session.execute(text("ALTER TABLE ledger_key ENABLE TRIGGER ALL"))
        ledger.append(session, at=MONDAY_9, by_id=None, what="x", subject="opportunity:1", personal=personal)
        assert ledger.seal_day(session, MONDAY_9.date(), now=MONDAY_9.replace(day=4))
    recognised(engine, key)

    keys.use(elsewhere)
    with pytest.raises(keys.KeysMissing) as missing:
        recognised(engine, key)
    assert str(elsewhere) in str(missing.value.facts()["file"])
    assert not (elsewhere / "keys").exists(), "nothing is made that would open nothing"

    keys.of(key)
    with pytest.raises(OtherKeys):
        recognised(engine, key)

    (elsewhere / "keys" / f"{key}.json").write_bytes((data / "keys" / f"{key}.json").read_bytes())
    keys.use(elsewhere)
    recognised(engine, key)


def test_a_workspace_in_which_nothing_happened_yet_may_get_new_keys(
    engine: Engine, own_workspace: tuple[str, Cast], elsewhere: Path
) -> None:
    key, _ = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        session.execute(text("SELECT set_config('role', 'none', true)"))
        session.execute(text("ALTER TABLE ledger_event DISABLE TRIGGER ALL"))
        session.execute(text("TRUNCATE ledger_event"))
    keys.use(elsewhere)
    recognised(engine, key)


def test_a_server_looks_at_every_workspace_before_it_serves(
    engine: Engine, own_workspace: tuple[str, Cast], elsewhere: Path
) -> None:
    assert own_workspace
    keys.use(elsewhere)
    with pytest.raises(keys.KeysMissing):
        house.recognise(House(engine=engine, files=Store("memory:///"), data=elsewhere))
