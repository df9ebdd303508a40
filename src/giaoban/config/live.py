"""What happens in the room of a conference, sent on as it happens: server-sent events, an ASGI application.

Whoever may ask the site for the state of a room may follow it here: each reader's request is first put to the
site itself, with its session, its rights and its limits, and again every minute. What has happened is then
drawn once for each kind of reader and sent to all of them.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.asgi import ASGIRequest  # noqa: E402
from django.core.handlers.base import BaseHandler  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.urls import resolve, set_script_prefix  # noqa: E402
from django.utils.translation import override  # noqa: E402

from giaoban.queries import rooms  # noqa: E402
from giaoban.web.conference.sections import tell  # noqa: E402

Scope, Message = dict[str, Any], dict[str, Any]
Send, Receive = Callable[[Message], Awaitable[None]], Callable[[], Awaitable[Message]]
#: Who follows what: the conference, the kind of reader, the language.
Channel = tuple[str, str, str]

#: Seconds between two looks at the database, between two signs of life, and between two questions of rights.
LOOK, SIGN, AGAIN = 0.1, 15.0, 60.0
#: How many questions to the site are answered at a time: each has its connection to the database.
_POOL = ThreadPoolExecutor(4, "site")
_SITE = BaseHandler()
_SITE.load_middleware()


class Wire:
    """What was sent last on each channel, and who waits for more; one loop looks for all of them."""

    def __init__(self) -> None:
        self.readers: dict[Channel, int] = {}
        self.last: dict[Channel, tuple[int, int, bytes]] = {}
        self.news = asyncio.Condition()
        self.watch: asyncio.Task[None] | None = None

    async def following(self, channel: Channel, after: int) -> tuple[int, bytes]:
        """Return what has happened after a moment, once something has: the last number, and the message."""
        async with self.news:
            await self.news.wait_for(lambda: self.last.get(channel, (0, after, b""))[1] > after)
            before, number, message = self.last[channel]
        # Whoever is further behind than one step, or has seen half of it, is told their own.
        return (number, message) if before == after else await _in_pool(_message, channel, after)

    async def look(self) -> None:
        """Look for what has happened as long as anybody follows; draw it once for each channel."""
        while self.readers:
            numbers = await _in_pool(rooms.last_numbers, {key for key, _, _ in self.readers})
            for channel in [one for one in self.readers if numbers.get(one[0], 0) > self._known(one)]:
                await self._tell(channel)
            await asyncio.sleep(LOOK)
        self.watch = None

    def _known(self, channel: Channel) -> int:
        return self.last[channel][1] if channel in self.last else -1

    async def _tell(self, channel: Channel) -> None:
        before = max(self._known(channel), 0)
        number, message = await _in_pool(_message, channel, before)
        async with self.news:
            self.last[channel] = (before, number, message)
            self.news.notify_all()

    def enter(self, channel: Channel) -> None:
        """Count a reader in; the first one lets the loop begin."""
        self.readers[channel] = self.readers.get(channel, 0) + 1
        if self.watch is None:
            self.watch = asyncio.get_running_loop().create_task(self.look())

    def leave(self, channel: Channel) -> None:
        """Count a reader out."""
        self.readers[channel] -= 1
        if not self.readers[channel]:
            del self.readers[channel]


_WIRE: dict[asyncio.AbstractEventLoop, Wire] = {}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request: a stream for whoever may follow the room, what the site says for everybody else."""
    if scope["type"] != "http":
        return
    status, headers, body = await _asked(scope)
    shared = _shared_with(scope)
    if status != 200:
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *shared]})
        await send({"type": "http.response.body", "body": body})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [*_STREAM, *shared]})
    reading = asyncio.ensure_future(_follow(scope, json.loads(body), send))
    leaving = asyncio.ensure_future(_left(receive))
    _, open_ = await asyncio.wait({reading, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in open_:
        task.cancel()
    await asyncio.gather(*open_, return_exceptions=True)


_STREAM = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # A proxy that gathers what it passes on would hold a moment back.
    (b"x-accel-buffering", b"no"),
]


async def _follow(scope: Scope, first: dict[str, Any], send: Send) -> None:
    """Send the state, then all that happens, until the reader may no longer follow."""
    wire = _WIRE.setdefault(asyncio.get_running_loop(), Wire())
    key, language = _place(scope)
    channel = (key, str(first["audience"]), language)
    number = int(first["number"])
    await _send(send, _event(first))
    wire.enter(channel)
    try:
        clock = asyncio.get_running_loop().time
        asked_at = clock()
        while True:
            try:
                number, message = await asyncio.wait_for(wire.following(channel, number), SIGN)
            except TimeoutError:
                message = b": still there\n\n"
            if clock() - asked_at > AGAIN:
                asked_at = clock()
                if (await _asked(scope))[0] != 200:
                    break
            await _send(send, message)
    finally:
        wire.leave(channel)
    await send({"type": "http.response.body", "body": b"event: over\ndata: {}\n\n"})


async def _left(receive: Receive) -> None:
    """Return when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, message: bytes) -> None:
    await send({"type": "http.response.body", "body": message, "more_body": True})


async def _in_pool(call: Callable[..., Any], *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(_POOL, _fresh, call, *arguments)


def _fresh(call: Callable[..., Any], *arguments: Any) -> Any:
    """Call something with a connection to the database that still holds."""
    close_old_connections()
    return call(*arguments)


async def _asked(scope: Scope) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Return what the site answers to this reader."""
    return await _in_pool(_answer, _to_site(scope))


def _answer(scope: Scope) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    set_script_prefix("/")
    response = _SITE.get_response(ASGIRequest(scope, BytesIO()))
    response.close()
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    kept = [one for one in headers if one[0] in (b"content-type", b"location")]
    return response.status_code, kept, response.content


def _to_site(scope: Scope) -> Scope:
    """Return the request as the site takes it: of the reader's place in the course, and of no compression."""
    query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
    headers = {name: value for name, value in scope["headers"] if name != b"accept-encoding"}
    query["after"] = headers.get(b"last-event-id", b"").decode() or query.get("after", "0")
    path = _path(scope)
    told = {
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": urlencode(query).encode(),
    }
    wanted = {**headers, b"accept": b"application/json"}
    return {**scope, **told, "method": "GET", "headers": list(wanted.items())}


def _path(scope: Scope) -> str:
    return scope["path"].removeprefix("/live")


def _place(scope: Scope) -> tuple[str, str]:
    """Return the conference and the language that a path names."""
    path = _path(scope)
    language = path.split("/")[1]
    with override(language):
        return resolve(path).kwargs["conference_key"], language


def _message(channel: Channel, after: int) -> tuple[int, bytes]:
    key, audience, language = channel
    with override(language):
        told = tell(key, after, audience)  # type: ignore[arg-type]
    return told["number"], _event(told)


def _event(told: dict[str, Any]) -> bytes:
    return f"id: {told['number']}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()


def _shared_with(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Let a page of the site itself read what comes from this port: the same machine, the site's own port."""
    headers = dict(scope["headers"])
    origin, host = headers.get(b"origin", b"").decode(), headers.get(b"host", b"").decode()
    asking, here = urlsplit(origin), urlsplit(f"//{host}")
    if asking.hostname != here.hostname or asking.port != settings.SITE_PORT:
        return []
    allowed = [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-credentials", b"true"),
    ]
    return [*allowed, (b"vary", b"origin")]
