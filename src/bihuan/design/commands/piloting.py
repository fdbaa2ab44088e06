"""Pilots: a checked draft lives for some teams until a day, then for all or for nobody; each turn all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bihuan.blueprint import commands as blueprint
from bihuan.blueprint import queries as versions
from bihuan.blueprint.events import PilotTurned
from bihuan.blueprint.models import Pilot, Version
from bihuan.design import policy, queries, trying
from bihuan.design.commands import drafting, releasing
from bihuan.design.trying import Stranded
from bihuan.kernel import calendar, db, events
from bihuan.kernel.refusals import Invalid, Refusal
from bihuan.ledger import commands as ledger
from bihuan.objects import ddl
from bihuan.objects import definition as objects
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process import definition as processes
from bihuan.process import queries as journeys

_AT_ONCE = 500  # journeys that change their version with one statement


class PilotOver(Refusal):
    """This pilot doesn't run any more: somebody, or the clock, has ended it."""

    code = "pilot_over"
    message = "This pilot is over. Nothing was changed."


class StagesMissing(Refusal):
    """Journeys stand in stages that the pilot's version doesn't have; they could not go on by it."""

    code = "stages_missing"
    message = "Some of what is under way stands in stages that this draft doesn't have. Nothing was changed."

    def __init__(self, found: Sequence[Stranded]) -> None:
        """Each stage by name, and how many stand in it."""
        super().__init__()
        self.found = found

    def facts(self) -> dict[str, object]:
        """Each stage by name, and how many stand in it."""
        return {"stages": [{"process": one.process, "stage": one.stage, "count": one.count} for one in self.found]}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wants of a pilot."""

    team_ids: Collection[int]
    last_day: date
    then_release: bool = False
    with_running: bool = False
    note: str = ""


def begin_pilot(
    session: Session, viewer: Viewer, draft_id: int, wanted: Wanted, *, revision: int, now: datetime
) -> Pilot:
    """Let a draft live for some teams, exactly as it was seen; the draft is over, and everybody else stays.

    Refuses what `release_draft` refuses; PilotRunning while another one runs; StagesMissing when what is under way
    shall go with it and can't. The tables only get what is new: nothing is hidden before it is released to all.
    """
    draft = drafting.releasable(session, viewer, draft_id, revision=revision)
    found = releasing.read(draft.body)
    releasing.within(session, viewer, found)
    until = _until(session, wanted.last_day, now=now)
    places = _places(session, wanted.team_ids)
    body = found.body()
    done = ddl.add(session, objects.read(body))
    plan = blueprint.Plan(
        team_ids=wanted.team_ids,
        until=until,
        warn_at=calendar.moment_before(trying.NOTICE, org.calendar(session), until),
        then_release=wanted.then_release,
        with_running=wanted.with_running,
    )
    pilot = blueprint.begin_pilot(session, body, plan, note=wanted.note, by_id=viewer.person_id, now=now)
    moved = _bring(session, viewer, pilot, places, now=now) if wanted.with_running else 0
    session.delete(draft)
    session.flush()
    told = {"teams": pilot.team_ids, "until": until.isoformat(), "tables": done, "moved": moved, "note": wanted.note}
    _note(session, pilot, "pilot.begun", told | {"then_release": wanted.then_release}, by_id=viewer.person_id, now=now)
    events.tell(session, PilotTurned(version_id=pilot.version_id), now=now)
    return pilot


def change_pilot(
    session: Session, viewer: Viewer, pilot_id: int, *, last_day: date, then_release: bool, now: datetime
) -> Pilot:
    """Let a pilot end on another day, or otherwise. PilotOver when it doesn't run any more."""
    policy.configure(viewer)
    pilot = _held(session, pilot_id)
    before = pilot.until
    pilot.until = _until(session, last_day, now=now)
    pilot.warn_at = calendar.moment_before(trying.NOTICE, org.calendar(session), pilot.until)
    pilot.warned_at, pilot.then_release = None, then_release
    session.flush()
    db.forget_stamp(session)
    told = {"was": before.isoformat(), "until": pilot.until.isoformat(), "then_release": then_release}
    _note(session, pilot, "pilot.changed", told, by_id=viewer.person_id, now=now)
    return pilot


def release_pilot(session: Session, viewer: Viewer, pilot_id: int, *, now: datetime) -> Version:
    """Let a pilot's version live for all: what goes is hidden now, and what others have under way keeps its version."""
    policy.configure(viewer)
    pilot = _held(session, pilot_id)
    version = versions.version(session, pilot.version_id)
    releasing.within(session, viewer, releasing.read(version.body))
    done = ddl.apply(session, objects.read(versions.live(session).body), objects.read(version.body), now=now)
    blueprint.end_pilot(session, pilot, "released", by_id=viewer.person_id, now=now)
    releasing.tell(session, version, {"tables": done, "pilot": pilot.id}, by_id=viewer.person_id, now=now)
    return version


