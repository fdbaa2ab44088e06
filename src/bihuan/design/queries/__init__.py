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
from bihuan.design.queries.ran import Asked as RunsAsked
from bihuan.design.queries.ran import living_rule, object_of, rule_of_run, run_counts, runs
from bihuan.design.queries.recounted import Deed, Recount, Standing, recounted, standing
from bihuan.design.queries.rehearsed import Rehearsal, Trial, rehearse, tried_on
from bihuan.design.queries.rights import in_the_way
from bihuan.design.queries.telling import titles
from bihuan.design.queries.tried import Tried, tried
from bihuan.design.queries.used import Used, entries_used, kinds_used

__all__ = [
    "Compared",
    "Concerned",
    "Deed",
    "Gone",
    "Guise",
    "Planned",
    "Recount",
    "Rehearsal",
    "Replay",
    "RunsAsked",
    "Side",
    "Span",
    "Standing",
    "Trial",
    "Tried",
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
    "living_rule",
    "object_of",
    "people",
    "pilot_due",
    "places",
    "plan",
    "recounted",
    "rehearse",
    "replay",
    "rule_of_run",
    "run_counts",
    "running",
    "runs",
    "standing",
    "steps",
    "titles",
    "tried",
    "tried_on",
]
