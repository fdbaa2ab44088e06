"""Drafts: begun from a version, changed step by step by several people, taken back, released or thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Version
from bihuan.design import fitting, joining, operations, policy, queries, stepping
from bihuan.design.commands import releasing
from bihuan.design.examining import examined
from bihuan.design.joining import Keep
from bihuan.design.models import Draft, Step
from bihuan.design.operations import NoSuchPlace, Operation
from bihuan.design.stepping import Turn
from bihuan.kernel.refusals import Invalid, Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer

LONGEST_NAME = 100
_MANY = TypeAdapter(tuple[Operation, ...])


class EditMisfits(Invalid):
    """What should stand there can't stand there; every place is named, and nothing was changed."""

    code = "edit_misfits"
    message = "This cannot stand here. Nothing was changed."


class EditsMeet(Refusal):
    """Somebody else has changed the same since one looked; nothing was changed."""

    code = "edits_meet"
    message = "Somebody has just changed the same. Nothing was changed."

    def __init__(self, place: Sequence[str], *, by: str, theirs: object) -> None:
        """Where, by whom, and what stands there now."""
        super().__init__()
        self.place, self.by, self.theirs = ".".join(place), by, theirs

    def facts(self) -> dict[str, object]:
        """Where, by whom, and what stands there now."""
        return {"place": self.place, "by": self.by, "theirs": self.theirs}


class NothingToTurn(Refusal):
    """There is no step of one's own to take back, or none to do again."""

    code = "nothing_to_turn"
    message = "There is no step of your own to take back or to do again."


class DraftBehind(Refusal):
    """Another version was released since this draft was begun: releasing it would take that back unseen."""

    code = "draft_behind"
    message = "Another version was released since this draft was begun."

    def __init__(self, *, begun_from: int, live: int) -> None:
        """Name both versions by number."""
        super().__init__()
        self.begun_from, self.live = begun_from, live

    def facts(self) -> dict[str, object]:
        """Both versions by number."""
        return {"from": self.begun_from, "live": self.live}


class DraftScheduled(Refusal):
    """The draft waits to be released at a moment, as it is; call that off before it is changed or thrown away."""

    code = "draft_scheduled"
    message = "This draft waits to be released. Call the release off before you change it."

    def __init__(self, at: datetime) -> None:
        """When it shall be released."""
        super().__init__()
        self.at = at

    def facts(self) -> dict[str, object]:
        """When it shall be released."""
        return {"at": self.at.isoformat()}


class VersionsMeet(Refusal):
    """The draft and the version released since have changed the same; whose shall stand must be said."""

    code = "versions_meet"
    message = "The draft and the version released since have changed the same. Say whose shall stand."

    def __init__(self, meetings: Sequence[Mapping[str, object]]) -> None:
        """Each place, with what stands there in the draft and in the version."""
        super().__init__()
        self.meetings = list(meetings)

    def facts(self) -> dict[str, object]:
        """Each place, with what stands there in the draft and in the version."""
        return {"meetings": self.meetings}


def begin(session: Session, viewer: Viewer, *, name: str = "", number: int | None = None, now: datetime) -> Draft:
    """Begin a draft: a copy of the version that lives, or of an older one to come back to it."""
    policy.configure(viewer)
    live = versions.live(session)
    source = live if number is None else versions.numbered(session, number)
    return _kept(session, viewer, source.body, name=name, told={"copied": source.number}, now=now)


def take_in(session: Session, viewer: Viewer, document: dict[str, Any], *, name: str = "", now: datetime) -> Draft:
    """Begin a draft from a document. BlueprintFaulty for one that can't be read; what only doesn't fit is let in."""
    policy.configure(viewer)
    found, faults = examined(document)
    if found is None:
        raise releasing.BlueprintFaulty([one.problem() for one in faults])
    return _kept(session, viewer, found.body(), name=name, told={}, now=now)


