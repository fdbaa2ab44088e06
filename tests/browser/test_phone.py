"""The phone: one thumb, one next step. A rep's day at 390 × 844, and nothing cut off at 320."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import BY_PHONE, LONG, ON_PHONE, OVERDUE, PASSWORD

pytestmark = pytest.mark.browser


def png(folder: Path) -> Path:
    """A photo as a phone takes it."""
    photo, kept = folder / "铭牌.png", BytesIO()
    Image.new("RGB", (1600, 1200), "steelblue").save(kept, "PNG")
    photo.write_bytes(kept.getvalue())
    return photo


def test_who_logs_in_sees_first_what_is_overdue(on_phone: Callable[..., Page]) -> None:
    page = on_phone(None, "/")
    assert page.url.endswith("/m/"), "a phone that asks for the desk's address is shown its own pages"
    page.get_by_role("button", name="登录").tap()
    expect(page.get_by_role("alert")).to_contain_text("请填账号和密码")
    page.get_by_label("账号").fill("chen")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").tap()
    expect(page.get_by_role("alert")).to_contain_text("账号或密码不对。")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").tap()
    first = page.get_by_role("listitem").first
    expect(first).to_contain_text(OVERDUE)
    expect(first).to_contain_text("超时")
    first.get_by_role("link").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(OVERDUE)


def test_the_next_step_is_taken_from_the_phone_alone(on_phone: Callable[..., Page], tmp_path: Path) -> None:
    page = on_phone("chen", "/m/list/opportunity")
    page.get_by_role("searchbox").fill("nbblgt")
    page.get_by_role("link", name=ON_PHONE).tap()
    page.get_by_role("button", name="为什么不能进下一步").tap()
    why = places.dialog(page, "还差这些，就能进“方案”")
    why.get_by_label("介质").select_option("酸")
    why.get_by_label("温度").fill("80")
    why.get_by_role("radio", name="PN25").tap()
    why.get_by_label("谁拍板").fill("设备科 王科长")
    why.get_by_role("button", name="保存这些").tap()
    places.said(page, "已保存")
    take_photo(page, tmp_path)
    write_down(page)
    page.get_by_role("button", name="进入下一步：方案").tap()
    places.said(page, "已进入“方案”")
    expect(page.get_by_role("list", name="走到哪一步").locator("[aria-current]")).to_have_text("方案")


def take_photo(page: Page, folder: Path) -> None:
    """The photo goes up from the sheet that is open, or from the chip on the card."""
    if page.get_by_role("dialog").count():
        page.get_by_role("button", name="去上传 现场照片").tap()
    else:
        page.get_by_role("button", name="现场照片").first.tap()
    sheet = places.dialog(page, "现场照片")
    with page.expect_file_chooser() as chosen:
        sheet.get_by_role("button", name="拍照").tap()
    chosen.value.set_files(png(folder))
    places.said(page, "已提交")
    expect(page.get_by_role("dialog")).to_have_count(0)


def write_down(page: Page) -> None:
    """The visit is written down from the card."""
    page.get_by_role("button", name="拜访纪要").first.tap()
    sheet = places.dialog(page, "拜访纪要")
    sheet.get_by_role("button", name="存为跟进").tap()
    expect(sheet.get_by_role("alert")).to_contain_text("请先写一句说了什么")
    sheet.get_by_role("radio", name="上门拜访").tap()
    sheet.get_by_label("说了什么、下一步是什么").fill("看了现场，抄了铭牌。")
    sheet.get_by_role("radio", name="明天").tap()
    sheet.get_by_role("button", name="存为跟进").tap()
    places.said(page, "已记下")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_text_that_is_asked_for_is_written_on_the_phone(on_phone: Callable[..., Page]) -> None:
    page = on_phone("chen")
    page.goto(places.record(page, BY_PHONE, below="/m"))
    page.get_by_role("button", name="为什么不能进下一步").tap()
    places.dialog(page, "还差这些").get_by_role("button", name="去写 纸质合同编号").tap()
    sheet = places.dialog(page, "纸质合同编号")
    box = sheet.get_by_label("纸质合同编号")
    box.fill("HT")
    expect(sheet.get_by_role("status")).to_contain_text("还差 2 个字")
    box.fill("HT-2026-118")
    sheet.get_by_role("button", name="提交").tap()
    places.said(page, "已提交")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="记一笔").first.tap()
    log = places.dialog(page, "记一笔")
    log.get_by_label("说了什么、下一步是什么").fill("合同已寄出。")
    log.get_by_role("button", name="存为跟进").tap()
    expect(page.get_by_text("合同已寄出。")).to_be_visible()


def test_a_customer_is_added_in_four_taps_and_what_was_typed_survives(on_phone: Callable[..., Page]) -> None:
    page = on_phone("chen")
    page.get_by_role("link", name="新建").tap()
    page.get_by_label("名称").fill("象山石浦水产")
    page.reload()
    expect(page.get_by_label("名称")).to_have_value("象山石浦水产")
    page.get_by_label("电话", exact=True).fill("13805749999")
    page.get_by_role("radio", name="展会").tap()
    page.get_by_role("button", name="保存").tap()
    places.said(page, "已存：象山石浦水产")
    expect(page.get_by_role("heading", level=1)).to_have_text("象山石浦水产")
    expect(page.get_by_role("link", name="打电话")).to_have_attribute("href", "tel:+8613805749999")


SCREENS = (
    "/m/",
    "/m/list/customer",
    "/m/list/opportunity",
    "/m/add/customer",
    "/m/add/opportunity",
    "/m/me",
    "/m/notices",
)


def test_nothing_is_cut_off_on_a_phone_of_320(on_phone: Callable[..., Page]) -> None:
    page = on_phone("ouyang", "/m/", viewport={"width": 320, "height": 640})
    record = places.record(page, LONG, below="/m")
    for screen in (*SCREENS, record):
        page.goto(screen)
        page.wait_for_load_state("networkidle")
        assert overflow(page) == [], screen
    page.get_by_role("button", name="为什么不能进下一步").tap()
    places.dialog(page, "还差这些")
    assert overflow(page) == [], "the sheet"


def overflow(page: Page) -> list[str]:
    """What sticks out to the right; a page that may be pushed sideways sticks out itself."""
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const out = [...document.querySelectorAll('body *')]
                .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width + 1)
                .filter(one => !one.closest('.vh'))
                .map(one => one.outerHTML.slice(0, 120));
            return document.documentElement.scrollWidth > width ? ['the page', ...out] : out;
        }"""
    )
    return found
