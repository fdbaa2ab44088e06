"""A mail server on loopback: it takes what it is sent, and can be told to refuse, to be slow, or to go away."""

from __future__ import annotations

import asyncio
import base64
import email
import ssl
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bihuan.kernel import clock


@dataclass
class Office:
    """What came in, and how the next ones are answered."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)  # an address, and how it is refused
    data: str = "250 taken"
    account: tuple[str, str] | None = None
    secured: list[bool] = field(default_factory=list)
    on_mail: Callable[[], None] = lambda: None
    trust: ssl.SSLContext | None = None

    def to(self, address: str) -> list[EmailMessage]:
        """What came for one address."""
        return [mail for mail in self.mails if mail["To"].addresses[0].addr_spec == address]


class _Talk:
    """One connection."""

    def __init__(self, office: Office, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.office, self.reader, self.writer = office, reader, writer
        self.secure, self.let_in = False, office.account is None

    async def go(self) -> None:
        await self.say("220 test ESMTP")
        while line := (await self.reader.readline()).decode().strip():
            verb, _, rest = line.partition(" ")
            answer = getattr(self, f"on_{verb.lower()}", None)
            if verb.upper() == "QUIT":
                await self.say("221 bye")
                break
            await (answer(rest) if answer else self.say("502 unknown"))
        self.writer.close()

    async def say(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    async def on_ehlo(self, _: str) -> None:
        more = ["250-STARTTLS"] if self.office.trust is not None and not self.secure else []
        await self.say("250-test", *more, "250-SMTPUTF8", "250 AUTH PLAIN")

    async def on_starttls(self, _: str) -> None:
        await self.say("220 go")
        assert self.office.trust is not None
        await self.writer.start_tls(self.office.trust)
        self.secure = True

    async def on_auth(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
        self.let_in = (user, password) == self.office.account
        await self.say("235 welcome" if self.let_in else "535 wrong")

    async def on_mail(self, _: str) -> None:
        await self.say("250 ok" if self.let_in else "530 log in first")

    async def on_rcpt(self, rest: str) -> None:
        address = rest.partition("<")[2].partition(">")[0]
        await self.say(self.office.recipients.get(address, "250 ok"))

    async def on_rset(self, _: str) -> None:
        await self.say("250 ok")

    async def on_data(self, _: str) -> None:
        await self.say("354 go on")
        body = b""
        while (line := await self.reader.readline()) != b".\r\n":
            body += line.removeprefix(b".") if line.startswith(b"..") else line
        if self.office.data.startswith("250"):
            self.office.mails.append(email.message_from_bytes(body, policy=policy.default))
            self.office.secured.append(self.secure)
            self.office.on_mail()
        await self.say(self.office.data)


async def _hang_up(talks: Collection[asyncio.StreamWriter]) -> None:
    """End every talk: what is left open would be complained of in some later test."""
    for writer in talks:
        writer.transport.abort()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.01)  # transports close at the next turns of the loop


@contextmanager
def opened(office: Office, *, port: int = 0) -> Iterator[Office]:
    """The office takes mail meanwhile, on loopback."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    talks = set[asyncio.StreamWriter]()

    async def serve() -> asyncio.Server:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            talks.add(writer)
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await _Talk(office, reader, writer).go()

        return await asyncio.start_server(talk, "127.0.0.1", port)

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(serve())
        office.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(_hang_up(talks))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate of our own for loopback: what the server shows, and the file by which one trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "cert.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file
