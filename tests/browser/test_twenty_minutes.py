"""A company makes its own process out of a pack, from the set-up code to the release: by mouse, and by keys alone.

What counts as one act: a click, a text typed where the focus is, a key that chooses. Tab and arrows only go there.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

MOST = 60
COMPANY = "海宁器械行"
NAMES = ("找线索", "约时间", "听需求", "方案演示", "解疑虑", "跟报价", "签约")
LIMITS = {4: "7", 5: "3", 6: "4"}
TIMES = count(1)  # no two companies of a server are called the same, also when a story is told once more
FARTHEST = 250  # how many times somebody presses Tab before they give up


class Hands:
    """Somebody at the desk, and how often they have done something."""

    def __init__(self, page: Page, way: Literal["mouse", "keys"]) -> None:
        self.page, self.way, self.acts = page, way, 0

    def go(self, wanted: Locator) -> None:
        """Come to a part of the page; that alone is no act."""
        expect(wanted).to_be_visible()
        if self.way == "mouse":
            return
        for _ in range(FARTHEST):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{wanted} is reached by no Tab")

    def arrive(self, first: Locator, *arrows: str) -> None:
        """Come into a table, and by arrows to one of its boxes; that alone is no act either."""
        if self.way == "keys":
            self.go(first)
            for arrow in arrows:
                self.page.keyboard.press(arrow)

    def do(self, wanted: Locator, key: Literal["Enter", "Space"] = "Enter") -> None:
        """Press a button, follow a link, tick a box."""
        self.acts += 1
        self.go(wanted)
        if self.way == "mouse":
            wanted.click()
        else:
            self.page.keyboard.press(key)

    def switch(self, group: str, text: str) -> None:
        """Choose one of a few that stand side by side."""
        self.acts += 1
        beside = self.page.get_by_role("radiogroup", name=group)
        if self.way == "mouse":
            beside.get_by_text(text, exact=True).click()
            return
        for _ in range(FARTHEST):
            if beside.evaluate("one => one !== document.activeElement && one.contains(document.activeElement)"):
                break
            self.page.keyboard.press("Tab")
        for _ in range(len(NAMES)):
            if beside.get_by_role("radio", name=text, exact=True).is_checked():
                return
            self.page.keyboard.press("ArrowRight")
        pytest.fail(f"{text} is reached by no arrow")

    def say(self, wanted: Locator, text: str) -> None:
        """Write a text into a box."""
        self.acts += 1
        self.go(wanted)
        if self.way == "mouse":
            wanted.fill(text)
        else:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)

    def enter(self) -> None:
        """Confirm what was written."""
        self.acts += 1
        self.page.keyboard.press("Enter")

    def choose(self, box: Locator, text: str) -> None:
        """Choose one of a list by typing what it is called: opening it, and taking what is found."""
        self.acts += 1
        self.go(box)
        if self.way == "mouse":
            box.click()
        box.press_sequentially(text)
        expect(self.page.locator(".ant-select-item-option-active", has_text=text)).to_be_visible()
        self.enter()


@pytest.fixture(params=["mouse", "keys"])
def hands(
    request: pytest.FixtureRequest, at_desk: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory
) -> Hands:
    """Somebody who holds the set-up code of the server."""
    code = next(tmp_path_factory.getbasetemp().glob("browser*/setup-code")).read_text(encoding="ascii").strip()
    return Hands(at_desk(None, f"/new#{code}"), request.param)


def test_own_names_fields_rights_and_board_tried_on_the_past_with_one_team_and_released(hands: Hands) -> None:
    _found(hands)
    _ask_for_more(hands)
    _change_a_right(hands)
    _compose_a_board(hands)
    _replay(hands)
    _try_with_a_team(hands)
    assert hands.acts <= MOST, f"{hands.acts} acts are more than {MOST}"


def _found(hands: Hands) -> None:
    """A workspace from a pack, with the stages' own names and limits."""
    page = hands.page
    hands.do(page.get_by_role("button", name="用这个：医疗器械经销"))
    hands.say(page.get_by_label("公司名称"), f"{COMPANY} {hands.way} {next(TIMES)}")
    for place, name in enumerate(NAMES, 1):
        hands.say(page.get_by_label(f"第 {place} 步的名称"), name)
        if place in LIMITS:
            hands.say(page.get_by_label(f"第 {place} 步最多停留"), LIMITS[place])
    hands.enter()
    hands.say(page.get_by_label("密码", exact=True), "一匹马吃黄瓜沙拉呀呀")
    hands.enter()
    hands.do(page.get_by_role("button", name="设计流程"))


