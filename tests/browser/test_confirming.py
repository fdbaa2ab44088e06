"""The page a customer opens from a link, on a phone and without an account: looks, says what is wrong, is believed."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import TO_DECLINE
from tests.browser.test_accessibility import violations
from tests.browser.test_phone import overflow

pytestmark = pytest.mark.browser


def test_a_customer_says_what_is_wrong_and_the_rep_reads_it(
    at_desk: Callable[..., Page], on_phone: Callable[..., Page]
) -> None:
    rep = places.open_record(at_desk("chen"), TO_DECLINE)
    rep.get_by_role("button", name="发给客户确认 客户确认收到方案").click()
    form = places.dialog(rep, "请客户确认收到")
    form.get_by_role("button", name="生成链接").click()
    link = urlsplit(form.get_by_role("textbox").input_value()).path
    customer = on_phone(None, link, viewport={"width": 320, "height": 700})
    expect(customer.get_by_role("img", name="第 1 页")).to_be_visible()
    assert violations(customer) == []
    assert overflow(customer) == []
    customer.get_by_role("button", name="有问题，暂不确认").tap()
    customer.get_by_role("button", name="提交").tap()
    expect(customer.get_by_role("alert")).to_contain_text("请写一句哪里有问题")
    assert violations(customer) == []
    customer.get_by_label("哪里有问题").fill("缺材质证明，请补。")
    customer.get_by_role("button", name="提交").tap()
    expect(customer.get_by_role("status")).to_contain_text(re.compile("说明有问题"))
    customer.reload()
    expect(customer.get_by_role("status")).to_contain_text(re.compile("说明有问题"))
    expect(customer.get_by_role("button", name="确认收到")).to_have_count(0)
    rep.reload()
    expect(rep.locator(".lines li").filter(has_text="缺材质证明")).not_to_have_count(0)
    rep.goto("/inbox")
    places.until(rep, rep.get_by_role("article").filter(has_text="缺材质证明"))


def test_a_link_that_is_none_opens_nothing_and_says_so(on_phone: Callable[..., Page]) -> None:
    page = on_phone(None, "/c/demo.nobody-ever-sent-this")
    expect(page.get_by_role("heading", level=1)).to_have_text("这个链接打不开")
    assert violations(page) == []
    page = on_phone(None, "/c/")
    expect(page.get_by_role("heading", level=1)).to_have_text("这个链接打不开")
