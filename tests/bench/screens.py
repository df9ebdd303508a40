"""What the screens find and what they flag in vain, in seeded simulations of honest and gaming units.

Each scenario plants one pattern of stated strength in 6 of 63 units, many times over, and counts the planted
units that were found (power) and the honest ones that were flagged (false positives), each with its exact
99 % interval. `make bench` runs them at full size, tests/generative/test_screens_power.py at a smaller one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import exp, lgamma, log, log1p
from random import Random
from statistics import NormalDist
from typing import Any

import pandas

from giaoban.core.review.screens.bias import estimate_bias
from giaoban.core.review.screens.easy_targets import easy_against_peers, easy_against_trend
from giaoban.core.review.screens.heaping import heaping_by_indicator, heaping_by_unit
from giaoban.core.review.screens.late_edits import late_edits
from giaoban.core.review.screens.looks import Look, signals
from giaoban.core.review.screens.settings import Settings, settings
from giaoban.files.packs import read_pack
from tests.bench.table import Row, timed, verdict
from tests.factories import gaming
from tests.factories.gaming import UNITS
from tests.house.tree import PACKS

SEED, PLANTED, ROUNDS = 20231231, 6, 100
LEVEL = Fraction(1, 20)
RULES: Settings = settings(read_pack(PACKS / "vn").rules["screens"], "2024-01-17")

Screen = Callable[[list[Any]], Iterable[Look]]
SCREENS: dict[str, Screen] = {
    "heaping": lambda rows: heaping_by_unit(rows, UNITS, RULES.heaping),
    "heaping_by_indicator": lambda rows: heaping_by_indicator(rows, RULES.heaping),
    "estimate_bias": lambda rows: estimate_bias(rows, UNITS, RULES.estimate_bias),
    "late_edits": lambda rows: late_edits(rows, UNITS, RULES.late_edits),
    "easy_against_trend": lambda rows: easy_against_trend(rows, UNITS, RULES.easy_targets),
    "easy_against_peers": lambda rows: easy_against_peers(rows, UNITS, RULES.easy_targets),
}


@dataclass(frozen=True)
class Scenario:
    """One planted pattern, or none: what it is in words, how it is made, and what is claimed of the screen.

    `power` is the least share of planted units found, None where nothing is claimed; `false` the largest
    share of honest units flagged.
    """

    screen: str
    words: str
    world: Callable[[Random, frozenset[str], float], list[Any]]
    strength: float
    power: float | None
    false: float

    @property
    def claim(self) -> str:
        """Return the row of the page that claims it."""
        power = "–" if self.power is None else f"≥ {self.power:.0%}".replace("%", " %")
        false = f"≤ {self.false:.1%}".replace("%", " %")
        return f"| `{self.screen}` | {self.words} | {power} | {false} |"


def scenario(
    screen: str, words: str, strength: float, power: float | None, false: float = 0.01, **about: Any
) -> Scenario:
    """Return a scenario of the screen's own world."""
    return Scenario(screen, words, partial(WORLDS[screen], **about), strength, power, false)


WORLDS = {
    "heaping": gaming.results,
    "heaping_by_indicator": gaming.lifted,
    "estimate_bias": gaming.revisions,
    "late_edits": gaming.edits,
    "easy_against_trend": gaming.ambitions,
    "easy_against_peers": gaming.ambitions,
}

