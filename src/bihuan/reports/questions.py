"""The questions that a dashboard can ask, ready made, in plain words: each is a number of the catalogue or a board.

Nothing is counted here: a question names the metric, by what it is split, and how its answer is shown. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bihuan.kernel.words import Lang, Words
from bihuan.metrics import catalogue
from bihuan.metrics.definition import DIMENSIONS, TIMES, Dimension, Metric, Which
from bihuan.metrics.periods import Period
from bihuan.objects.definition import ObjectDef
from bihuan.reports.definition import Look, Widget

Board = Literal["health", "funnel", "stuck"]
Group = Literal["results", "pipeline", "process", "contact", "evidence"]
GROUPS: Mapping[Group, Words] = {
    "results": Words(zh="成果", en="Results"),
    "pipeline": Words(zh="在手", en="In hand"),
    "process": Words(zh="过程", en="Process"),
    "contact": Words(zh="跟进", en="Follow-up"),
    "evidence": Words(zh="凭证", en="Evidence"),
}
SHOWN: Mapping[str, Words] = {
    "number": Words(zh="数字", en="Number"),
    "bar": Words(zh="条形图", en="Bars"),
    "line": Words(zh="折线图", en="Line"),
    "heat": Words(zh="热力表", en="Heat table"),
    "table": Words(zh="表格", en="Table"),
    "funnel": Words(zh="漏斗", en="Funnel"),
    "health": Words(zh="健康度", en="Health board"),
    "list": Words(zh="清单", en="List"),
}
PERIODS: Mapping[str, Words] = {
    "week": Words(zh="本周", en="this week"),
    "month": Words(zh="本月", en="this month"),
    "quarter": Words(zh="本季", en="this quarter"),
    "year": Words(zh="今年", en="this year"),
    "all": Words(zh="全部时间", en="all time"),
}
_OF_BOARDS: Mapping[Board, tuple[Look, ...]] = {
    "health": ("health",),
    "funnel": ("funnel", "table"),
    "stuck": ("list",),
}
_NOW = frozenset({Which.OPEN, Which.STALE, Which.OVERDUE})
FIELD_TYPES = ("choice", "boolean", "reference", "member")  # by which a number can be split
PICKED = ("choice", "boolean")  # whose values stand in the configuration itself


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing to ask: of which metric or board, split by what, shown how, of which days unless said otherwise."""

    key: str
    group: Group
    label: Words
    look: Look
    period: Period
    metric: str | None = None
    board: Board | None = None
    by: Dimension | None = None

    @property
    def measured(self) -> Metric | None:
        """The metric it asks for; None for a board."""
        return catalogue.METRICS[self.metric] if self.metric else None

    def looks(self, by: str | None) -> tuple[Look, ...]:
        """How its answer can be shown, split in this way, the usual one first."""
        if self.board:
            return _OF_BOARDS[self.board]
        if by is None:
            return ("number",)
        if by in TIMES:
            return ("line", "bar", "table", "number")
        return ("bar", "table", "heat", "number") if self.heatable else ("bar", "table", "number")

    @property
    def of_now(self) -> bool:
        """Whether it is about what is so now, whatever days somebody looks at."""
        metric = self.measured
        return self.board == "stuck" or (metric is not None and metric.which in _NOW)

    @property
    def can_choose(self) -> bool:
        """Whether it can be asked of some records alone: what is added up beforehand knows nothing of fields."""
        return self.board in {None, "health"}

    @property
    def heatable(self) -> bool:
        """Whether the number means something week by week."""
        metric = self.measured
        return metric is not None and Dimension.WEEK in metric.by


def by_of(widget: Widget) -> str | None:
    """By what a widget's number is split."""
    asked = QUESTIONS.get(widget.question)
    return widget.by or (asked.by.value if asked and asked.by else None)


def look_of(widget: Widget, question: Question) -> Look:
    """How a widget is shown: as it says, else as its question is, else as its split can be."""
    by = by_of(widget)
    if widget.look:
        return widget.look
    can = question.looks(by)
    return question.look if question.look in can and question.look != "number" else can[0]


