"""Whether rules shall meet what an import brings: new leads yes, what was under way before no, unless one says so."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bihuan.importer.definition import Plan, Source
from bihuan.importer.models import Batch
from bihuan.rules import queries as rules

USUALLY_AT_MOST = 500  # more than so many at once are a stock that moves in, not leads of a day


@dataclass(frozen=True, kw_only=True)
class Offered:
    """How many rows rules would meet, and whether they usually do."""

    count: int
    usual: bool


def offered(session: Session, batch: Batch) -> Offered | None:
    """The choice there is for a batch; None where no rule listens to new records of what it brings."""
    listened = {object_key for event, object_key in rules.places(session) if event == "record.created"}
    ready = {(one["file"], one["sheet"]): int(one["numbers"]["ready"]) for one in batch.report["sources"]}
    plan = Plan.model_validate(batch.plan)
    met = [source for source in plan.sources if source.object in listened]
    count = sum(ready.get((source.file, source.sheet), 0) for source in met)
    if not count:
        return None
    return Offered(count=count, usual=count <= USUALLY_AT_MOST and not any(map(_under_way, met)))


def _under_way(source: Source) -> bool:
    """Whether its rows say whose they are, where they stand or how they ended: somebody works on them already."""
    placed = source.journey is not None and bool(source.journey.headers())
    return placed or source.stage_header() is not None or source.owner_header() is not None
