"""What every write checks before the first row is touched: fields one may change, values that fit, things there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Invalid
from bihuan.objects import fields
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.objects.field_types import Target
from bihuan.org.viewer import Viewer
from bihuan.records import policy, queries, reading
from bihuan.records.models import File
from bihuan.records.policy import FieldClosed, FieldGraded
from bihuan.records.reading import Problem


@dataclass(frozen=True, kw_only=True)
class Checked:
    """Values that may be written, and the viewer's own uploads among them, by field."""

    values: dict[str, Any]
    uploads: dict[str, File] = field(default_factory=dict)


def checked(
    session: Session,
    viewer: Viewer,
    object_def: ObjectDef,
    sent: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None,
) -> Checked:
    """Read what was sent and check all of it. `before` is what stands there now, None for a new record.

    FieldClosed for fields the viewer may not change; Invalid names every other problem at once.
    """
    closed = sorted(sent.keys() & (viewer.readonly(object_def.key) | policy.hidden(viewer, object_def)))
    if closed:
        raise FieldClosed(closed)
    read = reading.read(object_def, sent)
    graded = objects.graded(session, object_def.key)
    own = sorted(key for key in read.values.keys() & graded.keys() if read.values[key] != (before or {}).get(key))
    if own:
        raise FieldGraded(own)
    if before is None:
        values = reading.defaults(object_def) | read.values
        problems = [*read.problems, *_lacking(object_def, values, sent)]
    else:
        values = {key: value for key, value in read.values.items() if value != before.get(key)}
        problems = [*read.problems, *reading.lacking(object_def, values, among=values)]
    uploads, nowhere = _pointed_at(session, viewer, object_def, values)
    if problems or nowhere:
        raise Invalid([*problems, *nowhere])
    return Checked(values=values, uploads=uploads)


def _lacking(object_def: ObjectDef, values: Mapping[str, Any], sent: Mapping[str, Any]) -> list[Problem]:
    """Required fields without a value; of those that were sent and couldn't be read, that has been said."""
    return [one for one in reading.lacking(object_def, values) if one["field"] in values or one["field"] not in sent]


def _pointed_at(
    session: Session, viewer: Viewer, object_def: ObjectDef, values: Mapping[str, Any]
) -> tuple[dict[str, File], list[Problem]]:
    """The uploads among the values, and a problem for each value that points at nothing this viewer sees."""
    targets = dict(_targets(object_def, values))
    file_keys = [key for key, target in targets.items() if target.kind == "file"]
    files = queries.uploads(session, viewer, [values[key] for key in file_keys]) if file_keys else {}
    uploads = {key: files[values[key]] for key in file_keys if values[key] in files}
    wanted: dict[Target, set[int]] = {}
    for key in targets.keys() - set(file_keys):
        wanted.setdefault(targets[key], set()).add(values[key])
    there = queries.names(session, viewer, wanted)
    problems: list[Problem] = []
    for key, target in targets.items():
        if key in file_keys:
            problems.extend(_file_problems(key, target, uploads.get(key)))
        elif values[key] not in there[target]:
            problems.append(_nowhere(key))
    return uploads, problems


def _targets(object_def: ObjectDef, values: Mapping[str, Any]) -> Iterator[tuple[str, Target]]:
    for key, value in values.items():
        known = object_def.by_key[key]
        target = fields.of(known.type).target(known)
        if value is not None and target is not None:
            yield key, target


def _file_problems(key: str, target: Target, upload: File | None) -> Iterator[Problem]:
    if upload is None:
        yield _nowhere(key)
    elif not upload.type.startswith(target.accepts):
        message = "This field takes another kind of file."
        yield {
            "field": key,
            "code": "wrong_file_type",
            "message": message,
            "found": upload.type,
            "takes": list(target.accepts),
        }


def _nowhere(key: str) -> Problem:
    return {"field": key, "code": "not_found", "message": "There is no such thing to point at."}
