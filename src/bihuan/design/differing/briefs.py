"""What is worth saying of a part that is new, or that is gone, besides its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bihuan.design.differing import spoken, steps, terms, values
from bihuan.design.differing.naming import Body
from bihuan.design.differing.spot import Spot
from bihuan.kernel.words import Lang, Words
from bihuan.reports.questions import QUESTIONS

Brief = Callable[[Body, Spot], list[str]]


def nothing(_: Body, __: Spot) -> list[str]:
    """The name is enough."""
    return []


def object_(part: Body, spot: Spot) -> list[str]:
    """How many fields."""
    return _counted(part, "fields", spot, Words(zh="个字段", en="field"))


def field(part: Body, spot: Spot) -> list[str]:
    """Its type, and whether it has to be filled in."""
    kind = values.one_of(terms.FIELD_TYPES)(part.get("type"), spot)
    return [kind, spot.either("必填", "required")] if part.get("required") is True else [kind]


def section(part: Body, spot: Spot) -> list[str]:
    """How many fields."""
    return _counted(part, "fields", spot, Words(zh="个字段", en="field"))


def dictionary(part: Body, spot: Spot) -> list[str]:
    """How many entries."""
    return _counted(part, "entries", spot, Words(zh="个选项", en="entry"))


def process(part: Body, spot: Spot) -> list[str]:
    """Whose records, and how many stages."""
    return [
        values.object_(part.get("object"), spot),
        *_counted(part, "stages", spot, Words(zh="个阶段", en="stage")),
    ]


def stage(part: Body, spot: Spot) -> list[str]:
    """How long one may stay, and how much it asks for."""
    limit = part.get("limit")
    said = values.limit(limit, spot) if limit is not None else ""
    stays = spot.either(f"最多停留 {said}", f"at most {said}") if said else spot.either("不限时", "no limit")
    return [stays, *_counted(part.get("gate"), "deliverables", spot, Words(zh="项交付物", en="deliverable"))]


def deliverable(part: Body, spot: Spot) -> list[str]:
    """Its kind, and how many."""
    kind, count = values.one_of(terms.DELIVERABLE_KINDS)(part.get("kind"), spot), part.get("count", 1)
    return [kind] if count == 1 else [kind, f"× {values.plain(count, spot)}"]


def alternative(part: Body, spot: Spot) -> list[str]:
    """How many ways."""
    return _counted(part, "ways", spot, Words(zh="种方式", en="way"))


def check(part: Body, spot: Spot) -> list[str]:
    """What has to hold."""
    return [values.condition(part.get("holds"), spot)]


def grade_rule(part: Body, spot: Spot) -> list[str]:
    """Which grade it gives, and when."""
    return [values.grade(part.get("grade"), spot), values.condition(part.get("holds"), spot)]


def rule(part: Body, spot: Spot) -> list[str]:
    """What it listens to, and how much it does."""
    listened = part.get("on")
    heard = [steps.trigger(one, spot) for one in listened] if isinstance(listened, list | tuple) else []
    return [*heard[:1], *_counted(part, "then", spot, Words(zh="步", en="step"))]


def approval(part: Body, spot: Spot) -> list[str]:
    """Whose records, and how many steps."""
    return [
        values.object_(part.get("object"), spot),
        *_counted(part, "steps", spot, Words(zh="个环节", en="step")),
    ]


def approval_step(part: Body, spot: Spot) -> list[str]:
    """How many are asked, and how their answers count."""
    mode = values.one_of(terms.MODES)(part.get("mode", "all"), spot)
    return [*_counted(part, "who", spot, Words(zh="处审批人", en="approver")), mode]


def approver_title(part: Any, lang: Lang) -> str:  # noqa: ANN401 - a draft may hold anything
    """What an approver is called: how they are found, and by which name."""
    by = part.get("by") if isinstance(part, dict) else None
    said = terms.APPROVERS.get(by) if isinstance(by, str) else None
    if said is None:
        return ""
    named = part.get(by)
    return f"{said.say(lang)} {named}" if isinstance(named, str) else said.say(lang)


def dashboard(part: Body, spot: Spot) -> list[str]:
    """How many widgets."""
    return _counted(part, "widgets", spot, Words(zh="个组件", en="widget"))


def widget_title(part: Any, lang: Lang) -> str:  # noqa: ANN401 - a draft may hold anything
    """What a widget is called: by its own name, else by what it asks."""
    asked = part.get("question") if isinstance(part, dict) else None
    known = QUESTIONS.get(asked) if isinstance(asked, str) else None
    return spoken.label(part, lang) or (known.label.say(lang) if known else "")


def role(part: Body, spot: Spot) -> list[str]:
    """How far it sees."""
    scope = values.one_of(terms.SCOPES)(part.get("scope", "own"), spot)
    return [spot.either(f"看{scope}", f"sees {scope}")]


def _counted(holder: Any, member: str, spot: Spot, thing: Words) -> list[str]:  # noqa: ANN401 - a draft may hold anything
    listed = holder.get(member) if isinstance(holder, dict) else None
    count = len(listed) if isinstance(listed, list | tuple) else 0
    several = thing.en if count == 1 else _several(thing.en)
    return [f"{count} {spot.either(thing.zh, several)}"] if count else []


def _several(thing: str) -> str:
    return f"{thing.removesuffix('y')}ies" if thing.endswith("ry") else f"{thing}s"
