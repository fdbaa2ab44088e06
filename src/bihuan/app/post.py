"""The mail server, as the environment names it. Without one there are no letters, and everything else works."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import get_args

from bihuan.notices.mail import Post, Security

PORTS = {"starttls": 587, "ssl": 465, "none": 25}
_HIGHEST_PORT = 65535


def read(environment: Mapping[str, str]) -> Post | None:
    """The mail server of this process; None without BIHUAN_SMTP_HOST. SystemExit with a sentence for what is wrong."""
    host = environment.get("BIHUAN_SMTP_HOST", "").strip()
    if not host:
        return None
    security = environment.get("BIHUAN_SMTP_SECURITY", "starttls").strip().lower()
    if security not in get_args(Security):
        raise SystemExit(f"BIHUAN_SMTP_SECURITY must be starttls, ssl or none, not {security!r}.")
    port = environment.get("BIHUAN_SMTP_PORT", str(PORTS[security]))
    if not port.isdigit() or not 0 < int(port) <= _HIGHEST_PORT:
        raise SystemExit(f"BIHUAN_SMTP_PORT must be a number from 1 to {_HIGHEST_PORT}, not {port!r}.")
    sender = environment.get("BIHUAN_MAIL_FROM", "").strip()
    if "@" not in parseaddr(sender)[1]:
        raise SystemExit("BIHUAN_MAIL_FROM must name the address that letters come from, as 闭环 <bihuan@example.com>.")
    return Post(
        host=host,
        port=int(port),
        security=security,  # type: ignore[arg-type]  # it is one of them
        sender=sender,
        user=environment.get("BIHUAN_SMTP_USER", ""),
        password=_password(environment),
        cafile=environment.get("BIHUAN_SMTP_CAFILE") or None,
    )


def _password(environment: Mapping[str, str]) -> str:
    """The password itself, or what stands in the file that is named."""
    file = environment.get("BIHUAN_SMTP_PASSWORD_FILE", "")
    if not file:
        return environment.get("BIHUAN_SMTP_PASSWORD", "")
    try:
        return Path(file).expanduser().read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise SystemExit(f"BIHUAN_SMTP_PASSWORD_FILE can't be read: {fault.strerror}.") from fault
