"""The dry run as JSON: problems by kind, samples of columns, numbers that add up. Pure."""

from __future__ import annotations

from typing import Any

from bihuan.importer import wording
from bihuan.importer.checking import Checked, Result
from bihuan.importer.definition import OWNER, PEOPLE, PERSON_PARTS, STAGE
from bihuan.importer.findings import KINDS, Finding
from bihuan.importer.guessing import importable
from bihuan.importer.table import Table, empty
from bihuan.importer.world import World
from bihuan.kernel.words import Words

_SAMPLES = 3
_LONGEST_SAMPLE = 60
_SPECIAL = {
    OWNER: Words(zh="负责人", en="Owner"),
    STAGE: Words(zh="阶段", en="Stage"),
}
_PERSON = {
    "name": Words(zh="姓名", en="Name"),
    "login": Words(zh="登录名", en="Log-in"),
    "email": Words(zh="邮箱", en="E-mail"),
    "phone": Words(zh="电话", en="Phone"),
    "role": Words(zh="角色", en="Role"),
    "team": Words(zh="团队", en="Team"),
    "region": Words(zh="大区", en="Region"),
    "manager": Words(zh="上级", en="Manager"),
}


def written(result: Result) -> dict[str, Any]:
    """The whole result."""
    return {
        "sources": [_source(checked) for checked in result.sources],
        "problems": [
            problem(checked.source.file, checked.source.object, found)
            for checked in result.sources
            for found in checked.findings
        ],
        "numbers": result.numbers,
        "flaws": [
            [checked.source.file, flaw.row, flaw.header, flaw.kind, flaw.value]
            for checked in result.sources
            for flaw in checked.findings.flaws
        ],
    }


def _source(checked: Checked) -> dict[str, Any]:
    staff = checked.staff
    made = {"people": len(staff.newcomers), "teams": len(staff.teams), "regions": len(staff.regions)} if staff else {}
    return {
        "file": checked.source.file,
        "object": checked.source.object,
        "sheet": checked.source.sheet,
        "numbers": {**checked.numbers, **made},
        "columns": columns(checked.table),
    }


def problem(file: str, object_key: str, found: Finding) -> dict[str, Any]:
    """One kind of problem in a file: how often, for example where, and what can be done about it."""
    kind = KINDS[found.kind]
    return {
        "file": file,
        "object": object_key,
        "kind": found.kind,
        "title": wording.title(found.kind).model_dump(),
        "column": found.header,
        "value": found.value,
        "code": found.code,
        "message": found.message,
        "count": found.count,
        "parts": dict(found.parts.most_common()),
        "samples": _samples(found),
        "nearest": found.nearest,
        "by": found.by,
        "treatment": found.treatment,
        "solved": found.solved,
        "blocking": found.holds,
        "remedy": wording.remedy(found).model_dump(),
        "remedies": wording.actions(kind.remedies),
    }


def _samples(found: Finding) -> list[dict[str, Any]]:
    if not found.rows:
        return [{"value": example} for example in found.examples]
    values: list[str | None] = [*found.examples, *[None] * len(found.rows)]
    return [
        {"row": row, "column": found.header, "value": value if value is not None else found.value}
        for row, value in zip(found.rows, values, strict=False)
    ]


def columns(table: Table) -> list[dict[str, Any]]:
    """The headings of a file, each with its first few different values."""
    return [{"name": header, "samples": _first(table, header)} for header in table.headers]


def _first(table: Table, header: str) -> list[str]:
    found: dict[str, None] = {}
    for cell in table.column(header):
        if not empty(cell):
            found[str(cell).strip()[:_LONGEST_SAMPLE]] = None
        if len(found) == _SAMPLES:
            break
    return list(found)


def targets(object_key: str, world: World) -> list[dict[str, Any]]:
    """All that a column of this object's file may become."""
    if object_key == PEOPLE:
        return [_target(part, _PERSON[part], required=part == "name") for part in PERSON_PARTS]
    if object_key not in world.objects():
        return []
    closed = world.closed_fields(object_key)
    found = [
        _target(field.key, field.label, required=field.required)
        for field in world.objects()[object_key].fields
        if importable(field) and field.key not in closed
    ]
    found.append(_target(OWNER, _SPECIAL[OWNER], required=False))
    if world.process_for(object_key) is not None:
        found.append(_target(STAGE, _SPECIAL[STAGE], required=False))
    return found


def _target(key: str, label: Words, *, required: bool) -> dict[str, Any]:
    return {"key": key, "label": label.model_dump(), "required": required}
