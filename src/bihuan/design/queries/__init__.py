"""Questions about drafts, what a release would mean, and what would have been. Every SELECT of this module is here."""

from bihuan.design.queries.appearing import Guise, counted, guise, listed, people
from bihuan.design.queries.drafts import counts, draft, draft_sample, drafts, steps
from bihuan.design.queries.gone import Gone, gone
from bihuan.design.queries.past import Replay, replay
from bihuan.design.queries.plan import Concerned, Planned, plan, running
from bihuan.design.queries.rights import in_the_way
from bihuan.design.queries.used import Used, entries_used, kinds_used

__all__ = [
    "Concerned",
    "Gone",
    "Guise",
    "Planned",
    "Replay",
    "Used",
    "counted",
    "counts",
    "draft",
    "draft_sample",
    "drafts",
    "entries_used",
    "gone",
    "guise",
    "in_the_way",
    "kinds_used",
    "listed",
    "people",
    "plan",
    "replay",
    "running",
    "steps",
]
