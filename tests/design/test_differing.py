"""Differences in words: each of them told, in the order of the document, and nothing told where nothing differs."""

from __future__ import annotations

import typing
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from bihuan.design import commands as design
from bihuan.design.definition import Blueprint
from bihuan.design.differing import changes, lists, spoken, terms
from bihuan.design.differing.members import Inside, Parts
from bihuan.design.differing.table import KINDS
from bihuan.objects.field_types import TYPES
from bihuan.org.definition import ACTIONS, RIGHTS, RoleDef
from bihuan.packs import reading
from bihuan.process.definition import Deliverable
from tests.company import BLUEPRINT

Body = dict[str, Any]
Turn = Callable[[Body], object]
COMPANY = design.read(deepcopy(BLUEPRINT)).body()


def stage(body: Body, key: str) -> Body:
    return next(one for one in body["processes"][0]["stages"] if one["key"] == key)


def field(body: Body, object_key: str, key: str) -> Body:
    found = next(one for one in body["objects"] if one["key"] == object_key)
    return next(one for one in found["fields"] if one["key"] == key)


def thing(body: Body, stage_key: str, key: str) -> Body:
    return next(one for one in stage(body, stage_key)["gate"]["deliverables"] if one["key"] == key)


def to_end(listed: list[Any], place: int) -> None:
    listed.append(listed.pop(place))


MATERIAL = {"key": "material", "label": {"zh": "材质", "en": "Material"}, "type": "choice", "dictionary": "sources"}
LARGE = {
    "all": [{"field": "amount", "op": "ge", "value": 500000}, {"field": "needs_tender", "op": "eq", "value": True}]
}


def widget(body: Body, key: str) -> Body:
    return next(one for one in body["dashboards"][1]["widgets"] if one["key"] == key)


