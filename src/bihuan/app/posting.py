"""Mail as whoever runs the system sees it: whether it is set up, what waits, and which letters could not be brought."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Path as InPath
from pydantic import BaseModel
from sqlalchemy.orm import Session

from bihuan.kernel import clock, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Words
from bihuan.notices import channels, queries
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(prefix="/system/letters", tags=["system"])
RIGHT = "org.manage"
Id = Annotated[int, InPath(ge=1, le=2**63 - 1)]
LATE = timedelta(minutes=15)  # so long a letter may wait before somebody should look
_NOTHING = Words(zh="", en="")


class LetterOut(BaseModel):
    """A letter that could not be brought, and waits for somebody to decide; `error` is what the mail server said."""

    id: int
    to: str
    notices: int
    tries: int
    made_at: datetime
    error: str


@router.post("/{letter_id}/again", status_code=204)
def letter_again(letter_id: Id, viewer: Asking, session: UnitOfWork) -> None:
    """Try a letter once more that was given up."""
    _may(viewer)
    notices.again(session, viewer, letter_id, now=clock.now())


@router.post("/{letter_id}/drop", status_code=204)
def letter_drop(letter_id: Id, viewer: Asking, session: UnitOfWork) -> None:
    """Give up a letter; what it says still stands in the inbox."""
    _may(viewer)
    notices.drop(session, viewer, letter_id, now=clock.now())


def letters(session: Session) -> list[LetterOut]:
    """The letters that were given up, the latest first."""
    found = queries.letters(session)
    names = org.names(session, [one.person_id for one in found])
    return [
        LetterOut(
            id=one.id,
            to=names.get(one.person_id, ""),
            notices=len(one.notice_ids),
            tries=one.tries,
            made_at=one.made_at,
            error=one.error,
        )
        for one in found
    ]


def looked_at(session: Session, *, now: datetime) -> tuple[bool, Words, Words]:
    """Whether mail is well, how it stands, and what to do."""
    if channels.found("mail") is None:
        what = Words(
            zh="没有配置邮件：提醒只在系统里显示，不发邮件。",
            en="Mail is not set up: notices stand in the inbox alone.",
        )
        do = Words(
            zh="要发邮件，设置 BIHUAN_SMTP_HOST 和 BIHUAN_MAIL_FROM（见 docs/handbook/alerts.md），然后重启。",
            en="For letters set BIHUAN_SMTP_HOST and BIHUAN_MAIL_FROM (docs/handbook/alerts.md), and restart.",
        )
        return True, what, do
    count, oldest, said = queries.post_office(session)
    dead = len(queries.letters(session))
    if dead:
        what = Words(zh=f"{dead} 封邮件送不到。", en=f"{dead} letters could not be brought.")
        do = Words(
            zh="看下面每一封的原因：改好邮箱地址后点“再发一次”，不需要就点“放弃”。",
            en="See the cause of each below: correct the address and send again, or drop it.",
        )
        return False, what, do
    if oldest is not None and oldest < now - LATE:
        minutes = int((now - oldest) / timedelta(minutes=1))
        what = Words(
            zh=f"{count} 封邮件在等，最久的等了 {minutes} 分钟。邮件服务器：{said or '没有回答'}",
            en=f"{count} letters wait, the oldest for {minutes} minutes. The mail server: {said or 'no answer'}",
        )
        do = Words(
            zh="检查邮件服务器和 BIHUAN_SMTP_ 开头的设置。恢复以后自动补发，一封不重，一封不少。",
            en="Look at the mail server and the settings BIHUAN_SMTP_…. Once it is back, all goes out by itself, once.",
        )
        return False, what, do
    sent = queries.last_sent(session)
    last = sent.strftime("%Y-%m-%d %H:%M") if sent else ""
    what = Words(
        zh=f"正常。最近一封 {last}（UTC）。" if last else "已配置，还没有发过邮件。",
        en=f"Well. The last letter went at {last} UTC." if last else "Set up; no letter has gone yet.",
    )
    return True, what, _NOTHING


def _may(viewer: Viewer) -> None:
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)
