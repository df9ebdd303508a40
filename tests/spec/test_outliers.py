"""Outliers: values to be looked at, against the unit's own past and against its peers; no verdicts."""

from decimal import Decimal
from fractions import Fraction

import pytest

from giaoban.core.registry.periods import parse_period
from giaoban.core.review.rules.answers import Answers
from giaoban.core.review.rules.outliers import against_own_past, against_peers, moved
from giaoban.core.review.rules.signals import check_own_past, check_peers
from tests.factories.checked import figure, form_of, rate, rule
from tests.factories.rounds import unit

#: 5 %, 4 %, 6 %, 5 % a year: a quiet past.
QUIET = {"2018": "100", "2019": "105", "2020": "109.2", "2021": "115.752", "2022": "121.5396"}
OWN, PEERS = rule("own_past"), rule("peers")


def against(value: str, past: dict[str, str] = QUIET, *, in_points: bool = False):
    """Return the signal of a value of 2023."""
    known = {period: Decimal(text) for period, text in past.items()}
    return against_own_past(Decimal(value), parse_period("2023"), known, OWN, in_points=in_points)


def test_a_change_like_those_before_says_nothing():
    """After 4 to 6 % a year 5 % again, and 20 % too: a spread is at least 5 %, and only 3.5 are far."""
    assert against("127.6") is None
    assert against("146") is None


def test_a_change_unlike_those_before_is_told_with_its_numbers():
    """Half as much again, after a middle of 5 % over 4 changes."""
    signal = against("182.3094")
    assert (signal.kind, signal.change, signal.count) == ("unlike_own_past", Fraction(1, 2), 4)
    assert signal.usual == Fraction(5, 100)
    (finding,) = check_own_past(OWN, *_line("EXPORTS", "182,3", QUIET))
    assert finding.title == (
        "Look at “Exports”: 182.3 after 121.5396, a change of 50 %; usually it is about 5 %"
    )
    assert (finding.severity, finding.code) == ("warning", "unlike_own_past_percent")


def test_a_rate_is_compared_in_points():
    """Growth of 6, 7, 6, 7, 6 and then -9 fell by 15 points, where it usually moves by none or one."""
    steady = {"2018": "6", "2019": "7", "2020": "6", "2021": "7", "2022": "6"}
    assert against("7", steady, in_points=True) is None
    assert against("-9", steady, in_points=True).change == -15


@pytest.mark.parametrize(
    ("value", "kind", "factor"),
    [
        ("121539.6", "unit_of_measure", 1000),
        ("0.13", "unit_of_measure", Fraction(1, 1000)),
        ("130000000", "unit_of_measure", 10**6),
        ("1276", "decimal_mark", 10),
        ("1.27", "decimal_mark", Fraction(1, 100)),
    ],
)
def test_a_slip_by_a_power_of_ten_is_named(value, kind, factor):
    """A thousand or a million times asks for the unit of measure, ten or a hundred for the decimal mark."""
    signal = against(value)
    assert (signal.kind, signal.factor) == (kind, factor)


def test_a_slip_of_units_reads_as_a_question():
    """“1000 times the last value: unit of measure?”"""
    (finding,) = check_own_past(OWN, *_line("EXPORTS", "121539,6", QUIET))
    assert finding.title == (
        "Look at “Exports”: 121539.6 is about 1000 times the last value, 121.5396: unit of measure?"
    )


def test_too_short_a_past_says_nothing():
    """Three earlier changes are too few, so is a past without last year; a thousandfold shows anyway."""
    short = dict(list(QUIET.items())[1:])
    gap = {str(int(period) - 1): value for period, value in QUIET.items()}
    assert against("1276", short) is None
    assert against("1276", gap) is None
    assert against("127600", {"2020": "109.2"}).kind == "unit_of_measure"
    assert against("127.6", {}) is None


def test_other_periods_are_no_past():
    """Half-years, quarters and later years have no part in the years before."""
    other = {"2022-S1": "1", "2023": "1", "2024": "1", "2022-Q4": "1"}
    assert against("127.6", {**QUIET, **other}) is None
    assert against("127.6", other) is None


def test_relative_changes_need_positive_values():
    """From or to nothing there is no number of times."""
    assert moved(Decimal(0), Decimal(5), in_points=False) is None
    assert moved(Decimal(5), Decimal(-5), in_points=False) is None
    assert moved(Decimal(4), Decimal(2), in_points=False) == -moved(Decimal(2), Decimal(4), in_points=False)


def test_a_unit_unlike_its_peers_is_told_beside_their_middle():
    """Five grew by 6 to 8, one shrank by 9.28: 14 spreads of 1.11 points from the middle, 6.75."""
    growths = dict(zip("abcdef", map(Fraction, ("6", "6.5", "7", "7.5", "8", "-9.28")), strict=True))
    assert list(against_peers(growths, PEERS, in_points=True)) == ["f"]
    assert against_peers(dict(list(growths.items())[:5]), PEERS, in_points=True) == {}


def test_too_few_peers_say_nothing():
    """Four are fewer than the five that the rule asks for."""
    four = dict(zip("abcf", map(Fraction, ("6", "7", "8", "-90")), strict=True))
    assert against_peers(four, PEERS, in_points=True) == {}


def test_peers_are_units_of_the_same_type_and_amounts_are_compared_by_change():
    """Amounts of 10 to 50,000 that grew by a tenth are alike; the one that doubled is told, by its change.
    A city among districts is compared with no district."""
    amounts = {"a": "11", "b": "110", "c": "1100", "d": "11000", "e": "55000", "f": "2"}
    before = {"a": "10", "b": "100", "c": "1000", "d": "10000", "e": "50000", "f": "1"}
    sent = {
        key: Answers(*form_of([figure("EXPORTS", amounts[key], last_year=before[key])])) for key in amounts
    }
    districts = [unit(key, key) for key in amounts]
    (finding,) = check_peers(PEERS, districts, sent)
    told = dict(finding.values)
    assert (told["unit_key"], told["change"], told["usual"], told["count"]) == ("f", "100", "10", "6")
    city = [*districts[:-1], unit("f", "f", unit_type="CITY")]
    assert list(check_peers(PEERS, city, sent)) == []


def test_rates_of_peers_are_compared_as_they_are():
    """A rate of 40 among rates of 2 to 6."""
    rates = {"a": "2", "b": "3", "c": "4", "d": "5", "e": "6", "f": "40"}
    sent = {key: Answers(*form_of([rate("POVERTY", text)])) for key, text in rates.items()}
    (finding,) = check_peers(PEERS, [unit(key, key) for key in rates], sent)
    assert (finding.code, dict(finding.values)["usual"]) == ("unlike_peers_level", "4.5")


def _line(indicator: str, text: str, past: dict[str, str]):
    """Return the answers of a form with one line, and its past."""
    known = {period: Decimal(value) for period, value in past.items()}
    return Answers(*form_of([figure(indicator, text)])), {indicator: known}
