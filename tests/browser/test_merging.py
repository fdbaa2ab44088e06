"""Two customers that are one: worked on together instead of made twice; and made one with a choice for each field."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

SHORT, LONG, PHONE = "盐城大丰泵业有限公司", "盐城大丰泵业股份有限公司", "13655550101"


def made(page: Page, **values: str) -> int:
    """A customer of whoever looks at the page."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    answer = page.request.post("/api/records/customer", data={"values": values}, headers={"origin": origin})
    assert answer.ok, answer.text()
    number: int = answer.json()["id"]
    return number


def test_a_manager_makes_one_customer_of_two_and_takes_it_back(
    at_desk: Callable[..., Page], on_phone: Callable[..., Page]
) -> None:
    page = at_desk("wang", "/o/customer")
    kept = made(page, name=SHORT, phone=PHONE, city="盐城", source="fair")
    gone = made(page, name=LONG, phone=PHONE, source="phone")

    page.get_by_role("link", name="查重合并").click()
    pair = page.get_by_role("listitem").filter(has_text=SHORT)
    expect(pair).to_contain_text("电话相同")
    pair.get_by_role("button", name="逐项比对").click()
    page.get_by_role("radio", name=SHORT).first.check()
    page.get_by_role("radio", name=f"名称 {LONG}").check()
    page.get_by_role("radio", name="来源 展会").check()
    assert violations(page) == []
    page.get_by_role("button", name="合并 2 条").click()

    places.said(page, "已合并")
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
    expect(page.locator("#details")).to_contain_text("展会")
    assert page.url.endswith(f"/r/customer/{kept}")
    phone = on_phone("wang", f"/m/r/customer/{gone}")
    expect(phone.get_by_text("已为你打开合并后的记录")).to_be_visible()
    expect(phone.get_by_role("heading", level=1)).to_have_text(LONG)

    page.get_by_role("button", name="撤销合并").click()
    places.dialog(page, "撤销这次合并？").get_by_role("button", name="撤销合并").click()
    places.said(page, "已撤销合并")
    expect(page.get_by_role("heading", level=1)).to_have_text(SHORT)
    page.goto(f"/r/customer/{gone}")
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG)


def test_a_colleague_asks_to_work_on_it_too_and_is_let_in(
    at_desk: Callable[..., Page], on_phone: Callable[..., Page]
) -> None:
    owner = on_phone("liuyang", "/m/notices")
    there = made(owner, name="连云港徐圩石化有限公司", phone="13655550102")

    page = at_desk("ouyang", "/o/customer")
    expect(page.get_by_role("cell", name="欧阳靖").first).to_be_visible()
    page.keyboard.press("c")
    form = places.dialog(page, "新建客户")
    form.get_by_label("名称").fill("连云港徐圩石化")
    expect(form.get_by_role("button", name="仍然新建")).to_be_visible()
    form.get_by_role("button", name="申请协同").click()
    expect(form.get_by_role("status")).to_contain_text("已申请，等对方答复")
    owner.reload()
    asked = owner.get_by_role("listitem").filter(has_text="欧阳靖申请协同：连云港徐圩石化有限公司")
    asked.get_by_role("button", name="同意协同").click()
    expect(asked).to_have_count(0)

    page.goto(f"/r/customer/{there}")
    expect(page.get_by_role("heading", level=1)).to_have_text("连云港徐圩石化有限公司")
    expect(page.get_by_role("button", name="结束协同")).to_be_visible()
    expect(page.get_by_role("button", name="移交")).to_have_count(0)
