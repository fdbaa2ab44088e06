"""Journeys in a list and on a board: filtered, searched, moved on, and told why not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import BY_MENU, FAR, MISSING, OVERDUE, WHOLE

pytestmark = pytest.mark.browser


def test_the_list_is_narrowed_by_stage_by_time_and_by_pinyin_initials(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/journeys")
    table = page.get_by_role("table")
    expect(table.get_by_role("link", name=MISSING)).to_be_visible()
    page.get_by_label("筛选名称、拼音首字母").fill("hzcx")
    expect(table.get_by_role("link", name=OVERDUE)).to_be_visible()
    expect(table.get_by_role("link", name=MISSING)).to_have_count(0)
    expect(page).to_have_url(re.compile("q=hzcx"))
    page.get_by_role("button", name="清除筛选").click()
    expect(table.get_by_role("link", name=MISSING)).to_be_visible()
    choose(page, "节点", "报价")
    expect(table.get_by_role("link", name=MISSING)).to_have_count(0)
    choose(page, "时限", "已超时")
    expect(table.locator(".vtable-row")).to_have_count(2)
    page.get_by_role("button", name="数一数共有多少条").click()
    expect(page.get_by_text("共 2 条")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/r/opportunity/"))


def choose(page: Page, label: str, option: str) -> None:
    """Choose of a list."""
    page.get_by_role("combobox", name=label).click()
    page.locator(".ant-select-item-option").filter(has_text=option).click()


def test_the_search_box_finds_by_initials_and_opens_by_enter(at_desk: Callable[..., Page]) -> None:
    page = at_desk("wang", "/health")
    expect(page.locator(".health")).to_be_visible()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="搜索全部记录")
    expect(box).to_be_focused()
    page.keyboard.type("hzcxdc")
    expect(page.get_by_role("option", name=re.compile(OVERDUE))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("湖州长兴电厂")


def test_a_card_that_may_not_move_says_all_that_is_missing_and_leads_to_it(at_desk: Callable[..., Page]) -> None:
    page = at_desk("chen", "/journeys?view=board")
    column = page.get_by_role("region", name="初访")
    places.drag(page, MISSING, column)
    refused = places.dialog(page, f"“{MISSING}”还不能进入下一步")
    expect(refused.get_by_role("list", name="还缺什么")).to_contain_text("需求")
    refused.get_by_role("button", name="去填 需求").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MISSING)
    box = page.get_by_label("需求")
    expect(box).to_be_focused()
    box.fill(WHOLE["lead"]["need"])
    page.locator("#details").get_by_role("button", name="保存").click()
    places.said(page, "已保存")
    page.goto("/journeys?view=board")
    places.drag(page, MISSING, column)
    places.said(page, f"“{MISSING}”已进入“初访”")
    expect(column.get_by_role("link", name=MISSING)).to_be_visible()


def test_the_same_is_done_by_the_menu_of_the_card_without_a_mouse(at_desk: Callable[..., Page]) -> None:
    page = at_desk("chen", "/journeys?view=board")
    places.card(page, BY_MENU).get_by_role("button", name=f"{BY_MENU} 的操作").focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name="移到下一步：初访")
    expect(item).to_be_focused()
    page.keyboard.press("Enter")
    refused = places.dialog(page, f"“{BY_MENU}”还不能进入下一步")
    expect(refused.get_by_role("button", name="去填 需求")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_card_put_down_too_far_says_which_stage_is_next(at_desk: Callable[..., Page]) -> None:
    page = at_desk("chen", "/journeys?view=board")
    places.drag(page, FAR, page.get_by_role("region", name="报价"))
    told = places.dialog(page, "不能直接移到那里")
    expect(told).to_contain_text("不能跳过中间的步骤直接到“报价”。下一步是“初访”")
    told.get_by_role("button", name="打开").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FAR)
