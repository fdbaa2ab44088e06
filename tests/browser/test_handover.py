"""Handing over somebody's work and taking it back; and what was not done, tried again or given up."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_manager_hands_over_and_takes_it_back(at_desk: Callable[..., Page]) -> None:
    page = at_desk("zhao", "/handover")
    page.get_by_role("combobox", name="选同事").click()
    page.locator(".ant-select-item-option").filter(has_text="刘洋").click()
    page.get_by_role("button", name="查看并交接").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("交接：刘洋")
    page.get_by_role("button", name="直属主管 赵敏").click()
    expect(page.get_by_role("row", name=re.compile("^赵敏"))).to_be_visible()
    page.get_by_label("交接说明（给全部）").fill("月底前回访")
    page.get_by_role("button", name=re.compile("^交接 .+ 项$")).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("一天之内可以撤回")
    asked.get_by_role("button", name=re.compile("^交接 .+ 项$")).click()
    expect(page.get_by_text("已完成")).to_be_visible()
    expect(page.get_by_text("刘洋名下没有要交接的。")).to_be_visible()
    page.get_by_role("button", name="撤回 刘洋").click()
    page.get_by_role("dialog").get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^交接 .+ 项$"))).to_be_visible()


def test_a_secret_is_shown_once_on_the_rescue_desk(at_desk: Callable[..., Page]) -> None:
    page = at_desk("sun", "/rescue")
    expect(page.get_by_role("heading", level=1)).to_have_text("救援台")
    page.get_by_label("名称").fill("erp_key")
    page.get_by_role("button", name="新建密钥").click()
    expect(page.get_by_role("status").filter(has_text="erp_key")).to_contain_text(re.compile("[0-9a-f]{64}"))
    page.reload()
    expect(page.get_by_text("erp_key")).to_be_visible()
    expect(page.get_by_text(re.compile("[0-9a-f]{64}"))).to_have_count(0)
    page.get_by_role("button", name="作废 erp_key").click()
    page.get_by_role("dialog").get_by_role("button", name="作废").click()
    expect(page.get_by_text("还没有密钥。")).to_be_visible()