# What is done, the place, and the sentence in both languages.
TOLD: dict[str, tuple[Turn, str, str, str]] = {
    "a new dashboard": (
        lambda b: b["dashboards"].append({"key": "own", "label": {"zh": "我的", "en": "Mine"}}),
        "dashboards.own",
        "新增看板 我的",
        "new dashboard Mine",
    ),
    "a new widget": (
        lambda b: b["dashboards"][1]["widgets"].append({"key": "rate", "question": "win_rate"}),
        "dashboards.lead.widgets.rate",
        "看板 主管看板：新增组件 赢单率是多少",
        "Dashboard Manager's board: new widget What is the win rate",
    ),
    "stages of a widget": (
        lambda b: widget(b, "health").update(stages=["lead", "quote"]),
        "dashboards.lead.widgets.health.stages",
        "看板 主管看板 · 组件 过程健康度怎么样：显示的阶段 增加 报价，去掉 方案",
        "Dashboard Manager's board · Widget How healthy is the process: stages shown added Quote, removed Proposal",
    ),
    "another split of a widget": (
        lambda b: widget(b, "open").update(by="product"),
        "dashboards.lead.widgets.open.by",
        "看板 主管看板 · 组件 谁手里的单多：按什么分 问题原来的分法 → 产品",
        "Dashboard Manager's board · Widget Who has most in hand: split by as the question has it → Product",
    ),
    "the days of a widget": (
        lambda b: widget(b, "open").update(period="month"),
        "dashboards.lead.widgets.open.period",
        "看板 主管看板 · 组件 谁手里的单多：时间 问题原来的时间 → 本月",
        "Dashboard Manager's board · Widget Who has most in hand: days the question's own → this month",
    ),
    "the place of a widget": (
        lambda b: widget(b, "open")["place"].update(width=4),
        "dashboards.lead.widgets.open.place.width",
        "看板 主管看板 · 组件 谁手里的单多：宽度 6 → 4",
        "Dashboard Manager's board · Widget Who has most in hand: width 6 → 4",
    ),
    "a limit": (
        lambda b: stage(b, "quote").update(limit="7 days"),
        "processes.sales.stages.quote.limit",
        "阶段 报价：最多停留 5 天 → 7 天",
        "Stage Quote: longest stay 5 days → 7 days",
    ),
    "another unit": (
        lambda b: stage(b, "quote").update(limit="5 workdays"),
        "processes.sales.stages.quote.limit",
        "阶段 报价：最多停留 5 天 → 5 个工作日",
        "Stage Quote: longest stay 5 days → 5 workdays",
    ),
    "no limit any more": (
        lambda b: stage(b, "quote").pop("limit"),
        "processes.sales.stages.quote.limit",
        "阶段 报价：最多停留 5 天 → 不限",
        "Stage Quote: longest stay 5 days → no limit",
    ),
    "a warning": (
        lambda b: stage(b, "lead").pop("warn_before"),
        "processes.sales.stages.lead.warn_before",
        "阶段 线索：到期前提醒 1 个工作日 → 不提醒",
        "Stage Lead: warns before its end 1 workday → never",
    ),
    "an escalation": (
        lambda b: stage(b, "quote").update(escalate_after="2 hours"),
        "processes.sales.stages.quote.escalate_after",
        "阶段 报价：超时后上报 不上报 → 2 小时",
        "Stage Quote: escalates after its end never → 2 hours",
    ),
    "required fields": (
        lambda b: stage(b, "proposal")["gate"].update(fields=["temperature", "cost"]),
        "processes.sales.stages.proposal.gate.fields",
        "阶段 方案：必填字段 增加 成本，去掉 介质",
        "Stage Proposal: required fields added Cost, removed Medium",
    ),
    "only their order": (
        lambda b: stage(b, "proposal")["gate"].update(fields=["temperature", "medium"]),
        "processes.sales.stages.proposal.gate.fields",
        "阶段 方案：必填字段 顺序改为 温度、介质",
        "Stage Proposal: required fields order now Temperature, Medium",
    ),
    "a new deliverable": (
        lambda b: stage(b, "lead")["gate"].update(
            deliverables=[
                {"key": "photo", "label": {"zh": "现场照片", "en": "Site photo"}, "kind": "photo", "count": 2}
            ]
        ),
        "processes.sales.stages.lead.gate.deliverables.photo",
        "阶段 线索：新增交付物 现场照片（照片，× 2）",
        "Stage Lead: new deliverable Site photo (photo, × 2)",
    ),
    "how many": (
        lambda b: thing(b, "quote", "summaries").update(count=3),
        "processes.sales.stages.quote.gate.deliverables.summaries.count",
        "阶段 报价 · 交付物 沟通纪要：份数 2 → 3",
        "Stage Quote · Deliverable Summaries: count 2 → 3",
    ),
    "which files": (
        lambda b: thing(b, "proposal", "proposal_pdf").update(types=["pdf", "docx"]),
        "processes.sales.stages.proposal.gate.deliverables.proposal_pdf.types",
        "阶段 方案 · 交付物 技术方案 PDF：文件类型 增加 docx",
        "Stage Proposal · Deliverable Technical proposal PDF: file types added docx",
    ),
    "who reviews": (
        lambda b: thing(b, "quote", "terms").update(review="none"),
        "processes.sales.stages.quote.gate.deliverables.terms.review",
        "阶段 报价 · 交付物 商务条款：审核 主管审核 → 不审核",
        "Stage Quote · Deliverable Terms: review by the manager → none",
    ),
    "a deliverable gone": (
        lambda b: stage(b, "proposal")["gate"]["deliverables"].pop(1),
        "processes.sales.stages.proposal.gate.deliverables.receipt",
        "阶段 方案：删除交付物 客户确认收到",
        "Stage Proposal: removed deliverable Receipt confirmed by the customer",
    ),
    "ways back": (
        lambda b: stage(b, "quote").update(back_to=["proposal"]),
        "processes.sales.stages.quote.back_to",
        "阶段 报价：可退回到 去掉 线索",
        "Stage Quote: stages to go back to removed Lead",
    ),
    "a condition": (
        lambda b: stage(b, "tender").update(when=LARGE),
        "processes.sales.stages.tender.when",
        "阶段 招标：进入条件 要招标 等于 是 → 金额 不小于 500,000 且 要招标 等于 是",
        "Stage Tender: entered when Tender is yes → Amount is at least 500,000 and Tender is yes",
    ),
    "a condition gone": (
        lambda b: stage(b, "tender").pop("when"),
        "processes.sales.stages.tender.when",
        "阶段 招标：进入条件 要招标 等于 是 → 始终进入",
        "Stage Tender: entered when Tender is yes → always",
    ),
    "a new check": (
        lambda b: stage(b, "lead")["gate"].update(checks=[{"key": "big", "label": "够大", "holds": LARGE["all"][0]}]),
        "processes.sales.stages.lead.gate.checks.big",
        "阶段 线索：新增检查条件 够大（金额 不小于 500,000）",
        "Stage Lead: new check 够大 (Amount is at least 500,000)",
    ),
    "a stage moved": (
        lambda b: to_end(b["processes"][0]["stages"], 1),
        "processes.sales.stages.tender",
        "流程 销售流程：阶段 招标 移到 签约 之后",
        "Process Sales: stage Tender moved behind Sign",
    ),
    "a stage moved to the front": (
        lambda b: b["processes"][0]["stages"].insert(0, b["processes"][0]["stages"].pop(3)),
        "processes.sales.stages.quote",
        "流程 销售流程：阶段 报价 移到最前",
        "Process Sales: stage Quote moved to the beginning",
    ),
    "a stage gone": (
        lambda b: b["processes"][0]["stages"].pop(1),
        "processes.sales.stages.tender",
        "流程 销售流程：删除阶段 招标",
        "Process Sales: removed stage Tender",
    ),
    "times elsewhere": (
        lambda b: stage(b, "lead").update(reference={"target": 2.5}),
        "processes.sales.stages.lead.reference.target",
        "阶段 线索：目标用时 无 → 2.5 天",
        "Stage Lead: target none → 2.5 days",
    ),
    "a checklist": (
        lambda b: stage(b, "lead").update(checklist=[{"zh": "问预算", "en": "Ask for the budget"}]),
        "processes.sales.stages.lead.checklist",
        "阶段 线索：检查清单 增加 问预算",
        "Stage Lead: checklist added Ask for the budget",
    ),
    "the follow-up": (
        lambda b: b["processes"][0].update(follow_up="72 hours"),
        "processes.sales.follow_up",
        "流程 销售流程：多久必须跟进 48 小时 → 72 小时",
        "Process Sales: follow up within 48 hours → 72 hours",
    ),
    "a lost reason": (
        lambda b: b["processes"][0]["lost_reasons"].pop(0),
        "processes.sales.lost_reasons.price",
        "流程 销售流程：删除输单原因 价格",
        "Process Sales: removed lost reason Price",
    ),
    "a new field": (
        lambda b: b["objects"][0]["fields"].insert(1, {**MATERIAL, "required": True}),
        "objects.customer.fields.material",
        "对象 客户：新增字段 材质（单选，必填）",
        "Object Customer: new field Material (one choice, required)",
    ),
    "a field gone": (
        lambda b: b["objects"][2]["fields"].pop(4),
        "objects.opportunity.fields.cost",
        "对象 商机：删除字段 成本",
        "Object Opportunity: removed field Cost",
    ),
    "required": (
        lambda b: field(b, "customer", "city").update(required=True),
        "objects.customer.fields.city.required",
        "对象 客户 · 字段 城市：必填 否 → 是",
        "Object Customer · Field City: required no → yes",
    ),
    "a type": (
        lambda b: field(b, "customer", "city").update(type="long_text"),
        "objects.customer.fields.city.type",
        "对象 客户 · 字段 城市：类型 单行文字 → 多行文字",
        "Object Customer · Field City: type text → long text",
    ),
    "a unit": (
        lambda b: field(b, "opportunity", "temperature").update(unit="K"),
        "objects.opportunity.fields.temperature.unit",
        "对象 商机 · 字段 温度：单位 °C → K",
        "Object Opportunity · Field Temperature: unit °C → K",
    ),
    "no is a default, nothing is none": (
        lambda b: field(b, "opportunity", "needs_tender").update(default=False),
        "objects.opportunity.fields.needs_tender.default",
        "对象 商机 · 字段 要招标：默认值 无 → 否",
        "Object Opportunity · Field Tender: default none → no",
    ),
    "a formula": (
        lambda b: field(b, "opportunity", "cost").update(formula={"*": [{"field": "amount"}, {"+": [1, 0.5]}]}),
        "objects.opportunity.fields.cost.formula",
        "对象 商机 · 字段 成本：公式 无 → 金额 × (1 + 0.5)",
        "Object Opportunity · Field Cost: formula none → Amount × (1 + 0.5)",
    ),
    "a name in one language": (
        lambda b: field(b, "customer", "city").update(label={"zh": "所在地", "en": "City"}),
        "objects.customer.fields.city.label",
        "对象 客户 · 字段 所在地：名称 城市 → 所在地",
        "Object Customer · Field City: name (in Chinese) 城市 → 所在地",
    ),
    "the quick form": (
        lambda b: b["objects"][0].update(quick=["name", "source"]),
        "objects.customer.quick",
        "对象 客户：快速新建的字段 去掉 电话",
        "Object Customer: fields of the quick form removed Phone",
    ),
    "columns": (
        lambda b: b["objects"][0]["list_columns"].pop(),
        "objects.customer.list_columns",
        "对象 客户：列表的列 去掉 城市",
        "Object Customer: list columns removed City",
    ),
    "a section": (
        lambda b: b["objects"][0].update(form=[{"label": {"zh": "基本", "en": "Basics"}, "fields": ["name"]}]),
        "objects.customer.form.0",
        "对象 客户：新增表单分组 基本（1 个字段）",
        "Object Customer: new form section Basics (1 field)",
    ),
    "who sees it": (
        lambda b: b["objects"][1].update(visibility="owner"),
        "objects.product.visibility",
        "对象 产品：谁能看到 所有人 → 按负责人和主管",
        "Object Product: seen by everyone → owner and managers",
    ),
    "an entry": (
        lambda b: b["dictionaries"][0]["entries"].append({"key": "call", "label": {"zh": "来电", "en": "Call"}}),
        "dictionaries.sources.entries.call",
        "字典 来源：新增选项 来电",
        "Dictionary Source: new entry Call",
    ),
    "an entry archived": (
        lambda b: b["dictionaries"][0]["entries"][0].update(archived=True),
        "dictionaries.sources.entries.fair.archived",
        "字典 来源 · 选项 展会：状态 在用 → 停用",
        "Dictionary Source · Entry Fair: state in use → archived",
    ),
    "a scope": (
        lambda b: b["roles"][0].update(scope="team"),
        "roles.rep.scope",
        "角色 销售：能看到的范围 自己的 → 本组的",
        "Role Rep: sees own → team",
    ),
    "a right": (
        lambda b: b["roles"][0]["rights"].append("import.run"),
        "roles.rep.rights",
        "角色 销售：权限 增加 导入数据",
        "Role Rep: rights added import data",
    ),
    "what may be done": (
        lambda b: b["roles"][0]["objects"].update(customer=["read", "create"]),
        "roles.rep.objects.customer",
        "角色 销售：客户 可以 查看、新建",
        "Role Rep: Customer may read, create",
    ),
    "nothing may be done": (
        lambda b: b["roles"][0]["objects"].update(customer=[]),
        "roles.rep.objects.customer",
        "角色 销售：客户 可以 什么都不可以",
        "Role Rep: Customer may do nothing",
    ),
    "hidden fields": (
        lambda b: b["roles"][0].update(readonly={"customer": ["city"]}),
        "roles.rep.readonly.customer",
        "角色 销售：客户 只读字段 城市",
        "Role Rep: Customer read-only fields City",
    ),
    "what counts as contact": (
        lambda b: b["activity_kinds"][0].update(counts_as_contact=not b["activity_kinds"][0]["counts_as_contact"]),
        "activity_kinds.call.counts_as_contact",
        "跟进类型 电话：算作联系客户 是 → 否",
        "Kind of activity Call: counts as contact yes → no",
    ),
    "working hours": (
        lambda b: b["calendar"]["shifts"].update(fri=["09:00-12:00"]),
        "calendar.shifts.fri",
        "周五 上班时间 09:00-12:00、13:00-18:00 → 09:00-12:00",
        "Friday working hours 09:00-12:00, 13:00-18:00 → 09:00-12:00",
    ),
    "a day off": (
        lambda b: b["calendar"]["shifts"].pop("fri"),
        "calendar.shifts.fri",
        "周五 上班时间 09:00-12:00、13:00-18:00 → 休息",
        "Friday working hours 09:00-12:00, 13:00-18:00 → off",
    ),
    "the zone": (
        lambda b: b["calendar"].update(zone="Asia/Urumqi"),
        "calendar.zone",
        "时区 Asia/Shanghai → Asia/Urumqi",
        "time zone Asia/Shanghai → Asia/Urumqi",
    ),
    "a word nobody knows": (
        lambda b: b["roles"][0].update(colour="red"),
        "roles.rep.colour",
        "角色 销售：colour 无 → red",
        "Role Rep: colour none → red",
    ),
}


