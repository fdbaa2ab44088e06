"""What rules do, each by the same command a person would use: no gate, right or limit of its author is passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.approvals import commands as approvals
from bihuan.kernel import calendar, outgoing
from bihuan.kernel.conditions import Relative
from bihuan.kernel.refusals import Forbidden, NotFound, Refusal
from bihuan.kernel.words import Words
from bihuan.notices import commands as notices
from bihuan.objects import queries as objects
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.pool import commands as pool
from bihuan.process import commands as process
from bihuan.process import queries as journeys
from bihuan.records import commands as writing
from bihuan.records import policy as may
from bihuan.records import queries as records
from bihuan.records.record import Record
from bihuan.rules import choosing, definition, filling, judging, queries
from bihuan.rules.choosing import About, Crowd
from bihuan.rules.commands import calling
from bihuan.rules.commands.batch import Batch
from bihuan.rules.definition import (
    Action,
    Alert,
    AskApproval,
    Assign,
    CallWebhook,
    Demand,
    MakeTask,
    Push,
    Release,
    RuleDef,
    SendMail,
    SetField,
)
from bihuan.rules.models import Turn

TASK = "rule_task"
Did = dict[str, Any]
NoticeLevel = Literal["info", "warn", "due", "escalate"]


class NobodyFits(Refusal):
    """There is nobody to whom this could be given."""

    code = "nobody_fits"
    message = "Nobody fits: there is nobody with this role or skill who is here and has room."

    def __init__(self, what: Mapping[str, object]) -> None:
        """Keep who was looked for."""
        super().__init__()
        self._what = dict(what)

    def facts(self) -> dict[str, object]:
        """Who was looked for."""
        return self._what


class NoAddress(Refusal):
    """There is nobody to write to: the field is empty."""

    code = "no_address"
    message = "There is no address to write to."

    def __init__(self, field: str) -> None:
        """Keep which field is empty."""
        super().__init__()
        self._field = field

    def facts(self) -> dict[str, object]:
        """Which field."""
        return {"field": self._field}


@dataclass(kw_only=True)
class Scene:
    """One run of a rule: of which version, about which record, and what it met: its one name for good, and the event.

    What people shall be told of it is gathered in `told`, and told when all of the run has been done.
    """

    rule: RuleDef
    version_id: int
    record: Record
    met: tuple[str, str]
    batch: Batch
    told: list[notices.News] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The moment of the run."""
        return self.batch.now

    def author(self, session: Session) -> Viewer:
        """In whose name it acts."""
        return queries.author(session, self.version_id)

    @property
    def about(self) -> About:
        """What the record says of people."""
        return About(owner_id=self.record.owner_id, values=self.record.values)

    def once(self, action: Action) -> str:
        """What this action is done for, once for all."""
        return f"rule:{self.rule.key}:{self.met[0]}:{action.key}"


def act(session: Session, scene: Scene, action: Action) -> Did:
    """Do one thing. What was done, and whom it reached. A Refusal where the author may not, or nobody is there."""
    return {"key": action.key, "do": action.do} | _ACTS[type(action)](session, scene, action)


def _task(session: Session, scene: Scene, action: MakeTask) -> Did:
    lines = org.leading(session, scene.now)
    person_id = choosing.doing(action.to, scene.about, lines)
    if person_id is None:
        raise NobodyFits(action.to.model_dump(mode="json", exclude_none=True))
    viewer = scene.batch.viewer(session, person_id)
    text = filling.filled(session, viewer, scene.record, action.title)
    due = calendar.deadline(action.due, org.calendar(session, person_id), scene.now) if action.due else None
    activity.ask(
        session,
        person_id=person_id,
        kind=TASK,
        title=text.say(viewer.lang),
        cause=scene.once(action),
        object_key=scene.record.object_key,
        record_id=scene.record.id,
        journey_id=scene.record.beside.get("journey.id"),
        due_at=due,
        now=scene.now,
    )
    if person_id != scene.record.owner_id:
        message = _Message(kind="rule.task", text=action.title, more=action.text)
        _tell(session, scene, action, {person_id: "doer"}, message)
    return {"people": [person_id], "due_at": due.isoformat() if due else None}


