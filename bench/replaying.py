"""Trying a draft on the last 90 days: how long the page takes, which asks part by part, and one question for all."""

from __future__ import annotations

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench import world
from bench.operations import Wrong
from bench.results import check
from bench.world import World

DAYS, PARTS, AT_ONCE = 90, 12, 2  # as the page asks
LEAST_EVENTS, MOST = 200_000, 10.0  # what was promised: so many events in so many seconds
ROUNDS = 5
_STAGES = ("processes", "sales", "stages")
# A draft that asks for more, asks for less, and is stricter about time.
_CHANGED: tuple[dict[str, Any], ...] = (
    {"do": "set", "place": [*_STAGES, "lead", "limit"], "value": "1 workday"},
    {"do": "set", "place": [*_STAGES, "first_visit", "limit"], "value": "4 workdays"},
    {"do": "set", "place": [*_STAGES, "lead", "gate", "fields"], "value": ["customer", "source", "need", "competitor"]},
    {
        "do": "add",
        "place": [*_STAGES, "proposal", "gate", "checks"],
        "value": {
            "key": "worth_it",
            "label": {"zh": "金额不低于 5 万", "en": "At least 50,000"},
            "holds": {"any": [{"field": "amount", "op": "ge", "value": 50000}, {"field": "amount", "op": "is_empty"}]},
        },
    },
    {
        "do": "add",
        "place": [*_STAGES, "quote", "gate", "deliverables"],
        "value": {"key": "talks", "label": {"zh": "两次沟通", "en": "Two talks"}, "kind": "summary", "count": 2},
    },
    {"do": "remove", "place": [*_STAGES, "signing", "gate", "deliverables", "scan"]},
    {"do": "remove", "place": [*_STAGES, "signing", "gate", "alternatives", "signed"]},
)


def measure(seen: World) -> list[dict[str, Any]]:
    """Replay the last days under a draft, several times. Wrong unless the parts add up to the whole."""
    draft = _ask(seen, "/api/design/drafts", {})["id"]
    changed = _ask(seen, f"/api/design/drafts/{draft}/edits", {"revision": 0, "operations": _CHANGED})
    if changed["faults"]:
        raise Wrong(f"the draft has faults: {changed['faults']}")
    with seen.server.database() as connection:
        counted = "SELECT count(*) FROM ledger_event WHERE happened_at >= now() - make_interval(days => %s)"
        events = world.rows(connection, counted, DAYS)[0][0]
    in_parts, longest, whole = list[float](), list[float](), list[float]()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        parts, waits = _in_parts(seen, draft)
        in_parts.append(time.perf_counter() - began)
        longest.append(max(waits))
        began = time.perf_counter()
        at_once = _ask(seen, f"/api/design/drafts/{draft}/replay", {"days": DAYS, "until": parts[0]["until"]})
        whole.append(time.perf_counter() - began)
        _compared(parts, at_once)
    return [
        check(f"events of the last {DAYS} days", events, "", least=LEAST_EVENTS),
        check("stays that are lived again, under both", at_once["stays"], ""),
        check("moves through a gate among them", at_once["advances"], ""),
        check("of these, refused by the draft", at_once["draft"]["refused"], ""),
        check(f"replay in {PARTS} parts, as the page asks", statistics.median(in_parts), "s", most=MOST),
        check("longest that the bar stands still", statistics.median(longest), "s"),
        check("replay in one question", statistics.median(whole), "s", most=MOST),
    ]


def _in_parts(seen: World, draft: int) -> tuple[list[dict[str, Any]], list[float]]:
    waits, until = list[float](), None

    def ask(part: int) -> dict[str, Any]:
        began = time.perf_counter()
        asked = {"days": DAYS, "until": until, "part": part, "of": PARTS}
        found = _ask(seen, f"/api/design/drafts/{draft}/replay", asked)
        waits.append(time.perf_counter() - began)
        return found

    first = ask(1)
    until = first["until"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [first, *pool.map(ask, range(2, PARTS + 1))], waits


def _compared(parts: list[dict[str, Any]], whole: dict[str, Any]) -> None:
    for side in ("live", "draft"):
        for what in ("refused", "red", "alerts"):
            together = sum(part[side][what] for part in parts)
            if together != whole[side][what]:
                raise Wrong(f"replay: {what} under {side} is {together} in parts, {whole[side][what]} at once")
    if not whole["whole"] or not whole["draft"]["refused"] or not whole["draft"]["red"]:
        raise Wrong(f"replay: this tells nothing: {json.dumps(whole)[:500]}")


def _ask(seen: World, path: str, body: dict[str, Any]) -> dict[str, Any]:
    status, answer = seen.server.get(path, seen.admin.token, method="POST", body=json.dumps(body))
    if status not in {200, 201}:
        raise Wrong(f"{path}: {status} {answer}")
    found: dict[str, Any] = answer
    return found
