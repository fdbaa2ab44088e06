"""Every "no" and every fault leaves the house in one shape: `{"code", "message", "facts"}`."""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import errors
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.types import Scope

from bihuan.app import logs, troubles
from bihuan.kernel import db
from bihuan.kernel.refusals import Invalid, Kind, NotFound, Refusal

log = logging.getLogger("bihuan.fault")

STATUS: Mapping[Kind, int] = {
    Kind.NOT_FOUND: 404,
    Kind.FORBIDDEN: 403,
    Kind.CONFLICT: 409,
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.TOO_LARGE: 413,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
    Kind.NO_ROOM: 507,
}
UNPROCESSABLE, FAULT, UNAVAILABLE, NO_ROOM = 422, 500, 503, 507
# What a value that no column can hold makes the database say: the sender's mistake, not ours.
_UNFIT = (errors.NumericValueOutOfRange, errors.CharacterNotInRepertoire, errors.UntranslatableCharacter)
_FULL = {errno.ENOSPC, errno.EDQUOT}


class TooLarge(Refusal):
    """More was sent than this address takes."""

    code = "too_large"
    kind = Kind.TOO_LARGE
    message = "This is larger than what can be sent here."

    def __init__(self, limit: int) -> None:
        """Keep the limit, in bytes."""
        super().__init__()
        self.limit = limit

    def facts(self) -> dict[str, object]:
        """The largest body this address takes, in bytes."""
        return {"limit": self.limit}


def refusal(no: Refusal) -> JSONResponse:
    """An expected "no"."""
    facts = no.facts()
    headers = {"retry-after": str(facts["retry_after"])} if "retry_after" in facts else None
    body = {"code": no.code, "message": no.message, "facts": facts}
    return JSONResponse(body, status_code=STATUS[no.kind], headers=headers)


def fault(error: BaseException, scope: Scope) -> JSONResponse:
    """A bug of ours: the asker gets a number to tell us, the log the number and the story. A full disk is no bug."""
    if any(isinstance(one, OSError) and one.errno in _FULL for one in logs.causes(error)):
        log.warning("the disk is full")
        return refusal(db.NoRoom())
    number = troubles.note("fault", error=error, place=f"{scope['method']} {logs.path(scope['path'])}")
    message = f"Something went wrong on our side. Tell us this number: {number}"
    return JSONResponse({"code": "fault", "message": message, "facts": {"id": number}}, status_code=FAULT)


def install(web: FastAPI) -> None:
    """Give each kind of "no" its way out."""
    web.add_exception_handler(Refusal, _refused)
    web.add_exception_handler(RequestValidationError, _not_as_described)
    web.add_exception_handler(HTTPException, _not_here)
    web.add_exception_handler(DBAPIError, _database)
    web.add_exception_handler(PoolTimeout, _busy)


def _refused(_: Request, no: Exception) -> JSONResponse:
    assert isinstance(no, Refusal)
    return refusal(no)


def _not_as_described(_: Request, no: Exception) -> JSONResponse:
    """What was sent does not fit the description of the endpoint; what was sent is not repeated."""
    assert isinstance(no, RequestValidationError)
    problems = [
        {
            "field": ".".join(str(part) for part in problem["loc"][1:]),
            "place": ".".join(str(part) for part in problem["loc"]),
            "code": str(problem["type"]),
            "message": str(problem["msg"]),
        }
        for problem in no.errors()
    ]
    return refusal(Invalid(problems))


def _not_here(_: Request, no: Exception) -> JSONResponse:
    assert isinstance(no, HTTPException)
    if no.status_code == STATUS[Kind.NOT_FOUND]:
        return refusal(NotFound())
    code = {405: "method_not_allowed", 400: "unreadable"}.get(no.status_code, "refused")
    body = {"code": code, "message": str(no.detail), "facts": {}}
    return JSONResponse(body, status_code=no.status_code, headers=no.headers)


def _database(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DBAPIError)
    if isinstance(error.orig, _UNFIT):
        message = "A number is too large, or a text has characters that cannot be kept."
        return refusal(Invalid([{"place": "request", "code": "out_of_range", "message": message}]))
    no = db.refusal(error)
    if no is None:
        return fault(error, request.scope)
    log.warning("the database refused: %s", no.code)
    return refusal(no)


def _busy(_: Request, error: Exception) -> JSONResponse:
    log.warning("no connection is free: %s", type(error).__name__)
    return refusal(db.Away())
