"""Bases: one result scored under the target in force on any day, on the units of any day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal

from giaoban.core.errors import Invalid
from giaoban.core.figures.ledger import effect_on, in_force, said
from giaoban.core.figures.restatement import Part, Restated, restate
from giaoban.core.figures.rounding import half_up
from giaoban.core.figures.series import Teller
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import WHOLE
from giaoban.core.registry.periods import Period
from giaoban.core.review.attainment import Attainment, attain
from giaoban.core.review.confirmation import judge, number

State = Literal["as_set", "restated", "partial", "missing", "inseparable", "contested", "refused", "none"]

_DAY = timedelta(days=1)
_APPROXIMATE = "an approximation: growth by base level; the statistics office recomputes it for the new unit"
#: Comparisons that ask for the same once the direction is known, and what they are together.
_ALIKE = {
    ("higher", frozenset(("=", ">="))): ">=",
    ("lower", frozenset(("=", "<="))): "<=",
    ("higher", frozenset(("=", "range"))): "range",
    ("lower", frozenset(("=", "range"))): "range",
}


@dataclass(frozen=True)
class Goal:
    """A target as the unit of one day has it: set for it, or restated from what other units were set.

    `set_by` holds the versions that it is told from and `bounds` the working of its bounds; `target` is None
    where it cannot be told, and `note` says why, or what was assumed.
    """

    target: Target | None
    state: State
    set_by: tuple[Target, ...] = ()
    bounds: tuple[Restated, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Score:
    """One cell: the figure of a unit on a basis, held against its goal under the versions of a day."""

    unit_key: str
    indicator: str
    period: str
    version_on: date
    basis: date
    goal: Goal
    figure: Restated
    attainment: Attainment
    scenarios: tuple[Target, ...]


@dataclass(frozen=True)
class Scorer:
    """What scores are made of: the ledger, the results reported on its targets, and the teller of series."""

    targets: tuple[Target, ...]
    results: Mapping[str, tuple[Result, ...]]
    teller: Teller

    def score(
        self,
        unit_key: str,
        indicator: Indicator,
        period: Period,
        version_on: date,
        basis: date,
        *,
        is_partial_wanted: bool = False,
    ) -> Score:
        """Return the score of the unit as it is on `basis`, under the versions in force on `version_on`.

        Edges:   what cannot be told has no verdict but `undetermined`, and the goal or the figure says why.
                 Scenarios of the unit stand beside the score and take no part in it.
        Raises:  Invalid where two instruments of one day set a target differently.
        """
        asked = (unit_key, indicator, period)
        goal = self.goal(*asked, version_on, basis, is_partial_wanted=is_partial_wanted)
        figure = self._figure(*asked, basis, goal, is_partial_wanted)
        beside = in_force(self._about("scenario", indicator, period), version_on.isoformat())
        return Score(
            unit_key,
            indicator.indicator,
            period.text,
            version_on,
            basis,
            goal,
            figure,
            _attainment(goal, figure, indicator.decimals),
            tuple(one for one in beside if one.unit_key == unit_key),
        )

    def goal(
        self,
        unit_key: str,
        indicator: Indicator,
        period: Period,
        version_on: date,
        basis: date,
        *,
        is_partial_wanted: bool = False,
    ) -> Goal:
        """Return the target of the unit as it is on `basis`, by the versions in force on `version_on`.

        Edges:   until a merged unit is set its own target, those of its predecessors stand for it, combined
                 by the indicator's merge rule and marked. A target of a merged unit says nothing of one
                 of its predecessors: `inseparable`. Two targets of one unit for one indicator and period
                 are `contested`, unless only one of them counts.
        """
        held = self._held(indicator, period, version_on)
        day = next((d for d in self._days(version_on) if held.keys() & self._trace(unit_key, basis, d)), None)
        if day is None:
            return Goal(None, "none", note="no target was in force for it")
        shares = self._trace(unit_key, basis, day)
        own = {key: held.get(key, ()) for key in shares}
        set_by = tuple(target for listed in own.values() for target in listed)
        if crowded := [key for key, listed in own.items() if len(listed) > 1]:
            ids = ", ".join(t.target_id for key in crowded for t in own[key])
            return Goal(None, "contested", set_by, note=f"several targets speak of it: {ids}")
        if day > basis:
            if any(self._trace(key, day, basis).keys() != {unit_key} for key in shares):
                return Goal(None, "inseparable", set_by, note="it was set for more than this unit")
            shares = dict.fromkeys(shares, WHOLE)
        single = {key: listed[0] for key, listed in own.items() if listed}
        return self._told(unit_key, indicator, period, shares, single, is_partial_wanted)

    def _told(
        self,
        unit_key: str,
        indicator: Indicator,
        period: Period,
        shares: Mapping[str, Decimal | None],
        set_for: Mapping[str, Target],
        is_partial_wanted: bool,
    ) -> Goal:
        set_by = tuple(set_for.values())
        if len(shares) == 1 and set(shares.values()) == {WHOLE}:
            return Goal(set_by[0], "as_set", set_by)
        parts = [self.teller.part(key, share, indicator, period) for key, share in shares.items()]
        try:
            op = _together(indicator, set_by)
            bounds = tuple(
                _bound(indicator, parts, set_for, which, is_partial_wanted)
                for which in (("low", "high") if op == "range" else ("low",))
            )
        except Invalid as refusal:
            return Goal(None, "refused", set_by, note=refusal.title)
        state: State = bounds[0].state
        values = [one.value for one in bounds]
        if None in values:
            missing = ", ".join(bounds[0].missing)
            return Goal(None, "missing", set_by, bounds, f"no target or no weight: {missing}")
        note = _APPROXIMATE if indicator.kind == "growth" else ""
        return Goal(_combined(unit_key, set_by, op, values), state, set_by, bounds, note)

    def _figure(
        self,
        unit_key: str,
        indicator: Indicator,
        period: Period,
        basis: date,
        goal: Goal,
        is_partial_wanted: bool,
    ) -> Restated:
        """Return the figure: the unit's own, else restated, else the result reported on its own target."""
        own = self.teller.part(unit_key, WHOLE, indicator, period)
        if own.value is not None:
            return Restated(own.value, "as_reported", "none", (own,), (), ())
        entry = self.teller.entry(unit_key, indicator, period, basis, is_partial_wanted=is_partial_wanted)
        value = self._result(goal, indicator.decimals)
        if entry.restated.value is None and value is not None:
            return Restated(value, "as_reported", "result", (Part(unit_key, WHOLE, value),), (), ())
        return entry.restated

    def _result(self, goal: Goal, decimals: int) -> Decimal | None:
        if goal.target is None or goal.state != "as_set":
            return None
        results = self.results.get(goal.target.target_id, ())
        judged = judge(goal.target, results, decimals, self.teller.as_of, self.teller.as_of)
        is_told = judged.results and not judged.is_contradicted
        return number(judged.results[-1].value) if is_told else None

    def _held(self, indicator: Indicator, period: Period, on: date) -> dict[str, tuple[Target, ...]]:
        """Return each unit's targets in force; where one of several counts, the others are its sub-rows."""
        held: dict[str, tuple[Target, ...]] = {}
        for target in in_force(self._about("target", indicator, period), on.isoformat()):
            held[target.unit_key] = (*held.get(target.unit_key, ()), target)
        counted = {key: tuple(t for t in listed if t.counts) for key, listed in held.items()}
        return {key: counted[key] or listed for key, listed in held.items()}

    def _about(self, kind: str, indicator: Indicator, period: Period) -> tuple[Target, ...]:
        return self._ledger.get((kind, indicator.indicator, period.text), ())

    def _days(self, on: date) -> tuple[date, ...]:
        """Return `on` and the eve of each change before it, latest first."""
        return (on, *(day - _DAY for day in self._changes if day <= on))

    def _trace(self, unit_key: str, at: date, on: date) -> dict[str, Decimal | None]:
        return self.teller.lineage.trace(unit_key, at, on)

    @cached_property
    def _changes(self) -> tuple[date, ...]:
        first = min((effect_on(target) for target in self.targets), default="")
        days = {change.effective_on for change in self.teller.lineage.changes}
        return tuple(sorted((day for day in days if first <= day.isoformat()), reverse=True))

    @cached_property
    def _ledger(self) -> Mapping[tuple[str, str, str], tuple[Target, ...]]:
        found: dict[tuple[str, str, str], tuple[Target, ...]] = {}
        for target in self.targets:
            key = (target.kind, target.indicator, target.period)
            found[key] = (*found.get(key, ()), target)
        return found