def edit(
    session: Session, viewer: Viewer, draft_id: int, asked: Sequence[Operation], *, revision: int, now: datetime
) -> Draft:
    """Change a draft by one step, made by somebody who saw it at this revision.

    What others changed meanwhile stays, unless it is the same: EditsMeet. EditMisfits when it can't be done.
    """
    policy.configure(viewer)
    draft = _open(session, draft_id)
    _seen(draft, revision)
    _alone(session, draft, asked, queries.steps(session, draft_id, after=revision))
    return _step(session, viewer, draft, "edit", asked, now=now)


def undo(session: Session, viewer: Viewer, draft_id: int, *, now: datetime) -> Draft:
    """Take back one's own last step. EditsMeet when somebody has changed the same since."""
    return _turn(session, viewer, draft_id, "undo", now=now)


def redo(session: Session, viewer: Viewer, draft_id: int, *, now: datetime) -> Draft:
    """Do again what one took back last. EditsMeet when somebody has changed the same since."""
    return _turn(session, viewer, draft_id, "redo", now=now)


def renew(
    session: Session, viewer: Viewer, draft_id: int, *, revision: int, keep: Keep | None = None, now: datetime
) -> Draft:
    """Bring a draft up to the version that lives now: what was changed there comes in, what was changed here stays.

    Where both have changed the same, `keep` says whose shall stand; VersionsMeet names all such places if it doesn't.
    """
    policy.configure(viewer)
    draft = _open(session, draft_id)
    if draft.revision != revision:
        raise SomeoneWasFirst({"revision": draft.revision})
    live, base = versions.live(session), versions.version(session, draft.from_version_id)
    if live.id == base.id:
        return draft
    joined = joining.joined(base.body, draft.body, live.body, keep=keep)
    if joined.meetings and keep is None:
        raise VersionsMeet(
            [{"place": ".".join(one.place), "mine": one.mine, "theirs": one.theirs} for one in joined.meetings]
        )
    draft.from_version_id = live.id
    return _step(session, viewer, draft, "renew", operations.between(draft.body, joined.body), now=now)


def rename(session: Session, viewer: Viewer, draft_id: int, *, name: str, now: datetime) -> Draft:
    """Call a draft otherwise; without a name it is called by its number. No step: there is nothing to take back."""
    policy.configure(viewer)
    draft = queries.draft(session, draft_id, held=True)
    told = {"from": draft.name, "to": name.strip()[:LONGEST_NAME]}
    if told["from"] != told["to"]:
        draft.name = told["to"]
        _note(session, viewer, draft, "draft.renamed", told, now=now)
        session.flush()
    return draft


def discard(session: Session, viewer: Viewer, draft_id: int, *, now: datetime) -> None:
    """Throw a draft away, with its steps."""
    policy.configure(viewer)
    draft = _open(session, draft_id)
    _note(session, viewer, draft, "draft.discarded", {"name": draft.name, "revision": draft.revision}, now=now)
    session.delete(draft)
    session.flush()


def release_draft(
    session: Session, viewer: Viewer, draft_id: int, *, revision: int, note: str, now: datetime
) -> Version:
    """Let a draft live as the next version, exactly as it was seen; the draft is over.

    DraftBehind when another version was released since it was begun, SomeoneWasFirst when it was changed since.
    """
    draft = releasable(session, viewer, draft_id, revision=revision)
    version = releasing.release(session, viewer, draft.body, note=note, now=now)
    session.delete(draft)
    session.flush()
    return version


def releasable(session: Session, viewer: Viewer, draft_id: int, *, revision: int) -> Draft:
    """A draft exactly as it was seen, begun from what lives, while nobody else releases and no pilot runs."""
    policy.configure(viewer)
    versions.hold(session)
    releasing.alone(session)
    draft = queries.draft(session, draft_id, held=True)
    if draft.revision != revision:
        raise SomeoneWasFirst({"revision": draft.revision})
    live = versions.live(session)
    if draft.from_version_id != live.id:
        begun_from = versions.version(session, draft.from_version_id).number
        raise DraftBehind(begun_from=begun_from, live=live.number)
    return draft


