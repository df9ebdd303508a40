"""Terms: a target of several years: its yearly path, the pace left to go, and whether it is on track."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Literal

from giaoban.core.errors import Invalid
from giaoban.core.figures.ledger import effect_on, in_force, is_term
from giaoban.core.figures.rounding import half_up
from giaoban.core.figures.series import Teller
from giaoban.core.figures.targets import Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.periods import Period, add_months, parse_period

Shape = Literal["linear", "constant_rate", "mean"]
State = Literal["on_track", "off_track", "undetermined"]
Bars = tuple[Fraction, ...]

_RULE = "term_path"
_NO_START = "the path has no start: no value from before the term and none declared"
_YEAR = 12
#: Roots are irrational: so many digits that no published precision can tell.
_DIGITS = 60


@dataclass(frozen=True)
class PathRule:
    """How a pack fills the years that nobody set a value for, and how far off the path is still on track."""

    shape: Shape
    tolerance_percent: Decimal
    title: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Year:
    """One year of a term: the path's value (both ends for a corridor), whose it is, and what is known."""

    period: str
    path: tuple[Decimal, ...]
    origin: Literal["declared", "rule", "target", "none"]
    value: Decimal | None


@dataclass(frozen=True)
class Outlook:
    """How a term target stands: its path year by year, the latest value, and the pace that is left to go.

    `required` is exact: per remaining year, as a step (linear), as a rate in per cent (constant_rate), or as
    the value that each remaining year must have (mean). It is None where nothing is left to go or to tell,
    and `note` says why a state is undetermined.
    """

    target: Target
    rule: PathRule | None
    years: tuple[Year, ...]
    latest: str
    value: Decimal | None
    state: State
    remaining: int
    required: Fraction | None
    note: str


def path_rule(rules: Iterable[Mapping[str, Any]], indicator: Indicator, on: str) -> PathRule | None:
    """Return the rule in force on the day `on` for the indicator; None where the pack has none."""
    for rule in rules:
        if rule["rule"] == _RULE and str(rule["valid_from"]) <= on < (str(rule["valid_to"]) or "9999"):
            return _chosen(rule, indicator)
    return None


def _chosen(rule: Mapping[str, Any], indicator: Indicator) -> PathRule | None:
    for path in rule["paths"]:
        if indicator.indicator in path.get("indicators", ()) or indicator.kind in path.get("kinds", ()):
            words = (str(rule[name]) for name in ("title", "source", "confidence"))
            return PathRule(path["path"], Decimal(str(rule["tolerance_percent"])), *words)
    return None


def outlooks(
    targets: Iterable[Target],
    indicators: Mapping[str, Indicator],
    rules: Sequence[Mapping[str, Any]],
    teller: Teller,
    period: Period,
) -> tuple[Outlook, ...]:
    """Return how each term target around `period` stands, by what the teller knows.

    Shape:   by unit and target; a target in words, or of no indicator, has nothing to hold it against.
    Raises:  Invalid where two instruments of one day set a target differently.
    """
    asked = (t for t in targets if t.kind == "target" and (is_term(t) or t.term_target))
    held = in_force(asked, teller.as_of)
    terms = [t for t in held if is_term(t) and parse_period(t.period).overlaps(period)]
    return tuple(
        outlook(
            term,
            [t for t in held if t.term_target == term.target_id],
            indicators[term.indicator],
            rule,
            teller,
        )
        for term in sorted(terms, key=lambda t: (t.unit_key, t.target_id))
        if term.indicator in indicators
        for rule in [path_rule(rules, indicators[term.indicator], effect_on(term))]
    )