#: What the screens are for: patterns that they find.
PATTERNS = (
    scenario("heaping", "every near-miss lifted, 3 years × 20 targets", 1.0, 0.85),
    scenario("heaping", "8 in 10 near-misses lifted, 5 years × 20 targets", 0.8, 0.8, years=5),
    scenario("heaping", "3 in 10 near-misses lifted, 3 years × 20 targets", 0.3, None),
    scenario(
        "heaping_by_indicator", "9 in 10 near-misses lifted by all units, 5 years", 0.9, 0.8, 0.02, years=5
    ),
    scenario("estimate_bias", "estimates 0.6 points too good, 5 indicators × 5 years", 0.6, 0.8),
    scenario("estimate_bias", "estimates 0.3 points too good, 5 indicators × 5 years", 0.3, None),
    scenario("late_edits", "every late load goes upward, 20 late and 40 other loads", 1.0, 0.9),
    scenario(
        "late_edits", "9 in 10 late loads go upward, 40 late and 80 other", 0.9, 0.8, late=40, others=80
    ),
    scenario("late_edits", "8 in 10 late loads go upward, 20 late and 40 other loads", 0.8, None),
    scenario("easy_against_trend", "6 in 10 of 20 targets below each of 5 own changes", 0.6, 0.9),
    scenario("easy_against_trend", "3 in 10 of 20 targets below each of 5 own changes", 0.3, None),
    scenario("easy_against_peers", "7 in 10 of 20 targets below each of 5 own changes", 0.7, 0.8),
    scenario("easy_against_peers", "3 in 10 of 20 targets below each of 5 own changes", 0.3, None),
)

#: Honest data that naive assumptions do not foresee; the first of each screen is plain honest data.
NULLS = (
    scenario("heaping", "nobody games", 0, None),
    scenario("heaping", "whole per cents", 0, None, step="1"),
    scenario("heaping", "half of the variance shared by a unit's targets", 0, None, shared=0.5),
    scenario("heaping", "2 in 10 targets set at last year's value and kept there", 0, None, repeated=0.2),
    scenario("heaping", "the same, last year not known", 0, None, repeated=0.2, is_past_known=False),
    scenario("heaping", "results scatter by 2.5 about 102, not by 5", 0, None, scatter=2.5),
    scenario("heaping", "the same, and units' means lie 2 apart", 0, None, 0.03, scatter=2.5, apart=2),
    scenario("heaping_by_indicator", "nobody games", 0, None, 0.02),
    scenario("heaping_by_indicator", "results scatter by 2.5 about 102", 0, None, 0.02, scatter=2.5),
    scenario("estimate_bias", "nobody games", 0, None),
    scenario("estimate_bias", "half points", 0, None, step="0.5"),
    scenario("estimate_bias", "revisions seldom but large", 0, None, is_skewed=True),
    scenario("estimate_bias", "a unit's indicators are revised as one", 0, None, shared=1.0),
    scenario("late_edits", "nobody games", 0.6, None),
    scenario("late_edits", "loads of five cells that go one way", 0.6, None, batch=5),
    scenario("easy_against_trend", "nobody games", 0, None),
    scenario("easy_against_trend", "whole points", 0, None, step="1"),
    scenario("easy_against_trend", "3 tenths of ambition is the unit's own habit", 0, None, 0.1, shared=0.3),
    scenario("easy_against_trend", "all set 4 in 10 at last year's value", 0, None, 0.15, repeated=0.4),
    scenario("easy_against_peers", "nobody games", 0, None),
    scenario("easy_against_peers", "whole points", 0, None, step="1"),
    scenario("easy_against_peers", "3 tenths of ambition is the unit's own habit", 0, None, 0.15, shared=0.3),
    scenario("easy_against_peers", "all set 4 in 10 at last year's value", 0, None, repeated=0.4),
)


