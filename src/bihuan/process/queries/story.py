"""All that a journey's page shows, in a constant number of questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bihuan.org import queries as org
from bihuan.process.models import Confirmation, HandedIn, Hold, Journey, Passage, Stay
from bihuan.records import queries as records
from bihuan.records.models import File


@dataclass(frozen=True, kw_only=True)
class Story:
    """A journey with its stays, holds, evidence and exceptions, and the names of everyone in it."""

    journey: Journey
    title: str
    stays: list[Stay]
    holds: dict[int, list[Hold]]
    handed_in: list[HandedIn]
    confirmations: list[Confirmation]
    passages: list[Passage]
    files: dict[int, File]
    names: dict[int, str]


def story(session: Session, journey: Journey) -> Story:
    """Everything about one journey that the viewer has been found to see."""
    stays = list(session.scalars(select(Stay).where(Stay.journey_id == journey.id).order_by(Stay.seq)))
    holds: defaultdict[int, list[Hold]] = defaultdict(list)
    for hold in session.scalars(select(Hold).where(Hold.journey_id == journey.id).order_by(Hold.since, Hold.id)):
        holds[hold.stay_id].append(hold)
    things = list(session.scalars(_of(HandedIn, journey).order_by(HandedIn.at, HandedIn.id)))
    links = list(session.scalars(_of(Confirmation, journey).order_by(Confirmation.sent_at)))
    passages = list(session.scalars(_of(Passage, journey).order_by(Passage.at)))
    file_ids = {thing.file_id for thing in things if thing.file_id is not None}
    files = {file.id: file for file in session.scalars(select(File).where(File.id.in_(file_ids)))} if file_ids else {}
    people = {journey.owner_id} | {stay.person_id for stay in stays} | {passage.by_id for passage in passages}
    people |= {who for thing in things for who in (thing.by_id, thing.reviewer_id, thing.reviewed_by_id) if who}
    return Story(
        journey=journey,
        title=records.title(session, journey.object_key, journey.record_id),
        stays=stays,
        holds=holds,
        handed_in=things,
        confirmations=links,
        passages=passages,
        files=files,
        names=org.names(session, people),
    )


def _of(table: type, journey: Journey):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return select(table).where(table.journey_id == journey.id)  # type: ignore[attr-defined]
