"""The runs of a rule as sentences: why, what was done and for whom, what was not and why.

In the words of the configuration by which each ran. Of what is hidden from the reader nothing is told but that it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from bihuan.activity.models import Task
from bihuan.blueprint import queries as blueprint
from bihuan.design import reasoning
from bihuan.design.differing import steps, terms, values
from bihuan.design.differing.naming import Names
from bihuan.design.differing.spot import Spot
from bihuan.design.queries import ran, rehearsed, telling
from bihuan.design.reasoning import Found, Telling
from bihuan.objects import definition as object_parts
from bihuan.objects import fields
from bihuan.objects.definition import ObjectDef
from bihuan.objects.field_types import Target, Wrong
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.records import queries as records
from bihuan.records import reading
from bihuan.rules import judging
from bihuan.rules.definition import Action, RuleDef
from bihuan.rules.judging import Clue
from bihuan.rules.models import Call, Run

_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LABEL = {"task": "title", "alert": "text", "push": "label", "mail": "subject"}
_DEEDS: Mapping[str, tuple[str, str]] = {
    "task": ("待办“{}”", "the task “{}”"),
    "alert": ("提醒“{}”", "the alert “{}”"),
    "push": ("资料“{}”", "the material “{}”"),
    "mail": ("邮件“{}”", "the mail “{}”"),
}
TaskState = Literal["open", "late", "done"]


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Somebody for whom something was done."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing that was done: in words, for whom, what became of it. `others`: people whom the reader can't see."""

    do: str
    words: str
    people: Sequence[Reached] = ()
    others: int = 0
    due_at: datetime | None = None
    task: TaskState | None = None
    call: str | None = None
    request: int | None = None


@dataclass(frozen=True, kw_only=True)
class NotDone:
    """One thing that was not done, and why: by what stood there."""

    words: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Recount:
    """One run, told. `closed`: why it ran and what it did tells of something that is hidden from the reader."""

    run: Run
    version: int
    event: str
    title: str
    because: str = ""
    otherwise: bool = False  # its condition did not hold, and it did what it does then
    closed: bool = False
    done: Sequence[Deed] = ()
    meant: Sequence[str] = ()  # what it came to, where none of it was done
    undone: Sequence[NotDone] = ()
    chain: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    settled_by: str = ""


def recounted(session: Session, viewer: Viewer, runs: Sequence[Run], *, now: datetime) -> list[Recount]:
    """These runs in words, in their order."""
    teller = _Teller(session, viewer, runs, now=now)
    return [teller.recount(run) for run in runs]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The words of one version for the records of one object."""

    spot: Spot
    object_def: ObjectDef | None

    def label(self, action: Action) -> str:
        """An action by its name, without whom it is for."""
        said = action.model_dump(mode="json")
        member = _LABEL.get(action.do)
        if member is None:
            return self.readable(steps.step(said, self.spot))
        return self.named(action.do, self.readable(values.plain(said.get(member), self.spot)))

    def named(self, do: str, text: str) -> str:
        """What was made, by its own text."""
        return self.spot.either(*_DEEDS[do]).format(text)

    def whole(self, action: Action) -> str:
        """An action with whom it is for."""
        return self.readable(steps.step(action.model_dump(mode="json"), self.spot))

    def readable(self, text: str) -> str:
        """A text with the names of fields where it names their keys."""
        return _NAMED.sub(
            lambda found: self.spot.either("〔{}〕", "[{}]").format(values.field(found[1], self.spot)), text
        )


def setting(session: Session, version_id: int, object_key: str, viewer: Viewer) -> Setting:
    """How things are called in a version, in the reader's language."""
    body = blueprint.version(session, version_id).body
    known = blueprint.part(session, version_id, object_parts.read)
    spot = Spot(names=Names(body, body, viewer.lang), object_key=object_key)
    return Setting(spot=spot, object_def=known.get(object_key))


