"""Every part of a configuration with its members, their names, and how each is compared; a test holds it complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.activity.definition import ActivityKind, Script
from bihuan.design.definition import Blueprint
from bihuan.design.differing import approving, briefs, steps, terms, values
from bihuan.design.differing.members import ByKey, Inside, Items, Kind, Parts, Text, Value
from bihuan.kernel.words import Words
from bihuan.notices.definition import NoticesDef
from bihuan.objects import definition as objects
from bihuan.objects import grades
from bihuan.org.definition import CalendarDef, RoleDef
from bihuan.pool.definition import PoolDef
from bihuan.process import definition as process
from bihuan.reports import definition as reports
from bihuan.reports.questions import PERIODS, SHOWN
from bihuan.rules import definition as rules


def _w(zh: str, en: str) -> Words:
    return Words(zh=zh, en=en)


_LABEL = Text(_w("名称", "name"))
_HELP = Text(_w("说明", "help"))
_CHECKLIST = Items(_w("检查清单", "checklist"))
_UNLIMITED = _w("不限", "no limit")
_NEVER = _w("不提醒", "never")
_NONE = _w("没有", "none")


def _named(raw: Any) -> Any:  # noqa: ANN401 - a draft may hold anything
    """A reference may be written as its note alone."""
    return {"note": raw} if isinstance(raw, str) or (isinstance(raw, dict) and "zh" in raw) else raw


KINDS: Mapping[str, Kind] = {
    "blueprint": Kind(
        Blueprint,
        {
            "name": Text(_w("公司配置的名称", "the configuration's name")),
            "lang": Value(_w("首选语言", "first language"), values.one_of(terms.LANGS)),
            "objects": Parts("object", _w("对象", "object")),
            "dictionaries": Parts("dictionary", _w("字典", "dictionary")),
            "processes": Parts("process", _w("流程", "process")),
            "roles": Parts("role", _w("角色", "role")),
            "activity_kinds": Parts("activity_kind", _w("跟进类型", "kind of activity")),
            "dashboards": Parts("dashboard", _w("看板", "dashboard")),
            "approvals": Parts("approval", _w("审批", "approval")),
            "grades": Parts("grading", _w("分级", "grading")),
            "rules": Parts("rule", _w("规则", "rule")),
            "pools": Parts("pool", _w("公海", "pool")),
            "calendar": Inside("calendar"),
            "notices": Inside("notices"),
        },
    ),
    "object": Kind(
        objects.ObjectDef,
        {
            "label": _LABEL,
            "plural": Text(_w("复数名称", "plural")),
            "title": Value(_w("标题字段", "title field"), values.field),
            "visibility": Value(_w("谁能看到", "seen by"), values.one_of(terms.VISIBILITIES)),
            "fields": Parts("field", _w("字段", "field")),
            "quick": Items(_w("快速新建的字段", "fields of the quick form"), values.field),
            "form": Parts("section", _w("表单分组", "form section"), keyed=False),
            "list_columns": Items(_w("列表的列", "list columns"), values.field),
            "icon": Value(_w("图标", "icon")),
            "help": _HELP,
        },
        briefs.object_,
    ),
    "field": Kind(
        objects.FieldDef,
        {
            "label": _LABEL,
            "type": Value(_w("类型", "type"), values.one_of(terms.FIELD_TYPES)),
            "required": Value(_w("必填", "required"), values.yes_or_no),
            "unit": Value(_w("单位", "unit")),
            "min": Value(_w("下限", "lower limit"), nothing=_UNLIMITED),
            "max": Value(_w("上限", "upper limit"), nothing=_UNLIMITED),
            "pattern": Value(_w("格式", "pattern")),
            "choices": Parts("choice", _w("选项", "choice")),
            "dictionary": Value(_w("所用字典", "dictionary"), values.dictionary),
            "to": Value(_w("关联到", "points to"), values.object_),
            "personal": Value(_w("个人信息", "personal"), values.yes_or_no),
            "unique": Value(_w("不许重复", "unique"), values.yes_or_no),
            "default": Value(_w("默认值", "default")),
            "help": _HELP,
            "synonyms": Items(_w("别名", "synonyms")),
            "formula": Value(_w("公式", "formula"), values.formula),
            "prefix": Value(_w("编号前缀", "prefix")),
        },
        briefs.field,
    ),
    "section": Kind(
        objects.Section,
        {
            "label": _LABEL,
            "fields": Items(_w("字段", "fields"), values.field),
            "visible_when": Value(_w("显示条件", "shown when"), values.condition, _w("始终显示", "always")),
        },
        briefs.section,
    ),
    "dictionary": Kind(
        objects.DictionaryDef,
        {"label": _LABEL, "entries": Parts("choice", _w("选项", "entry"))},
        briefs.dictionary,
    ),
    "choice": Kind(
        objects.Choice,
        {
            "label": _LABEL,
            "synonyms": Items(_w("别名", "synonyms")),
            "archived": Value(_w("状态", "state"), values.in_use),
        },
    ),
    "process": Kind(
        process.Process,
        {
            "label": _LABEL,
            "object": Value(_w("管理的对象", "object"), values.object_),
            "stages": Parts("stage", _w("阶段", "stage")),
            "won": Text(_w("赢单的说法", "the word for won")),
            "lost": Text(_w("输单的说法", "the word for lost")),
            "lost_reasons": Parts("reason", _w("输单原因", "lost reason")),
            "back_reasons": Parts("reason", _w("退回原因", "reason to go back")),
            "follow_up": Value(_w("多久必须跟进", "follow up within"), values.limit, _UNLIMITED),
            "amount": Value(_w("金额字段", "amount field"), values.field),
        },
        briefs.process,
    ),
    "stage": Kind(
        process.Stage,
        {
            "label": _LABEL,
            "when": Value(_w("进入条件", "entered when"), values.condition, _w("始终进入", "always")),
            "limit": Value(_w("最多停留", "longest stay"), values.limit, _UNLIMITED),
            "warn_before": Value(_w("到期前提醒", "warns before its end"), values.limit, _NEVER),
            "escalate_after": Value(_w("超时后上报", "escalates after its end"), values.limit, _w("不上报", "never")),
            "gate": Inside("gate"),
            "back_to": Items(_w("可退回到", "stages to go back to"), values.stage),
            "script": Text(_w("话术", "script")),
            "checklist": _CHECKLIST,
            "reference": Inside("reference"),
        },
        briefs.stage,
    ),
    "gate": Kind(
        process.Gate,
        {
            "fields": Items(_w("必填字段", "required fields"), values.field),
            "deliverables": Parts("deliverable", _w("交付物", "deliverable")),
            "alternatives": Parts("alternative", _w("多选一", "alternative")),
            "checks": Parts("check", _w("检查条件", "check")),
        },
    ),
    "deliverable": Kind(
        process.Deliverable,
        {
            "label": _LABEL,
            "kind": Value(_w("种类", "kind"), values.one_of(terms.DELIVERABLE_KINDS)),
            "count": Value(_w("份数", "count")),
            "types": Items(_w("文件类型", "file types")),
            "min_length": Value(_w("最少字数", "fewest characters")),
            "fields": Items(_w("表单字段", "form fields"), values.field),
            "object": Value(_w("关联记录的对象", "object of the record"), values.object_),
            "of": Value(_w("确认的是", "confirms"), values.deliverable),
            "role": Value(_w("由谁办", "done by"), values.role),
            "limit": Value(_w("多久办完", "done within"), values.limit, _UNLIMITED),
            "activity_kinds": Items(_w("跟进类型", "kinds of activity"), values.activity_kind),
            "approval": Value(_w("要过的审批", "approval"), values.approval),
            "review": Value(_w("审核", "review"), values.one_of(terms.REVIEWS)),
            "reviewer_role": Value(_w("审核角色", "reviewing role"), values.role),
            "sample": Value(_w("示例文件", "sample"), values.sample),
            "help": _HELP,
        },
        briefs.deliverable,
    ),
    "alternative": Kind(
        process.Alternative,
        {"label": _LABEL, "ways": Items(_w("可选方式", "ways"), values.way)},
        briefs.alternative,
    ),
    "check": Kind(
        process.Check, {"label": _LABEL, "holds": Value(_w("条件", "condition"), values.condition)}, briefs.check
    ),
    "reference": Kind(
        process.Reference,
        {
            "target": Value(_w("目标用时", "target"), values.days),
            "usual": Value(_w("同行一般用时", "usual in the trade"), values.days),
            "rival": Value(_w("最快对手用时", "fastest rival"), values.days),
            "note": Text(_w("用时说明", "note on the times")),
        },
        read=_named,
    ),
    "reason": Kind(process.Reason, {"label": _LABEL}),
    "role": Kind(
        RoleDef,
        {
            "label": _LABEL,
            "scope": Value(_w("能看到的范围", "sees"), values.one_of(terms.SCOPES)),
            "rights": Items(_w("权限", "rights"), values.one_of(terms.RIGHTS)),
            "objects": ByKey(
                _w("可以", "may"),
                values.object_,
                values.one_of(terms.ACTIONS),
                _w("{key} 不再单独规定（原来可以 {was}）", "{key} not named any more (might {was})"),
                _w("什么都不可以", "do nothing"),
            ),
            "hidden": ByKey(
                _w("不可见字段", "hidden fields"),
                values.object_,
                values.field,
                _w("{key} 不再有不可见字段（原来 {was}）", "{key} without hidden fields (before: {was})"),
                fields_of_key=True,
            ),
            "readonly": ByKey(
                _w("只读字段", "read-only fields"),
                values.object_,
                values.field,
                _w("{key} 不再有只读字段（原来 {was}）", "{key} without read-only fields (before: {was})"),
                fields_of_key=True,
            ),
        },
        briefs.role,
    ),
    "activity_kind": Kind(
        ActivityKind,
        {
            "label": _LABEL,
            "counts_as_contact": Value(_w("算作联系客户", "counts as contact"), values.yes_or_no),
            "scripts": Parts("script", _w("话术", "script"), keyed=False),
            "checklist": _CHECKLIST,
        },
    ),
    "script": Kind(Script, {"label": _LABEL, "text": Text(_w("内容", "text"))}),
    "calendar": Kind(
        CalendarDef,
        {
            "shifts": ByKey(
                _w("上班时间", "working hours"),
                values.one_of(terms.WEEKDAYS),
                values.plain,
                _w("{key} 上班时间 {was} → 休息", "{key} working hours {was} → off"),
                _w("休息", "off"),
            ),
            "holidays": Value(_w("节假日", "holidays"), values.one_of(terms.HOLIDAYS)),
            "zone": Value(_w("时区", "time zone")),
        },
    ),
    "notices": Kind(
        NoticesDef,
        {
            "digests": Items(_w("提醒汇总的时间", "times of the digest")),
            "quiet_from": Value(_w("免打扰开始", "quiet from")),
            "quiet_until": Value(_w("免打扰结束", "quiet until")),
            "at_once": Items(_w("马上提醒的", "told at once"), values.one_of(terms.URGENT)),
            "most_at_once": Value(_w("每天马上提醒最多几次", "most at once a day")),
            "gap_minutes": Value(_w("两次马上提醒至少隔几分钟", "minutes between two at once")),
            "climb_after": Value(_w("多久没人回应就上报", "goes further up after"), values.limit),
            "climb_most": Value(_w("最多上报几级", "leaders further up at most")),
        },
    ),
    "grading": Kind(
        grades.GradingDef,
        {
            "label": _LABEL,
            "object": Value(_w("给谁分级", "grades"), values.object_),
            "field": Value(_w("等级字段", "field"), values.field),
            "rules": Parts("grade_rule", _w("规则", "rule")),
            "otherwise": Value(_w("都不符合时", "where no rule holds"), values.grade),
        },
    ),
    "grade_rule": Kind(
        grades.GradeRule,
        {"grade": Value(_w("等级", "grade"), values.grade), "holds": Value(_w("条件", "condition"), values.condition)},
        briefs.grade_rule,
    ),
    "rule": Kind(
        rules.RuleDef,
        {
            "label": _LABEL,
            "object": Value(_w("看哪个对象", "about"), values.object_),
            "active": Value(_w("启用", "active"), values.yes_or_no),
            "on": Items(_w("当", "listens to"), steps.trigger),
            "wait": Value(_w("等多久", "waits"), steps.wait, _w("不等", "not at all")),
            "when": Value(_w("条件", "condition"), values.condition, _w("始终", "always")),
            "then": Items(_w("就", "does"), steps.step),
            "otherwise": Items(_w("否则", "else does"), steps.step),
            "most_per_hour": Value(_w("每小时最多几次", "most in an hour")),
        },
        briefs.rule,
    ),
    "pool": Kind(
        PoolDef,
        {
            "label": _LABEL,
            "object": Value(_w("哪个对象的公海", "of which object"), values.object_),
            "roles": Items(_w("谁能领取", "who may claim"), values.role),
            "shows": Items(_w("领取前显示的字段", "fields shown before"), values.field),
            "per_day": Value(_w("每人每天最多领取", "claims a day"), nothing=_UNLIMITED),
            "most": Value(_w("每人最多持有", "held at most"), nothing=_UNLIMITED),
            "protected": Value(_w("保护期", "protection"), values.limit, _NONE),
            "return_after": Value(_w("多久没动静自动退回", "goes back after"), values.limit, _w("不自动退回", "never")),
            "keep_open": Value(_w("流程进行中的不退回", "open journeys stay"), values.yes_or_no),
            "cool_down": Value(_w("退回后的冷却期", "cool-down"), values.limit, _NONE),
        },
    ),
    **approving.KINDS,
    "dashboard": Kind(
        reports.DashboardDef,
        {
            "label": _LABEL,
            "roles": Items(_w("给哪些角色", "for the roles"), values.role),
            "widgets": Parts("widget", _w("组件", "widget"), called=briefs.widget_title),
        },
        briefs.dashboard,
    ),
    "widget": Kind(
        reports.Widget,
        {
            "question": Value(_w("问题", "question"), values.question),
            "label": _LABEL,
            "process": Value(_w("流程", "process"), values.process),
            "by": Value(_w("按什么分", "split by"), values.split, _w("问题原来的分法", "as the question has it")),
            "period": Value(_w("时间", "days"), values.one_of(PERIODS), _w("问题原来的时间", "the question's own")),
            "only": ByKey(
                _w("只看", "only"),
                values.field,
                values.plain,
                _w("{key} 不再筛选（原来只看 {was}）", "{key} not filtered any more (was {was})"),
            ),
            "stages": Items(_w("显示的阶段", "stages shown"), values.stage),
            "look": Value(_w("展示方式", "look"), values.one_of(SHOWN), _w("问题原来的样子", "as the question has it")),
            "place": Inside("place"),
        },
    ),
    "place": Kind(
        reports.Place,
        {
            "column": Value(_w("第几列", "column")),
            "row": Value(_w("第几行", "row")),
            "width": Value(_w("宽度", "width")),
            "height": Value(_w("高度", "height")),
        },
    ),
}
