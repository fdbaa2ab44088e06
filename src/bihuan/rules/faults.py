"""Do the rules of a blueprint make sense with its other parts? Everything that doesn't is named, with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.kernel import conditions, outgoing
from bihuan.kernel.words import Words
from bihuan.objects import checking, fields
from bihuan.objects.checking import Fault
from bihuan.objects.definition import ObjectDef
from bihuan.objects.field_types import Wrong, kinds
from bihuan.process.definition import Process
from bihuan.rules.definition import (
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
    Trigger,
    Whom,
    named,
)
from bihuan.rules.happenings import OF_PROCESS, ONLY

_DECISIONS = frozenset({"approved", "rejected", "withdrawn", "lapsed"})
_OUTCOMES = frozenset({"won", "lost"})


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the rules of a document may refer to."""

    objects: Mapping[str, ObjectDef]
    processes: Collection[Process]
    roles: Collection[str]
    activity_kinds: Collection[str]
    approvals: Collection[str] = ()
    pooled: Collection[str] = ()  # the objects that have a pool

    def process_of(self, object_key: str) -> Process | None:
        """The process that the records of an object walk."""
        return next((one for one in self.processes if one.object == object_key), None)


def faults(found: Iterable[RuleDef], known: Known) -> Iterator[Fault]:
    """Everything wrong with these rules. `objects` have the entries of their dictionaries."""
    listed, about = list(found), dict[str, _Kinds]()
    for rule in listed:
        yield from _rule(rule, known, about)
    yield from _circles(listed)


# How conditions see an object: its own fields, and those of others that refer to it. Worked out once for each object.
_Kinds = tuple[Mapping[str, Any], Mapping[str, Any]]


def _rule(rule: RuleDef, known: Known, about: dict[str, _Kinds]) -> Iterator[Fault]:
    place = f"rules.{rule.key}"
    found = known.objects.get(rule.object)
    if found is None:
        yield Fault(place=f"{place}.object", code="no_such_object", message=f"There is no object {rule.object!r}.")
        return
    yield from _steps(place, rule)
    for trigger in (*rule.on, *(rule.wait.unless if rule.wait else ())):
        yield from _trigger(f"{place}.on", trigger, found, known)
    for where, condition in rule.conditions():
        if found.key not in about:
            about[found.key] = kinds(found), checking.related(known.objects, found)
        own, related = about[found.key]
        for wrong in conditions.check(condition, own, related=related):
            yield Fault(place=f"{place}.{where}", code=wrong.code, message=wrong.message)
    for where, action in rule.actions():
        for code, message in _ACTIONS[type(action)](action, found, known):
            yield Fault(place=f"{place}.{where}", code=code, message=message)


def _steps(place: str, rule: RuleDef) -> Iterator[Fault]:
    if not rule.then and not rule.otherwise:
        yield Fault(place=f"{place}.then", code="does_nothing", message="A rule does something.")
    keys = [step.key for _, step in rule.steps()]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(place=f"{place}.then", code="twice", message=f"{key!r} stands here more than once.")


def _trigger(place: str, trigger: Trigger, found: ObjectDef, known: Known) -> Iterator[Fault]:
    process = known.process_of(found.key)
    narrowed = ONLY.get(trigger.event, "")
    if trigger.event in OF_PROCESS and process is None:
        message = f"No process is for {found.key!r}: {trigger.event} never happens to it."
        yield Fault(place=place, code="no_process", message=message)
        return
    for key in trigger.only:
        if key not in _may_be(narrowed, found, process, known):
            yield Fault(place=place, code=_MISSING[narrowed], message=f"There is no {key!r} to listen to.")


_MISSING = {
    "fields": "no_such_field",
    "stages": "no_such_stage",
    "deliverables": "no_such_deliverable",
    "outcomes": "no_such_outcome",
    "activity_kinds": "no_such_activity_kind",
    "decisions": "no_such_outcome",
}


def _may_be(narrowed: str, found: ObjectDef, process: Process | None, known: Known) -> Collection[str]:
    match narrowed:
        case "fields":
            return found.by_key
        case "stages":
            return {stage.key for stage in process.stages} if process else ()
        case "deliverables":
            return {thing.key for thing in process.deliverables()} if process else ()
        case "outcomes":
            return _OUTCOMES
        case "activity_kinds":
            return known.activity_kinds
    return _DECISIONS


_Wrong = Iterator[tuple[str, str]]


def _task(action: MakeTask, found: ObjectDef, known: Known) -> _Wrong:
    yield from _whom(action.to, found, known)
    yield from _texts(found, *_both(action.title), *_both(action.text))


def _alert(action: Alert, found: ObjectDef, known: Known) -> _Wrong:
    yield from (fault for one in action.to for fault in _whom(one, found, known))
    yield from _texts(found, *_both(action.text))


def _push(action: Push, found: ObjectDef, known: Known) -> _Wrong:
    yield from (fault for one in action.to for fault in _whom(one, found, known))
    yield from _texts(found, *_both(action.label), *_both(action.text))


