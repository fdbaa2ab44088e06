"""What one does with what waits: done, later, somebody else; and asking how it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.activity.models import Task
from bihuan.agenda import policy, queries, things
from bihuan.agenda.models import Nudge, PutOff
from bihuan.agenda.things import Named
from bihuan.kernel import db
from bihuan.kernel.refusals import Forbidden, Invalid, Kind, NotFound, Refusal
from bihuan.ledger import commands as ledger
from bihuan.notices import commands as notices
from bihuan.org import queries as org
from bihuan.org.queries import Colleague
from bihuan.org.viewer import Viewer
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.records import queries as records

GIVEN = "given_task"
FURTHEST = timedelta(days=366)
MOST_HANDS = 3  # a task goes from hand to hand so often and no further
PAUSE = timedelta(hours=1)


class Gone(Refusal):
    """It does not wait for this person any more: it was done, or somebody else has it by now."""

    code = "thing_gone"
    message = "This does not wait here any more: it was done, or somebody else has it by now."


class NotTicked(Refusal):
    """It is not done by saying so: a review is decided, a stage is left through its gate."""

    code = "thing_not_ticked"
    message = "Open it: a review is decided, and a stage is left through its gate."


class NotGiven(Refusal):
    """What expires is seen to where it stands, or its record is handed over."""

    code = "thing_not_given"
    message = "This cannot be given to somebody else; hand over its record instead."


class NotSeen(Refusal):
    """Whoever shall do it does not see what it is about."""

    code = "thing_not_seen"
    kind = Kind.FORBIDDEN
    message = "This colleague does not see what it is about, and could not do it."


class TooManyHands(Refusal):
    """It has gone from hand to hand often enough."""

    code = "thing_too_many_hands"
    message = "This has been passed on three times already. Talk to whoever asked."


class AskedAlready(Refusal):
    """The same colleague was asked for the same today."""

    code = "thing_asked_already"
    message = "This colleague was asked for it today already."


class NudgedAlready(Refusal):
    """Somebody asked within the hour how this goes."""

    code = "thing_nudged_already"
    kind = Kind.TOO_MANY
    message = "Somebody asked about this within the last hour."


@dataclass(frozen=True, kw_only=True)
class Did:
    """What became of one thing; `no` is why not."""

    thing: str
    no: str | None = None


def each(session: Session, keys: Sequence[str], act: Callable[[Named, str], None]) -> list[Did]:
    """Do the same with many things: what cannot be done to one does not keep the others.

    Everything that may say no is asked before the first word is written, so that a no leaves nothing behind.
    """
    found = []
    for key in dict.fromkeys(keys):
        thing = things.named(key)
        try:
            if thing is None:
                raise NotFound
            act(thing, key)
        except Refusal as no:
            found.append(Did(thing=key, no=no.code))
        else:
            found.append(Did(thing=key))
    session.flush()
    return found


def finish(session: Session, viewer: Viewer, thing: Named, key: str, *, now: datetime) -> None:
    """It is done. Gone, NotTicked."""
    if thing.what == "journey":
        raise NotTicked
    if thing.what == "task":
        task = queries.held(session, thing.id, viewer.person_id)
        if task is None:
            raise Gone
        if task.kind in things.DECIDED:
            raise NotTicked
        activity.finish(session, viewer, task, now=now)
        return
    if not queries.ends_at(session, viewer, thing):
        raise Gone
    assert thing.day is not None, "what expires has a day"
    mark = things.next_mark(thing.day, queries.today(session, now))
    zone = org.calendar(session).tz
    until = things.FOR_GOOD if mark is None else datetime.combine(mark, time(), zone)
    _put_off(session, viewer.person_id, key, until)


def put_off(session: Session, viewer: Viewer, thing: Named, key: str, *, until: datetime, now: datetime) -> None:
    """Not before this moment; its limit stays what it is. Gone, Invalid."""
    if not now < until <= now + FURTHEST:
        message = "Choose a moment to come, within a year."
        raise Invalid([{"field": "until", "code": "not_to_come", "message": message}])
    if not _mine(session, viewer, thing):
        raise Gone
    _put_off(session, viewer.person_id, key, until)


def take_up(session: Session, viewer: Viewer, key: str) -> None:
    """It waits again, at once."""
    session.execute(delete(PutOff).where(PutOff.person_id == viewer.person_id, PutOff.thing == key))


def _mine(session: Session, viewer: Viewer, thing: Named) -> bool:
    if thing.what == "task":
        return queries.held(session, thing.id, viewer.person_id) is not None
    if thing.what == "until":
        return queries.ends_at(session, viewer, thing)
    journey = journeys.journey(session, viewer, thing.id)
    return journey.owner_id == viewer.person_id and journey.outcome is None


def _put_off(session: Session, person_id: int, key: str, until: datetime) -> None:
    written = insert(PutOff).values(person_id=person_id, thing=key, until=until)
    session.execute(written.on_conflict_do_update(index_elements=["person_id", "thing"], set_={"until": until}))


@dataclass(frozen=True, kw_only=True)
class Giving:
    """From whom to whom, and what is said with it."""

    holder: Colleague
    to: Colleague
    note: str = ""


def giving(session: Session, viewer: Viewer, *, person_id: int, to_id: int, note: str, now: datetime) -> Giving:
    """Somebody who may get what waits for this person. NotFound, Forbidden, Invalid."""
    holder = queries.person_seen(session, viewer, person_id)
    if holder is None:
        raise NotFound
    if not policy.may_act_for(viewer, person_id):
        raise Forbidden("records.assign")
    to = org.colleagues(session).get(to_id)
    led = {viewer.person_id: org.leading(session, now).manager(viewer.person_id)}
    taking = to is not None and to.id == viewer.person_id != person_id  # a manager may do it himself
    if to is None or to.id == person_id or not (taking or policy.may_ask(viewer, to, led)):
        message = "Choose a colleague at work: one you see, of your team, or who leads you."
        raise Invalid([{"field": "to", "code": "not_found", "message": message}])
    return Giving(holder=holder, to=to, note=note.strip())


def give(session: Session, viewer: Viewer, thing: Named, giving: Giving, *, now: datetime) -> None:
    """Let somebody else do it: they are told, and whoever gave it sees how it goes.

    A stage stays its owner's: what is given is a task about it. Gone, NotGiven, NotSeen, TooManyHands, AskedAlready.
    """
    if thing.what == "until":
        raise NotGiven
    if thing.what == "journey":
        _ask_about(session, viewer, thing.id, giving, now=now)
        return
    task = queries.held(session, thing.id, giving.holder.id)
    if task is None:
        raise Gone
    _can_do(session, viewer, giving.to, task.object_key, task.record_id)
    if queries.times_given(session, task.id) >= MOST_HANDS:
        raise TooManyHands
    if task.deliverable_id is not None:
        _pass_review(session, task.deliverable_id, giving)
    told = (task.id, task.kind, task.title)
    about = (task.object_key, task.record_id, task.journey_id)
    if not activity.pass_on(session, task.id, from_id=giving.holder.id, to_id=giving.to.id):
        raise Gone
    session.expire(task)
    _told(session, viewer, giving, told, about, now=now)


About = tuple[str | None, int | None, int | None]


def _ask_about(session: Session, viewer: Viewer, journey_id: int, giving: Giving, *, now: datetime) -> None:
    journey = journeys.journey(session, viewer, journey_id)
    if journey.owner_id != giving.holder.id or journey.outcome is not None:
        raise Gone
    _can_do(session, viewer, giving.to, journey.object_key, journey.record_id)
    title = records.title(session, journey.object_key, journey.record_id)
    cause = f"given:{journey.id}:{journey.stage_seq}:{giving.to.id}:{queries.today(session, now):%Y%m%d}"
    asked = activity.ask(
        session,
        person_id=giving.to.id,
        kind=GIVEN,
        title=giving.note or title,
        cause=cause,
        object_key=journey.object_key,
        record_id=journey.record_id,
        journey_id=journey.id,
        due_at=journey.due_at,
        now=now,
    )
    if not asked:
        raise AskedAlready
    task_id = queries.task_by_cause(session, cause)
    about = (journey.object_key, journey.record_id, journey.id)
    _told(session, viewer, giving, (task_id, GIVEN, title), about, now=now)


def _can_do(session: Session, viewer: Viewer, to: Colleague, object_key: str | None, record_id: int | None) -> None:
    """Nobody gets what they may not see; nor does one give away what one does not see oneself."""
    if object_key is None or record_id is None:
        return
    found = records.record(session, viewer, object_key, record_id)
    taker = org.viewer(session, to.id)
    if not taker.may_do(object_key, "read") or not taker.sees(found.owner_pos):
        raise NotSeen


def _pass_review(session: Session, handed_in_id: int, giving: Giving) -> None:
    """Nobody reviews what they handed in themselves."""
    if journeys.handed(session, handed_in_id).by_id == giving.to.id:
        raise NotSeen
    if not process.pass_review(session, handed_in_id, from_id=giving.holder.id, to_id=giving.to.id):
        raise Gone


def _told(
    session: Session, viewer: Viewer, giving: Giving, task: tuple[int, str, str], about: About, *, now: datetime
) -> None:
    """The ledger knows it, whoever shall do it is told, and so is whoever had it when somebody else gave it away."""
    task_id, kind, title = task
    object_key, record_id, journey_id = about
    activity.note_given(session, task_id, by_id=viewer.person_id, to_id=giving.to.id, now=now)
    ledger.append(
        session,
        at=now,
        by_id=viewer.person_id,
        what="task.given",
        subject=f"{object_key}:{record_id}" if record_id is not None else f"person:{giving.to.id}",
        journey_id=journey_id,
        payload={"task": task_id, "kind": kind, "from_id": giving.holder.id, "to_id": giving.to.id},
    )
    times = queries.times_given(session, task_id)
    facts = {"title": title, "by": viewer.name, "reason": giving.note, "to": "doer"}
    place = {"object_key": object_key, "record_id": record_id, "journey_id": journey_id}
    news = [
        notices.News(
            person_id=giving.to.id,
            cause=f"given:{task_id}:{times}",
            kind="task.given",
            level="warn",
            facts=facts,
            **place,  # type: ignore[typeddict-item]
        )
    ]
    if giving.holder.id != viewer.person_id:
        taken = {**facts, "owner": org.directory(session).get(giving.to.id, ""), "to": "owner"}
        news.append(
            notices.News(
                person_id=giving.holder.id,
                cause=f"taken:{task_id}:{times}",
                kind="task.taken",
                level="info",
                facts=taken,
                **place,  # type: ignore[typeddict-item]
            )
        )
    told = [one for one in news if one["person_id"] != viewer.person_id]
    notices.tell_all(session, told, now=now)


def nudge(session: Session, viewer: Viewer, person_id: int, thing: Named, key: str, *, now: datetime) -> None:
    """Ask somebody how this goes: who sees their work, or who gave it to them. NotFound, Gone, NudgedAlready."""
    to = org.colleagues(session).get(person_id)
    mine = thing.what == "task" and queries.asked_by(session, viewer, thing.id)
    if to is None or to.id == viewer.person_id or not (mine or viewer.sees(to.pos)):
        raise NotFound
    title, about = _what(session, viewer, person_id, thing)
    pause = insert(Nudge).values(person_id=person_id, thing=key, at=now, by_id=viewer.person_id)
    with db.beyond_sight(session):
        later = pause.on_conflict_do_update(
            index_elements=["person_id", "thing"],
            set_={"at": now, "by_id": viewer.person_id},
            where=Nudge.at <= now - PAUSE,
        )
        first = session.scalar(later.returning(Nudge.at))
    if first is None:
        raise NudgedAlready
    notices.tell(
        session,
        person_id=person_id,
        cause=f"nudge:{key}:{now.isoformat()}",
        kind="task.nudged",
        level="warn",
        facts={"title": title, "by": viewer.name, "to": "doer"},
        object_key=about[0],
        record_id=about[1],
        journey_id=about[2],
        now=now,
    )


def _what(session: Session, viewer: Viewer, person_id: int, thing: Named) -> tuple[str, About]:
    if thing.what == "task":
        task: Task | None = queries.held(session, thing.id, person_id)
        if task is None:
            raise Gone
        return task.title, (task.object_key, task.record_id, task.journey_id)
    if thing.what == "journey":
        journey = journeys.journey(session, viewer, thing.id)
        if journey.owner_id != person_id or journey.outcome is not None:
            raise Gone
        title = records.title(session, journey.object_key, journey.record_id)
        return title, (journey.object_key, journey.record_id, journey.id)
    found = records.record(session, viewer, thing.object_key, thing.id)
    if found.owner_id != person_id:
        raise Gone
    return found.title, (thing.object_key, thing.id, None)