def _part(hands: Hands, name: str, heading: str) -> None:
    """Go to another part of the draft."""
    hands.choose(hands.page.get_by_role("combobox", name="设计哪一部分"), name)
    expect(hands.page.get_by_role("heading", level=1)).to_have_text(heading)


def _ask_for_more(hands: Hands) -> None:
    """Two fields of one's own, one of them required at the demo, which asks for its cover and three questions."""
    page = hands.page
    _part(hands, "商机", "字段 · 商机")
    for name in ("招标编号", "竞品型号"):
        hands.say(page.get_by_label("新字段：名称"), name)
        hands.enter()
        expect(page.get_by_role("textbox", name=f"{name}：名称", exact=True)).to_be_visible()
    _part(hands, "器械销售流程", "流程设计 · 器械销售流程")
    hands.do(page.get_by_role("button", name="4 方案演示"))
    phone = page.get_by_label("手机上看到的")
    expect(phone.get_by_text("方案封面图")).to_be_visible()
    expect(phone.get_by_text("客户提问 0/3")).to_be_visible()
    hands.choose(page.get_by_label("必填字段"), "竞品型号")
    expect(phone.get_by_text("竞品型号")).to_be_visible()


def _change_a_right(hands: Hands) -> None:
    """Product support may note hospitals as well. The list of fields is still open: leaving it chooses nothing."""
    page = hands.page
    _part(hands, "角色和权限", "角色和权限")
    matrix = page.get_by_role("checkbox", name="其余对象：查看（销售）")
    hands.arrive(matrix, "ArrowDown", *["ArrowRight"] * 6)
    hands.do(page.get_by_role("checkbox", name="医院：新建（产品支持）"), "Space")
    expect(page.locator(".page-head-text p")).to_contain_text("改了 4 处 · 已自动保存")


def _compose_a_board(hands: Hands) -> None:
    """A board with the health of the process."""
    page = hands.page
    _part(hands, "我的商机", "看板 · 我的商机")
    hands.do(page.get_by_role("button", name="加一个问题"))
    hands.say(page.get_by_role("searchbox", name="搜问题"), "健康")
    hands.do(page.get_by_role("dialog").get_by_role("listitem").get_by_role("button").first)
    expect(page.get_by_role("dialog")).to_have_count(0)


def _replay(hands: Hands) -> None:
    """What would have been: nothing yet in a company of today, and it says so."""
    page = hands.page
    hands.switch("看什么", "推演")
    hands.do(page.get_by_role("button", name="推演"))
    expect(page.get_by_text("会拦下 0 次")).to_be_visible()


def _try_with_a_team(hands: Hands) -> None:
    """One team first, then everybody."""
    page = hands.page
    hands.do(page.get_by_role("button", name="发布…"))
    hands.switch("怎么发布", "先给一队试点")
    hands.do(page.get_by_role("checkbox").first, "Space")
    hands.do(page.get_by_role("button", name="开始试点"))
    hands.do(page.get_by_role("button", name="推广到全员"))
    hands.do(page.get_by_role("dialog").get_by_role("button", name="推广", exact=True))
    expect(page.get_by_text("已发布，现在起生效。")).to_be_visible()
