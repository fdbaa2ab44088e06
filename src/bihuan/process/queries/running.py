"""Questions about what is under way: by which version it goes, where it stands, for whole teams at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, ColumnElement, and_, any_, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process.models import Journey, Stay
from bihuan.process.queries.transfers import Standing

Places = Sequence[tuple[int, int]]


def standing(
    session: Session, viewer: Viewer | None, *, places: Places | None = None, version_id: int | None = None
) -> Sequence[Standing]:
    """Where journeys under way stand: those of people in these places, those by this version; of the clock, all."""
    here = [*_under_way(places, version_id), *(org.seeing(viewer, Journey.owner_pos) if viewer else ())]
    asked = (
        select(Journey.process_key, Journey.stage_key, Journey.version_id, func.count().label("count"))
        .where(*here)
        .group_by(Journey.process_key, Journey.stage_key, Journey.version_id)
        .order_by(func.count().desc(), Journey.process_key, Journey.stage_key, Journey.version_id)
    )
    return [Standing(**row) for row in session.execute(asked).mappings()]


def open_journeys(
    session: Session, *, places: Places | None = None, version_id: int | None = None
) -> Sequence[tuple[int, str, str, int]]:
    """The same journeys one by one: id, process, stage, version."""
    asked = select(Journey.id, Journey.process_key, Journey.stage_key, Journey.version_id)
    rows = session.execute(asked.where(*_under_way(places, version_id)).order_by(Journey.id))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def present_stays(session: Session, journey_ids: Collection[int]) -> Sequence[tuple[Journey, Stay]]:
    """Those of these journeys that are under way, with the stays they are in; claimed for this transaction."""
    asked = (
        select(Journey, Stay)
        .join(Stay, and_(Stay.journey_id == Journey.id, Stay.seq == Journey.stage_seq))
        .where(Journey.id == any_(literal(list(journey_ids), ARRAY(BigInteger))), Journey.outcome.is_(None))
        .order_by(Journey.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [(journey, stay) for journey, stay in session.execute(asked)]


def _under_way(places: Places | None, version_id: int | None) -> list[ColumnElement[bool]]:
    here: list[ColumnElement[bool]] = [Journey.outcome.is_(None)]
    if places is not None:
        here.append(or_(false(), *(Journey.owner_pos.between(lo, hi) for lo, hi in places)))
    if version_id is not None:
        here.append(Journey.version_id == version_id)
    return here
