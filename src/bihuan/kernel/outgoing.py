"""The one way out: a request to somebody else's server, and never to one of our own network.

An address is looked up once; all it stands for must be public, and the connection goes to just that. No redirect is
followed, no proxy asked, no more than a little of the answer read, and none of it shown to anybody.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bihuan.kernel.refusals import Kind, Refusal

PATIENCE = 5.0  # seconds for each step: to connect, to send, to hear
MOST_READ = 64 * 1024  # of an answer; nothing of it is kept
_HIGHEST_PORT = 65_535
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_SIGNS = re.compile(r"[!-~]*")  # what may stand in a path as it is; anything else is written with a percent sign
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)  # what resolvers read as a part of an address
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotOutside(Refusal):
    """This address can't be called: it is no web address, or not one of the public network."""

    code = "not_outside"
    kind = Kind.INVALID
    message = "Only public web addresses can be called, such as https://example.com/hook."

    def __init__(self, why: str) -> None:
        """Say why: scheme, host, port, user, private."""
        super().__init__()
        self._why = why

    def facts(self) -> dict[str, object]:
        """Why."""
        return {"why": self._why}


class NoAnswer(Exception):
    """Nobody answered, or not as one should. The text is ours, and holds nothing that was sent."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: read, but not yet looked up."""

    tls: bool
    host: str
    port: int
    path: str


def read(url: str) -> Target:
    """The parts of a web address that may be called at all. NotOutside says what is wrong; nothing is looked up."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotOutside("host") from None
    if parts.scheme not in {"http", "https"}:
        raise NotOutside("scheme")
    if parts.username is not None or parts.password is not None:
        raise NotOutside("user")
    tls = parts.scheme == "https"
    port = (443 if tls else 80) if port is None else port
    if not 0 < port <= _HIGHEST_PORT:
        raise NotOutside("port")
    path = parts.path or "/"
    if not _SIGNS.fullmatch(path + parts.query):
        raise NotOutside("host")
    asked = f"{path}?{parts.query}" if parts.query else path
    return Target(tls=tls, host=_host(parts.hostname or ""), port=port, path=asked)


def _host(said: str) -> str:
    """A name, or an address as it should be written. Not `127.1`, `0x7f.1`, `2130706433` and their kind."""
    try:
        ip = ipaddress.ip_address(said)
    except ValueError:
        pass
    else:
        if not public(ip):
            raise NotOutside("private")
        return said
    try:
        host = said.encode("idna").decode().rstrip(".")
    except UnicodeError:
        raise NotOutside("host") from None
    labels = host.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or _NUMBER.fullmatch(labels[-1]):  # noqa: PLR2004 - a public name has a dot
        raise NotOutside("host")
    return host


def public(ip: Ip) -> bool:
    """Whether an address belongs to the public network, whatever it is wrapped in."""
    for inner in _unwrapped(ip):
        if not inner.is_global or inner.is_multicast or inner.is_reserved or inner.is_unspecified:
            return False
    return True


def _unwrapped(ip: Ip) -> list[Ip]:
    found: list[Ip] = [ip]
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if any(ip in net for net in _NAT64):
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if int(ip) >> 32 == 0:  # IPv4-compatible, as it was once written
            inner.append(ipaddress.IPv4Address(int(ip)))
        found += [one for one in inner if one is not None]
    return found


def looked_up(target: Target, allowed: Callable[[Ip], bool] = public) -> str:
    """The address to connect to. NotOutside when any that the name stands for is not allowed; NoAnswer without any."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NoAnswer(f"the name cannot be looked up ({type(error).__name__})") from None
    addresses = [str(told[4][0]).partition("%")[0] for told in found]
    if not addresses:
        raise NoAnswer("the name stands for no address")
    if not all(allowed(ipaddress.ip_address(one)) for one in addresses):
        raise NotOutside("private")
    return addresses[0]


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allowed: Callable[[Ip], bool] = public,
    trust: ssl.SSLContext | None = None,
) -> int:
    """Send this to a public address. The status of the answer.

    NotOutside for an address that must not be called; NoAnswer when nobody answered in time or answers nonsense.
    """
    target = read(url) if allowed is public else _unguarded(url)
    connection = _Pinned(target, looked_up(target, allowed), trust)
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        answer.read(MOST_READ)
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(type(error).__name__) from None
    else:
        return answer.status
    finally:
        connection.close()


def _unguarded(url: str) -> Target:
    """For who says which addresses are allowed: the parts of an address as they stand."""
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    return Target(tls=tls, host=parts.hostname or "", port=parts.port or (443 if tls else 80), path=parts.path or "/")


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, under the name that was asked for: nothing is looked up a second time."""

    def __init__(self, target: Target, address: str, trust: ssl.SSLContext | None) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self._address, self._target, self._trust = address, target, trust

    def connect(self) -> None:
        """Connect to the address, and greet it by its name."""
        self.sock = socket.create_connection((self._address, self._target.port), timeout=PATIENCE)
        if self._target.tls:
            trust = self._trust or ssl.create_default_context()
            self.sock = trust.wrap_socket(self.sock, server_hostname=self._target.host)
