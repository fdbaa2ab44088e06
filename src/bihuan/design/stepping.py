"""Which steps of a draft stand, and which one somebody would take back or do again. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol


class Taken(Protocol):
    """A step, as far as it matters here."""

    @property
    def revision(self) -> int:
        """Its place among all steps."""

    @property
    def kind(self) -> str:
        """An edit, one taken back, one done again, or what a newer version brought along: that is nobody's to turn."""

    @property
    def by_id(self) -> int:
        """Whose it is."""


@dataclass(frozen=True)
class Standing:
    """Of one person: the revisions to take back, and those to do again, the latest last.

    Each stands for the step that would be turned round: an edit or one done again, and one taken back.
    """

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)


def standing(steps: Iterable[Taken]) -> dict[int, Standing]:
    """What stands of everybody's steps, in their order. Whoever takes back and then changes anything can't go on."""
    found: dict[int, Standing] = {}
    for step in steps:
        own = found.setdefault(step.by_id, Standing())
        match step.kind:
            case "undo":
                own.done.pop()
                own.undone.append(step.revision)
            case "redo":
                own.undone.pop()
                own.done.append(step.revision)
            case "edit":
                own.done.append(step.revision)
                own.undone.clear()
            case _:
                pass
    return found


Turn = Literal["undo", "redo"]


def next_to(turn: Turn, own: Standing | None) -> int | None:
    """The revision of the step that this turn would turn round; None when there is none."""
    turned = (own.done if turn == "undo" else own.undone) if own else []
    return turned[-1] if turned else None
