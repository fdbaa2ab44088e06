"""Keeping a new version. Checking and applying it is `design`'s."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from bihuan.blueprint import queries
from bihuan.blueprint.models import Pilot, Version
from bihuan.kernel import db

Over = Literal["released", "taken_back", "ended"]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What somebody wants of a pilot: which teams, until when, what then, and whether with what is under way."""

    team_ids: Collection[int]
    until: datetime
    warn_at: datetime
    then_release: bool
    with_running: bool


def keep(session: Session, body: dict[str, Any], *, note: str, by_id: int | None, now: datetime) -> Version:
    """Store the next version; from the next look on it is the one that lives."""
    version = _stored(session, body, note=note, by_id=by_id, now=now)
    _turned(session)
    session.info["blueprint_id"] = version.id
    return version


def begin_pilot(
    session: Session, body: dict[str, Any], plan: Plan, *, note: str, by_id: int | None, now: datetime
) -> Pilot:
    """Store the next version for some teams alone; everybody else stays with what lives."""
    base = queries.live(session)
    version = _stored(session, body, note=note, by_id=by_id, now=now)
    pilot = Pilot(
        version_id=version.id,
        base_id=base.id,
        team_ids=sorted(plan.team_ids),
        from_at=now,
        until=plan.until,
        warn_at=plan.warn_at,
        warned_at=None,
        then_release=plan.then_release,
        with_running=plan.with_running,
        note=note,
        state="running",
        by_id=by_id,
        ended_at=None,
        ended_by_id=None,
    )
    session.add(pilot)
    session.flush()
    _turned(session)
    return pilot


def end_pilot(session: Session, pilot: Pilot, state: Over, *, by_id: int | None, now: datetime) -> None:
    """A pilot is over. Released, its version is everybody's from the next look on; else nobody begins with it."""
    pilot.state, pilot.ended_at, pilot.ended_by_id = state, now, by_id
    session.flush()
    _turned(session)


def _turned(session: Session) -> None:
    """What lives is another from here on: nobody in this transaction goes by what was remembered."""
    session.info.pop("blueprint_id", None)
    db.forget_stamp(session)


def _stored(session: Session, body: dict[str, Any], *, note: str, by_id: int | None, now: datetime) -> Version:
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    number = queries.newest_number(session) + 1
    version = Version(body=body, note=note, digest=digest, released_at=now, released_by_id=by_id, number=number)
    session.add(version)
    session.flush()
    return version
