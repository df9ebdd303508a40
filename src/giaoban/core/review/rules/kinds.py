"""Kinds of validation rules: what each needs to be told; which indicators it looks at is data of a pack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal

from giaoban.core.errors import Severity

#: The topic of a pack's rules that holds these.
TOPIC = "validation"
Priority = Literal["blocking", "explanation", "notice"]
#: A blocking finding keeps a unit from completing, one that needs an explanation does until it has one.
SEVERITIES: Mapping[Priority, Severity] = {
    "blocking": "error",
    "explanation": "explanation",
    "notice": "warning",
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One dated rule; `rule` is its name, and of versions of one name one is in force on a day."""

    rule: str
    valid_from: str
    valid_to: str
    priority: Priority


@dataclass(frozen=True, kw_only=True)
class Required(Rule):
    """Figures that must be answered beyond what the form requires, always or where `given` has a value."""

    indicators: tuple[str, ...]
    given: str = ""


@dataclass(frozen=True, kw_only=True)
class Range(Rule):
    """Soft limits: what lies beyond them is unusual, though the form takes it."""

    indicators: tuple[str, ...]
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Change(Rule):
    """How far a value may move: in per cent of the one before, or in points of its unit of measure."""

    indicators: tuple[str, ...]
    against: Literal["last_year", "last_report"]
    by: Literal["percent", "points"]
    limit: Decimal


@dataclass(frozen=True, kw_only=True)
class Cumulative(Rule):
    """Figures that only grow within a period: less than was reported for its first part is doubtful."""

    indicators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SumOfParts(Rule):
    """A whole that its parts make up (`=`), or that they may not exceed (`<=`)."""

    whole: str
    parts: tuple[str, ...]
    compare: Literal["=", "<="]
    tolerance: Decimal


@dataclass(frozen=True, kw_only=True)
class Relation(Rule):
    """A stated per cent against what a level implies: its growth on last year, or its share of the target."""

    stated: str
    level: str
    implied: Literal["growth", "share_of_target"]
    tolerance: Decimal


@dataclass(frozen=True, kw_only=True)
class Agreement(Rule):
    """The result of a target and the figure of the same indicator, which must say the same."""

    tolerance: Decimal


@dataclass(frozen=True, kw_only=True)
class Explained(Rule):
    """Which results need a written explanation: missed targets, verdicts that the figures contradict."""

    when: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ControlTotal(Rule):
    """Units together against the total published for the whole; `tolerance` in its measure or in per cent."""

    indicators: tuple[str, ...]
    tolerance: Decimal
    in_percent: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnPast(Rule):
    """From which distance a change is unlike the unit's own earlier ones.

    `distance` counts robust standard deviations, which are never taken smaller than `least_percent` or
    `least_points`; `minimum` is the fewest earlier changes, and `in_points` the units of measure whose
    changes are differences.
    """

    minimum: int
    distance: Decimal
    least_percent: Decimal
    least_points: Decimal
    in_points: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Peers(OwnPast):
    """From which distance a unit is unlike the others of its type; `minimum` is the fewest of them."""


KINDS: Mapping[str, type[Rule]] = {
    "required": Required,
    "range": Range,
    "change": Change,
    "cumulative": Cumulative,
    "sum_of_parts": SumOfParts,
    "relation": Relation,
    "agreement": Agreement,
    "explained": Explained,
    "control_total": ControlTotal,
    "own_past": OwnPast,
    "peers": Peers,
}


def read_rules(rows: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return the rules that a pack's rows lay down, in their order."""
    return tuple(_read(KINDS[row["kind"]], row) for row in rows)


def in_force(rules: Iterable[Rule], on: str) -> tuple[Rule, ...]:
    """Return the rules that hold on the day `on`, in their order."""
    return tuple(one for one in rules if one.valid_from <= on and (not one.valid_to or on < one.valid_to))


def _read(kind: type[Rule], row: Mapping[str, Any]) -> Rule:
    said = {field.name: field for field in fields(kind) if field.name in row}
    return kind(**{name: _cast(field.type, row[name]) for name, field in said.items()})


def _cast(wanted: Any, said: Any) -> Any:
    if wanted in (Decimal, Decimal | None):
        return Decimal(str(said))
    if wanted in (int, bool):
        return said
    return tuple(map(str, said)) if wanted == tuple[str, ...] else str(said)
