"""Limits: what must be answered, and what is unusually low or high."""

from collections.abc import Iterator

from giaoban.core.errors import Finding
from giaoban.core.review.rules.answers import Answers
from giaoban.core.review.rules.kinds import Range, Required


def check_required(rule: Required, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each figure of the rule that nobody has answered.

    Edges:   with `given`, only where that figure of the same period has a value; a line that the form itself
             requires is found missing without a rule.
    """
    for line in answers.figures(rule.indicators):
        if line.is_required or not answers.entry(line).is_blank:
            continue
        given = answers.beside(line, rule.given)
        if not rule.given:
            yield answers.finding(rule, "not_reported", line)
        elif given is not None and answers.value(given) is not None:
            yield answers.finding(rule, "required_beside", line, other=given.text)


def check_range(rule: Range, answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each figure beyond the soft limits; a value equal to a limit is within."""
    for line in answers.figures(rule.indicators):
        value = answers.value(line)
        if value is None:
            continue
        if rule.low is not None and value < rule.low:
            yield answers.finding(rule, "unusually_low", line, value=value, limit=rule.low)
        if rule.high is not None and value > rule.high:
            yield answers.finding(rule, "unusually_high", line, value=value, limit=rule.high)
