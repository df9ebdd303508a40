"""Video: the room of a conference's pictures is opened, people are let in, muted and taken out of it.

What was decided stands in the moments; the media server is told after it, and told again whenever somebody
joins, so that one that died and came back is furnished anew.
"""

import json
import urllib.request
from typing import Any

from django.conf import settings
from django.db import transaction

from giaoban.actions import moments
from giaoban.core.conduct.video import LETS_IN, LONGEST_CAPTION, Room, Ticket
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import delegates as seated
from giaoban.queries import video as reading

#: Seconds after which a media server is taken for gone.
_PATIENCE = 3
#: The media server is a neighbour: no proxy stands between.
_LINE = urllib.request.build_opener(urllib.request.ProxyHandler({}))
#: The media server's words for: the room is there already, nobody of this number is in it, there is no room.
_THERE, _NOBODY, _NO_ROOM = 427, 428, 426
#: The browser's first line of sound and picture is always its sound.
_SOUND = "0"


def open(*, conference: str, by: str) -> None:
    """Open the room of the pictures; nobody is in it yet.

    Raises:  Invalid if this conference has no room of its own; Conflict if it is open.
    """
    with transaction.atomic():
        locked = moments.lock(conference=conference)
        if reading.kind(locked) != "server":
            raise Invalid("This conference has no video room here", "Use its link or telephone.")
        if reading.room(conference).is_open:
            raise Conflict("The video room is open already", "The page shows who is in it.")
        payload = {"recorded": bool(settings.VIDEO["recordings"])}
        moments.note(conference=locked, verb="video.opened", by=by, payload=payload)


def join(*, conference: str, by: str) -> Ticket:
    """Return what this person's page needs to join; whoever may not yet, waits from now on.

    Edges:   chair and clerk wait for nobody; who joins a second time takes their own first place.
    Raises:  NotFound without a seat; Conflict if the media server does not answer.
    """
    delegate = seated.of_person(by, conference)
    with transaction.atomic():
        locked = moments.lock(conference=conference)
        now = reading.room(conference)
        if now.is_open and delegate.pk not in (*now.admitted, *now.waiting):
            verb = "video.admitted" if delegate.seat in LETS_IN else "video.asked"
            moments.note(conference=locked, verb=verb, by=by, payload={"delegates": [delegate.pk]})
    ticket = reading.ticket(locked, delegate)
    if ticket.standing == "admitted":
        _furnish(conference, ticket)
    return ticket


def admit(*, conference: str, delegates: tuple[int, ...], by: str) -> None:
    """Let delegates in who wait, or everybody who waits where none is named.

    Raises:  Conflict if none of them waits any more.
    """
    with transaction.atomic():
        locked = moments.lock(conference=conference)
        waiting = reading.room(conference).waiting
        found = [one for one in waiting if one in delegates or not delegates]
        if not found:
            raise Conflict("Nobody of these waits any more", "The page shows who does.")
        moments.note(conference=locked, verb="video.admitted", by=by, payload={"delegates": found})


def remove(*, conference: str, delegate: int, by: str) -> None:
    """Take somebody out of the room, or let them wait no longer; they may ask again.

    Raises:  Conflict if they are not there.
    """
    with transaction.atomic():
        locked, now = moments.lock(conference=conference), reading.room(conference)
        _require_there(now, delegate)
        moments.note(conference=locked, verb="video.removed", by=by, payload={"delegates": [delegate]})
    if delegate in now.admitted:
        token = reading.token(conference, now, delegate)
        _try(conference, now, request="allowed", action="remove", allowed=[token])
        _try(conference, now, request="kick", id=reading.feed(conference, now, delegate))


