"""Parts of another configuration are taken into one's own: with what they refer to, and nothing of mine unasked. Pure.

A *thing* is a part with a key: `("objects", "customer")`. What is there under the same key with another content is a
conflict, and somebody decides: keep mine, take theirs, or take both, theirs under a new key that all references follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bihuan.design.operations import Add, Body, Operation, Set
from bihuan.rules.happenings import OF_PROCESS

Thing = tuple[str, str]
Decision = Literal["mine", "theirs", "both"]
Standing = Literal["new", "same", "other"]

# What is always sound beside one's own is proposed as a second one; what is shared by everything stays mine.
_PROPOSED: Mapping[str, Decision] = {"objects": "both", "processes": "both", "dashboards": "both", "approvals": "both"}
_LONGEST_KEY = 40
_MOST = 100  # of one thing under numbered keys
_Call = Callable[[str, str], str]
_WEAK = "objects of roles"  # what a role says of an object follows its key, but needs no object


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A thing that would be taken, or stays behind because mine is kept. `by` names what refers to it."""

    thing: Thing
    standing: Standing
    decision: Decision | None
    by: tuple[Thing, ...]
    target: str | None


@dataclass(frozen=True, kw_only=True)
class Combined:
    """All that a choice means, and the operations that do it: one step of a draft."""

    pieces: Sequence[Piece]
    operations: tuple[Operation, ...]


def things(body: Body) -> dict[Thing, Body]:
    """Everything in a document that can be taken."""
    return {(part, one["key"]): one for part in PARTS for one in body.get(part, ())}


def standing(mine: Body, theirs: Body) -> dict[Thing, Standing]:
    """How each of their things stands to mine of the same key."""
    own = things(mine)
    return {thing: _standing(own.get(thing), one) for thing, one in things(_plain(theirs)).items()}


def combined(
    mine: Body, theirs: Body, chosen: Sequence[Thing], decisions: Mapping[Thing, Decision] | None = None
) -> Combined:
    """Take the chosen things with all they refer to. What is not chosen and not referred to stays where it is."""
    own, other = things(mine), things(_plain(theirs))
    found = _gathered(own, other, [one for one in chosen if one in other], decisions or {})
    names = _named(own, other, found)
    kept = {thing for thing, one in found.items() if one.standing == "new" or one.decision in {"theirs", "both"}}
    known = {key: one for (part, key), one in own.items() if part == "objects"}
    for thing in kept:
        if thing[0] == "objects":
            known[names.get(thing, thing[1])] = other[thing]
    operations: list[Operation] = []
    pieces = []
    for thing in sorted(found, key=lambda one: (PARTS.index(one[0]), list(other).index(one))):
        piece, target = found[thing], names.get(thing, thing[1])
        if thing in kept:
            operations.extend(_put(own, thing[0], _trimmed(thing[0], _renamed(thing, other, names), known)))
        pieces.append(
            Piece(
                thing=thing,
                standing=piece.standing,
                decision=piece.decision,
                by=tuple(piece.by),
                target=target if thing in kept else None,
            )
        )
    return Combined(pieces=pieces, operations=tuple(operations))


def references(part: str, one: Body) -> list[Thing]:
    """What a thing can't be without, in the order in which it names it."""
    found: list[Thing] = []

    def note(kind: str, key: str) -> str:
        if kind != _WEAK:
            found.append((kind, key))
        return key

    _walked(part, one, note)
    return list(dict.fromkeys(found))


@dataclass
class _Found:
    standing: Standing
    decision: Decision | None
    by: list[Thing]


def _gathered(
    own: Mapping[Thing, Body],
    other: Mapping[Thing, Body],
    chosen: Sequence[Thing],
    decisions: Mapping[Thing, Decision],
) -> dict[Thing, _Found]:
    """The chosen and whatever they refer to. What is mine already, or kept as mine, needs nothing of theirs."""
    found: dict[Thing, _Found] = {}
    waiting: list[tuple[Thing, Thing | None]] = [(thing, None) for thing in chosen]
    while waiting:
        thing, by = waiting.pop(0)
        if thing not in other:
            continue
        if thing not in found:
            how = _standing(own.get(thing), other[thing])
            decided = decisions.get(thing, _PROPOSED.get(thing[0], "mine")) if how == "other" else None
            found[thing] = _Found(how, decided, [])
            if how == "new" or decided in {"theirs", "both"}:
                waiting.extend((needed, thing) for needed in _needed(thing, other))
        if by is not None and by not in found[thing].by:
            found[thing].by.append(by)
    return found


