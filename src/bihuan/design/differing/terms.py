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
    approval=("审批", "approval"),
)
REVIEWS = _said(none=("不审核", "none"), manager=("主管审核", "by the manager"), role=("指定角色审核", "by a role"))
ON_CHANGE = _said(reopen=("重新审", "asked anew"), show=("只提示审批人", "only shown"))
MODES = _said(
    all=("全部同意", "all must agree"),
    any=("谁先答算谁的", "the first answer decides"),
    vote=("够票数就行", "enough votes"),
)
APPROVERS = _said(
    person=("指定的人", "person"),
    role=("角色", "role"),
    manager=("直属主管", "direct manager"),
    team=("团队负责人", "manager of team"),
    skill=("技能", "skill"),
)
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
URGENT = _said(warn=("快到时限", "nearly due"), due=("已超时", "overdue"), escalate=("严重超时", "long overdue"))
LANGS = _said(zh=("中文", "Chinese"), en=("英文", "English"))
HAPPENINGS: Mapping[str, Words] = {
    "record.created": Words(zh="新建记录", en="a record is made"),
    "record.changed": Words(zh="记录有修改", en="a record is changed"),
    "record.assigned": Words(zh="换了负责人", en="a record gets another owner"),
    "stage.entered": Words(zh="进入阶段", en="a stage is entered"),
    "stage.left": Words(zh="离开阶段", en="a stage is left"),
    "stage.nearly_due": Words(zh="阶段快到时限", en="a stage is nearly due"),
    "stage.overdue": Words(zh="阶段超时", en="a stage is overdue"),
    "stage.escalated": Words(zh="阶段严重超时", en="a stage is escalated"),
    "journey.closed": Words(zh="赢单或输单", en="a deal is won or lost"),
    "follow_up.missed": Words(zh="过了时间没跟进", en="a follow-up is missed"),
    "activity.logged": Words(zh="记了跟进", en="an activity is logged"),
    "task.done": Words(zh="待办完成", en="a task is done"),
    "task.overdue": Words(zh="待办超时", en="a task is overdue"),
    "deliverable.handed_in": Words(zh="提交交付物", en="a deliverable is handed in"),
    "deliverable.accepted": Words(zh="交付物审核通过", en="a deliverable is accepted"),
    "deliverable.rejected": Words(zh="交付物被退回", en="a deliverable is rejected"),
    "confirmation.confirmed": Words(zh="客户确认", en="the customer confirms"),
    "confirmation.declined": Words(zh="客户没有确认", en="the customer declines"),
    "exception.made": Words(zh="例外通行", en="an exception is made"),
    "approval.decided": Words(zh="审批有结果", en="an approval is decided"),
    "schedule": Words(zh="到点", en="at a time"),
}
EVERY = _said(
    day=("每天", "every day"),
    workday=("每个工作日", "every workday"),
    week=("每周", "every week"),
    month=("每月", "every month"),
)
WEEKDAY_NUMBERS: Mapping[str, Words] = {
    str(number): Words(zh=f"每周{zh}", en=f"on {en}s")
    for number, (zh, en) in enumerate(
        [
            *(("一", "Monday"), ("二", "Tuesday"), ("三", "Wednesday"), ("四", "Thursday")),
            *(("五", "Friday"), ("六", "Saturday"), ("日", "Sunday")),
        ],
        start=1,
    )
}
OUTCOMES = _said(won=("赢单", "won"), lost=("输单", "lost"))
DECISIONS = _said(
    approved=("通过", "approved"),
    rejected=("没通过", "rejected"),
    withdrawn=("撤回", "withdrawn"),
    lapsed=("失效", "lapsed"),
)
SHARES = _said(in_turn=("轮流", "in turn"), least_load=("按手上最少的", "by the least load"))
