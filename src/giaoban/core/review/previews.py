"""Previews: what a review would say of a unit's own targets from what it sent, before it is frozen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from giaoban.core.figures.entries import Entry, observe
from giaoban.core.figures.forms import Form, Line, figure_id
from giaoban.core.figures.targets import Result, Verdict
from giaoban.core.registry.indicators import Indicator
from giaoban.core.review.confirmation import judge
from giaoban.core.review.tallies import tally


@dataclass(frozen=True)
class Preview:
    """The verdict on each target that is settled, the tally of those that count, and what is not settled.

    `pending` are the lines that are being corrected: no verdict is told of them, and the tally is not final.
    """

    verdicts: Mapping[str, Verdict]
    tally: Mapping[str, Any]
    pending: frozenset[str]

    @property
    def is_final(self) -> bool:
        """Return whether nothing that counts is being corrected."""
        return not self.pending


def preview(
    form: Form,
    entries: Iterable[Entry],
    pending: Collection[str],
    indicators: Mapping[str, Indicator],
    on: str,
) -> Preview:
    """Return what a review on the day `on` would say of the form's targets.

    Edges:   the same judgement as a review's own; a target whose indicator is being corrected is pending too.
    """
    _, results = observe(form, entries, released=on, source=form.unit_key)
    by_target = {result.target_id: result for result in results}
    lines = [line for line in form.lines if line.target is not None]
    open_ = frozenset(line.line_id for line in lines if _is_pending(line, pending))
    verdicts = {
        line.line_id: _verdict(line, by_target.get(line.line_id), indicators, on)
        for line in lines
        if line.line_id not in open_
    }
    counted = [line.line_id for line in lines if line.target and line.target.counts]
    settled = tally(verdicts[line_id] for line_id in counted if line_id in verdicts)
    return Preview(verdicts, settled, open_ & frozenset(counted))


def _is_pending(line: Line, pending: Collection[str]) -> bool:
    return line.line_id in pending or figure_id(line.indicator, line.period) in pending


def _verdict(line: Line, result: Result | None, indicators: Mapping[str, Indicator], on: str) -> Verdict:
    indicator = indicators.get(line.indicator)
    results = (result,) if result else ()
    return judge(line.target, results, indicator.decimals if indicator else None, on, on).verdict