class _Teller:
    """Tells runs; what they point at is read once."""

    def __init__(self, session: Session, viewer: Viewer, runs: Sequence[Run], *, now: datetime) -> None:
        self._session, self._viewer, self._now = session, viewer, now
        self._settings: dict[tuple[int, str], Setting] = {}
        self._people, self._known = org.directory(session), telling.known_people(session, viewer)
        by_object: dict[str, set[int]] = {}
        for run in runs:
            by_object.setdefault(run.object_key, set()).add(run.record_id)
        self._titles = {
            (key, record_id): title
            for key, ids in by_object.items()
            for record_id, title in telling.titles(session, viewer, key, ids).items()
        }
        causes = [_cause(run, did) for run in runs for did in run.did]
        self._tasks: Mapping[str, Task] = ran.tasks_by_cause(session, causes)
        self._calls: Mapping[str, Call] = ran.calls_by_cause(session, viewer, causes)

    def recount(self, run: Run) -> Recount:
        rule = ran.rule_of_run(self._session, run)
        here = self._setting(run)
        closed = ran.run_closed(self._session, self._viewer, run, rule)
        told = Recount(
            run=run,
            version=blueprint.version(self._session, run.version_id).number,
            event=values.one_of(terms.HAPPENINGS)(run.event, here.spot),
            title=self._titles.get((run.object_key, run.record_id), ""),
            closed=closed,
            chain=[self._rule(run, str(key)) for key in run.chain],
            facts=self._facts(run, rule),
            settled_by=self._people.get(run.settled_by_id or 0, ""),
        )
        return told if closed or rule is None else self._explained(told, rule, here)

    def _explained(self, told: Recount, rule: RuleDef, here: Setting) -> Recount:
        run, reasons = told.run, dict[str, str]()
        for place, asked in rule.conditions():
            found = next((one for one in run.why if one["place"] == place), None)
            if found is not None:
                clues = [Found(found=one.get("found"), holds=bool(one["holds"])) for one in found["clues"]]
                reasons[place] = reasoning.because(asked, clues, telling_of(self._session, self._viewer, here))
        held = {str(one["place"]): bool(one["holds"]) for one in run.why}
        untaken = [] if run.state == "stopped" else reasoning.passed_by(rule, held)
        left = {one.step.key for one in untaken}
        deciding = [said for place, said in reasons.items() if place == "when" or held[place]]
        return replace(
            told,
            because=here.spot.either("；", "; ").join(filter(None, deciding)),
            otherwise=held.get("when") is False,
            done=[self._deed(run, did, here, rule) for did in run.did],
            meant=[] if run.did else [here.whole(one) for _, one in rule.actions() if one.key not in left],
            undone=[NotDone(words=here.whole(one.step), because=reasons.get(one.by, "")) for one in untaken],
        )

    def _deed(self, run: Run, did: Mapping[str, Any], here: Setting, rule: RuleDef) -> Deed:
        do, cause = str(did.get("do")), _cause(run, did)
        action = next((one for _, one in rule.actions() if one.key == did.get("key")), None)
        task, call = self._tasks.get(cause), self._calls.get(cause)
        people = [one for one in did.get("people", ()) if isinstance(one, int)]
        known = [one for one in people if self._known is None or one in self._known]
        words = here.label(action) if action is not None else do
        if task is not None:
            words = here.named("task", task.title)
        due = did.get("due_at")
        return Deed(
            do=do,
            words=words,
            people=[Reached(id=one, name=self._people.get(one, "")) for one in known],
            others=len(people) - len(known),
            due_at=datetime.fromisoformat(due) if isinstance(due, str) else None,
            task=None if task is None else _state(task, now=self._now),
            call=None if call is None else call.state,
            request=did.get("request"),
        )

    def _setting(self, run: Run) -> Setting:
        place = run.version_id, run.object_key
        if place not in self._settings:
            self._settings[place] = setting(self._session, *place, self._viewer)
        return self._settings[place]

    def _rule(self, run: Run, key: str) -> str:
        found = ran.rule_of_run(self._session, run)
        known = found if found is not None and found.key == key else ran.named_rule(self._session, run.version_id, key)
        return known.label.say(self._viewer.lang) if known is not None else key

    def _facts(self, run: Run, rule: RuleDef | None) -> dict[str, Any]:
        """Why it came to trouble, with rules by their names."""
        trouble = run.trouble or {}
        facts = dict(trouble.get("facts") or {})
        if trouble.get("code") == "unforeseen":
            facts["said"] = trouble.get("message", "")
        if isinstance(facts.get("rules"), list):
            facts["rules"] = [self._rule(run, str(key)) for key in facts["rules"]]
        if run.state == "held" and rule is not None:
            facts["most"] = rule.most_per_hour
        return facts


