"""One's calendar for other programs: what lies ahead, by a secret link, written as RFC 5545 wants it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.kernel import clock, db
from bihuan.reports import ical
from bihuan.reports.ical import Entry
from tests.company import MONDAY_9, Cast

Browse = Callable[[str], TestClient]
TITLE = "东方化工，二期；循环泵"


def read(text: str) -> list[dict[str, str]]:
    """The entries of a calendar, its folding and escaping undone."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    found: list[dict[str, str]] = []
    for line in re.sub(r"\r\n ", "", text).split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in {"END", "BEGIN"}:
            found[-1][name] = re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], value)
    return found


@pytest.mark.parametrize(
    "said",
    ["a", "，；：" * 60, "a,b;c\\\\d", "one\ntwo\r\nthree", "😀" * 40, "\x00\x07ok", "BEGIN:VEVENT\nSUMMARY:x", ""],
)
def test_whatever_is_written_is_read_again(said: str) -> None:
    (found,) = read(ical.written([Entry(uid="1@x", at=MONDAY_9, title=said)], name=said, now=MONDAY_9))
    assert found["SUMMARY"] == said.replace("\r\n", "\n").replace("\x00", "").replace("\x07", "")
    assert (found["DTSTART"], found["DTEND"]) == ("20260302T010000Z", "20260302T013000Z")


def test_a_link_shows_ones_tasks_and_deadlines_and_nobody_elses(
    browse: Browse, application: FastAPI, session: Session, cast: Cast
) -> None:
    chen = browse("chen")
    deal = chen.post("/api/records/opportunity", json={"values": {"name": TITLE}}).json()["id"]
    browse("lin").post("/api/records/opportunity", json={"values": {"name": "林的单"}})
    db.see(session, db.EVERYTHING)
    now = clock.now()
    for days, person in ((3, cast.chen), (90, cast.chen), (3, cast.lin)):
        activity.ask(
            session,
            person_id=person,
            kind="follow_up",
            title=f"{person} {days}",
            cause=f"x:{person}:{days}",
            due_at=now + timedelta(days=days),
            now=now,
        )
    path = chen.post("/api/me/calendar").json()["path"]
    anybody = TestClient(application)
    answer = anybody.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    entries = read(answer.text)
    assert {one["SUMMARY"] for one in entries} == {f"{cast.chen} 3", f"到期：{TITLE}（线索）"}
    due = next(one for one in entries if one["UID"].startswith("stage-"))
    assert due["URL"].endswith(f"/r/opportunity/{deal}")
    assert chen.get("/api/me/calendar").json()["used_at"] is not None
    assert browse("wang").get("/api/me/calendar").json() == {"made_at": None, "used_at": None}


def test_a_link_that_was_renewed_or_taken_back_opens_nothing(browse: Browse, application: FastAPI) -> None:
    chen, anybody = browse("chen"), TestClient(application)
    first, second = (chen.post("/api/me/calendar").json()["path"] for _ in range(2))
    assert [anybody.get(path).status_code for path in (first, second)] == [404, 200]
    assert chen.delete("/api/me/calendar").status_code == 204
    assert anybody.get(second).status_code == 404
    for wrong in ("test.x", "nowhere.abc", "x", "../x", "test."):
        assert anybody.get(f"/api/calendar/{wrong}.ics").status_code == 404


def test_who_has_left_is_shown_no_more(browse: Browse, application: FastAPI, cast: Cast) -> None:
    path = browse("chen").post("/api/me/calendar").json()["path"]
    browse("sun").patch(f"/api/people/{cast.chen}", json={"active": False})
    assert TestClient(application).get(path).status_code == 404
