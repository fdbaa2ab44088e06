"""What a formula of a draft gives, over HTTP: shown beside it while it is made."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel

from bihuan.design import policy, queries
from bihuan.design.api import shapes
from bihuan.design.commands import BlueprintFaulty
from bihuan.design.examining import examined
from bihuan.kernel import web
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.web import UnitOfWork
from bihuan.objects import definition as definitions
from bihuan.objects import fields
from bihuan.objects.definition import ObjectDef
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(tags=["design"], prefix="/drafts/{draft_id}/formulas")
Key = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class FormulaTaken(BaseModel):
    """A number that the formula takes, in words; null where it is not filled in."""

    field: str
    said: str | None


class FormulaTried(BaseModel):
    """What a formula gives, in words; null where there is no result. `record`: the one it was tried on, by its title.

    Null there: a sample, with the same number everywhere. `closed`: it looks at what the asker may not see.
    """

    record: str | None
    taken: list[FormulaTaken]
    said: str | None
    closed: bool


@router.get("/{object_key}/{field_key}")
def try_formula(
    draft_id: shapes.Id, object_key: Key, field_key: Key, viewer: Asking, session: UnitOfWork
) -> FormulaTried:
    """What a formula gives for the record changed last of those one sees."""
    policy.configure(viewer)
    blueprint, faults = examined(queries.draft(session, draft_id).body)
    if blueprint is None:
        raise BlueprintFaulty([one.problem() for one in faults])
    found = definitions.with_entries(blueprint.objects, blueprint.dictionaries).get(object_key)
    asked = found.field(field_key) if found is not None else None
    if found is None or asked is None or asked.type != "formula":
        raise NotFound
    one = queries.tried(session, viewer, found, asked)
    return FormulaTried(
        record=one.title,
        taken=[FormulaTaken(field=key, said=_said(viewer, found, key, value)) for key, value in one.values.items()],
        said=_said(viewer, found, asked.key, one.result),
        closed=one.closed,
    )


def _said(viewer: Viewer, found: ObjectDef, key: str, value: Any) -> str | None:  # noqa: ANN401
    if value is None:
        return None
    asked = found.by_key[key]
    return fields.of(asked.type).say(value, asked, viewer.lang)
