"""The words for what comes out of closed lists."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.kernel.words import Words


def _said(**pairs: tuple[str, str]) -> Mapping[str, Words]:
    return {key: Words(zh=zh, en=en) for key, (zh, en) in pairs.items()}


FIELD_TYPES = _said(
    address=("地址", "address"),
    audio=("录音", "audio"),
    auto_number=("自动编号", "automatic number"),
    boolean=("是/否", "yes or no"),
    choice=("单选", "one choice"),
    choices=("多选", "several choices"),
    date=("日期", "date"),
    datetime=("日期和时间", "date and time"),
    decimal=("小数", "number"),
    duration=("时长", "duration"),
    email=("邮箱", "e-mail"),
    file=("文件", "file"),
    formula=("公式", "formula"),
    integer=("整数", "whole number"),
    long_text=("多行文字", "long text"),
    member=("成员", "person"),
    money=("金额", "money"),
    percent=("百分比", "percentage"),
    phone=("电话", "phone"),
    photo=("照片", "photo"),
    reference=("关联", "reference"),
    signature=("签名", "signature"),
    team=("团队", "team"),
    text=("单行文字", "text"),
    url=("网址", "web address"),
)
DELIVERABLE_KINDS = _said(
    file=("文件", "file"),
    photo=("照片", "photo"),
    audio=("录音", "audio"),
    summary=("跟进记录", "logged activity"),
    text=("文字", "text"),
    form=("表单", "form"),
    record=("关联记录", "record"),
    confirmation=("客户确认", "customer's confirmation"),
    task=("别的部门办", "task of another department"),
)
REVIEWS = _said(none=("不审核", "none"), manager=("主管审核", "by the manager"), role=("指定角色审核", "by a role"))
SCOPES = _said(own=("自己的", "own"), team=("本组的", "team"), region=("本大区的", "region"), all=("全公司的", "all"))
VISIBILITIES = _said(owner=("按负责人和主管", "owner and managers"), everyone=("所有人", "everyone"))
ACTIONS = _said(
    read=("查看", "read"),
    create=("新建", "create"),
    update=("修改", "change"),
    delete=("删除", "delete"),
    export=("导出", "export"),
)
RIGHTS = {
    right: Words(zh=zh, en=en)
    for right, zh, en in (
        ("process.exception", "例外通行", "pass a closed gate"),
        ("process.review", "审核交付物", "review deliverables"),
        ("process.move_any", "移动任何旅程", "move any journey"),
        ("records.assign", "转交记录", "hand records over"),
        ("import.run", "导入数据", "import data"),
        ("org.manage", "管理成员和团队", "manage people and teams"),
        ("blueprint.release", "发布配置", "release the configuration"),
        ("metrics.read", "看指标", "read metrics"),
        ("tokens.create", "创建接口令牌", "create API tokens"),
    )
}
WEEKDAYS = _said(
    mon=("周一", "Monday"),
    tue=("周二", "Tuesday"),
    wed=("周三", "Wednesday"),
    thu=("周四", "Thursday"),
    fri=("周五", "Friday"),
    sat=("周六", "Saturday"),
    sun=("周日", "Sunday"),
)
HOLIDAYS = _said(cn=("中国", "China"), none=("不放节假日", "none"))
LANGS = _said(zh=("中文", "Chinese"), en=("英文", "English"))
