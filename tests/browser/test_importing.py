"""A sheet is brought in at the desk: its problems are read, one is put right, and all of it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places

pytestmark = pytest.mark.browser

SHEET = """客户名称,联系电话,客户来源,所在城市
宁波象山港务,13805740001,展会,宁波
舟山普陀水务,13805740002,官网,舟山
绍兴柯桥热电,13805740003,老客户介召,绍兴
嘉善精细化工,13805740004,招标,嘉兴
"""


def test_a_sheet_in_gb18030_is_read_put_right_written_and_taken_back(
    at_desk: Callable[..., Page], tmp_path: Path
) -> None:
    sheet = tmp_path / "客户.csv"
    sheet.write_bytes(SHEET.encode("gb18030"))
    page = at_desk("sun", "/import?object=customer")
    page.locator("input[type=file]").set_input_files(sheet)
    numbers = page.locator(".import-numbers")
    expect(numbers).to_contain_text("读到4")
    expect(page.get_by_role("row").filter(has_text="客户名称")).to_contain_text("宁波象山港务")
    problems = page.locator(".import-problems")
    expect(problems).to_contain_text("老客户介召")
    problems.get_by_role("button", name="把“老客户介召”改成“老客户介绍”").click()
    expect(problems).to_contain_text("已处理")
    page.get_by_role("button", name="导入 4 行").click()
    expect(page.get_by_text("已导入 4 行")).to_be_visible()
    page.get_by_role("button", name="看导入的记录").click()
    expect(page.get_by_role("link", name="绍兴柯桥热电")).to_be_visible()
    page.goto("/import")
    page.get_by_role("listitem").filter(has_text="客户.csv").get_by_role("button", name="查看").click()
    page.get_by_role("button", name="撤销这批").click()
    places.dialog(page, "撤销这批导入？").get_by_role("button", name="撤销").last.click()
    expect(page.get_by_text("已撤销").first).to_be_visible()
    page.goto("/o/customer?q=绍兴柯桥热电")
    expect(page.get_by_text("没有符合这些条件的记录")).to_be_visible()


def test_a_program_is_no_sheet(at_desk: Callable[..., Page], tmp_path: Path) -> None:
    sheet = tmp_path / "客户.xlsx"
    sheet.write_bytes(b"MZ\x90\x00" + b"\x00" * 400)
    page = at_desk("sun", "/import?object=customer")
    page.locator("input[type=file]").set_input_files(sheet)
    refused = page.get_by_role("alert")
    expect(refused).to_be_visible()
    expect(refused).not_to_contain_text("出错了")
    assert refused.inner_text().strip()
