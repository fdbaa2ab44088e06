"""Questions about drafts, what a release would mean, and what would have been. Every SELECT of this module is here."""

from bihuan.design.queries.appearing import Guise, counted, guise, listed, people
from bihuan.design.queries.drafts import counts, draft, draft_sample, drafts, due_switch, due_switches, steps
from bihuan.design.queries.gone import Gone, gone
from bihuan.design.queries.past import Replay, Span, replay
from bihuan.design.queries.pilots import (
    Compared,
    Side,
    UnderWay,
    behind,
    comparable,
    compared,
    frames,
    going_back,
    headcount,
    joining,
    pilot_due,
    places,
)
from bihuan.design.queries.plan import Concerned, Planned, plan, running
from bihuan.design.queries.rights import in_the_way
from bihuan.design.queries.telling import titles
from bihuan.design.queries.used import Used, entries_used, kinds_used

__all__ = [
    "Compared",
    "Concerned",
    "Gone",
    "Guise",
    "Planned",
    "Replay",
    "Side",
    "Span",
    "UnderWay",
    "Used",
    "behind",
    "comparable",
    "compared",
    "counted",
    "counts",
    "draft",
    "draft_sample",
    "drafts",
    "due_switch",
    "due_switches",
    "entries_used",
    "frames",
    "going_back",
    "gone",
    "guise",
    "headcount",
    "in_the_way",
    "joining",
    "kinds_used",
    "listed",
    "people",
    "pilot_due",
    "places",
    "plan",
    "replay",
    "running",
    "steps",
    "titles",
]