def _release(_action: Release, found: ObjectDef, known: Known) -> _Wrong:
    if found.key not in known.pooled:
        yield "no_pool", f"{found.key!r} has no pool to go back to."


def _demand(action: Demand, found: ObjectDef, known: Known) -> _Wrong:
    thing = action.deliverable
    if known.process_of(found.key) is None:
        yield "no_process", f"No process is for {found.key!r}: it has no gate."
    elif thing.kind in {"record", "confirmation"}:
        yield "not_on_demand", f"A {thing.kind} belongs to a stage; a rule can't ask for it."
    elif thing.kind == "task" and thing.role not in known.roles:
        yield "no_such_role", f"There is no role {thing.role!r}."


def _approval(action: AskApproval, _found: ObjectDef, known: Known) -> _Wrong:
    if action.approval not in known.approvals:
        yield "no_such_approval", f"There is no approval {action.approval!r}."


def _mail(action: SendMail, found: ObjectDef, _known: Known) -> _Wrong:
    field = found.field(action.field)
    if field is None or field.type != "email":
        yield "no_mail_field", f"{action.field!r} is no e-mail field of {found.key!r}."
    yield from _texts(found, *_both(action.subject), *_both(action.text))


def _webhook(action: CallWebhook, found: ObjectDef, _known: Known) -> _Wrong:
    try:
        outgoing.read(action.url)
    except outgoing.NotOutside as no:
        yield "not_outside", f"{action.url[:80]!r} can't be called: {no.message}"
    yield from (("no_such_field", f"There is no field {key!r}.") for key in action.fields if found.field(key) is None)


def _both(words: Words | None) -> tuple[str, ...]:
    return () if words is None else (words.zh, words.en)


def _texts(found: ObjectDef, *texts: str) -> _Wrong:
    for key in sorted({key for text in texts for key in named(text)}):
        if found.field(key) is None:
            yield "no_such_field", f"The text names a field {key!r} that {found.key!r} does not have."


def _whom(whom: Whom, found: ObjectDef, known: Known) -> _Wrong:
    if whom.who == "member":
        field = found.field(whom.key or "")
        if field is None or kinds(found).get(field.key) != "member":
            yield "no_member_field", f"{whom.key!r} is no field with a person of {found.key!r}."
    elif whom.who == "role" and whom.key not in known.roles:
        yield "no_such_role", f"There is no role {whom.key!r}."


def _set(action: SetField, found: ObjectDef, _known: Known) -> _Wrong:
    field = found.field(action.field)
    if field is None:
        yield "no_such_field", f"There is no field {action.field!r}."
        return
    made = fields.of(field.type)
    if not made.given or made.target(field) is not None:
        yield "not_to_be_set", f"{action.field!r} can't be set by a rule."
    elif action.relative is not None:
        if field.type not in {"date", "datetime"}:
            yield "not_to_be_set", f"{action.field!r} is no date: a time from now can't stand there."
    elif action.value is None or action.value == "":
        if field.required:
            yield "required", f"{action.field!r} is required and can't be emptied."
    else:
        try:
            made.read(action.value, field)
        except Wrong as wrong:
            yield "wrong_value", f"{action.field!r}: {wrong}"


def _assign(action: Assign, found: ObjectDef, known: Known) -> _Wrong:
    if action.role is not None and action.role not in known.roles:
        yield "no_such_role", f"There is no role {action.role!r}."
    for key in (action.skill_field, action.region_field):
        if key is not None and found.field(key) is None:
            yield "no_such_field", f"There is no field {key!r}."


_ACTIONS: Mapping[type[Any], Callable[[Any, ObjectDef, Known], _Wrong]] = {
    MakeTask: _task,
    Alert: _alert,
    Push: _push,
    SetField: _set,
    Assign: _assign,
    Demand: _demand,
    Release: _release,
    AskApproval: _approval,
    SendMail: _mail,
    CallWebhook: _webhook,
}


def _circles(rules: list[RuleDef]) -> Iterator[Fault]:
    """Rules that set each other off whatever stands in the record: no condition and no wait would ever stop them."""
    led = {rule.key: _led_to(rule, rules) for rule in rules if _always(rule)}
    for key in sorted(led):
        met, ahead = set[str](), set(led[key])
        while ahead:
            met |= ahead
            ahead = {two for one in ahead for two in led.get(one, ())} - met
        if key in met:
            message = f"{key!r} sets itself off again and again: give one of {sorted(met)} a condition."
            yield Fault(place=f"rules.{key}.on", code="rules_in_circle", message=message)


def _always(rule: RuleDef) -> bool:
    return rule.active and rule.wait is None and rule.when is None


def _led_to(rule: RuleDef, rules: list[RuleDef]) -> set[str]:
    """The rules that this one sets off for certain, whatever stands in the record."""
    # Writing the same value again changes nothing, so that only a rule that shares out can change something each time.
    turns = any(isinstance(step, Assign) and step.how == "in_turn" for step in rule.then)
    heard = {"record.assigned"} if turns else set[str]()
    return {
        other.key
        for other in rules
        if _always(other) and other.object == rule.object and any(one.event in heard for one in other.on)
    }
