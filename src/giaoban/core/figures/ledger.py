"""The targets ledger: every version that was ever set, in order; nothing in it is changed or removed."""

from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from typing import Any

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures.observations import earliest_effect_on
from giaoban.core.figures.targets import Target
from giaoban.core.registry.periods import Period, parse_period

#: What cites a version and is no part of what it sets.
_CITATION = ("instrument", "valid_from", "source", "signer")
_YEAR = 12


def effect_on(target: Target) -> str:
    """Return the first day on which the version holds; a month or a year counts from its first day."""
    return earliest_effect_on(target.valid_from)


def terms_of(target: Target) -> tuple[Any, ...]:
    """Return what the version sets, without who set it and when; numbers compare as numbers."""
    return tuple(value for name, value in vars(target).items() if name not in _CITATION)


def versions(targets: Iterable[Target]) -> Mapping[str, tuple[Target, ...]]:
    """Return the versions of each target by its id, earliest first; one day's stand by instrument."""
    ordered = sorted(targets, key=lambda t: (t.target_id, effect_on(t), t.instrument))
    return {target_id: tuple(own) for target_id, own in groupby(ordered, key=lambda t: t.target_id)}


def contests(targets: Iterable[Target]) -> tuple[tuple[Target, Target], ...]:
    """Return each pair of versions of one target that take effect on one day and set different terms."""
    return tuple(
        (one, other)
        for own in versions(targets).values()
        for one, other in pairwise(own)
        if effect_on(one) == effect_on(other) and terms_of(one) != terms_of(other)
    )


def in_force(targets: Iterable[Target], on: str) -> tuple[Target, ...]:
    """Return for each target the version in force on the day `on`, by id: the latest to take effect by then.

    Edges:   of two instruments of one day that set the same, the last by name is cited.
    Raises:  Invalid, with a finding for every one, where two of one day set different terms: neither is
             picked in silence.
    """
    held = versions(target for target in targets if effect_on(target) <= on)
    latest = [t for own in held.values() for t in own if effect_on(t) == effect_on(own[-1])]
    if contested := contests(latest):
        findings = tuple(contradiction(*pair) for pair in contested)
        raise Invalid("Two instruments set one target differently", findings[0].detail, findings=findings)
    return tuple(own[-1] for own in held.values())


def contradiction(one: Target, other: Target) -> Finding:
    """Return the finding on two versions of one target and one day that set different terms."""
    return Finding(
        "contested_version",
        f"Target {one.target_id} is set twice from {effect_on(one)}: {said(one)} by “{one.instrument}”, "
        f"{said(other)} by “{other.instrument}”",
        "Give the one that prevails a later valid_from, or leave the other out.",
    )


def said(target: Target) -> str:
    """Return the terms of a target in short: its comparison, bounds and unit of measure, or its words."""
    if target.target is None:
        return f"“{target.text}”"
    bounds = format(target.target, "f") if target.target_to is None else f"{target.target}–{target.target_to}"
    mark = "" if target.op in ("=", "range") else f"{target.op} "
    return f"{mark}{bounds} {target.unit_measure}"


def is_term(target: Target) -> bool:
    """Return whether the target is one of several years."""
    return parse_period(target.period).months > _YEAR


def asked_in(targets: Iterable[Target], period: Period) -> tuple[Target, ...]:
    """Return the targets that a review of `period` asks for.

    Edges:   a scenario is asked for in none. A target of several years is asked for where it ends: until then
             its yearly values speak for it, so that nothing is counted twice; of those, only the rows that
             count on their own enter a tally.
    """
    return tuple(t for t in targets if t.kind == "target" and _is_asked(t, period))


def _is_asked(target: Target, period: Period) -> bool:
    own = parse_period(target.period)
    if own.months > _YEAR and own.months > period.months:
        return period.start_on < own.end_on <= period.end_on
    return own.overlaps(period)