def outlook(
    term: Target, interim: Sequence[Target], indicator: Indicator, rule: PathRule | None, teller: Teller
) -> Outlook:
    """Return how one term target stands.

    Edges:   a value reported of the whole term settles it. Else the latest year with a value is held against
             the path of that year: within the tolerance is on track. For a mean, all years until then must
             be known. Without a bar, a direction, a rule, a path or a value it is undetermined.
    """
    years = _years(parse_period(term.period))
    basis = date.fromisoformat(effect_on(term))
    values = [_value(term, indicator, year, basis, teller) for year in years]
    whole = _value(term, indicator, parse_period(term.period), basis, teller)
    bars = bars_of(term)
    if not bars or rule is None:
        why = "it has no bar to reach" if not bars else "the pack has no rule for its path"
        return _untold(term, rule, _listed(years, [()] * len(years), set(), values), why)
    declared = {index: own for index, year in enumerate(years) for own in _declared(interim, year, term)}
    if rule.shape != "mean":
        declared.pop(len(years) - 1, None)
    baseline = _value(term, indicator, years[0].years_before(1), basis, teller)
    paths = path(rule.shape, bars, declared, _fraction(baseline), len(years))
    listed = _listed(years, paths, set(declared), values)
    if whole is not None:
        is_reached = _is_on(term, Fraction(whole), bars, Decimal(0))
        state: State = "on_track" if is_reached else "off_track"
        return Outlook(term, rule, listed, term.period, whole, state, 0, None, "told of the whole term")
    return _held_against(term, rule, listed, paths, values)


def _held_against(
    term: Target,
    rule: PathRule,
    listed: tuple[Year, ...],
    paths: Sequence[Bars],
    values: Sequence[Decimal | None],
) -> Outlook:
    known = [index for index, value in enumerate(values) if value is not None]
    if not known:
        return _untold(term, rule, listed, "no value of its years is known")
    last = known[-1]
    gaps = [listed[index].period for index in range(last) if index not in known]
    if rule.shape == "mean" and gaps:
        return _untold(term, rule, listed, f"a mean needs every year, and there is none of {', '.join(gaps)}")
    told = [Fraction(value) for value in values if value is not None]
    now, due = told[-1], paths[last]
    if rule.shape == "mean":
        now = sum(told, Fraction(0)) / len(told)
        due = tuple(sum(bar, Fraction(0)) / len(told) for bar in zip(*paths[: last + 1], strict=True))
    remaining = len(values) - last - 1
    try:
        required = pace(rule.shape, now, _nearest(term, bars_of(term), now), last + 1, remaining)
    except Invalid as refusal:
        return _untold(term, rule, listed, refusal.title)
    told_by = (term, rule, listed, listed[last].period, as_decimal(now))
    if not due:
        return Outlook(*told_by, "undetermined", remaining, required, _NO_START)
    is_on = _is_on(term, now, due, rule.tolerance_percent, is_end=not remaining)
    state: State = "on_track" if is_on else "off_track"
    return Outlook(*told_by, state, remaining, required, "")


def bars_of(target: Target) -> Bars:
    """Return what is to be reached: the lower bound; the upper where lower is better; both of a corridor."""
    if target.target is None or target.op == "text" or target.direction == "none":
        return ()
    low = Fraction(target.target)
    high = low if target.target_to is None else Fraction(target.target_to)
    return {"higher": (low,), "lower": (high,), "range": (low, high)}[target.direction]


def path(
    shape: Shape, bars: Bars, declared: Mapping[int, Bars], baseline: Fraction | None, years: int
) -> list[Bars]:
    """Return the path's bars of each year; none where the path has no start.

    Shape:   a declared year has its own; a linear path and one of a constant rate join what is declared
             before and after (the baseline at the start, the target at the end); a mean shares what is left
             among the years that are not declared.
    """
    if shape == "mean":
        return [declared.get(year) or _rest(bars, declared, years) for year in range(years)]
    anchors = {-1: (baseline,) * len(bars)} if baseline is not None else {}
    fixed: dict[int, Any] = {**anchors, **declared, years - 1: bars}
    return [_joined(shape, fixed, year) for year in range(years)]


def _rest(bars: Bars, declared: Mapping[int, Bars], years: int) -> Bars:
    left = years - len(declared)
    given = [sum((own[place] for own in declared.values()), Fraction(0)) for place in range(len(bars))]
    return tuple((bar * years - own) / left for bar, own in zip(bars, given, strict=True))


def _joined(shape: Shape, fixed: Mapping[int, Bars], year: int) -> Bars:
    if year in fixed:
        return fixed[year]
    before, after = [y for y in fixed if y < year], [y for y in fixed if y > year]
    if not before:
        return ()
    start, end = max(before), min(after)
    ends = zip(fixed[start], fixed[end], strict=True)
    try:
        return tuple(between(shape, low, high, year - start, end - start) for low, high in ends)
    except Invalid:
        return ()