def _kept(
    session: Session, viewer: Viewer, body: dict[str, Any], *, name: str, told: Mapping[str, object], now: datetime
) -> Draft:
    draft = Draft(
        name=name.strip()[:LONGEST_NAME],
        from_version_id=versions.live(session).id,
        body=body,
        revision=0,
        made_by_id=viewer.person_id,
        made_at=now,
        changed_by_id=viewer.person_id,
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    _note(session, viewer, draft, "draft.begun", {"name": draft.name, **told}, now=now)
    return draft


def _turn(session: Session, viewer: Viewer, draft_id: int, turn: Turn, *, now: datetime) -> Draft:
    policy.configure(viewer)
    draft = _open(session, draft_id)
    steps = queries.steps(session, draft_id)
    turned = stepping.next_to(turn, stepping.standing(steps).get(viewer.person_id))
    if turned is None:
        raise NothingToTurn
    step = next(one for one in steps if one.revision == turned)
    back = _MANY.validate_python(step.back)
    _alone(session, draft, back, [one for one in steps if one.revision > turned and one.by_id != viewer.person_id])
    return _step(session, viewer, draft, turn, back, now=now)


def _step(
    session: Session, viewer: Viewer, draft: Draft, kind: str, asked: Sequence[Operation], *, now: datetime
) -> Draft:
    try:
        body, back = operations.carried_out(draft.body, asked)
    except NoSuchPlace as wrong:
        raise EditMisfits([{"place": wrong.place, "code": wrong.code, "message": wrong.message}]) from wrong
    misfits = fitting.misfits(body, operations.touched(asked))
    if misfits:
        raise EditMisfits([one.problem() for one in misfits])
    draft.body, draft.revision = body, draft.revision + 1
    draft.changed_at, draft.changed_by_id = now, viewer.person_id
    step = Step(
        draft_id=draft.id,
        revision=draft.revision,
        kind=kind,
        by_id=viewer.person_id,
        at=now,
        operations=_MANY.dump_python(tuple(asked), mode="json"),
        back=_MANY.dump_python(back, mode="json"),
    )
    session.add(step)
    session.flush()
    return draft


def _alone(session: Session, draft: Draft, asked: Sequence[Operation], since: Sequence[Step]) -> None:
    """EditsMeet where one of these steps has changed what is to be changed, and it isn't already as it shall be."""
    places = operations.touched(asked)
    for step in reversed(since):
        for other in operations.touched(_MANY.validate_python(step.operations)):
            for place, wanted in zip(places, asked, strict=True):
                if operations.meet(place, other) and not _same(draft.body, wanted):
                    by = org.names(session, [step.by_id]).get(step.by_id, "")
                    raise EditsMeet(wanted.place, by=by, theirs=operations.found(draft.body, wanted.place))


def _same(body: dict[str, Any], wanted: Operation) -> bool:
    return isinstance(wanted, operations.Set) and operations.found(body, wanted.place) == wanted.value


def _open(session: Session, draft_id: int) -> Draft:
    """A draft that may be changed, and that nobody else changes meanwhile. DraftScheduled for one that waits."""
    draft = queries.draft(session, draft_id, held=True)
    if draft.switch_at is not None:
        raise DraftScheduled(draft.switch_at)
    return draft


def _seen(draft: Draft, revision: int) -> None:
    if not 0 <= revision <= draft.revision:
        raise SomeoneWasFirst({"revision": draft.revision})


def _note(
    session: Session, viewer: Viewer, draft: Draft, what: str, told: Mapping[str, object], *, now: datetime
) -> None:
    ledger.append(session, at=now, by_id=viewer.person_id, what=what, subject=f"draft:{draft.id}", payload=dict(told))
