"""What must hold at any time: each of it is broken once, found, told once a day, and gone when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection, select, text

from bihuan.app import auditing, invariants
from bihuan.app.invariants import Looked
from bihuan.kernel import db
from bihuan.ledger.verify import Report
from bihuan.notices.models import Notice
from bihuan.rules import commands as rules
from tests.conftest import WORKSPACE
from tests.counting import asked
from tests.process.conftest import deal, new_deal
from tests.process.deals import Deal
from tests.process.many import bring_in

__all__ = ["deal", "new_deal"]
NONE = {"owners": 0, "told": 0, "due": 0, "chain": 0}


def look(deal: Deal, *, now: datetime | None = None) -> Looked:
    return invariants.look(deal.session, chain=0, now=now or deal.now)


def change(deal: Deal, statement: str, **values: object) -> None:
    deal.session.execute(text(statement), values)
    deal.session.expire_all()
    db.forget_stamp(deal.session)


def test_in_a_company_where_all_is_well_nothing_is_found(deal: Deal) -> None:
    assert look(deal).counts == NONE


def test_an_open_journey_of_somebody_who_left_is_found(deal: Deal) -> None:
    change(deal, "UPDATE org_person SET active = false WHERE id = :id", id=deal.cast.chen)
    assert look(deal).counts == {**NONE, "owners": 1}
    change(deal, "UPDATE org_person SET active = true WHERE id = :id", id=deal.cast.chen)
    deal.lose()
    change(deal, "UPDATE org_person SET active = false WHERE id = :id", id=deal.cast.chen)
    assert look(deal).counts == NONE, "what is over needs nobody"


def test_what_is_just_being_passed_on_is_not_nobodys_for_a_while(deal: Deal) -> None:
    made = (
        "INSERT INTO handover_handover (owner_id, owner_pos, plan, note, leaves, state, total, moved, skipped, back,"
        " kept, by_id, made_at) VALUES (:id, 1, '{}', '', true, 'going', 9, 0, 0, 0, 0, 5, :at)"
    )
    change(deal, "UPDATE org_person SET active = false WHERE id = :id", id=deal.cast.chen)
    change(deal, made, id=deal.cast.chen, at=deal.now)
    assert look(deal).counts == NONE
    assert look(deal, now=deal.now + invariants.PASSING).counts["owners"] == 1, "it should have been done by then"


def test_what_is_overdue_is_told_to_two_people_or_found(deal: Deal) -> None:
    deal.later(days=3)
    deal.ring()
    assert look(deal, now=deal.now + invariants.LATE).counts["told"] == 0, "its job may still be on the way"
    later = deal.now + timedelta(minutes=6)
    before = invariants.untold(deal.session, now=later, limit=9)
    assert list(before) == [deal.stay.id]
    rules.alert_deadlines(deal.session, stay_ids=before, level="due", now=deal.now)
    assert invariants.untold(deal.session, now=later, limit=9) == []
    change(deal, "DELETE FROM notices_notice WHERE person_id = :id", id=deal.cast.wang)
    assert list(invariants.untold(deal.session, now=later, limit=9)) == [deal.stay.id], "the manager was not told"


def test_what_lies_in_a_pool_is_late_for_nobody(deal: Deal) -> None:
    deal.later(days=3)
    deal.ring()
    later = deal.now + timedelta(minutes=6)
    assert len(invariants.untold(deal.session, now=later, limit=9)) == 1
    change(deal, "UPDATE org_person SET login = '#pool' WHERE id = :id", id=deal.cast.chen)
    assert invariants.untold(deal.session, now=later, limit=9) == []


def test_who_has_no_manager_is_told_alone(new_deal: Callable[[], Deal]) -> None:
    deal = new_deal().opened(by="sun").later(days=3)
    deal.ring()
    rules.alert_deadlines(deal.session, stay_ids=[deal.stay.id], level="due", now=deal.now)
    assert invariants.untold(deal.session, now=deal.now + timedelta(minutes=6), limit=9) == []


_TIMER = (
    "INSERT INTO rules_timer (rule_key, version_id, event, object_key, record_id, since, due_at, chain)"
    " VALUES ('r', 1, 'x', 'opportunity', 1, :at, :at, '[]')"
)
_RUN = (
    "INSERT INTO rules_run (rule_key, version_id, cause, event, object_key, record_id, owner_id, owner_pos, state, why,"
    " did, chain, at, tries, next_at)"
    " VALUES ('r', 1, 'c', 'x', 'opportunity', 1, 1, 1, 'failed', '[]', '[]', '[]', :at, 1, :at)"
)
_CALL = (
    "INSERT INTO rules_call (cause, rule_key, object_key, record_id, owner_id, owner_pos, url, body, state, at, tries,"
    " next_at) VALUES ('c', 'r', 'opportunity', 1, 1, 1, 'https://a.example', '', 'waiting', :at, 0, :at)"
)
_PARCEL = (
    "INSERT INTO notices_parcel (person_id, key, kind, notice_ids, status, tries, next_at, made_at, error)"
    " VALUES (1, 'k', 'at_once', '[]', 'waiting', 0, :at, :at, '')"
)
_TASK = "INSERT INTO activity_task (person_id, kind, title, cause, due_at, made_at) VALUES (1, 'k', 't', 'c', :at, :at)"


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("stay_warn", "UPDATE process_stay SET warn_at = :at"),
        ("stay_due", "UPDATE process_stay SET due_at = :at"),
        ("stay_escalate", "UPDATE process_stay SET escalate_at = :at"),
        ("follow_up", "UPDATE process_journey SET quiet_due_at = :at"),
        ("task", _TASK),
        ("timer", _TIMER),
        ("run", _RUN),
        ("round", "INSERT INTO rules_round (key, schedule, next_at) VALUES ('r', '{}', :at)"),
        ("call", _CALL),
        ("letter", _PARCEL),
        ("climb", "INSERT INTO notices_climb (notice_id, person_id, due_at, step) VALUES (1, 1, :at, 0)"),
    ],
)
def test_what_is_due_for_more_than_two_minutes_is_found(deal: Deal, kind: str, broken: str) -> None:
    change(deal, broken, at=deal.now)
    almost = deal.now + invariants.LATE - timedelta(seconds=1)
    assert look(deal, now=almost).counts == NONE, "the clock may still come"
    found = look(deal, now=deal.now + invariants.LATE)
    assert (found.due, found.counts["due"]) == ({kind: 1}, 1)


def alerts(deal: Deal, login: str = "sun") -> list[str]:
    mine = select(Notice).where(Notice.person_id == deal.cast.id(login), Notice.kind == "invariant.broken")
    standing = mine.where(Notice.acknowledged_at.is_(None)).execution_options(populate_existing=True)
    return [one.cause for one in deal.session.scalars(standing.order_by(Notice.id))]


def test_a_breach_is_told_once_a_day_to_who_can_mend_it_and_leaves_when_it_is_mended(
    deal: Deal, connection: Connection, tmp_path: Path
) -> None:
    def watch() -> Looked | None:
        return invariants.watch(connection, tmp_path, WORKSPACE, now=deal.now)  # type: ignore[arg-type]

    change(deal, "UPDATE org_person SET active = false WHERE id = :id", id=deal.cast.chen)
    assert watch() is not None
    assert watch() is None, "it is looked every few minutes, not every minute"
    deal.later(minutes=5)
    watch()
    day = f"{deal.now:%Y-%m-%d}"
    assert alerts(deal) == [f"invariant:owners:{day}"]
    assert alerts(deal, "wang") == [], "who can't configure is not told"
    deal.later(days=1)
    watch()
    assert len([cause for cause in alerts(deal) if "owners" in cause]) == 2
    change(deal, "UPDATE org_person SET active = true WHERE id = :id", id=deal.cast.chen)
    deal.later(minutes=5)
    watch()
    assert not [cause for cause in alerts(deal) if "owners" in cause]
    found = invariants.last(tmp_path, WORKSPACE)
    assert found is not None
    assert found.counts["owners"] == 0


def test_what_the_last_verification_of_the_ledger_found_is_a_breach(
    deal: Deal, connection: Connection, tmp_path: Path
) -> None:
    auditing.keep(tmp_path, Report(workspace=WORKSPACE, events=9, fault_count=2), now=deal.now)
    found = invariants.watch(connection, tmp_path, WORKSPACE, now=deal.now)  # type: ignore[arg-type]
    assert found is not None
    assert found.counts["chain"] == 2
    assert alerts(deal) == [f"invariant:chain:{deal.now:%Y-%m-%d}"]


def test_the_page_of_the_system_shows_each(
    deal: Deal, application: FastAPI, browse: Callable[[str], TestClient], tmp_path: Path
) -> None:
    application.state.data = tmp_path
    sun = browse("sun")
    shown = {one["key"]: one for one in sun.get("/api/system").json()["checks"]}
    assert {shown[key]["level"] for key in ("owners", "told", "due")} == {"ok"}
    invariants.keep(tmp_path, WORKSPACE, Looked(at=deal.now.isoformat(), counts={**NONE, "owners": 3}))
    page = sun.get("/api/system").json()
    shown = {one["key"]: one for one in page["checks"]}
    assert (shown["owners"]["level"], "3" in shown["owners"]["what"], page["level"]) == ("bad", True, "bad")
    assert shown["owners"]["do"]
    assert shown["told"]["level"] == "ok"


def test_looking_reads_indexes_and_takes_a_few_statements_however_much_there_is(deal: Deal) -> None:
    bring_in(deal.session, deal.cast, 300, now=deal.now)
    change(deal, "UPDATE process_stay SET overdue_at = due_at, warned_at = warn_at, escalated_at = escalate_at")
    with asked(deal.session) as found:
        look(deal)
    assert len(found) <= 12, found
    change(deal, "SET LOCAL enable_seqscan = off")
    for statement, values in (
        (invariants.OVERDUE.text, {"late": deal.now, "most": 9}),
        (invariants._OWNERLESS.text, {"gone": [1], "most": 9}),  # noqa: SLF001 - its plan is looked at
        (invariants._UNTOLD.text, {"before": deal.now, "nobody": [2], "alone": [1], "looked_at": 9, "most": 9}),  # noqa: SLF001
    ):
        plan = "\n".join(deal.session.scalars(text(f"EXPLAIN {statement}"), values))
        assert "Seq Scan on process_" not in plan, plan
