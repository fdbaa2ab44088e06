"""What rules listen to and do, said in a sentence each: for changes, plans and whoever reads a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bihuan.design.differing import spoken, terms, values
from bihuan.design.differing.naming import Body
from bihuan.design.differing.spot import Spot
from bihuan.rules.happenings import ONLY

_ABOUT: Mapping[str, Callable[[Any, Spot], str]] = {
    "fields": values.field,
    "activity_kinds": values.activity_kind,
    "outcomes": values.one_of(terms.OUTCOMES),
    "decisions": values.one_of(terms.DECISIONS),
}


def trigger(value: Any, spot: Spot) -> str:  # noqa: ANN401 - a draft may hold anything
    """What is listened to, and what it is narrowed to."""
    if not isinstance(value, dict):
        return values.plain(value, spot)
    event = value.get("event")
    said = values.one_of(terms.HAPPENINGS)(event, spot)
    if event == "schedule":
        return f"{said} {schedule(value.get('schedule'), spot)}"
    only = value.get("only")
    if not isinstance(only, list | tuple) or not only:
        return said
    narrowed = ONLY.get(str(event), "")
    call = _ABOUT.get(narrowed) or _of_process(narrowed)
    return spot.either(f"{said}（{_listed(only, call, spot)}）", f"{said} ({_listed(only, call, spot)})")


def _of_process(narrowed: str) -> Callable[[Any, Spot], str]:
    def call(key: Any, spot: Spot) -> str:  # noqa: ANN401
        return spot.names.call(narrowed, spot.names.walked_by(spot.object_key), key)

    return call


def _listed(found: Any, call: Callable[[Any, Spot], str], spot: Spot) -> str:  # noqa: ANN401
    return spot.either("、", ", ").join(call(one, spot) for one in found)


def schedule(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """When a schedule comes."""
    if not isinstance(value, dict):
        return values.plain(value, spot)
    every, day = value.get("every"), value.get("day")
    said = values.one_of(terms.EVERY)(every, spot)
    if every == "week" and isinstance(day, int):
        said = values.one_of(terms.WEEKDAY_NUMBERS)(str(day), spot)
    elif every == "month" and isinstance(day, int):
        said = spot.either(f"每月 {day} 日", f"on day {day} of each month")
    return f"{said} {spoken.short(str(value.get('at', '08:00')))}"


def wait(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """How long is waited, and what ends the waiting."""
    if not isinstance(value, dict):
        return values.plain(value, spot)
    said = values.limit(value.get("limit"), spot)
    unless = value.get("unless")
    if not isinstance(unless, list | tuple) or not unless:
        return said
    ends = _listed(unless, trigger, spot)
    return spot.either(f"{said}，除非{ends}", f"{said}, unless {ends}")


def step(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """An action, or a branch with all that lies in it."""
    if not isinstance(value, dict):
        return values.plain(value, spot)
    if "do" not in value:
        then = [step(one, spot) for one in _steps(value, "then")]
        otherwise = [step(one, spot) for one in _steps(value, "otherwise")]
        asked = values.condition(value.get("when"), spot)
        joint = spot.either("，", ", ")
        said = spot.either(f"如果 {asked}：{joint.join(then)}", f"if {asked}: {joint.join(then)}")
        return said + (spot.either("，否则 ", ", else ") + joint.join(otherwise) if otherwise else "")
    say = _SAID.get(str(value["do"]))
    return say(value, spot) if say else values.plain(value, spot)


def _steps(part: Body, member: str) -> list[Any]:
    listed = part.get(member)
    return list(listed) if isinstance(listed, list | tuple) else []


def whom(value: Any, spot: Spot) -> str:  # noqa: ANN401
    """Who is meant."""
    if not isinstance(value, dict):
        return values.plain(value, spot)
    who, key = str(value.get("who")), value.get("key")
    if who == "manager" and value.get("levels", 1) != 1:
        levels = value["levels"]
        return spot.either(f"上 {levels} 级主管", f"the manager {levels} levels up")
    if who in _NAMED:
        return _NAMED[who](key, spot)
    return spot.either(*_BY_PLACE.get(who, ("负责人", "the owner")))


_BY_PLACE = {"owner": ("负责人", "the owner"), "manager": ("直属主管", "the direct manager")}


def _skilled(key: Any, spot: Spot) -> str:  # noqa: ANN401
    said = spoken.short(str(key))
    return spot.either(f"擅长“{said}”的人", f"somebody skilled in “{said}”")


_NAMED: Mapping[str, Callable[[Any, Spot], str]] = {
    "role": values.role,
    "member": values.field,
    "skill": _skilled,
    "person": lambda key, _spot: spoken.short(str(key)),
}


def _people(value: Any, spot: Spot) -> str:  # noqa: ANN401
    return _listed(value, whom, spot) if isinstance(value, list | tuple) else whom({"who": "owner"}, spot)


def _words(part: Body, member: str, spot: Spot) -> str:
    return spoken.short(values.plain(part.get(member, ""), spot))


def _task(part: Body, spot: Spot) -> str:
    who, title = whom(part.get("to", {"who": "owner"}), spot), _words(part, "title", spot)
    due = part.get("due")
    within = "" if due is None else spot.either(f"，{values.limit(due, spot)}内", f" within {values.limit(due, spot)}")
    return spot.either(f"给{who}一个待办“{title}”{within}", f"give {who} the task “{title}”{within}")


def _alert(part: Body, spot: Spot) -> str:
    who, text = _people(part.get("to"), spot), _words(part, "text", spot)
    return spot.either(f"提醒{who}“{text}”", f"alert {who}: “{text}”")


def _push(part: Body, spot: Spot) -> str:
    who, text = _people(part.get("to"), spot), _words(part, "label", spot)
    return spot.either(f"把资料“{text}”推给{who}", f"hand {who} “{text}”")


def _set(part: Body, spot: Spot) -> str:
    field, value = values.field(part.get("field"), spot), part.get("value")
    if value is None:
        return spot.either(f"清空{field}", f"empty {field}")
    named = spot.names.conditions(spot.object_key).get(f"{part.get('field')}.{value}")
    said = named or values.plain(value, spot)
    return spot.either(f"把{field}改成 {said}", f"set {field} to {said}")


def _demand(part: Body, spot: Spot) -> str:
    thing = part.get("deliverable")
    said = _words(thing, "label", spot) if isinstance(thing, dict) else values.plain(thing, spot)
    return spot.either(f"本阶段还要“{said}”", f"ask this stage for “{said}” as well")


def _approval(part: Body, spot: Spot) -> str:
    said = spoken.short(str(part.get("approval", "")))
    return spot.either(f"发起审批“{said}”", f"ask for the approval “{said}”")


def _assign(part: Body, spot: Spot) -> str:
    said = [values.role(part["role"], spot)] if part.get("role") else []
    if part.get("skill"):
        said.append(whom({"who": "skill", "key": part["skill"]}, spot))
    said += [
        spot.either(f"{before}{values.field(part[member], spot)}相符", f"those whose {after} fits {part[member]}")
        for member, before, after in (("skill_field", "专长与", "skill"), ("region_field", "大区与", "region"))
        if part.get(member)
    ]
    how = values.one_of(terms.SHARES)(part.get("how", "in_turn"), spot)
    among = spot.either("、", ", ").join(said)
    return spot.either(f"{how}分给{among}", f"assign {how} to {among}")


def _release(_part: Body, spot: Spot) -> str:
    return spot.either("退回公海", "put it into the pool")


def _mail(part: Body, spot: Spot) -> str:
    subject, to = _words(part, "subject", spot), values.field(part.get("field"), spot)
    return spot.either(f"发邮件“{subject}”到{to}", f"mail “{subject}” to {to}")


def _webhook(part: Body, spot: Spot) -> str:
    url = spoken.short(str(part.get("url", "")))
    return spot.either(f"通知外部系统 {url}", f"tell {url}")


_SAID: Mapping[str, Callable[[Body, Spot], str]] = {
    "task": _task,
    "alert": _alert,
    "push": _push,
    "set": _set,
    "demand": _demand,
    "approval": _approval,
    "assign": _assign,
    "release": _release,
    "mail": _mail,
    "webhook": _webhook,
}
