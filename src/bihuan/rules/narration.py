"""What rules are called where a record's timeline tells what they did."""

from __future__ import annotations

from bihuan.records import authors
from bihuan.rules import queries


def tell_stories() -> None:
    """Let timelines call rules by their names. Called by `app` when the program starts."""
    authors.introduce("rule", queries.called)