@pytest.mark.parametrize("what", TOLD)
def test_each_difference_is_told_with_its_place_in_both_languages(what: str) -> None:
    turn, place, zh, en = TOLD[what]
    new = deepcopy(COMPANY)
    turn(new)
    assert [(one.place, one.words) for one in changes(COMPANY, new, "zh")] == [(place, zh)]
    assert [(one.place, one.words) for one in changes(COMPANY, new, "en")] == [(place, en)]
    assert [one.place for one in changes(new, COMPANY, "zh")] == [place], "the way back is as long"


def test_all_differences_are_told_in_the_order_of_the_document() -> None:
    new = deepcopy(COMPANY)
    del new["roles"][0]
    field(new, "customer", "city")["required"] = True
    new["objects"].append({**new["objects"][1], "key": "plan", "label": "计划"})
    stage(new, "quote").update(limit="7 days", label={"zh": "报价单", "en": "Quote"})
    new["name"] = {"zh": "新公司", "en": "Test company"}
    assert [one.words for one in changes(COMPANY, new, "zh")] == [
        "公司配置的名称 试验公司 → 新公司",
        "对象 客户 · 字段 城市：必填 否 → 是",
        "新增对象 计划（2 个字段）",
        "阶段 报价单：名称 报价 → 报价单",
        "阶段 报价单：最多停留 5 天 → 7 天",
        "删除角色 销售",
    ]


