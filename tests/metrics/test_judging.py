"""Green, yellow, red: the table of cases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bihuan.metrics import judging
from bihuan.metrics.judging import Level, StayFacts
from tests.company import MONDAY_9

NOW = MONDAY_9
HOUR = timedelta(hours=1)
PAST, FUTURE = NOW - HOUR, NOW + HOUR
LONG_AGO = NOW - 5 * HOUR


@pytest.mark.parametrize(
    ("left", "how", "warn", "due", "late", "level", "decided"),
    [
        # still there
        (None, None, None, None, False, "green", False),
        (None, None, FUTURE, FUTURE + HOUR, False, "green", False),
        (None, None, PAST, FUTURE, False, "yellow", False),
        (None, None, LONG_AGO, PAST, False, "red", True),
        (None, None, None, PAST, True, "red", True),
        (None, None, None, NOW, False, "green", False),
        # gone on
        (PAST, "advanced", LONG_AGO, FUTURE, False, "green", True),
        (PAST, "advanced", LONG_AGO, PAST, False, "green", True),
        (PAST, "advanced", LONG_AGO, LONG_AGO, False, "yellow", True),
        (PAST, "won", LONG_AGO, LONG_AGO, False, "yellow", True),
        (PAST, "advanced", None, FUTURE, True, "yellow", True),
        (PAST, "exception", None, FUTURE, False, "yellow", True),
        (PAST, "exception", None, None, False, "yellow", True),
        (PAST, "moved", None, LONG_AGO, False, "yellow", True),
        # given up
        (PAST, "lost", None, FUTURE, False, "green", True),
        (PAST, "lost", None, LONG_AGO, False, "red", True),
        (PAST, "back", None, LONG_AGO, False, "red", True),
        (PAST, "back", None, None, False, "green", True),
    ],
)
def test_a_stay_is_judged(  # noqa: PLR0913
    *,
    left: datetime | None,
    how: str | None,
    warn: datetime | None,
    due: datetime | None,
    late: bool,
    level: Level,
    decided: bool,
) -> None:
    stay = StayFacts(left_at=left, left_how=how, warn_at=warn, due_at=due, late_evidence=late)
    assert judging.level(stay, now=NOW) == level
    assert judging.decided(stay, now=NOW) is decided


@pytest.mark.parametrize(
    ("green", "yellow", "red", "level"),
    [(0, 0, 0, "none"), (9, 0, 0, "green"), (9, 1, 0, "yellow"), (9, 1, 1, "red"), (0, 0, 1, "red")],
)
def test_the_worst_stay_decides_a_cell(green: int, yellow: int, red: int, level: Level) -> None:
    assert judging.worst(green=green, yellow=yellow, red=red) == level
