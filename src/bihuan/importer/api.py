"""Imports over HTTP: upload, look, look again with another mapping, commit, undo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from bihuan.importer import commands, dispatching, error_rows, queries, remapping, report
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.importer.models import Batch
from bihuan.importer.remapping import Fix
from bihuan.kernel import clock, web
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Forbidden, Invalid
from bihuan.kernel.web import Received, UnitOfWork
from bihuan.org.asking import Asking
from bihuan.org.viewer import Viewer

router = web.doors(prefix="/imports", tags=["importer"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
_MOST_FILES = 20
_LONGEST_NAME = 200
_UPLOAD: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                    "object": {"type": "string", "description": "whose records the rows are, or `people`"},
                    "mapping": {"type": "string", "description": "JSON; guessed where it is left out"},
                },
            }
        }
    },
}


class Answer(BaseModel):
    """Base of what is answered."""


class ColumnOut(Answer):
    """A heading, and the first different values under it."""

    name: str
    samples: list[str]


class TargetOut(Answer):
    """Something that a column may become."""

    key: str
    label: dict[str, str]
    required: bool


class SampleOut(Answer):
    """Where a problem stands, for example."""

    row: int | None = None
    column: str | None = None
    value: str | None = None


class RemedyOut(Answer):
    """Something that can be done about a problem."""

    key: str
    label: dict[str, str]


class ProblemOut(Answer):
    """One kind of problem in one column: how often, for example where, and what can be done."""

    file: str
    object: str
    kind: str
    title: dict[str, str]
    column: str | None
    value: str | None
    code: str | None
    message: str | None
    count: int
    parts: dict[str, int]
    samples: list[SampleOut]
    nearest: str | None
    by: str | None
    treatment: str
    solved: bool
    blocking: bool
    remedy: dict[str, str]
    remedies: list[RemedyOut]


class SourceOut(Answer):
    """One file of an import: its columns, what they may become, what they were taken for, its numbers."""

    file: str
    object: str
    numbers: dict[str, int]
    columns: list[ColumnOut]
    guess: dict[str, str | None]
    targets: list[TargetOut]


class CanOut(Answer):
    """What the viewer may do with a batch."""

    check: bool
    commit: bool
    undo: bool


class RulesOffered(Answer):
    """How many of the rows rules would meet, and whether they do when nobody says otherwise."""

    count: int
    usual: bool


class BatchBrief(Answer):
    """A batch in a list. `process` is that of an event log whose cases came in as journeys."""

    id: int
    object: str
    process: str | None
    name: str
    file: str
    state: str
    made_at: datetime
    done_at: datetime | None
    undone_at: datetime | None
    numbers: dict[str, int]
    can: CanOut


class BatchOut(BatchBrief):
    """A batch with all that was found. `columns`, `guess` and `targets` are those of its first file.

    `rules` where rules listen to what it would bring; `met` is how many of what it brought they meet.
    """

    columns: list[ColumnOut]
    guess: dict[str, str | None]
    targets: list[TargetOut]
    sources: list[SourceOut]
    problems: list[ProblemOut]
    mapping: dict[str, Any]
    rules: RulesOffered | None
    met: int


class BatchesOut(Answer):
    """The viewer's batches, the newest first."""

    items: list[BatchBrief]


class CheckIn(BaseModel):
    """Another mapping (whole, one source's parts, or headings and fields), and fixes of single problems."""

    model_config = ConfigDict(extra="forbid")

    mapping: dict[str, Any] | None = None
    fixes: Annotated[list[Fix], Field(max_length=500)] = []


class CommitIn(BaseModel):
    """`rules`: whether rules that listen to new records meet these; left out, new leads are met, old data is not."""

    model_config = ConfigDict(extra="forbid")

    rules: bool | None = None


class UndoIn(BaseModel):
    """`force`: take back what people have changed since, too."""

    model_config = ConfigDict(extra="forbid")

    force: bool = False


@router.get("")
def batches(viewer: Asking, session: UnitOfWork) -> BatchesOut:
    """The viewer's own imports."""
    return BatchesOut(items=[BatchBrief(**_brief(found)) for found in queries.batches(session, viewer)])


@router.post("", status_code=201, openapi_extra={"requestBody": _UPLOAD})
def receive(sent: Received, request: Request, viewer: Asking, session: UnitOfWork) -> BatchOut:
    """Upload one or more files and hear all their problems. Nothing is written yet."""
    if not viewer.may(queries.RIGHT):
        raise Forbidden(queries.RIGHT)
    uploads = _uploads(sent.files)
    mapping = _json(sent.fields.get("mapping"))
    plan = remapping.begun([upload.name for upload in uploads], sent.fields.get("object"), mapping)
    batch, _ = commands.receive(session, viewer, uploads, plan, store=_store(request), now=clock.now())
    return _out(session, viewer, batch)