def between(shape: Shape, start: Fraction, end: Fraction, step: int, steps: int) -> Fraction:
    """Return the value after `step` of `steps` from `start` to `end`.

    Raises:  Invalid for a constant rate from or to what is not above zero.
    """
    if shape == "linear":
        return start + (end - start) * step / steps
    return start * _power(_growth(start, end), step, steps)


def pace(shape: Shape, now: Fraction, bar: Fraction, done: int, remaining: int) -> Fraction | None:
    """Return what each of the remaining years must bring so that the bar is reached; None where none is left.

    Units:   linear: the step of a year; constant_rate: per cent a year; mean: the value of each year, `now`
             being the mean of the years done.
    Raises:  Invalid for a constant rate from or to what is not above zero.
    """
    if not remaining:
        return None
    if shape == "linear":
        return (bar - now) / remaining
    if shape == "mean":
        return (bar * (done + remaining) - now * done) / remaining
    return (_power(_growth(now, bar), 1, remaining) - 1) * 100


def _growth(start: Fraction, end: Fraction) -> Fraction:
    if start <= 0 or end <= 0:
        raise Invalid("A constant rate leads only from above zero to above zero", "Give it a linear path.")
    return end / start


def _power(value: Fraction, step: int, steps: int) -> Fraction:
    with localcontext(prec=_DIGITS):
        base = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(base ** (Decimal(step) / Decimal(steps)))


def _nearest(term: Target, bars: Bars, now: Fraction) -> Fraction:
    """Return the bar that is to be reached from here; within a corridor, the place where one stands."""
    return min(max(now, bars[0]), bars[1]) if term.direction == "range" else bars[0]


def _is_on(term: Target, now: Fraction, due: Bars, tolerance: Decimal, *, is_end: bool = True) -> bool:
    slack = [abs(bar) * Fraction(tolerance) / 100 for bar in due]
    if is_end and term.op in (">", "<") and now == due[0]:
        return False
    if term.direction == "lower":
        return now <= due[0] + slack[0]
    return now >= due[0] - slack[0] and (term.direction == "higher" or now <= due[1] + slack[1])


def _years(whole: Period) -> list[Period]:
    """Return the years of a term, each written as a year where it is one of the calendar."""
    starts = [add_months(whole.start_on, _YEAR * year) for year in range(whole.months // _YEAR)]
    return [
        parse_period(str(on.year) if on.month == 1 else f"{on.year}-{on.month:02d}-01/P1Y") for on in starts
    ]


def _declared(interim: Sequence[Target], year: Period, term: Target) -> list[Bars]:
    rows = [
        row for row in interim if row.direction == term.direction and row.unit_measure == term.unit_measure
    ]
    own = (bars_of(row) for row in rows if _is_same(parse_period(row.period), year))
    return [bars for bars in own if bars]


def _is_same(one: Period, other: Period) -> bool:
    return (one.start_on, one.months) == (other.start_on, other.months)


def _value(term: Target, indicator: Indicator, period: Period, basis: date, teller: Teller) -> Decimal | None:
    """Return what is known of the unit in one period, to the published precision."""
    value = teller.entry(term.unit_key, indicator, period, basis).restated.value
    return None if value is None else half_up(value, indicator.decimals)


def _listed(
    years: Sequence[Period], paths: Sequence[Bars], declared: set[int], values: Sequence[Decimal | None]
) -> tuple[Year, ...]:
    return tuple(
        Year(
            year.text,
            tuple(as_decimal(bar) for bar in paths[index]),
            _origin(index, paths, declared),
            values[index],
        )
        for index, year in enumerate(years)
    )


def _origin(
    index: int, paths: Sequence[Bars], declared: set[int]
) -> Literal["declared", "rule", "target", "none"]:
    if index in declared:
        return "declared"
    return "none" if not paths[index] else "target" if index == len(paths) - 1 else "rule"


def _untold(term: Target, rule: PathRule | None, listed: tuple[Year, ...], why: str) -> Outlook:
    return Outlook(term, rule, listed, "", None, "undetermined", 0, None, why)


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def as_decimal(value: Fraction) -> Decimal:
    """Return the value with more digits than any publication has."""
    with localcontext(prec=_DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)
