"""Event logs: look at one, and bring its cases in as journeys with every stay they had, in one batch to undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.importer import event_logs, log_report, queries
from bihuan.importer.commands import looking, writing
from bihuan.importer.commands.looking import Upload
from bihuan.importer.definition import Plan
from bihuan.importer.event_logs import CheckedLog, Columns, Naming
from bihuan.importer.event_logs.proposing import CASE_ID
from bihuan.importer.models import Batch
from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.kernel.refusals import Forbidden, NotFound
from bihuan.ledger import commands as ledger
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process import queries as processes
from bihuan.records import commands as records

_AT_ONCE = 2_000  # cases; the ledger batches for itself


@dataclass(frozen=True, kw_only=True)
class LookedAt:
    """A log that was looked at: the file, what its process is called, and what was found in it."""

    upload: Upload
    names: Naming
    found: CheckedLog


def look_at_log(
    session: Session, viewer: Viewer, upload: Upload, asked: Columns, names: Naming, *, now: datetime
) -> LookedAt:
    """Look at a log without keeping anything of it: its cases, and every kind of problem."""
    if not viewer.may(queries.RIGHT):
        raise Forbidden(queries.RIGHT)
    table = event_logs.read(upload.content, name=upload.name)
    here = queries.Here(session, viewer)

    def present(cases: Iterable[str]) -> set[str]:
        if names.object not in here.objects():
            return set()
        return {str(key[0]) for key in here.present(names.object, (CASE_ID,), [(case,) for case in cases])}

    columns = event_logs.chosen(asked, table.headers)
    found = event_logs.check(table, columns, zone=here.zone, present=present, now=now)
    return LookedAt(upload=upload, names=names, found=found)


def replay_log(session: Session, viewer: Viewer, looked: LookedAt, *, store: Store, now: datetime) -> Batch:
    """Bring in every case of a log that was looked at. Its process is there already, with a stage for each activity."""
    found, names = looked.found, looked.names
    if names.object not in queries.Here(session, viewer).objects():
        raise Forbidden(f"{names.object}.create")
    if not found.cases:
        raise writing.NothingReady(found.numbers)
    batch = Batch(
        person_id=viewer.person_id,
        made_at=now,
        done_at=now,
        state="done",
        files=[looking.kept(store, looked.upload)],
        plan=_plan(found, names).model_dump(mode="json"),
        report=log_report.written(found, names.object),
        made={"process": names.process, "person_ids": [], "team_ids": []},
    )
    session.add(batch)
    session.flush()
    writing.patient(session)
    with db.beyond_sight(session):
        _write(session, viewer, batch, looked, now=now)
        batch.made = {**batch.made, "numbers": {names.object: len(found.cases), "journeys": len(found.cases)}}
        session.flush()
        _tell(session, viewer, batch, found, now=now)
    return batch


def _plan(found: CheckedLog, names: Naming) -> Plan:
    column = {found.columns.of_case(): CASE_ID}
    return Plan.model_validate({"sources": [{"file": found.file, "object": names.object, "columns": column}]})


def _write(session: Session, viewer: Viewer, batch: Batch, looked: LookedAt, *, now: datetime) -> None:
    found, names = looked.found, looked.names
    live = processes.processes(session).get(names.process)
    if live is None:
        raise NotFound
    stages = event_logs.stage_keys(found, live)
    shared = process.Replay(
        process=live,
        version_id=blueprint.current(session).id,
        import_id=batch.id,
        by_id=viewer.person_id,
        now=now,
    )
    owner_id, owner_pos = viewer.person_id, queries.positions(session)[viewer.person_id]
    waiting = iter(found.cases.items())
    while some := list(islice(waiting, _AT_ONCE)):
        rows: list[dict[str, Any]] = [
            {CASE_ID: case, "owner_id": owner_id, "created_at": steps[0].at} for case, steps in some
        ]
        made = records.load(session, names.object, rows, import_id=batch.id, now=now, by_id=viewer.person_id)
        histories = [
            process.History(
                record_id=number,
                owner_id=owner_id,
                owner_pos=owner_pos,
                steps=[process.Step(stage=stages[step.activity], at=step.at, by=step.by) for step in steps],
            )
            for number, (_, steps) in zip(made, some, strict=True)
        ]
        process.replay(session, histories, batch=shared)


def _tell(session: Session, viewer: Viewer, batch: Batch, found: CheckedLog, *, now: datetime) -> None:
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="import.committed",
        subject=f"import:{batch.id}",
        owner_id=viewer.person_id,
        owner_pos=queries.positions(session)[viewer.person_id],
        payload={"files": batch.files, "numbers": found.numbers, "made": batch.made["numbers"]},
    )
