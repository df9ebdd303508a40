"""What a unit has sent, judged as a review would judge it; what is being corrected is told as pending."""

from decimal import Decimal

from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Form, Line
from giaoban.core.review.previews import Preview, preview
from tests.factories.rounds import indicator
from tests.spec.scoring import target

DAY = "2024-01-10"


def line(line_id: str, **changed: object) -> Line:
    """Return the line of a target of at least 7.5 per cent."""
    own = target(target="7.5", **{"target_id": line_id, "indicator": "GROWTH", "number": line_id, **changed})
    return Line(line_id, "result", "targets", "Growth", "2023", "PCT", 2, own.indicator, own)


FORM = Form("r", "north", {}, {}, (line("1"), line("2"), line("3", indicator=""), line("3a", counts=False)))


def seen(pending: tuple[str, ...] = (), **texts: str) -> Preview:
    """Return the preview of these values, by line: `_1` for line 1."""
    entries = [Entry(name.removeprefix("_"), text) for name, text in texts.items()]
    return preview(FORM, entries, pending, {"GROWTH": indicator("GROWTH")}, DAY)


def test_each_target_gets_the_verdict_that_a_review_would_give():
    """Above exceeded, equal met, below not met, nothing not reported; a sub-row is not counted."""
    found = seen(_1="7,6", _2="7,5", _3a="1")
    assert found.verdicts == {"1": "exceeded", "2": "met", "3": "not_reported", "3a": "not_met"}
    assert (found.tally["met"], found.tally["total"], found.is_final) == (2, 3, True)


def test_rounding_comes_before_comparing():
    """7.496 is published as 7.50 and meets 7.5."""
    assert seen(_1=str(Decimal("7.4960"))).verdicts["1"] == "met"


def test_what_is_being_corrected_has_no_verdict():
    """One target, or every target of an indicator whose figure is reopened; the tally is then not final."""
    found = seen(("1",), _1="7,6", _2="7,5")
    assert "1" not in found.verdicts and found.pending == {"1"} and not found.is_final
    assert seen(("GROWTH@2023",), _1="7,6").pending == {"1", "2"}


def test_what_a_unit_says_of_its_target_stands_with_a_reason_only():
    """A verdict that contradicts the number needs its reason; without one the number speaks."""
    entries = [
        Entry("1", "7,4", verdict="met"),
        Entry("2", "7,4", "counted by the old method", verdict="met"),
    ]
    found = preview(FORM, entries, (), {"GROWTH": indicator("GROWTH")}, DAY)
    assert (found.verdicts["1"], found.verdicts["2"]) == ("not_met", "met")
