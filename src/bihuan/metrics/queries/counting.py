"""What there is to count, and by whose days it was counted last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.metrics.models import Count, Touched
from bihuan.process.models import Journey


def counted_by(session: Session) -> str | None:
    """The zone by whose days everything was counted; None before it ever was."""
    return session.scalar(select(Count.zone))


def touched(session: Session, *, limit: int) -> Sequence[int]:
    """The oldest marks of journeys that have moved, by their ids."""
    return session.scalars(select(Touched.id).order_by(Touched.id).limit(limit)).all()


def journeys_after(session: Session, after: int, *, limit: int) -> Sequence[int]:
    """The next journeys by id, from `after` on."""
    return session.scalars(select(Journey.id).where(Journey.id > after).order_by(Journey.id).limit(limit)).all()
