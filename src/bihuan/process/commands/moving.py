"""Moving a journey: on, back, to its end, or past a closed gate by right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.kernel import events
from bihuan.kernel.refusals import Forbidden, Invalid, Kind, Refusal, SomeoneWasFirst
from bihuan.kernel.words import Words
from bihuan.org.viewer import Viewer
from bihuan.process import policy, queries, way
from bihuan.process.commands import door
from bihuan.process.definition import Stage
from bihuan.process.events import ExceptionMade
from bihuan.process.gates import Evidence, Verdict
from bihuan.process.models import Journey, Passage
from bihuan.process.wording import missing

LONGEST_REASON = 2000
MERGED = Words(zh="合并", en="merged into another one")


class GateClosed(Refusal):
    """Something the stage asks for is not there yet."""

    code = "gate_closed"
    message = "Some things are still missing before the next stage."

    def __init__(self, verdict: Verdict, viewer: Viewer) -> None:
        """Keep all that is missing, in the viewer's words."""
        super().__init__()
        self._missing = missing(verdict, viewer.lang)

    def facts(self) -> dict[str, object]:
        """All that is missing, each with what would fix it."""
        return {"missing": self._missing}


class GateOpen(Refusal):
    """An exception is for a closed gate; this one is open."""

    code = "gate_open"
    message = "Nothing is missing here: move on without an exception."


class JourneyOver(Refusal):
    """The journey has ended; nothing moves any more."""

    code = "journey_over"
    message = "This journey has ended."


class NoSuchStage(Refusal):
    """The stage named is not one that a journey can go to from here."""

    code = "no_such_stage"
    kind = Kind.INVALID
    message = "A journey cannot go to that stage from here."

    def __init__(self, asked: str, allowed: tuple[Stage, ...], viewer: Viewer) -> None:
        """Keep what was asked for, and what would have been possible."""
        super().__init__()
        self._asked = asked
        self._allowed = [{"key": stage.key, "label": stage.label.say(viewer.lang)} for stage in allowed]

    def facts(self) -> dict[str, object]:
        """The stage asked for and those allowed."""
        return {"asked": self._asked[:80], "allowed": self._allowed}


class ReasonNeeded(Refusal):
    """This act asks for a reason."""

    code = "reason_needed"
    kind = Kind.INVALID
    message = "Say why."


def advance(
    session: Session,
    viewer: Viewer,
    journey: Journey,
    *,
    now: datetime,
    start: str | None = None,
    to: str | None = None,
) -> Evidence:
    """Move a journey to the next stage, or win it at the last one, if its gate is open. What the gate went by.

    `start` is the stage the asker saw it in, `to` the one they expect to reach: SomeoneWasFirst and NoSuchStage
    when that isn't so. GateClosed names everything that is missing.
    """
    _may(viewer, journey, ability="advance")
    if start is not None and start != journey.stage_key:
        raise SomeoneWasFirst({"stage": journey.stage_key})
    process, here = queries.whereabouts(session, journey)
    found = queries.outlook(session, journey, process, here, now=now)
    there = found.next
    _expected(there, to, viewer)
    if not found.verdict.open:
        raise GateClosed(found.verdict, viewer)
    what, told = ("stage.entered", _at(there) | _from(here)) if there else ("journey.won", _at(here))
    line = door.line(journey, what, by_id=viewer.person_id, now=now, told=told)
    if there is None:
        door.close(session, journey, outcome="won", reason=None, noted=line, now=now)
    else:
        door.enter(session, there, journey=journey, how="advanced", noted=line, now=now)
    return found.found


def go_back(session: Session, viewer: Viewer, journey: Journey, *, to: str, reason: str, now: datetime) -> None:
    """Go back to an earlier stage that this one allows, with a reason."""
    _may(viewer, journey, ability="go_back")
    process, here = queries.whereabouts(session, journey)
    allowed = way.back(process, here.key)
    there = next((stage for stage in allowed if stage.key == to), None)
    if there is None:
        raise NoSuchStage(to, allowed, viewer)
    told, why = _at(there) | _from(here), {"reason": _said(reason)}
    line = door.line(journey, "stage.back", by_id=viewer.person_id, now=now, told=told, personal=why)
    door.enter(session, there, journey=journey, how="back", noted=line, now=now)


