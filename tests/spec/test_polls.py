"""Polls in the room: who has a vote, what makes a quorum, and what a result decides."""

from fractions import Fraction

import pytest

from giaoban.core.conduct.polls import LEAST_SECRET, QUORUMS, Quorum, Seat, count, needed, voters, worded
from giaoban.core.errors import Invalid


def test_chair_and_delegates_have_a_vote_and_nobody_else():
    """Clerk, observers and tellers do not vote; the order is that of the office."""
    names = ("chair", "clerk", "delegate", "observer", "teller")
    seats = [Seat(place, f"{seat}@x.example", seat) for place, seat in enumerate(names, 1)]
    assert voters(seats) == (1, 3)


def test_a_substitute_votes_in_place_of_whom_they_stand_in_for_once_the_chair_consented():
    """One seat, one vote: before the consent their own, after it the substitute's, of two the first."""
    own = Seat(1, "own@x.example", "delegate")
    asked = Seat(2, "deputy@x.example", "delegate", stands_for=1)
    granted = Seat(2, "deputy@x.example", "delegate", stands_for=1, has_consent=True)
    second = Seat(3, "second@x.example", "delegate", stands_for=1, has_consent=True)
    assert voters([own, asked]) == (1,)
    assert voters([own, granted]) == (2,)
    assert voters([own, granted, second]) == (2,)


def test_who_has_two_seats_votes_once_and_who_has_no_account_counts_for_the_quorum():
    """The higher seat votes; two people without an account are two, and both are part of the whole."""
    twice = [Seat(1, "one@x.example", "chair"), Seat(2, "one@x.example", "delegate")]
    unknown = [Seat(3, "", "delegate"), Seat(4, "", "delegate")]
    assert voters([*twice, *unknown]) == (1, 3, 4)


def test_a_quorum_is_an_exact_part():
    """Of 10, more than half are 6; of 9, 5. Two thirds of 63 are 42 and of 64 are 43. One vote at least."""
    half, thirds, none = (QUORUMS[name] for name in ("over_half", "two_thirds", "none"))
    assert [needed(half, of) for of in (10, 9, 1, 0)] == [6, 5, 1, 1]
    assert [needed(thirds, of) for of in (63, 64, 3, 1)] == [42, 43, 2, 1]
    assert [needed(none, of) for of in (63, 0)] == [1, 1]
    assert needed(Quorum(Fraction(2, 3), is_exceeded=True), 63) == 43


def test_without_the_quorum_the_votes_are_told_and_nothing_is_decided():
    """Five of six that were needed: no option leads, however clear it looks."""
    result = count(2, [0] * 5, 6, is_secret=False)
    assert (result.outcome, result.leading, result.counts) == ("without_quorum", (), (5, 0))


def test_a_tie_decides_nothing():
    """Both options that lead are named."""
    result = count(3, [0, 0, 2, 2, 1], 1, is_secret=False)
    assert (result.outcome, result.leading) == ("tied", (0, 2))
    assert count(3, [0, 2, 2], 1, is_secret=False).leading == (2,)


def test_a_secret_result_of_too_few_votes_is_not_counted():
    """With four votes somebody would know what the others voted; five are told."""
    four = count(2, [0, 1, 1, 1], 1, is_secret=True)
    assert (four.outcome, four.counts, four.cast) == ("too_few", (), 4)
    assert count(2, [1] * LEAST_SECRET, 1, is_secret=True).outcome == "decided"


def test_a_question_with_too_few_options_or_the_same_twice_is_refused_with_all_faults_at_once():
    """Gaps are closed and empty lines left out; what remains is what is asked."""
    assert worded("  Agreed ? ", ["Yes ", "", " No"]) == ("Agreed ?", ("Yes", "No"))
    with pytest.raises(Invalid) as refused:
        worded(" ", ["yes", "YES", "o" * 301])
    assert [one.code for one in refused.value.findings] == ["no_question", "option_twice", "long_option"]
    for options in (["one"], [str(one) for one in range(9)]):
        with pytest.raises(Invalid, match="two to eight"):
            worded("Agreed?", options)


def test_a_ballot_for_an_option_that_was_not_asked_stops_the_count():
    """It cannot come from a voter; nothing is counted around it."""
    with pytest.raises(ValueError, match="not asked"):
        count(2, [0, 2], 1, is_secret=False)
