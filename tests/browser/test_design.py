"""The process and its fields are designed at the desk: kept as one goes, taken back, checked, compared, released."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import places
from tests.browser.test_accessibility import TALL_DESK, violations

pytestmark = pytest.mark.browser

# What is released here is released where nobody works, and of a stage that no other story looks at.
SUN = "sun@empty"


def drafted(page: Page) -> str:
    """Begin a draft; its address."""
    page.goto("/design")
    page.get_by_role("button", name="新建草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("流程设计 · 泵阀销售流程")
    return re.sub(r"/process/.*", "", page.url)


def kept(page: Page, edits: int) -> None:
    """So many changes stand in the draft, and the last one is kept."""
    expect(page.locator(".page-head-text p")).to_contain_text(f"改了 {edits} 处 · 已自动保存")


def stages(page: Page) -> Locator:
    """The stages in their order."""
    return page.locator(".design-pick b")


def discard(page: Page) -> None:
    """Throw the newest draft away."""
    page.goto("/design")
    page.get_by_role("button", name="丢弃：").first.click()
    places.dialog(page, "丢弃这份草稿？").get_by_role("button", name="丢弃草稿").click()
    places.said(page, "草稿已丢弃")


def test_who_may_not_release_is_shown_no_design_desk(at_desk: Callable[..., Page]) -> None:
    page = at_desk("chen", "/health")
    expect(page.get_by_role("link", name="过程健康度")).to_be_visible()
    expect(page.get_by_role("link", name="配置")).to_have_count(0)
    page.goto("/design")
    expect(page.get_by_text("你没有做这件事的权限。").first).to_be_visible()


def test_a_stage_is_designed_and_seen_on_the_phone_beside_it(at_desk: Callable[..., Page]) -> None:
    page = at_desk(SUN, "/design")
    drafted(page)
    page.get_by_role("button", name="3 方案").click()
    page.get_by_label("名称", exact=True).fill("方案演示")
    page.keyboard.press("Enter")
    kept(page, 1)
    expect(stages(page).nth(2)).to_have_text("3 方案演示")
    page.get_by_label("最多停留", exact=True).fill("7")
    page.keyboard.press("Enter")
    kept(page, 2)
    page.get_by_role("button", name=re.compile("给“方案演示”加 ?照片")).click()
    expect(page.get_by_label("交付物名称")).to_be_focused()
    page.keyboard.type("封面照片")
    page.keyboard.press("Enter")
    page.get_by_label("至少几份").fill("3")
    page.keyboard.press("Tab")
    page.get_by_label("谁审核").select_option("manager")
    kept(page, 6)
    phone = page.locator(".design-phone")
    expect(phone).to_contain_text("方案演示")
    expect(phone).to_contain_text("最多停 7 个工作日")
    expect(phone).to_contain_text("封面照片 0/3")
    page.reload()
    expect(phone).to_contain_text("封面照片 0/3")
    discard(page)


def test_stages_are_chosen_moved_taken_away_and_taken_back_by_keys_alone(at_desk: Callable[..., Page]) -> None:
    page = at_desk(SUN, "/design")
    drafted(page)
    before = ["1 线索", "2 初访", "3 方案", "4 报价", "5 签约"]
    expect(stages(page)).to_have_text(before)
    page.get_by_role("button", name="1 线索").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="3 方案")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(stages(page)).to_have_text(["1 线索", "2 方案", "3 初访", "4 报价", "5 签约"])
    expect(page.get_by_role("button", name="2 方案")).to_be_focused()
    page.keyboard.press("Delete")
    gone = places.dialog(page, "删除步骤“方案”？").get_by_role("button", name="删除", exact=True)
    gone.focus()
    page.keyboard.press("Enter")
    expect(stages(page)).to_have_text(["1 线索", "2 初访", "3 报价", "4 签约"])
    kept(page, 2)
    page.keyboard.press("Control+z")
    kept(page, 1)
    page.keyboard.press("Control+z")
    kept(page, 0)
    expect(stages(page)).to_have_text(before)
    page.keyboard.press("Control+Shift+z")
    kept(page, 1)
    discard(page)


def test_what_cannot_stand_is_refused_in_words_and_put_back(at_desk: Callable[..., Page]) -> None:
    page = at_desk(SUN, "/design")
    drafted(page)
    limit = page.get_by_label("最多停留", exact=True)
    limit.fill("很久")
    limit.press("Enter")
    expect(page.locator(".design-not-done")).to_contain_text("没有保存，已改回原来的样子。")
    expect(page.locator(".design-not-done")).to_contain_text("泵阀销售流程 · 线索 · 最多停留")
    expect(limit).to_have_value("2")
    kept(page, 0)
    page.get_by_role("button", name=re.compile("给“线索”加 ?表单")).click()
    page.get_by_label("表单里的字段").focus()
    page.keyboard.press("Backspace")
    page.get_by_text("问题 1").click()
    page.get_by_role("link", name="泵阀销售流程 · 线索 · 表单").click()
    expect(page).to_have_url(re.compile(r"\?stage=lead$"))
    page.get_by_role("button", name="发布…").click()
    release = places.dialog(page, "发布这份草稿")
    expect(release).to_contain_text("表单里还没有选字段。")
    release.get_by_role("button", name="发布", exact=True).click()
    expect(release.get_by_role("alert")).to_contain_text("没有发布")
    discard(page)


def test_many_fields_are_added_in_a_row_and_one_goes_from_everywhere(at_desk: Callable[..., Page]) -> None:
    page = at_desk(SUN, "/design")
    page.goto(drafted(page) + "/objects/opportunity")
    page.get_by_label("新字段：名称").fill("材质等级")
    page.keyboard.press("Enter")
    page.keyboard.type("交货地")
    page.keyboard.press("Enter")
    page.get_by_label("新字段：类型").select_option("choice")
    page.get_by_label("新字段：名称").fill("安装方式")
    page.keyboard.press("Enter")
    kept(page, 3)
    choices = page.get_by_label("安装方式：选项或指向")
    choices.fill("卧式，立式")
    choices.press("Enter")
    kept(page, 4)
    expect(choices).to_have_value("卧式、立式")
    page.get_by_role("button", name="删除字段“需求”").click()
    places.dialog(page, "删除字段“需求”？").get_by_role("button", name="删除", exact=True).click()
    kept(page, 5)
    expect(page.get_by_label("需求：名称")).to_have_count(0)
    expect(page.get_by_text("问题", exact=True)).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_label("需求：名称")).to_be_visible()
    discard(page)


def test_two_people_who_change_the_same_are_shown_both(at_desk: Callable[..., Page]) -> None:
    mine, theirs = at_desk(SUN, "/design"), at_desk(SUN, "/design")
    to = drafted(mine) + "/process/sales?stage=quote"
    for page in (mine, theirs):
        page.goto(to)
        expect(page.get_by_label("最多停留", exact=True)).to_have_value("5")
    for page, days in ((theirs, "9"), (mine, "3")):
        page.get_by_label("最多停留", exact=True).fill(days)
        page.get_by_label("最多停留", exact=True).press("Enter")
        if page is theirs:
            kept(page, 1)
    meeting = places.dialog(mine, "孙宁刚改了同一处")
    expect(meeting).to_contain_text("3 个工作日")
    expect(meeting).to_contain_text("9 个工作日")
    meeting.get_by_role("button", name="用我的").click()
    kept(mine, 2)
    expect(mine.get_by_label("最多停留", exact=True)).to_have_value("3")
    discard(mine)


def test_a_draft_is_released_its_version_compared_and_restored(at_desk: Callable[..., Page]) -> None:
    page = at_desk(SUN, "/design")
    page.goto(drafted(page) + "/process/sales?stage=signing")
    page.get_by_label("最多停留", exact=True).fill("12")
    page.keyboard.press("Enter")
    kept(page, 1)
    page.get_by_role("button", name="发布…").click()
    release = places.dialog(page, "发布这份草稿")
    expect(release).to_contain_text("10 个工作日 → 12 个工作日")
    release.get_by_label("这次改了什么").fill("签约多给两天")
    release.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("v2 已发布，现在起生效。")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="v2")
    expect(row).to_contain_text("签约多给两天")
    row.get_by_role("button", name="看改动：v2").click()
    expect(places.dialog(page, "v2 比 v1 改了什么")).to_contain_text("10 个工作日 → 12 个工作日")
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        row.get_by_role("link", name="下载 v2（YAML）").click()
    assert "12 workdays" in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="恢复成草稿：v1").click()
    page.get_by_role("button", name="5 签约").click()
    expect(page.get_by_label("最多停留", exact=True)).to_have_value("10")
    discard(page)


def test_no_screen_of_the_design_desk_shuts_anybody_out(at_desk: Callable[..., Page]) -> None:
    page = at_desk(SUN, "/design", viewport=TALL_DESK)
    draft = drafted(page)
    found: dict[str, list[str]] = {}
    page.get_by_role("button", name=re.compile("给“线索”加 ?文件")).click()
    kept(page, 1)
    found["stages"] = violations(page)
    page.get_by_role("button", name="发布…").click()
    expect(places.dialog(page, "发布这份草稿")).to_contain_text("新增交付物")
    found["release"] = violations(page)
    for name, to in (
        ("fields", "/objects/opportunity"),
        ("changes", "/process/sales?tab=changes"),
        ("faults", "/process/sales?tab=faults"),
    ):
        page.goto(draft + to)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[name] = violations(page)
    page.goto("/design")
    expect(page.get_by_role("button", name="丢弃：").first).to_be_visible()
    found["versions"] = violations(page)
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}
    discard(page)


@pytest.mark.parametrize("to", ["/process/sales", "/objects/opportunity", "/process/sales?tab=changes"])
def test_the_design_desk_fits_a_narrow_window(at_desk: Callable[..., Page], to: str) -> None:
    page = at_desk(SUN, "/design", viewport={"width": 390, "height": 844})
    page.goto(drafted(page) + to)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("() => document.querySelector('main').scrollWidth <= innerWidth")
    discard(page)
