"""Settings: what the rules of a pack lay down for each screen, as in force on the day of the review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Heaping:
    """How near counts as near, and what part of near results may lie above target without question."""

    level: Fraction
    minimum: int
    window_steps: int
    window_percent: Fraction
    share_above: Fraction


@dataclass(frozen=True)
class Bias:
    """From how many units a common revision is taken out, and over how many years a habit is judged."""

    level: Fraction
    minimum: int
    peers: int
    years: int


@dataclass(frozen=True)
class LateEdits:
    """How many days before the deadline are late."""

    level: Fraction
    minimum: int
    days: int


@dataclass(frozen=True)
class EasyTargets:
    """Which part of the peers is the easiest, and how many own yearly changes make a trend."""

    level: Fraction
    minimum: int
    peers: int
    easiest: Fraction
    changes: int


@dataclass(frozen=True)
class Settings:
    """The settings of every screen; None where no rule is in force, and the screen is not run."""

    heaping: Heaping | None = None
    estimate_bias: Bias | None = None
    late_edits: LateEdits | None = None
    easy_targets: EasyTargets | None = None
    reply_days: int = 0


_KINDS = {"heaping": Heaping, "estimate_bias": Bias, "late_edits": LateEdits, "easy_targets": EasyTargets}


def settings(rules: Iterable[Mapping[str, Any]], day: str) -> Settings:
    """Return the settings that the dated `rules` give on `day`.

    Edges:   of two rules of one screen that both hold, the later to take effect counts.
    """
    dated = sorted(rules, key=lambda rule: str(rule["valid_from"]))
    in_force = {str(rule["rule"]): rule for rule in dated if _holds(rule, day)}
    made = {name: _read(kind, in_force[name]) for name, kind in _KINDS.items() if name in in_force}
    reply = in_force.get("right_of_reply", {})
    return Settings(**made, reply_days=int(reply.get("days", 0)))


def _holds(rule: Mapping[str, Any], day: str) -> bool:
    return str(rule["valid_from"]) <= day and (not rule["valid_to"] or day < str(rule["valid_to"]))


def _read(kind: type, rule: Mapping[str, Any]) -> Any:
    casts = {int: int, Fraction: lambda text: Fraction(str(text))}
    return kind(**{name: casts[cast](rule[name]) for name, cast in kind.__annotations__.items()})
