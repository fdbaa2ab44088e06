"""What each kind of problem is called, and what can be done about it, in the languages of the product. Pure."""

from __future__ import annotations

from bihuan.importer.findings import Finding
from bihuan.kernel.words import Words


def _said(zh: str, en: str) -> Words:
    return Words(zh=zh, en=en)


KINDS = {
    "unknown_choice": _said("不在选项里", "Not one of the choices"),
    "unknown_country": _said("不认识的国家或地区，可能写错了", "Unknown country, perhaps misspelt"),
    "reference_not_found": _said("找不到所指的记录", "Refers to something that is not there"),
    "reference_ambiguous": _said("名称对应多条记录", "The name stands for several records"),
    "reference_empty": _said("没有填所指的记录", "Refers to nothing"),
    "circular_reference": _said("互相指成一圈", "Refers to itself in a circle"),
    "wrong_type": _said("格式不对", "Cannot be read"),
    "cell_error": _said("公式出错的单元格", "A formula that failed"),
    "empty_mark": _said("用符号表示的空值", "A mark that stands for nothing"),
    "missing_required": _said("缺必填项", "Something required is missing"),
    "formula_like": _said("像公式的文字，按文字保存，不会运行", "Looks like a formula; kept as text, never run"),
    "duplicate_rows": _said("文件里重复的行", "Stands in the file twice"),
    "already_there": _said("系统里已经有了", "Already in the workspace"),
    "wider_rows": _said("单元格比表头多", "More cells than headings"),
    "person_not_found": _said("找不到这个人", "Nobody of that name"),
    "owner_empty": _said("没有负责人", "No owner"),
    "unknown_stage": _said("不认识的阶段", "Unknown stage"),
    "stage_empty": _said("没有阶段", "No stage"),
    "start_missing": _said("没有开始日期", "No date of beginning"),
    "close_missing": _said("已结束但没有结束日期", "Ended, without a date of ending"),
    "date_order": _said("结束早于开始", "Ended before it began"),
    "unknown_reason": _said("不认识的输单原因", "Unknown reason for losing"),
    "unknown_role": _said("不认识的角色", "Unknown role"),
    "column_not_imported": _said("这一列不会导入", "This column is not imported"),
    "never_referenced": _said("没有任何数据用到", "Nothing refers to it"),
    "case_empty": _said("没有案例编号", "No case"),
    "activity_empty": _said("没有活动名称", "No activity"),
    "time_empty": _said("没有时间", "No time"),
    "bad_time": _said("时间读不懂", "A time that cannot be read"),
    "in_future": _said("时间在将来", "A time still to come"),
    "name_too_long": _said("名称太长", "A name that is too long"),
    "duplicate_events": _said("同一件事记了两次", "The same event twice"),
    "not_complete": _said("不是“完成”的记录", "Not the end of an activity"),
    "zone_missing": _said("时间没有写时区", "A time without its zone"),
    "out_of_order": _said("案例的记录不按时间排", "A case whose lines are not in order of time"),
    "columns_aside": _said("日志用不到的列", "Columns that a log does not need"),
}
_REMEDIES = {
    "replace": _said("替换成正确的写法", "replace it"),
    "create": _said("新建缺少的记录", "create what is missing"),
    "leave_empty": _said("留空", "leave it empty"),
    "skip_rows": _said("跳过这些行", "skip these rows"),
    "importer": _said("归到导入人名下", "give them to whoever imports"),
    "keep": _said("照原样导入", "import as it is"),
}
_KEPT = {
    "start_missing": _said("从导入之日算起", "the journey begins with the import"),
    "never_referenced": _said("照常导入，请核对", "imported all the same; check them"),
    "column_not_imported": _said("需要的话，给它选一个字段", "choose a field for it if it is needed"),
    "zone_missing": _said("按企业的时区算", "taken in the company's own zone"),
    "out_of_order": _said("已按时间排好", "put in order"),
    "columns_aside": _said("不导入", "left aside"),
}


def title(kind: str) -> Words:
    """What this kind of problem is called."""
    return KINDS[kind]


def remedy(found: Finding) -> Words:
    """What happens to these rows, or what would be best to do."""
    if found.by is not None:
        return (
            _said(f"已替换成“{found.by}”", f"replaced by '{found.by}'") if found.by else _said("已留空", "left empty")
        )
    if found.treatment == "create":
        return _said("已安排新建", "will be created")
    if found.nearest is not None:
        return _said(f"替换成“{found.nearest}”？", f"replace by '{found.nearest}'?")
    if found.treatment == "keep" and found.kind in _KEPT:
        return _KEPT[found.kind]
    return _REMEDIES[found.treatment]


def actions(kinds: tuple[str, ...]) -> list[dict[str, object]]:
    """All that may be chosen, with its words."""
    return [{"key": kind, "label": _REMEDIES[kind].model_dump()} for kind in kinds]