def _needed(thing: Thing, other: Mapping[Thing, Body]) -> Iterator[Thing]:
    """What a thing names; and for a rule about stages the process of its records, which it doesn't name."""
    part, one = thing[0], other[thing]
    yield from references(part, one)
    if part == "rules" and _of_process(one):
        walked = ((key, found) for (kind, key), found in other.items() if kind == "processes")
        yield from (("processes", key) for key, found in walked if found["object"] == one["object"])


def _of_process(rule: Body) -> bool:
    heard = (*rule.get("on", ()), *(rule.get("wait") or {}).get("unless", ()))
    return any(trigger["event"] in OF_PROCESS for trigger in heard) or _demands(rule)


def _demands(part: Any) -> bool:  # noqa: ANN401 - any part of a rule
    if isinstance(part, list):
        return any(_demands(one) for one in part)
    return isinstance(part, dict) and (part.get("do") == "demand" or any(_demands(one) for one in part.values()))


def _named(own: Mapping[Thing, Body], other: Mapping[Thing, Body], found: dict[Thing, _Found]) -> dict[Thing, str]:
    """New keys for what is taken beside mine: one number for all of them, so that it is seen what belongs together.

    What was taken before, under these very keys, is found again: it is there already and taken no second time.
    """
    twice = [thing for thing, one in found.items() if one.decision == "both"]
    for number in range(2, _MOST):
        names = {thing: _numbered(thing[1], number) for thing in twice}
        for thing in (one for _ in twice for one in twice):  # until nothing more is found to be there
            if thing in names and own[thing] == _renamed(thing, other, {**names, thing: thing[1]}):
                del names[thing]
        there = {thing: own.get((thing[0], name)) for thing, name in names.items()}
        if all(one is None or one == _renamed(thing, other, names) for thing, one in there.items()):
            for thing in set(twice) - set(names):
                found[thing].standing, found[thing].decision = "same", None
            return names
    raise AssertionError("nobody has taken one thing that often")


def _numbered(key: str, number: int) -> str:
    return f"{key[: _LONGEST_KEY - len(str(number)) - 1]}_{number}"


def _put(own: Mapping[Thing, Body], part: str, one: Body) -> Iterator[Operation]:
    before = own.get((part, one["key"]))
    if before is None:
        yield Add(place=(part,), value=one)
    elif before != one:
        yield Set(place=(part, one["key"]), value=one)


def _renamed(thing: Thing, other: Mapping[Thing, Body], names: Mapping[Thing, str]) -> Body:
    """A thing under its new key, if it has one, and with the new keys of all it refers to."""
    part, key = thing

    def name(kind: str, named: str) -> str:
        return names.get(("objects" if kind == _WEAK else kind, named), named)

    walked = _walked(part, other[thing], name)
    return {**walked, "key": names.get(thing, key)}


def _walked(part: str, one: Body, call: _Call) -> Body:
    """The thing with each reference replaced by what `call` says for its kind and key."""
    return _WALKS[part](one, call)


def _object(one: Body, call: _Call) -> Body:
    fields = [_members(field, call, dictionary="dictionaries", to="objects") for field in one["fields"]]
    return _counted({**one, "fields": fields}, call)


def _process(one: Body, call: _Call) -> Body:
    stages = [_stage(stage, call) for stage in one["stages"]]
    return _counted({**_members(one, call, object="objects"), "stages": stages}, call)


def _dashboard(one: Body, call: _Call) -> Body:
    shown = [_members(widget, call, process="processes") for widget in one.get("widgets", ())]
    return {**one, **_several(one, call, roles="roles"), **({"widgets": shown} if "widgets" in one else {})}


def _grading(one: Body, call: _Call) -> Body:
    return _counted(_members(one, call, object="objects"), call)


def _pool(one: Body, call: _Call) -> Body:
    return {**_members(one, call, object="objects"), **_several(one, call, roles="roles")}


def _ruling(one: Body, call: _Call) -> Body:
    return _counted({**_members(one, call, object="objects"), **_rule(one, call)}, call)


def _approving(one: Body, call: _Call) -> Body:
    steps = [_asked(step, call) for step in one["steps"]]
    return _counted({**_members(one, call, object="objects"), "steps": steps}, call)


def _alone(one: Body, _call: _Call) -> Body:
    return one


