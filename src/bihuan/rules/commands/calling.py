"""Telling other systems: written with the run that wants it, made afterwards, signed, and tried later and later."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.refusals import Invalid
from bihuan.ledger import commands as ledger
from bihuan.ledger import keys, sealing
from bihuan.notices.channels import Letter
from bihuan.org.viewer import Viewer
from bihuan.records.record import Record
from bihuan.rules import queries
from bihuan.rules.models import Call, Secret

TRIES = 8
LEASE = timedelta(minutes=2)  # who died while calling is replaced after this
WAITS = (1, 5, 25, 120, 360, 720, 1440)  # minutes before it is tried again
MAIL = "mailto:"
SIGNATURE, DELIVERY = "X-Bihuan-Signature", "X-Bihuan-Delivery"


@dataclass(frozen=True, kw_only=True)
class Errand:
    """A call that is to be made now: all that it takes, and nothing of the database."""

    id: int
    url: str
    body: bytes
    headers: Mapping[str, str]
    letter: Letter | None = None  # where it is a letter and no call


def write(  # noqa: PLR0913 - a call has these parts
    session: Session,
    record: Record,
    *,
    cause: str,
    rule_key: str,
    url: str,
    secret: str | None,
    told: Mapping[str, object],
    now: datetime,
) -> None:
    """Note that another system shall be told. It is, or not, together with everything else the run does."""
    session.add(
        Call(
            cause=cause,
            rule_key=rule_key,
            object_key=record.object_key,
            record_id=record.id,
            owner_id=record.owner_id,
            owner_pos=record.owner_pos,
            url=url,
            secret=secret,
            body=json.dumps(told, ensure_ascii=False),
            state="waiting",
            at=now,
            tries=0,
            next_at=now,
        )
    )
    session.flush()


def take_errands(session: Session, *, now: datetime, limit: int) -> list[Errand]:
    """The next calls to make; nobody else takes them for a while, so that each is made by one."""
    errands = []
    for call in queries.due_calls(session, now=now, limit=limit):
        call.tries, call.next_at = call.tries + 1, now + LEASE
        if call.secret and queries.secret(session, call.secret) is None:
            heard_back(session, call.id, status=None, trouble="no_secret", now=now)
            continue
        errands.append(_errand(session, call, now=now))
    session.flush()
    return errands


def _errand(session: Session, call: Call, *, now: datetime) -> Errand:
    body = call.body.encode()
    if call.url.startswith(MAIL):
        return Errand(id=call.id, url=call.url, body=body, headers={}, letter=_letter(call))
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Bihuan", DELIVERY: f"{call.id}"}
    if call.secret:
        found, workspace = queries.known_secret(session, call.secret), db.workspace_of(session)
        key = sealing.unwrap(keys.of(workspace).master, found.sealed, workspace, _subject(found.key))
        headers[SIGNATURE] = signed(key, body, at=now)
    return Errand(id=call.id, url=call.url, body=body, headers=headers)


def _letter(call: Call) -> Letter:
    said = json.loads(call.body)
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in said["text"].split("\n") if part.strip())
    return Letter(
        number=f"call-{call.id}",
        to=call.url.removeprefix(MAIL),
        name="",
        subject=said["subject"],
        text=said["text"],
        html=paragraphs,
    )


def signed(key: bytes, body: bytes, *, at: datetime) -> str:
    """The signature of a body at a moment: `t=<seconds>,v1=<HMAC-SHA-256 over "t.body">`."""
    seconds = str(int(at.timestamp()))
    mark = hmac.new(key, seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={mark}"


def heard_back(session: Session, call_id: int, *, status: int | None, trouble: str | None, now: datetime) -> None:
    """Note what became of a call. Anything but a yes is tried again, until it was tried often enough."""
    call = queries.call(session, call_id)
    if call.state != "waiting":
        return
    call.status, call.trouble = status, trouble
    if trouble is None:
        call.state, call.sent_at = "sent", now
    elif call.tries >= TRIES:
        call.state = "dead"
    else:
        call.next_at = now + timedelta(minutes=WAITS[min(call.tries, len(WAITS)) - 1])
    session.flush()


def make_secret(session: Session, viewer: Viewer, key: str, *, now: datetime) -> str:
    """Make a key to sign with, under a name. The key itself, shown this once."""
    if queries.secret(session, key) is not None:
        raise Invalid([{"field": "key", "code": "taken", "message": "There is a secret of this name already."}])
    workspace, made = db.workspace_of(session), sealing.new_key()
    sealed = sealing.wrap(keys.of(workspace).master, made, workspace, _subject(key))
    session.add(Secret(key=key, sealed=sealed, made_at=now, made_by_id=viewer.person_id))
    session.flush()
    ledger.append(session, at=now, by_id=viewer.person_id, what="rules.secret_made", subject=f"rules_secret:{key}")
    return made.hex()


def forget_secret(session: Session, viewer: Viewer, key: str, *, now: datetime) -> None:
    """Take a key away. Calls that name it wait for another of this name: none goes out unsigned."""
    session.delete(queries.known_secret(session, key))
    session.flush()
    ledger.append(session, at=now, by_id=viewer.person_id, what="rules.secret_gone", subject=f"rules_secret:{key}")


def _subject(key: str) -> str:
    return f"rules_secret:{key}"
