"""Signals: outliers among what was reported, said with the numbers behind them; never a verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from giaoban.core.errors import Finding
from giaoban.core.figures.forms import Line
from giaoban.core.registry.periods import parse_period
from giaoban.core.registry.units import Unit
from giaoban.core.review.rules.answers import Answers
from giaoban.core.review.rules.changes import as_decimal
from giaoban.core.review.rules.kinds import OwnPast, Peers
from giaoban.core.review.rules.outliers import History, Signal, against_own_past, against_peers, moved


def check_own_past(rule: OwnPast, answers: Answers, histories: Mapping[str, History]) -> Iterator[Finding]:
    """Yield a finding for each figure unlike its own past; `histories` holds the past by indicator."""
    for line in answers.form.lines:
        value, past = answers.value(line), histories.get(line.indicator)
        if line.kind != "figure" or value is None or not past:
            continue
        in_points = line.unit_measure in rule.in_points
        signal = against_own_past(value, parse_period(line.period), past, rule, in_points=in_points)
        if signal:
            told = _told(signal, in_points=in_points)
            yield answers.finding(rule, _code(signal, in_points=in_points), line, value=value, **told)


def check_peers(rule: Peers, units: Iterable[Unit], sent: Mapping[str, Answers]) -> Iterator[Finding]:
    """Yield a finding for each figure of a unit unlike those of the units of its type that reported too.

    Shape:   rates are compared as they are, all else by its change on last year, which knows no size.
    """
    groups: dict[tuple[str, str], dict[str, tuple[Line, Fraction]]] = {}
    named = {unit.unit_key: unit for unit in units}
    for key in sorted(sent.keys() & named.keys()):
        for line in sent[key].form.lines:
            if line.kind == "figure" and (measure := _measure(rule, line, sent[key])) is not None:
                groups.setdefault((line.line_id, named[key].unit_type), {})[key] = (line, measure)
    for held in groups.values():
        in_points = next(iter(held.values()))[0].unit_measure in rule.in_points
        measures = {key: measure for key, (_, measure) in held.items()}
        for key in against_peers(measures, rule, in_points=in_points):
            yield _unlike_peers(rule, named[key], sent[key], held[key], list(measures.values()))


def _measure(rule: Peers, line: Line, answers: Answers) -> Fraction | None:
    value = answers.value(line)
    if value is None or line.unit_measure in rule.in_points:
        return None if value is None else Fraction(value)
    before = line.last_year.value if line.last_year else None
    return None if before is None else moved(before, value, in_points=False)


def _unlike_peers(
    rule: Peers, unit: Unit, answers: Answers, held: tuple[Line, Fraction], measures: Sequence[Fraction]
) -> Finding:
    line, measure = held
    value = answers.value(line) or Decimal(0)
    about = {"unit": unit.name, "unit_key": unit.unit_key, "value": value, "count": len(measures)}
    if line.unit_measure in rule.in_points:
        return answers.finding(rule, "unlike_peers_level", line, usual=as_decimal(median(measures)), **about)
    told = {"change": _percent(measure), "usual": _percent(median(measures))}
    return answers.finding(rule, "unlike_peers_percent", line, **told, **about)


def _code(signal: Signal, *, in_points: bool) -> str:
    if signal.factor != 1:
        return f"{signal.kind}_{'large' if signal.factor > 1 else 'small'}"
    return f"{signal.kind}_{'points' if in_points else 'percent'}"


def _told(signal: Signal, *, in_points: bool) -> dict[str, Decimal | int]:
    if signal.factor != 1:
        return {"past": signal.past, "factor": max(signal.factor, 1 / signal.factor).numerator}
    say = as_decimal if in_points else _percent
    told = {"change": say(signal.change), "usual": say(signal.usual)}
    return {"past": signal.past, "count": signal.count, **told}


def _percent(change: Fraction) -> Decimal:
    """Return a relative change as people write it: half is -50 per cent, twice is 100."""
    return as_decimal((change if change >= 0 else 1 / (1 - change) - 1) * 100, 1)
