"""Observations: one value of one indicator for one unit and period, as one source released it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

#: One encoder for all ids: keys sorted, no spaces, text as it is.
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_id(record: Any) -> str:
    """Return the first 16 hex digits of the SHA-256 of the record's canonical JSON."""
    return hashlib.sha256(CANONICAL.encode(record).encode()).hexdigest()[:16]


def as_record(id_name: str, value: Any) -> dict[str, Any]:
    """Return a flat dataclass as a record: decimals as text, its content id under `id_name`."""
    plain = {k: format(v, "f") if isinstance(v, Decimal) else v for k, v in vars(value).items()}
    return {id_name: content_id(plain), **plain}


@dataclass(frozen=True)
class Observation:
    """One observation. `value` is None where `obs_status` is M or O; `released` is as exact as known.

    `released` may be a day, a month or a year (ISO 8601); `estimate` is "1" or "2" for a first or
    second estimate, else empty; `revision_reason` says why it differs from what was released before.
    """

    unit_key: str
    indicator: str
    period: str
    value: Decimal | None
    unit_measure: str
    obs_status: str
    estimate: str
    released: str
    source: str
    note: str = ""
    revision_reason: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what the observation is about: unit, indicator, period."""
        return (self.unit_key, self.indicator, self.period)

    def record(self) -> dict[str, Any]:
        """Return the observation as the factsheet carries it, values as text, with its content id.

        Edges:   no reason is left out, so that a row recorded before reasons were asked keeps its id.
        """
        said = {name: one for name, one in vars(self).items() if name != "revision_reason" or one}
        return as_record("obs_id", SimpleNamespace(**said))


def observation_of(record: Mapping[str, Any]) -> Observation:
    """Return the observation that a factsheet carries as a record."""
    said = {name: one for name, one in record.items() if name in Observation.__dataclass_fields__}
    return Observation(**{**said, "value": None if said["value"] is None else Decimal(said["value"])})


_LAST_DAY = {4: "-12-31", 7: "-31", 10: ""}
_FIRST_DAY = {4: "-01-01", 7: "-01", 10: ""}
_GRADE = {"A": 3, "P": 2, "E": 1}


def latest_release_on(released: str) -> str:
    """Return the last day that a release dated by day, month or year can have come out.

    Edges:   what cannot be shown to be known by a day is not used on that day, so a month or a year
             counts as its last day.
    """
    return released + _LAST_DAY[len(released)]


def earliest_effect_on(valid_from: str) -> str:
    """Return the first day that a date known by day, month or year can mean."""
    return valid_from + _FIRST_DAY[len(valid_from)]


def was_released_by(released: str, as_of: str) -> bool:
    """Return whether a release dated `released` was surely out on the day `as_of`."""
    return latest_release_on(released) <= as_of


def grade(obs_status: str) -> int:
    """Return how final a status is: normal 3, provisional 2, estimate 1, anything else 0."""
    return _GRADE.get(obs_status, 0)


Rank = tuple[bool, int, str, str]


def rank_among(known: Iterable[Any]) -> Callable[[Any], Rank]:
    """Return how the releases of one key (observations, or results) are ranked: the highest is in force.

    Shape:   standing, grade, last day of the release, number of the estimate; two of one rank are rivals.
    Edges:   a grade only rises (estimate, provisional, official), so a later estimate never displaces an
             earlier provisional figure. A release without a value (M or O) takes back what came before it.
    Source:  Luật Thống kê 89/2015/QH13, Điều 3; docs/adr/0006
    """
    empty = (latest_release_on(one.released) for one in known if not grade(one.obs_status))
    return partial(_rank, max(empty, default=""))


def _rank(taken_back_on: str, one: Any) -> Rank:
    day = latest_release_on(one.released)
    return day >= taken_back_on, grade(one.obs_status), day, getattr(one, "estimate", "")


@dataclass(frozen=True)
class Choice:
    """The observation in force for one key and its rivals.

    `is_contradicted` marks best ones with different values, so that none is chosen; `is_regressed` a later
    release of a lower grade that says another value than the one in force.
    """

    chosen: Observation | None
    candidates: tuple[Observation, ...]
    is_contradicted: bool
    is_regressed: bool = False


def choose(candidates: Iterable[Observation], as_of: str) -> Choice:
    """Return which of the observations of one key is in force at `as_of`.

    Edges:   the highest grade wins, then the latest release, then the second estimate; two best ones with
             different values contradict each other and none is chosen.
    """
    known = [one for one in candidates if was_released_by(one.released, as_of)]
    rank = rank_among(known)
    known.sort(key=lambda one: (rank(one), one.record()["obs_id"]))
    best = [one for one in known if rank(one) == rank(known[-1])]
    if len({one.value for one in best}) > 1:
        return Choice(None, tuple(known), is_contradicted=True)
    chosen = best[-1] if best else None
    return Choice(chosen, tuple(known), False, chosen is not None and _is_regressed(chosen, known))


def _is_regressed(chosen: Observation, known: Iterable[Observation]) -> bool:
    day = latest_release_on(chosen.released)
    return any(latest_release_on(one.released) > day and one.value != chosen.value for one in known)
