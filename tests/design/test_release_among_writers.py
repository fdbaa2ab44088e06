"""Releases while fifty people write: none of them is refused, none sees half of one."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from bihuan.kernel import db
from bihuan.org import commands as org
from bihuan.org import queries as people
from tests import serving
from tests.company import BLUEPRINT, MONDAY_9, Cast

PEOPLE, PATIENCE = 50, 30
MARK = re.compile(r"第 (\d+) 版")
LEAD = ("processes", "sales", "stages", "lead")


def edits(number: int) -> list[dict[str, Any]]:
    """What makes a configuration the one of this number, in each of its parts: names, fields, what a stage asks for."""
    label = {"zh": f"第 {number} 版", "en": f"No. {number}"}
    colour = {"key": f"colour{number}", "label": label, "type": "text"}
    keys = [one["key"] for one in BLUEPRINT["objects"]]
    asked = ["amount", *(f"colour{earlier}" for earlier in range(1, number + 1))]
    return [
        *({"do": "set", "place": ["objects", key, "label"], "value": label} for key in keys),
        *({"do": "add", "place": ["objects", key, "fields"], "value": colour} for key in keys),
        {"do": "set", "place": [*LEAD, "label"], "value": label},
        {"do": "set", "place": [*LEAD, "gate", "fields"], "value": asked},
    ]


def marked(label: str) -> int:
    """Of which number something is by its name; 0 before the first."""
    found = MARK.fullmatch(label)
    return int(found.group(1)) if found else 0


def coloured(keys: list[str]) -> int:
    """The same by the fields there are."""
    return max((int(key.removeprefix("colour")) for key in keys if key.startswith("colour")), default=0)


@dataclass
class Seen:
    """What one of them saw: which numbers, and whatever was refused or did not fit together."""

    numbers: set[int] = field(default_factory=set)
    wrong: list[object] = field(default_factory=list)
    longest: float = 0

    def whole(self, *numbers: int) -> None:
        """All that was seen at once is of one number."""
        self.numbers.update(numbers)
        if len(set(numbers)) > 1:
            self.wrong.append(numbers)


def work(client: TestClient, seen: Seen, stop: threading.Event) -> None:
    """Look at what there is, note a deal, look at its page, fill something in; over and over."""

    def asked(method: str, path: str, **said: Any) -> Any:  # noqa: ANN401 - JSON
        began = time.perf_counter()
        answer = client.request(method, path, **said)
        seen.longest = max(seen.longest, time.perf_counter() - began)
        if not answer.is_success:
            seen.wrong.append((path, answer.status_code, answer.text))
        return answer.json()

    while not stop.is_set() and not seen.wrong:
        objects = asked("GET", "/api/objects")["items"]
        seen.whole(
            *(marked(one["label"]["zh"]) for one in objects),
            *(coloured([each["key"] for each in one["fields"]]) for one in objects),
        )
        made = asked("POST", "/api/records/opportunity", json={"values": {"name": "发布前后的一单"}})
        journey = asked("GET", f"/api/journeys/{made['journey']['id']}")
        seen.whole(marked(journey["stage_label"]), coloured([item["key"] for item in journey["gate"]["items"]]))
        filled = {"revision": made["revision"], "values": {"amount": "5000"}}
        asked("PATCH", f"/api/records/opportunity/{made['id']}", json=filled)


@contextmanager
def writing(application: FastAPI, secret: str) -> Iterator[list[Seen]]:
    """So many people at work; afterwards they have stopped."""
    stop, seen = threading.Event(), [Seen() for _ in range(PEOPLE)]
    headers = {"authorization": f"Bearer {secret}", "accept-language": "zh"}
    with ThreadPoolExecutor(PEOPLE) as pool:
        working = [pool.submit(work, TestClient(application, headers=headers), one, stop) for one in seen]
        try:
            yield seen
        finally:
            stop.set()
    for one in working:
        one.result()


def until(true: Callable[[], bool]) -> None:
    """Wait until this is so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "this never became true"
        time.sleep(0.02)


def test_among_fifty_writers_none_is_refused_and_none_sees_half(
    engine: Engine, own_workspace: tuple[str, Cast], data: Path
) -> None:
    key, cast = own_workspace
    with db.transaction(engine, workspace=key, sight=db.EVERYTHING) as session:
        chen, sun = (
            org.make_token(session, people.person(session, person), name="test", now=MONDAY_9)[0]
            for person in (cast.chen, cast.sun)
        )
    application = serving.application(engine, data=data, default_workspace=key)
    admin = TestClient(application, headers={"authorization": f"Bearer {sun}"})
    with writing(application, chen) as seen:
        for number in (1, 2):
            until(lambda: all(one.wrong or number - 1 in one.numbers for one in seen))  # noqa: B023
            draft = admin.post("/api/design/drafts", json={}).json()["id"]
            changed = admin.post(f"/api/design/drafts/{draft}/edits", json={"revision": 0, "operations": edits(number)})
            assert changed.json()["faults"] == []
            released = admin.post(f"/api/design/drafts/{draft}/release", json={"revision": 1, "note": "x"})
            assert released.json() == {"number": number + 1}
        until(lambda: all(one.wrong or 2 in one.numbers for one in seen))
    assert [one.wrong for one in seen if one.wrong] == []
    assert all(one.numbers >= {0, 2} for one in seen)
    assert max(one.longest for one in seen) < 5
