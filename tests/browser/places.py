"""Where things are on the screens: addresses, messages in passing, dialogs."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, Page, expect

PATIENCE = 20.0  # seconds in which what the clock or a job does must have reached a screen


def record(page: Page, name: str, *, below: str = "", object_key: str = "opportunity") -> str:
    """The address of a record by its name, as far as who is logged in may see it."""
    return f"{below}/r/{object_key}/{identity(page, name, object_key)}"


def identity(page: Page, name: str, object_key: str = "opportunity") -> int:
    """A record's number."""
    found = page.request.get(f"/api/records/{object_key}", params={"name": name, "limit": "1"}).json()["items"]
    assert found, f"{name} is not there"
    number: int = found[0]["id"]
    return number


def visit(page: Page, address: str) -> None:
    """Go to another page of the same root without loading it anew, as a link does."""
    page.evaluate("to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }", address)


def open_record(page: Page, name: str) -> Page:
    """Open a record at the desk, with all there is to it.

    The page before is let come to rest: leaving it in the midst of fetching what both need may keep the next one
    waiting for it, as long as the browser holds on to what was broken off.
    """
    page.wait_for_load_state("networkidle")
    page.goto(record(page, name))
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=30_000)
    expect(page.locator(".lines li").first).to_be_visible()
    return page


def said(page: Page, text: str) -> None:
    """Something was said in passing."""
    expect(page.locator(".toasts")).to_contain_text(text)


def dialog(page: Page, name: str) -> Locator:
    """The dialog, drawer or sheet of this title."""
    found = page.get_by_role("dialog", name=name)
    expect(found).to_be_visible()
    return found


def card(page: Page, title: str) -> Locator:
    """A card of the board."""
    return page.get_by_role("article").filter(has=page.get_by_role("link", name=title, exact=True))


def drag(page: Page, title: str, to: Locator) -> None:
    """Pick up a card with the mouse, carry it over a column, put it down."""
    start = page.get_by_role("button", name=f"拖动“{title}”").bounding_box()
    end = to.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 40, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 12, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 120, steps=12)
    expect(to).to_have_class("column column-over")
    page.mouse.up()


def until(page: Page, wanted: Locator) -> Locator:
    """Look again and again until what the clock or a job brings is there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page.wait_for_load_state("networkidle")
        if wanted.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(wanted.first).to_be_visible()
    return wanted
