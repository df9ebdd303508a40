"""The room of the pictures as it follows from the moments, with the numbers and marks drawn for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.video import Room, Step, draw, draw_number, kind_of, room_after

_VERBS = ("opened", "closed", "asked", "admitted", "removed", "muted", "unmuted")
_STEPS = st.lists(st.tuples(st.sampled_from(_VERBS), st.sets(st.integers(1, 4), max_size=2)), max_size=12)


def steps(told: list[tuple[str, set[int]]]) -> list[Step]:
    """Return what happened as numbered moments."""
    return [
        Step(number, f"video.{verb}", {"delegates": sorted(who)})
        for number, (verb, who) in enumerate(told, 1)
    ]


@given(_STEPS)
def test_nobody_waits_who_is_let_in_and_nobody_waits_twice(told):
    """Whatever happens in whichever order, as long as who is in does not ask again."""
    kept, inside = [], set()
    for verb, who in told:
        kept.append((verb, who - inside if verb == "asked" else who))
        inside = set(room_after(steps(kept)).admitted)
    room = room_after(steps(kept))
    assert not set(room.waiting) & set(room.admitted)
    assert len(set(room.waiting)) == len(room.waiting)


@given(_STEPS, st.sampled_from(("opened", "closed")))
def test_a_room_that_is_opened_or_closed_is_empty(told, last):
    """Nobody stays in from before, and nobody stays muted."""
    happened = steps([*told, (last, set())])
    assert room_after(happened) == (Room(len(happened)) if last == "opened" else Room())


def test_who_was_let_in_again_is_known_by_the_later_moment():
    """So an old token opens nothing; what is not about video changes nothing."""
    told = steps([("opened", set()), ("asked", {7}), ("admitted", {7}), ("removed", {7}), ("asked", {7})])
    again = [*told, Step(6, "item.begun", {"item": 1}), Step(7, "video.admitted", {"delegates": [7]})]
    assert room_after(told[:3]).admitted == {7: 3}
    assert room_after(told[:4]).admitted == {} and room_after(told).waiting == (7,)
    assert room_after(again).admitted == {7: 7}


@given(st.text(min_size=1), st.lists(st.integers(), max_size=3), st.lists(st.integers(), max_size=3))
def test_what_is_drawn_differs_wherever_anything_differs(secret, one, other):
    """By the secret and by what it is about; numbers are exact in a browser."""
    assert (draw(secret, *one) == draw(secret, *other)) == (one == other)
    assert draw(secret, *one) != draw(f"{secret}x", *one)
    assert 0 < draw_number(secret, *one) < 2**53


@pytest.mark.parametrize(
    ("provider", "address", "server", "kind"),
    [
        ("janus", "", "wss://video.example", "server"),
        ("janus", "", "", "none"),
        ("janus", "https://meet.example/a", "", "none"),
        ("jitsi", "https://meet.example/a", "", "link"),
        ("livekit", "https://live.example/a", "wss://video.example", "link"),
        ("link", "http://meet.example/a", "", "none"),
        ("link", "javascript:alert(1)", "", "none"),
        ("", "https://meet.example/a", "", "none"),
        ("another", "https://meet.example/a", "", "none"),
    ],
)
def test_how_pictures_come_by_provider_address_and_server(provider, address, server, kind):
    """A server that is not there, an address that is not encrypted or no address of the web: no video."""
    assert kind_of(provider, address, server) == kind
