"""The minutes of a conference: what becomes of a text that two people type at once, and who closes them."""

from datetime import UTC, datetime

import pytest

from giaoban.core.conduct.decisions import Decision, lines_of, number
from giaoban.core.conduct.minutes import (
    NOTHING,
    Step,
    Version,
    combine,
    keep,
    require_open,
    require_step,
    standing,
    standing_of,
    tidy,
)
from giaoban.core.errors import Conflict, Invalid, NotAllowed

AT = datetime(2024, 1, 17, 8, 30, tzinfo=UTC)
FIRST = Version(1, "The chair opened the meeting.", "lan", AT)


def test_a_text_typed_over_the_version_that_stands_is_the_next_version():
    """The first clerk writes, then adds a sentence: two versions, the second one stands."""
    first = keep((), "The chair opened the meeting.", base=0, by="lan", at=AT)
    assert (first.outcome, first.added) == ("saved", FIRST)
    second = keep((FIRST,), "The chair opened the meeting. All stood up.", base=1, by="lan", at=AT)
    assert second.outcome == "saved" and second.added and second.added.number == 2


def test_the_same_text_again_changes_nothing():
    """An answer that was lost on the way is asked for again: there is no second version."""
    again = keep((FIRST,), FIRST.text, base=0, by="ha", at=AT)
    assert (again.outcome, again.there, again.added) == ("unchanged", FIRST, None)


def test_what_is_typed_over_an_older_version_is_set_aside_and_told():
    """Two clerks begin with nothing: the slower one sees what stands; their own text is kept beside it."""
    slower = keep((FIRST,), "Opened at 8.", base=0, by="ha", at=AT)
    assert (slower.outcome, slower.there) == ("conflict", FIRST)
    aside = Version(2, "Opened at 8.", "ha", AT, is_aside=True)
    assert slower.added == aside
    assert standing((FIRST, aside)) == FIRST
    assert keep((FIRST, aside), "Opened at 8.", base=0, by="ha", at=AT).added is None


def test_a_conflict_is_settled_by_saving_over_what_stands():
    """With both texts in one: each line of either is there, common ones once."""
    both = combine("A\nB\nC", "A\nb\nC\nD")
    assert both == "A\nB\nb\nC\nD"
    aside = Version(2, "Opened at 8.", "ha", AT, is_aside=True)
    settled = keep((FIRST, aside), "Opened at 8.", base=1, by="ha", at=AT)
    assert settled.outcome == "saved" and settled.added
    assert standing((FIRST, aside, settled.added)).text == aside.text


def test_nobody_has_written_yet():
    """Then version 0 stands, without a text."""
    assert standing(()) == NOTHING == Version(0, "")


def test_a_text_is_kept_composed_and_printable():
    """Marks are joined to their letters, line ends are plain; what no document can hold is seen as a mark."""
    assert tidy(" Hô\u0323i nghi\u0323\r\nhai\x00 \n") == "Hội nghị\nhai\ufffd"


def test_each_line_of_decisions_is_one_decision():
    """However the list is marked; an empty line is none, nor is a mark alone."""
    text = "- Ban A drafts.\n\n-\n2. Ban B checks.\n3) Ban C signs.\n• 2024 is closed.\n2025 begins."
    assert lines_of(text) == (
        "Ban A drafts.", "Ban B checks.", "Ban C signs.", "2024 is closed.", "2025 begins.",
    )  # fmt: skip


def test_a_decision_keeps_its_number_when_it_is_edited_or_moved():
    """One is moved to the end, one is edited, one is new, one is gone: its number is given to no other."""
    before = number("Ban A drafts the plan.\nBan B checks the figures.\nAll report.", (), 0)
    assert [one.number for one in before] == [1, 2, 3]
    after = number(
        "Ban B checks all figures by May.\nThe office writes to all districts.\nBan A drafts the plan.",
        before,
        last=3,
    )
    assert after == (
        Decision(2, "Ban B checks all figures by May."),
        Decision(3, "The office writes to all districts."),
        Decision(1, "Ban A drafts the plan."),
    )
    assert number("One more.\nAnd one.", (), 3) == (Decision(4, "One more."), Decision(5, "And one."))


def test_the_clerk_signs_first_then_the_chair_who_is_another_person():
    """From the clerk's signature on nothing is written; nobody signs twice, or for both."""
    opened = standing_of(())
    require_open(opened)
    require_step(opened, "signed", "lan")
    with pytest.raises(Conflict, match="clerk has not signed"):
        require_step(opened, "confirmed", "chair")
    signed = standing_of([Step("signed", "lan", AT)])
    with pytest.raises(Conflict, match="signed and closed"):
        require_open(signed)
    with pytest.raises(NotAllowed, match="another person"):
        require_step(signed, "confirmed", "lan")
    require_step(signed, "confirmed", "chair")
    closed = standing_of([Step("signed", "lan", AT), Step("confirmed", "chair", AT)])
    with pytest.raises(Conflict, match="already"):
        require_step(closed, "confirmed", "chair")


def test_the_chair_opens_signed_minutes_again_with_a_reason():
    """That begins a new edition, which is signed anew; what is open cannot be opened."""
    closed = standing_of([Step("signed", "lan", AT), Step("confirmed", "chair", AT)])
    with pytest.raises(Invalid, match="reason"):
        require_step(closed, "reopened", "chair", " ")
    require_step(closed, "reopened", "chair", "A name is misspelt.")
    again = standing_of(
        [Step("signed", "lan", AT), Step("confirmed", "chair", AT), Step("reopened", "chair", AT, "A name.")]
    )
    assert (again.edition, again.is_closed, again.confirmed) == (2, False, None)
    with pytest.raises(Conflict):
        require_step(again, "reopened", "chair", "Once more.")
