"""The door that several processes share: whoever has the fewest guests lets the next one in.

Left to chance, eight connections on two processes are sometimes eight and none, and one core idles.
"""

from __future__ import annotations

import asyncio
import errno
import mmap
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

YIELD = 0.005  # seconds that whoever has more guests leaves the next one to others
LOOK_AGAIN = 1.0  # seconds after which one looks whether there is room for one more
_NO_ROOM = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_ABSENT = (1 << 64) - 1


class Guests:
    """How many connections each process has, in memory that is shared with all that are forked later."""

    def __init__(self, processes: int) -> None:
        """Nobody is there yet; processes are numbered from 1 on."""
        self._counts = memoryview(mmap.mmap(-1, 8 * processes)).cast("Q")
        for number in range(1, processes + 1):
            self.tell(number, _ABSENT)

    def tell(self, number: int, count: int) -> None:
        """Process `number` has so many."""
        self._counts[number - 1] = count

    def fewest(self) -> int:
        """How many the process has that has the fewest."""
        return min(self._counts)


class _Own(set[Any]):
    """The connections of one process, which tells of each that comes or goes."""

    def __init__(self, guests: Guests, number: int) -> None:
        super().__init__()
        self._guests, self._number = guests, number
        guests.tell(number, 0)  # whoever had the number before may have died

    def add(self, connection: object) -> None:
        super().add(connection)
        self._guests.tell(self._number, len(self))

    def discard(self, connection: object) -> None:
        super().discard(connection)
        self._guests.tell(self._number, len(self))


class Door(uvicorn.Server):
    """A web server at a place where others listen too."""

    def __init__(
        self,
        config: uvicorn.Config,
        place: socket.socket,
        guests: Guests,
        number: int,
        *,
        leaving: Callable[[], None] = lambda: None,
    ) -> None:
        """Answers as process `number`; `leaving` is called before guests are waited for: none may stay for ever."""
        super().__init__(config)
        self._leaving = leaving
        self._place, self._guests, self._number = place, guests, number
        self.server_state.connections = _Own(guests, number)
        self._arriving = set[asyncio.Task[None]]()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and wait for guests."""
        self._place.listen(self.config.backlog)
        self._place.setblocking(False)
        await super().startup(sockets=sockets or [])
        if self.started:
            self._wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any longer, and leave the place to whoever comes after; who is here is served to the end."""
        asyncio.get_running_loop().remove_reader(self._place)
        self._place.close()
        self._leaving()
        await super().shutdown(sockets)

    def _wait(self) -> None:
        asyncio.get_running_loop().add_reader(self._place, self._knocked)

    def _knocked(self) -> None:
        own = len(self.server_state.connections) + len(self._arriving)
        self._guests.tell(self._number, own)
        if own <= self._guests.fewest():
            self._let_in()
        else:
            self._rest(YIELD)

    def _rest(self, seconds: float) -> None:
        """Leave those who knock to others for so long; then take one if one is still there."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._place)
        loop.call_later(seconds, self._return)

    def _return(self) -> None:
        if not self.should_exit:
            self._wait()
            self._let_in()

    def _let_in(self) -> None:
        try:
            guest, _ = self._place.accept()
        except OSError as fault:
            if fault.errno in _NO_ROOM:
                self._rest(LOOK_AGAIN)
            return  # another was faster
        arriving = asyncio.ensure_future(self._seat(guest))
        self._arriving.add(arriving)
        arriving.add_done_callback(self._arriving.discard)

    async def _seat(self, guest: socket.socket) -> None:
        try:
            guest.setblocking(False)
            guest.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().connect_accepted_socket(self._serve_one, guest)
        except OSError:  # the guest has left already
            guest.close()

    def _serve_one(self) -> asyncio.Protocol:
        protocol: Callable[..., asyncio.Protocol] = self.config.http_protocol_class
        return protocol(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)
