"""Screening: every screen of a round, run on what is known, each one family of looks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.screens.bias import estimate_bias, pairs
from giaoban.core.review.screens.cases import Case, Known, cases
from giaoban.core.review.screens.easy_targets import easy_against_peers, easy_against_trend
from giaoban.core.review.screens.heaping import heaping_by_indicator, heaping_by_unit
from giaoban.core.review.screens.late_edits import Recording, edits_of, late_edits
from giaoban.core.review.screens.looks import Look, Signal, signals
from giaoban.core.review.screens.settings import Settings, settings

#: The topic of a pack's rules that lays the screens down.
TOPIC = "screens"
_Family = tuple[Fraction, Iterable[Look]]


@dataclass(frozen=True)
class Material:
    """What the screens look at: figures, targets and results in force, and every recording in order."""

    observations: Sequence[Observation]
    targets: Sequence[Target]
    results: Sequence[Result]
    recordings: Sequence[Recording] = ()


def settings_of(pack: Pack, as_of: str) -> Settings:
    """Return what the pack's rules lay down for its screens on the day `as_of`."""
    return settings(pack.rules.get(TOPIC, ()), as_of)


def screen(pack: Pack, round_: Round, material: Material, as_of: str) -> dict[str, tuple[Signal, ...]]:
    """Return the looks of every screen that has a rule, judged together, by screen.

    Edges:   targets of periods up to the round's take part in heaping, those of the round's own period in
             easy targets. Units are those under review, known by key: a merged unit starts without a past.
    """
    rules = settings_of(pack, as_of)
    units = [unit.unit_key for unit in pack.units_of(round_)]
    known = _known(material.observations, units)
    held = _cases(pack, round_, material, known, as_of)
    families = {
        **_of_targets(held, units, rules, round_.period.text),
        **_of_figures(pack, known, units, rules, as_of),
        **_of_recordings(pack, material.recordings, units, rules),
    }
    return {name: signals(looks, level) for name, (level, looks) in families.items()}


def _of_targets(
    held: Sequence[Case], units: Sequence[str], rules: Settings, period: str
) -> dict[str, _Family]:
    families: dict[str, _Family] = {}
    if rule := rules.heaping:
        families["heaping"] = (rule.level, heaping_by_unit(held, units, rule))
        families["heaping_by_indicator"] = (rule.level, heaping_by_indicator(held, rule))
    if rule := rules.easy_targets:
        own = [case for case in held if case.period == period]
        families["easy_against_trend"] = (rule.level, easy_against_trend(own, units, rule))
        families["easy_against_peers"] = (rule.level, easy_against_peers(own, units, rule))
    return families


def _of_figures(
    pack: Pack, known: Known, units: Sequence[str], rules: Settings, as_of: str
) -> dict[str, _Family]:
    if rules.estimate_bias is None:
        return {}
    found = pairs(known, pack.indicators, as_of)
    return {"estimate_bias": (rules.estimate_bias.level, estimate_bias(found, units, rules.estimate_bias))}


def _of_recordings(
    pack: Pack, recordings: Iterable[Recording], units: Sequence[str], rules: Settings
) -> dict[str, _Family]:
    if rules.late_edits is None:
        return {}
    own = [one for one in recordings if one.unit_key in set(units)]
    edits = edits_of(own, _deadlines(pack), rules.late_edits.days)
    return {"late_edits": (rules.late_edits.level, late_edits(edits, units, rules.late_edits))}


def _deadlines(pack: Pack) -> dict[date, date]:
    """Return the working day of each round's deadline, with the day of its conference."""
    settings_ = [review.settings for review in pack.rounds.values()]
    return {
        due_on(date.fromisoformat(str(one["reporting_deadline"])), pack.calendar): date.fromisoformat(
            str(one["conference_on"])
        )
        for one in settings_
    }


def _known(observations: Iterable[Observation], units: Iterable[str]) -> Known:
    own, found = set(units), defaultdict(list)
    for observation in observations:
        if observation.unit_key in own:
            found[observation.key].append(observation)
    return found


def _cases(pack: Pack, round_: Round, material: Material, known: Known, as_of: str) -> tuple[Case, ...]:
    units = {unit.unit_key for unit in pack.units_of(round_)}
    until = round_.period.end_on
    asked = [t for t in material.targets if t.unit_key in units and parse_period(t.period).end_on <= until]
    by_target: dict[str, list[Result]] = defaultdict(list)
    for result in material.results:
        by_target[result.target_id].append(result)
    return cases(asked, by_target, known, pack.indicators, as_of)
