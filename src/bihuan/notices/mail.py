"""Mail: the channel that every company has. What the server said is kept; passwords and letters are never logged."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from bihuan.kernel import clock
from bihuan.notices.channels import Failed, Letter, Unreachable

PATIENCE = 20  # seconds that a mail server may be silent
_ADDRESS = re.compile(r"[^\s@<>\",;:\\]{1,64}@[^\s@<>\",;:\\]{1,255}")
_FOR_GOOD = 500  # from here on the answer will not change by asking again
Security = Literal["starttls", "ssl", "none"]


@dataclass(frozen=True, kw_only=True)
class Post:
    """The mail server, and whom letters come from."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    cafile: str | None = None  # whom to trust, where the server's certificate is the company's own


class Mail:
    """Letters by SMTP, each on a connection of its own."""

    key = "mail"

    def __init__(self, post: Post, *, now: Callable[[], datetime] = clock.now) -> None:
        """Carry by this server."""
        self.post, self._now = post, now

    def carry(self, letter: Letter) -> None:
        """Hand one letter to the mail server."""
        if not _ADDRESS.fullmatch(letter.to):
            raise Failed(f"{letter.to[:100]!r} is no address", for_good=True)
        message = composed(letter, self.post.sender, at=self._now())
        try:
            with self._opened() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as no:
            code, said = next(iter(no.recipients.values()))
            raise Failed(_said(code, said), for_good=code >= _FOR_GOOD) from no
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as no:
            raise Unreachable(_said(no.smtp_code, no.smtp_error)) from no
        except smtplib.SMTPResponseException as no:
            raise Failed(_said(no.smtp_code, no.smtp_error), for_good=no.smtp_code >= _FOR_GOOD) from no
        except (OSError, smtplib.SMTPException) as away:  # no TLS where it is asked for; nobody there; hung up
            raise Unreachable(f"{type(away).__name__}: {away}"[:300]) from away

    def _opened(self) -> smtplib.SMTP:
        post = self.post
        trust = ssl.create_default_context(cafile=post.cafile) if post.security != "none" else None
        server: smtplib.SMTP
        if post.security == "ssl":
            server = smtplib.SMTP_SSL(post.host, post.port, timeout=PATIENCE, context=trust)
        else:
            server = smtplib.SMTP(post.host, post.port, timeout=PATIENCE)
        try:
            if post.security == "starttls":
                server.starttls(context=trust)
            if post.user:
                server.login(post.user, post.password)
        except BaseException:
            server.close()
            raise
        return server


def composed(letter: Letter, sender: str, *, at: datetime) -> EmailMessage:
    """The letter as mail: text, and the same as simple HTML. Its number is its Message-ID."""
    message = EmailMessage()
    message["From"] = sender
    user, _, domain = letter.to.rpartition("@")
    message["To"] = Address(_one_line(letter.name), user, domain)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.number}@{sender.rpartition('@')[2].strip('<> ')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {words}"[:300]
