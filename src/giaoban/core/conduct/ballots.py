"""Ballots: the count of a confidence vote on paper, entered twice, and what its exact shares lead to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.core.registry.rules import Rule, in_force

#: The file of a pack's rules that lays down levels, presence and consequences.
TOPIC = "ballots"
#: No meeting issues more ballots; larger numbers are slips of the keyboard.
MOST = 10**12
#: The whole of a count, in the order of its fields.
TOTALS = ("issued", "returned", "valid", "invalid")


@dataclass(frozen=True)
class Level:
    """One level of confidence that a ballot offers, and its names by language."""

    level: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Consequence:
    """What a share of one level leads to: more than, at least, and below which part; and its names.

    One of the two lower bounds is given, the other is None; without `below` there is no upper bound.
    """

    level: str
    names: Mapping[str, str]
    more_than: Fraction | None = None
    at_least: Fraction | None = None
    below: Fraction | None = None


@dataclass(frozen=True)
class Rules:
    """How a confidence vote is held on a day: the part that has to be there, levels, and consequences."""

    present: Fraction
    levels: tuple[Level, ...]
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True)
class Tally:
    """The ballots for one person: votes by level in the order of the rules, and invalid ones."""

    votes: tuple[int, ...]
    invalid: int


@dataclass(frozen=True)
class Count:
    """What one teller counted: ballots issued, returned, valid and invalid, and those for each person."""

    issued: int
    returned: int
    valid: int
    invalid: int
    persons: tuple[Tally, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One field in which two tellers differ; `person` counts from 1, and 0 is the whole.

    `field` names a total, `invalid`, or the place of a level from 0.
    """

    person: int
    field: str
    first: int
    second: int


def rules_of(rules: Iterable[Rule], on: date) -> Rules | None:
    """Return how a confidence vote is held on a day; None where the pack lays none down.

    Source:  packs/<id>/rules/ballots.yaml
    """
    told = tuple(rules)
    levels, presence = (in_force(told, name, on) for name in ("levels", "presence"))
    if levels is None or presence is None:
        return None
    effects = in_force(told, "consequences", on)
    return Rules(
        present=Fraction(presence["present"]),
        levels=tuple(Level(one["level"], one["names"]) for one in levels["levels"]),
        consequences=tuple(map(_consequence, effects["consequences"] if effects else ())),
    )


def is_held(present: int, convened: int, rules: Rules) -> bool:
    """Return whether enough of those convened are present to hold the vote; exactly the part is enough."""
    part = rules.present
    return convened > 0 and present * part.denominator >= convened * part.numerator


def check(count: Count, rules: Rules) -> tuple[Finding, ...]:
    """Return everything in which a count contradicts itself.

    Shape:   the place of a finding is `whole`, or the number of a person from 1.
    Edges:   returned ballots are at most those issued, and just the valid and the invalid ones; for each
             person, levels and invalid votes make up the ballots returned.
    """
    return tuple(_faults(count, len(rules.levels)))


def differences(first: Count, second: Count, rules: Rules) -> tuple[Difference, ...]:
    """Return every field in which two tellers differ, the whole first, then person by person.

    Raises:  ValueError where the two counted different lists.
    """
    found = [Difference(0, name, getattr(first, name), getattr(second, name)) for name in TOTALS]
    fields = (*map(str, range(len(rules.levels))), "invalid")
    for person, (one, other) in enumerate(zip(first.persons, second.persons, strict=True), 1):
        both = zip(fields, (*one.votes, one.invalid), (*other.votes, other.invalid), strict=True)
        found += [Difference(person, *values) for values in both]
    return tuple(one for one in found if one.first != one.second)


def is_over(votes: int, returned: int, bounds: Consequence) -> bool:
    """Return whether a share of the ballots returned lies within the bounds, by whole numbers alone.

    Edges:   where no ballot was returned there is no share, and it lies within none.
    """
    if returned <= 0:
        return False
    return all(
        (
            bounds.more_than is None or _side(votes, returned, bounds.more_than) > 0,
            bounds.at_least is None or _side(votes, returned, bounds.at_least) >= 0,
            bounds.below is None or _side(votes, returned, bounds.below) < 0,
        )
    )


def consequences(tally: Tally, returned: int, rules: Rules) -> tuple[Consequence, ...]:
    """Return what one person's votes lead to."""
    votes = dict(zip((one.level for one in rules.levels), tally.votes, strict=True))
    return tuple(one for one in rules.consequences if is_over(votes[one.level], returned, one))


def percent(votes: int, returned: int) -> Decimal | None:
    """Return the share of the ballots returned to two decimals, half up; None where none was returned.

    Units:   per cent of the ballots returned, not of the valid ones and not of those convened.
    Edges:   it is for reading; what is compared is the fraction itself.
    """
    if returned <= 0:
        return None
    return Decimal((2 * votes * 10_000 + returned) // (2 * returned)).scaleb(-2)


def _side(votes: int, returned: int, part: Fraction) -> int:
    """Return on which side of a part the share lies: below 0, on it, above 0."""
    return votes * part.denominator - returned * part.numerator


def _consequence(told: Mapping[str, Any]) -> Consequence:
    bounds = {name: Fraction(told[name]) for name in ("more_than", "at_least", "below") if told.get(name)}
    return Consequence(told["level"], told["names"], **bounds)


def _faults(count: Count, levels: int) -> Iterator[Finding]:
    numbers = [getattr(count, name) for name in TOTALS]
    numbers += [one for tally in count.persons for one in (*tally.votes, tally.invalid)]
    if not all(0 <= one <= MOST for one in numbers):
        yield _fault("ballot_number", "A number of ballots is impossible", "Write whole numbers from 0.", 0)
    if count.returned > count.issued:
        title = "More ballots were returned than issued"
        yield _fault("ballots_returned", title, "Count both again.", 0)
    if count.valid + count.invalid != count.returned:
        title = "The valid and the invalid ballots do not make up those returned"
        yield _fault("ballots_valid", title, "Count them again.", 0)
    for person, tally in enumerate(count.persons, 1):
        if len(tally.votes) != levels:
            title = "A number is missing for a person"
            yield _fault("ballot_levels", title, "Write one for every level.", person)
        elif sum(tally.votes) + tally.invalid != count.returned:
            title = "The levels and the invalid votes do not make up the ballots returned"
            yield _fault("ballots_of_person", title, "Count the ballots for this person again.", person)


def _fault(code: str, title: str, detail: str, person: int) -> Finding:
    return Finding(code, title, detail, Place(column=str(person) if person else "whole"))
