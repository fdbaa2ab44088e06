"""A very broad configuration at the design desk: opened, changed, checked, looked through, released."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bench import breadth
from bench.operations import Wrong
from bench.results import check
from bench.server import database_url
from bench.size import WORKSPACE
from bench.world import World
from bihuan.blueprint import queries as blueprint
from bihuan.design import commands as design
from bihuan.design.examining import examined
from bihuan.kernel import db
from bihuan.org import queries as org

CHECK, RELEASE = 1.0, 5.0  # seconds that were promised
ROUNDS = 7
_OBJECT = ("objects", f"thing{breadth.OBJECTS - 1}", "fields")
_STAGE = ("processes", "sales", "stages", "step9")
_LABEL = {"zh": "改了名", "en": "Called otherwise"}
_EDITS: Sequence[dict[str, Any]] = (
    {"do": "set", "place": [*_STAGE, "limit"], "value": "9 workdays"},
    {"do": "set", "place": [*_OBJECT, "x7", "label"], "value": _LABEL},
    {"do": "move", "place": [*_STAGE], "before": "step12"},
)


def begun(seen: World, *, now: datetime) -> tuple[int, dict[str, Any]]:
    """A draft of the broad configuration by its number, and what stands in it."""
    url = database_url(seen.server.data).replace("postgresql:", "postgresql+psycopg:", 1)
    engine = db.connect(url, pool_size=1)
    with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=600_000) as session:
        broad = breadth.broadened(blueprint.current(session).body)
        made = design.take_in(session, org.viewer(session, seen.admin.id), broad, name="bench", now=now)
        found = made.id, made.body
    engine.dispose()
    return found


def measure(seen: World, *, now: datetime) -> list[dict[str, Any]]:
    """Everything that a designer waits for, once it is so broad; at last it is released, with 8,000 fields at once."""
    number, body = begun(seen, now=now)
    one, broad = f"/api/design/drafts/{number}", breadth.counted(body)
    checked = statistics.median(_took(lambda: examined(body)) for _ in range(ROUNDS))
    opened = statistics.median(_took(lambda: _ask(seen, "GET", one)) for _ in range(ROUNDS))
    edited, turned, revision = list[float](), list[float](), 0
    for round_ in range(ROUNDS):
        operation = _EDITS[round_ % len(_EDITS)]
        asked = {"revision": revision, "operations": [operation]}
        edited.append(_took(lambda: _ask(seen, "POST", f"{one}/edits?since={revision}", asked)))  # noqa: B023
        turned.append(_took(lambda: _ask(seen, "POST", f"{one}/undo?since={revision + 1}")))  # noqa: B023
        revision += 2
    planned = statistics.median(_took(lambda: _ask(seen, "GET", f"{one}/plan")) for _ in range(ROUNDS))
    released = _took(lambda: _ask(seen, "POST", f"{one}/release", {"revision": revision, "note": "bench"}))
    return [
        *(check(what, count, "") for what, count in broad.items()),
        check("checked from end to end", checked, "s", most=CHECK),
        check("the whole draft is opened", opened, "s"),
        check("an edit is kept, checked and answered", statistics.median(edited), "s", most=CHECK),
        check("a step is taken back", statistics.median(turned), "s", most=CHECK),
        check("what a release would mean", planned, "s"),
        check("released: nearly all of it new", released, "s", most=RELEASE),
        check("released once more, with one field more", _one_more(seen), "s", most=RELEASE),
    ]


def _one_more(seen: World) -> float:
    number = _ask(seen, "POST", "/api/design/drafts", {})["id"]
    one = f"/api/design/drafts/{number}"
    fields = ["objects", "customer", "fields"]
    gone = {"do": "remove", "place": [*fields, "x100"]}
    moved = {"do": "set", "place": ["objects", "customer", "form"], "value": []}
    field = {"key": "bench_new", "label": {"zh": "新字段", "en": "New field"}, "type": "text"}
    asked = {"revision": 0, "operations": [moved, gone, {"do": "add", "place": fields, "value": field}]}
    _ask(seen, "POST", f"{one}/edits?since=0", asked)
    return _took(lambda: _ask(seen, "POST", f"{one}/release", {"revision": 1, "note": "bench"}))


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _ask(seen: World, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    said = None if body is None else json.dumps(body)
    status, answer = seen.server.get(path, seen.admin.token, method=method, body=said)
    if status not in {200, 201}:
        raise Wrong(f"{path}: {status} {answer}")
    found: dict[str, Any] = answer
    return found
