"""Vintages of one figure: each step from what was in force before it, and by how much it moved."""

from decimal import Decimal

from giaoban.core.figures.vintages import chain
from tests.factories.rounds import observation


def told(*rows: tuple[str, str, str, str]):
    """Return the steps of rows given as value, grade, day and source."""
    observations = [
        observation("north", value or None, obs_status=status, released=day, source=source)
        for value, status, day, source in rows
    ]
    return [(vintage.step, vintage.difference, vintage.supersedes) for vintage in chain(observations)]


def test_a_later_release_is_a_revision():
    """3.32 estimated, 3.28 preliminary, 3.41 preliminary again: each differs from the one before it."""
    assert told(
        ("3.32", "E", "2023-03-29", "a"), ("3.28", "P", "2023-06-29", "b"), ("3.41", "P", "2023-12-29", "c")
    ) == [("first", None, False), ("revision", Decimal("-0.04"), True), ("revision", Decimal("0.13"), True)]


def test_the_same_release_of_the_same_source_is_a_correction():
    """The correction is held against the row that it corrects, the next release against the correction."""
    assert told(
        ("5", "E", "2023-03-29", "a"), ("5.1", "E", "2023-03-29", "a"), ("5.4", "P", "2023-06-29", "a")
    ) == [("first", None, False), ("correction", Decimal("0.1"), True), ("revision", Decimal("0.3"), True)]


def test_another_source_of_equal_day_and_grade_contradicts():
    """Two values of one day and grade: neither supersedes the other; the same value is a repetition."""
    assert told(("5", "P", "2023-12-29", "a"), ("6", "P", "2023-12-29", "b")) == [
        ("first", None, False),
        ("contradiction", Decimal("1"), False),
    ]
    assert told(("5", "P", "2023-12-29", "a"), ("5.0", "P", "2023-12-29", "b"))[1][0] == "repetition"


def test_a_higher_grade_is_a_revision_even_with_the_same_value():
    """An estimate that the preliminary figure confirms moves by nothing, and is superseded."""
    assert told(("5", "E", "2023-12-01", "a"), ("5", "P", "2024-03-29", "a"))[1] == (
        "revision",
        Decimal(0),
        True,
    )


def test_a_later_release_of_a_lower_grade_is_a_regression():
    """An estimate after the preliminary figure supersedes nothing, and nothing is held against it."""
    assert told(
        ("5", "P", "2023-12-29", "a"), ("5.5", "E", "2024-01-17", "b"), ("5.2", "A", "2024-09-29", "a")
    ) == [("first", None, False), ("regression", Decimal("0.5"), False), ("revision", Decimal("0.2"), True)]


def test_a_figure_that_is_taken_back_has_no_difference():
    """“Does not apply” supersedes the value; there is no number to take a difference of."""
    assert told(("5", "P", "2023-12-29", "a"), ("", "M", "2024-01-05", "a"))[1] == ("revision", None, True)
