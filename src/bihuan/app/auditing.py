"""The ledger verified every night, and what came of it, so that nobody has to remember to ask."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bihuan.app import troubles
from bihuan.kernel import db
from bihuan.kernel.words import LANGS
from bihuan.ledger import keys
from bihuan.ledger.anchors import folder_of
from bihuan.ledger.verify import Report
from bihuan.ledger.verify import verify as verified

NIGHT = range(18, 22)  # hours in UTC: from two to six in China
NIGHTLY, AT_LAST = timedelta(hours=20), timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What the last verification of a workspace's ledger found."""

    at: str
    events: int
    faults: int
    first: dict[str, str] = field(default_factory=dict)  # the first fault, in both languages


def last(data: Path, workspace: str) -> Verified | None:
    """The last verification; None before the first."""
    try:
        return Verified(**json.loads(_file(data, workspace).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def keep(data: Path, report: Report, *, now: datetime) -> None:
    """Remember what a verification found."""
    first: dict[str, str] = {lang: report.faults[0].say(lang) for lang in LANGS if report.faults}
    found = Verified(at=now.isoformat(), events=report.events, faults=report.fault_count, first=first)
    path = _file(data, report.workspace)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def due(data: Path, workspace: str, *, now: datetime) -> bool:
    """Whether it is time to verify: every night, and in any case every second day."""
    before = last(data, workspace)
    if before is None:
        return now.hour in NIGHT
    age = now - datetime.fromisoformat(before.at)
    return age > AT_LAST or (age > NIGHTLY and now.hour in NIGHT)


def audit(engine: Engine, data: Path, workspace: str, *, now: datetime) -> Report:
    """Verify a workspace's ledger and remember what was found; a fault is a trouble with a number."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING) as session:
        report = verified(session, public=keys.public(data, workspace), folder=folder_of(data))
    keep(data, report, now=now)
    if not report.whole:
        troubles.note("ledger_broken", workspace=workspace, place=f"{report.fault_count}")
    return report


def _file(data: Path, workspace: str) -> Path:
    return data / "verified" / f"{workspace}.json"
