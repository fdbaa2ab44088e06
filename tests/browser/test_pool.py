"""What nobody works on: claimed at the desk, given back with a reason, and claimed by another on the phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import POOLED
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


def test_a_customer_is_claimed_given_back_and_claimed_by_another(
    at_desk: Callable[..., Page], on_phone: Callable[..., Page]
) -> None:
    desk, phone = at_desk("lin"), on_phone("chen")
    desk.get_by_role("link", name="公海").click()
    row = desk.get_by_role("list", name="公海里的记录").get_by_role("listitem").filter(has_text=POOLED)
    expect(row).to_contain_text("原来是 欧阳靖 的")
    assert violations(desk) == []
    row.get_by_role("button", name="领取").click()
    expect(row).to_have_count(0)
    desk.get_by_role("status").get_by_role("link", name="打开").click()
    expect(desk.get_by_text("保护期还有 7 天")).to_be_visible()

    desk.get_by_role("button", name="退回公海").click()
    asked = places.dialog(desk, f"把“{POOLED}”退回“客户公海”")
    asked.get_by_text("不是目标客户").click()
    asked.get_by_role("button", name="退回公海").click()
    places.said(desk, "已退回“客户公海”")
    desk.get_by_role("link", name="公海").click()
    expect(row).to_contain_text("你之前负责过")

    phone.goto("/m/me")
    phone.get_by_role("link", name="公海").tap()
    lying = phone.get_by_role("listitem").filter(has_text=POOLED)
    expect(lying).to_contain_text("原来是 林涛 的")
    lying.get_by_role("button", name="领取").tap()
    phone.get_by_role("link", name="打开").tap()
    expect(phone.get_by_text("保护期还有 7 天")).to_be_visible()
