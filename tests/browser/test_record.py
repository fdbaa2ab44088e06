"""One record at the desk: filled in, handed in, confirmed by the customer, reviewed, excused, lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import company, places
from tests.browser.company import EXCEPTED, PROPOSAL, QUOTED, SHARED, TO_LOSE

pytestmark = pytest.mark.browser

EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 400


def test_a_proposal_is_handed_in_confirmed_by_the_customer_and_moves_on(
    at_desk: Callable[..., Page], tmp_path: Path
) -> None:
    page = places.open_record(at_desk("chen"), PROPOSAL)
    fill_in(page)
    hand_in(page, tmp_path)
    link = make_link(page)
    customer = at_desk(None, urlsplit(link).path)
    confirm(customer)
    page.reload()
    expect(page.get_by_text("都齐了，可以进入下一步")).to_be_visible()
    page.get_by_role("button", name="进入下一步：报价").click()
    places.said(page, "已进入“报价”")
    lines = page.locator(".lines li")
    expect(lines.filter(has_text="从“方案”推进到“报价”")).to_have_count(1)
    expect(lines.filter(has_text="李工")).to_be_visible()


def fill_in(page: Page) -> None:
    """The missing fields, where they stand."""
    page.get_by_role("button", name="进入下一步：报价").click()
    refused = places.dialog(page, f"“{PROPOSAL}”还不能进入下一步")
    expect(refused.get_by_role("listitem")).to_have_count(4)
    refused.get_by_role("button", name="去填 型号").click()
    expect(page.get_by_role("combobox", name="型号")).to_be_focused()
    page.keyboard.type("CZ50")
    page.locator(".ant-select-item-option").filter(has_text="CZ50-200").click()
    page.get_by_label("预计金额").fill("386,000")
    page.locator("#details").get_by_role("button", name="保存").click()
    places.said(page, "已保存")
    expect(page.locator("#details")).to_contain_text("386,000")


def hand_in(page: Page, tmp_path: Path) -> None:
    """A program that calls itself a PDF is refused in words; a PDF is taken."""
    false, true = tmp_path / "方案.pdf", tmp_path / "技术方案.pdf"
    false.write_bytes(EXE)
    true.write_bytes(company.proposal())
    page.get_by_role("button", name="去上传 技术方案 PDF").click()
    form = places.dialog(page, "提交“技术方案 PDF”")
    form.locator("input[type=file]").set_input_files(false)
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_role("alert")).to_be_visible()
    expect(form.get_by_role("alert")).not_to_have_text(re.compile("出错了"))
    form.locator("input[type=file]").set_input_files(true)
    form.get_by_role("button", name="提交").click()
    places.said(page, "已提交")
    expect(page.locator(".handed li").filter(has_text="技术方案 PDF")).to_contain_text("已通过")


def make_link(page: Page) -> str:
    """The link for the customer."""
    page.get_by_role("button", name="发给客户确认 客户确认收到方案").click()
    form = places.dialog(page, "请客户确认收到")
    form.get_by_role("button", name="生成链接").click()
    link = form.get_by_role("textbox").input_value()
    assert re.search(r"/c/demo\.[\w-]+", link)
    form.get_by_role("button", name="关闭").last.click()
    return link


def confirm(customer: Page) -> None:
    """The customer has no log-in: sees the page, confirms, and reads that it was noted."""
    assert customer.context.cookies() == []
    picture = customer.get_by_role("img", name="第 1 页")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 300
    customer.get_by_role("button", name="确认收到").click()
    customer.get_by_label("您怎么称呼").fill("李工")
    customer.get_by_role("button", name="确认收到").click()
    expect(customer.get_by_role("status")).to_contain_text("确认收到。谢谢！")


def test_a_quotation_sent_back_tells_the_rep_why(at_desk: Callable[..., Page]) -> None:
    page = places.open_record(at_desk("wang"), QUOTED)
    page.locator(".handed li").filter(has_text="等审核").get_by_role("button", name="退回").click()
    form = places.dialog(page, "退回“报价单”")
    form.get_by_role("textbox").fill("运费没含，重新报。")
    form.get_by_role("button", name="退回").click()
    expect(page.locator(".handed li").first).to_contain_text("被退回")
    rep = places.open_record(at_desk("chen"), QUOTED)
    expect(rep.locator(".handed li").first).to_contain_text("运费没含，重新报。")
    expect(rep.get_by_role("button", name="去上传 报价单")).to_be_visible()
    rep.goto("/inbox")
    told = rep.get_by_role("article").filter(has_text=QUOTED).filter(has_text="退回了")
    expect(places.until(rep, told)).to_contain_text("原因：运费没含，重新报。")


def test_an_exception_passes_the_gate_and_stays_on_record(at_desk: Callable[..., Page]) -> None:
    page = places.open_record(at_desk("wang"), EXCEPTED)
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="例外通行").click()
    form = places.dialog(page, "例外通行")
    expect(form.get_by_role("list", name="还缺什么")).to_contain_text("现场照片")
    form.get_by_role("textbox").fill("客户口头同意，照片下周补。")
    form.get_by_role("button", name="放行").click()
    expect(form).to_be_hidden()
    expect(page.locator(".journey-now h2")).to_have_text("方案")
    kept = page.locator("section").filter(has=page.get_by_role("heading", name="例外通行记录"))
    expect(kept.first).to_contain_text("客户口头同意，照片下周补。")
    expect(page.locator(".lines li").filter(has_text="例外")).not_to_have_count(0)
    rep = places.open_record(at_desk("chen"), EXCEPTED)
    rep.get_by_role("button", name="更多操作").click()
    expect(rep.get_by_role("menuitem", name="输单")).to_be_visible()
    expect(rep.get_by_role("menuitem", name="例外通行")).to_have_count(0)


def test_what_is_lost_is_lost_for_a_reason(at_desk: Callable[..., Page]) -> None:
    page = places.open_record(at_desk("chen"), TO_LOSE)
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="输单").click()
    form = places.dialog(page, "这单为什么输了")
    expect(form.get_by_role("button", name="确认输单")).to_be_disabled()
    form.get_by_label("价格").check()
    form.get_by_label("补充说明（选填）").fill("对手低 8%")
    form.get_by_role("button", name="确认输单").click()
    expect(page.get_by_text(re.compile("已输单：价格"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("进入下一步"))).to_have_count(0)


def test_two_people_at_one_record_each_see_the_others_value(at_desk: Callable[..., Page]) -> None:
    mine, theirs = (places.open_record(at_desk(login), SHARED) for login in ("chen", "wang"))
    for page, amount in ((mine, "300000"), (theirs, "350000")):
        page.keyboard.press("e")
        page.get_by_label("预计金额").fill(amount)
    mine.get_by_label("要招标").click()
    theirs.locator("#details").get_by_role("button", name="保存").click()
    places.said(theirs, "已保存")
    mine.locator("#details").get_by_role("button", name="保存").click()
    asked = places.dialog(mine, "王海燕刚改了同样的内容")
    field = asked.get_by_role("region", name="预计金额")
    expect(field).to_contain_text("300,000")
    expect(field).to_contain_text("350,000")
    field.get_by_role("button", name="用我的").click()
    asked.get_by_role("button", name="按选的保存").click()
    places.said(mine, "已保存")
    theirs.reload()
    expect(theirs.locator("#details [data-field=amount]")).to_contain_text("300,000")
    expect(theirs.locator("#details [data-field=needs_tender]")).to_contain_text("是")


def test_a_list_that_is_not_there_says_so(at_desk: Callable[..., Page]) -> None:
    page = at_desk("chen", "/o/nothing-of-the-kind")
    expect(page.get_by_text("这里没有内容，或者你看不到它。")).to_be_visible()