def mute(*, conference: str, delegate: int, is_muted: bool, by: str) -> None:
    """Take somebody's microphone, or give it back; the media server lets no sound of theirs through.

    Raises:  Conflict if they are not there, or if the media server does not do it.
    """
    now = reading.room(conference)
    _require_there(now, delegate)
    feed = reading.feed(conference, now, delegate)
    _lead(conference, now, request="moderate", id=feed, mid=_SOUND, mute=is_muted)
    with transaction.atomic():
        locked = moments.lock(conference=conference)
        verb = "video.muted" if is_muted else "video.unmuted"
        moments.note(conference=locked, verb=verb, by=by, payload={"delegates": [delegate]})


def close(*, conference: str, by: str) -> None:
    """Close the room for everybody; opened again, it is another one.

    Raises:  Conflict if it is not open.
    """
    with transaction.atomic():
        locked = moments.lock(conference=conference)
        now = reading.room(conference)
        if not now.is_open:
            raise Conflict("The video room is not open", "Nothing was changed.")
        moments.note(conference=locked, verb="video.closed", by=by, payload={})
    _try(conference, now, request="destroy")


def caption(*, conference: str, text: str, by: str) -> None:
    """Show a line of what is said to everybody who follows the room.

    Raises:  Invalid without a text, or with too long a one.
    """
    line = " ".join(text.split())
    if not line or len(line) > LONGEST_CAPTION:
        raise Invalid("A caption is one line of text", "Write it shorter, or write something.")
    with transaction.atomic():
        locked = moments.lock(conference=conference)
        moments.note(conference=locked, verb="video.captioned", by=by, payload={"text": line})


def _require_there(now: Room, delegate: int) -> None:
    if delegate not in (*now.admitted, *now.waiting):
        raise Conflict("This person is not in the video room", "The page shows who is.")


def _furnish(conference: str, ticket: Ticket) -> None:
    """Let the media server have the room, with a place for this ticket that nobody else takes."""
    now = reading.room(conference)
    recordings, senders = settings.VIDEO["recordings"], settings.VIDEO["senders"]
    recording = {"record": True, "rec_dir": recordings} if now.is_recorded and recordings else {}
    _ask(
        (_THERE,),
        request="create",
        admin_key=settings.VIDEO["secret"],
        room=ticket.room,
        secret=reading.secret(conference, now),
        is_private=True,
        # Who is not let in as a sender gets nothing either.
        require_pvtid=True,
        allowed=[ticket.token],
        publishers=senders,
        **recording,
    )
    _lead(conference, now, request="allowed", action="add", allowed=[ticket.token])
    _lead(conference, now, request="kick", id=ticket.feed, passing=(_NOBODY,))


def _lead(conference: str, now: Room, passing: tuple[int, ...] = (), **request: Any) -> None:
    """Have the media server do what only whoever leads the room may ask."""
    number, secret = reading.number(conference, now), reading.secret(conference, now)
    _ask(passing, room=number, secret=secret, **request)


def _try(conference: str, now: Room, **request: Any) -> None:
    """Tell the media server what holds anyway: one that is gone knows nothing of the room any more."""
    try:
        _lead(conference, now, passing=(_NOBODY, _NO_ROOM), **request)
    except Conflict:
        return


def _ask(passing: tuple[int, ...], **request: Any) -> None:
    """Ask the media server for one thing; its refusals by the codes of `passing` are none.

    Raises:  Conflict if it does not answer, or not so.
    """
    secret = settings.VIDEO["secret"]
    told = {"janus": "message_plugin", "transaction": "giaoban", "admin_secret": secret}
    body = json.dumps({**told, "plugin": "janus.plugin.videoroom", "request": request}).encode()
    head = {"Content-Type": "application/json"}
    asked = urllib.request.Request(settings.VIDEO["admin"], body, head)  # noqa: S310 our own setting
    try:
        with _LINE.open(asked, timeout=_PATIENCE) as answer:
            response = json.load(answer).get("response", {"error_code": 0})
    except (OSError, ValueError) as fault:
        raise Conflict("The video server does not answer", "Text and telephone go on.") from fault
    if "error_code" in response and response["error_code"] not in passing:
        raise Conflict("The video server refused it", "Text and telephone go on.")
