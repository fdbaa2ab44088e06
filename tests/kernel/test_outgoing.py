"""The one way out: no request ever reaches our own network, however its address is written."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from bihuan.kernel import outgoing
from bihuan.kernel.outgoing import NoAnswer, NotOutside

INSIDE = (
    *("http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/"),
    *("http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
    *("http://0.0.0.0/", "http://[::]/", "http://10.0.0.5/", "http://172.16.3.4/", "http://192.168.1.1/"),
    *("http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/", "http://100.64.0.1/"),
    *("http://localhost/", "http://intranet/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/"),
    *("http://224.0.0.1/", "http://255.255.255.255/", "http://[::7f00:1]/", "http://198.18.0.1/"),
)
ODD = (
    *("ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)", "//example.com/"),
    *("http://user:secret@example.com/", "http://example.com:99999/", "http://example.com:x/", "http:///path"),
    *(
        "http://exa mple.com/",
        "http://example.com/a b",
        "http://example.com/\r\nX: 1",
        "http://-a.com/",
        "http://a..b/",
    ),
)


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_is_called_however_it_is_written(url: str) -> None:
    with pytest.raises(NotOutside) as no:
        outgoing.read(url)
    assert no.value.facts()["why"] in {"private", "host"}


@pytest.mark.parametrize("url", ODD)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(NotOutside):
        outgoing.read(url)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://example.com", "example.com", 443, "/"),
        ("http://Example.COM:8080/hook?a=1", "example.com", 8080, "/hook?a=1"),
        ("https://例子.测试/钩", "xn--fsqu00a.xn--0zwm56d", 443, ""),
        ("https://93.184.216.34/x", "93.184.216.34", 443, "/x"),
    ],
)
def test_a_public_address_is_read_as_it_is_meant(url: str, host: str, port: int, path: str) -> None:
    if not path:  # a path is sent as it stands, so that it must be written in ASCII
        with pytest.raises(NotOutside):
            outgoing.read(url)
        return
    found = outgoing.read(url)
    assert (found.host, found.port, found.path) == (host, port, path)


def _answers(*addresses: str) -> Any:  # noqa: ANN401 - what getaddrinfo gives
    def answer(_host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    return answer


def test_a_name_that_stands_for_anything_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    target = outgoing.read("https://rebind.example.com/")
    monkeypatch.setattr(socket, "getaddrinfo", _answers("93.184.216.34", "127.0.0.1"))
    with pytest.raises(NotOutside):
        outgoing.looked_up(target)
    monkeypatch.setattr(socket, "getaddrinfo", _answers("93.184.216.34"))
    assert outgoing.looked_up(target) == "93.184.216.34"


def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_found(
    monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    asked: list[str] = []

    def first_public_then_inside(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return list(_answers("93.184.216.34" if len(asked) == 1 else "127.0.0.1")(host, port))

    reached: list[Any] = []

    def connects(address: Any, **_: object) -> socket.socket:  # noqa: ANN401
        reached.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", first_public_then_inside)
    monkeypatch.setattr(socket, "create_connection", connects)
    with pytest.raises(NoAnswer):
        outgoing.post(f"http://rebind.example.com:{server.port}/", b"{}", {})
    assert (asked, reached) == (["rebind.example.com"], [("93.184.216.34", server.port)])
    assert server.heard == []


class Server:
    """A server that keeps what it hears, and answers as it is told."""

    def __init__(self) -> None:
        """Listen on loopback."""
        heard: list[tuple[str, bytes, dict[str, str]]] = []
        self.heard = heard
        self.answer: tuple[int, dict[str, str]] = (200, {})
        own = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                heard.append((self.path, body, dict(self.headers)))
                status, headers = own.answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback."""
    found = Server()
    yield found
    found.close()


def anywhere(_: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return True


def test_a_redirect_is_an_answer_and_is_not_followed(server: Server) -> None:
    server.answer = (302, {"Location": f"http://127.0.0.1:{server.port}/secret"})
    status = outgoing.post(f"http://127.0.0.1:{server.port}/hook", b"{}", {"X-A": "1"}, allowed=anywhere)
    assert (status, [path for path, _, _ in server.heard]) == (302, ["/hook"])


def test_a_body_arrives_as_it_was_sent(server: Server) -> None:
    sent = '{"客户": "东方化工"}'.encode()
    assert outgoing.post(f"http://127.0.0.1:{server.port}/hook", sent, {"X-A": "1"}, allowed=anywhere) == 200
    ((path, body, headers),) = server.heard
    assert (path, body, headers["X-A"]) == ("/hook", sent, "1")


def test_who_does_not_answer_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(NoAnswer):
        outgoing.post(f"http://127.0.0.1:{deaf.getsockname()[1]}/", b"{}", {}, allowed=anywhere)
