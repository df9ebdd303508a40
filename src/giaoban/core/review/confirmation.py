"""Confirmation: what a person said of a result beside what was computed, and what came before."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from giaoban.core.figures.observations import latest_release_on, rank_among, was_released_by
from giaoban.core.figures.targets import Result, Target, Verdict
from giaoban.core.review.attainment import Attainment, attain

_REACHED = ("met", "exceeded")


@dataclass(frozen=True)
class Judgement:
    """The verdict on one target, the computed and the confirmed one, and the state of the report."""

    verdict: Verdict
    computed: Attainment
    confirmed: str
    reason: str
    is_unreasoned: bool
    is_contradicted: bool
    is_regressed: bool
    reported: str
    previous: str
    movement: str
    results: tuple[Result, ...]


def judge(
    target: Target, results: Iterable[Result], decimals: int | None, as_of: str, deadline: str
) -> Judgement:
    """Return the judgement on `target` from the results known at `as_of`.

    Edges:   the highest grade wins, then the latest release; two best ones with different values
             contradict each other and the verdict is undetermined. A confirmation that differs from a
             computed verdict stands only with a reason. A result released after `deadline` is late, and
             is scored all the same.
    """
    known, rivals = _in_order(r for r in results if was_released_by(r.released, as_of))
    last = known[-1] if known else None
    is_contradicted = len({_said(r) for r in rivals}) > 1
    computed = Attainment("undetermined") if is_contradicted else compute(target, last, decimals)
    confirmed, reason = (last.verdict, last.verdict_reason) if last and not is_contradicted else ("", "")
    is_unreasoned = (
        bool(confirmed) and not reason and computed.verdict not in (confirmed, "undetermined", "not_reported")
    )
    verdict = confirmed if confirmed and not is_unreasoned else computed.verdict
    previous = _previous(target, known, decimals)
    return Judgement(
        verdict,
        computed,
        confirmed,
        reason,
        is_unreasoned,
        is_contradicted,
        not is_contradicted and any(_said(r) != _said(known[-1]) for r in _later(known)),
        _reported(last, deadline),
        previous,
        movement(previous, verdict),
        tuple(known),
    )


def compute(target: Target, result: Result | None, decimals: int | None) -> Attainment:
    """Return the computed attainment of one result; not reported and not applicable are verdicts too."""
    if (absence := absence_of(result)) or result is None:
        return Attainment(absence or "not_reported")
    value = number(result.value)
    return Attainment("undetermined") if value is None else attain(target, value, decimals)


def absence_of(result: Result | None) -> Literal["not_reported", "not_applicable"] | None:
    """Return why there is nothing to judge, or None where a value or a person's verdict was reported."""
    if result is not None and result.obs_status == "M":
        return "not_applicable"
    is_given = result is not None and result.obs_status != "O" and (result.value or result.verdict)
    return None if is_given else "not_reported"


def number(text: str) -> Decimal | None:
    """Return the decimal that `text` writes, or None for words or nothing."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def movement(previous: str, verdict: str) -> str:
    """Return `fell_below` or `recovered` where the verdict crossed the target since `previous`."""
    if previous in _REACHED and verdict == "not_met":
        return "fell_below"
    return "recovered" if previous == "not_met" and verdict in _REACHED else ""


def _in_order(released: Iterable[Result]) -> tuple[list[Result], list[Result]]:
    """Return the results, the one in force last, and those that share its rank."""
    known = list(released)
    rank = rank_among(known)
    known.sort(key=lambda r: (rank(r), r.value, r.source, r.verdict, r.verdict_reason))
    return known, [r for r in known if rank(r) == rank(known[-1])]


def _said(result: Result) -> tuple[Decimal | str, str]:
    """Return what a result says, a number as a number: 7 and 7.0 do not contradict each other."""
    value = number(result.value)
    return (result.value if value is None else value, result.verdict)


def _previous(target: Target, known: list[Result], decimals: int | None) -> str:
    earlier = [r for r in known if _day(r) < _day(known[-1])]
    if not earlier:
        return ""
    return earlier[-1].verdict or compute(target, earlier[-1], decimals).verdict


def _later(known: list[Result]) -> list[Result]:
    return [r for r in known if _day(r) > _day(known[-1])]


def _day(result: Result) -> str:
    return latest_release_on(result.released)


def _reported(last: Result | None, deadline: str) -> str:
    if last is None or absence_of(last):
        return absence_of(last) or "not_reported"
    return "on_time" if was_released_by(last.released, deadline) else "late"
