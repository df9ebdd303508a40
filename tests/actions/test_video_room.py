"""The room of the pictures, opened and led by the site, at a real media server that may die."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from giaoban.actions import video
from giaoban.config.media import media_server
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import conferences
from giaoban.queries import video as reading
from giaoban.records.models import Delegate
from tests.factories.conferences import KEY, conference
from tests.factories.media import MediaServer

pytestmark = [pytest.mark.django_db, pytest.mark.video]

CLERK, NORTH, GUEST = "clerk@centre.example", "north@north.example", "guest@centre.example"


@pytest.fixture(scope="module")
def media(tmp_path_factory) -> Iterator[MediaServer]:
    """Return a media server that runs."""
    server = MediaServer(tmp_path_factory.mktemp("media") / "janus")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def led(media: MediaServer, installed: Path, settings) -> MediaServer:
    """Return the media server of an installation in which a conference sits and its video room is open."""
    settings.VIDEO = media_server(media.settings)
    # The server outlives the installation of one test: another one knows its rooms by other numbers.
    settings.SECRET_KEY = token_hex()
    found = conference("sitting")
    found.video = "janus"
    found.save()
    video.open(conference=KEY, by=CLERK)
    return media


def pk(email: str) -> int:
    """Return the number of a delegate."""
    return Delegate.objects.get(email=email).pk


def verbs() -> list[str]:
    """Return what happened, in its order."""
    return [one.verb for one in conferences.moments(KEY)]


def test_a_delegate_waits_until_let_in_and_the_clerk_waits_for_nobody(led):
    """Who waits gets no number and no token; asking again changes nothing; nobody is let in twice."""
    assert video.join(conference=KEY, by=CLERK).standing == "admitted"
    for _ in range(2):
        ticket = video.join(conference=KEY, by=NORTH)
        assert (ticket.standing, ticket.room, ticket.feed, ticket.token) == ("waiting", 0, 0, "")
    video.admit(conference=KEY, delegates=(), by=CLERK)
    ticket = video.join(conference=KEY, by=NORTH)
    assert ticket.standing == "admitted" and ticket.token and ticket.is_sending
    assert verbs() == ["video.opened", "video.admitted", "video.asked", "video.admitted"]
    with pytest.raises(Conflict, match="Nobody of these waits"):
        video.admit(conference=KEY, delegates=(pk(NORTH),), by=CLERK)


def test_an_observer_who_is_let_in_only_watches(led):
    """Their ticket says so."""
    video.join(conference=KEY, by=GUEST)
    video.admit(conference=KEY, delegates=(pk(GUEST),), by=CLERK)
    assert not video.join(conference=KEY, by=GUEST).is_sending


def test_the_server_has_the_room_with_the_tokens_of_who_is_in(led):
    """Nobody finds it in a list, and one who was removed has no token there; a new one when let in again."""
    mine = video.join(conference=KEY, by=CLERK)
    video.join(conference=KEY, by=NORTH)
    video.admit(conference=KEY, delegates=(pk(NORTH),), by=CLERK)
    ticket = video.join(conference=KEY, by=NORTH)
    assert _allowed(led) == {mine.token, ticket.token}
    assert ticket.room not in {one["room"] for one in led.ask(request="list")["list"]}
    video.remove(conference=KEY, delegate=pk(NORTH), by=CLERK)
    assert _allowed(led) == {mine.token}
    video.join(conference=KEY, by=NORTH)
    video.admit(conference=KEY, delegates=(pk(NORTH),), by=CLERK)
    assert video.join(conference=KEY, by=NORTH).token not in ("", ticket.token)


def test_a_room_that_was_closed_is_gone_and_another_one_is_opened(led):
    """Everybody waits anew, in front of another number."""
    first = video.join(conference=KEY, by=CLERK)
    with pytest.raises(Conflict, match="open already"):
        video.open(conference=KEY, by=CLERK)
    video.close(conference=KEY, by=CLERK)
    assert led.ask(request="exists", room=first.room)["exists"] is False
    assert video.join(conference=KEY, by=NORTH).standing == "shut"
    with pytest.raises(Conflict, match="not open"):
        video.close(conference=KEY, by=CLERK)
    video.open(conference=KEY, by=CLERK)
    assert video.join(conference=KEY, by=CLERK).room not in (0, first.room)


def test_nobody_makes_a_room_without_the_secret(led):
    """Not by asking the server for one, and not with a wrong secret of the room."""
    assert led.ask(request="create", room=5)["error_code"] == 429
    ticket = video.join(conference=KEY, by=CLERK)
    assert led.ask(request="destroy", room=ticket.room, secret="guessed")["error_code"] == 433  # noqa: S106


def test_a_server_that_is_gone_is_said_and_everything_else_goes_on(led):
    """A microphone is not noted as taken where it was not; people are let in and taken out all the same."""
    video.join(conference=KEY, by=NORTH)
    led.kill()
    try:
        for step in ("admit", "join", "mute", "caption", "remove", "close"):
            _step(step)
    finally:
        led.start()
    assert verbs()[1:] == [
        "video.asked", "video.admitted", "video.captioned", "video.removed", "video.closed",
    ]  # fmt: skip


def _step(step: str) -> None:
    """Take a step of the clerk's where the server is gone; the two that need it are refused."""
    told = {
        "admit": {"delegates": ()}, "join": {"by": NORTH}, "mute": {"delegate": pk(NORTH), "is_muted": True},
        "caption": {"text": " Good \n morning "}, "remove": {"delegate": pk(NORTH)}, "close": {},
    }[step]  # fmt: skip
    if step in ("join", "mute"):
        with pytest.raises(Conflict, match="does not answer"):
            getattr(video, step)(**{"conference": KEY, "by": CLERK, **told})
    else:
        getattr(video, step)(conference=KEY, by=CLERK, **told)
    if step == "caption":
        assert reading.captions(KEY) == ("Good morning",)


