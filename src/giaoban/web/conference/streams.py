"""Streams: what happens in a room, looked for once for all readers, and drawn once for each kind of them."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from django.db import close_old_connections
from django.utils.translation import override

from giaoban.queries import rooms
from giaoban.web.conference.sections import Audience, tell

#: Seconds between two looks at the database, and until the next one where it could not be asked.
LOOK, AWAY = 0.1, 1.0
#: One thread draws for everybody: what is drawn computes, and two would only share the interpreter.
_DRAWING = ThreadPoolExecutor(1, "drawing")
_LOG = logging.getLogger(__name__)


class Channel(NamedTuple):
    """Who is told the same: those at one conference who see it in one way, in one language."""

    conference: str
    audience: Audience
    language: str


class Told(NamedTuple):
    """What is told at once: the number of the last moment in it, and the message as it is sent."""

    number: int
    message: bytes


class Wire:
    """The rooms that somebody follows: the last moment of each, and what was drawn since then."""

    def __init__(self) -> None:
        self._readers: Counter[Channel] = Counter()
        self._numbers: dict[str, int] = {}
        self._drawn: dict[tuple[Channel, int], asyncio.Future[Told]] = {}
        self._news = asyncio.Condition()
        self._watch: asyncio.Task[None] | None = None

    def enter(self, channel: Channel) -> None:
        """Count a reader in; the first one lets the looking begin."""
        self._readers[channel] += 1
        if self._watch is None:
            self._watch = asyncio.get_running_loop().create_task(self._look())

    def leave(self, channel: Channel) -> None:
        """Count a reader out."""
        self._readers[channel] -= 1
        if not self._readers[channel]:
            del self._readers[channel]

    async def after(self, channel: Channel, number: int) -> Told:
        """Return what has happened after a moment, once something has."""
        async with self._news:
            await self._news.wait_for(lambda: self._numbers.get(channel.conference, 0) > number)
        return await self.draw(channel, number)

    async def draw(self, channel: Channel, after: int) -> Told:
        """Return what has happened after a moment, drawn once for all who ask from there."""
        place = (channel, after)
        if place not in self._drawn:
            self._drawn[place] = asyncio.ensure_future(in_pool(_DRAWING, _draw, channel, after))
        try:
            # Whoever goes away while it is drawn takes it from nobody else.
            return await asyncio.shield(self._drawn[place])
        except Exception:
            self._drawn.pop(place, None)
            raise

    async def _look(self) -> None:
        """Look for what has happened as long as anybody follows; a database that is away is asked again."""
        while self._readers:
            try:
                followed = {one.conference for one in self._readers}
                await self._take(await in_pool(_DRAWING, rooms.last_numbers, followed))
            except Exception:
                _LOG.exception("The rooms could not be looked at")
                await asyncio.sleep(AWAY)
            await asyncio.sleep(LOOK)
        self._watch = None

    async def _take(self, found: Any) -> None:
        changed = {key for key, number in found.items() if number > self._numbers.get(key, 0)}
        if not changed:
            return
        self._drawn = {one: told for one, told in self._drawn.items() if one[0].conference not in changed}
        async with self._news:
            self._numbers.update(found)
            self._news.notify_all()


async def in_pool(pool: ThreadPoolExecutor, call: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a call returns in a thread, with a connection to the database that still holds."""
    return await asyncio.get_running_loop().run_in_executor(pool, _fresh, call, *arguments)


def _fresh(call: Callable[..., Any], *arguments: Any) -> Any:
    close_old_connections()
    return call(*arguments)


def _draw(channel: Channel, after: int) -> Told:
    with override(channel.language):
        told = tell(channel.conference, after, channel.audience)
    text = json.dumps(told, ensure_ascii=False)
    return Told(told["number"], f"id: {told['number']}\ndata: {text}\n\n".encode())
