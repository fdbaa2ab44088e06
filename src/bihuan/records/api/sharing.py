"""Before somebody makes the same one twice, over HTTP: who has it, and asking them to work on it together."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from bihuan.kernel import clock, db, web
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import uscc
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.records import commands, policy, queries
from bihuan.records.api.shapes import (
    Id,
    LikenessesOut,
    LikenessOut,
    ObjectKey,
    OwnerOut,
    PersonOut,
    ShareAnswered,
    ShareAsked,
    ShareStateOut,
    TogetherListOut,
    TogetherOut,
)
from bihuan.records.queries import Like

router = web.doors(tags=["records"])


@router.get("/duplicates/{object}")
def duplicates(
    object: ObjectKey,  # noqa: A002 - the name in the path
    viewer: Asking,
    session: UnitOfWork,
    name: Annotated[str, Query(max_length=500)] = "",
    phone: Annotated[str, Query(max_length=60)] = "",
    code: Annotated[str, Query(description="such as 统一社会信用代码", max_length=100)] = "",
) -> LikenessesOut:
    """Whether somebody has this one already: whose it is and when they were last in touch, not what it is."""
    found = queries.likenesses(session, viewer, object, Like(name=name, phone=phone, code=code))
    tidy = code.strip().upper()
    return LikenessesOut(
        items=[
            LikenessOut(
                owner=OwnerOut(name=one.owner),
                last_contact=one.last_contact,
                alike=one.alike,
                record_id=one.record_id,
                askable=one.askable,
                asked=one.asked,
            )
            for one in found
        ],
        doubtful_code=uscc.looks_like(tidy) and not uscc.holds(tidy),
    )


@router.post("/duplicates/{object}/ask")
def ask(object: ObjectKey, sent: ShareAsked, viewer: Asking, session: UnitOfWork) -> ShareStateOut:  # noqa: A002
    """Ask whoever has it to let me work on it too."""
    like = Like(name=sent.name, phone=sent.phone, code=sent.code)
    asked = commands.ask_to_share(session, viewer, object, like, place=sent.place, owner=sent.owner, now=clock.now())
    return ShareStateOut(state=asked.state)


@router.get("/records/{object}/{record_id}/shares")
def shares(object: ObjectKey, record_id: Id, viewer: Asking, session: UnitOfWork) -> TogetherListOut:  # noqa: A002
    """Who works on it besides its owner; and who asks to, for whoever may answer."""
    found = queries.record(session, viewer, object, record_id)
    may = policy.may_share(viewer, found)
    with db.beyond_sight(session):
        there = org.shares_of(session, object, record_id, ("granted", "asked") if may else ("granted",))
    names = org.names(session, [one.person_id for one in there])
    return TogetherListOut(
        items=[
            TogetherOut(
                id=one.id,
                person=PersonOut(id=one.person_id, name=names.get(one.person_id)),
                state=one.state,
                can_answer=may and one.state == "asked",
                can_end=one.state == "granted" and (may or one.person_id == viewer.person_id),
            )
            for one in there
        ]
    )


@router.post("/shares/{share_id}/answer")
def answer(share_id: Id, sent: ShareAnswered, viewer: Asking, session: UnitOfWork) -> ShareStateOut:
    """Let them, or not."""
    return ShareStateOut(state=commands.answer_share(session, viewer, share_id, yes=sent.yes, now=clock.now()).state)


@router.post("/shares/{share_id}/end")
def end(share_id: Id, viewer: Asking, session: UnitOfWork) -> ShareStateOut:
    """No longer together."""
    return ShareStateOut(state=commands.end_share(session, viewer, share_id, now=clock.now()).state)