@dataclass(frozen=True)
class Share:
    """So many of so many, with its exact 99 % interval."""

    hits: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return the bounds of Clopper and Pearson (Biometrika 26, 1934)."""
        low = 0.0 if not self.hits else _solve(lambda p: 1 - _at_most(self.hits - 1, self.n, p) - 0.005)
        high = 1.0 if self.hits == self.n else _solve(lambda p: 0.005 - _at_most(self.hits, self.n, p))
        return low, high

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.hits:,}/{self.n:,} = {self.hits / self.n:.1%} (99 %: {low:.1%}–{high:.1%})"


@dataclass(frozen=True)
class Measured:
    """What a scenario gave: power, honest units flagged, and false signals among all signals."""

    found: Share
    flagged: Share
    false_share: float


def measure(scenario: Scenario, rounds: int = ROUNDS) -> Measured:
    """Return what the screen finds over so many simulated reviews."""
    chance = Random(f"{SEED} {scenario.screen} {scenario.words}")  # noqa: S311
    found = flagged = planted = honest = 0
    shares = []
    for _ in range(rounds):
        subjects = [f"I{n:02}" for n in range(20)] if "indicator" in scenario.screen else list(UNITS)
        gamers = frozenset(chance.sample(subjects, _planted(scenario, len(subjects))))
        looks = SCREENS[scenario.screen](scenario.world(chance, gamers, scenario.strength))
        seen = {one.look.subject for one in signals(looks, LEVEL) if one.state == "signal"}
        found, planted = found + len(seen & gamers), planted + len(gamers)
        flagged, honest = flagged + len(seen - gamers), honest + len(subjects) - len(gamers)
        shares.append(len(seen - gamers) / len(seen) if seen else 0.0)
    return Measured(Share(found, planted), Share(flagged, honest), sum(shares) / rounds)


def _planted(scenario: Scenario, subjects: int) -> int:
    return 0 if scenario in NULLS else subjects * PLANTED // len(UNITS) + (subjects < len(UNITS))


def _at_most(k: int, n: int, p: float) -> float:
    """Return the chance of at most `k` of `n`, summed in logarithms so that nothing vanishes."""
    odds = (log(p), log1p(-p))
    ways = (lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) for i in range(k + 1))
    return sum(exp(way + i * odds[0] + (n - i) * odds[1]) for i, way in enumerate(ways))


def _solve(rising: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return low


def rows() -> Iterator[Row]:
    """Yield the time of the screen that looks at most, beside a plain test of the same in pandas."""
    made = gaming.results(Random(SEED), frozenset(), 0)  # noqa: S311
    frame = pandas.DataFrame({"unit": [c.unit_key for c in made], "margin": [float(c.margin) for c in made]})
    ours, memory = timed(lambda: signals(heaping_by_unit(made, UNITS, RULES.heaping), LEVEL))
    theirs, _ = timed(lambda: _plain(frame))
    task = (
        f"screen for heaping, {len(made):,} results of 63 units, exact, with rows and ids; z-test in pandas"
    )
    yield Row(task, ours, theirs, memory, verdict(ours < 1, "under 1 s"))


def notes() -> Iterator[str]:
    """Yield what each scenario gave at full size."""
    for kind, scenarios in (("planted", PATTERNS), ("honest", NULLS)):
        for one in scenarios:
            measured = measure(one)
            power = f"power {measured.found}, " if kind == "planted" else ""
            kept = "kept" if is_kept(one, measured) else "NOT KEPT"
            said = "false among signals" if power else "reviews with a false signal"
            yield (
                f"{one.screen}, {kind}: {one.words}: {power}honest units flagged {measured.flagged}, "
                f"{said} {measured.false_share:.1%}; claim {kept}"
            )


def is_kept(scenario: Scenario, measured: Measured) -> bool:
    """Return whether the claims hold with their whole 99 % interval."""
    has_power = scenario.power is None or measured.found.interval[0] >= scenario.power
    return has_power and measured.flagged.interval[1] <= scenario.false


def _plain(frame: pandas.DataFrame) -> pandas.Series:
    """Return the normal tail of each unit's share of near results just above, as a plain test has it."""
    near = frame[frame["margin"].between(-2, 2, inclusive="left")]
    counted = (near["margin"] >= 0).groupby(near["unit"]).agg(["sum", "count"])
    z = (counted["sum"] - 0.55 * counted["count"]) / (0.2475 * counted["count"]) ** 0.5
    return z.map(lambda one: 1 - NormalDist().cdf(one))
