"""Releasing a blueprint: checked, applied and stored in one transaction, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from bihuan.blueprint import commands as blueprint
from bihuan.blueprint import queries as versions
from bihuan.blueprint.models import Version
from bihuan.design import checking
from bihuan.design.definition import Blueprint
from bihuan.kernel.refusals import Forbidden, Invalid, NotFound
from bihuan.ledger import commands as ledger
from bihuan.objects import ddl
from bihuan.objects import definition as objects
from bihuan.org.viewer import Viewer


class BlueprintFaulty(Invalid):
    """The document can't work as it is; every fault is named with its place."""

    code = "blueprint_faulty"
    message = "This configuration cannot work as it is."


def read(document: dict[str, Any]) -> Blueprint:
    """The blueprint a document describes. BlueprintFaulty names every fault with its place."""
    try:
        found = Blueprint.model_validate(document)
        objects.read(found.body())
    except ValidationError as wrong:
        raise BlueprintFaulty(
            [
                {"place": ".".join(str(part) for part in error["loc"]), "code": error["type"], "message": error["msg"]}
                for error in wrong.errors(include_url=False, include_context=False, include_input=False)
            ]
        ) from wrong
    except ValueError as wrong:
        raise BlueprintFaulty([{"place": "objects", "code": "wrong", "message": str(wrong)}]) from wrong
    faults = checking.faults(found)
    if faults:
        raise BlueprintFaulty([{"place": one.place, "code": "wrong", "message": one.message} for one in faults])
    return found


def release(
    session: Session, viewer: Viewer | None, document: dict[str, Any], *, note: str = "", now: datetime
) -> Version:
    """Check a document, change the tables to fit it, and let it live: all of it or nothing.

    `viewer` is None when the program itself furnishes a new workspace.
    """
    if viewer is not None and not viewer.may("blueprint.release"):
        raise Forbidden("blueprint.release")
    body = read(document).body()
    done = ddl.apply(session, _objects_now(session), objects.read(body), now=now)
    by_id = viewer.person_id if viewer else None
    version = blueprint.keep(session, body, note=note, by_id=by_id, now=now)
    ledger.append(
        session,
        at=now,
        by_id=by_id,
        what="blueprint.released",
        subject=f"blueprint:{version.number}",
        payload={"number": version.number, "digest": version.digest, "note": note, "tables": done},
    )
    return version


def _objects_now(session: Session) -> dict[str, objects.ObjectDef]:
    try:
        return objects.read(versions.current(session).body)
    except NotFound:
        return {}
