"""Objects over HTTP: what there is, as far as the viewer may know it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bihuan.kernel import web
from bihuan.kernel.web import UnitOfWork
from bihuan.kernel.words import Words
from bihuan.objects import fields, formulas, queries
from bihuan.objects.definition import Choice, FieldDef, ObjectDef, Section
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(tags=["objects"])


class FieldOut(BaseModel):
    """A field, and whether this viewer may fill it in."""

    key: str
    label: Words
    type: str
    kind: str
    required: bool
    unit: str | None
    min: float | None
    max: float | None
    pattern: str | None
    choices: tuple[Choice, ...]
    to: str | None
    personal: bool
    unique: bool
    default: Any
    help: Words | None
    formula: Any
    readonly: bool
    sortable: bool


class ObjectOut(BaseModel):
    """An object with the fields this viewer sees, and what they may do with its records; `graded`: by rules."""

    key: str
    label: Words
    plural: Words
    title: str
    visibility: str
    icon: str | None
    fields: list[FieldOut]
    quick: list[str]
    form: list[Section]
    list_columns: list[str]
    graded: list[str]
    can: dict[str, bool]


class ObjectsOut(BaseModel):
    """All objects the viewer may read."""

    items: list[ObjectOut]


@router.get("/objects")
def objects(viewer: Asking, session: UnitOfWork) -> ObjectsOut:
    """The objects whose records the viewer may read, in the blueprint's order."""
    known = queries.objects(session).values()
    return ObjectsOut(
        items=[
            _object(found, viewer, frozenset(queries.graded(session, found.key)))
            for found in known
            if viewer.may_do(found.key, "read")
        ]
    )


def _object(found: ObjectDef, viewer: Viewer, graded: frozenset[str]) -> ObjectOut:
    hidden = found.telling_of(viewer.hidden(found.key))
    shown = [field for field in found.fields if field.key not in hidden]
    keys = {field.key for field in shown}
    return ObjectOut(
        key=found.key,
        label=found.label,
        plural=found.plural or found.label,
        title=found.title,
        visibility=found.visibility,
        icon=found.icon,
        fields=[_field(field, viewer.readonly(found.key) | graded) for field in shown],
        quick=[key for key in found.quick if key in keys],
        form=[_section(section, keys) for section in found.form],
        list_columns=[key for key in found.list_columns if key in keys],
        graded=sorted(graded & keys),
        can={action: viewer.may_do(found.key, action) for action in ("create", "update", "delete", "export")},
    )


def _section(section: Section, keys: set[str]) -> Section:
    return section.model_copy(update={"fields": tuple(key for key in section.fields if key in keys)})


def _field(field: FieldDef, closed: frozenset[str]) -> FieldOut:
    made = fields.of(field.type)
    return FieldOut(
        key=field.key,
        label=field.label,
        type=field.type,
        kind=made.condition_kind,
        required=field.required,
        unit=field.unit,
        min=None if field.min is None else float(field.min),
        max=None if field.max is None else float(field.max),
        pattern=field.pattern,
        choices=field.choices,
        to=field.to,
        personal=field.personal,
        unique=field.unique,
        default=field.default,
        help=field.help,
        formula=formulas.written(field.formula),
        readonly=field.key in closed or not made.given,
        sortable=made.sortable,
    )
