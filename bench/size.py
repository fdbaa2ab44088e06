"""How large the loaded company is, and over which time it has lived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

WORKSPACE = "bench"
NAME = "宁海泵阀集团"
PASSWORD = "bench-company-7"  # noqa: S105 - everybody's: one hash is enough
MONTH = timedelta(days=30.44)


@dataclass(frozen=True, kw_only=True)
class Size:
    """So many customers and opportunities, and `months` of history that ends `now`. The same seed, the same company."""

    customers: int
    opportunities: int
    now: datetime
    months: int = 18
    people: int = 200
    talks: float = 4.0  # activities of an opportunity, on average
    early: float = 0.0  # of the deals, so many more are lost in their first stage
    pace: float = 1.0  # of the usual time, what a stage takes: where all is done in time, the clock has less to tell
    seed: int = 7
    processes: int = 2

    @property
    def begin(self) -> datetime:
        """When the company began to keep its records here."""
        return (self.now - self.months * MONTH).replace(hour=1, minute=0)


USUAL, GROWN = 50_000, 1_000_000


def of(opportunities: int, *, now: datetime, seed: int = 7) -> Size:
    """A company of 200 with so many opportunities, two customers to five of them; a small one is loaded in one go."""
    return Size(
        customers=max(1, opportunities * 2 // 5),
        opportunities=opportunities,
        now=now,
        talks=4.0 if opportunities <= USUAL else 1.5,
        early=0.0 if opportunities <= USUAL else 0.2,
        pace=1.0 if opportunities <= USUAL else 0.4,
        seed=seed,
        processes=1 if opportunities < USUAL // 10 else 2,
    )