@router.get("/{import_id}")
def batch(import_id: Id, viewer: Asking, session: UnitOfWork) -> BatchOut:
    """One of the viewer's own imports, with all that was found."""
    return _out(session, viewer, queries.batch(session, viewer, import_id))


@router.post("/{import_id}/check")
def check(import_id: Id, asked: CheckIn, request: Request, viewer: Asking, session: UnitOfWork) -> BatchOut:
    """Look again with another mapping or with fixes. Nothing is written yet."""
    found = queries.batch(session, viewer, import_id)
    plan = Plan.model_validate(found.plan)
    plan = remapping.fixed(remapping.merged(plan, asked.mapping) if asked.mapping else plan, asked.fixes)
    commands.look_again(session, viewer, found, plan, store=_store(request), now=clock.now())
    return _out(session, viewer, found)


@router.post("/{import_id}/commit")
def commit(
    import_id: Id, request: Request, viewer: Asking, session: UnitOfWork, asked: CommitIn | None = None
) -> BatchOut:
    """Write every row that is ready, in one transaction."""
    found = queries.batch(session, viewer, import_id)
    rules = asked.rules if asked else None
    done = commands.take_in(session, viewer, found, store=_store(request), rules=rules, now=clock.now())
    return _out(session, viewer, done)


@router.post("/{import_id}/undo")
def undo(import_id: Id, viewer: Asking, session: UnitOfWork, asked: UndoIn | None = None) -> BatchOut:
    """Take back all that an import brought. 409 changed_since when people have worked on it."""
    found = queries.batch(session, viewer, import_id)
    force = asked.force if asked else False
    return _out(session, viewer, commands.undo(session, viewer, found, now=clock.now(), force=force))


@router.get(
    "/{import_id}/errors.xlsx",
    response_class=Response,
    responses={200: {"content": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {}}}},
)
def error_workbook(import_id: Id, request: Request, viewer: Asking, session: UnitOfWork) -> Response:
    """The rows that were held back, to correct and send again."""
    found = queries.batch(session, viewer, import_id)
    tables = commands.tables_of(found, Plan.model_validate(found.plan), _store(request))
    content = error_rows.workbook(list(tables.values()), found.report["flaws"], lang=viewer.lang)
    return Response(
        content,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"content-disposition": f'attachment; filename="import-{import_id}-errors.xlsx"'},
    )


def _store(request: Request) -> Store:
    store: Store = request.app.state.files
    return store


def _uploads(files: Sequence[Any]) -> list[Upload]:
    if not 0 < len(files) <= _MOST_FILES:
        message = f"Send 1 to {_MOST_FILES} files."
        raise Invalid([{"place": "file", "code": "no_file", "message": message}])
    found = [Upload(name=_name(file.filename), content=file.file.read()) for file in files]
    names = [upload.name for upload in found]
    if len(set(names)) < len(names):
        raise Invalid([{"place": "file", "code": "file_twice", "message": "Two files have the same name."}])
    return found


def _name(sent: str | None) -> str:
    last = (sent or "").replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable()).strip()[:_LONGEST_NAME]
    return kept if kept not in {"", ".", ".."} else "file"


def _json(text: object) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        found = json.loads(str(text))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid([{"place": "mapping", "code": "bad_mapping", "message": "The mapping is a JSON object."}])
    return found


def _brief(found: Batch) -> dict[str, Any]:
    names = [str(file["name"]) for file in found.files]
    made = dict(found.made.get("numbers", {}))
    return {
        "id": found.id,
        "object": found.report["sources"][0]["object"],
        "process": found.made.get("process"),
        "name": "、".join(names),
        "file": names[0],
        "state": found.state,
        "made_at": found.made_at,
        "done_at": found.done_at,
        "undone_at": found.undone_at,
        "numbers": {**found.report["numbers"], **made},
        "can": {"check": found.state == "checked", "commit": found.state == "checked", "undo": found.state == "done"},
    }


def _out(session: Session, viewer: Viewer, found: Batch) -> BatchOut:
    plan, here = Plan.model_validate(found.plan), queries.Here(session, viewer)
    by_file = {(source.file, source.sheet): source for source in plan.sources}
    sources = []
    for said in found.report["sources"]:
        source = by_file[said["file"], said["sheet"]]
        headers = [column["name"] for column in said["columns"]]
        guess, targets = remapping.short(source, headers), report.targets(source.object, here)
        sources.append({**said, "guess": guess, "targets": targets})
    whole = {**_brief(found), "sources": sources, "problems": found.report["problems"], "mapping": found.plan}
    offered = dispatching.offered(session, found) if found.state == "checked" else None
    whole |= {"rules": asdict(offered) if offered is not None else None, "met": found.made.get("met", 0)}
    return BatchOut.model_validate({**whole, **{part: sources[0][part] for part in ("columns", "guess", "targets")}})