def _alert(session: Session, scene: Scene, action: Alert) -> Did:
    people = choosing.told(action.to, scene.about, org.leading(session, scene.now))
    _tell(session, scene, action, people, _Message(kind="rule.alert", level=action.level, text=action.text))
    return {"people": list(people)}


def _push(session: Session, scene: Scene, action: Push) -> Did:
    people = choosing.told(action.to, scene.about, org.leading(session, scene.now))
    sample = None if action.sample is None else {"name": action.sample.name, "sha256": action.sample.sha256}
    message = _Message(kind="rule.push", text=action.label, more=action.text, sample=sample)
    _tell(session, scene, action, people, message)
    return {"people": list(people)}


def _set(session: Session, scene: Scene, action: SetField) -> Did:
    record = records.record(session, scene.author(session), scene.record.object_key, scene.record.id)
    value = _moment(session, scene, action, action.relative) if action.relative is not None else action.value
    writing.change(session, scene.author(session), record, {action.field: value}, revision=None, now=scene.now)
    return {"field": action.field, "value": value}


def _moment(session: Session, scene: Scene, action: SetField, relative: Relative) -> str:
    """A time counted from now, as the field takes it: a day where the company is, or a moment."""
    field = objects.object_def(session, scene.record.object_key).by_key[action.field]
    at = scene.now + relative.length
    if field.type == "datetime":
        return at.isoformat()
    return at.astimezone(ZoneInfo(str(org.calendar(session).zone))).date().isoformat()


def _assign(session: Session, scene: Scene, action: Assign) -> Did:
    key = f"{scene.rule.key}:{action.key}"
    turn = queries.turn(session, key)
    needs_load = action.how == "least_load" or action.most is not None
    crowd = Crowd(
        lines=org.leading(session, scene.now),
        team_names=org.team_names(session),
        away=org.away_until(session, scene.now),
        load=queries.load(session) if needs_load else {},
    )
    where = action.region_field
    region = filling.said(session, scene.author(session), scene.record, where, "zh") if where else None
    last = turn.person_id if turn else None
    person_id = choosing.shared_out(action, scene.about, crowd, last=last, region=region)
    if person_id is None:
        raise NobodyFits(action.model_dump(mode="json", exclude_none=True, exclude={"key", "do", "how"}))
    if turn is None:
        session.add(Turn(key=key, person_id=person_id))
    else:
        turn.person_id = person_id
    session.flush()
    record = records.record(session, scene.author(session), scene.record.object_key, scene.record.id)
    writing.assign(session, scene.author(session), record, person_id, now=scene.now)
    if person_id != scene.record.owner_id:
        message = _Message(kind="rule.assigned", level="warn", text=scene.rule.label)
        _tell(session, scene, action, {person_id: "owner"}, message)
    return {"people": [person_id], "from": scene.record.owner_id}


def _release(session: Session, scene: Scene, _action: Release) -> Did:
    """Put the record into its pool, by whoever may give records to others; what is protected stays, and it says so."""
    author = scene.author(session)
    record = records.record(session, author, scene.record.object_key, scene.record.id)
    if not may.can_with(author, record).assign:
        raise Forbidden("records.assign")
    reason = scene.rule.label.say(author.lang)
    done = pool.release(session, record, by_id=author.person_id, why="rule", reason=reason, now=scene.now)
    return {"people": [], "from": record.owner_id, "done": done}


def _demand(session: Session, scene: Scene, action: Demand) -> Did:
    journey = journeys.journey_beside(session, scene.record.id)
    if journey is None:
        raise NotFound
    added = process.demand(session, journey, action.deliverable, by=scene.rule.label, now=scene.now)
    return {"deliverable": action.deliverable.key, "added": added}


