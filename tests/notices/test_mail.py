"""Letters to a real mail server on loopback: what they say, how they are secured, and what a "no" means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.app import post as environment
from bihuan.notices.channels import Failed, Letter, Unreachable
from bihuan.notices.mail import Mail, Post
from tests.company import MONDAY_9
from tests.notices import post
from tests.notices.post import Office

LETTER = Letter(
    number="bihuan-1",
    to="chen@example.com",
    name="陈销售",
    subject="超时：东方化工\r\nBcc: spy@example.com",
    text="你好\n",
    html="<p>你好</p>",
)


@pytest.fixture
def office() -> Iterator[Office]:
    """A mail server."""
    with post.opened(Office()) as made:
        yield made


def mail(office: Office, **more: object) -> Mail:
    said: dict[str, object] = {"host": "127.0.0.1", "port": office.port, "security": "none", "sender": "闭环 <b@x.cn>"}
    return Mail(Post(**{**said, **more}), now=lambda: MONDAY_9)  # type: ignore[arg-type]


def test_a_letter_is_text_and_html_with_a_number_that_stays(office: Office) -> None:
    mail(office).carry(LETTER)
    mail(office).carry(LETTER)
    first, second = office.mails
    assert first["Message-ID"] == second["Message-ID"] == "<bihuan-1@x.cn>"
    assert first["To"] == "陈销售 <chen@example.com>"
    assert first["From"].addresses[0].addr_spec == "b@x.cn"
    assert first["Date"].datetime == MONDAY_9
    assert first["Auto-Submitted"] == "auto-generated"
    body = first.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "你好"
    shown = first.get_body(("html",))
    assert shown is not None
    assert "<p>你好</p>" in shown.get_content()


def test_nobody_writes_headers_by_a_title(office: Office) -> None:
    mail(office).carry(LETTER)
    assert office.mails[0]["Bcc"] is None
    assert office.mails[0]["Subject"] == "超时：东方化工 Bcc: spy@example.com"


def test_with_starttls_the_letter_and_the_password_are_secured(office: Office, tmp_path: Path) -> None:
    office.trust, trusted = post.certificate(tmp_path)
    office.account = ("bihuan", "s3cret")
    given = {"security": "starttls", "user": "bihuan", "password": "s3cret", "cafile": str(trusted)}
    mail(office, **given).carry(LETTER)
    assert office.secured == [True]
    with pytest.raises(Unreachable, match="535"):
        mail(office, **{**given, "password": "wrong"}).carry(LETTER)
    with pytest.raises(Unreachable):  # who it is, is not known: nothing is said to it
        mail(office, **{**given, "cafile": None}).carry(LETTER)
    assert len(office.mails) == 1


def test_a_server_without_tls_is_told_nothing_where_tls_is_asked_for(office: Office) -> None:
    with pytest.raises(Unreachable):
        mail(office, security="starttls").carry(LETTER)
    assert office.mails == []


@pytest.mark.parametrize(("answer", "for_good"), [("550 nobody here", True), ("450 busy", False)])
def test_an_address_that_is_refused(office: Office, answer: str, *, for_good: bool) -> None:
    office.recipients[LETTER.to] = answer
    with pytest.raises(Failed, match=answer) as no:
        mail(office).carry(LETTER)
    assert no.value.for_good is for_good


@pytest.mark.parametrize(("answer", "for_good"), [("554 spam", True), ("451 later", False)])
def test_a_letter_that_is_refused(office: Office, answer: str, *, for_good: bool) -> None:
    office.data = answer
    with pytest.raises(Failed, match=answer) as no:
        mail(office).carry(LETTER)
    assert no.value.for_good is for_good


def test_a_server_that_is_away_is_no_fault_of_the_letter(office: Office) -> None:
    with pytest.raises(Unreachable):
        mail(office, port=1).carry(LETTER)


@pytest.mark.parametrize("to", ["", "chen", "@", "a b@c", "a@b@c", "chen@"])
def test_what_is_no_address_fails_for_good(office: Office, to: str) -> None:
    with pytest.raises(Failed) as no:
        mail(office).carry(Letter(**{**LETTER.__dict__, "to": to}))
    assert no.value.for_good
    assert office.mails == []


# ── what the environment says ─────────────────────────────────────────────────


def test_without_a_host_there_are_no_letters() -> None:
    assert environment.read({}) is None


def test_the_password_stands_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n", encoding="utf-8")
    said = {"BIHUAN_SMTP_HOST": "mail.x.cn", "BIHUAN_MAIL_FROM": "闭环 <b@x.cn>", "BIHUAN_SMTP_USER": "b"}
    found = environment.read({**said, "BIHUAN_SMTP_PASSWORD_FILE": str(tmp_path / "password")})
    assert found is not None
    assert (found.port, found.security, found.password) == (587, "starttls", "s3cret")
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"BIHUAN_SMTP_SECURITY": "tls"},
        {"BIHUAN_SMTP_PORT": "0"},
        {"BIHUAN_SMTP_PORT": "x"},
        {"BIHUAN_MAIL_FROM": "nobody"},
        {"BIHUAN_SMTP_PASSWORD_FILE": "nowhere/password"},
    ],
)
def test_what_makes_no_sense_is_said_at_once(wrong: dict[str, str]) -> None:
    said = {"BIHUAN_SMTP_HOST": "mail.x.cn", "BIHUAN_MAIL_FROM": "b@x.cn"}
    with pytest.raises(SystemExit, match=next(iter(wrong))):
        environment.read({**said, **wrong})
