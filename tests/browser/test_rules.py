"""A rule is written as a sentence, tried, looked at over the last days, released; it fires, and its run says why."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import LARGE
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

# Where a rule may be released without anybody else's story hearing of it.
SUN = "sun@ruled"
RULE = "大单：请懂行的人出手"


def test_a_rule_is_written_tried_released_and_its_run_says_why(at_desk: Callable[..., Page]) -> None:
    page = at_desk(SUN, "/design")
    page.get_by_role("button", name="新建草稿").click()
    page.wait_for_url("**/process/**")
    page.goto(re.sub(r"/process/.*", "/rules", page.url))
    page.get_by_role("button", name="从样例开始").click()
    page.get_by_role("menuitem", name=RULE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"规则 · {RULE}")
    written(page)
    looked_at(page)
    page.get_by_role("button", name="发布…").click()
    release = places.dialog(page, "发布这份草稿")
    release.get_by_label("这次改了什么").fill("大单有人管")
    release.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("v2 已发布，现在起生效。")).to_be_visible()
    grown(page)
    read(page)


def written(page: Page) -> None:
    """Fill slots of the sentence: from which amount on, and who gets the task."""
    amount = page.get_by_role("region", name="如果").get_by_label("和什么比").last
    amount.fill("600000")
    amount.press("Enter")
    page.get_by_role("button", name=re.compile("^派一个待办")).click()
    page.get_by_label("第 1 个人").first.select_option("owner")
    expect(page.locator(".page-head-text p")).to_contain_text("改了 3 处 · 已自动保存")


def looked_at(page: Page) -> None:
    """The last 30 days name the one case there was; the record itself is tried, and nothing is done."""
    past = page.get_by_role("region", name="最近 30 天")
    expect(past).to_contain_text("最近 30 天会触发 1 次")
    expect(past).to_contain_text("→ 陈静")
    expect(past.get_by_role("link", name=LARGE)).to_be_visible()
    tried = page.get_by_role("region", name="在一条记录上试")
    tried.get_by_label("最近的记录").select_option(LARGE)
    expect(tried.get_by_role("status")).to_contain_text("预计金额 大于 600000 元（现在是 620,000 元）")


def grown(page: Page) -> None:
    """The deal grows: its owner finds a task on their list."""
    address = f"/api/records/opportunity/{places.identity(page, LARGE)}"
    origin = re.sub(r"(https?://[^/]+)/.*", r"\1", page.url)
    found = page.request.get(address).json()
    change = {"values": {"amount": 655_000}, "revision": found["revision"]}
    told = page.request.patch(address, data=change, headers={"origin": origin})
    assert told.ok, told.text()
    page.goto(f"/day?person={found['owner']['id']}&view=all")
    until = time.monotonic() + places.PATIENCE
    task = page.get_by_text(f"大单，请支持：{LARGE}")
    while time.monotonic() < until and task.count() == 0:
        page.reload()
        page.wait_for_timeout(700)
    expect(task.first).to_be_visible()


def read(page: Page) -> None:
    """Its run says by what it fired, what it did and for whom; the deal's name leads to the deal."""
    page.goto("/rules/rule_1/runs")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"规则「{RULE}」的执行记录")
    run = page.locator(".runs li").first
    expect(run).to_contain_text("触发，因为 来源 = 展会 且 预计金额 655,000 > 600,000。")
    expect(run).to_contain_text(f"待办“大单，请支持：{LARGE}” → 陈静")
    assert violations(page) == []
    run.get_by_role("link", name=LARGE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LARGE)