def test_where_there_are_several_processes_a_stage_says_whose() -> None:
    old = deepcopy(COMPANY)
    old["processes"].append({**deepcopy(old["processes"][0]), "key": "more", "label": "另一个"})
    new = deepcopy(old)
    stage(new, "quote")["limit"] = "7 days"
    assert [one.words for one in changes(old, new, "zh")] == ["流程 销售流程 · 阶段 报价：最多停留 5 天 → 7 天"]


def test_a_name_is_told_language_by_language_and_once_where_both_are_one() -> None:
    old, new = deepcopy(COMPANY), deepcopy(COMPANY)
    new["objects"][0]["label"] = {"zh": "厂家", "en": "Works"}
    assert [one.words for one in changes(old, new, "zh")] == [
        "对象 厂家：名称 客户 → 厂家",
        "对象 厂家：名称（英文） Customer → Works",
    ]
    old["objects"][0]["label"], new["objects"][0]["label"] = "PN10", {"zh": "PN16", "en": "PN16"}
    assert [one.words for one in changes(old, new, "en")] == ["Object PN16: name PN10 → PN16"]


def test_two_ways_to_write_the_same_are_no_difference() -> None:
    new = deepcopy(COMPANY)
    stage(new, "quote")["limit"] = "5 天"
    new["objects"][0]["label"] = {"zh": "客户", "en": "Customer"}
    new["calendar"]["shifts"] = {"mon-fri": ["9:00-12:00", "13:00-18:00"]}
    field(new, "opportunity", "amount")["min"] = 0
    stage(new, "tender")["when"] = {"field": "needs_tender", "op": "eq", "value": True}
    assert changes(COMPANY, new, "zh") == []


