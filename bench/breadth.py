"""A configuration as broad as was promised: 30 stages, 40 objects of 200 fields each, 500 rules."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

STAGES, OBJECTS, FIELDS, RULES = 30, 40, 200, 500
SECTION = 20  # fields of a form's section
_GRADINGS, _RULES_EACH = 10, 10
Part = dict[str, Any]


def broadened(body: Part) -> Part:
    """The same configuration, and everything that it lacks to be so broad."""
    found = copy.deepcopy(body)
    objects, process = found["objects"], found["processes"][0]
    objects += [_object(number) for number in range(len(objects), OBJECTS)]
    for one in objects:
        one["fields"] += list(_fields(FIELDS - len(one["fields"])))
        one["form"] = _form(one)
    process["stages"] += [_stage(number) for number in range(len(process["stages"]) + 1, STAGES + 1)]
    found["grades"] = [_grading(one) for one in objects[-_GRADINGS:]]
    _check(process["stages"])
    found["rules"] = [_rule(number, process, objects) for number in range(RULES)]
    return found


def counted(body: Part) -> dict[str, int]:
    """How broad a configuration is."""
    objects = body["objects"]
    return {
        "objects": len(objects),
        "fields": sum(len(one["fields"]) for one in objects),
        "stages": len(body["processes"][0]["stages"]),
        "rules": len(body["rules"]),
    }


def _object(number: int) -> Part:
    fields = [
        {"key": "name", "label": _words("名称", "Name"), "type": "text", "required": True},
        {"key": "customer", "label": _words("客户", "Customer"), "type": "reference", "to": "customer"},
        {"key": "grade", "label": _words("等级", "Grade"), "type": "choice", "dictionary": "grades"},
    ]
    return {
        "key": f"thing{number}",
        "label": _words(f"业务对象 {number}", f"Object {number}"),
        "title": "name",
        "quick": ["name", "customer"],
        "list_columns": ["name", "customer", "grade"],
        "fields": fields,
    }


_KINDS: tuple[Part, ...] = (
    {"type": "text"},
    {"type": "text", "synonyms": ["别名", "旧名"]},
    {"type": "decimal", "unit": "mm", "min": 0},
    {"type": "long_text", "help": {"zh": "写清楚前因后果", "en": "How it came about"}},
    {"type": "choice", "dictionary": "sources"},
    {"type": "date"},
    {"type": "money", "unit": "元", "min": 0},
    {"type": "boolean"},
    {"type": "integer", "min": 0, "max": 10000},
    {"type": "text", "pattern": "[A-Z]{2}-[0-9]{4}"},
)


def _fields(count: int) -> Iterator[Part]:
    for number in range(1, count + 1):
        yield {
            "key": f"x{number}",
            "label": _words(f"字段 {number}", f"Field {number}"),
            **_KINDS[number % len(_KINDS)],
        }


def _form(found: Part) -> list[Part]:
    keys = [field["key"] for field in found["fields"]]
    return [
        {
            "key": f"part{at // SECTION + 1}",
            "label": _words(f"第 {at // SECTION + 1} 段", f"Part {at // SECTION + 1}"),
            "fields": keys[at : at + SECTION],
        }
        for at in range(0, len(keys), SECTION)
    ]


def _stage(number: int) -> Part:
    return {
        "key": f"step{number}",
        "label": _words(f"步骤 {number}", f"Step {number}"),
        "limit": "5 workdays",
        "warn_before": "1 workday",
        "escalate_after": "2 workdays",
        "gate": {
            "fields": [f"x{number}"],
            "deliverables": [
                {"key": f"paper{number}", "label": _words("资料", "Paper"), "kind": "file", "types": ["pdf"]},
                {"key": f"call{number}", "label": _words("纪要", "Summary"), "kind": "summary"},
            ],
        },
        "script": {"zh": "先听客户把话说完，再说我们能做什么。", "en": "Let them finish; then say what we can do."},
        "checklist": [_words("带上样品", "Bring a sample"), _words("约好下一次", "Agree on the next date")],
    }


def _check(stages: list[Part]) -> None:
    """Two checks before each stage is left."""
    for number, stage in enumerate([*stages, *stages]):
        gate = stage.setdefault("gate", {})
        label = _words(f"检查 {number}", f"Check {number}")
        checked = {"key": f"check{number}", "label": label, "holds": _holds(number)}
        gate.setdefault("checks", []).append(checked)


def _rule(number: int, process: Part, objects: list[Part]) -> Part:
    """Four of five listen to a stage, the others to a field of some object."""
    stages = process["stages"]
    on: Part = {"event": "stage.entered", "only": [stages[number % len(stages)]["key"]]}
    of = process["object"]
    if number % 5 == 0:
        on, of = (
            {"event": "record.changed", "only": [f"x{number % 100 + 1}"]},
            objects[number // 5 % len(objects)]["key"],
        )
    return {
        "key": f"rule{number}",
        "label": _words(f"规则 {number}", f"Rule {number}"),
        "object": of,
        "on": [on],
        "when": _holds(number),
        "then": [
            {"do": "alert", "key": "tell", "text": _words("看一眼这一单", "Have a look at this one")},
            {"do": "task", "key": "call", "title": _words("打个电话", "Make a call"), "due": "1 workday"},
        ],
    }


def _holds(number: int) -> Part:
    field = f"x{number % 17 * 10 + 2}"
    return {"any": [{"field": field, "op": "is_empty"}, {"field": field, "op": "le", "value": number}]}


def _grading(found: Part) -> Part:
    rules = [
        {"key": f"rule{number}", "grade": "abc"[number % 3], "holds": {"field": "x6", "op": "ge", "value": number}}
        for number in range(_RULES_EACH)
    ]
    label = _words(f"{found['label']['zh']}分级", f"Grades of {found['label']['en']}")
    return {"key": found["key"], "label": label, "object": found["key"], "field": "grade", "rules": rules}


def _words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}
