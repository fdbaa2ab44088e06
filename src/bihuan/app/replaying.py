"""Replaying an event log: in a workspace that is there, beside what lives in it, or in a new one of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bihuan.app import acting, workspaces
from bihuan.app.house import House
from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.importer import commands, event_logs
from bihuan.importer.commands import LookedAt, Upload
from bihuan.importer.event_logs import Columns, Naming
from bihuan.importer.models import Batch
from bihuan.kernel import db
from bihuan.metrics import queries as metrics
from bihuan.metrics.paths import Transitions
from bihuan.metrics.queries import Wanted
from bihuan.objects import queries as objects
from bihuan.org import queries as people
from bihuan.org.definition import hours
from bihuan.org.viewer import Viewer
from bihuan.packs import making, reading
from bihuan.process import queries as processes

ADMIN = "admin"
_PACK = "starter"  # whose roles and working hours a workspace of its own begins with


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A log, which of its columns is what, what its process is called, and when this is."""

    upload: Upload
    columns: Columns
    names: Naming
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What came in, what the product now says of it, and the new administrator's first password where there is one."""

    looked: LookedAt
    batch: Batch
    transitions: Transitions
    password: str | None


def look(home: House, workspace: str, login: str | None, asked: Asked) -> LookedAt:
    """Look at the log as it would come into this workspace; nothing is written."""
    if workspace not in workspaces.names(home.engine):
        return _afresh(asked)
    with acting.inside(home, workspace, login) as (session, viewer):
        return _looked(session, viewer, asked)


def replay(home: House, workspace: str, login: str | None, asked: Asked) -> Replayed:
    """Bring the log in, with its process where that is missing. A new workspace is there whole, or not at all."""
    if workspace in workspaces.names(home.engine):
        return _replayed(home, workspace, login, asked)
    looked = _afresh(asked)
    if not looked.found.cases:
        raise commands.NothingReady(looked.found.numbers)
    workspaces.create(home.engine, workspace, name=asked.names.label, now=asked.now)
    try:
        password = _furnished(home, workspace, looked, now=asked.now)
        return _replayed(home, workspace, None, asked, password=password)
    except BaseException:
        workspaces.drop(home.engine, workspace)
        raise


def _looked(session: Session, viewer: Viewer, asked: Asked) -> LookedAt:
    return commands.look_at_log(session, viewer, asked.upload, asked.columns, asked.names, now=asked.now)


def _afresh(asked: Asked) -> LookedAt:
    """The look where nothing is there yet."""
    table = event_logs.read(asked.upload.content, name=asked.upload.name)
    columns = event_logs.chosen(asked.columns, table.headers)
    zone = ZoneInfo(hours(_bare(asked.names)).zone)
    found = event_logs.check(table, columns, zone=zone, present=lambda _: set(), now=asked.now)
    return LookedAt(upload=asked.upload, names=asked.names, found=found)


def _bare(names: Naming) -> dict[str, Any]:
    """A configuration with people and hours, and nothing yet to work on."""
    pack = reading.blueprint(_PACK)
    roles = [{**role, "objects": {"*": role["objects"]["*"]}, "hidden": {}, "readonly": {}} for role in pack["roles"]]
    return {"name": names.label, "objects": [], "roles": roles, "calendar": pack["calendar"]}


def _furnished(home: House, workspace: str, looked: LookedAt, *, now: datetime) -> str | None:
    body = event_logs.body_with(_bare(looked.names), looked.found, looked.names, {}, None)
    assert body is not None, "a new workspace has no process yet"
    with db.transaction(home.engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        return making.begin(session, body, name=looked.names.label, admin=ADMIN, now=now).first_password


def _replayed(home: House, workspace: str, login: str | None, asked: Asked, *, password: str | None = None) -> Replayed:
    with acting.inside(home, workspace, login) as (session, viewer):
        looked = _looked(session, viewer, asked)
        if looked.found.cases:
            _fit(session, viewer, looked, now=asked.now)
        allowed = people.viewer(session, viewer.person_id)  # the new version may have given more
        batch = commands.replay_log(session, allowed, looked, store=home.files, now=asked.now)
        frame = metrics.frame(session, allowed, Wanted(process=asked.names.process), now=asked.now)
        told = metrics.transitions(session, frame)
        session.expunge(batch)
    return Replayed(looked=looked, batch=batch, transitions=told, password=password)


def _fit(session: Session, viewer: Viewer, looked: LookedAt, *, now: datetime) -> None:
    """Release the next version, where the process of the log is missing or lacks a stage."""
    known, names = objects.objects(session), looked.names
    live = processes.processes(session).get(names.process)
    body = event_logs.body_with(blueprint.current(session).body, looked.found, names, known, live)
    if body is not None:
        with db.beyond_sight(session):
            design.release(session, viewer, body, note=f"event log {looked.upload.name}", now=now)
