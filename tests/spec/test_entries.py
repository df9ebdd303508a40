"""What is typed in a line of a form: how it is read, what is named, and what it becomes once approved."""

from decimal import Decimal

import pytest

from giaoban.core.figures.entries import Entry, check_entry, missing, observe, tidy, value_of
from giaoban.core.figures.forms import Form, Line
from tests.spec.scoring import target

GROWTH = Line(
    "GROWTH@2023",
    "figure",
    "economy",
    "Growth",
    "2023",
    "PCT",
    2,
    "GROWTH",
    low=Decimal(-50),
    high=Decimal(100),
    symbols=("%",),
)
PEOPLE = Line("PEOPLE@2023", "figure", "society", "People", "2023", "PERSONS", 0, "PEOPLE")
RESULT = Line("T1", "result", "targets", "Growth target", "2023", "PCT", 2, "GROWTH", target(target="7.5"))
WORDS = Line("T2", "result", "targets", "Keep order", "2023", "", None, target=target(op="text", target=None))
FORM = Form("r", "north", {}, {}, (GROWTH, RESULT, WORDS))


def found(line: Line, text: str = "", **more: object) -> list[str]:
    """Return the codes of what is wrong with an entry."""
    return [finding.code for finding in check_entry(line, Entry(line.line_id, text, **more))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,37", "7.37"),
        ("7.37", "7.37"),
        ("-9,28", "-9.28"),
        ("1.234,5", "1234.5"),
        (" 8 ", "8"),
        ("0", "0"),
        ("7,37%", "7.37"),
        ("7,37 %", "7.37"),
    ],
)
def test_a_number_is_read_with_comma_or_dot(text, value):
    """Where it can be just one number; white space around it and its own unit's sign are nothing."""
    assert value_of(GROWTH, tidy(Entry("GROWTH@2023", text))) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.915", "ambiguous_number"),
        ("7,37%%", "percent_sign"),
        ("khoảng 7", "space_in_number"),
        ("seven", "not_a_number"),
        ("17/01/2024", "date_for_number"),
        ("-50,1", "below_limit"),
        ("100,01", "above_limit"),
        ("7,371", "ambiguous_number"),
        ("7,3712", "finer_than_published"),
    ],
)
def test_what_is_not_clear_or_not_possible_is_named(text, code):
    """It is never guessed, and never changed; a percentage of persons is none of them."""
    assert found(GROWTH, text) == [code]
    assert found(PEOPLE, "5%") == ["percent_sign"]


def test_limits_include_their_ends():
    """-50 and 100 are possible."""
    assert found(GROWTH, "-50") == found(GROWTH, "100") == []


def test_a_line_that_does_not_apply_has_a_reason_and_no_value():
    """Both faults are named at once."""
    assert found(GROWTH, "7", is_not_applicable=True) == ["value_not_applicable", "no_reason"]
    assert found(GROWTH, "", is_not_applicable=True, explanation="no such place") == []


def test_a_unit_may_say_of_its_target_what_a_number_cannot():
    """Of a target in words, or beside a number; of a figure nothing."""
    assert found(WORDS, "order was kept", verdict="met") == []
    assert found(RESULT, "7,4", verdict="met") == []
    assert found(GROWTH, "7,4", verdict="met") == ["unknown_verdict"]
    assert found(RESULT, "7,4", verdict="excellent") == ["unknown_verdict"]
    assert found(RESULT, "", verdict="met", is_not_applicable=True, explanation="x") == [
        "verdict_not_applicable"
    ]


def test_every_required_line_without_an_answer_is_named():
    """White space is no answer; “does not apply” is one."""
    entries = {"GROWTH@2023": Entry("GROWTH@2023", "  "), "T1": Entry("T1", is_not_applicable=True)}
    assert [one.where.column for one in missing(FORM, entries)] == ["GROWTH@2023", "T2"]


def test_approved_entries_become_observations_and_results():
    """With the day, the source, and the explanation as note or reason; a blank one becomes nothing."""
    entries = [
        Entry("GROWTH@2023", "7,37", "second estimate"),
        Entry("T1", "7,37"),
        Entry("T2", "order was kept", "festival", verdict="met"),
    ]
    (figure,), (number, words) = observe(FORM, entries, released="2024-01-10", source="report")
    assert (figure.key, figure.value, figure.obs_status) == (
        ("north", "GROWTH", "2023"),
        Decimal("7.37"),
        "E",
    )
    assert (figure.released, figure.source, figure.note) == ("2024-01-10", "report", "second estimate")
    assert (number.target_id, number.value, number.verdict) == ("T1", "7.37", "")
    assert (words.value, words.verdict, words.verdict_reason) == ("order was kept", "met", "festival")
    assert observe(FORM, [Entry("T1", " ")], released="2024-01-10", source="report") == ((), ())


def test_what_does_not_apply_is_reported_without_a_value():
    """With the status of what cannot exist (SDMX CL_OBS_STATUS: M)."""
    entries = [
        Entry(line.line_id, explanation="no coast", is_not_applicable=True) for line in (GROWTH, RESULT)
    ]
    (figure,), (result,) = observe(FORM, entries, released="2024-01-10", source="report")
    assert (figure.value, figure.obs_status) == (None, "M") and (result.value, result.obs_status) == ("", "M")
