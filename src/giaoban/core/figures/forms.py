"""Forms: what one unit owes in a round, line by line: indicators, and results of its own targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from giaoban.core.errors import NotFound
from giaoban.core.figures.ledger import asked_in
from giaoban.core.figures.targets import Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.periods import Period

Kind = Literal["figure", "result"]


@dataclass(frozen=True)
class Past:
    """One value that is known already, with its period and where it comes from."""

    period: str
    value: Decimal | None
    obs_status: str = ""
    released: str = ""
    source: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a form: a figure of an indicator and period, or the result of one target.

    `low` and `high` are the limits within which a value is taken (both included; None = none); `last_year`
    and `last_report` are what is known already; `decimals` is None where the result may be in words;
    `symbols` are the signs of the unit of measure that may stand behind a value. Where only counts are
    taken, there is no place for words: nobody's name can stand there.
    """

    line_id: str
    kind: Kind
    section: str
    text: str
    period: str
    unit_measure: str
    decimals: int | None
    indicator: str = ""
    target: Target | None = None
    is_required: bool = True
    low: Decimal | None = None
    high: Decimal | None = None
    last_year: Past | None = None
    last_report: Past | None = None
    symbols: tuple[str, ...] = ()
    is_count_only: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file that a unit owes beside its figures: its own report in words, or another one."""

    attachment: str
    names: Mapping[str, str]
    is_required: bool


@dataclass(frozen=True)
class Form:
    """What one unit owes in one round. Sections come in the order of the pack, lines in theirs."""

    round_id: str
    unit_key: str
    titles: Mapping[str, str]
    sections: Mapping[str, Mapping[str, str]]
    lines: tuple[Line, ...]
    attachments: tuple[Attachment, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Line]:
        """Return the lines by their id."""
        return {line.line_id: line for line in self.lines}

    def line(self, line_id: str) -> Line:
        """Return one line; NotFound if the unit does not owe it."""
        if line_id not in self.by_id:
            raise NotFound(f"There is no line “{line_id}” in this form", "Reload the form.")
        return self.by_id[line_id]


def form_of(
    pack: Pack, review: Round, unit_key: str, targets: Iterable[Target], names: Mapping[str, str]
) -> Form:
    """Return what `unit_key` owes in `review`, by the form that the round names.

    `targets` are those in force, of all units; `names` says what an indicator is called.
    Raises:  NotFound if the round names no form of the pack.
    """
    defined = definition(pack, review)
    own = [target for target in targets if target.unit_key == unit_key]
    lines = tuple(
        line for section in defined["sections"] for line in _lines(section, pack, review.period, own, names)
    )
    return Form(
        review.round_id,
        unit_key,
        defined["titles"],
        {section["section"]: section["titles"] for section in defined["sections"]},
        lines,
        tuple(_attachment(one) for one in defined.get("attachments", ())),
    )


def definition(pack: Pack, review: Round) -> Mapping[str, Any]:
    """Return the form that a round names, as its pack writes it.

    Raises:  NotFound if the round names none, or none that the pack has.
    """
    name = str(review.settings.get("form", ""))
    if name not in pack.forms:
        raise NotFound(f"The round “{review.round_id}” asks for no form", "Name one in its round.yaml.")
    return pack.forms[name]


def with_past(line: Line, last_year: Past | None, last_report: Past | None) -> Line:
    """Return the line with what is known already."""
    return replace(line, last_year=last_year, last_report=last_report)


def figure_id(indicator: str, period: str) -> str:
    """Return the id of the line that asks for a figure: the same in every round that asks for it."""
    return f"{indicator}@{period}"


def _lines(
    section: Mapping[str, Any], pack: Pack, period: Period, own: Iterable[Target], names: Mapping[str, str]
) -> Iterable[Line]:
    if section.get("targets"):
        ordered = sorted(asked_in(own, period), key=_place)
        return (_result(section["section"], target, pack) for target in ordered)
    return (_figure(section, asked, pack, period, names) for asked in section.get("lines", ()))


def _place(target: Target) -> tuple[int, str, str]:
    """Return the order of a unit's own list: numbers as numbers, what has none last."""
    digits = "".join(c for c in target.number if c.isdigit())
    return (int(digits) if digits else 10**6, target.number, target.target_id)


def _figure(
    section: Mapping[str, Any],
    asked: Mapping[str, Any],
    pack: Pack,
    period: Period,
    names: Mapping[str, str],
) -> Line:
    indicator = pack.indicators[asked["indicator"]]
    asked_period = period.years_before(int(asked.get("years_before", 0))).text
    return Line(
        line_id=figure_id(indicator.indicator, asked_period),
        kind="figure",
        section=section["section"],
        text=names.get(indicator.indicator, indicator.indicator),
        period=asked_period,
        unit_measure=indicator.unit_measure,
        decimals=indicator.decimals,
        indicator=indicator.indicator,
        is_required=bool(asked.get("required", True)),
        low=_bound(asked.get("low")),
        high=_bound(asked.get("high")),
        symbols=_symbols(pack, indicator.unit_measure),
        is_count_only=bool(section.get("counts_only", False)),
    )


def _result(section: str, target: Target, pack: Pack) -> Line:
    indicator = pack.indicators.get(target.indicator)
    return Line(
        line_id=target.target_id,
        kind="result",
        section=section,
        text=target.text,
        period=target.period,
        unit_measure=target.unit_measure,
        decimals=_decimals(target, indicator),
        indicator=target.indicator,
        target=target,
        is_required=target.counts,
        symbols=_symbols(pack, target.unit_measure),
    )


def _decimals(target: Target, indicator: Indicator | None) -> int | None:
    """Return how finely a result is written: as its indicator, else as its target; None in words."""
    if target.target is None:
        return None
    if indicator is not None and indicator.unit_measure == target.unit_measure:
        return indicator.decimals
    return max(0, -int(target.target.as_tuple().exponent))


def _symbols(pack: Pack, unit_measure: str) -> tuple[str, ...]:
    code = pack.codelists.get("unit_measures", {}).get(unit_measure)
    return tuple(sorted({symbol for symbol in code.symbol.values() if symbol})) if code else ()


def _bound(text: Any) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def _attachment(asked: Mapping[str, Any]) -> Attachment:
    return Attachment(asked["attachment"], asked["titles"], bool(asked.get("required", False)))
