"""A request that is sent again because nobody heard its answer is answered again, and not done again.

Whoever sends names each of their acts by a key of their own (the header `Idempotency-Key`, as the IETF's draft of that
name has it) and sends it again under the same key. The answer is kept in the transaction that did the act: either both
are there, or neither. What was refused has done nothing, so that it is simply tried anew.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Connection, DateTime, Engine, LargeBinary, Text, bindparam, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from bihuan.kernel import clock, db
from bihuan.kernel.models import Answer
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import Kind, Refusal

HEADER = "idempotency-key"
REPLAYED = "idempotency-replayed"
KEPT = timedelta(days=2)  # longer than anybody is without a network and still means what they sent
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_LARGEST = 64 * 1024  # bytes of an answer; what is longer is asked for anew by whoever needs it


class KeyUsed(Refusal):
    """The key has named another act before."""

    code = "key_used"
    kind = Kind.INVALID
    message = "This key has named another request before. Send each act under a key of its own."


class Known(Exception):
    """This act has been done already; what was done again must be undone."""


_KEEP = Prepared(
    insert(Answer)
    .values(
        person_id=bindparam("person", type_=BigInteger),
        key=bindparam("name", type_=Text),
        at=bindparam("now", type_=DateTime(timezone=True)),
        asked=bindparam("digest", type_=LargeBinary),
        status=bindparam("code", type_=BigInteger),
        content=bindparam("said", type_=LargeBinary),
    )
    .on_conflict_do_nothing()
)


def key_of(request: Request) -> str | None:
    """The key under which this request wants to act; None where it has none, or only asks."""
    key = request.headers.get(HEADER)
    return key if key is not None and request.method in _WRITING and _KEY.fullmatch(key) else None


def keep(session: Session, request: Request, key: str, answer: Response) -> None:
    """Keep the answer beside what was done. Known when the act of this key is done already."""
    person = _person(request)
    if person is None or len(answer.body) > _LARGEST:
        return
    digest, said = _digest(request), bytes(answer.body)
    written = _KEEP.written(
        session, person=person, name=key, now=clock.now(), digest=digest, code=answer.status_code, said=said
    )
    if not written:
        raise Known


def kept(engine: Engine | Connection, workspace: str, request: Request, key: str) -> Response | None:
    """The answer that this act was given. KeyUsed when it was another act."""
    person = _person(request)
    if person is None:
        return None
    with db.transaction(engine, workspace=workspace, sight=db.Sight(person_id=person)) as session:
        found = session.get(Answer, (person, key))
    if found is None:
        return None
    if found.asked != _digest(request):
        raise KeyUsed
    media_type = "application/json" if found.content else None
    answer = Response(found.content, status_code=found.status, media_type=media_type)
    answer.headers[REPLAYED] = "true"
    return answer


def forget(engine: Engine | Connection, workspace: str, *, now: datetime) -> int:
    """Let go of answers that nobody will ask for again; how many. Cheap when there are none."""
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        gone = session.execute(delete(Answer).where(Answer.at < now - KEPT))
        return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it


def _person(request: Request) -> int | None:
    found: int | None = getattr(request.state, "person_id", None)
    return found


def _digest(request: Request) -> bytes:
    """What was asked: where, and what; of a form only how long it was."""
    content: bytes = getattr(request, "_body", None) or request.headers.get("content-length", "").encode()
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(asked + content).digest()