def test_a_section_with_a_new_name_is_the_same_section() -> None:
    sections = [{"label": "甲", "fields": ["name"]}, {"label": "乙", "fields": ["phone"]}]
    old, new = deepcopy(COMPANY), deepcopy(COMPANY)
    old["objects"][0]["form"] = sections
    new["objects"][0]["form"] = [{"label": "丙", "fields": ["name", "city"]}, sections[1]]
    assert [(one.place, one.words) for one in changes(old, new, "zh")] == [
        ("objects.customer.form.0.label", "对象 客户 · 表单分组 丙：名称 甲 → 丙"),
        ("objects.customer.form.0.fields", "对象 客户 · 表单分组 丙：字段 增加 城市"),
    ]
    new["objects"][0]["form"] = sections[::-1]
    assert [one.words for one in changes(old, new, "zh")] == ["对象 客户：表单分组 乙 移到最前"]


def test_what_a_document_leaves_out_is_what_it_is_by_default() -> None:
    assert changes(BLUEPRINT, COMPANY, "zh") == []
    assert changes(COMPANY, BLUEPRINT, "en") == []


def test_two_values_that_differ_never_look_the_same() -> None:
    long = "很长的说明，" * 100
    for one, two in [(f"{long}甲", f"{long}乙"), ("a  b", "a b"), ("a\u200bb", "a b"), ("无", None), ("", None)]:
        old, new = deepcopy(COMPANY), deepcopy(COMPANY)
        field(old, "customer", "city")["unit"], field(new, "customer", "city")["unit"] = one, two
        (told,) = changes(old, new, "zh")
        was, is_now = told.words.split("单位 ")[1].split(" → ")
        assert was != is_now
        assert len(told.words) < 300


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_list_of_choices_has_its_words(lang: typing.Literal["zh", "en"]) -> None:
    def options(model: type[BaseModel], name: str) -> set[str]:
        return set(typing.get_args(model.model_fields[name].annotation))

    assert terms.FIELD_TYPES.keys() == TYPES.keys()
    assert terms.RIGHTS.keys() == set(RIGHTS)
    assert terms.ACTIONS.keys() == set(ACTIONS)
    assert terms.SCOPES.keys() == options(RoleDef, "scope")
    assert terms.REVIEWS.keys() == options(Deliverable, "review")
    assert terms.DELIVERABLE_KINDS.keys() == options(Deliverable, "kind")
    for said in (terms.FIELD_TYPES, terms.RIGHTS, terms.ACTIONS, terms.SCOPES):
        assert len({words.say(lang) for words in said.values()}) == len(said)


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_of_every_part_has_a_name(kind: str) -> None:
    found = KINDS[kind]
    assert {*found.members, "key"} - set(found.model.model_fields) <= {"key"}
    assert set(found.model.model_fields) - set(found.members) <= {"key"}, "a member without a name for people"
    for member in found.members.values():
        assert not isinstance(member, Inside | Parts) or member.kind in KINDS


