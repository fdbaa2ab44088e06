"""Which column is probably which field: by name, by the words people use for it, then by what is in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from bihuan.importer import cleaning
from bihuan.importer.definition import OWNER, PEOPLE, PERSON_PARTS, STAGE, Column, JourneyPlan, Scale, Source
from bihuan.importer.table import Cell, Table, empty, folded
from bihuan.importer.world import World
from bihuan.objects import fields
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import Wrong
from bihuan.process.definition import Process

_SAME, _LIKE = 100.0, 88.0
_LOOKED_AT = 200
_ENOUGH = 0.9
_UNIT = re.compile(r"[（(\[【]\s*(?:单位[:：]?)?\s*(百万|千万|千|万|亿)?元?[^)）\]】]*[)）\]】]")
_TELLING = ("email", "phone", "url")  # types whose values say what they are
_NUMBERS = frozenset({"money", "decimal", "integer"})
_NOT_IMPORTED = frozenset({"file", "photo", "audio", "signature", "formula", "auto_number"})

OWNER_WORDS = (
    "owner",
    "sales agent",
    "sales rep",
    "salesperson",
    "负责人",
    "销售",
    "销售人员",
    "业务员",
    "所有人",
    "归属人",
    "跟进人",
)
STAGE_WORDS = (
    "stage",
    "deal stage",
    "sales stage",
    "status",
    "阶段",
    "销售阶段",
    "商机阶段",
    "当前阶段",
    "状态",
    "跟进阶段",
)
STARTED_WORDS = (
    "engage date",
    "start date",
    "started",
    "created",
    "created at",
    "create date",
    "创建日期",
    "创建时间",
    "开始日期",
    "立项日期",
    "接洽日期",
)
ENTERED_WORDS = ("stage date", "entered at", "in stage since", "阶段开始时间", "进入阶段时间", "进入当前阶段时间")
CLOSED_WORDS = ("close date", "closed", "closed at", "won date", "成交日期", "关闭日期", "签约日期", "结束日期")
REASON_WORDS = ("lost reason", "loss reason", "输单原因", "丢单原因")
WON_WORDS = ("won", "closed won", "赢单", "成交", "已成交", "签约", "已签约", "中标")
LOST_WORDS = ("lost", "closed lost", "输单", "丢单", "已输单", "失败", "流失", "关闭")
PERSON_WORDS = {
    "name": ("name", "姓名", "sales agent", "sales rep", "员工", "员工姓名", "人员", "销售", "业务员"),
    "login": ("login", "user name", "username", "account", "账号", "登录名", "工号"),
    "email": ("email", "e-mail", "mail", "邮箱"),
    "phone": ("phone", "mobile", "手机", "手机号", "电话"),
    "role": ("role", "角色", "岗位", "职位"),
    "team": ("team", "department", "小组", "团队", "部门", "班组"),
    "region": ("region", "regional office", "office", "大区", "区域", "地区", "分公司"),
    "manager": ("manager", "team lead", "上级", "主管", "经理", "直属上级"),
}


def importable(field: FieldDef) -> bool:
    """Whether a column can fill this field."""
    return fields.of(field.type).given and field.type not in _NOT_IMPORTED


def named(header: str) -> str:
    """A heading as it is compared: without its unit, its underscores, its case."""
    return folded(_UNIT.sub("", header).replace("_", " ").replace("*", " "))


def scale_of(header: str) -> Scale | None:
    """万 in 金额（万元）: the numbers below are so many times what they say."""
    found = _UNIT.search(header)
    return found.group(1) if found and found.group(1) in {"千", "万", "百万", "亿"} else None  # type: ignore[return-value]


def completed(source: Source, table: Table, world: World) -> Source:
    """The source with everything filled in that the mapping leaves open."""
    if source.object == PEOPLE:
        return source if source.columns is not None else source.model_copy(update={"columns": _people(table)})
    found = world.objects()[source.object]
    process = world.process_for(source.object)
    columns = source.columns
    if columns is None:
        columns = _columns(table, found, with_stage=process is not None, zone=world.zone)
        source = source.model_copy(
            update={"columns": columns, "key": source.key or _key(table, found, columns, process)}
        )
    if process is not None:
        source = source.model_copy(update={"journey": _journey(source, table, process)})
    return source


def _people(table: Table) -> dict[str, Column]:
    wanted = {part: tuple(map(named, PERSON_WORDS[part])) for part in PERSON_PARTS}
    found = {
        header: next((part for part, words in wanted.items() if named(header) in words), None)
        for header in table.headers
    }
    return {header: Column(field=(part,)) for header, part in found.items() if part}


def _columns(table: Table, object_def: ObjectDef, *, with_stage: bool, zone: ZoneInfo) -> dict[str, Column]:
    open_fields = {field.key: field for field in object_def.fields if importable(field)}
    taken: dict[str, str] = {}
    words = _words(object_def)
    for least in (_SAME, _LIKE):
        for header in (header for header in table.headers if header not in taken):
            best = _best(header, open_fields.values(), words, least=least)
            if best is not None:
                taken[header] = best
                open_fields.pop(best)
            elif (
                least == _SAME
                and (special := _special(header, with_stage=with_stage))
                and special not in taken.values()
            ):
                taken[header] = special
    for header in (header for header in table.headers if header not in taken):
        told = _by_content(table.column(header), open_fields.values(), zone)
        if told is not None:
            taken[header] = told
            open_fields.pop(told)
    return {header: _made(header, taken[header], object_def) for header in table.headers if header in taken}


def _made(header: str, target: str, object_def: ObjectDef) -> Column:
    field = object_def.field(target)
    scale = scale_of(header) if field is not None and field.type in _NUMBERS else None
    return Column(field=(target,), scale=scale)


def _words(object_def: ObjectDef) -> dict[str, list[str]]:
    """What each field may be called in a heading: 名称, name, 客户名称; the object's own name stands for its title."""
    whole = object_def.label
    found = {
        field.key: [
            *(field.key, field.label.zh, field.label.en, *field.synonyms),
            *(f"{whole.zh}{field.label.zh}", f"{whole.en} {field.label.en}"),
        ]
        for field in object_def.fields
    }
    found[object_def.title] += [whole.zh, whole.en]
    return found


