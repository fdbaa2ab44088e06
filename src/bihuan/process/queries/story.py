"""All that a journey's page shows, in a constant number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from bihuan.org import queries as org
from bihuan.process import gates
from bihuan.process.gates import Tally
from bihuan.process.models import Confirmation, HandedIn, Hold, Journey, Passage, Stay
from bihuan.records.models import File

_ID = bindparam("journey_id", type_=BigInteger)
_STAYS = (
    select(Stay, Hold)
    .outerjoin(Hold, Hold.stay_id == Stay.id)
    .where(Stay.journey_id == _ID)
    .order_by(Stay.seq, Hold.since, Hold.id)
)
_THINGS = (
    select(HandedIn, File)
    .outerjoin(File, File.id == HandedIn.file_id)
    .where(HandedIn.journey_id == _ID)
    .order_by(HandedIn.at, HandedIn.id)
)
_LINKS = select(Confirmation).where(Confirmation.journey_id == _ID).order_by(Confirmation.sent_at)
_PASSAGES = select(Passage).where(Passage.journey_id == _ID).order_by(Passage.at)


@dataclass(frozen=True, kw_only=True)
class Story:
    """A journey with its stays, holds, evidence and exceptions, and the names of everyone in the house."""

    journey: Journey
    stays: list[Stay]
    holds: dict[int, list[Hold]]
    handed_in: list[HandedIn]
    confirmations: list[Confirmation]
    passages: list[Passage]
    files: dict[int, File]
    names: Mapping[int, str]

    def tallies(self) -> dict[str, Tally]:
        """How much was handed in for each deliverable, as a gate counts it."""
        sent = [(link.key, "sent", 1) for link in self.confirmations if link.answer is None]
        return gates.tallied([*((thing.key, thing.status, 1) for thing in self.handed_in), *sent])


def story(session: Session, journey: Journey) -> Story:
    """Everything about one journey that the viewer has been found to see, as it stands in the database."""
    asked, anew = {"journey_id": journey.id}, {"populate_existing": True}
    stays: dict[int, Stay] = {}
    holds: defaultdict[int, list[Hold]] = defaultdict(list)
    for stay, hold in session.execute(_STAYS, asked, execution_options=anew):
        stays[stay.id] = stay
        if hold is not None:
            holds[stay.id].append(hold)
    things: list[HandedIn] = []
    files: dict[int, File] = {}
    for thing, file in session.execute(_THINGS, asked, execution_options=anew):
        things.append(thing)
        if file is not None:
            files[file.id] = file
    return Story(
        journey=journey,
        stays=list(stays.values()),
        holds=holds,
        handed_in=things,
        confirmations=list(session.scalars(_LINKS, asked, execution_options=anew)),
        passages=list(session.scalars(_PASSAGES, asked, execution_options=anew)),
        files=files,
        names=org.directory(session),
    )
