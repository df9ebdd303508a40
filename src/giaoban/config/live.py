"""Rooms of conferences, told as things happen there: server-sent events, as an ASGI application.

Whoever may read a room on the site may follow it here: the site itself is asked, in the reader's session,
with its rights and its limits, and again from time to time. Others are told what the site tells them.
"""

import asyncio
import json
import os
import random
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.asgi import ASGIRequest  # noqa: E402
from django.core.handlers.base import BaseHandler  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import set_script_prefix  # noqa: E402

from giaoban.web.conference.streams import Channel, Wire, in_pool  # noqa: E402
from giaoban.web.typed import whole  # noqa: E402

Scope, Message = dict[str, Any], dict[str, Any]
Send, Receive = Callable[[Message], Awaitable[None]], Callable[[], Awaitable[Message]]
Headers = list[tuple[bytes, bytes]]

#: Seconds between two signs of life where nothing happens.
SIGN = 15.0
#: What a room's state is called here and on the site, and where the site says as whom one follows it.
_STATE, _SEAT = "/room/state/", "/room/seat/"
_START, _BODY = "http.response.start", "http.response.body"
_STREAM = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # A proxy that gathers what it passes on would hold a moment back.
    (b"x-accel-buffering", b"no"),
]
#: Each thread that asks the site has its connection to the database.
_ASKING = ThreadPoolExecutor(3, "asking")
_SITE = BaseHandler()
_SITE.load_middleware()
_WIRE: dict[asyncio.AbstractEventLoop, Wire] = {}


@dataclass(frozen=True)
class Reader:
    """One reader's request: the room that it names, and the last moment that is known there."""

    scope: Scope

    @property
    def path(self) -> str:
        """Return the address of the room's state on the site."""
        return self.scope["path"].removeprefix("/live")

    @property
    def query(self) -> dict[str, str]:
        """Return what the address asks."""
        return {name: values[0] for name, values in parse_qs(self.scope["query_string"].decode()).items()}

    @property
    def number(self) -> int:
        """Return the last moment known: a browser that comes back names it in a head, and it is the later."""
        known = dict(self.scope["headers"]).get(b"last-event-id", b"").decode()
        return whole(known or self.query.get("after", ""))

    def to_site(self) -> Scope:
        """Return the question to the site: as whom this reader follows the room, if at all."""
        path = self.path.removesuffix(_STATE) + _SEAT
        query = urlencode({"audience": self.query.get("audience", "")}).encode()
        headers = {**dict(self.scope["headers"]), b"accept": b"application/json"}
        headers.pop(b"accept-encoding", None)
        told = {"path": path, "raw_path": path.encode(), "root_path": "", "query_string": query}
        return {**self.scope, **told, "method": "GET", "headers": list(headers.items())}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request: a stream for whoever may follow the room, what the site says for everybody else."""
    if scope["type"] != "http":
        return
    reader, shared = Reader(scope), _shared_with(scope)
    answer = await _asked(reader) if reader.path.endswith(_STATE) else HttpResponse(status=404)
    if answer.status_code != 200:
        kind = answer.headers["Content-Type"].encode()
        heads = [(b"content-type", kind), *shared]
        await send({"type": _START, "status": answer.status_code, "headers": heads})
        await send({"type": _BODY, "body": answer.content})
        return
    await send({"type": _START, "status": 200, "headers": [*_STREAM, *shared]})
    channel = Channel(**json.loads(answer.content))
    await _first_of(_follow(channel, reader.number, send), _left(receive), _turned_away(reader))
    await send({"type": _BODY, "body": b"event: over\ndata: {}\n\n"})


async def _first_of(*several: Any) -> None:
    """Return when the first of several is over; the others are, then, too."""
    tasks = [asyncio.ensure_future(one) for one in several]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _follow(channel: Channel, number: int, send: Send) -> None:
    """Send what has happened after a moment, and then all that happens."""
    wire = _WIRE.setdefault(asyncio.get_running_loop(), Wire())
    wire.enter(channel)
    try:
        number, message = await wire.draw(channel, number)
        while True:
            await send({"type": _BODY, "body": message, "more_body": True})
            try:
                number, message = await asyncio.wait_for(wire.after(channel, number), SIGN)
            except TimeoutError:
                message = b": still there\n\n"
    finally:
        wire.leave(channel)


async def _left(receive: Receive) -> None:
    """Return when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _turned_away(reader: Reader) -> None:
    """Return when the reader may no longer follow: a session has ended, a seat was withdrawn."""
    answer = HttpResponse()
    while answer.status_code == 200:
        # Those who came together are not asked about together: that would hold back what happens meanwhile.
        await asyncio.sleep(settings.LIVE_RECHECK * random.uniform(0.5, 1))  # noqa: S311
        answer = await _asked(reader)


async def _asked(reader: Reader) -> HttpResponse:
    return await in_pool(_ASKING, _answer, reader.to_site())


def _answer(scope: Scope) -> HttpResponse:
    set_script_prefix("/")
    response = _SITE.get_response(ASGIRequest(scope, BytesIO()))
    response.close()
    return response  # type: ignore[return-value]


def _shared_with(scope: Scope) -> Headers:
    """Let a page of the site itself read what comes from here, and no other."""
    headers = dict(scope["headers"])
    origin, host = headers.get(b"origin", b"").decode(), headers.get(b"host", b"").decode()
    if not _is_own(origin, host):
        return []
    return [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


def _is_own(origin: str, host: str) -> bool:
    """Return whether an origin is the site's: one that it is reached at, or its port on this machine."""
    asking, here = urlsplit(origin), urlsplit(f"//{host}")
    is_beside = asking.hostname == here.hostname and (asking.port or 80) == settings.SITE_PORT
    return origin in settings.CSRF_TRUSTED_ORIGINS or (bool(origin) and is_beside)
