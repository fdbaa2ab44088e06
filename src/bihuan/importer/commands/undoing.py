"""Taking a whole batch back: its journeys, its records, its people and teams, as if it had not come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bihuan.importer import queries
from bihuan.importer.commands import writing
from bihuan.importer.definition import PEOPLE, Plan
from bihuan.importer.models import Batch
from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden, Refusal, SomeoneWasFirst
from bihuan.ledger import commands as ledger
from bihuan.objects import queries as objects
from bihuan.org import commands as org
from bihuan.org.commands import removing
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.records import commands as records


class NotDone(Refusal):
    """Nothing of it was written, or it was taken back already."""

    code = "not_done"
    message = "There is nothing to take back: this import was not committed, or was undone already."


class ChangedSince(Refusal):
    """People have worked on what the import brought."""

    code = "changed_since"
    message = "People have changed records of this import since. Undoing it takes their work back too; say so to do it."

    def __init__(self, changed: int) -> None:
        """Keep how many."""
        super().__init__()
        self._changed = changed

    def facts(self) -> dict[str, object]:
        """How many records were changed, and what to send to undo all the same."""
        return {"changed": self._changed, "force": True}


def undo(session: Session, viewer: Viewer, batch: Batch, *, now: datetime, force: bool = False) -> Batch:
    """Take back all that a batch brought. ChangedSince when somebody has worked on it and `force` isn't said."""
    if batch.state != "done":
        raise NotDone
    _may(viewer, batch)
    writing.patient(session)
    with db.beyond_sight(session):
        changed = queries.touched(session, list(objects.objects(session)), batch.id)
        if changed and not force:
            raise ChangedSince(changed)
        _claim(session, batch, now)
        numbers = {
            "journeys": process.unplace(session, batch.id),
            "records": records.unload(session, batch.id, now=now, by_id=viewer.person_id),
            **_dismiss(session, viewer, batch, now=now),
        }
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="import.undone",
        subject=f"import:{batch.id}",
        owner_id=viewer.person_id,
        owner_pos=queries.positions(session)[viewer.person_id],
        payload={"taken_back": numbers, "changed_since": changed},
    )
    return batch


def _may(viewer: Viewer, batch: Batch) -> None:
    brings_people = any(source.object == PEOPLE for source in Plan.model_validate(batch.plan).sources)
    for right in ("import.run", *(("org.manage",) if brings_people else ())):
        if not viewer.may(right):
            raise Forbidden(right)


def _claim(session: Session, batch: Batch, now: datetime) -> None:
    claimed = session.execute(
        update(Batch).where(Batch.id == batch.id, Batch.state == "done").values(state="undone", undone_at=now)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        raise SomeoneWasFirst
    session.refresh(batch)


def _dismiss(session: Session, viewer: Viewer, batch: Batch, *, now: datetime) -> dict[str, int]:
    """People who never logged in and own nothing leave with the import; the ledger keeps knowing their names."""
    person_ids = set(batch.made.get("person_ids", ())) - queries.in_use(session, batch.made.get("person_ids", ()))
    if not person_ids:
        return {PEOPLE: 0, "teams": 0}
    teams = list(batch.made.get("team_ids", ()))
    for person in queries.people_by_id(session, person_ids):
        org.deactivate(session, viewer, person, now=now)
    org.reorganise(session, viewer, org.Moves(people=dict.fromkeys(person_ids)), now=now)
    removed = 0
    while empty := queries.empty_teams(session, teams):
        for team in empty:
            removing.remove_team(session, viewer, team, now=now)
        removed += len(empty)
    return {PEOPLE: len(person_ids), "teams": removed}
