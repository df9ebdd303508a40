"""Letters to delegates: after any course of changes a calendar that has read them all shows what holds."""

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.convocations import Called, Sent, due

STEPS = st.lists(
    st.sampled_from(("change", "seat 1", "seat 2", "seat 3", "unseat 1", "send", "lose")), max_size=30
)


@given(STEPS, st.booleans())
def test_each_calendar_shows_what_holds_and_every_letter_is_newer_than_the_last(steps, is_off):
    """Changes, seats given and taken, sendings cut short: the last sending settles it."""
    sequence, seats, sent = 0, set[int](), dict[int, list[Sent]]()

    def write(off: bool, most: int = 9) -> None:
        called = [Called(one, one in seats, tuple(sent.get(one, ()))) for one in range(1, 4)]
        for letter in due(called, sequence, off)[:most]:
            before = sent.setdefault(letter.delegate_id, [])
            assert not before or letter.sequence > before[-1].sequence
            before.append(Sent(letter.sequence, letter.method))

    for step in steps:
        match step.split():
            case ["change"]:
                sequence += 1
            case ["seat", who] if int(who) not in sent or int(who) in seats:
                seats.add(int(who))
            case ["unseat", who]:
                seats.discard(int(who))
            case [("send" | "lose") as how]:
                write(False, 9 if how == "send" else 1)
    write(is_off)
    shown = {who for who, letters in sent.items() if letters[-1].method == "request"}
    assert shown == (set() if is_off else seats)
    assert is_off or all(sent[who][-1].sequence == sequence for who in seats)
