"""Vintages: what was learned of a figure, when, and how each step differs from the one before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from giaoban.core.figures.observations import Choice, Observation, grade, latest_release_on, rank_among
from giaoban.core.registry.releases import Due

#: How a vintage stands to what was known before it.
Step = Literal["first", "revision", "correction", "contradiction", "repetition", "regression"]


@dataclass(frozen=True)
class Recorded:
    """One row as it was stored: the observation, and when and by whom it was recorded."""

    observation: Observation
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class Vintage:
    """One row of a figure's history.

    `before` is the row that it is held against and `difference` its value less that one's, exact; None
    where there is none, or either has no value. `supersedes` says whether it takes that row's place.
    """

    observation: Observation
    step: Step
    before: Observation | None
    difference: Decimal | None

    @property
    def supersedes(self) -> bool:
        """Return whether the row before is no longer in force because of this one."""
        return self.step in ("revision", "correction")


def in_order(recorded: Iterable[Recorded], as_of: str) -> tuple[Recorded, ...]:
    """Return the rows of one figure that were out by the day `as_of`, by release, then by recording."""
    known = [one for one in recorded if latest_release_on(one.observation.released) <= as_of]
    return tuple(sorted(known, key=lambda one: (_day(one.observation), one.recorded_at)))


def chain(observations: Iterable[Observation]) -> tuple[Vintage, ...]:
    """Return the vintages of one figure: each row with its step from what was in force before it.

    Shape:   one per row, in the order given: by release, and of one release by recording.
    Edges:   `correction`: the same release of the same source. `contradiction`: another value of equal
             grade and day by another source. `regression`: a later release of a lower grade, which does not
             displace the one in force. `repetition`: the same value and grade again. Else `revision`: a
             later release, or a higher grade.
    """
    told: list[Vintage] = []
    for one in observations:
        told.append(_vintage(one, [vintage.observation for vintage in told]))
    return tuple(told)


def overdue(obs_status: str, estimate: str, due: Iterable[Due], as_of: str) -> Due | None:
    """Return the release for which a figure of this grade is stale at `as_of`, or None.

    Shape:   of the releases due before that day the highest grade, on the first day on which it was due.
    Edges:   only a release of a higher grade than the figure's makes it stale, or the second estimate where
             the figure says that it is the first. What has no value is missing, not stale. On the day
             itself a release may still come.
    """
    past = sorted((one for one in due if one.due_on.isoformat() < as_of), key=lambda one: one.due_on)
    missed = [one for one in past if grade(obs_status) and _is_above(one, obs_status, estimate)]
    return max(missed, key=lambda one: (grade(one.obs_status), one.estimate), default=None)


def overdue_of(choice: Choice, due: Iterable[Due], as_of: str) -> Due | None:
    """Return the release for which the observation in force is stale at `as_of`, or None."""
    chosen = choice.chosen
    return overdue(chosen.obs_status, chosen.estimate, due, as_of) if chosen else None


def _is_above(due: Due, obs_status: str, estimate: str) -> bool:
    if due.obs_status == obs_status:
        return "" < estimate < due.estimate
    return grade(due.obs_status) > grade(obs_status)


def _vintage(one: Observation, earlier: Sequence[Observation]) -> Vintage:
    own = [other for other in earlier if _release(other) == _release(one)]
    if own:
        return _told(one, "correction", own[-1])
    standing = list({_release(other): other for other in earlier}.values())
    if not standing:
        return _told(one, "first", None)
    rank = rank_among([*standing, one])
    before = max(standing, key=rank)
    return _told(one, _step(one, before, is_rival=rank(one) == rank(before)), before)


def _step(one: Observation, before: Observation, *, is_rival: bool) -> Step:
    is_same = one.value == before.value
    if is_rival and not is_same:
        return "contradiction"
    if is_same and grade(one.obs_status) <= grade(before.obs_status):
        return "repetition"
    return "regression" if 0 < grade(one.obs_status) < grade(before.obs_status) else "revision"


def _told(one: Observation, step: Step, before: Observation | None) -> Vintage:
    known = before is not None and one.value is not None and before.value is not None
    difference = one.value - before.value if known else None
    return Vintage(one, step, before, difference)


def _release(one: Observation) -> tuple[str, str]:
    return (one.released, one.source)


def _day(one: Observation) -> str:
    return latest_release_on(one.released)
