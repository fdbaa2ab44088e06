"""What a machine can judge of accessibility: every screen, with what opens over it, has no violation of WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.company import LONG, OF_LIN, OVERDUE

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "web/node_modules/axe-core/axe.min.js"
# So tall that nothing is scrolled out of sight: the contrast of what is not in sight cannot be judged.
TALL_DESK, TALL_PHONE = {"width": 1440, "height": 3000}, {"width": 390, "height": 2400}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AT_REST = """() => document.querySelector('.skeleton,[aria-busy=true]') === null
    && document.getAnimations().every(
        one => one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity)"""
JUDGE = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`))"""


def violations(page: Page) -> list[str]:
    """What is wrong with the screen as it stands, once it has come to rest."""
    page.wait_for_function(AT_REST)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(JUDGE, RULES)
    return found


def open_record(page: Page, name: str) -> None:
    """A record with all there is to it, opened afresh."""
    places.visit(page, "/me")
    places.visit(page, places.record(page, name))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".lines li").first).to_be_visible()


def opened_cell(page: Page) -> None:
    """The evidence behind a cell."""
    places.visit(page, "/health?period=quarter")
    page.locator(".health-cell.status-bad").first.click()
    expect(page.locator(".stay-open").first).to_be_visible()


def opened_metric(page: Page) -> None:
    """A number and its rows."""
    places.visit(page, "/metrics?metric=lost_count")
    page.get_by_role("dialog").get_by_role("button", name="由哪些组成").click()
    expect(page.locator(".metric-behind li").first).to_be_visible()


def table_of_the_funnel(page: Page) -> None:
    """The funnel as numbers."""
    places.visit(page, "/funnel")
    page.get_by_text("表", exact=True).click()
    expect(page.get_by_role("table")).to_be_visible()


def refused(page: Page) -> None:
    """What is missing."""
    open_record(page, OF_LIN)
    page.get_by_role("button", name="进入下一步：方案").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def edited(page: Page) -> None:
    """The fields being typed."""
    open_record(page, OF_LIN)
    page.keyboard.press("e")
    expect(page.get_by_label("预计金额")).to_be_visible()


def handing_in(page: Page) -> None:
    """A file being handed in."""
    open_record(page, OF_LIN)
    page.get_by_role("button", name="去上传 现场照片").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def giving_a_reason(page: Page) -> None:
    """A reason being given."""
    open_record(page, OF_LIN)
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="输单").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def adding(page: Page) -> None:
    """Something new."""
    places.visit(page, "/o/customer")
    page.get_by_role("button", name="新建", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("名称")).to_be_focused()


def searched(page: Page) -> None:
    """The search with what it found."""
    places.visit(page, "/health")
    page.get_by_role("combobox", name="搜索全部记录").fill("hz")
    expect(page.get_by_role("option").first).to_be_visible()


def card_menu(page: Page) -> None:
    """The board with a menu open."""
    places.visit(page, "/journeys?view=board")
    page.get_by_role("button", name=f"{OVERDUE} 的操作").click()
    expect(page.get_by_role("menuitem").first).to_be_visible()


def one_record(page: Page) -> None:
    """A record with everything on it."""
    open_record(page, OVERDUE)


def nowhere(page: Page) -> None:
    """An address that leads nowhere."""
    places.visit(page, "/nowhere")
    expect(page.get_by_text("这里没有内容，或者你看不到它。")).to_be_visible()


def handing_over(page: Page) -> None:
    people = page.request.get("/api/people").json()["items"]
    chen = next(one["id"] for one in people if one["name"] == "陈静")
    places.visit(page, f"/handover/{chen}")
    page.get_by_text("逐个客户", exact=True).click()
    page.get_by_role("button", name="直属主管 王海燕").click()
    expect(page.get_by_role("row", name="王海燕").first).to_be_visible()


def at(address: str) -> Callable[[Page], None]:
    """A page by its address."""

    def go(page: Page) -> None:
        places.visit(page, address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    go.__name__ = address
    return go


DESK_SCREENS = (
    *(at(to) for to in ("/health", "/funnel", "/journeys", "/journeys?view=board", "/o/product", "/inbox", "/me")),
    *(at(to) for to in ("/inbox?tab=tasks", "/metrics", "/import", "/transitions?every=1", "/handover", "/rescue")),
    *(
        handing_over,
        opened_cell,
        opened_metric,
        table_of_the_funnel,
        one_record,
        refused,
        edited,
        handing_in,
        giving_a_reason,
    ),
    *(searched, card_menu, nowhere, adding),
)


def test_no_screen_of_the_desk_shuts_anybody_out(at_desk: Callable[..., Page]) -> None:
    page = at_desk("sun", "/health", viewport=TALL_DESK)
    found: dict[str, list[str]] = {}
    for show in DESK_SCREENS:
        show(page)
        found[show.__name__] = violations(page)
    page.context.clear_cookies()
    page.goto("/login")
    expect(page.get_by_label("账号")).to_be_visible()
    found["/login"] = violations(page)
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def open_on_phone(page: Page) -> None:
    """A record on the phone, opened afresh."""
    places.visit(page, "/m/me")
    places.visit(page, places.record(page, LONG, below="/m"))


def why(page: Page) -> None:
    """What the next stage takes."""
    open_on_phone(page)
    page.get_by_role("button", name="为什么不能进下一步").tap()
    places.dialog(page, "还差这些")


def photo(page: Page) -> None:
    """A photo being taken."""
    open_on_phone(page)
    page.get_by_role("button", name="现场照片").first.tap()
    places.dialog(page, "现场照片")


def logging(page: Page) -> None:
    """A contact being written down."""
    open_on_phone(page)
    page.get_by_role("button", name="记一笔").first.tap()
    places.dialog(page, "记一笔")


def more(page: Page) -> None:
    """What is done rarely."""
    open_on_phone(page)
    page.get_by_role("button", name="更多").tap()
    places.dialog(page, "更多")
    page.get_by_role("button", name="输单").tap()
    places.dialog(page, "这单为什么输了")


def phone_record(page: Page) -> None:
    """A record on the phone, with its fields unfolded."""
    open_on_phone(page)
    page.get_by_text("资料", exact=True).tap()


PHONE_SCREENS = (
    *(at(to) for to in ("/m/", "/m/list/customer", "/m/list/opportunity", "/m/add/customer", "/m/me", "/m/notices")),
    *(at("/m/nowhere"), phone_record, why, photo, logging, more),
)


def test_no_screen_of_the_phone_shuts_anybody_out(on_phone: Callable[..., Page]) -> None:
    page = on_phone("ouyang", "/m/", viewport=TALL_PHONE)
    found: dict[str, list[str]] = {}
    for show in PHONE_SCREENS:
        show(page)
        found[show.__name__] = violations(page)
    page.context.clear_cookies()
    page.goto("/m/")
    expect(page.get_by_label("账号")).to_be_visible()
    found["log-in"] = violations(page)
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def test_a_bad_element_is_found(at_desk: Callable[..., Page]) -> None:
    page = at_desk("sun", "/inbox")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    bad = "<p style='color:#ccc;background:#fff'>grey on white</p><img src='/favicon.svg' width='16'><button></button>"
    page.evaluate("bad => document.querySelector('main').insertAdjacentHTML('afterbegin', bad)", bad)
    names = {line.split(":")[0] for line in violations(page)}
    assert names >= {"image-alt", "button-name", "color-contrast"}
