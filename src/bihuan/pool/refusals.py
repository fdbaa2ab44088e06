"""What a pool says no to: somebody was first, the limits are reached, it is too early."""

from __future__ import annotations

from datetime import datetime

from bihuan.kernel.refusals import Refusal


class ClaimedAlready(Refusal):
    """Somebody else claimed it a moment before."""

    code = "claimed_already"
    message = "Somebody else claimed this first."

    def __init__(self, name: str, at: datetime) -> None:
        """Keep who, and when."""
        super().__init__()
        self._name, self._at = name, at

    def facts(self) -> dict[str, object]:
        """Who, and when."""
        return {"name": self._name, "at": self._at.isoformat()}


class _Full(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def facts(self) -> dict[str, object]:
        """How many are allowed."""
        return {"most": self._most}


class ClaimedEnoughToday(_Full):
    """So many a day, and no more."""

    code = "claimed_enough_today"
    message = "You have claimed as many today as one may."


class HoldsEnough(_Full):
    """So many at one time, and no more."""

    code = "holds_enough"
    message = "You have as many from this pool as one may. Return one first."


class _Early(Refusal):
    def __init__(self, until: datetime) -> None:
        super().__init__()
        self._until = until

    def facts(self) -> dict[str, object]:
        """Until when."""
        return {"until": self._until.isoformat()}


class CoolingDown(_Early):
    """Whoever had it waits before they may claim it again."""

    code = "cooling_down"
    message = "You had this one before; others go first for a while."


class Protected(_Early):
    """What was just claimed can't be taken back yet."""

    code = "pool_protected"
    message = "This was claimed not long ago and can't be taken back yet."


class NoPool(Refusal):
    """There is no pool for such records."""

    code = "no_pool"
    message = "There is no pool for records of this kind."
