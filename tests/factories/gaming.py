"""Invented years of honest units, and of units that game in a known way: seeded, the same every time."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from giaoban.core.review.screens.bias import Pair
from giaoban.core.review.screens.cases import Case
from giaoban.core.review.screens.late_edits import Edit

UNITS = tuple(f"u{n:02}" for n in range(63))


def results(
    chance: Random, gaming: frozenset[str], strength: float, *, targets=20, years=3, step="0.1", shared=0.0,
    repeated=0.0, is_past_known=True, scatter=5.0, apart=0.0,
) -> list[Case]:  # fmt: skip
    """Return targets of 100 whose results scatter about 102; gaming lifts near-misses to just above.

    Results scatter by `scatter`, and the units' own means lie apart by `apart`.
    `shared` is the part of the variance that all targets of a unit share in a year; `repeated` the part of
    targets set at last year's value whose results stay there.
    """
    made = []
    for unit in UNITS:
        mean = 2 + chance.gauss(0, apart)
        for year in range(years):
            shock = chance.gauss(0, scatter * shared**0.5)
            for number in range(targets):
                margin = mean + shock + chance.gauss(0, scatter * (1 - shared) ** 0.5)
                is_repeated = chance.random() < repeated
                margin = 0 if is_repeated else margin
                if unit in gaming and -2 <= margin < 0 and chance.random() < strength:
                    margin = chance.uniform(0, 1)
                about = (unit, f"I{number:02}", str(2021 + year), f"{unit}-{number}-{year}")
                placed = to_step(margin, step)
                is_unchanged = is_repeated if is_past_known else None
                made.append(
                    Case(*about, Decimal(100), Decimal(step), margin=placed, is_unchanged=is_unchanged)
                )
    return made


def lifted(chance: Random, gaming: frozenset[str], strength: float, **about: Any) -> list[Case]:
    """Return honest results but for the indicators in `gaming`, whose near-misses all units may lift."""
    made = []
    for case in results(chance, frozenset(), 0, **about):
        is_lifted = case.indicator in gaming and -2 <= (case.margin or 0) < 0 and chance.random() < strength
        margin = to_step(chance.uniform(0, 1), "0.1") if is_lifted else case.margin
        made.append(Case(**{**vars(case), "margin": margin}))
    return made


def revisions(
    chance: Random, gaming: frozenset[str], strength: float, *, indicators=5, years=5, step="0.01",
    shared=0.0, is_skewed=False,
) -> list[Pair]:  # fmt: skip
    """Return estimates and finals: all units share a revision of sd 0.5, each has its own of sd 0.4.

    Gaming makes every estimate `strength` points too good; `shared` is the part of a unit's own variance that
    its indicators share in a year; skewed revisions are seldom but large.
    """
    made = []
    for year in range(years):
        shocks = {unit: chance.gauss(0, 0.4 * shared**0.5) for unit in UNITS}
        for number in range(indicators):
            common = chance.gauss(0, 0.5)
            for unit in UNITS:
                own = chance.expovariate(2.5) if is_skewed else chance.gauss(0, 0.4 * (1 - shared) ** 0.5)
                excess = to_step(common + shocks[unit] + own + strength * (unit in gaming), step)
                about = (unit, f"I{number}", str(2018 + year))
                made.append(Pair(*about, 7 + excess, Decimal(7), excess, is_rate=True))
    return made


def edits(
    chance: Random, gaming: frozenset[str], strength: float, *, late=20, others=40, batch=1
) -> list[Edit]:
    """Return edits of which half go upward, six in ten of the late ones; gaming lifts `strength` of those.

    Edits that share a `batch` come in one file and go one way together.
    """
    made = []
    for unit in UNITS:
        shares = {True: strength if unit in gaming else 0.6, False: 0.5}
        for is_late, count in ((True, late), (False, others)):
            for number in range(count):
                if number % batch == 0:
                    is_upward = chance.random() < shares[is_late]
                now = Decimal(1 if is_upward else -1)
                day = date(2024, 1, 15 if is_late else 2)
                load = f"{day} {number // batch}"
                made.append(Edit(unit, (unit, f"{number}"), Decimal(0), now, day, load, is_upward, is_late))
    return made


def ambitions(
    chance: Random,
    gaming: frozenset[str],
    strength: float,
    *,
    targets=20,
    step="0.01",
    shared=0.0,
    repeated=0.0,
) -> list[Case]:
    """Return targets asking for 1.2 by 1 of units that gain 1 by 1 a year; gaming sets some at a loss.

    Gaming sets `strength` of the targets below each of the last five changes; `shared` is the part of the
    variance of ambition that all targets of a unit share; `repeated` the part set at last year's value by
    every unit.
    """
    repeats = {number for number in range(targets) if chance.random() < repeated}
    made = []
    for unit in UNITS:
        caution = chance.gauss(0, shared**0.5)
        for number in range(targets):
            changes = tuple(to_step(chance.gauss(1, 1), step) for _ in range(5))
            required = to_step(1.2 + caution + chance.gauss(0, (1 - shared) ** 0.5), step)
            if unit in gaming and chance.random() < strength:
                required = min(changes) - Decimal(step) * chance.randint(1, 50)
            required = Decimal(0) if number in repeats else required
            about = (unit, f"I{number:02}", "2023", f"{unit}-{number}")
            made.append(
                Case(*about, required, Decimal(step), before=Decimal(0), required=required, changes=changes)
            )
    return made


def to_step(value: float, step: str) -> Decimal:
    """Return the value as published: in whole steps."""
    return Decimal(round(value / float(step))) * Decimal(step)
