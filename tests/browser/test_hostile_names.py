"""A name that is a program is shown as the text it is, wherever names are shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import HOSTILE
from tests.browser.conftest import Visitors

pytestmark = pytest.mark.browser

HARMED = "() => window.__xss !== undefined || document.querySelector('img[src=x]') !== null"


def test_a_name_that_is_a_program_stays_text_at_the_desk(at_desk: Callable[..., Page]) -> None:
    page = at_desk("ouyang", "/journeys")
    expect(page.get_by_role("link", name=HOSTILE).first).to_have_text(HOSTILE)
    page.goto("/journeys?view=board")
    expect(places.card(page, HOSTILE)).to_be_visible()
    places.card(page, HOSTILE).get_by_role("button", name=f"{HOSTILE} 的操作").click()
    page.get_by_role("menuitem", name="移到下一步：初访").click()
    expect(places.dialog(page, f"“{HOSTILE}”还不能进入下一步")).to_be_visible()
    assert not page.evaluate(HARMED)
    page.goto("/o/customer")
    expect(page.get_by_role("link", name=HOSTILE).first).to_have_text(HOSTILE)
    places.open_record(page, HOSTILE)
    expect(page.locator(".lines")).to_contain_text(HOSTILE)
    page.get_by_role("combobox", name="搜索全部记录").fill("onerror")
    expect(page.get_by_role("option").first).to_contain_text(HOSTILE)
    assert not page.evaluate(HARMED)
    page.get_by_label("说了什么、下一步是什么").fill(HOSTILE)
    page.locator("#log").get_by_role("button", name="存").click()
    places.said(page, "已记下")
    expect(page.locator(".lines li").first).to_contain_text(HOSTILE)
    page.goto("/health?period=quarter")
    page.locator(".health-cell").first.click()
    expect(page.get_by_role("dialog")).to_contain_text(HOSTILE)
    assert not page.evaluate(HARMED)


def test_a_name_that_is_a_program_stays_text_on_the_phone(on_phone: Callable[..., Page]) -> None:
    page = on_phone("ouyang", "/m/")
    expect(page.get_by_text(HOSTILE).first).to_be_visible()
    page.goto("/m/list/opportunity")
    expect(page.get_by_text(HOSTILE).first).to_be_visible()
    page.goto(places.record(page, HOSTILE, below="/m"))
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert not page.evaluate(HARMED)


def test_a_program_would_be_stopped_and_noticed(visitors: Visitors) -> None:
    page = visitors.at_desk("ouyang", "/journeys")
    expect(page.get_by_role("link", name=HOSTILE).first).to_be_visible()
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.__xss = 3'}))")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.__xss=4\">')")
    assert page.evaluate(HARMED), "these stories look at the right thing"
    page.locator("img[src=x]").evaluate("image => image.remove()")
    assert not page.evaluate(HARMED), "it stands on the page, but it does not run"
    assert [line for line in visitors.complaints if "Content Security Policy" in line], "and the browser complains"
    visitors.complaints.clear()