# ── nothing is left out ───────────────────────────────────────────────────────

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from(
        ["", "no", "7 days", "3 个工作日", "name", "amount", "\u202eabc\x00", "a\nb", "{key}", "%s", "x" * 500]
    ),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.just({"zh": None}),
    st.just({"zh": "\ud800", "en": 5}),
    st.lists(st.sampled_from(["name", "lead", 1, None]), max_size=3),
    st.builds(lambda key: [{"key": key, "label": None}], st.sampled_from(["name", "x", 3, None])),
)


def places(value: object, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(one for step, part in inner for one in places(part, (*way, step)))]


@cache
def pack(key: str) -> tuple[Body, list[tuple[Any, ...]]]:
    body = design.read(reading.blueprint(key)).body()
    return body, places(body)[1:]


def changed_once(data: st.DataObject, body: Body, way: tuple[Any, ...]) -> None:
    """Do something to the value at the end of the way, if the way is still there."""
    holder: Any = body
    try:
        for step in way[:-1]:
            holder = holder[step]
        holder[way[-1]]
    except (KeyError, IndexError, TypeError):
        return
    if isinstance(holder, str):
        return
    match data.draw(st.sampled_from(["replace", "remove", "reverse", "copy", "add"])):
        case "remove":
            del holder[way[-1]]
        case "reverse" if isinstance(holder[way[-1]], list):
            holder[way[-1]].reverse()
        case "copy" if isinstance(holder, list):
            holder.append(deepcopy(holder[way[-1]]))
        case "add" if isinstance(holder, dict):
            holder[data.draw(st.sampled_from(["help", "label", "colour", "{x}", "", "formula"]))] = data.draw(ODD)
        case _:
            holder[way[-1]] = data.draw(ODD)


