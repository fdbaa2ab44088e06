"""The running house: data folder, database, keys, files, and the modules wired to each other."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bihuan.activity import hanging as activity_hanging
from bihuan.activity import jobs as activity
from bihuan.activity import narration as activity_narration
from bihuan.activity.events import ActivityLogged, TasksOverdue
from bihuan.app import auditing, embedded, invariants, jobs, room, troubles, workspaces
from bihuan.app.guarding import Guard
from bihuan.app.jobs import Jobs
from bihuan.app.settings import Settings
from bihuan.approvals import hanging as approvals_hanging
from bihuan.approvals import jobs as approvals
from bihuan.approvals import narration as approvals_narration
from bihuan.approvals.events import ApprovalAsked, ApprovalDecided, ApprovalTurned
from bihuan.blueprint.events import BlueprintReleased, PilotTurned
from bihuan.design import jobs as design
from bihuan.handover import jobs as handover
from bihuan.handover.events import HandoverAsked
from bihuan.kernel import again, clock, db, events
from bihuan.kernel.files import Store
from bihuan.kernel.holidays import china
from bihuan.kernel.refusals import Refusal
from bihuan.ledger import jobs as ledger
from bihuan.ledger import keys, recognising
from bihuan.notices import channels
from bihuan.notices import jobs as notices
from bihuan.notices.mail import Mail
from bihuan.objects import jobs as objects
from bihuan.org.events import LeaveChanged
from bihuan.pool import hanging as pool_hanging
from bihuan.pool import jobs as pool
from bihuan.process import jobs as process
from bihuan.process import narration as process_narration
from bihuan.process.companion import JourneyBeside
from bihuan.process.events import (
    CustomerAnswered,
    DeadlinesPassed,
    DeliverableHandedIn,
    DeliverableReviewed,
    ExceptionMade,
    FollowUpsMissed,
    TransferAsked,
)
from bihuan.records import companions
from bihuan.records.events import RecordAssigned, RecordChanged, RecordCreated, RecordDeleted, RecordMerged
from bihuan.rules import hanging as rules_hanging
from bihuan.rules import jobs as rules
from bihuan.rules import narration as rules_narration

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class House:
    """What a web process, a worker or a command needs."""

    engine: Engine
    files: Store
    data: Path


def wire() -> None:
    """Let the modules know each other where one direction forbids an import. Doing it twice is doing it once."""
    companions.register(JourneyBeside())
    events.listen(RecordAssigned, activity.follow)
    events.listen(RecordAssigned, pool.assigned)
    events.listen(RecordDeleted, pool.deleted)
    events.listen(RecordMerged, pool.merged)
    events.listen(RecordAssigned, approvals.record_assigned)
    events.listen(RecordChanged, approvals.record_changed)
    events.listen(RecordDeleted, approvals.record_deleted)
    events.listen(ActivityLogged, process.activity_logged)
    for turned in (ApprovalAsked, ApprovalTurned, ApprovalDecided):
        events.listen(turned, process.approval_turned)
    events.listen(RecordCreated, process.record_written)
    events.listen(RecordChanged, process.record_written)
    for told in (RecordCreated, RecordChanged, RecordDeleted, RecordMerged):
        events.listen(told, rules.record_written)
    for heard in rules.TOLD:
        events.listen(heard, rules.heard)
    activity_hanging.hang()
    approvals_hanging.hang()
    pool_hanging.hang()
    rules_hanging.hang()
    activity_narration.tell_stories()
    approvals_narration.tell_stories()
    process_narration.tell_stories()
    rules_narration.tell_stories()


@contextmanager
def opened(settings: Settings, *, alone: bool = False, patient: bool = False) -> Iterator[House]:
    """The house, from its database up; everything is put away again at the end.

    `alone`: refuse a data folder that another process is serving from, instead of joining its database.
    `patient`: never bring a database along; wait until it is there.
    """
    wire()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.use(settings.data)
    china.use(settings.data / china.FOLDER)
    channels.use([Mail(settings.mail)] if settings.mail is not None else [])
    with _database(settings, alone=alone, patient=patient) as url:
        engine = db.connect(url)
        try:
            _prepare(engine, patient=patient)
            yield House(engine=engine, files=Store(settings.data / "files"), data=settings.data)
        finally:
            engine.dispose()


def _prepare(engine: Engine, *, patient: bool) -> None:
    """Make what the database needs once. Away when it can't be reached and nobody wants to wait."""
    while True:
        try:
            with db.translated(), engine.begin() as connection:
                workspaces.prepare(connection)
                jobs.prepare(connection)
        except db.Away:
            if not patient:
                raise
            log.warning("the database can't be reached yet; waiting")
            time.sleep(1)
        else:
            return


@contextmanager
def _database(settings: Settings, *, alone: bool, patient: bool) -> Iterator[str]:
    """The address of the database: the one named, that of a server already running here, or our own."""
    running = settings.database_url or (None if alone else embedded.join(settings.data))
    while patient and not running:
        log.warning("no server holds %s yet; waiting for it", settings.data)
        time.sleep(1)
        running = embedded.join(settings.data)
    if running:
        yield running
        return
    server = embedded.EmbeddedPostgres(settings.data)
    url, guard = server.start(), Guard(server)
    guard.start()
    try:
        yield url
    finally:
        guard.stop()
        server.stop()