def take_back(session: Session, viewer: Viewer, pilot_id: int, *, move_back: bool, now: datetime) -> int:
    """End a pilot: its teams work as all others from here on, and what only it had is hidden. How many moved back.

    With `move_back`, what is under way by it goes back to the live version where that has its stage; the rest, and
    all of it without, goes on by the pilot's version to its end.
    """
    policy.configure(viewer)
    pilot = _held(session, pilot_id)
    return _over(session, pilot, "taken_back", by_id=viewer.person_id, move_back=move_back, now=now)


def expire(session: Session, pilot: Pilot, *, now: datetime) -> None:
    """The clock ends a pilot: what is under way by it goes on by it to its end."""
    _over(session, pilot, "ended", by_id=None, move_back=False, now=now)


def _over(
    session: Session, pilot: Pilot, state: blueprint.Over, *, by_id: int | None, move_back: bool, now: datetime
) -> int:
    live = versions.live(session)
    moved = (
        _moved(session, _of_pilot(session, pilot), live.id, by_id=by_id, now=now)
        if move_back and by_id is not None
        else 0
    )
    blueprint.end_pilot(session, pilot, state, by_id=by_id, now=now)
    as_before = objects.read(live.body)
    done = ddl.apply(session, as_before, as_before, now=now)
    with db.beyond_sight(session):
        left = sum(one.count for one in journeys.standing(session, None, version_id=pilot.version_id))
    _note(session, pilot, f"pilot.{state}", {"tables": done, "moved": moved, "going_on": left}, by_id=by_id, now=now)
    events.tell(session, PilotTurned(version_id=live.id), now=now)
    return moved


def _bring(session: Session, viewer: Viewer, pilot: Pilot, places: Sequence[tuple[int, int]], *, now: datetime) -> int:
    """Let all that the teams have under way go on by the pilot's version. StagesMissing when some of it can't."""
    with db.beyond_sight(session):
        found = journeys.open_journeys(session, places=places)
    there = versions.part(session, pilot.version_id, processes.read)
    here = versions.part(session, pilot.base_id, processes.read)
    missing = trying.stranded(((key, stage, 1) for _, key, stage, _ in found), here, there, viewer.lang)
    if missing:
        raise StagesMissing(missing)
    return _moved(session, found, pilot.version_id, by_id=viewer.person_id, now=now)


def _of_pilot(session: Session, pilot: Pilot) -> Sequence[tuple[int, str, str, int]]:
    with db.beyond_sight(session):
        return journeys.open_journeys(session, version_id=pilot.version_id)


def _moved(
    session: Session,
    found: Sequence[tuple[int, str, str, int]],
    version_id: int,
    *,
    by_id: int,
    now: datetime,
) -> int:
    there = versions.part(session, version_id, processes.read)
    ids = [one for one, key, stage, was in found if was != version_id and trying.has(there, key, stage)]
    return sum(
        process.go_over(session, ids[first : first + _AT_ONCE], version_id, by_id=by_id, now=now)
        for first in range(0, len(ids), _AT_ONCE)
    )


def _held(session: Session, pilot_id: int) -> Pilot:
    versions.hold(session)
    versions.pilot(session, pilot_id)
    found = versions.running(session, held=True)
    if found is None or found.id != pilot_id:
        raise PilotOver
    return found


def _until(session: Session, last_day: date, *, now: datetime) -> datetime:
    zone = org.calendar(session).zone
    today = trying.last_day(now, zone)
    if not 0 <= (last_day - today).days <= trying.LONGEST:
        message = f"Let it end today at the earliest, and within {trying.LONGEST} days."
        raise Invalid([{"field": "last_day", "code": "interval", "message": message}])
    return trying.midnight_after(last_day, zone)


def _places(session: Session, team_ids: Collection[int]) -> list[tuple[int, int]]:
    found = queries.places(session, team_ids)
    if not team_ids or len(found) < len(set(team_ids)):
        raise Invalid([{"field": "teams", "code": "unknown", "message": "Choose teams of this company."}])
    return found


def _note(
    session: Session, pilot: Pilot, what: str, told: Mapping[str, object], *, by_id: int | None, now: datetime
) -> None:
    number = versions.version(session, pilot.version_id).number
    subject = f"blueprint:{number}"
    ledger.append(session, at=now, by_id=by_id, what=what, subject=subject, payload={"number": number, **told})
