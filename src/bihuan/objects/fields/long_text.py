"""Many lines of text."""

from __future__ import annotations

from typing import Any

from bihuan.objects.field_types import register
from bihuan.objects.fields.text import TextType


@register
class LongTextType(TextType):
    """Up to 100,000 characters in as many lines as one likes; not sorted by, not searched by."""

    key = "long_text"
    takes = frozenset({"min", "max", "pattern"})
    longest = 100_000
    sortable = False

    def tidy(self, text: str) -> str:
        """Lines stay lines, with one kind of ending."""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def sought(self, value: Any) -> None:  # noqa: ANN401, ARG002
        """Nobody searches by it."""
        return
