"""Video: how the room of a conference's pictures stands, who is in it, and the numbers it is known by."""

from dataclasses import dataclass

from django.conf import settings

from giaoban.core.conduct import video
from giaoban.core.conduct.video import Kind, Room, Step, Ticket
from giaoban.queries import delegates
from giaoban.records.models import Conference, Delegate, Moment


@dataclass(frozen=True)
class Seen:
    """One person of the list beside the pictures: the number of their picture, and how they stand."""

    delegate: Delegate
    feed: int
    is_waiting: bool
    is_muted: bool


def kind(conference: Conference) -> Kind:
    """Return how the pictures of a conference reach its page, here."""
    return video.kind_of(conference.video, conference.video_address, settings.VIDEO["address"])


def room(conference: str) -> Room:
    """Return how the room stands by the moments of the conference."""
    rows = Moment.objects.filter(conference__key=conference, verb__startswith="video.").order_by("number")
    return video.room_after(Step(*row) for row in rows.values_list("number", "verb", "payload"))


def people(conference: str) -> tuple[Seen, ...]:
    """Return who waits and who was let in, each by the office's order of precedence."""
    now = room(conference)
    return tuple(
        Seen(one, feed(conference, now, one.pk), one.pk in now.waiting, one.pk in now.muted)
        for one in delegates.of_conference(conference)
        if one.pk in now.waiting or one.pk in now.admitted
    )


def ticket(conference: Conference, delegate: Delegate) -> Ticket:
    """Return what this delegate's page needs to join, as the room stands now."""
    known = kind(conference)
    if known != "server":
        return Ticket(known, address=conference.video_address if known == "link" else "")
    key, now = conference.key, room(conference.key)
    if delegate.pk not in now.admitted:
        return Ticket(known, "waiting" if now.is_open else "shut")
    return Ticket(
        known,
        "admitted",
        settings.VIDEO["address"],
        number(key, now),
        feed(key, now, delegate.pk),
        token(key, now, delegate.pk),
        delegate.name,
        delegate.seat not in video.WATCHES,
        delegate.pk in now.muted,
        now.is_recorded,
    )


def number(conference: str, now: Room) -> int:
    """Return the number of the room at the media server."""
    return video.draw_number(settings.SECRET_KEY, "video", conference, now.number)


def secret(conference: str, now: Room) -> str:
    """Return what the media server asks of whoever leads the room; no page ever gets it."""
    return video.draw(settings.SECRET_KEY, "video secret", conference, now.number)


def feed(conference: str, now: Room, delegate: int) -> int:
    """Return the number under which a delegate is seen in the room."""
    return video.draw_number(settings.SECRET_KEY, "video feed", conference, now.number, delegate)


def token(conference: str, now: Room, delegate: int) -> str:
    """Return what lets a delegate in; one who was removed and let in again has another one."""
    return video.draw(settings.SECRET_KEY, "video token", conference, now.admitted[delegate], delegate)


def captions(conference: str, most: int = 3) -> tuple[str, ...]:
    """Return the latest lines that were said, the last one last."""
    rows = Moment.objects.filter(conference__key=conference, verb="video.captioned").order_by("-number")
    return tuple(row["text"] for row in rows.values_list("payload", flat=True)[:most])[::-1]
