"""Working on a record with its owner: asking for it without having seen it, granting it, ending it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden, Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.objects import queries as objects
from bihuan.org import commands as org_commands
from bihuan.org import queries as org
from bihuan.org.models import Share
from bihuan.org.viewer import Viewer
from bihuan.records import policy, queries
from bihuan.records.queries import Like
from bihuan.records.record import Record

AGAIN = timedelta(days=7)  # after a no, the same is not asked for sooner


class NobodyToShare(Refusal):
    """The asker sees it already, or it belongs to nobody who works here."""

    code = "nobody_to_share"
    message = "There is nobody to ask: you see it already, or its owner does not work here."


def ask_to_share(  # noqa: PLR0913 - what was compared, and which of the answers is meant
    session: Session, viewer: Viewer, object_key: str, like: Like, *, place: int, owner: str, now: datetime
) -> Share:
    """Ask the owner of what is alike to let one work on it too, by its place in the answer and the owner told there.

    Asked again while it waits, or within a week after a no, it is the same question. SomeoneWasFirst when what is
    alike is not what it was; NobodyToShare.
    """
    told = queries.likenesses(session, viewer, object_key, like)
    found = queries.alike(session, viewer, object_key, like)
    if not 0 <= place < len(found) or told[place].owner != owner:
        raise SomeoneWasFirst
    if not told[place].askable:
        raise NobodyToShare
    with db.beyond_sight(session):
        record = queries.standing(session, object_key, found[place].record_id)
        before = org.asked_by(session, viewer.person_id, object_key, [record.id]).get(record.id)
        if before is not None and _stands(before, now):
            return before
        asked = org_commands.ask_share(session, viewer.person_id, object_key, record.id, now=now)
        _tell_owner(session, viewer, record, asked, now=now)
        _note(session, viewer.person_id, record, "record.share_asked", asked, now=now)
    return asked


def answer_share(session: Session, viewer: Viewer, share_id: int, *, yes: bool, now: datetime) -> Share:
    """Let somebody work on a record too, or not. NotFound, Forbidden; SomeoneWasFirst where it was answered."""
    share, record = _judged(session, viewer, share_id)
    if share.state != "asked":
        raise SomeoneWasFirst
    _end(session, viewer, share, record, "granted" if yes else "declined", now=now)
    with db.beyond_sight(session):
        _settle(session, record, share, now=now)
        facts = {"title": record.title, "by": viewer.name, "to": "asker"}
        kind = "share.granted" if yes else "share.declined"
        # A no says nothing that was not told before: not what the record is called.
        named = facts if yes else {**facts, "title": _label(session, record)}
        notices.tell(
            session,
            person_id=share.person_id,
            cause=f"share:{share.id}:answer",
            kind=kind,
            level="info",
            facts=named,
            now=now,
            object_key=record.object_key if yes else None,
            record_id=record.id if yes else None,
        )
    return share


def end_share(session: Session, viewer: Viewer, share_id: int, *, now: datetime) -> Share:
    """Let nobody but the owner work on it again; whoever it was shared with may end it too."""
    share, record = _judged(session, viewer, share_id, also_theirs=True)
    if share.state != "granted":
        raise SomeoneWasFirst
    _end(session, viewer, share, record, "ended", now=now)
    return share


def _judged(session: Session, viewer: Viewer, share_id: int, *, also_theirs: bool = False) -> tuple[Share, Record]:
    with db.beyond_sight(session):
        share = org.share(session, share_id)
    record = queries.record(session, viewer, share.object_key, share.record_id)
    own = also_theirs and share.person_id == viewer.person_id
    if not own and not policy.may_share(viewer, record):
        raise Forbidden("records.assign")
    return share, record


def _stands(before: Share, now: datetime) -> bool:
    if before.state == "declined":
        return before.answered_at is not None and now < before.answered_at + AGAIN
    return before.state in {"asked", "granted"}


def _end(
    session: Session,
    viewer: Viewer,
    share: Share,
    record: Record,
    state: Literal["granted", "declined", "ended"],
    *,
    now: datetime,
) -> None:
    org_commands.answer_share(session, share, state, by_id=viewer.person_id, now=now)
    what = {"granted": "record.shared", "declined": "record.share_declined", "ended": "record.share_ended"}[state]
    with db.beyond_sight(session):
        _note(session, viewer.person_id, record, what, share, now=now)


def _tell_owner(session: Session, viewer: Viewer, record: Record, asked: Share, *, now: datetime) -> None:
    """The owner hears of it, and while they are away their manager too. It stands by itself, with its own answers."""
    told = {record.owner_id: "owner"}
    if record.owner_id in org.away_until(session, now):
        manager = org.direct_manager(session, record.owner_id, now)
        if manager is not None:
            told.setdefault(manager.id, "manager")
    owner = org.names(session, [record.owner_id]).get(record.owner_id, "")
    for person_id, why in told.items():
        facts = {
            "title": record.title,
            "by": viewer.name,
            "owner": owner,
            "to": why,
            "share": asked.id,
            "about": {"object": record.object_key, "record": record.id},
        }
        notices.tell(
            session,
            person_id=person_id,
            cause=f"share:{asked.id}",
            kind="share.asked",
            level="warn",
            facts=facts,
            now=now,
        )


def _settle(session: Session, record: Record, share: Share, *, now: datetime) -> None:
    manager = org.direct_manager(session, record.owner_id, now)
    for person_id in {record.owner_id, share.answered_by_id, manager.id if manager is not None else None} - {None}:
        notices.settle_cause(session, f"share:{share.id}", person_id=int(person_id or 0), now=now)


def _label(session: Session, record: Record) -> dict[str, str]:
    label = objects.object_def(session, record.object_key).label
    return {"zh": label.say("zh"), "en": label.say("en")}


def _note(session: Session, by_id: int, record: Record, what: str, share: Share, *, now: datetime) -> None:
    ledger.append(
        session,
        at=now,
        by_id=by_id,
        what=what,
        subject=record.subject,
        owner_id=record.owner_id,
        owner_pos=record.owner_pos,
        payload={"share": share.id, "with": share.person_id},
    )