def title(widget: Widget, found: ObjectDef | None, lang: Lang) -> str:
    """What stands over a widget: its own name, else its question, with what it is split by where that is another."""
    if widget.label:
        return widget.label.say(lang)
    asked = QUESTIONS.get(widget.question)
    if asked is None:
        return widget.question
    said = asked.label.say(lang)
    if widget.by is None or (asked.by and widget.by == asked.by.value):
        return said
    by = dimension(widget.by, found, lang)
    return f"{said} · 按{by}" if lang == "zh" else f"{said} · by {by[:1].lower()}{by[1:]}"


def dimension(by: str, found: ObjectDef | None, lang: Lang) -> str:
    """What something that splits is called."""
    if by in {one.value for one in Dimension}:
        return DIMENSIONS[Dimension(by)].say(lang)
    field = found.field(by.removeprefix("field.")) if found else None
    return field.label.say(lang) if field else by


def _ask(  # noqa: PLR0913 - a line of the list below
    key: str,
    group: Group,
    zh: str,
    en: str,
    metric: str,
    by: Dimension | None = None,
    *,
    look: Look | None = None,
    period: Period = "quarter",
) -> Question:
    usual: Look = "number" if by is None else "line" if by in TIMES else "bar"
    return Question(
        key=key, group=group, label=Words(zh=zh, en=en), look=look or usual, period=period, metric=metric, by=by
    )


