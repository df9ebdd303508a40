"""Answers: the lines of one form with the numbers that its entries say, as the rules compare them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.entries import Entry, value_of
from giaoban.core.figures.faults import Value, fault
from giaoban.core.figures.forms import Form, Line, figure_id
from giaoban.core.figures.rounding import half_up
from giaoban.core.review.rules.kinds import SEVERITIES, Rule


@dataclass(frozen=True)
class Answers:
    """A form with its entries; a value is rounded as it will be published, None where there is none."""

    form: Form
    entries: Mapping[str, Entry]

    def entry(self, line: Line) -> Entry:
        """Return what stands in the line; a blank entry where nobody has answered it."""
        return self.entries.get(line.line_id) or Entry(line.line_id)

    def value(self, line: Line) -> Decimal | None:
        """Return the number of the line as it will be published."""
        return published(line, value_of(line, self.entry(line)))

    def figures(self, indicators: Iterable[str]) -> tuple[Line, ...]:
        """Return the lines that ask for figures of these indicators, in the order of the form."""
        wanted = set(indicators)
        return tuple(one for one in self.form.lines if one.kind == "figure" and one.indicator in wanted)

    def results(self) -> tuple[Line, ...]:
        """Return the lines that ask for results of targets, in the order of the form."""
        return tuple(line for line in self.form.lines if line.kind == "result")

    def beside(self, line: Line, indicator: str) -> Line | None:
        """Return the line that asks for the figure of `indicator` in the period of `line`, if any."""
        return self.form.by_id.get(figure_id(indicator, line.period))

    def finding(self, rule: Rule, code: str, line: Line, **values: Value) -> Finding:
        """Return the finding of `rule` on a line; once the line is explained it is there to be read only."""
        severity = SEVERITIES[rule.priority]
        if severity == "explanation" and self.entry(line).explanation.strip():
            severity = "warning"
        return fault(code, Place(column=line.line_id), severity, line=line.text, **values)


def published(line: Line, value: Decimal | None) -> Decimal | None:
    """Return the value with the decimals of its line."""
    return value if value is None or line.decimals is None else half_up(value, line.decimals)
