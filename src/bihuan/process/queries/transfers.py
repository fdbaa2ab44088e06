"""Questions about running journeys that live under older versions, and about moving them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import calendar
from bihuan.kernel.calendar import Limit
from bihuan.kernel.refusals import NotFound
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import definition
from bihuan.process.definition import Process
from bihuan.process.models import Journey, Stay, Transfer, Transferred

_MOST_JUDGED = 20_000  # stays whose new deadline is worked out beforehand; whoever has more is told of these
NAMED = 20  # journeys that are named of those which would be red at once


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many running journeys stand in a stage of an older version; the stage as the newest of those calls it."""

    process_key: str
    stage_key: str
    version_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class Passing:
    """What a mapping would do with those in one stage: how many go, and which of them would be overdue at once."""

    stage_key: str
    to: str
    count: int
    red: int
    reds: Sequence[Journey]


def older(session: Session, viewer: Viewer, *, to: int) -> Sequence[Standing]:
    """Where the running journeys stand that live under another version than this one, as far as the viewer sees."""
    asked = (
        select(Journey.process_key, Journey.stage_key, func.max(Journey.version_id), func.count())
        .where(
            Journey.outcome.is_(None),
            Journey.version_id != to,
            *_not_tried(session, to),
            *org.seeing(viewer, Journey.owner_pos),
        )
        .group_by(Journey.process_key, Journey.stage_key)
    )
    return [
        Standing(process_key=process, stage_key=stage, version_id=version, count=count)
        for process, stage, version, count in session.execute(asked)
    ]


def process_in(session: Session, version_id: int, process_key: str) -> Process | None:
    """A process as one version has it, or None."""
    return blueprint.part(session, version_id, definition.read).get(process_key)


def passing(
    session: Session, viewer: Viewer, process: Process, mapping: Mapping[str, str], *, to: int, now: datetime
) -> list[Passing]:
    """What moving by this mapping would do, stage by stage in the order of the mapping; as far as the viewer sees."""
    found: list[Passing] = []
    for key, target in mapping.items():
        here = [*_waiting(session, process.key, [key], to), *org.seeing(viewer, Journey.owner_pos)]
        count = session.scalar(select(func.count()).select_from(Journey).where(*here)) or 0
        stage = process.stage(target)
        # Only where the stage stays the same its clock runs on; in another one it begins anew.
        reds = _reds(session, here, stage.limit, now=now) if stage and stage.limit and key == target else []
        found.append(Passing(stage_key=key, to=target, count=count, red=len(reds), reds=reds[:NAMED]))
    return found


def transferable(session: Session, transfer: Transfer, *, limit: int) -> Sequence[tuple[Journey, Stay]]:
    """The next journeys that a transfer moves, with their present stays; claimed for this transaction."""
    inside = [Journey.owner_pos.between(transfer.lo, transfer.hi)] if transfer.lo is not None else []
    asked = (
        select(Journey, Stay)
        .join(Stay, and_(Stay.journey_id == Journey.id, Stay.seq == Journey.stage_seq))
        .where(*_waiting(session, transfer.process_key, transfer.mapping, transfer.version_id))
        .where(Journey.id > transfer.after)
        .order_by(Journey.id)
        .limit(limit)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [(journey, stay) for journey, stay in session.execute(asked.where(*inside))]


def transferred(session: Session, transfer_id: int, *, limit: int) -> Sequence[tuple[Transferred, Journey, Stay]]:
    """The next journeys that an undo of this transfer looks at, with their present stays; claimed."""
    asked = (
        select(Transferred, Journey, Stay)
        .join(Journey, Journey.id == Transferred.journey_id)
        .join(Stay, and_(Stay.journey_id == Journey.id, Stay.seq == Journey.stage_seq))
        .where(Transferred.transfer_id == transfer_id, Transferred.undone.is_(None))
        .order_by(Transferred.id)
        .limit(limit)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [(one, journey, stay) for one, journey, stay in session.execute(asked)]


def transfer(session: Session, transfer_id: int, *, held: bool = False) -> Transfer:
    """One transfer; `held`, nobody else goes on with it until this transaction ends. NotFound where there is none."""
    asked = select(Transfer).where(Transfer.id == transfer_id).execution_options(populate_existing=True)
    found = session.scalar(asked.with_for_update() if held else asked)
    if found is None:
        raise NotFound
    return found


def transfers(session: Session, *, limit: int = 50) -> Sequence[Transfer]:
    """The latest transfers, the newest first."""
    return session.scalars(select(Transfer).order_by(Transfer.id.desc()).limit(limit)).all()


def under_way(session: Session, process_keys: Collection[str]) -> bool:
    """Whether journeys of one of these processes are being moved just now."""
    asked = select(Transfer.id).where(Transfer.process_key.in_(process_keys), Transfer.state.in_(("moving", "undoing")))
    return session.scalar(asked.limit(1)) is not None


def _not_tried(session: Session, to: int) -> list[ColumnElement[bool]]:
    """Not those that go by the version which some teams try just now: their pilot decides where they go."""
    found = blueprint.living(session)
    trial = found.trial if found else None
    return [] if trial is None or trial.version_id == to else [Journey.version_id != trial.version_id]


def _waiting(session: Session, process_key: str, stages: Iterable[str], to: int) -> list[ColumnElement[bool]]:
    return [
        Journey.process_key == process_key,
        Journey.stage_key.in_(list(stages)),
        Journey.outcome.is_(None),
        Journey.version_id != to,
        *_not_tried(session, to),
    ]


def _reds(session: Session, here: Sequence[Any], limit: Limit, *, now: datetime) -> list[Journey]:
    in_time = or_(Journey.due_at.is_(None), Journey.due_at > now)
    asked = select(Journey).where(*here, in_time).order_by(Journey.entered_at, Journey.id).limit(_MOST_JUDGED)
    found = session.scalars(asked).all()
    hours = {owner_id: org.calendar(session, owner_id) for owner_id in {one.owner_id for one in found}}
    return [one for one in found if calendar.deadline(limit, hours[one.owner_id], one.entered_at) <= now]
