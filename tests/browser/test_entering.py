"""In and out: the log-in, the language, what one may not see, and the quick way to something new."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import OF_LIN, OVERDUE, PASSWORD

pytestmark = pytest.mark.browser

HANZI = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
DATA = ("宁海泵阀", "赵敏")  # the company's name and the person's own are no words of the shell


def test_a_wrong_password_is_refused_in_words_and_the_right_one_opens_the_board(at_desk: Callable[..., Page]) -> None:
    page = at_desk(None, "/health")
    expect(page).to_have_url(re.compile("/login"))
    page.get_by_label("账号").fill("lin")
    page.get_by_label("密码", exact=True).fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("账号或密码不对。")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("密码", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("过程健康度")
    expect(page).to_have_url(re.compile("/health"))


def test_who_logs_out_is_out_on_every_page(at_desk: Callable[..., Page]) -> None:
    page = at_desk(None, "/login")
    page.get_by_label("账号").fill("lin")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="林涛，打开账户菜单").click()
    page.get_by_role("menuitem", name="退出登录").click()
    expect(page).to_have_url(re.compile("/login"))
    page.goto("/journeys")
    expect(page.get_by_label("密码", exact=True)).to_be_visible()
    assert page.request.get("/api/me").status == 401


def test_a_rep_sees_only_what_is_hers(at_desk: Callable[..., Page]) -> None:
    hers, his = at_desk("chen", "/journeys"), at_desk("lin", "/journeys")
    expect(hers.get_by_role("link", name=OVERDUE)).to_be_visible()
    expect(hers.get_by_role("link", name=OF_LIN)).to_have_count(0)
    address = places.record(his, OF_LIN)
    his.goto(address)
    expect(his.get_by_role("heading", level=1)).to_have_text(OF_LIN)
    hers.goto(address)
    expect(hers.get_by_text("这里没有内容，或者你看不到它。")).to_be_visible()
    hers.get_by_role("combobox", name="搜索全部记录").fill("szwjyr")
    expect(hers.get_by_text("没有找到“szwjyr”")).to_be_visible()
    hers.goto("/nowhere")
    expect(hers.get_by_text("这里没有内容，或者你看不到它。")).to_be_visible()


def test_the_shell_speaks_english_to_the_last_word(at_desk: Callable[..., Page]) -> None:
    page = at_desk("zhao")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Process health")).to_be_visible()
    for to, title in (
        ("/health", "Process health"),
        ("/funnel", "Funnel and bottlenecks"),
        ("/journeys", "Opportunity journeys"),
        ("/inbox", "Inbox"),
        ("/metrics", "Metrics"),
        ("/me", "My settings"),
    ):
        page.goto(to)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.wait_for_load_state("networkidle")
        words = [*page.locator(".nav, .shell-top, h1, main .bar").all_inner_texts(), *hidden_names(page)]
        assert [found for text in words for found in leftovers(text)] == [], to
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("link", name="过程健康度")).to_be_visible()


def hidden_names(page: Page) -> list[str]:
    """What is read out but not seen, in the shell and in the filters."""
    names: list[str] = page.locator(".shell-top, .nav, main .bar").evaluate_all(
        """parts => parts.flatMap(part => [...part.querySelectorAll('[aria-label],[placeholder],[title]')].flatMap(
            one => ['aria-label', 'placeholder', 'title'].map(name => one.getAttribute(name) ?? '')))"""
    )
    return names


def leftovers(text: str) -> list[str]:
    """Lines with a Chinese character in them that is not the company's own."""
    for own in (*DATA, "中文"):
        text = text.replace(own, "")
    return [line for line in text.splitlines() if HANZI.search(line)]


def test_something_new_is_made_by_the_keyboard_and_a_twin_is_pointed_out(at_desk: Callable[..., Page]) -> None:
    page = at_desk("lin", "/o/customer")
    expect(page.get_by_role("link", name="苏州吴江印染").first).to_be_visible()
    page.keyboard.press("c")
    form = places.dialog(page, "新建客户")
    expect(form.get_by_label("名称")).to_be_focused()
    page.keyboard.type("台州海正制药")
    expect(form.get_by_role("status")).to_contain_text("名称相近的一条在 陈静 名下")
    form.get_by_label("名称").fill("宁波象山船厂")
    expect(form.get_by_role("status")).to_have_count(0)
    form.get_by_label("电话").fill("12")
    form.get_by_role("button", name="保存").click()
    expect(form.locator(".field-problem")).to_be_visible()
    form.get_by_label("电话").fill("13912345678")
    form.get_by_role("button", name="保存").click()
    places.said(page, "已新建“宁波象山船厂”")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="宁波象山船厂")).to_be_visible()


def test_an_empty_company_is_told_what_to_do_first(at_desk: Callable[..., Page]) -> None:
    page = at_desk("sun@empty", "/health")
    expect(page.get_by_text("导入 20 条商机就能看到第一张健康图。")).to_be_visible()
    page.goto("/journeys")
    expect(page.get_by_text("还没有商机")).to_be_visible()
    page.get_by_role("button", name="去导入").click()
    expect(page.get_by_text("还没有导入过")).to_be_visible()
    page.goto("/funnel")
    expect(page.get_by_text("这段时间没有开始的旅程")).to_be_visible()
    page.goto("/inbox")
    expect(page.get_by_text("没有要你处理的提醒")).to_be_visible()
