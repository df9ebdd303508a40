"""A live room over real connections: every reader is told every moment once, whatever breaks on the way."""

import asyncio
import contextlib
import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.factories.conferences import KEY
from tests.factories.packs import write_pack
from tests.factories.servers import Installation, served, until
from tests.factories.streams import Reader
from tests.journeys.test_pages import ARGUMENTS
from tests.machine import BROWSER

PATH = f"/vi/conferences/{KEY}/room/state/"
FURNISH = """
import json
from tests.factories import conferences, sessions
conferences.conference("sitting")
seats = ("chair", "clerk", "delegate", "teller")
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
    path = os.pathsep.join((".", os.environ.get("PYTHONPATH", "")))
    with served(folder, is_live=True, PYTHONPATH=path, GIAOBAN_LIVE_RECHECK="0.5") as site:
        yield site, json.loads(site.ask(FURNISH))


def hands(site: Installation, times: int) -> None:
    """Let so many pairs of moments happen in the room."""
    site.ask(HANDS.format(times=times, key=KEY))


def live_processes(site: Installation) -> list[int]:
    """Return the processes of the live room: the one beside the site, and its own."""
    live = next(pid for pid in site.beside() if b"live" in Path(f"/proc/{pid}/cmdline").read_bytes())
    children = Path(f"/proc/{live}/task").glob("*/children")
    return [live, *(int(one) for path in children for one in path.read_text().split())]


async def read_until(reader: Reader, number: int) -> None:
    """Follow until a moment is told; where the line is cut, go on from the last one that was told."""
    while reader.number < number:
        try:
            async for _ in reader.follow():
                if reader.number >= number:
                    break
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.05)


async def read_to_the_end(reader: Reader, do) -> None:
    """Follow; once the stream has begun, do something, and go on until the stream ends."""
    async for _ in reader.follow():
        if do:
            await asyncio.to_thread(do)
            do = None


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
        for pid in live_processes(site):
            os.kill(pid, signal.SIGKILL)
        hands(site, 2)

    asyncio.run(_together(site, readers, 30, break_it))
    assert [one.told for one in readers] == [list(range(21, 31))] * 3


def test_a_stream_ends_with_the_session_and_with_the_seat(room):
    """Whoever was let in is asked about again: signed out, or without the seat, they are told no more."""
    site, sessions = room
    ends = {
        "delegate": "from giaoban.records.models import Delegate as D; "
        "D.objects.filter(email='hall@centre.example').update(is_withdrawn={})",
        "clerk": "from django.contrib.sessions.models import Session as S; "
        f"S.objects.filter(pk='{sessions['clerk']}').delete()",
    }
    for seat, program in ends.items():
        reader = Reader(site.live_port, PATH, sessions[seat])
        told = program.format(True)
        asyncio.run(asyncio.wait_for(read_to_the_end(reader, lambda told=told: site.ask(told)), 60))
        assert reader.number and _status(site, PATH, sessions[seat]) in (401, 404)
    site.ask(ends["delegate"].format(False))


def test_the_live_room_stops_at_once_with_readers_on_the_line(room):
    """Told to stop while somebody follows, its processes are gone; then it is started again."""
    site, sessions = room
    reader, processes = Reader(site.live_port, PATH, sessions["chair"]), live_processes(site)

    def stop() -> None:
        os.kill(processes[0], signal.SIGTERM)

    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        asyncio.run(asyncio.wait_for(read_to_the_end(reader, stop), 60))
    until(lambda: not any(_is_running(pid) for pid in processes))
    until(lambda: _status(site, PATH, sessions["chair"]) == 200)


@pytest.mark.browser
def test_a_page_goes_on_by_the_stream_alone_and_without_it(room):
    """What happens comes in where the site's own answers are blocked, and where the stream is."""
    site, sessions = room
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        for blocked in (f"{site.address}/**/room/state/**", f"http://127.0.0.1:{site.live_port}/**"):
            context = browser.new_context()
            context.add_cookies([{"name": "sessionid", "value": sessions["chair"], "url": site.address}])
            page = context.new_page()
            page.route(blocked, lambda route: route.abort())
            page.goto(f"{site.address}/vi/conferences/{KEY}/room/")
            course = page.locator("[data-course] li:not(.none)")
            before = course.count()
            hands(site, 2)
            expect(course).to_have_count(before + 4)
            context.close()
        browser.close()


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


def _is_running(pid: int) -> bool:
    """Return whether a process is there and does not only wait to be taken leave of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


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
