"""What the rules of a draft would make of the grades that stand now, over HTTP."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel

from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.design.examining import examined
from bihuan.kernel import clock, web
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.org.asking import Asking
from bihuan.records import queries as records

router = web.doors(tags=["design"])
Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
NAMED = 50  # records that are named of all that get another grade


class GradeCountOut(BaseModel):
    """A grade, or none: how many records have it now, and how many would."""

    grade: str | None
    now: int
    then: int


class RegradedOut(BaseModel):
    """A record that would get another grade, and by which rule, counted from one; by none where no rule holds."""

    record_id: int
    title: str
    was: str | None
    becomes: str | None
    rule: int | None


class GradesOut(BaseModel):
    """What the rules would do to the records that the asker sees."""

    object: str
    counts: list[GradeCountOut]
    changing: int
    named: list[RegradedOut]


@router.get("/drafts/{draft_id}/grades/{key}/preview")
def preview(draft_id: shapes.Id, key: Key, viewer: Asking, session: UnitOfWork) -> GradesOut:
    """What the rules of a grading would do if they were released now."""
    policy.configure(viewer)
    blueprint, _ = examined(queries.draft(session, draft_id).body)
    grading = next((one for one in blueprint.grades if one.key == key), None) if blueprint is not None else None
    if grading is None:
        raise NotFound
    found = records.grades(session, viewer, grading, now=clock.now(), named=NAMED)
    now, then = Counter[str | None](), Counter[str | None]()
    for had, becomes, count in found.counts:
        now[had] += count
        then[becomes] += count
    order = [*dict.fromkeys(rule.grade for rule in grading.rules), grading.otherwise]
    grades = dict.fromkeys([*order, *sorted({*now, *then} - {None}, key=str), None])
    titles = records.titles(session, grading.object, [one.record_id for one in found.changing])
    return GradesOut(
        object=grading.object,
        counts=[GradeCountOut(grade=one, now=now[one], then=then[one]) for one in grades if now[one] or then[one]],
        changing=sum(count for had, becomes, count in found.counts if had != becomes),
        named=[
            RegradedOut(
                record_id=one.record_id,
                title=titles.get(one.record_id) or f"#{one.record_id}",
                was=one.had,
                becomes=one.grade,
                rule=one.rule,
            )
            for one in found.changing
        ],
    )
