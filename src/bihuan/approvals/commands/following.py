"""What happens to an approval when its record changes, gets another owner or goes, and when its journey ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.approvals import queries
from bihuan.approvals.commands import telling
from bihuan.approvals.commands.asking import restart, take_back
from bihuan.approvals.commands.noting import event_of, note
from bihuan.approvals.commands.passing import bar_own
from bihuan.approvals.events import ApprovalDecided
from bihuan.approvals.queries import Case
from bihuan.kernel import db, events
from bihuan.org import queries as org
from bihuan.records import queries as records


def changed(session: Session, object_key: str, record_id: int, fields: Collection[str], *, now: datetime) -> None:
    """A record has changed: whoever is asked sees what differs from what was asked for, or is asked anew."""
    shown = {key for one in queries.approvals(session).values() if one.object == object_key for key in one.shown}
    if not shown.intersection(fields):
        return
    with db.beyond_sight(session):
        for request in queries.open_about(session, object_key, record_id):
            if any(one["key"] in fields for one in request.shown):
                _changed(session, queries.held(session, request.id), now=now)


def _changed(session: Session, there: Case, *, now: datetime) -> None:
    request, found = there.request, there.definition
    values = records.facts(session, request.object_key, request.record_id)
    before = {one["key"]: one["value"] for one in request.shown}
    differing = [one for one in queries.shown(session, found, values) if one["value"] != before.get(one["key"])]
    told = {one["key"]: one["said"] for one in differing}
    if told == request.changed:
        return
    request.changed = told
    labels = [one["label"] for one in differing]
    if request.state == "returned" or not told:
        session.flush()
        return
    if found.on_change == "show":
        if request.state == "waiting":
            note(session, there, "changed", by_id=None, now=now, told={"labels": labels})
        session.flush()
        return
    if request.state == "approved":
        _lapse(session, there, labels, now=now)
        return
    note(session, there, "changed", by_id=None, now=now, told={"labels": labels})
    restart(session, None, there, by_id=None, what="reopened", reason="", now=now)


def _lapse(session: Session, there: Case, labels: list[object], *, now: datetime) -> None:
    """What was approved has changed: it is approved no more, and whoever asked is told so."""
    request = there.request
    request.state, request.turned_at = "lapsed", now
    note(session, there, "lapsed", by_id=None, now=now, told={"labels": labels})
    people, cause = telling.askers(session, request), f"approval:{request.id}:lapsed"
    telling.tell(session, there, people, "approval.lapsed", cause=cause, level="warn", now=now)
    session.flush()
    events.tell(
        session,
        ApprovalDecided(**event_of(request), decision="lapsed"),  # type: ignore[arg-type]
        now=now,
    )


def hand_over(session: Session, object_key: str, record_id: int, *, owner_id: int, now: datetime) -> None:
    """A record has a new owner: its approvals are theirs to go on with, and none of them theirs to decide."""
    owner = org.colleague(session, owner_id)
    with db.beyond_sight(session):
        for number in queries.about(session, object_key, record_id):
            there = queries.held(session, number)
            there.request.owner_id, there.request.owner_pos = owner.id, owner.pos
            session.flush()
            bar_own(session, queries.held(session, number), now=now)


def record_gone(session: Session, object_key: str, record_id: int, *, now: datetime) -> None:
    """A record was taken away: nothing is asked about it any more."""
    with db.beyond_sight(session):
        for request in queries.open_about(session, object_key, record_id):
            if request.state in queries.OPEN:
                there = queries.held(session, request.id)
                take_back(session, there, by_id=None, reason="", now=now)


def journey_over(session: Session, journey_id: int, *, by_id: int | None, now: datetime) -> None:
    """A journey was won or lost: what is not decided yet need not be decided any more."""
    with db.beyond_sight(session):
        for request in queries.open_on(session, journey_id):
            take_back(session, queries.held(session, request.id), by_id=by_id, reason="", now=now)
