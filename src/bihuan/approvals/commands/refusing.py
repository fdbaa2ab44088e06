"""The foreseen "no" of approvals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bihuan.kernel.refusals import Kind, Refusal


class NoSuchApproval(Refusal):
    """Nobody may ask for this about such a record."""

    code = "no_such_approval"
    kind = Kind.INVALID
    message = "There is no such approval for this record."

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        """Keep what was asked for, and what there is."""
        super().__init__()
        self._facts: dict[str, object] = {"asked": asked[:80], "known": list(known)}

    def facts(self) -> dict[str, object]:
        """The key asked for, and those there are."""
        return self._facts


class AlreadyAsked(Refusal):
    """The same was asked before, and is not decided yet."""

    code = "already_asked"
    message = "This was asked before and is not decided yet."

    def __init__(self, request_id: int) -> None:
        """Keep which request it is."""
        super().__init__()
        self._id = request_id

    def facts(self) -> dict[str, object]:
        """The request that waits."""
        return {"id": self._id}


class NobodyToAsk(Refusal):
    """A step names nobody who works here and may decide this."""

    code = "no_approver"
    message = "Nobody could be asked in one of the steps."

    def __init__(self, steps: Sequence[str]) -> None:
        """Keep what the steps are called."""
        super().__init__()
        self._steps = list(steps)

    def facts(self) -> dict[str, object]:
        """The steps in which nobody could be asked."""
        return {"steps": self._steps}


class NotYourTurn(Refusal):
    """Somebody else has to answer now, or nobody any more."""

    code = "not_your_turn"
    message = "It is not your turn to answer this."

    def __init__(self, state: str) -> None:
        """Keep how it stands."""
        super().__init__()
        self._state = state

    def facts(self) -> dict[str, object]:
        """How the approval stands."""
        return {"state": self._state}


class NotAllowedHere(Refusal):
    """The step doesn't let its approvers do this, or it was done too often."""

    code = "not_allowed_in_step"
    kind = Kind.FORBIDDEN
    message = "This step does not allow it."


class CannotSign(Refusal):
    """Somebody can't be asked to decide this: it is their own, they were asked already, or they do not work here."""

    code = "cannot_sign"
    message = "This person cannot decide this."

    def __init__(self, why: str) -> None:
        """Say why: own, asked_already, gone."""
        super().__init__()
        self._why = why

    def facts(self) -> dict[str, object]:
        """Why."""
        return {"why": self._why}


class AnswerReasonNeeded(Refusal):
    """Whoever says no, sends it back or takes it back says why."""

    code = "answer_reason_needed"
    kind = Kind.INVALID
    message = "Say why."


class NoEarlierStep(Refusal):
    """It can be sent back to an earlier step only."""

    code = "no_earlier_step"
    kind = Kind.INVALID
    message = "There is no such earlier step."

    def __init__(self, known: Sequence[str]) -> None:
        """Keep the steps one may send it back to."""
        super().__init__()
        self._known = list(known)

    def facts(self) -> dict[str, object]:
        """The earlier steps."""
        return {"known": self._known}


class RemindedLately(Refusal):
    """The approvers were reminded a moment ago."""

    code = "reminded_lately"
    message = "They were reminded a short while ago."

    def __init__(self, again_at: datetime) -> None:
        """Keep when it may be done again."""
        super().__init__()
        self._again_at = again_at

    def facts(self) -> dict[str, object]:
        """When they may be reminded again."""
        return {"again_at": self._again_at.isoformat()}


class AlreadyOver(Refusal):
    """It is decided or taken back."""

    code = "approval_over"
    message = "This approval is over."

    def __init__(self, state: str) -> None:
        """Keep how it ended."""
        super().__init__()
        self._state = state

    def facts(self) -> dict[str, object]:
        """How it ended."""
        return {"state": self._state}
