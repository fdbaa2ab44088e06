"""What the clock turns for whoever decided so: a release at a chosen moment, and the end of a pilot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Pilot
from bihuan.design import policy, queries, trying
from bihuan.design.commands import drafting, piloting, releasing
from bihuan.design.commands.drafting import DraftBehind
from bihuan.design.commands.releasing import BlueprintFaulty, GrantsTooMuch, PilotRunning
from bihuan.design.models import Draft
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound, Refusal
from bihuan.kernel.words import Words
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.objects.ddl import NotUnique, TypeIsForGood
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer

FURTHEST = timedelta(days=366)
# What waiting does not mend. Anything else (a busy table, a database that went away) is tried again in a minute.
_FINAL = (BlueprintFaulty, GrantsTooMuch, PilotRunning, DraftBehind, Forbidden, NotFound, NotUnique, TypeIsForGood)
_WHY = {
    "blueprint_faulty": Words(zh="草稿里有问题，见“问题”", en="the draft has faults, see “Problems”"),
    "grants_too_much": Words(
        zh="有角色的权限超过了安排人自己的", en="a role would be given more than whoever scheduled it has"
    ),
    "pilot_running": Words(zh="有一个试点正在进行", en="a pilot is running"),
    "draft_behind": Words(
        zh="期间线上发布了别的版本，先跟上再发布", en="another version was released since; bring the draft up to it"
    ),
    "not_unique": Words(
        zh="有要求不重复的字段，里面的值重复了", en="a field that should be unique holds the same value twice"
    ),
    "type_is_for_good": Words(zh="有字段改了类型", en="a field has changed its type"),
}
_NOBODY = Words(zh="安排的人已经没有发布的权限", en="whoever scheduled it may not release any more")


class NothingScheduled(Refusal):
    """There is no release of this draft to call off."""

    code = "nothing_scheduled"
    message = "This draft does not wait for a moment."


def schedule(  # noqa: PLR0913 - what is released, when and why
    session: Session, viewer: Viewer, draft_id: int, *, revision: int, at: datetime, note: str, now: datetime
) -> Draft:
    """Let a draft be released at a moment, on the viewer's behalf, exactly as it was seen; until then it is locked.

    Refuses what `release_draft` would refuse now. At its moment all of that is asked again.
    """
    policy.configure(viewer)
    if not now < at <= now + FURTHEST:
        message = f"Choose a moment to come, within {FURTHEST.days} days."
        raise Invalid([{"field": "at", "code": "interval", "message": message}])
    draft = drafting.releasable(session, viewer, draft_id, revision=revision)
    releasing.within(session, viewer, releasing.read(draft.body))
    draft.switch_at, draft.switch_by_id, draft.switch_note = at, viewer.person_id, note
    session.flush()
    _note(session, draft, "draft.scheduled", {"at": at.isoformat()}, by_id=viewer.person_id, now=now)
    return draft


def call_off(session: Session, viewer: Viewer, draft_id: int, *, now: datetime) -> Draft:
    """The draft waits no longer and may be changed again. NothingScheduled for one that doesn't wait."""
    policy.configure(viewer)
    draft = queries.draft(session, draft_id, held=True)
    if draft.switch_at is None:
        raise NothingScheduled
    _unlocked(session, draft)
    _note(session, draft, "draft.called_off", {}, by_id=viewer.person_id, now=now)
    return draft