def _approval(session: Session, scene: Scene, action: AskApproval) -> Did:
    """Ask in the owner's name, as they would; what waits already is not asked for twice."""
    record = records.standing(session, scene.record.object_key, scene.record.id)
    owner = scene.batch.viewer(session, record.owner_id)
    reason = scene.rule.label.say(owner.lang)
    request = approvals.ask(session, owner, record, action.approval, reason=reason, now=scene.now)
    return {"approval": action.approval, "request": request.id}


def _webhook(session: Session, scene: Scene, action: CallWebhook) -> Did:
    record, object_key = scene.record, scene.record.object_key
    closed = scene.author(session).hidden(object_key)
    told = {
        "event": scene.met[1],
        "rule": scene.rule.key,
        "object": object_key,
        "record": record.id,
        "at": scene.now.isoformat(),
        "fields": {key: judging.plain(record.values.get(key)) for key in action.fields if key not in closed},
    }
    outgoing.read(action.url)
    calling.write(
        session,
        record,
        cause=scene.once(action),
        rule_key=scene.rule.key,
        url=action.url,
        secret=action.secret,
        told=told,
        now=scene.now,
    )
    return {"url": action.url}


def _mail(session: Session, scene: Scene, action: SendMail) -> Did:
    """Write to the address in the record, in the company's first language; what the author may not see is not said."""
    address = scene.record.values.get(action.field)
    if not address or action.field in scene.author(session).hidden(scene.record.object_key):
        raise NoAddress(action.field)
    subject, text = (
        filling.filled(session, scene.author(session), scene.record, words).say(scene.author(session).lang)
        for words in (action.subject, action.text)
    )
    calling.write(
        session,
        scene.record,
        cause=scene.once(action),
        rule_key=scene.rule.key,
        url=f"{calling.MAIL}{address}",
        secret=None,
        told={"subject": subject, "text": text},
        now=scene.now,
    )
    return {"to": action.field}


ONLY_TELL = (Alert, Push)  # they write nothing themselves, so that nothing need be undone
_ACTS: Mapping[type[Any], Callable[[Session, Scene, Any], Did]] = {
    MakeTask: _task,
    Alert: _alert,
    Push: _push,
    SetField: _set,
    Assign: _assign,
    Release: _release,
    Demand: _demand,
    AskApproval: _approval,
    CallWebhook: _webhook,
    SendMail: _mail,
}


@dataclass(frozen=True, kw_only=True)
class _Message:
    """What people are told: of which kind and how loud, in which words, and with what to use."""

    kind: str
    level: NoticeLevel = "info"
    text: Words
    more: Words | None = None
    sample: Mapping[str, Any] | None = None


def _tell(session: Session, scene: Scene, action: Action, people: Mapping[int, str], told: _Message) -> None:
    """Tell people about the record: in words that name only what each of them may see."""
    record = scene.record
    facts: dict[str, Any] = {
        "title": record.title,
        "owner": org.names(session, [record.owner_id]).get(record.owner_id, ""),
        "rule": scene.rule.label.model_dump(),
    }
    if told.sample is not None:
        facts["sample"] = dict(told.sample)
    for person_id, why in people.items():
        words = {"text": _read(session, scene, person_id, told.text)}
        if told.more is not None:
            words["more"] = _read(session, scene, person_id, told.more)
        scene.told.append(
            {
                "person_id": person_id,
                "cause": scene.once(action),
                "kind": told.kind,
                "level": told.level,
                "facts": facts | words | {"to": why},
                "object_key": record.object_key,
                "record_id": record.id,
                "journey_id": record.beside.get("journey.id"),
            }
        )


def _read(session: Session, scene: Scene, person_id: int, words: Words) -> dict[str, str]:
    """A text as this person may read it."""
    if definition.named(words.zh) or definition.named(words.en):
        words = filling.filled(session, scene.batch.viewer(session, person_id), scene.record, words)
    return words.model_dump()
