"""Checking: everything that is to be said of one form, all at once and in order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from giaoban.core.errors import Finding
from giaoban.core.figures.entries import Entry, check_entry, missing
from giaoban.core.figures.forms import Form
from giaoban.core.review.rules.answers import Answers
from giaoban.core.review.rules.changes import check_change, check_cumulative
from giaoban.core.review.rules.explanations import check_explained
from giaoban.core.review.rules.kinds import (
    Agreement,
    Change,
    Cumulative,
    Explained,
    Range,
    Relation,
    Required,
    Rule,
    SumOfParts,
    in_force,
)
from giaoban.core.review.rules.limits import check_range, check_required
from giaoban.core.review.rules.relations import check_agreement, check_relation, check_sum

_CHECKS: Mapping[type[Rule], Callable[[Any, Answers], Iterator[Finding]]] = {
    Required: check_required,
    Range: check_range,
    Change: check_change,
    Cumulative: check_cumulative,
    SumOfParts: check_sum,
    Relation: check_relation,
    Agreement: check_agreement,
    Explained: check_explained,
}
_ORDER = ("error", "explanation", "warning")


def check_form(
    form: Form, entries: Mapping[str, Entry], rules: Iterable[Rule], on: str
) -> tuple[Finding, ...]:
    """Return all that is wrong, doubtful or unexplained in a form, by priority and in the order of its lines.

    Shape:   what each entry says wrong on its own, what the form requires and nobody answered, and what the
             rules in force on the day `on` find; each finding names its line in `where.column`.
    Edges:   an operand that is missing or faulty is never zero: a rule that needs it says nothing.
    """
    answers = Answers(form, entries)
    own = [fault for line in form.lines for fault in check_entry(line, answers.entry(line))]
    checks = ((_CHECKS[type(rule)], rule) for rule in in_force(rules, on) if type(rule) in _CHECKS)
    by_rule = [finding for check, rule in checks for finding in check(rule, answers)]
    return in_order(form, (*own, *missing(form, entries), *by_rule))


def in_order(form: Form, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by priority, then in the order of the form's lines, none of them twice."""
    places = {line.line_id: number for number, line in enumerate(form.lines)}
    keyed = {
        one: (_ORDER.index(one.severity), places[one.where.column], one.code, one.title) for one in findings
    }
    return tuple(sorted(keyed, key=keyed.__getitem__))


def hindrances(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a unit from completing: what blocks, and what is not explained yet."""
    return tuple(finding for finding in findings if finding.severity != "warning")
