"""The design desk in a real browser: from what a hand does to the moment its outcome is painted."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench import breadth
from bench.operations import Wrong
from bench.results import check
from bench.size import PASSWORD, WORKSPACE
from bench.world import World

MOST = 150  # milliseconds that were promised
ROUNDS = 7
CALM = 700  # milliseconds after an act: what it has set off in the background shall not burden the next
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OBJECT = f"thing{breadth.OBJECTS - 1}"

# The clock starts with the key, the click or the choice itself, and stops when the frame is out in which the page
# tells something else than before.
_WATCH = """
(sign) => {
  const read = new Function("return (" + sign + ")");
  const before = JSON.stringify(read());
  window.__done = new Promise((resolve) => {
    let began = null;
    for (const kind of ["pointerup", "keydown", "change", "input"]) {
      addEventListener(kind, (event) => { began ??= event.timeStamp; }, { capture: true, once: true });
    }
    const look = () => {
      if (began === null || JSON.stringify(read()) === before) { requestAnimationFrame(look); return; }
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { resolve(performance.now() - began); };
      channel.port2.postMessage(0);
    };
    requestAnimationFrame(look);
  });
}
"""


@dataclass(frozen=True)
class Act:
    """Something one does at a designer, and the sign in the page by which its outcome is known."""

    where: str
    what: str
    to: str
    do: Callable[[Any, int], None]
    sign: str
    ready: Callable[[Any, int], None] = lambda _page, _turn: None
    anew: bool = False  # the page is opened anew for each round


def _count(selector: str) -> str:
    return f"document.querySelectorAll({selector!r}).length"


def _texts(selector: str) -> str:
    return f"[...document.querySelectorAll({selector!r})].map((one) => one.textContent)"


def _value(selector: str) -> str:
    return f"document.querySelector({selector!r})?.value"


def _pick(selector: str, first: int = 0) -> Callable[[Any, int], None]:
    """Click one of several, another one in each round."""
    return lambda page, turn: page.locator(selector).nth(first + turn).click()


def _named(role: str, name: str, at: int = 0) -> Callable[[Any, int], None]:
    """Click what is called so."""
    return lambda page, _turn: page.get_by_role(role, name=name).nth(at).click()


def _stand(selector: str, first: int) -> Callable[[Any, int], None]:
    """Stand on one of several."""
    return lambda page, turn: page.locator(selector).nth(first + turn).focus()


def _typed(selector: str) -> tuple[Callable[[Any, int], None], Callable[[Any, int], None]]:
    """Stand in a box, then strike a key."""
    return lambda page, _turn: page.locator(selector).first.focus(), lambda page, _turn: page.keyboard.press("x")


def _left(selector: str) -> tuple[Callable[[Any, int], None], Callable[[Any, int], None]]:
    """Type something else into a box, then press Enter: now it counts."""

    def ready(page: Any, turn: int) -> None:  # noqa: ANN401 - a page
        page.locator(selector).first.fill(f"改成 {turn}")

    return ready, lambda page, _turn: page.keyboard.press("Enter")


def _confirmed(opener: Callable[[Any, int], None]) -> tuple[Callable[[Any, int], None], Callable[[Any, int], None]]:
    """Ask for something to go, then say yes."""

    def ready(page: Any, turn: int) -> None:  # noqa: ANN401
        opener(page, turn)
        page.locator("[role=dialog]").wait_for()
        page.wait_for_timeout(CALM)

    return ready, lambda page, _turn: page.locator("[role=dialog] .ant-btn-dangerous").click()


def _tab(number: int) -> Callable[[Any, int], None]:
    return lambda page, _turn: page.locator(".bar .ant-segmented-item").nth(number).click()


def acts() -> Iterator[Act]:
    """What people do at each designer."""
    yield from _at_the_process()
    yield from _at_the_fields()
    yield from _at_the_forms()
    yield from _at_the_rest()


def _at_the_process() -> Iterator[Act]:
    to, picks, name = "/process/sales?stage=step9", _texts(".design-pick b"), ".design-panel input[type=text]"
    yield Act("process", "another stage is chosen", to, _pick(".design-pick", 12), _value(name))
    ready, do = _typed(name)
    yield Act("process", "a letter is typed", to, do, _value(name), ready)
    ready, do = _left(name)
    yield Act("process", "a name is kept", to, do, picks, ready)
    stand = _stand(".design-pick", 5)
    yield Act(
        "process", "a stage moves down", to, lambda page, _turn: page.keyboard.press("Alt+ArrowDown"), picks, stand
    )
    yield Act("process", "a stage is added", to, _pick(".design-stages .design-add", 10), _count(".design-pick"))
    things = _count(".design-things > *")
    yield Act("process", "one more paper is asked for", to, _named("button", "文件"), things)
    yield Act("process", "a rule is added", to, _named("button", "加一项检查"), _count(".design-check"))
    ready, do = _confirmed(_pick(".design-stage-acts button:last-child", 10))
    yield Act("process", "a stage is taken away", to, do, _count(".design-pick"), ready)
    tab = _texts("main h2, main p")
    yield Act("process", "the problems are opened", to, _tab(2), tab, anew=True)
    yield Act("process", "what was changed is opened", to, _tab(3), tab, anew=True)


def _at_the_fields() -> Iterator[Act]:
    to, name = f"/objects/{_OBJECT}", "tbody tr:nth-child(9) input[type=text]"
    rows, order = _count(".design-grid tbody tr"), _texts(".design-grid tbody code")
    ready, do = _typed(name)
    yield Act("fields", "a letter is typed", to, do, _value(name), ready)
    ready, do = _left(name)
    label = "document.querySelector('tbody tr:nth-child(9) input').getAttribute('aria-label')"
    yield Act("fields", "a name is kept", to, do, label, ready)
    ticked = "[...document.querySelectorAll('.design-tick input')].map((one) => one.checked)"
    yield Act("fields", "a field becomes required", to, _pick(".design-tick input", 20), ticked)
    yield Act("fields", "a field moves down", to, _pick(".design-grid button[aria-label^=下移]", 30), order)

    def write(page: Any, turn: int) -> None:  # noqa: ANN401
        page.get_by_label("新字段：名称").fill(f"新的 {turn}")

    def more(page: Any, _turn: int) -> None:  # noqa: ANN401
        page.locator(".design-grid button[aria-label^=删除字段]").last.click()

    ready, do = _confirmed(more)
    yield Act("fields", "a field is taken away", to, do, rows, ready)
    yield Act("fields", "a field is added", to, lambda page, _turn: page.keyboard.press("Enter"), rows, write)
    dialogs = _count("[role=dialog]")
    yield Act("fields", "more of a field is opened", to, _pick("button[aria-label$=更多设置]", 40), dialogs)

    def listed(page: Any, _turn: int) -> None:  # noqa: ANN401
        page.locator(".bar .ant-select").first.click()
        page.wait_for_timeout(CALM)

    def other(page: Any, _turn: int) -> None:  # noqa: ANN401
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")

    yield Act("fields", "another object is chosen", to, other, "document.querySelector('h1').textContent", listed)


def _at_the_forms() -> Iterator[Act]:
    to, order = f"/forms/{_OBJECT}", _texts(".placed-list .placed-pick")
    pressed = "[...document.querySelectorAll('.placed-pick')].findIndex((one) => one.ariaPressed === 'true')"
    yield Act("forms", "a field is chosen", to, _pick(".placed-list .placed-pick", 30), pressed)
    yield Act("forms", "a field moves down", to, _pick(".placed-list button[aria-label$=下移]", 30), order)
    yield Act("forms", "a field is taken out", to, _pick(".placed-list button[aria-label$=移出]", 50), order)
    yield Act("forms", "a field is put in", to, _pick(".form-pool .placed-pick"), order)
    yield Act("forms", "a section is added", to, _named("button", "加一个分组"), _count(".form-section"))
    views = _texts(".design-form h2")
    yield Act("forms", "another form is shown", to, lambda page, turn: _view(page, (turn + 1) % 3), views)


def _view(page: Any, number: int) -> None:  # noqa: ANN401
    page.locator(".form-views .ant-segmented-item").nth(number).click()


def _at_the_rest() -> Iterator[Act]:
    dialogs = _count("[role=dialog]")
    yield Act("relations", "a reference is begun", "/relations", _named("button", "加关联…"), dialogs)
    typed = ".design-new input"
    ready, do = _typed(typed)
    yield Act("objects", "a letter is typed", "/objects", do, _value(typed), ready)
    ticks = "[...document.querySelectorAll('.rights-act input')].map((one) => one.checked).join()"
    yield Act("roles", "a right is changed", "/roles", _pick(".rights-act input", 60), ticks)
    on = _texts(".rights-on")
    yield Act("roles", "another role is chosen", "/roles", lambda page, turn: _role(page, (turn + 1) % 3), on)
    fields, cells = f"/roles?view=fields&object={_OBJECT}", _texts(".rights tbody button")
    yield Act("roles", "a field is closed", fields, _pick(".rights tbody button", 100), cells)
    ready, do = _typed(".rights-find input[type=search]")
    yield Act("roles", "a field is sought", fields, do, _count(".rights tbody tr"), ready, anew=True)
    entries = "[...document.querySelectorAll('.entry input')].map((one) => one.getAttribute('aria-label'))"
    ready, do = _left(".entry:not(.entry-head) input")
    yield Act("dictionaries", "an entry's name is kept", "/dictionaries", do, entries, ready)
    yield Act("dictionaries", "another list is opened", "/dictionaries", _lists, entries)
    panel = "document.querySelector('.design-panel').ariaLabel"
    yield Act("grades", "another grading is opened", "/grades", _lists, panel)
    yield Act("grades", "a rule is added", "/grades", _named("button", "加一条规则"), _count(".grade-rule"))
    add = _pick(".week-day button[aria-label$=加一段]")
    yield Act("calendar", "a stretch is added", "/calendar", add, _count(".week-stretch"))
    yield Act("activities", "another kind is opened", "/activities", _lists, panel)
    yield from _at_rules_and_boards()


def _at_rules_and_boards() -> Iterator[Act]:
    off = "[...document.querySelectorAll('.rule-switch input')].map((one) => one.checked)"
    yield Act("rules", "a rule is switched off", "/rules", _pick(".rule-switch input", 1), off)
    ready, do = _typed(".rule-find")
    yield Act("rules", "a rule is sought", "/rules", do, _count(".rule-row-at"), ready, anew=True)
    cards = _texts("main .card")
    yield Act("dashboards", "a widget's settings are opened", "/dashboards", _widget, cards, anew=True)
    asked = _named("button", "加一个问题")
    yield Act("dashboards", "the questions are opened", "/dashboards", asked, _count("[role=dialog]"), anew=True)


def _widget(page: Any, turn: int) -> None:  # noqa: ANN401
    page.locator(".board-design button.design-small:not(.board-handle)").nth(turn % 4).click()


def _role(page: Any, number: int) -> None:  # noqa: ANN401
    page.locator(".rights thead button").nth(number).click()


def _lists(page: Any, turn: int) -> None:  # noqa: ANN401
    page.locator(".pick-list .design-pick").nth(1 + turn % 2).click()


def measure(seen: World, draft: int, *, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Every act several times; the median of each, in milliseconds."""
    found = []
    with _browser(seen) as page:
        for act in acts():
            took = _took(page, f"/design/{draft}{act.to}", act)
            middle = statistics.median(took)
            say(f"  {act.where}: {act.what} … {middle:.0f} ms ({min(took):.0f} to {max(took):.0f})")
            found.append(check(f"{act.where}: {act.what}", middle, "ms", most=MOST))
    return found


