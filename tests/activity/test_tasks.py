"""What waits for somebody: asked for once, done by whoever does it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.activity import commands, queries
from bihuan.kernel import db
from bihuan.org import queries as org
from tests.activity.conftest import Browse
from tests.company import MONDAY_9, Cast


def ask(session: Session, person_id: int, cause: str, days: int | None = None) -> bool:
    due_at = MONDAY_9 + timedelta(days=days) if days is not None else None
    return commands.ask(
        session, person_id=person_id, kind="review", title="x", cause=cause, due_at=due_at, now=MONDAY_9
    )


def test_one_cause_is_one_task(session: Session, cast: Cast) -> None:
    assert ask(session, cast.wang, "review:1") is True
    assert ask(session, cast.wang, "review:1") is False
    assert ask(session, cast.zhao, "review:1") is False
    assert ask(session, cast.wang, "review:2") is True


def test_a_cause_that_is_settled_is_done_for_whoever_waited(session: Session, cast: Cast) -> None:
    ask(session, cast.wang, "review:1")
    assert commands.done(session, cause="review:1", now=MONDAY_9) is True
    assert commands.done(session, cause="review:1", now=MONDAY_9) is False, "once"
    assert commands.done(session, cause="review:9", now=MONDAY_9) is False
    assert queries.tasks(session, org.viewer(session, cast.wang), open_only=True, limit=9) == []


def test_a_rep_may_ask_the_manager_and_not_look_at_the_list(session: Session, cast: Cast) -> None:
    chen = org.viewer(session, cast.chen)
    db.see(session, chen.sight)
    assert ask(session, cast.wang, "review:1") is True
    assert session.scalars(text("SELECT id FROM activity_task")).all() == [], "the wall hides another's list"
    assert commands.done(session, cause="review:1", now=MONDAY_9) is True
    assert session.info["sight"] == chen.sight, "and the sight is as narrow as before"


def test_the_most_urgent_comes_first(session: Session, cast: Cast) -> None:
    for cause, days in (("later", 5), ("whenever", None), ("now", 0), ("soon", 1)):
        ask(session, cast.wang, cause, days)
    wang = org.viewer(session, cast.wang)
    assert [task.cause for task in queries.tasks(session, wang, open_only=True, limit=9)] == [
        "now",
        "soon",
        "later",
        "whenever",
    ]
    commands.finish(session, wang, queries.tasks(session, wang, open_only=True, limit=1)[0], now=MONDAY_9)
    assert [task.cause for task in queries.tasks(session, wang, open_only=False, limit=9)][-1] == "now"


def test_a_task_says_what_it_is_about_to_whoever_sees_that(
    session: Session, cast: Cast, browse: Browse, customer: int
) -> None:
    db.see(session, db.EVERYTHING)
    for login in ("chen", "zhao"):
        commands.ask(
            session,
            person_id=cast.id(login),
            kind="review",
            title="报价单",
            cause=f"review:{login}",
            object_key="customer",
            record_id=customer,
            now=MONDAY_9,
        )
    told = {login: browse(login).get("/api/tasks").json()["items"] for login in ("chen", "zhao")}
    assert [(task["title"], task["about"]) for task in told["chen"]] == [("报价单", "东方化工")]
    assert [(task["title"], task["about"]) for task in told["zhao"]] == [("报价单", "")]
