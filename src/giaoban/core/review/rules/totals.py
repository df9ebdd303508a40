"""Totals: what the units sent, together, against the total published for the whole."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import figure_id
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.series import Teller
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import WHOLE
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.review.reconciliation import Reconciliation, control
from giaoban.core.review.rules.kinds import SEVERITIES, ControlTotal

#: How many units are named beside a gap.
_MOST_NAMED = 3


def laid_over(known: Iterable[Observation], sent: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return what is known, with what was sent in the place of every earlier release of the same figure."""
    sent = tuple(sent)
    replaced = {one.key for one in sent}
    return (*(one for one in known if one.key not in replaced), *sent)


def check_total(
    rule: ControlTotal, pack: Pack, review: Round, teller: Teller, language: str
) -> Iterator[Finding]:
    """Yield a finding for each indicator whose units together differ from the published total.

    Edges:   without the total, or while one unit's value or weight is missing, nothing is compared.
    """
    for name in rule.indicators:
        indicator = pack.indicators[name]
        told = control(
            pack, review, teller, (rule.rule, indicator), _tolerance(rule, indicator, review, teller)
        )
        if told.state == "outside" and told.gap is not None and told.implied is not None:
            yield _gap(rule, pack, indicator.name(language), told)


def _tolerance(rule: ControlTotal, indicator: Indicator, review: Round, teller: Teller) -> Decimal:
    if not rule.in_percent:
        return rule.tolerance
    whole = teller.part(indicator.control_unit, WHOLE, indicator, review.period).value
    return abs(whole or Decimal(0)) * rule.tolerance / 100


def _gap(rule: ControlTotal, pack: Pack, line: str, told: Reconciliation) -> Finding:
    largest = sorted(told.attribution, key=lambda key: (-abs(told.attribution[key]), key))[:_MOST_NAMED]
    return fault(
        "total_differs",
        Place(column=figure_id(told.indicator, told.period)),
        SEVERITIES[rule.priority],
        line=line,
        value=told.implied or Decimal(0),
        published=told.published or Decimal(0),
        gap=abs(told.gap or Decimal(0)),
        tolerance=told.tolerance,
        names=", ".join(pack.units[key].name for key in largest),
    )
