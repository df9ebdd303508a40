"""Relations: lines of one form against each other: parts and whole, per cent and level, figure and result."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from giaoban.core.errors import Finding
from giaoban.core.figures.forms import Line
from giaoban.core.figures.rounding import decimals_of, half_up
from giaoban.core.review.rules.answers import Answers, published
from giaoban.core.review.rules.changes import as_decimal
from giaoban.core.review.rules.kinds import Agreement, Relation, SumOfParts


def check_sum(rule: SumOfParts, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each whole that its parts do not make up, or exceed.

    Edges:   without the whole or any one of the parts nothing is compared: a missing part is never zero.
    """
    for line in answers.figures((rule.whole,)):
        parts = [answers.beside(line, part) for part in rule.parts]
        whole, values = answers.value(line), [answers.value(part) if part else None for part in parts]
        known = [value for value in values if value is not None]
        if whole is None or len(known) < len(rule.parts):
            continue
        total = sum(known, Decimal(0))
        names = ", ".join(part.text for part in parts if part)
        if rule.compare == "<=" and total - whole > rule.tolerance:
            yield answers.finding(rule, "parts_exceed", line, value=whole, total=total, names=names)
        if rule.compare == "=" and abs(total - whole) > rule.tolerance:
            told = {"total": total, "gap": abs(total - whole), "tolerance": rule.tolerance}
            yield answers.finding(rule, "parts_differ", line, value=whole, names=names, **told)


def check_relation(rule: Relation, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each stated per cent that differs from what the level beside it implies.

    Edges:   the implied per cent is rounded as the stated one is published; without last year's level, or
             without a target of one value, nothing is implied.
    """
    implies = {"growth": _growth, "share_of_target": _share}[rule.implied]
    for line in answers.figures((rule.stated,)):
        level, stated = answers.beside(line, rule.level), answers.value(line)
        if level is not None and stated is not None:
            yield from implies(rule, answers, line, level, stated)


def check_agreement(rule: Agreement, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each result that differs from the figure of the same indicator and period.

    Edges:   both are rounded to the coarser of the two precisions; another unit of measure is not compared.
    """
    for line in answers.results():
        figure = answers.beside(line, line.indicator)
        if figure is None or figure.unit_measure != line.unit_measure:
            continue
        value, second = answers.value(line), answers.value(figure)
        if value is None or second is None:
            continue
        places = min(decimals_of(value), decimals_of(second))
        if abs(half_up(value, places) - half_up(second, places)) > rule.tolerance:
            told = {"value": value, "second": second, "other": figure.text}
            yield answers.finding(rule, "figures_disagree", line, **told)


def _growth(rule: Relation, answers: Answers, line: Line, level: Line, stated: Decimal) -> Iterator[Finding]:
    past = published(level, level.last_year.value) if level.last_year else None
    now = answers.value(level)
    if now is None or past is None or past <= 0:
        return
    implied = _as_stated(line, (Fraction(now) / Fraction(past) - 1) * 100)
    if abs(implied - stated) > rule.tolerance:
        told = {"past": past, "level": now, "implied": implied, "other": level.text}
        yield answers.finding(rule, "growth_differs", line, value=stated, **told)


def _share(rule: Relation, answers: Answers, line: Line, level: Line, stated: Decimal) -> Iterator[Finding]:
    now, set_ = answers.value(level), _set(answers, level)
    if now is None or not set_:
        return
    implied = _as_stated(line, Fraction(now) * 100 / Fraction(set_))
    if abs(implied - stated) > rule.tolerance:
        told = {"level": now, "implied": implied, "target": set_, "other": level.text}
        yield answers.finding(rule, "share_differs", line, value=stated, **told)


def _set(answers: Answers, level: Line) -> Decimal | None:
    """Return what the unit set itself for the level in its period; None where that is not one value."""
    own = [
        line.target
        for line in answers.results()
        if line.target and (line.indicator, line.period) == (level.indicator, level.period)
    ]
    is_one = len(own) == 1 and own[0].target_to is None and own[0].unit_measure == level.unit_measure
    return own[0].target if is_one else None


def _as_stated(line: Line, implied: Fraction) -> Decimal:
    return as_decimal(implied, line.decimals or 0)
