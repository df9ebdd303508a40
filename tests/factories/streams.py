"""Readers of a live room: as a page does, they follow what happens, and go on from what they know."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Reader:
    """One reader: where it asks, in whose session, and which moments it was told, in their order."""

    port: int
    path: str
    session: str
    number: int = 0
    told: list[int] = field(default_factory=list)
    status: int = 0

    async def follow(self) -> AsyncIterator[dict[str, Any]]:
        """Yield each message until the line is cut or the server says that it is over."""
        reading, writing = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writing.write(self._request())
            head = await reading.readuntil(b"\r\n\r\n")
            self.status = int(head.split()[1])
            async for kind, data in _events(reading) if self.status == 200 else _nothing():
                if kind == "over":
                    return
                yield self._take(json.loads(data))
        finally:
            writing.close()

    def _take(self, told: dict[str, Any]) -> dict[str, Any]:
        self.told += [one["number"] for one in told["moments"]]
        self.number = told["number"]
        return told

    def _request(self) -> bytes:
        lines = [
            f"GET /live{self.path}?after={self.number} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: sessionid={self.session}",
            "Accept: text/event-stream",
        ]
        return "\r\n".join([*lines, "", ""]).encode()


async def _nothing() -> AsyncIterator[tuple[str, str]]:
    for one in ():
        yield one


async def _events(reading: asyncio.StreamReader) -> AsyncIterator[tuple[str, str]]:
    """Yield the kind and the data of each event of a chunked stream."""
    kind = ""
    async for line in _lines(reading):
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, value
            kind = ""


async def _lines(reading: asyncio.StreamReader) -> AsyncIterator[str]:
    rest = b""
    while True:
        size = await reading.readline()
        if not size.strip():
            return
        chunk = await reading.readexactly(int(size, 16) + 2)
        if len(chunk) == 2:
            return
        *whole, rest = (rest + chunk[:-2]).split(b"\n")
        for one in whole:
            yield one.decode()


def port_of(address: str) -> int:
    """Return the port of an address."""
    return urlsplit(address).port or 0
