"""Questions about drafts and their steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from bihuan.design.models import Draft, Step
from bihuan.kernel.refusals import NotFound
from bihuan.process import definition as process
from bihuan.process.definition import Sample


def drafts(session: Session) -> Sequence[Draft]:
    """All drafts, the one changed last first, without what stands in them."""
    return session.scalars(
        select(Draft).options(defer(Draft.body)).order_by(Draft.changed_at.desc(), Draft.id.desc())
    ).all()


def draft(session: Session, draft_id: int, *, held: bool = False) -> Draft:
    """One draft; `held`, nobody else changes it until this transaction ends. NotFound where there is none."""
    asked = select(Draft).where(Draft.id == draft_id).execution_options(populate_existing=True)
    found = session.scalar(asked.with_for_update() if held else asked)
    if found is None:
        raise NotFound
    return found


def draft_sample(session: Session, draft_id: int, sha256: str) -> Sample:
    """The sample of this digest that a draft names. NotFound for a digest it doesn't name."""
    found = process.read(draft(session, draft_id).body)
    named = (thing.sample for one in found.values() for thing in one.deliverables())
    sample = next((one for one in named if one is not None and one.sha256 == sha256), None)
    if sample is None:
        raise NotFound
    return sample


def due_switches(session: Session, *, now: datetime) -> Sequence[int]:
    """Drafts whose moment to be released has come, by id, the earliest first."""
    asked = select(Draft.id).where(Draft.switch_at <= now).order_by(Draft.switch_at, Draft.id)
    return session.scalars(asked).all()


def due_switch(session: Session, draft_id: int, *, now: datetime) -> Draft | None:
    """One of them, claimed for this transaction; None when another was first."""
    asked = select(Draft).where(Draft.id == draft_id, Draft.switch_at <= now).with_for_update(skip_locked=True)
    return session.scalar(asked.execution_options(populate_existing=True))


def steps(session: Session, draft_id: int, *, after: int = 0) -> Sequence[Step]:
    """The steps by which a draft was changed since a revision, in their order."""
    asked = select(Step).where(Step.draft_id == draft_id, Step.revision > after)
    return session.scalars(asked.order_by(Step.revision)).all()


def counts(session: Session, draft_id: int) -> Sequence[Step]:
    """All steps of a draft without what they did: enough to say which of them stand."""
    asked = select(Step).where(Step.draft_id == draft_id).options(defer(Step.operations), defer(Step.back))
    return session.scalars(asked.order_by(Step.revision)).all()