def listening(house: House) -> Jobs:
    """The queue, with everybody who listens. The names are kept in the database: they never change."""
    queue = Jobs(house.engine, ready=partial(room.enough, house.data))
    queue.listen(DeadlinesPassed, "rules.deadlines_passed", rules.deadlines_passed)
    queue.listen(FollowUpsMissed, "rules.follow_ups_missed", rules.follow_ups_missed)
    queue.listen(DeliverableHandedIn, "rules.deliverable_handed_in", rules.deliverable_handed_in, where="reviewer_id")
    queue.listen(DeliverableReviewed, "rules.deliverable_reviewed", rules.deliverable_reviewed)
    queue.listen(CustomerAnswered, "rules.customer_answered", rules.customer_answered)
    queue.listen(ExceptionMade, "rules.exception_made", rules.exception_made)
    queue.listen(TasksOverdue, "rules.tasks_overdue", rules.tasks_overdue)
    queue.listen(BlueprintReleased, "process.blueprint_released", process.blueprint_released)
    queue.listen(BlueprintReleased, "rules.blueprint_released", rules.blueprint_released)
    queue.listen(PilotTurned, "rules.pilot_turned", rules.blueprint_released)
    queue.listen(TransferAsked, "process.transfer_asked", process.transfer_asked)
    queue.listen(HandoverAsked, "handover.asked", handover.asked)
    queue.listen(PilotTurned, "process.pilot_turned", process.blueprint_released)
    queue.listen(LeaveChanged, "process.leave_changed", process.leave_changed)
    queue.listen(LeaveChanged, "approvals.leave_changed", approvals.leave_changed)
    return queue


def recognise(house: House) -> None:
    """Refuse to serve workspaces whose keys are not in this data folder. KeysMissing and OtherKeys name the file."""
    for workspace in workspaces.names(house.engine):
        with db.transaction(house.engine, workspace=workspace, sight=db.EVERYTHING) as session:
            recognising.recognise(session)


def audit(house: House) -> None:
    """Verify the ledger of every workspace whose turn it is."""
    now = clock.now()
    with db.translated():
        known = workspaces.names(house.engine)
    for workspace in known:
        if auditing.due(house.data, workspace, now=now):
            auditing.audit(house.engine, house.data, workspace, now=now)


def tick(house: House) -> None:
    """What the clock does every minute, in every workspace. What fails in one does not stop the others."""
    if not room.enough(house.data):
        log.warning("no room on the disk: the clock waits, and catches up when there is some")
        return
    now = clock.now()
    with db.translated():
        known = workspaces.names(house.engine)
    for workspace in known:
        for do in (
            process.ring,
            activity.ring,
            rules.ring,
            approvals.ring,
            pool.ring,
            rules.regrade,
            design.turn,
            ledger.seal_days,
            objects.purge,
            again.forget,
        ):
            try:
                do(house.engine, workspace, now=now)
            except Refusal as no:
                log.warning("the clock waits in %s: %s", workspace, no.code)
            except Exception as error:  # noqa: BLE001 - it comes again in a minute, and the others must not wait
                troubles.note("clock_failed", error=error, place=str(do.__module__), workspace=workspace)
        _watch(house, workspace, now=now)


def _watch(house: House, workspace: str, *, now: datetime) -> None:
    """See whether what must hold does, once the clock has done its part."""
    try:
        invariants.watch(house.engine, house.data, workspace, now=now)
    except Refusal as no:
        log.warning("nobody could look after %s: %s", workspace, no.code)
    except Exception as error:  # noqa: BLE001 - it is looked at again in a minute
        troubles.note("clock_failed", error=error, place=invariants.__name__, workspace=workspace)


def call_out(house: House) -> None:
    """Tell other systems what rules want them told, in every workspace."""
    with db.translated():
        known = workspaces.names(house.engine)
    for workspace in known:
        try:
            while rules.call_out(house.engine, workspace):
                pass
        except Refusal as no:
            log.warning("calls wait in %s: %s", workspace, no.code)
        except Exception as error:  # noqa: BLE001 - it comes again in a moment, and the others must not wait
            troubles.note("clock_failed", error=error, place=rules.__name__, workspace=workspace)


def carry(house: House, settings: Settings) -> None:
    """Bring people what they shall be told, in every workspace. What fails in one does not stop the others."""
    if not room.enough(house.data):
        return  # the clock says so already
    with db.translated():
        known = workspaces.names(house.engine)
    for workspace in known:
        try:
            notices.carry(house.engine, workspace, base=settings.address)
        except Refusal as no:
            log.warning("letters wait in %s: %s", workspace, no.code)
        except Exception as error:  # noqa: BLE001 - it comes again in a moment, and the others must not wait
            troubles.note("clock_failed", error=error, place="bihuan.notices.jobs", workspace=workspace)