def telling_of(session: Session, viewer: Viewer, here: Setting) -> Telling:
    """How a reason is told to this viewer."""
    return Telling(
        labels=here.spot.names.conditions(here.spot.object_key),
        said=lambda key, value: said_of(session, viewer, here, key, value),
        lang=viewer.lang,
    )


def said_of(session: Session, viewer: Viewer, here: Setting, key: str, value: Any) -> str:  # noqa: ANN401 - of any field
    """A value that a run has kept, as people read it; empty where there is none."""
    known = here.object_def.field(key) if here.object_def is not None else None
    if value is None or value in ("", []):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        target = fields.of(known.type).target(known) if known is not None else None
        return f"{value:,}" if target is None else _pointed_at(session, viewer, target, int(value))
    if known is None:
        return here.spot.names.conditions(here.spot.object_key).get(f"{key}.{value}", str(value))
    made = fields.of(known.type)
    try:
        read = reading.value_of(known, value) if made.given else value
        return made.say(read, known, viewer.lang)
    except (Wrong, TypeError, ValueError):
        return str(value)


def _pointed_at(session: Session, viewer: Viewer, target: Target, number: int) -> str:
    named = records.names(session, viewer, {target: {number}})[target].get(number)
    return named.name if named is not None else f"#{number}"


def _cause(run: Run, did: Mapping[str, Any]) -> str:
    return f"rule:{run.rule_key}:{run.cause}:{did.get('key')}"


def _state(task: Task, *, now: datetime) -> TaskState:
    if task.done_at is not None:
        return "done"
    return "late" if task.due_at is not None and task.due_at < now else "open"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a rule that lives comes to for one record as it stands: why, and what it would do. `waits_until`: its time.

    `closed`: it looks at what is hidden from the reader.
    """

    title: str
    holds: bool = True
    because: str = ""
    does: Sequence[str] = ()
    closed: bool = False
    waits_until: datetime | None = None


def standing(session: Session, viewer: Viewer, key: str, record_id: int, *, now: datetime) -> Standing:
    """What the rule of this key comes to for a record that the viewer sees. NotFound for any other."""
    object_key = ran.object_of(session, viewer, key)
    record = records.record(session, viewer, object_key, record_id)
    title = telling.titles(session, viewer, object_key, {record_id}).get(record_id, "")
    version_id = org.version_of(session, record.owner_id)
    rule = ran.named_rule(session, version_id, key)
    if rule is None:
        return Standing(title=title)
    waits = ran.waits_until(session, key, object_key, record_id)
    trial = rehearsed.tried_on(session, viewer, rule, record_id, now=now, drafted={})
    if trial.judgement is None:
        return Standing(title=title, closed=True, waits_until=waits)
    here = setting(session, version_id, object_key, viewer)
    how, asked = telling_of(session, viewer, here), dict(rule.conditions())
    reasons = [
        (one.holds, reasoning.because(asked[one.place], [Found(**_found(clue)) for clue in one.clues], how))
        for one in trial.judgement.judged
    ]
    return Standing(
        title=title,
        holds=all(holds for holds, _ in reasons),
        because=here.spot.either("；", "; ").join(filter(None, (said for _, said in reasons))),
        does=[here.whole(action) for _, action in trial.judgement.actions],
        waits_until=waits,
    )


def _found(clue: Clue) -> dict[str, Any]:
    return {"found": judging.plain(clue.found), "holds": clue.holds}