def switch(session: Session, draft_id: int, *, now: datetime) -> bool:
    """The moment of a draft has come: release it, or tell whoever scheduled it why not and let it be changed again.

    False when it is not its moment any more, or another has it in hand. Done or refused, it is so exactly once.
    """
    draft = queries.due_switch(session, draft_id, now=now)
    if draft is None or draft.switch_by_id is None:
        return False
    by_id, name, at, note, revision = (
        *(draft.switch_by_id, draft.name, draft.switch_at, draft.switch_note),
        draft.revision,
    )
    cause = f"draft:{draft.id}:{at.isoformat() if at else ''}"
    no = _tried(
        session,
        lambda: drafting.release_draft(
            session, org.viewer(session, by_id), draft_id, revision=revision, note=note, now=now
        ),
    )
    number = versions.live(session).number
    if no is None:
        _tell(session, by_id, f"{cause}:done", "switch.done", {"title": name, "count": number}, now=now)
        return True
    draft = queries.draft(session, draft_id, held=True)
    _unlocked(session, draft)
    why = _why(no)
    _note(session, draft, "draft.not_switched", {"code": no.code, "reason": why.model_dump()}, by_id=None, now=now)
    facts: dict[str, object] = {"title": name, "reason": why.model_dump()}
    _tell(session, by_id, f"{cause}:refused", "switch.refused", facts, now=now)
    return True


def warn(session: Session, *, now: datetime) -> bool:
    """Tell whoever began the pilot that runs that its end is near, once. Whether there was somebody to tell."""
    pilot = versions.running(session, held=True)
    if pilot is None or pilot.warned_at is not None or pilot.warn_at > now or pilot.until <= now:
        return False
    pilot.warned_at = now
    _tell_of(session, pilot, "pilot.ending_release" if pilot.then_release else "pilot.ending", now=now)
    return True


def end(session: Session, *, now: datetime) -> bool:
    """The last day of the pilot that runs is over: its version is released to all if that was decided, else it ends.

    When it can't be released it ends all the same, and whoever began it is told why. Whether there was one to end.
    """
    pilot = versions.running(session, held=True)
    if pilot is None or pilot.until > now:
        return False
    by_id, pilot_id = pilot.by_id, pilot.id
    if not pilot.then_release or by_id is None:
        piloting.expire(session, pilot, now=now)
        _tell_of(session, pilot, "pilot.ended", now=now)
        return True
    no = _tried(session, lambda: piloting.release_pilot(session, org.viewer(session, by_id), pilot_id, now=now))
    pilot = versions.pilot(session, pilot_id)
    if no is None:
        _tell_of(session, pilot, "pilot.released", now=now)
    else:
        session.refresh(pilot)
        piloting.expire(session, pilot, now=now)
        _tell_of(session, pilot, "pilot.not_released", now=now, reason=_why(no).model_dump())
    return True


def _tried(session: Session, do: Callable[[], object]) -> Refusal | None:
    """Do it, or nothing of it: the refusal that waiting doesn't mend."""
    before = dict(session.info)
    try:
        with session.begin_nested():
            do()
    except _FINAL as no:
        session.info.clear()
        session.info.update(before)
        return no
    return None


def _why(no: Refusal) -> Words:
    return _WHY.get(no.code, _NOBODY)


def _unlocked(session: Session, draft: Draft) -> None:
    draft.switch_at, draft.switch_by_id, draft.switch_note = None, None, ""
    session.flush()


def _tell_of(session: Session, pilot: Pilot, kind: str, *, now: datetime, reason: object = None) -> None:
    if pilot.by_id is None:
        return
    number = versions.version(session, pilot.version_id).number
    day = trying.last_day(pilot.until, org.calendar(session).zone).isoformat()
    facts: dict[str, object] = {"count": number, "day": day}
    cause = f"pilot:{pilot.id}:{kind}:{day}"
    _tell(session, pilot.by_id, cause, kind, facts if reason is None else {**facts, "reason": reason}, now=now)


def _tell(session: Session, person_id: int, cause: str, kind: str, facts: dict[str, object], *, now: datetime) -> None:
    told = {**facts, "to": "decider"}
    notices.tell(session, now=now, person_id=person_id, cause=cause, kind=kind, level="info", facts=told)


def _note(
    session: Session, draft: Draft, what: str, told: dict[str, object], *, by_id: int | None, now: datetime
) -> None:
    subject, payload = f"draft:{draft.id}", {"name": draft.name, **told}
    ledger.append(session, at=now, by_id=by_id, what=what, subject=subject, payload=payload)
