"""Questions about journeys. Every SELECT of this module is here."""

from bihuan.process.queries.evidence import evidence, newest, tallies, verdict, waiting_reviews
from bihuan.process.queries.journeys import (
    confirmation,
    deadline,
    due_stays,
    handed_in,
    journey,
    journey_beside,
    journey_of,
    present_hold,
    present_stay,
    process_for,
    process_of,
    processes,
    quiet_journeys,
    version_number,
    whereabouts,
)
from bihuan.process.queries.story import Story, story

__all__ = [
    "Story",
    "confirmation",
    "deadline",
    "due_stays",
    "evidence",
    "handed_in",
    "journey",
    "journey_beside",
    "journey_of",
    "newest",
    "present_hold",
    "present_stay",
    "process_for",
    "process_of",
    "processes",
    "quiet_journeys",
    "story",
    "tallies",
    "verdict",
    "version_number",
    "waiting_reviews",
    "whereabouts",
]
