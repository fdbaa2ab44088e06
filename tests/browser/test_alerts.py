"""Alerts as people meet them: there within two seconds, answered with two taps, told the way one wants."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import places
from tests.browser.company import OVERDUE
from tests.browser.conftest import Visitors

pytestmark = pytest.mark.browser
SOON = 2_000


def test_what_is_new_is_there_without_reloading_on_desk_and_phone(visitors: Visitors) -> None:
    visitors.live = True
    desk, phone = visitors.at_desk("wang", "/inbox"), visitors.on_phone("wang", "/m/notices")
    chen = visitors.on_phone("chen", "/m/notices")
    for page in (desk, phone):
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    desk.wait_for_timeout(1_500)  # both listen by now
    about = chen.get_by_role("listitem").filter(has=chen.get_by_role("heading", name=re.compile(OVERDUE))).first
    about.get_by_role("button", name="求助").tap()
    sheet = places.dialog(chen, f"求助：{OVERDUE}")
    sheet.get_by_label("要帮什么忙").fill("客户要见领导")
    sheet.get_by_role("button", name="请主管帮忙").tap()
    places.said(chen, "已告诉王海燕")
    for page in (desk, phone):
        expect(page.get_by_text("客户要见领导").first).to_be_visible(timeout=SOON)


def test_a_call_is_two_taps_from_the_alert_and_one_is_told_as_one_likes(visitors: Visitors) -> None:
    chen = visitors.on_phone("chen", "/m/notices")
    about = chen.get_by_role("listitem").filter(has=chen.get_by_role("heading", name=re.compile(OVERDUE))).first
    about.get_by_role("button", name="打电话").tap()
    sheet = places.dialog(chen, f"打电话：{OVERDUE}")
    expect(sheet.get_by_role("link").first).to_have_attribute("href", re.compile(r"^tel:"))
    expect(sheet.get_by_role("button", name="存为跟进")).to_be_visible()
    chen.goto("/m/me")
    chen.get_by_text("怎么提醒我").tap()
    chen.get_by_label("已超时").uncheck()
    places.said(chen, "已存")
    chen.reload()
    chen.get_by_text("怎么提醒我").tap()
    expect(chen.get_by_label("已超时")).not_to_be_checked()
    chen.get_by_role("button", name="恢复公司的做法").tap()
    expect(chen.get_by_label("已超时")).to_be_checked()
