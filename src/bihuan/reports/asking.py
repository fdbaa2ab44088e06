"""What several doors read from a request: the filter of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Path, Query

from bihuan.metrics import queries as metrics
from bihuan.metrics.periods import Period
from bihuan.reports.queries import Asked

_LONGEST = 80
Id = Annotated[int, Query(ge=1, le=2**63 - 1)]
Key = Annotated[str, Path(min_length=1, max_length=_LONGEST)]
Word = Annotated[str, Query(min_length=1, max_length=_LONGEST)]


def _asked(
    period: Period | None = None,
    offset: Annotated[int, Query(ge=-600, le=600)] = 0,
    team: Id | None = None,
    only: Annotated[Sequence[Word], Query(max_length=20, description="field:value; several add up")] = (),
) -> Asked:
    return Asked(period=period, offset=offset, team_id=team, only=metrics.kept(only))


Filter = Annotated[Asked, Depends(_asked)]
