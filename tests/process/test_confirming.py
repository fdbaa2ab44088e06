"""The link by which a customer, without a log-in, sees a file and says that it came."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pypdfium2  # type: ignore[import-untyped]  # it brings no types
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from bihuan.app import house
from bihuan.kernel import clock, db
from bihuan.kernel.files import Store
from bihuan.ledger.models import Event
from bihuan.org.viewer import Viewer
from bihuan.process import commands, paper, queries
from bihuan.process.models import Hold, Journey
from bihuan.records import commands as records
from tests import serving
from tests.company import MONDAY_9
from tests.conftest import WORKSPACE

NOON = MONDAY_9 + timedelta(hours=3)


def pdf(pages: int = 2, *, width: float = 595, height: float = 842) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(width, height)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (2400, 1200), "white").save(target, format="JPEG")
    return target.getvalue()


@dataclass
class Link:
    """A link, and the web as somebody without a log-in meets it."""

    client: TestClient
    token: str
    journey_id: int
    content: bytes
    app: FastAPI

    def get(self, rest: str = "", **headers: str) -> httpx2.Response:
        return self.client.get(f"/api/confirmations/{self.token}{rest}", headers=headers)

    def post(self, act: str, **said: str | None) -> httpx2.Response:
        return self.client.post(f"/api/confirmations/{self.token}/{act}", json=said)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock that the doors look at."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def sent(
    connection: Connection,
    store: Store,
    tmp_path: Path,
    asking: Callable[[str], Viewer],
    at: Callable[[datetime], None],
) -> Callable[..., Link]:
    """Chen sends a file of his own journey in the stage "proposal" to the customer."""
    house.wire()
    app = serving.application(connection, data=tmp_path, files=store)

    def send(content: bytes, name: str) -> Link:
        chen = asking("chen")
        with db.transaction(connection, workspace=WORKSPACE, sight=chen.sight) as session:
            values = {"name": "王总这单要拿下", "amount": 5000}
            record = records.create(session, chen, "opportunity", values, now=MONDAY_9)
            journey = queries.journey_beside(session, record.id)
            assert journey is not None
            commands.advance(session, chen, journey, now=MONDAY_9)
            file = records.keep(session, chen, io.BytesIO(content), name=name, store=store, now=MONDAY_9)
            brought = commands.Handful(file_ids=(file.id,))
            commands.hand_in(session, chen, journey, "proposal_pdf", brought=brought, now=MONDAY_9)
            _, token = commands.send(session, chen, journey, "receipt", now=MONDAY_9)
        return Link(TestClient(app), token, journey.id, content, app)

    at(NOON)
    return send


@pytest.fixture
def link(sent: Callable[..., Link]) -> Link:
    return sent(pdf(2), "技术方案 V2.pdf")


def ledger(session: Session, journey_id: int) -> list[str]:
    found = session.query(Event).filter_by(journey_id=journey_id).order_by(Event.seq)
    return [event.kind for event in found if event.kind.startswith("confirmation.")]


def journey_of(session: Session, link: Link) -> Journey:
    session.expire_all()
    return queries.journey_of(session, link.journey_id)


def holder(session: Session, link: Link) -> str:
    stay_id = queries.present_stay(session, journey_of(session, link))
    return session.scalars(select(Hold.holder).where(Hold.stay_id == stay_id, Hold.until.is_(None))).one()


def test_a_customer_sees_what_was_sent_and_by_whom(link: Link) -> None:
    said = link.get().json()
    assert said["title"] == "技术方案 PDF"
    assert said["company"] == "试验公司"
    assert said["sender"] == "陈销售"
    assert said["file"] == "技术方案 V2.pdf"
    assert said["pages"] == 2
    assert said["answer"] is None


def test_a_customer_never_learns_what_the_deal_is_called(link: Link) -> None:
    assert "王总" not in link.get().text


def test_the_title_is_in_the_language_of_the_customers_browser(link: Link) -> None:
    assert link.get(**{"accept-language": "en-GB,en"}).json()["title"] == "Technical proposal PDF"


def test_the_first_look_is_told_once_and_the_second_is_not(link: Link, session: Session) -> None:
    assert ledger(session, link.journey_id) == ["confirmation.sent"]
    link.get()
    link.get()
    assert ledger(session, link.journey_id) == ["confirmation.sent", "confirmation.viewed"]


def test_the_pages_come_as_pictures_and_no_others(link: Link) -> None:
    page = link.get("/pages/2")
    assert page.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(page.content)) as image:
        assert 1000 < image.width <= paper.WIDEST
    assert link.get("/pages/3").status_code == 404
    assert link.get("/pages/0").status_code == 422
    assert link.get("/pages/51").status_code == 422


def test_the_file_can_be_kept_under_its_own_name(link: Link) -> None:
    answer = link.get("/file")
    assert answer.content == link.content
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "%E6%8A%80%E6%9C%AF%E6%96%B9%E6%A1%88" in answer.headers["content-disposition"]


@pytest.mark.parametrize("rest", ["", "/pages/1", "/file"])
def test_nothing_of_it_is_kept_on_the_way_or_taken_for_something_else(link: Link, rest: str) -> None:
    headers = link.get(rest).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_yes_opens_the_gate_and_gives_the_ball_back(link: Link, session: Session) -> None:
    assert holder(session, link) == "customer"
    said = link.post("confirm", name=" 李工 ").json()
    assert said["answer"] == "confirmed"
    assert said["answered_at"] is not None
    assert holder(session, link) == "rep"
    assert queries.tallies(session, journey_of(session, link))["receipt"].accepted == 1
    assert ledger(session, link.journey_id)[-1] == "confirmation.confirmed"


def test_a_no_keeps_the_gate_closed_and_says_why(link: Link, session: Session) -> None:
    said = link.post("decline", name="李工", reason="缺材质证明").json()
    assert said["answer"] == "declined"
    tally = queries.tallies(session, journey_of(session, link))["receipt"]
    assert (tally.accepted, tally.rejected) == (0, 1)
    (one,) = queries.story(session, journey_of(session, link)).confirmations
    assert (one["answered_name"], one["answer_reason"]) == ("李工", "缺材质证明")


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_a_no_without_a_reason_is_not_taken(link: Link, session: Session, reason: str | None) -> None:
    assert link.post("decline", name="李工", reason=reason).status_code == 422
    assert holder(session, link) == "customer"


def test_the_second_answer_is_told_the_first(link: Link) -> None:
    assert link.post("confirm").status_code == 200
    late = link.post("decline", reason="不对")
    assert late.status_code == 409
    assert late.json()["code"] == "someone_was_first"
    assert link.get().json()["answer"] == "confirmed"


def test_a_link_that_is_too_old_opens_nothing(link: Link, at: Callable[[datetime], None], session: Session) -> None:
    at(MONDAY_9 + timedelta(days=14))
    assert link.get().status_code == 200
    at(MONDAY_9 + timedelta(days=14, seconds=1))
    for answer in (link.get(), link.get("/pages/1"), link.get("/file"), link.post("confirm")):
        assert (answer.status_code, answer.json()["code"]) == (409, "link_over")
    assert holder(session, link) == "customer"


@pytest.mark.parametrize(
    "token",
    [
        "test.wrong",
        "test.",
        "nowhere.{secret}",
        "{secret}",
        "TEST.{secret}",
        "test.{secret}x",
        "test.{secret}%00",
        "x" * 110,
    ],
)
def test_a_wrong_link_is_not_found_whatever_is_wrong_with_it(link: Link, token: str) -> None:
    wrong = token.format(secret=link.token.partition(".")[2])
    answer = link.client.get(f"/api/confirmations/{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_whoever_is_logged_in_elsewhere_changes_nothing(link: Link) -> None:
    link.client.cookies.set("bihuan_session", "other.secret")
    assert link.get().status_code == 200


def test_behind_the_link_nothing_but_its_owners_things_can_be_seen(
    link: Link, connection: Connection, asking: Callable[[str], Viewer]
) -> None:
    """The transaction of a link sees as far as the owner's position: not what Lin, beside him, has."""
    lin = asking("lin")
    with db.transaction(connection, workspace=WORKSPACE, sight=lin.sight) as session:
        records.create(session, lin, "opportunity", {"name": "林的商机"}, now=MONDAY_9)
    seen: list[int] = []

    def look(session: Session, *_: object, **__: object) -> None:
        seen.append(session.execute(text("SELECT count(*) FROM process_journey")).scalar_one())

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(commands, "view", look)
        link.get()
    assert seen == [1]


def test_a_picture_is_one_page_and_a_file_that_cannot_be_drawn_is_none() -> None:
    assert paper.page_count(picture(), "image/jpeg") == 1
    shown, media_type = paper.picture(picture(), "image/jpeg", 1)
    with Image.open(io.BytesIO(shown)) as image:
        assert (image.width, media_type) == (paper.WIDEST, "image/jpeg")
    assert paper.page_count(b"%PDF-1.7 broken", "application/pdf") == 0
    assert paper.page_count(b"...", "application/zip") == 0


@pytest.mark.parametrize(("width", "height"), [(595, 842), (14_400, 10), (10, 14_400), (14_400, 14_400)])
def test_no_page_is_drawn_larger_than_a_phone_can_show(width: float, height: float) -> None:
    shown, _ = paper.picture(pdf(1, width=width, height=height), "application/pdf", 1)
    with Image.open(io.BytesIO(shown)) as image:
        assert image.width <= paper.WIDEST
        assert image.height <= paper.TALLEST


def test_a_thick_file_shows_its_first_fifty_pages() -> None:
    assert paper.page_count(pdf(60), "application/pdf") == paper.MOST_PAGES
