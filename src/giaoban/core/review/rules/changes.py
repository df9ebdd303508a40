"""Changes: a value against last year's, against the last report, and against a part of its own period."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from giaoban.core.errors import Finding
from giaoban.core.figures.forms import Line, Past
from giaoban.core.figures.rounding import half_up
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.rules.answers import Answers, published
from giaoban.core.review.rules.kinds import Change, Cumulative

_SAID = {"last_year": "change", "last_report": "revision"}


def check_change(rule: Change, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each figure that moved by more than the limit.

    Units:   per cent of the earlier value, or points of the unit of measure.
    Edges:   a change equal to the limit is within; per cent of 0 is not defined and says nothing; a last
             report counts only where it is of the same period.
    """
    for line in answers.figures(rule.indicators):
        value, past = answers.value(line), _past(rule, line)
        if value is None or past is None:
            continue
        moved = _moved(rule, past, value)
        if moved is not None and moved > Fraction(rule.limit):
            told = {"past": past, "change": as_decimal(moved), "limit": rule.limit}
            yield answers.finding(rule, f"{_SAID[rule.against]}_{rule.by}", line, value=value, **told)


def check_cumulative(rule: Cumulative, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each figure below what was reported for the first part of its period."""
    for line in answers.figures(rule.indicators):
        value, past = answers.value(line), _of_first_part(line)
        if value is not None and past is not None and value < past:
            yield answers.finding(rule, "fell_although_cumulative", line, value=value, past=past)


def as_decimal(number: Fraction, decimals: int = 2) -> Decimal:
    """Return a fraction as a number to be read."""
    return half_up(Decimal(number.numerator) / Decimal(number.denominator), decimals)


def _past(rule: Change, line: Line) -> Decimal | None:
    if rule.against == "last_year":
        return _known(line, line.last_year)
    is_same = line.last_report is not None and line.last_report.period == line.period
    return _known(line, line.last_report) if is_same else None


def _moved(rule: Change, past: Decimal, value: Decimal) -> Fraction | None:
    difference = abs(Fraction(value) - Fraction(past))
    if rule.by == "points":
        return difference
    return difference * 100 / abs(Fraction(past)) if past else None


def _of_first_part(line: Line) -> Decimal | None:
    if line.last_report is None:
        return None
    part, whole = parse_period(line.last_report.period), parse_period(line.period)
    is_part = part.start_on == whole.start_on and part.months < whole.months
    return _known(line, line.last_report) if is_part else None


def _known(line: Line, past: Past | None) -> Decimal | None:
    return None if past is None else published(line, past.value)