def close(session: Session, viewer: Viewer, journey: Journey, *, reason: str, note: str = "", now: datetime) -> None:
    """Lose a journey, with one of the process's reasons. Winning is leaving the last stage."""
    _may(viewer, journey, ability="close")
    process, here = queries.whereabouts(session, journey)
    said = _said(reason)
    known = {found.key: found.label for found in process.lost_reasons}
    if known and said not in known:
        message = "There is no such reason."
        raise Invalid([{"field": "reason", "code": "unknown_choice", "message": message, "allowed": sorted(known)}])
    label = known[said].model_dump() if said in known else said
    told = _at(here) | {"reason": said, "reason_label": label}
    own_words = {"note": note.strip()[:LONGEST_REASON]} if note.strip() else None
    line = door.line(journey, "journey.lost", by_id=viewer.person_id, now=now, personal=own_words, told=told)
    door.close(session, journey, outcome="lost", reason=said, noted=line, now=now)


def end_merged(session: Session, viewer: Viewer, record_id: int, *, now: datetime) -> None:
    """Lose the journey of a record that goes into another one. Its reason is none of those that customers have."""
    journey = queries.journey_beside(session, record_id)
    if journey is None:
        return
    _may(viewer, journey, ability="close")
    _, here = queries.whereabouts(session, journey)
    told = _at(here) | {"reason": MERGED.zh, "reason_label": MERGED.model_dump()}
    line = door.line(journey, "journey.lost", by_id=viewer.person_id, now=now, told=told)
    door.close(session, journey, outcome="lost", reason=MERGED.zh, noted=line, now=now)


def make_exception(session: Session, viewer: Viewer, journey: Journey, *, reason: str, now: datetime) -> Passage:
    """Pass a closed gate by right and with a reason: an act of its own, counted and shown."""
    _may(viewer, journey, ability="make_exception", right="process.exception")
    said = _said(reason)
    process, here = queries.whereabouts(session, journey)
    found = queries.outlook(session, journey, process, here, now=now)
    verdict, there = found.verdict, found.next
    if verdict.open:
        raise GateOpen
    passage = Passage(
        journey_id=journey.id,
        stay_id=queries.present_stay(session, journey),
        stage_key=here.key,
        reason=said,
        missing=missing(verdict, viewer.lang),
        by_id=viewer.person_id,
        at=now,
        owner_id=journey.owner_id,
        owner_pos=journey.owner_pos,
    )
    session.add(passage)
    session.flush()
    lacking = [{"kind": item.kind, "key": item.key, "label": item.label.model_dump()} for item in verdict.missing]
    told = (_at(there) if there else {"outcome": "won"}) | _from(here) | {"missing": lacking}
    why = {"reason": said}
    line = door.line(journey, "exception.made", by_id=viewer.person_id, now=now, told=told, personal=why)
    if there is None:
        door.close(session, journey, outcome="won", reason=None, noted=line, now=now)
    else:
        door.enter(session, there, journey=journey, how="exception", noted=line, now=now)
    events.tell(session, ExceptionMade(**door.whose(journey), exception_id=passage.id), now=now)
    return passage


def _at(stage: Stage) -> dict[str, object]:
    return {"stage": stage.key, "label": stage.label.model_dump()}


def _from(stage: Stage) -> dict[str, object]:
    return {"left": stage.key, "left_label": stage.label.model_dump()}


def _expected(there: Stage | None, to: str | None, viewer: Viewer) -> None:
    reached = there.key if there else "won"
    if to is not None and to != reached:
        raise NoSuchStage(to, (there,) if there else (), viewer)


def _may(viewer: Viewer, journey: Journey, *, ability: str, right: str = "process.move_any") -> None:
    if journey.outcome is not None:
        raise JourneyOver
    if not getattr(policy.can(viewer, journey), ability):
        raise Forbidden(right)


def _said(reason: str) -> str:
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise ReasonNeeded
    return said