def bases_of(teller: Teller, unit_key: str, home: date, period: Period) -> tuple[date, ...]:
    """Return the days whose units tell the period differently: around each change of the unit within it.

    Edges:   a unit that nothing happened to in the period has one basis, `home`.
    """
    ends = (period.start_on, period.end_on - _DAY)
    crossed = [change for end in ends for change in teller.lineage.between(unit_key, home, end)]
    days = {change.effective_on for change in crossed if change.predecessor != change.successor}
    within = [day for day in days if period.start_on < day < period.end_on]
    return tuple(sorted({day - back for day in within for back in (_DAY, timedelta(0))})) or (home,)


def version_days(targets: Iterable[Target], indicator: str, period: str, unit_keys: set[str]) -> list[date]:
    """Return each day from which another version of a target of these units is in force."""
    about = (t for t in targets if (t.indicator, t.period, t.kind) == (indicator, period, "target"))
    return sorted({date.fromisoformat(effect_on(t)) for t in about if t.unit_key in unit_keys})


def _together(indicator: Indicator, set_by: tuple[Target, ...]) -> str:
    """Return the comparison that several targets make together.

    Raises:  Invalid where they cannot be taken together: words, other directions or units of measure, a
             strict bound beside one that is not.
    """
    ways = {(t.direction, t.unit_measure) for t in set_by}
    ops = frozenset(t.op for t in set_by)
    op = next(iter(ops)) if len(ops) == 1 else _ALIKE.get((set_by[0].direction, ops), "")
    if len(ways) == 1 and op not in ("", "text") and all(t.target is not None for t in set_by):
        return op
    listed = ", ".join(f"{t.target_id} ({said(t)})" for t in set_by)
    raise Invalid(f"Targets of {indicator.indicator} cannot be taken together: {listed}")


