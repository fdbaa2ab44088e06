"""How far a transaction sees comes back, however the stretch beyond it ends."""

from __future__ import annotations

import contextlib

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bihuan.kernel import db

NARROW = db.Sight(lo=1, hi=2, person_id=3)


def looks(session: Session) -> tuple[str, db.Sight]:
    """How far the database lets this transaction see, and how far the program thinks it does."""
    return str(session.scalar(text("SELECT current_setting('bihuan.all')"))), session.info["sight"]


def test_a_refusal_beyond_sight_leaves_nobody_seeing_more(session: Session) -> None:
    db.see(session, NARROW)
    seen = []
    with contextlib.suppress(KeyError), db.beyond_sight(session):
        seen.append(looks(session))
        raise KeyError
    assert seen == [("1", db.Sight(all=True, person_id=3))]
    assert looks(session) == ("0", NARROW)


def test_a_fault_of_the_database_beyond_sight_leaves_nobody_seeing_more(session: Session) -> None:
    db.see(session, NARROW)
    with pytest.raises(DBAPIError), session.begin_nested(), db.beyond_sight(session):
        session.execute(text("SELECT 1 / 0"))
    assert looks(session) == ("0", NARROW)


@pytest.mark.parametrize(
    ("sight", "mode"),
    [
        (db.EVERYTHING, "auto"),
        (db.NOWHERE, "auto"),
        (db.Sight(lo=7, hi=7, person_id=3), "auto"),
        (NARROW, "force_custom_plan"),  # how wide it is stands in the values: a kept plan would not know
    ],
)
def test_a_plan_is_kept_only_where_it_is_the_same_for_everyone(session: Session, sight: db.Sight, mode: str) -> None:
    db.see(session, sight)
    assert session.scalar(text("SELECT current_setting('plan_cache_mode')")) == mode
