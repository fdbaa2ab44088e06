"""Numbers, amounts of time and findings as people read them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bihuan.kernel.words import LANGS, Lang
from bihuan.metrics import catalogue, words
from bihuan.metrics.definition import Dimension, Figure, Grain, Measure, Metric, Row, Safe

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,:;!?()][\u4e00-\u9fff]")
WIN_RATE = catalogue.metric("win_rate")
HELD_BY = catalogue.metric("held_by")


@pytest.mark.parametrize(
    ("value", "unit", "lang", "said"),
    [
        (63.15, "percent", "zh", "63.15%"),
        (60.0, "percent", "zh", "60%"),
        (10_005_534.0, "money", "zh", "10,005,534"),
        (1234.5, "money", "en", "1,234.5"),
        (47.985, "days", "zh", "48 天"),
        (3.889, "days", "zh", "3 天 21 小时"),
        (0.042, "days", "zh", "1 小时"),
        (0.0001, "days", "zh", "不到 1 分钟"),
        (0, "hours", "en", "0 minutes"),
        (1, "days", "en", "1 day"),
        (2.5, "hours", "en", "2 hours 30 minutes"),
        (0, "count", "zh", "0"),
        (12_000, "count", "en", "12,000"),
        (100.0, "percent", "en", "100%"),
    ],
)
def test_a_number_is_said(value: float, unit: words.Unit, lang: Lang, said: str) -> None:
    assert words.number(value, unit, lang) == said


def test_money_has_its_currency() -> None:
    assert words.number(5, "money", "zh", currency="元") == "5 元"
    assert words.number(5, "money", "en", currency="元") == "¥5"
    assert words.number(5, "money", "en", currency="USD") == "5 USD"


@pytest.mark.parametrize(
    ("minutes", "workday", "lang", "said"),
    [
        (5 * 1440 + 4 * 60 + 59, None, "zh", "5 天 4 小时"),
        (3 * 480 + 2 * 60, 480, "zh", "3 个工作日 2 小时"),
        (480, 480, "en", "1 workday"),
        (59, None, "zh", "59 分钟"),
        (61, None, "en", "1 hour 1 minute"),
        (1440, None, "en", "1 day"),
        (0, None, "zh", "0 分钟"),
        (-5, None, "en", "0 minutes"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_parts(
    minutes: float, workday: float | None, lang: Lang, said: str
) -> None:
    assert words.duration(minutes, lang, workday=workday) == said


def test_a_stay_is_said_with_its_limit_and_whom_it_waited_for() -> None:
    held = {"rep": 2 * 1440.0 + 120, "approver": 3 * 1440.0 + 120, "customer": 0.0}
    said = words.stayed(limit="3 天", total=5 * 1440 + 240, held=held, lang="zh")
    assert said == "上限 3 天，已停 5 天 4 小时。其中等审批 3 天 2 小时，等销售 2 天 2 小时。"
    said = words.stayed(limit=None, total=60, held={}, lang="en")
    assert said == "No limit is set; lasted 1 hour."


@pytest.mark.parametrize(
    ("worst", "lacking", "said"),
    [
        (
            ("方案演示", 4),
            "3 份客户疑问",
            "本月 12 人 × 7 节点。方案演示红得最多（4 人），主要差“3 份客户疑问”。点红格看原始记录。",
        ),
        (("方案演示", 4), None, "本月 12 人 × 7 节点。方案演示红得最多（4 人）。点红格看原始记录。"),
        (None, None, "本月 12 人 × 7 节点。没有红格。"),
    ],
)
def test_the_finding_of_the_health_board(worst: tuple[str, int] | None, lacking: str | None, said: str) -> None:
    assert words.health(when="本月", people=12, stages=7, worst=worst, lacking=lacking, lang="zh") == said


def test_an_empty_board_says_what_to_do() -> None:
    assert "导入" in words.health(when="本月", people=0, stages=7, worst=None, lacking=None, lang="zh")


def test_the_finding_of_the_funnel() -> None:
    narrowest = words.Narrowest(here="需求探询", there="方案演示", entered=98, passed=61, waiting=0)
    told: dict[str, Any] = {
        "started": 156,
        "won": 23,
        "won_label": "签约",
        "narrowest": narrowest,
        "placed": 0,
        "held": {},
    }
    told |= {"stay": (264.0, 192.0), "reference": "同行 5 天内", "days": " 2026-01-01 至 2026-03-31 "}
    assert words.funnel(**told, lang="zh") == (
        "156 条走到“签约” 23 条（14.74%）。最窄的一步：需求探询 → 方案演示，每 10 条过了 6 条（98 进，61 出）"
        "；平均停 11 天，中位数 8 天；参考：同行 5 天内。只算 2026-01-01 至 2026-03-31 开始的。"
    )
    last = replace(narrowest, here="签约", there="签约", waiting=7)
    plain = told | {"narrowest": last, "stay": None, "reference": None, "days": None, "placed": 9}
    assert words.funnel(**plain, lang="zh") == (
        "156 条走到“签约” 23 条（14.74%）。最窄的一步：签约，每 10 条过了 6 条（98 进，61 出，7 条还在）。"
        "按开始日期算，不限时间。其中 9 条是导入的：算走过前面的节点，不算停留时间。"
    )
    assert words.funnel(**(told | {"started": 0}), lang="zh") == "没有在这段时间开始的。"


@pytest.mark.parametrize(("stay", "said"), [((31.0, 10.0), True), ((30.0, 10.0), False), ((10.0, 31.0), True)])
def test_a_mean_that_would_accuse_the_wrong_step_is_not_left_alone(stay: tuple[float, float], *, said: bool) -> None:
    narrowest = words.Narrowest(here="a", there="b", entered=9, passed=3, waiting=0)
    told: dict[str, Any] = {"started": 9, "won": 1, "won_label": "w", "narrowest": narrowest, "placed": 0}
    told |= {"stay": stay, "reference": None, "days": None, "held": {"rep": 2.0, "customer": 6.0, "system": 0.1}}
    zh, en = words.funnel(**told, lang="zh"), words.funnel(**told, lang="en")
    assert ("只看平均会冤枉这一步" in zh) is ("accuse the wrong step" in en) is said
    assert "球在：客户 74%，销售 25%。" in zh
    assert "The ball was with the customer 74%, the salesperson 25%." in en


def test_a_rate_says_its_parts_whether_it_is_safe_and_who_stands_out() -> None:
    rows = [
        Row(key=1, label="East", figure=Figure(value=70.0, count=10, part=7)),
        Row(key=2, label="West", figure=Figure(value=20.0, count=10, part=2)),
        Row(key=None, label="(empty)", figure=Figure(value=99.0, count=1, part=1)),
    ]
    said = WIN_RATE.sentence(Figure(value=45.0, count=20, part=9), rows, "zh")
    assert said == "结束的 20 条里赢了 9 条，赢单率 45%。在安全范围内。最高：East（70%），最低：West（20%）。"
    said = WIN_RATE.sentence(Figure(value=20.0, count=10, part=2), [], "en")
    assert said == "2 of 10 closed were won: 20%. Low: the safe line is 30%."


def test_time_is_split_by_who_held_the_ball() -> None:
    rows = [
        Row(key="customer", label="客户", figure=Figure(value=6, count=1), share=60.0),
        Row(key="rep", label="销售", figure=Figure(value=4, count=1), share=40.0),
    ]
    assert HELD_BY.sentence(Figure(value=10, count=2), rows, "zh") == "一共 10 小时。时间去哪了：客户 60%，销售 40%。"


@pytest.mark.parametrize(
    ("safe", "value", "said"),
    [
        (Safe(low=30), 30, "在安全范围内。"),
        (Safe(low=30), 29.99, "偏低，安全线是 30%。"),
        (Safe(high=20), 20.01, "偏高，安全线是 20%。"),
        (Safe(high=20), 20, "在安全范围内。"),
    ],
)
def test_the_safe_line_belongs_to_the_safe_range(safe: Safe, value: float, said: str) -> None:
    assert safe.say(value, "percent", "zh") == said


@pytest.mark.parametrize("metric", catalogue.METRICS.values(), ids=lambda metric: metric.key)
def test_every_metric_says_what_it_means_in_both_languages(metric: Metric) -> None:
    for text in (metric.label, metric.definition, metric.formula, metric.date_basis, metric.phrase):
        assert text.zh
        assert text.zh != text.en, "English is missing"
        assert not HALF_WIDTH.search(text.zh)
    for lang in LANGS:
        figure = Figure(value=1.0, count=2, part=1, mean=1.0, median=1.0)
        assert "{" not in metric.sentence(figure, [], lang)
        assert metric.sentence(Figure(value=None, count=0), [], lang)
    averaged = metric.measure is Measure.AVERAGE
    assert averaged == ("{mean}" in metric.phrase.zh and "{median}" in metric.phrase.zh), (
        "durations show mean and median"
    )
    assert (metric.measure is Measure.SHARE) == (metric.part is not None)
    assert (metric.of is not None) == (metric.measure in {Measure.SUM, Measure.AVERAGE})
    assert metric.always_by is None or metric.always_by in metric.by


def test_the_catalogue_is_large_enough_and_names_differ() -> None:
    assert len(catalogue.METRICS) >= 25
    assert {metric.grain for metric in catalogue.METRICS.values()} == set(Grain)
    assert len({metric.label.zh for metric in catalogue.METRICS.values()}) == len(catalogue.METRICS)
    assert Dimension.STAGE in catalogue.metric("open_journeys").by


def test_a_metric_that_is_not_there_is_refused() -> None:
    with pytest.raises(catalogue.NoSuchMetric):
        catalogue.metric("vanity")
