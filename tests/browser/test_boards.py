"""The manager's desk: the health board and its evidence, the funnel, the numbers, the inbox."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import places
from tests.browser.company import OVERDUE

pytestmark = pytest.mark.browser


def test_a_red_cell_opens_the_proof(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/health?period=quarter")
    cell = page.get_by_role("button", name=re.compile("^陈静 · 报价 ?超时 ?1$"))
    expect(cell).to_have_text(re.compile("超时.*1"))
    expect(cell.locator("svg")).to_be_visible()  # a shape, a word and a number: never the colour alone
    cell.click()
    proof = places.dialog(page, "陈静 · 报价")
    stay = proof.locator(".stay-open").filter(has_text=OVERDUE)
    expect(stay).to_contain_text(re.compile(r"上限 5 个工作日，已停 .+。其中等销售"))
    expect(stay).to_contain_text("审批")
    records = stay.locator(".lines li")
    expect(records.filter(has_text="退回了报价单")).to_have_count(1)
    expect(records.locator("time").first).to_have_text(re.compile(r"\d{2}-\d{2} \d{2}:\d{2}"))
    stay.get_by_role("button", name="报价单第一版.pdf").click()
    preview = places.dialog(page, "报价单第一版.pdf")
    file = preview.get_by_role("link", name="下载").get_attribute("href")
    assert file is not None
    assert page.request.get(file).body().startswith(b"%PDF")
    preview.get_by_role("button", name="关闭").last.click()
    expect(preview).to_be_hidden()
    stay.get_by_role("button", name="看商机").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(OVERDUE)


def test_arrows_walk_the_board_enter_opens_esc_closes_and_the_focus_returns(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/health?period=quarter")
    page.locator('[data-at="0-0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    cell = page.locator('[data-at="1-3"]')
    expect(cell).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page).to_have_url(re.compile(r"cell=\d+-quote"))
    expect(page.locator(".stay-open").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(cell).to_be_focused()


def test_the_funnel_says_where_it_is_narrow_and_shows_the_numbers_as_a_table(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/funnel")
    expect(page.locator("main header, main .page-head").first).to_contain_text("最窄的一步")
    page.get_by_text("表", exact=True).click()
    table = page.get_by_role("table")
    for head in ("进入", "通过", "通过率", "平均停留", "中位停留", "时间去哪了"):
        expect(table.get_by_role("columnheader", name=head, exact=True)).to_be_visible()
    expect(table.get_by_role("row").filter(has_text="报价")).to_contain_text("审批")
    expect(page.locator(".stuck li").first).to_be_visible()


def test_a_step_from_stage_to_stage_opens_the_cases_behind_it(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/transitions?every=1")
    expect(page.locator(".page-head")).to_contain_text("从头到尾平均")
    steps = page.get_by_role("table").first
    for head in ("次数", "平均", "中位数", "占总时长"):
        expect(steps.get_by_role("columnheader", name=head, exact=True)).to_be_visible()
    step = steps.locator("tbody tr").first
    label = step.get_by_role("button").inner_text()
    times = int(step.get_by_role("cell").first.inner_text())
    step.get_by_role("button").click()
    cases = places.dialog(page, label).locator(".stuck li")
    expect(cases).to_have_count(times)
    title = cases.first.get_by_role("link").inner_text()
    cases.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.goto("/transitions")
    page.get_by_role("button", name="第 1 种走法").click()
    expect(places.dialog(page, "第 1 种走法").locator(".stuck li").first).to_be_visible()


def test_a_number_opens_its_meaning_and_the_rows_behind_it(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/metrics")
    card = page.get_by_role("button", name=re.compile("^输单数"))
    expect(card).to_have_text(re.compile("输单数[1-9]"))
    card.click()
    opened = places.dialog(page, "输单数")
    expect(opened).to_contain_text("怎么算")
    opened.get_by_role("button", name="由哪些组成").click()
    rows = opened.locator(".metric-behind li")
    expect(rows.filter(has_text="南通如东化工园")).to_have_count(1)
    page.goto("/metrics")
    page.get_by_role("button", name=re.compile("^赢单率（按结束日期）")).click()
    rate = places.dialog(page, "赢单率（按结束日期）")
    rate.get_by_role("button", name="由哪些组成").click()
    expect(rate.locator(".metric-behind li").filter(has_text="宁波镇海石化")).to_contain_text(re.compile("(?<!未)达成"))
    lost = rate.locator(".metric-behind li").filter(has_text="南通如东化工园")
    expect(lost).to_contain_text("未达成")
    lost.get_by_role("link").click()
    expect(page.get_by_text(re.compile("已输单：价格"))).to_be_visible()


def test_an_alarm_of_the_clock_reaches_the_inbox_and_is_acknowledged(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/inbox")
    alarm = page.get_by_role("article", name=re.compile(OVERDUE))
    places.until(page, alarm)
    first = alarm.first
    expect(first).to_contain_text("最近沟通")
    expect(first).to_contain_text("采购在等设备部签字。")
    expect(first).to_contain_text("因为你是陈静的直属主管")
    before = alarm.count()
    page.route("**/api/notices/count", _late)  # by then the list is there again, without the alarm
    first.get_by_role("button", name="确认").click()
    places.said(page, "已确认")
    expect(alarm).to_have_count(before - 1)


def _late(route: Route) -> None:
    answer = route.fetch()
    route.request.frame.page.wait_for_timeout(700)
    route.fulfill(response=answer)
