"""A company of one's own, from the set-up code to the first screen: seven names and three limits by keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

NAMES = ("找线索", "约时间", "听需求", "方案演示", "解疑虑", "跟报价", "签约")
LIMITS = {4: "7", 5: "3", 6: "4"}
MOST = 15


class Hands:
    """The keyboard, and how often it was used: a text typed where the focus is, or a key that chooses."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def say(self, text: str) -> None:
        """Type a text into the box that has the focus."""
        self.acts += 1
        self.page.keyboard.type(text)

    def press(self) -> None:
        """Press what has the focus."""
        self.acts += 1
        self.page.keyboard.press("Enter")

    def go(self, label: str) -> None:
        """Tab on to what is called so."""
        wanted = self.page.get_by_label(label, exact=True).or_(self.page.get_by_role("button", name=label, exact=True))
        for _ in range(60):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{label} is reached by no Tab")


def test_a_workspace_is_made_from_a_pack_by_keys_alone(
    at_desk: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory
) -> None:
    code = next(tmp_path_factory.getbasetemp().glob("browser*/setup-code")).read_text(encoding="ascii").strip()
    page = at_desk(None, f"/new#{code}")
    hands = Hands(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("新建企业空间")
    assert code not in page.url
    hands.go("用这个：医疗器械经销")
    hands.press()
    expect(page.get_by_label("公司名称")).to_be_focused()
    hands.say("海宁器械行")
    for place, name in enumerate(NAMES, 1):
        hands.go(f"第 {place} 步的名称")
        hands.say(name)
        if place in LIMITS:
            hands.go(f"第 {place} 步最多停留")
            hands.say(LIMITS[place])
    assert violations(page) == []
    hands.press()  # from the end of the column to the next step
    expect(page.get_by_label("密码", exact=True)).to_be_focused()
    page.go_back()
    expect(page.get_by_label("第 7 步的名称")).to_have_value("签约")
    page.go_forward()
    expect(page.get_by_label("密码", exact=True)).to_be_focused()
    hands.say("一匹马吃黄瓜沙拉呀呀")
    hands.press()
    expect(page.get_by_role("heading", level=1)).to_have_text("海宁器械行 建好了")
    assert hands.acts <= MOST, "the whole way takes as few acts as that"
    assert violations(page) == []
    expect(page.get_by_role("button", name="设计流程")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="4 方案演示").or_(page.get_by_text("4 方案演示"))).to_be_visible()
