"""What each step of a draft changed, in sentences: found by going the way back, step by step. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from pydantic import TypeAdapter

from bihuan.design import differing, operations
from bihuan.design.operations import NoSuchPlace, Operation
from bihuan.kernel.words import Lang

MOST = 30  # steps that are told in sentences: each takes a comparison of two documents
_MANY = TypeAdapter(tuple[Operation, ...])


class Done(Protocol):
    """A step, as far as it matters here."""

    @property
    def revision(self) -> int:
        """Its place among all steps."""

    @property
    def back(self) -> list[Any]:
        """What takes it back."""


def sentences(body: dict[str, Any], steps: Iterable[Done], lang: Lang) -> Iterator[tuple[int, list[str]]]:
    """What the latest steps changed, by revision. `body` is the document after all of them, `steps` the latest first.

    At most `MOST` of them; it ends early where a way back is closed.
    """
    for step, _ in zip(steps, range(MOST), strict=False):
        try:
            before, _ = operations.carried_out(body, _MANY.validate_python(step.back))
        except (NoSuchPlace, ValueError):
            return
        yield step.revision, [one.words for one in differing.changes(before, body, lang)]
        body = before
