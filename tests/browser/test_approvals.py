"""A discount above the limit: asked for at the desk, sent back from the phone in two taps, and approved in one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import DISCOUNTED
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


def test_a_discount_is_asked_for_sent_back_mended_and_approved(
    at_desk: Callable[..., Page], on_phone: Callable[..., Page]
) -> None:
    desk, phone = at_desk("liuyang"), on_phone("zhao")
    places.open_record(desk, DISCOUNTED)
    desk.get_by_role("button", name="申请“折扣审批”").click()
    asked = places.dialog(desk, "申请“折扣审批”")
    expect(asked).to_contain_text("赵敏")
    asked.get_by_label("说一句").fill("客户签三年框架")
    asked.get_by_role("button", name="确定").click()
    places.said(desk, "已提交")
    card = desk.get_by_role("article", name="折扣审批")
    expect(card).to_contain_text("审批中")
    assert violations(desk) == []

    phone.goto("/m/approvals")
    waiting = phone.get_by_role("article", name="折扣审批")
    expect(waiting).to_contain_text("35%")
    expect(waiting).to_contain_text("客户签三年框架")
    assert violations(phone) == []
    waiting.get_by_role("button", name="退回").tap()
    waiting.get_by_role("radio", name="折扣太大").tap()
    expect(phone.get_by_text("没有等你审批的")).to_be_visible()

    places.visit(desk, "/approvals?box=asked")
    returned = desk.get_by_role("article", name="折扣审批")
    expect(returned).to_contain_text("已退回", timeout=70_000)
    returned.get_by_role("button", name="改好了").click()
    returned.get_by_role("button", name="确定").click()
    expect(returned).to_contain_text("审批中")

    phone.goto("/m/approvals")
    phone.get_by_role("article", name="折扣审批").get_by_role("button", name="同意").tap()
    expect(phone.get_by_text("没有等你审批的")).to_be_visible()
