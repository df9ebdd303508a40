"""Explanations: the results that need words of their own."""

from collections.abc import Iterator
from decimal import Decimal

from giaoban.core.errors import Finding
from giaoban.core.figures.entries import value_of
from giaoban.core.figures.forms import Line
from giaoban.core.figures.targets import Target
from giaoban.core.review.attainment import Attainment, attain
from giaoban.core.review.rules.answers import Answers
from giaoban.core.review.rules.kinds import Explained


def check_explained(rule: Explained, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each result that is not explained although it has to be.

    Edges:   a target is missed by its figures, or where these do not tell by the unit's own verdict; one
             that does not apply always needs its reason, and is refused without it where it is typed.
    """
    for line in answers.results():
        entry = answers.entry(line)
        if line.target is None or entry.is_not_applicable or entry.explanation.strip():
            continue
        computed = computed_of(line, value_of(line, entry))
        if "missed" in rule.when:
            yield from _missed(rule, answers, line, computed)
        is_told = entry.verdict and computed.verdict not in ("undetermined", entry.verdict)
        if "verdict_differs" in rule.when and is_told:
            said = {"verdict": entry.verdict, "computed": computed.verdict}
            yield answers.finding(rule, "verdict_differs", line, **said)


def computed_of(line: Line, value: Decimal | None) -> Attainment:
    """Return the attainment that the figures of a result give, compared as the review will compare them."""
    if line.target is None or value is None:
        return Attainment("undetermined")
    return attain(line.target, value, line.decimals if line.indicator else None)


def _missed(rule: Explained, answers: Answers, line: Line, computed: Attainment) -> Iterator[Finding]:
    if computed.verdict == "not_met" and line.target and computed.rounded is not None:
        bound = _bound(line.target, computed.rounded)
        yield answers.finding(rule, "missed_unexplained", line, value=computed.rounded, target=bound)
    elif computed.verdict == "undetermined" and answers.entry(line).verdict == "not_met":
        yield answers.finding(rule, "missed_in_words", line)


def _bound(target: Target, value: Decimal) -> Decimal:
    """Return the bound that was missed: of a range, the one on the side of the value."""
    low = target.target or Decimal(0)
    high = low if target.target_to is None else target.target_to
    return low if target.direction == "higher" or value < low else high