def test_a_server_that_came_back_is_furnished_by_whoever_joins_next(led):
    """The same room, with the same number and token: nobody has to notice that it was gone."""
    before = video.join(conference=KEY, by=CLERK)
    led.kill()
    led.start()
    assert led.ask(request="exists", room=before.room)["exists"] is False
    assert video.join(conference=KEY, by=CLERK) == before
    assert _allowed(led) == {before.token}


def test_recording_is_said_by_the_ticket_and_told_to_the_server(led, settings, tmp_path):
    """Only rooms that are opened once it is switched on; then everybody's ticket says so."""
    assert not video.join(conference=KEY, by=CLERK).is_recorded
    video.close(conference=KEY, by=CLERK)
    settings.VIDEO = {**settings.VIDEO, "recordings": str(tmp_path)}
    video.open(conference=KEY, by=CLERK)
    ticket = video.join(conference=KEY, by=CLERK)
    (listed,) = _listed(led, ticket.room)
    assert ticket.is_recorded and listed["record"] is True and listed["rec_dir"] == str(tmp_path)


def test_what_makes_no_sense_is_refused_in_words(led):
    """A caption without text or of a page's length, somebody who is not there, a conference without video."""
    for text in ("", " \n ", "a" * 501):
        with pytest.raises(Invalid, match="one line"):
            video.caption(conference=KEY, text=text, by=CLERK)
    for step in (video.remove, lambda **told: video.mute(is_muted=True, **told)):
        with pytest.raises(Conflict, match="not in the video room"):
            step(conference=KEY, delegate=pk(NORTH), by=CLERK)
    found = conferences.by_key(KEY)
    found.video = "link"
    found.save()
    with pytest.raises(Invalid, match="no video room"):
        video.open(conference=KEY, by=CLERK)


def _allowed(media: MediaServer) -> set[str]:
    """Return the tokens that the server lets in, as it tells whoever leads the room."""
    now = reading.room(KEY)
    asked = {"room": reading.number(KEY, now), "secret": reading.secret(KEY, now)}
    return set(media.ask(request="allowed", action="enable", **asked)["allowed"])


def _listed(media: MediaServer, room: int) -> list[dict]:
    """Return what the server tells of a room to who may see those that are not listed."""
    from tests.factories.media import SECRET

    return [one for one in media.ask(request="list", admin_key=SECRET)["list"] if one["room"] == room]