def _best(header: str, candidates: Iterable[FieldDef], words: dict[str, list[str]], *, least: float) -> str | None:
    wanted, best, score = named(header), None, least
    for field in candidates:
        for word in words[field.key]:
            alike = fuzz.ratio(wanted, named(word))
            if alike >= score and (best is None or alike > score):
                best, score = field.key, alike
    return best


def _special(header: str, *, with_stage: bool) -> str | None:
    wanted = named(header)
    if wanted in OWNER_WORDS:
        return OWNER
    return STAGE if with_stage and wanted in STAGE_WORDS else None


def _by_content(cells: list[Cell], candidates: Iterable[FieldDef], zone: ZoneInfo) -> str | None:
    seen = [cell for cell in cells[:_LOOKED_AT] if not empty(cell)]
    fitting = [
        field
        for field in candidates
        if field.type in _TELLING and seen and sum(_fits(cell, field, zone) for cell in seen) >= _ENOUGH * len(seen)
    ]
    return fitting[0].key if len(fitting) == 1 else None


def _fits(cell: Cell, field: FieldDef, zone: ZoneInfo) -> bool:
    if field.type == "url" and "://" not in str(cell):
        return False
    try:
        cleaning.clean(cell, field, zone=zone)
    except (Wrong, cleaning.CellError):
        return False
    return True


def _key(table: Table, object_def: ObjectDef, columns: dict[str, Column], process: Process | None) -> tuple[str, ...]:
    filled = {column.field[0]: header for header, column in columns.items() if column.field}
    unique = [field.key for field in object_def.fields if field.unique and field.key in filled]
    if unique:
        return (unique[0],)
    if process is None:
        return (object_def.title,) if object_def.title in filled else ()
    for key in ("number", "code"):
        if key in filled and _all_differ(table.column(filled[key])):
            return (key,)
    return ()


def _all_differ(cells: list[Cell]) -> bool:
    return not any(map(empty, cells)) and len(set(map(folded, cells))) == len(cells)


def _journey(source: Source, table: Table, process: Process) -> JourneyPlan | None:
    plan = source.journey or JourneyPlan()
    header = source.stage_header() or _unspoken(source, _header(table, STAGE_WORDS))
    if header is None or header not in table.headers:
        return plan if source.journey else None
    found = _dates(plan, table) if source.journey is None else {}
    seen = {str(cell).strip() for cell in table.column(header) if not empty(cell)}
    seen |= {by for by in (source.columns or {}).get(header, Column()).replace.values() if by}
    stages: dict[str, object] = dict(plan.stages)
    outcomes: dict[str, object] = dict(plan.outcomes)
    for value in sorted(seen - stages.keys() - outcomes.keys())[:200]:
        if ended := _outcome(value, process):
            outcomes[value] = ended
        elif stage := _stage(value, process):
            stages[value] = stage
    return JourneyPlan.model_validate(
        {
            **plan.model_dump(),
            "process": plan.process or process.key,
            "stage": header,
            "stages": stages,
            "outcomes": outcomes,
            **found,
        }
    )


def _unspoken(source: Source, header: str | None) -> str | None:
    """The heading, unless the mapping has said what the column is: another field, or nothing."""
    return header if header is not None and header not in (source.columns or {}) else None


def _dates(plan: JourneyPlan, table: Table) -> dict[str, str | None]:
    return {
        "started_at": plan.started_at or _header(table, STARTED_WORDS),
        "entered_at": plan.entered_at or _header(table, ENTERED_WORDS),
        "closed_at": plan.closed_at or _header(table, CLOSED_WORDS),
        "reason": plan.reason or _header(table, REASON_WORDS),
    }


def _header(table: Table, words: tuple[str, ...]) -> str | None:
    return next((header for header in table.headers if named(header) in words), None)


def _outcome(value: str, process: Process) -> dict[str, str] | None:
    word = folded(value)
    if word in {*WON_WORDS, folded(process.won.zh), folded(process.won.en)}:
        return {"outcome": "won"}
    if word in {*LOST_WORDS, folded(process.lost.zh), folded(process.lost.en)}:
        return {"outcome": "lost"}
    return None


def _stage(value: str, process: Process) -> str | None:
    word = folded(value)
    for stage in process.stages:
        if word in {stage.key, folded(stage.label.zh), folded(stage.label.en)}:
            return stage.key
    return None
