"""Video: where a conference's pictures come from, who is let in, and by which numbers and marks."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Kind = Literal["none", "link", "server"]
#: How pictures come to the page by the provider that a conference names: through the installation's own
#: media server, or behind an address that opens beside the page. Any other one shows none.
PROVIDERS: Mapping[str, Kind] = {"janus": "server", "jitsi": "link", "livekit": "link", "link": "link"}
#: Seats that wait for nobody, and the ones that only watch.
LETS_IN, WATCHES = frozenset({"chair", "clerk"}), frozenset({"observer", "teller"})
#: The longest line of captions.
LONGEST_CAPTION = 500


class Step(NamedTuple):
    """One moment of a conference, as far as its video goes."""

    number: int
    verb: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Room:
    """How the room of the pictures stands: opened by the moment `number`, or shut where that is 0.

    `admitted` holds delegates with the moment that let each in, `waiting` those who asked, in their order,
    `muted` those whose microphone the clerk took.
    """

    number: int = 0
    is_recorded: bool = False
    waiting: tuple[int, ...] = ()
    admitted: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    muted: frozenset[int] = frozenset()

    @property
    def is_open(self) -> bool:
        """Return whether anybody can be in it."""
        return self.number > 0


@dataclass(frozen=True)
class Ticket:
    """What a page needs to join: `address` is the server's for browsers, or the one that opens beside.

    It is good for its own delegate only, who is `feed` in the room, and only while `standing` is admitted.
    """

    kind: Kind
    standing: Literal["shut", "waiting", "admitted"] = "shut"
    address: str = ""
    room: int = 0
    feed: int = 0
    token: str = ""
    name: str = ""
    is_sending: bool = False
    is_muted: bool = False
    is_recorded: bool = False


def kind_of(provider: str, address: str, server: str) -> Kind:
    """Return how the pictures of a conference reach its page; `server` is the installation's, if it has one.

    Edges:   an address that is not encrypted, or no address of the web at all, is never offered.
    """
    kind = PROVIDERS.get(provider, "none")
    if kind == "server":
        return "server" if server else "none"
    return "link" if kind == "link" and address.startswith("https://") else "none"


def room_after(steps: Iterable[Step]) -> Room:
    """Return how the room stands after what happened; whatever is not about video changes nothing.

    Edges:   when it opens again nobody is in it: everybody asks anew, and old tokens open nothing.
    """
    room = Room()
    for step in steps:
        room = _after(room, step)
    return room


def _after(room: Room, step: Step) -> Room:
    who = tuple(step.payload.get("delegates", ()))
    rest = tuple(one for one in room.waiting if one not in who)
    match step.verb:
        case "video.opened":
            return Room(step.number, bool(step.payload.get("recorded")))
        case "video.closed":
            return Room()
        case "video.asked":
            return replace(room, waiting=(*rest, *who))
        case "video.admitted":
            return replace(room, waiting=rest, admitted={**room.admitted, **dict.fromkeys(who, step.number)})
        case "video.removed":
            kept = {one: number for one, number in room.admitted.items() if one not in who}
            return replace(room, waiting=rest, admitted=kept)
        case "video.muted":
            return replace(room, muted=room.muted | set(who))
        case "video.unmuted":
            return replace(room, muted=room.muted - set(who))
    return room


def draw(secret: str, *about: object) -> str:
    """Return 128 bits in hex that nobody guesses without the secret, always the same about the same.

    So nothing secret is kept beside the moments, and a server that lost everything is furnished anew.
    """
    key = hashlib.sha256(secret.encode()).digest()
    return hashlib.blake2b(repr(about).encode(), key=key, digest_size=16).hexdigest()


def draw_number(secret: str, *about: object) -> int:
    """Return a positive number drawn like a text, small enough (52 bits) to be exact in every browser."""
    return int(draw(secret, *about)[:13], 16) or 1