def _took(page: Any, to: str, act: Act) -> Sequence[float]:  # noqa: ANN401
    found = list[float]()
    for turn in range(ROUNDS):
        if turn == 0 or act.anew:
            page.goto(to)
            page.locator("h1").wait_for()
            page.wait_for_timeout(CALM)
        act.ready(page, turn)
        page.wait_for_timeout(CALM / 4)
        page.evaluate(_WATCH, act.sign)
        act.do(page, turn)
        found.append(page.evaluate("Promise.race([window.__done, new Promise((no) => setTimeout(no, 9000, -1))])"))
        if found[-1] < 0:
            raise Wrong(f"{act.where}: {act.what}: nothing was to be seen of it")
        _settled(page)
    return found


def _settled(page: Any) -> None:  # noqa: ANN401
    """What is open is shut, and what was changed is kept."""
    if page.locator("[role=dialog]").count():
        page.keyboard.press("Escape")
        page.locator("[role=dialog]").wait_for(state="detached")
    page.get_by_text("已自动保存").first.wait_for(timeout=60_000)
    page.wait_for_timeout(CALM)


@contextmanager
def _browser(seen: World) -> Iterator[Any]:
    """A desk at which the administrator is logged in."""
    path = os.environ.get("BIHUAN_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        raise SystemExit("There is no Chromium: name one in BIHUAN_CHROMIUM, or install the package `chromium`.")
    # A tool of development, that whoever measures the rest does not need.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=seen.server.url, locale="zh-CN", viewport={"width": 1440, "height": 900})
        who = {"login": "admin", "password": PASSWORD, "workspace": WORKSPACE}
        answer = context.request.post("/api/session", data=who, headers={"origin": seen.server.url})
        if not answer.ok:
            raise Wrong(answer.text())
        yield context.new_page()
        browser.close()