def _bound(
    indicator: Indicator,
    parts: Iterable[Part],
    set_for: Mapping[str, Target],
    which: str,
    is_partial_wanted: bool,
) -> Restated:
    bounds = {
        key: t.target if which == "low" or t.target_to is None else t.target_to for key, t in set_for.items()
    }
    given = [replace(part, value=bounds.get(part.unit_key)) for part in parts]
    told = restate(indicator, given, is_partial_wanted=is_partial_wanted)
    return told if told.value is None else replace(told, value=half_up(told.value, indicator.decimals))


def _combined(unit_key: str, set_by: tuple[Target, ...], op: str, values: list[Decimal | None]) -> Target:
    """Return the restated target; it cites what it is told from and is itself never recorded."""
    cited = {
        name: "; ".join(dict.fromkeys(getattr(t, name) for t in set_by if getattr(t, name)))
        for name in ("target_id", "instrument", "signer", "source")
    }
    latest = max(set_by, key=effect_on).valid_from
    low, *high = values
    return replace(
        set_by[0],
        unit_key=unit_key,
        op=op,
        target=low,
        target_to=high[0] if high else None,
        valid_from=latest,
        **cited,
    )


def _attainment(goal: Goal, figure: Restated, decimals: int) -> Attainment:
    if goal.target is None or figure.state == "inseparable":
        return Attainment("undetermined")
    if figure.value is None:
        return Attainment("not_reported")
    return attain(goal.target, figure.value, decimals)
