"""Taking files in and looking at them: every problem is told, nothing of them is written to the workspace."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.importer import checking, event_logs, queries, reading, report
from bihuan.importer.checking import Result
from bihuan.importer.definition import PEOPLE, Plan, Source
from bihuan.importer.models import Batch
from bihuan.importer.table import Table
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Forbidden, Invalid, Refusal
from bihuan.org.viewer import Viewer

Tables = dict[tuple[str, str | None], Table]


class NotChecked(Refusal):
    """It was committed or undone already: its mapping can't change any more."""

    code = "not_checked"
    message = "This import was committed or undone already. Upload the file again for another try."

    def __init__(self, state: str) -> None:
        """Keep how it stands."""
        super().__init__()
        self._state = state

    def facts(self) -> dict[str, object]:
        """How the import stands."""
        return {"state": self._state}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that was sent: its name is only shown, its content decides."""

    name: str
    content: bytes


def receive(
    session: Session, viewer: Viewer, uploads: Sequence[Upload], plan: Plan, *, store: Store, now: datetime
) -> tuple[Batch, Result]:
    """Keep the files, look at them with this plan, and remember both as a batch that nothing was written of yet."""
    result = look(session, viewer, uploads, plan, now=now)
    batch = Batch(
        person_id=viewer.person_id,
        made_at=now,
        state="checked",
        files=[kept(store, upload) for upload in uploads],
        plan=result.plan.model_dump(mode="json"),
        report=report.written(result),
        made={},
    )
    session.add(batch)
    session.flush()
    return batch, result


def look(session: Session, viewer: Viewer, uploads: Sequence[Upload], plan: Plan, *, now: datetime) -> Result:
    """Look at files without keeping anything of them."""
    _may(viewer, plan)
    tables = _read(plan, {upload.name: upload.content for upload in uploads})
    result = checking.check(plan, tables, queries.Here(session, viewer), now=now)
    _may(viewer, result.plan)  # the guess may have found an owner's column
    return result


def look_again(session: Session, viewer: Viewer, batch: Batch, plan: Plan, *, store: Store, now: datetime) -> Result:
    """Look at a batch with another mapping, and remember what was found. NotChecked once it was committed."""
    if batch.state != "checked":
        raise NotChecked(batch.state)
    _may(viewer, plan)
    result = checking.check(plan, tables_of(batch, plan, store), queries.Here(session, viewer), now=now)
    _may(viewer, result.plan)
    batch.plan, batch.report = result.plan.model_dump(mode="json"), report.written(result)
    session.flush()
    return result


def tables_of(batch: Batch, plan: Plan, store: Store) -> Tables:
    """The tables of a batch, read again from the files that were kept."""
    contents = {str(file["name"]): store.get(str(file["sha256"])) for file in batch.files}
    if "process" in batch.made:  # an event log
        return {(name, None): event_logs.read(content, name=name) for name, content in contents.items()}
    return _read(plan, contents)


def kept(store: Store, upload: Upload) -> dict[str, object]:
    """Keep a file as it was sent; what a batch remembers of it."""
    stored = store.put(io.BytesIO(upload.content), limit=reading.MOST_BYTES)
    return {"name": upload.name, "sha256": stored.sha256, "size": stored.size}


def _read(plan: Plan, contents: Mapping[str, bytes]) -> Tables:
    missing = [source.file for source in plan.sources if source.file not in contents]
    if missing:
        message = "The mapping names a file that was not sent."
        raise Invalid(
            [
                {"place": f"sources.{name}", "code": "missing_file", "message": message, "known": sorted(contents)}
                for name in missing
            ]
        )
    return {
        (source.file, source.sheet): reading.read(contents[source.file], name=source.file, sheet=source.sheet)
        for source in plan.sources
    }


def _may(viewer: Viewer, plan: Plan) -> None:
    for right in ("import.run", *dict.fromkeys(right for source in plan.sources for right in _rights(source))):
        if not viewer.may(right):
            raise Forbidden(right)


def _rights(source: Source) -> list[str]:
    if source.object == PEOPLE:
        return ["org.manage"]
    return ["records.assign"] if source.owner_header() else []
