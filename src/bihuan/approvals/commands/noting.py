"""What is written down of an approval: in its own history, and in the ledger of its record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.approvals.models import Act, Request
from bihuan.approvals.queries import Case
from bihuan.kernel import rows
from bihuan.ledger import commands as ledger
from bihuan.org import queries as org
from bihuan.records.record import subject


def note(  # noqa: PLR0913 - an act has these parts
    session: Session,
    there: Case,
    what: str,
    *,
    by_id: int | None,
    now: datetime,
    reason: str = "",
    to_id: int | None = None,
    step_key: str | None = None,
    told: Mapping[str, object] | None = None,
) -> None:
    """One act of its history, and one line of the ledger about its record. Call it with the wall open.

    Names and what people wrote in their own words are personal: they can be erased one day, and the line still stands.
    """
    request = there.request
    step = there.definition.step(step_key) if step_key else None
    rows.add(
        session,
        Act,
        request_id=request.id,
        at=now,
        by_id=by_id,
        what=what,
        step_key=step_key,
        to_id=to_id,
        reason=reason or None,
    )
    payload: dict[str, object] = {
        "request": request.id,
        "approval": request.key,
        "label": there.definition.label.model_dump(),
        **(told or {}),
    }
    if step is not None:
        payload |= {"step": step.key, "step_label": step.label.model_dump()}
    personal: dict[str, object] = {"reason": reason} if reason else {}
    if to_id is not None:
        personal["to"] = org.directory(session).get(to_id, "")
    ledger.append(
        session,
        at=now,
        by_id=by_id,
        what=f"approval.{what}",
        subject=subject(request.object_key, request.record_id),
        journey_id=request.journey_id,
        owner_id=request.owner_id,
        owner_pos=request.owner_pos,
        payload=payload,
        personal=personal or None,
    )


def event_of(request: Request) -> dict[str, object]:
    """What every event about a request says of it."""
    return {
        "request_id": request.id,
        "key": request.key,
        "object_key": request.object_key,
        "record_id": request.record_id,
        "journey_id": request.journey_id,
    }
