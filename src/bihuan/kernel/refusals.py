"""A refusal is a "no" we expected: the reader is told why and what would make it a "yes"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Kind(StrEnum):
    """What sort of "no"; the HTTP edge turns it into a status, the worker into a log line."""

    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"
    NO_ROOM = "no_room"


class Refusal(Exception):
    """Base of every anticipated "no". Anything else that is raised is a bug.

    The easy way: a subclass with a code and a sentence. The full way: override `facts`
    with the data a screen needs to show the way out, so that it never parses the sentence.
    """

    code: str = "refused"
    kind: Kind = Kind.CONFLICT
    message: str = "This cannot be done now."

    def facts(self) -> dict[str, object]:
        """Data the screen needs to show the way out; never needed to read the message."""
        return {}

    def __str__(self) -> str:
        """The sentence, followed by the facts: what a log line or a terminal shows."""
        facts = self.facts()
        return f"{self.message} {facts}" if facts else self.message


class NotFound(Refusal):
    """It does not exist, or the viewer may not know that it does: the same answer for both."""

    code = "not_found"
    kind = Kind.NOT_FOUND
    message = "Not found."


class Forbidden(Refusal):
    """The viewer may see it, but may not do this to it."""

    code = "forbidden"
    kind = Kind.FORBIDDEN
    message = "You may not do this."

    def __init__(self, right: str | None = None) -> None:
        """Name the right that is missing, where one is."""
        super().__init__()
        self.right = right

    def facts(self) -> dict[str, object]:
        """The right that would open the door."""
        return {"right": self.right} if self.right else {}


class SomeoneWasFirst(Refusal):
    """It changed between reading and writing; nothing was lost, look again."""

    code = "someone_was_first"
    message = "Someone changed this a moment ago. Look again."

    def __init__(self, facts: Mapping[str, object] | None = None) -> None:
        """Keep what the other one did, for the screen to compare."""
        super().__init__()
        self._facts = dict(facts or {})

    def facts(self) -> dict[str, object]:
        """What changed meanwhile, and who changed it."""
        return self._facts


class Invalid(Refusal):
    """What was sent cannot be taken as it is; every problem is named, not only the first."""

    code = "invalid"
    kind = Kind.INVALID
    message = "Some of what was sent cannot be taken."

    def __init__(self, problems: Sequence[Mapping[str, object]]) -> None:
        """Keep all problems: each has at least a `code` and a `message`, and its place."""
        super().__init__()
        self.problems = [dict(problem) for problem in problems]

    def facts(self) -> dict[str, object]:
        """All the problems."""
        return {"problems": self.problems}
