"""Releasing a blueprint: checked, applied and stored in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.approvals import queries as approvals
from bihuan.approvals.definition import ApprovalDef
from bihuan.blueprint import commands as blueprint
from bihuan.blueprint import queries as versions
from bihuan.blueprint.events import BlueprintReleased
from bihuan.blueprint.models import Version
from bihuan.design import granting, policy
from bihuan.design.definition import Blueprint
from bihuan.design.examining import examined
from bihuan.kernel import events
from bihuan.kernel.refusals import Invalid, Kind, NotFound, Refusal
from bihuan.ledger import commands as ledger
from bihuan.objects import ddl
from bihuan.objects import definition as objects
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer


class BlueprintFaulty(Invalid):
    """The document can't work as it is; every fault is named with its place."""

    code = "blueprint_faulty"
    message = "This configuration cannot work as it is."


class GrantsTooMuch(Refusal):
    """A role, or an approver, would be given more than its giver has."""

    code = "grants_too_much"
    kind = Kind.FORBIDDEN
    message = "Nobody can grant more than they have themselves."

    def __init__(self, roles: list[str]) -> None:
        """Name the roles."""
        super().__init__()
        self.roles = roles

    def facts(self) -> dict[str, object]:
        """The roles that reach too far."""
        return {"roles": self.roles}


class RoleHeld(Refusal):
    """A role would go while people have it: they could do nothing any more."""

    code = "role_held"
    message = "People have a role that would go. Give them another one first."

    def __init__(self, people: Mapping[str, int]) -> None:
        """How many have which role."""
        super().__init__()
        self.people = dict(people)

    def facts(self) -> dict[str, object]:
        """How many have which role, and how many in all."""
        return {"roles": self.people, "people": sum(self.people.values())}


class PilotRunning(Refusal):
    """Some teams try a version: what is released to all now would mix with it. End the pilot first, or release it."""

    code = "pilot_running"
    message = "A pilot is running. Release it to all or take it back first."

    def __init__(self, *, number: int, until: datetime) -> None:
        """The pilot's version by number, and when it ends."""
        super().__init__()
        self.number, self.until = number, until

    def facts(self) -> dict[str, object]:
        """The pilot's version by number, and when it ends."""
        return {"number": self.number, "until": self.until.isoformat()}


def read(document: dict[str, Any]) -> Blueprint:
    """The blueprint a document describes. BlueprintFaulty names every fault with its place."""
    found, faults = examined(document)
    if found is None or faults:
        raise BlueprintFaulty([one.problem() for one in faults])
    return found


def release(
    session: Session, viewer: Viewer | None, document: dict[str, Any], *, note: str = "", now: datetime
) -> Version:
    """Check a document, change the tables to fit it, and let it live: all of it or nothing.

    `viewer` is None when the program itself furnishes a new workspace. PilotRunning while one runs. One release at a
    time: whoever comes second waits, and is then measured against what the first one left.
    """
    if viewer is not None:
        policy.configure(viewer)
    found = read(document)
    versions.hold(session)
    alone(session)
    if viewer is not None:
        within(session, viewer, found)
    body = found.body()
    new = objects.with_entries(found.objects, found.dictionaries)
    done = ddl.apply(session, _objects_now(session), new, now=now)
    by_id = viewer.person_id if viewer else None
    version = blueprint.keep(session, body, note=note, by_id=by_id, now=now)
    tell(session, version, {"tables": done}, by_id=by_id, now=now)
    return version


def tell(session: Session, version: Version, told: Mapping[str, object], *, by_id: int | None, now: datetime) -> None:
    """Tell of a release: in the ledger what lives from here on, why, and what was done; and those who listen."""
    payload = {"number": version.number, "digest": version.digest, "note": version.note, **told}
    subject = f"blueprint:{version.number}"
    ledger.append(session, at=now, by_id=by_id, what="blueprint.released", subject=subject, payload=payload)
    events.tell(session, BlueprintReleased(version_id=version.id), now=now)


def alone(session: Session) -> None:
    """PilotRunning while one runs."""
    pilot = versions.running(session)
    if pilot is not None:
        raise PilotRunning(number=versions.version(session, pilot.version_id).number, until=pilot.until)


def within(session: Session, viewer: Viewer, found: Blueprint) -> None:
    """Nobody grants more than they have, and nobody loses the role they have."""
    live = org.roles(session)
    own = live.get(viewer.role_key)
    beyond = [*granting.beyond(own, live, found.roles), *granting.opened(own, _approvals_now(session), found.approvals)]
    if beyond:
        raise GrantsTooMuch(list(dict.fromkeys(fault.place.split(".")[1] for fault in beyond)))
    held = granting.left(live, found.roles, org.holders(session))
    if held:
        raise RoleHeld(held)


def _approvals_now(session: Session) -> Mapping[str, ApprovalDef]:
    try:
        return approvals.approvals_in(session, versions.live(session).id)
    except NotFound:
        return {}


def _objects_now(session: Session) -> Mapping[str, objects.ObjectDef]:
    try:
        return versions.part(session, versions.live(session).id, objects.read)
    except NotFound:
        return {}