def _rule(one: Body, call: _Call) -> Body:
    """What a rule listens to and whom it means: kinds of activity and roles follow their new keys."""

    def heard(trigger: Body) -> Body:
        of_kinds = trigger.get("event") == "activity.logged"
        return {**trigger, **_several(trigger, call, only="activity_kinds")} if of_kinds else trigger

    def meant(value: Any) -> Any:  # noqa: ANN401 - any part of a rule
        if isinstance(value, list):
            return [meant(each) for each in value]
        if not isinstance(value, dict):
            return value
        inner = {key: meant(each) for key, each in value.items()}
        if inner.get("who") == "role":
            return _members(inner, call, key="roles")
        return _done(inner, call)

    wait = one.get("wait")
    waits = {"wait": {**wait, "unless": [heard(each) for each in wait.get("unless", ())]}} if wait else {}
    ways: Body = {way: meant(one[way]) for way in ("then", "otherwise") if way in one}
    return {"on": [heard(trigger) for trigger in one.get("on", ())], **waits, **ways}


def _done(action: Body, call: _Call) -> Body:
    match action.get("do"):
        case "assign":
            return _members(action, call, role="roles")
        case "approval":
            return _members(action, call, approval="approvals")
        case "demand":
            return {**action, "deliverable": _deliverable(action["deliverable"], call)}
        case _:
            return action


def _stage(stage: Body, call: _Call) -> Body:
    gate = stage.get("gate")
    if not gate or "deliverables" not in gate:
        return stage
    return {**stage, "gate": {**gate, "deliverables": [_deliverable(thing, call) for thing in gate["deliverables"]]}}


def _deliverable(thing: Body, call: _Call) -> Body:
    named = _members(thing, call, object="objects", reviewer_role="roles", approval="approvals")
    return {**named, **_several(thing, call, activity_kinds="activity_kinds")}


def _asked(step: Body, call: _Call) -> Body:
    return {**step, "who": [_members(who, call, role="roles") for who in step["who"]]}


def _role(one: Body, call: _Call) -> Body:
    """A role's rights on objects follow a new key, but a role needs no object: what is not there is left out."""
    renamed: Body = {}
    for part in ("objects", "hidden", "readonly"):
        if part in one:
            renamed[part] = {call(_WEAK, key): value for key, value in one[part].items()}
    return {**one, **renamed}


def _members(one: Body, call: _Call, **kinds: str) -> Body:
    return {**one, **{name: call(kind, one[name]) for name, kind in kinds.items() if one.get(name)}}


def _several(one: Body, call: _Call, **kinds: str) -> Body:
    return {name: [call(kind, key) for key in one[name]] for name, kind in kinds.items() if one.get(name)}


def _counted(one: Body, call: _Call) -> Body:
    """The same with what conditions count: `{"count": "contact", "via": "customer", …}` names an object."""
    inner = {key: _inside(value, call) for key, value in one.items()}
    if isinstance(inner.get("count"), str) and "via" in inner:
        inner["count"] = call("objects", inner["count"])
    return inner


def _inside(value: Any, call: _Call) -> Any:  # noqa: ANN401 - any part of a document
    if isinstance(value, list):
        return [_inside(one, call) for one in value]
    return _counted(value, call) if isinstance(value, dict) else value


def _trimmed(part: str, one: Body, known: Mapping[str, Body]) -> Body:
    """A role without what it says of objects and fields that are not there."""
    if part != "roles":
        return one
    everywhere = {field["key"] for found in known.values() for field in found["fields"]}
    trimmed: Body = {}
    for name in ("objects", "hidden", "readonly"):
        said = {key: value for key, value in one.get(name, {}).items() if key == "*" or key in known}
        if name != "objects":
            for key, value in said.items():
                there = everywhere if key == "*" else {field["key"] for field in known[key]["fields"]}
                said[key] = [field for field in value if field in there]
        if name in one:
            trimmed[name] = said
    return {**one, **trimmed}


def _plain(theirs: Body) -> Body:
    """Their document with what is only meant said: a widget that names no process means the first one."""
    processes = theirs.get("processes") or ()
    if not processes or "dashboards" not in theirs:
        return theirs
    first = processes[0]["key"]
    said = [
        {**one, "widgets": [{**widget, "process": widget.get("process") or first} for widget in one["widgets"]]}
        if one.get("widgets")
        else one
        for one in theirs["dashboards"]
    ]
    return {**theirs, "dashboards": said}


def _standing(mine: Body | None, theirs: Body) -> Standing:
    if mine is None:
        return "new"
    return "same" if mine == theirs else "other"


# What the things of each part refer to, the parts in the order in which they are told.
_WALKS: Mapping[str, Callable[[Body, _Call], Body]] = {
    "objects": _object,
    "processes": _process,
    "dictionaries": _alone,
    "activity_kinds": _alone,
    "grades": _grading,
    "roles": _role,
    "dashboards": _dashboard,
    "rules": _ruling,
    "pools": _pool,
    "approvals": _approving,
}
PARTS = tuple(_WALKS)
