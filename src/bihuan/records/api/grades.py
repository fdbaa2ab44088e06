"""Changes of grades over HTTP: a list to look through, and the same as a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Query, Response
from pydantic import BaseModel

from bihuan.kernel import clock, separated, web
from bihuan.kernel.refusals import Forbidden
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Words
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.asking import Asking
from bihuan.records import file_names, queries
from bihuan.records.api.shapes import ObjectKey
from bihuan.records.queries import Regraded, Span

router = web.doors(prefix="/records/{object}/grade-changes", tags=["records"])
Grade = Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$", description="from this grade, or to it")]
MOST = 10_000  # lines of a file
_NAME = Words(zh="等级变化", en="grade changes")
_HEADS = (
    *(Words(zh="时间", en="When"), Words(zh="名称", en="Name"), Words(zh="负责人", en="Owner")),
    *(
        Words(zh="字段", en="Field"),
        Words(zh="原来", en="Was"),
        Words(zh="现在", en="Now"),
        Words(zh="为什么", en="Why"),
    ),
)


class GradeChangeOut(BaseModel):
    """One record that went from one grade to another: null is none. `why` is which rule gave it."""

    id: int
    at: datetime
    record_id: int
    title: str
    owner: str
    label: str
    was: str | None
    now: str | None
    why: str


class GradeChangesOut(BaseModel):
    """Changes of grades, the latest first; `next` is the `before` of the next page."""

    items: list[GradeChangeOut]
    next: int | None


@router.get("")
def grade_changes(  # noqa: PLR0913, PLR0917 - a list is narrowed down by all of these
    object: ObjectKey,  # noqa: A002 - the name in the path
    viewer: Asking,
    session: UnitOfWork,
    grade: Grade = None,
    first: date | None = None,
    last: date | None = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> GradeChangesOut:
    """Who of those one sees went from which grade to which, and why."""
    found, following = queries.regraded(
        session, viewer, object, Span(grade=grade, first=first, last=last), before=before, limit=limit
    )
    return GradeChangesOut(items=[GradeChangeOut(**vars(one)) for one in found], next=following)


@router.get(".csv", response_class=Response)
def grade_changes_file(
    object: ObjectKey,  # noqa: A002 - the name in the path
    viewer: Asking,
    session: UnitOfWork,
    grade: Grade = None,
    first: date | None = None,
    last: date | None = None,
) -> Response:
    """The same as a file, for those who may export."""
    span = Span(grade=grade, first=first, last=last)
    found, _ = queries.regraded(session, viewer, object, span, before=None, limit=MOST)
    if not viewer.may_do(object, "export"):
        raise Forbidden(f"{object}.export")
    zone, lang = org.calendar(session).tz, viewer.lang
    called = objects.object_def(session, object).label.say(lang)
    name = file_names.disposition(
        f"{called} {_NAME.say(lang)} {clock.now().astimezone(zone):%Y-%m-%d}.csv", inline=False
    )
    written = separated.as_csv([[head.say(lang) for head in _HEADS], *(_row(one, zone) for one in found)])
    return Response(written, media_type="text/csv", headers={"Content-Disposition": name})


def _row(one: Regraded, zone: ZoneInfo) -> list[separated.Cell]:
    at = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}"
    return [at, one.title, one.owner, one.label, one.was or "", one.now or "", one.why]
