"""A draft is tried on the past at the desk: the numbers beside those of what lives, and every case opens its deal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import TALL_DESK, violations

pytestmark = pytest.mark.browser


def test_a_draft_is_tried_on_the_past(at_desk: Callable[..., Page]) -> None:
    page = at_desk("sun", "/design", viewport=TALL_DESK)
    page.get_by_role("button", name="新建草稿").click()
    page.get_by_role("button", name="1 线索").click()
    page.get_by_role("button", name="录音").first.click()
    expect(page.locator(".page-head-text p")).to_contain_text("改了 1 处 · 已自动保存")
    page.locator(".ant-segmented-item", has_text="推演").click()
    expect(page.get_by_text("先试后用")).to_be_visible()
    page.get_by_role("button", name="推演", exact=True).click()
    finding = page.locator(".design-finding")
    expect(finding).to_have_text(re.compile(r"次推进里，草稿会拦下 [1-9][\d,]* 次（现在 0）"))
    refused = page.locator("section", has=page.get_by_role("heading", name=re.compile("会被拦下的推进")))
    expect(refused.get_by_role("row").nth(1)).to_contain_text("录音")
    assert violations(page) == []
    title = refused.get_by_role("link").first.inner_text()
    refused.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