_OWNER, _STAGE, _WEEK, _MONTH = Dimension.OWNER, Dimension.STAGE, Dimension.WEEK, Dimension.MONTH
_ALL: tuple[Question, ...] = (
    _ask("win_rate", "results", "赢单率是多少", "What is the win rate", "win_rate"),
    _ask("win_rate_by_owner", "results", "谁的赢单率高", "Whose win rate is high", "win_rate", _OWNER),
    _ask(
        "win_rate_by_month",
        "results",
        "赢单率每月怎么变",
        "The win rate, month by month",
        "win_rate",
        _MONTH,
        period="year",
    ),
    _ask("won", "results", "赢了多少单", "How many were won", "won_count"),
    _ask("won_by_owner", "results", "谁赢的单多", "Who won most", "won_count", _OWNER),
    _ask("won_by_month", "results", "每月赢多少单", "Won, month by month", "won_count", _MONTH, period="year"),
    _ask("won_value", "results", "赢单金额是多少", "What was won worth", "won_value"),
    _ask("won_value_by_owner", "results", "谁赢的金额多", "Who won the largest amounts", "won_value", _OWNER),
    _ask(
        "won_value_by_month",
        "results",
        "每月赢单金额",
        "Amount won, month by month",
        "won_value",
        _MONTH,
        period="year",
    ),
    _ask("average_won", "results", "平均一单多少钱", "What one won deal is worth", "average_won_value"),
    _ask("lost_reasons", "results", "为什么输单", "Why were deals lost", "lost_count", Dimension.LOST_REASON),
    _ask("lost_where", "results", "输在哪一步", "At which stage are deals lost", "lost_count", _STAGE),
    _ask(
        "cohort",
        "results",
        "每月新开的单最后成了多少",
        "How many of each month's new ones were won",
        "conversion_by_start",
        _MONTH,
        period="year",
    ),
    _ask("cycle", "results", "成交要多久", "How long does a deal take", "cycle_days"),
    _ask("cycle_by_owner", "results", "谁成交得快", "Who closes fast", "cycle_days", _OWNER),
    _ask("open_now", "pipeline", "手里有多少单", "How many are open", "open_journeys", period="all"),
    _ask(
        "open_by_stage",
        "pipeline",
        "单子都在哪一步",
        "Where do the open ones stand",
        "open_journeys",
        _STAGE,
        period="all",
    ),
    _ask("open_by_owner", "pipeline", "谁手里的单多", "Who has most in hand", "open_journeys", _OWNER, period="all"),
    _ask("pipeline", "pipeline", "在手金额是多少", "What is the pipeline worth", "pipeline_value", period="all"),
    _ask(
        "pipeline_by_stage",
        "pipeline",
        "在手金额都在哪一步",
        "Where does the pipeline's value stand",
        "pipeline_value",
        _STAGE,
        period="all",
    ),
    _ask("new_by_week", "pipeline", "每周新开多少单", "New ones, week by week", "new_journeys", _WEEK),
    _ask("new_by_owner", "pipeline", "谁新开的单多", "Who began most", "new_journeys", _OWNER),
    _ask("open_age", "pipeline", "手里的单走了多久", "How old are the open ones", "open_age_days", period="all"),
    _ask("stale", "pipeline", "多少单拖得太久", "How many have dragged on too long", "stale_open", period="all"),
    Question(
        key="longest",
        group="pipeline",
        label=Words(zh="停得最久的是哪些单", en="Which have stood longest"),
        look="list",
        period="all",
        board="stuck",
    ),
    Question(
        key="health",
        group="process",
        label=Words(zh="过程健康度怎么样", en="How healthy is the process"),
        look="health",
        period="month",
        board="health",
    ),
    Question(
        key="funnel",
        group="process",
        label=Words(zh="漏斗哪里最窄", en="Where is the funnel narrow"),
        look="funnel",
        period="all",
        board="funnel",
    ),
    _ask("slow_stage", "process", "哪一步最卡", "Which stage takes longest", "stay_days", _STAGE),
    _ask("hard_stage", "process", "哪一步走不下去", "Which stage lets least through", "stage_conversion", _STAGE),
    _ask("overdue", "process", "有多少正在超时", "How many are overdue now", "overdue_open", period="all"),
    _ask("overdue_by_owner", "process", "谁的超时最多", "Who has most overdue", "overdue_open", _OWNER, period="all"),
    _ask(
        "overdue_by_stage", "process", "哪一步超时最多", "Where is most overdue", "overdue_open", _STAGE, period="all"
    ),
    _ask("on_time", "process", "按时率是多少", "What is the on-time rate", "on_time_rate"),
    _ask("on_time_by_owner", "process", "谁最按时", "Who is on time", "on_time_rate", _OWNER),
    _ask("holders", "process", "球在谁手里", "Who holds the ball", "held_by", Dimension.HOLDER, period="month"),
    _ask("time_by_stage", "process", "时间花在哪一步", "Where does the time go", "held_by", _STAGE, period="month"),
    _ask("back_moves", "process", "哪一步退回最多", "Where do most go back", "back_moves", _STAGE),
    _ask("exceptions", "process", "谁用了例外通行", "Who passed a gate by exception", "exceptions", _OWNER),
    _ask(
        "activities_by_owner",
        "contact",
        "谁跟进得勤",
        "Who follows up most",
        "activities_count",
        _OWNER,
        period="month",
    ),
    _ask(
        "activities_heat",
        "contact",
        "每人每周跟进多少次",
        "Follow-up by person and week",
        "activities_count",
        _OWNER,
        look="heat",
    ),
    _ask(
        "activities_by_kind",
        "contact",
        "用什么方式跟进",
        "How do they follow up",
        "activities_count",
        Dimension.ACTIVITY_KIND,
        period="month",
    ),
    _ask("activities_by_week", "contact", "每周跟进多少次", "Follow-up, week by week", "activities_count", _WEEK),
    _ask("first_contact", "contact", "首次联系用多久", "How long until the first contact", "first_contact_hours"),
    _ask(
        "first_contact_by_owner", "contact", "谁首次联系最快", "Who makes contact fast", "first_contact_hours", _OWNER
    ),
    _ask(
        "missed_by_owner", "contact", "谁漏了跟进", "Who missed follow-ups", "follow_ups_missed", _OWNER, period="month"
    ),
    _ask("late", "evidence", "多少凭证是补交的", "How much evidence comes late", "handed_in_late"),
    _ask(
        "late_by_deliverable",
        "evidence",
        "哪种凭证老是补交",
        "Which evidence comes late",
        "handed_in_late",
        Dimension.DELIVERABLE,
    ),
    _ask(
        "sent_back",
        "evidence",
        "哪种凭证常被退回",
        "Which evidence is sent back",
        "rejected_rate",
        Dimension.DELIVERABLE,
    ),
    _ask("review_time", "evidence", "审核要等多久", "How long does a review take", "review_hours"),
    _ask("owed_by_owner", "evidence", "谁还欠凭证", "Who owes evidence", "debts_open", _OWNER, period="all"),
)
QUESTIONS: Mapping[str, Question] = {one.key: one for one in _ALL}
