"""A live room over real connections: every reader is told every moment once, whatever breaks on the way."""

import asyncio
import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.conferences import KEY
from tests.factories.packs import write_pack
from tests.factories.servers import Installation, served, until
from tests.factories.streams import Reader

PATH = f"/vi/conferences/{KEY}/room/state/"
FURNISH = """
import json
from tests.factories import conferences, sessions
conferences.conference("sitting")
seats = ("chair", "delegate", "teller")
print(json.dumps({seat: sessions.begin(conferences.person(seat)) for seat in seats}))
"""
#: Hands go up and down: so many moments.
HANDS = """
from giaoban.actions import speakers
from giaoban.records.models import Delegate
one = Delegate.objects.get(email="hall@centre.example").pk
for _ in range({times}):
    speakers.register(conference="{key}", delegate_id=one, by="hall@centre.example")
    speakers.withdraw(conference="{key}", delegate_id=one, by="hall@centre.example")
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Iterator[tuple[Installation, dict[str, str]]]:
    """Serve an installation with a conference that sits, and its live room."""
    folder = Path(tmp_path_factory.mktemp("room"))
    write_pack(folder / "packs" / "test")
    with served(
        folder, is_live=True, PYTHONPATH=os.pathsep.join((".", os.environ.get("PYTHONPATH", "")))
    ) as site:
        yield site, json.loads(site.ask(FURNISH))


def hands(site: Installation, times: int) -> None:
    """Let so many pairs of moments happen in the room."""
    site.ask(HANDS.format(times=times, key=KEY))


async def read_until(reader: Reader, number: int) -> None:
    """Follow until a moment is told; where the line is cut, go on from the last one that was told."""
    while reader.number < number:
        try:
            async for _ in reader.follow():
                if reader.number >= number:
                    break
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.05)


async def _together(site: Installation, readers: list[Reader], number: int, do) -> None:
    reading = asyncio.gather(*(read_until(one, number) for one in readers))
    await asyncio.to_thread(do)
    await asyncio.wait_for(reading, 60)


def test_every_reader_is_told_every_moment_once_and_in_order(room):
    """Three seats follow; one comes late, and is told what it missed."""
    site, sessions = room
    readers = [Reader(site.live_port, PATH, sessions[seat]) for seat in ("chair", "delegate")]
    asyncio.run(_together(site, readers, 20, lambda: hands(site, 10)))
    late = Reader(site.live_port, PATH, sessions["delegate"], number=5)
    asyncio.run(asyncio.wait_for(read_until(late, 20), 30))
    assert [one.told for one in readers] == [list(range(1, 21))] * 2
    assert late.told == list(range(6, 21))


def test_readers_lose_nothing_when_the_stream_dies(room):
    """Killed in the midst of it, it is started again, and each reader goes on from what it knew."""
    site, sessions = room
    readers = [Reader(site.live_port, PATH, sessions["delegate"], number=20) for _ in range(3)]

    def break_it() -> None:
        hands(site, 3)
        live = next(pid for pid in site.beside() if b"live" in Path(f"/proc/{pid}/cmdline").read_bytes())
        children = Path(f"/proc/{live}/task").glob("*/children")
        for pid in [live, *(int(one) for path in children for one in path.read_text().split())]:
            os.kill(pid, signal.SIGKILL)
        hands(site, 2)

    asyncio.run(_together(site, readers, 30, break_it))
    assert [one.told for one in readers] == [list(range(21, 31))] * 3


def test_who_has_no_seat_is_told_what_the_site_tells_them(room):
    """A teller, somebody who has not signed in, and a conference that there is not: no stream begins."""
    site, sessions = room
    until(lambda: _status(site, PATH, sessions["teller"]) == 404)
    assert _status(site, PATH, "") == 401
    assert _status(site, PATH.replace(KEY, "another"), sessions["chair"]) == 404


def test_only_the_site_itself_may_read_it_in_a_browser(room):
    """The site's own port of the same machine is let in with its cookie; another origin is not named."""
    site, sessions = room
    own = site.address
    assert _origin(site, sessions["chair"], own) == own
    assert _origin(site, sessions["chair"], "http://127.0.0.1:1") is None
    assert _origin(site, sessions["chair"], "http://elsewhere.example") is None


def _asked(site: Installation, path: str, session: str, **headers: str):
    address = f"http://127.0.0.1:{site.live_port}/live{path}"
    told = {"Cookie": f"sessionid={session}", **headers}
    return urllib.request.urlopen(urllib.request.Request(address, headers=told), timeout=20)


def _status(site: Installation, path: str, session: str) -> int:
    try:
        with _asked(site, path, session) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def _origin(site: Installation, session: str, origin: str) -> str | None:
    with _asked(site, PATH, session, Origin=origin) as answer:
        return answer.headers["Access-Control-Allow-Origin"]
