"""Dashboards: built by keys and buttons with the numbers of today, and opened down to the records."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.test_accessibility import TALL_DESK, violations

pytestmark = pytest.mark.browser


def test_a_dashboard_is_built_by_keys_and_seen_with_the_numbers_of_today(at_desk: Callable[..., Page]) -> None:
    page = at_desk("sun", "/design", viewport=TALL_DESK)
    page.get_by_role("button", name="新建草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("流程设计 · 泵阀销售流程")
    page.goto(re.sub(r"/process/.*", "/dashboards", page.url))
    page.get_by_role("button", name="新建看板").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("看板 · 新看板")
    for asked, question in (("手里的单", "谁手里的单多"), ("健康度", "过程健康度怎么样")):
        page.get_by_role("button", name="加一个问题").focus()
        page.keyboard.press("Enter")
        page.get_by_placeholder("搜问题").fill(asked)
        page.get_by_role("button", name=question).focus()
        page.keyboard.press("Enter")
    bars, health = page.get_by_role("region", name="谁手里的单多"), page.get_by_role("region", name="过程健康度怎么样")
    expect(bars.locator(".bars button").first).to_contain_text(re.compile(r"\d"))
    expect(health.locator(".health tbody tr").first).to_be_visible()
    handle = page.get_by_role("button", name="移动“谁手里的单多”")
    handle.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="设置“谁手里的单多”").click()
    expect(page.get_by_role("status").filter(has_text="第 1 列，第 1 行，宽 7，高 4")).to_be_visible()
    page.get_by_role("button", name="下移").click()
    expect(page.get_by_role("status").filter(has_text="第 1 列，第 2 行")).to_be_visible()
    assert violations(page) == []
    page.goto("/design")
    page.get_by_role("button", name="丢弃：").first.click()
    places.dialog(page, "丢弃这份草稿？").get_by_role("button", name="丢弃草稿").click()
    places.said(page, "草稿已丢弃")