def without_nulls(value: Any) -> Any:  # noqa: ANN401 - a null takes a member away
    if isinstance(value, dict):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    return [without_nulls(part) for part in value] if isinstance(value, list) else value


def read(body: Body) -> Body | None:
    try:
        return Blueprint.model_validate(body).body()
    except (ValidationError, ValueError, UnicodeEncodeError):
        return None


@settings(max_examples=150, deadline=None)
@given(data=st.data(), key=st.sampled_from(["pump-valve", "medical-device"]), lang=st.sampled_from(["zh", "en"]))
def test_a_change_is_told_exactly_where_two_bodies_differ(
    data: st.DataObject, key: str, lang: typing.Literal["zh", "en"]
) -> None:
    old, ways = pack(key)
    new = deepcopy(old)
    for way in data.draw(st.lists(st.sampled_from(ways), min_size=1, max_size=4)):
        changed_once(data, new, way)
    told = changes(old, new, lang)
    for one in told:
        assert one.words == " ".join(one.words.split()) or "\u3000" in one.words
        assert one.words.isprintable()
        assert one.words.encode()
    written = read(new) or read(without_nulls(new))
    if spoken.same(old, new):
        assert told == []
    elif written is not None:
        assert bool(told) is (not spoken.same(old, written))
        assert bool(changes(old, written, lang)) is bool(told), "as it is written or as it is kept: the same question"
    else:
        assert told, "a body that can't be read differs from one that can"
    assert bool(changes(new, old, lang)) is bool(told)
    assert changes(new, new, lang) == []


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_lists_are_merged_in_the_new_order_and_as_few_as_possible_moved(old: list[str], new: list[str]) -> None:
    whole = lists.merged(old, new)
    assert sorted(whole) == sorted({*old, *new})
    assert [key for key in whole if key in new] == new
    moved = lists.moved(old, new)
    assert [key for key in old if key in new and key not in moved] == [
        key for key in new if key in old and key not in moved
    ]
    common = [key for key in old if key in new]
    if sum(a != b for a, b in zip(common, [key for key in new if key in old], strict=True)) == 0:
        assert moved == set()


@pytest.mark.parametrize("body", [{}, {"objects": 5}, {"objects": [1, 2]}, {"roles": [{"key": "a"}, {"key": "a"}]}])
def test_a_body_that_is_none_is_told_of_all_the_same(body: Body) -> None:
    assert changes(COMPANY, body, "zh")
    assert changes(body, COMPANY, "en")
    assert changes(body, deepcopy(body), "zh") == []
