"""Panels: everything that the bulk review of a round reads, gathered from the pack and its segments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures import panels as core
from giaoban.core.figures.ledger import asked_in, in_force
from giaoban.core.figures.panels import Books, Row
from giaoban.core.figures.rounding import as_text
from giaoban.core.figures.series import Teller, by_key
from giaoban.core.figures.targets import Target
from giaoban.core.registry.hierarchies import ADMINISTRATIVE
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import WHOLE
from giaoban.core.registry.packs import Pack, Round
from giaoban.queries import figures, packs, segments

_YEAR = 12


@dataclass(frozen=True)
class Asked:
    """One bulk review: the round, on which units and by what is known when, and its tables by name."""

    pack: Pack
    round: Round
    basis: date
    as_of: str
    books: Books
    tables: Mapping[str, list[Row]]
    findings: tuple[Finding, ...]

    @property
    def segments(self) -> list[str]:
        """Return the segments of figures that the panel is made of, in the order of their recording."""
        return list(segments.manifest(self.pack.pack_id, "figures"))


def of_round(
    round_id: str, *, basis: date | None = None, as_of: date | None = None, is_partial_wanted: bool = False
) -> Asked:
    """Return what a bulk review of the round reads, told of the units of `basis`: the period's last day.

    Raises:  Invalid if the period does not begin in January, no unit is there, or no indicator has a rule.
    """
    pack, review = packs.of_round(round_id)
    period, day = review.period, as_of.isoformat() if as_of else str(review.settings["as_of"])
    if period.start_on.month != 1 or period.months > _YEAR:
        raise Invalid(f"{period.text} is no year to date", "Name a round whose period begins in January.")
    on = basis or period.end_on - timedelta(days=1)
    gathering = _Gathering(pack, review, on, day)
    findings = (*core.misfits(gathering.measured), *(finding for _, finding in gathering.unfit))
    if not gathering.indicators or not gathering.units:
        raise Invalid("There is nothing to review", "No unit, or no indicator with a cumulation, is there.",
                      findings=findings)  # fmt: skip
    tables = gathering.tables(is_partial_wanted=is_partial_wanted)
    return Asked(pack, review, on, day, gathering.books, tables, findings)


class _Gathering:
    """The parts of one bulk review, each from what the pack says and what is known."""

    def __init__(self, pack: Pack, review: Round, basis: date, as_of: str) -> None:
        self.pack, self.round, self.basis, self.as_of = pack, review, basis, as_of
        known = figures.known(pack.pack_id)
        self.year = review.period.start_on.year
        months = core.months_of((self.year - 1, self.year))
        self.teller = Teller(by_key(known.observations), pack.lineage, as_of)
        reported = {one.indicator for one in known.observations if one.period in months}
        self.measured = [pack.indicators[code] for code in sorted(reported)]
        left_out = {finding.title.split(" ", 1)[0] for finding in core.misfits(self.measured)}
        self.indicators = {one.indicator: one for one in self.measured if one.indicator not in left_out}
        self.units = sorted(
            {u.unit_key for u in pack.units.values() if u.level == review.level and u.is_valid_on(basis)}
        )
        self.above = {unit: pack.hierarchies.ancestors_of(unit, ADMINISTRATIVE, basis) for unit in self.units}
        units = {unit.unit_key for unit in pack.units.values()}
        self.books = Books(core.number(units), core.number(self.indicators), months)
        asked = [one for one in asked_in(in_force(known.targets, as_of), review.period) if self._is_held(one)]
        self.unfit = list(core.unfit(asked))
        self.targets = [one for one in asked if one not in [other for other, _ in self.unfit]]

    def tables(self, *, is_partial_wanted: bool) -> dict[str, list[Row]]:
        """Return the rows of every table of the review but the panel."""
        units, period = self.books.units, self.round.period
        tree = [(unit, above) for unit, higher in self.above.items() for above in higher]
        sizes = {above: sum(one == above for _, one in tree) for _, above in tree}
        levels = {one.unit_key: one.level for one in self.pack.units.values() if one.is_valid_on(self.basis)}
        book = self.books.indicators
        months = self.books.months
        ends = {year: 12 * year + period.months - 1 for year in (self.year - 1, self.year)}
        return {
            "rules": [core.rule(one, book, is_partial_wanted=is_partial_wanted) for one in self._ordered()],
            "spans": list(core.spans(self.pack.lineage, self.units, self.basis, months, units)),
            "years": [(year, last, period.months) for year, last in ends.items()],
            "tree": [(units[unit], units[above], sizes[above]) for unit, above in tree],
            "levels": [(units[key], levels[key]) for key in sorted({*self.units, *sizes})],
            "members": [(units[unit],) for unit in self.units],
            "targets": core.targets(self.targets, self.indicators, self.books, self.year),
            "controls": [
                row for spec in self.round.settings.get("controls", ()) for row in self._control(spec)
            ],
        }

    def _ordered(self) -> list[Indicator]:
        return [self.indicators[code] for code in sorted(self.indicators)]

    def _is_held(self, target: Target) -> bool:
        is_of_period = target.period == self.round.period.text
        return is_of_period and target.indicator in self.indicators and target.unit_key in self.above

    def _control(self, spec: Mapping[str, object]) -> list[Row]:
        """Return the published total as a row, if there is one for an indicator of the panel."""
        code = str(spec["indicator"])
        if code not in self.indicators:
            return []
        one = self.indicators[code]
        published = self.teller.part(one.control_unit, WHOLE, one, self.round.period).value
        tolerance = as_text(Decimal(str(spec["tolerance"])))
        row = (self.books.indicators[code], self.year, as_text(published), tolerance)
        return [] if published is None else [row]
