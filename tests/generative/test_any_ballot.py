"""Any ballot: the arithmetic of polls and confidence votes, as properties of every count there can be."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.ballots import (
    Count,
    Tally,
    check,
    consequences,
    differences,
    is_held,
    percent,
    rules_of,
)
from giaoban.core.conduct.polls import LEAST_SECRET, QUORUMS, Quorum, Seat, count, needed, voters
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

RULES = rules_of(read_pack(PACKS / "vn").rules["ballots"], date(2024, 1, 17))
NUMBERS = st.integers(0, 10**9)
PARTS = st.fractions(0, 1, max_denominator=1000)


@st.composite
def counts(draw) -> Count:
    """Return a count of up to 300 ballots for up to five persons that does not contradict itself."""
    returned = draw(st.integers(0, 300))
    invalid = draw(st.integers(0, returned))
    persons = tuple(_tally(draw, returned) for _ in range(draw(st.integers(1, 5))))
    return Count(returned + draw(st.integers(0, 50)), returned, returned - invalid, invalid, persons)


def _tally(draw, returned: int) -> Tally:
    cuts = sorted(draw(st.lists(st.integers(0, returned), min_size=3, max_size=3)))
    high, middle, low, invalid = (b - a for a, b in zip((0, *cuts), (*cuts, returned), strict=True))
    return Tally((high, middle, low), invalid)


@given(counts())
def test_a_count_that_adds_up_is_sound_and_agrees_with_itself(told):
    """Issued at least returned, returned = valid + invalid = levels + invalid of each person."""
    assert check(told, RULES) == () and differences(told, told, RULES) == ()


@given(counts(), st.data())
def test_any_one_number_that_is_changed_is_found_out(told, data):
    """By the sums of one teller, or by the other teller; never by neither."""
    fields = ["issued", "returned", "valid", "invalid", "person"]
    field, by = data.draw(st.sampled_from(fields)), data.draw(st.integers(1, 9))
    numbers = {name: getattr(told, name) for name in fields[:4]}
    persons = [[*one.votes, one.invalid] for one in told.persons]
    if field == "person":
        who = data.draw(st.integers(0, len(persons) - 1))
        persons[who][data.draw(st.integers(0, 3))] += by
    else:
        numbers[field] += by
    changed = Count(**numbers, persons=tuple(Tally(tuple(one[:3]), one[3]) for one in persons))
    assert len(differences(told, changed, RULES)) == 1
    assert field == "issued" or check(changed, RULES)


@given(NUMBERS, NUMBERS)
def test_consequences_are_those_of_exact_fractions(votes, more):
    """More than 1/2 and less than 2/3, or at least 2/3: one of them or none, as the fraction itself says."""
    returned = votes + more
    found = [one.names["en"].split()[0] for one in consequences(Tally((more, 0, votes), 0), returned, RULES)]
    share = Fraction(votes, returned) if returned else Fraction(0)
    removed = ["Removed"] if Fraction(1, 2) < share < Fraction(2, 3) else []
    assert found == (["Dismissed"] if share >= Fraction(2, 3) else removed)


@given(NUMBERS, NUMBERS)
def test_presence_is_compared_as_a_fraction(present, away):
    """Held exactly where three times the present are at least twice the convened."""
    convened = present + away
    assert is_held(present, convened, RULES) == (convened > 0 and 3 * present >= 2 * convened)


@given(counts())
def test_shares_are_of_the_ballots_returned_and_within_half_a_hundredth(told):
    """And those of one person add up to the whole but for the rounding of four numbers."""
    for tally in told.persons:
        shares = [percent(votes, told.returned) for votes in (*tally.votes, tally.invalid)]
        if not told.returned:
            assert shares == [None] * 4
            continue
        exact = [Fraction(100 * votes, told.returned) for votes in (*tally.votes, tally.invalid)]
        assert all(abs(Fraction(a) - b) <= Fraction(1, 200) for a, b in zip(shares, exact, strict=True))
        assert abs(sum(map(Fraction, shares)) - 100) <= Fraction(4, 200)


@given(PARTS, st.booleans(), st.integers(0, 10_000))
def test_a_quorum_is_the_fewest_votes_that_reach_the_part(part, is_exceeded, base):
    """With it the part is reached, or passed where that is asked; with one vote less it is not."""
    votes = needed(Quorum(part, is_exceeded), base)

    def reaches(cast: int) -> bool:
        return cast > part * base if is_exceeded else cast >= part * base

    assert reaches(votes) and votes >= 1
    assert votes == 1 or not reaches(votes - 1)


@given(
    st.lists(st.integers(0, 3), max_size=60), st.randoms(), st.sampled_from(sorted(QUORUMS)), st.booleans()
)
def test_a_recount_in_any_order_gives_the_same(choices, chance, quorum, is_secret):
    """No vote is lost or added, and only a poll that reached its quorum, with one leader, decides."""
    least = needed(QUORUMS[quorum], 40)
    result = count(4, choices, least, is_secret=is_secret)
    chance.shuffle(choices)
    assert count(4, choices, least, is_secret=is_secret) == result
    if result.outcome == "too_few":
        assert is_secret and len(choices) < LEAST_SECRET and result.counts == ()
        return
    assert sum(result.counts) == result.cast == len(choices)
    assert (result.outcome == "without_quorum") == (result.cast < least)
    assert (len(result.leading) == 1) == (result.outcome == "decided")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", *(f"p{one}" for one in range(6))]),
            st.sampled_from(["chair", "clerk", "delegate", "observer", "teller"]),
            st.one_of(st.none(), st.integers(0, 9)),
            st.booleans(),
        ),
        max_size=10,
    )
)
def test_nobody_has_two_votes(told):
    """By person and by seat: who stands in takes the vote of whom they stand in for, and adds none."""
    seats = [Seat(place, *one) for place, one in enumerate(told)]
    entitled = voters(seats)
    persons = [seats[one].person for one in entitled if seats[one].person]
    assert len(set(persons)) == len(persons) and len(set(entitled)) == len(entitled)
    stood_for = [seats[one].stands_for for one in entitled if seats[one].stands_for is not None]
    assert len(set(stood_for)) == len(stood_for) and not set(stood_for) & set(entitled)
    assert all(seats[one].seat in ("chair", "delegate") for one in entitled)
