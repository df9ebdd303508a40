"""Polls: one question to those who have a vote, answered by options, with a result that can be recounted."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from giaoban.core.errors import Finding, Invalid, Place

#: Of whom the quorum is a part: of all who have a vote, or of those who are there when the poll is opened.
Base = Literal["eligible", "present"]
#: `decided` one option leads · `tied` several lead · `without_quorum` too few voted · `too_few` so few voted
#: that a secret result would say who voted what: it is not counted, and its ballots are destroyed.
Outcome = Literal["decided", "tied", "without_quorum", "too_few"]

BASES: tuple[Base, ...] = get_args(Base)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
#: The seats that have a vote.
VOTING = frozenset({"chair", "delegate"})
#: With fewer votes than this a secret result is not told.
LEAST_SECRET = 5
#: How many options a poll has, and how long its texts may be.
FEWEST_OPTIONS, MOST_OPTIONS, LONGEST = 2, 8, 300


@dataclass(frozen=True)
class Quorum:
    """The part that has to vote; `is_exceeded` where more than just this part has to."""

    part: Fraction
    is_exceeded: bool = False


QUORUMS: Mapping[str, Quorum] = {
    "none": Quorum(Fraction(0)),
    "over_half": Quorum(Fraction(1, 2), is_exceeded=True),
    "two_thirds": Quorum(Fraction(2, 3)),
}


@dataclass(frozen=True)
class Seat:
    """A seat as a poll sees it: who sits in it, for whom, and with the chair's consent or not."""

    delegate_id: int
    person: str
    seat: str
    stands_for: int | None = None
    has_consent: bool = False


@dataclass(frozen=True)
class Result:
    """What a poll came to: votes by option, how many voted and had to, and the options that lead."""

    counts: tuple[int, ...]
    cast: int
    needed: int
    outcome: Outcome
    leading: tuple[int, ...] = ()


def voters(seats: Iterable[Seat]) -> tuple[int, ...]:
    """Return the delegates who have a vote, in the order of the seats.

    Edges:   a substitute with consent votes in place of whom they stand in for, the first of several;
             somebody who has two seats votes once; who has no account has a vote that is counted for the
             quorum and cannot be cast here.
    """
    voting = [one for one in seats if one.seat in VOTING and (one.stands_for is None or one.has_consent)]
    stood_for: dict[int, int] = {}
    for one in voting:
        if one.stands_for is not None:
            stood_for.setdefault(one.stands_for, one.delegate_id)
    found: dict[str, int] = {}
    for one in voting:
        is_replaced = one.delegate_id in stood_for
        is_second = one.stands_for is not None and stood_for[one.stands_for] != one.delegate_id
        if not (is_replaced or is_second):
            found.setdefault(one.person or f"delegate {one.delegate_id}", one.delegate_id)
    return tuple(found.values())


def needed(quorum: Quorum, base: int) -> int:
    """Return how many votes make the quorum of so many; one at least, for no vote decides nothing."""
    part = quorum.part * base
    return max(1, math.floor(part) + 1 if quorum.is_exceeded else math.ceil(part))


def worded(question: str, options: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return the question and its options as they are asked: composed, without gaps, empty ones left out.

    Raises:  Invalid, with every fault at once.
    """
    asked, answers = _plain(question), tuple(filter(None, map(_plain, options)))
    findings = [*_of_question(asked), *_of_options(answers)]
    if findings:
        raise Invalid(findings[0].title, findings[0].detail, findings=tuple(findings))
    return asked, answers


def count(options: int, choices: Iterable[int], needed: int, *, is_secret: bool) -> Result:
    """Return what the ballots come to; a recount of the same ballots, in any order, gives the same.

    Shape:   `choices` are the places of options, from 0, one a ballot.
    Edges:   of a secret poll in which fewer than LEAST_SECRET voted nothing is counted: everybody would
             know what somebody voted. Without the quorum the votes are told and nothing is decided.
    Raises:  ValueError for a ballot for an option that there is not.
    """
    found = Counter(choices)
    if not set(found) <= set(range(options)):
        raise ValueError("There is a ballot for an option that was not asked")
    cast = found.total()
    if is_secret and cast < LEAST_SECRET:
        return Result((), cast, needed, "too_few")
    counts = tuple(found[option] for option in range(options))
    if cast < needed:
        return Result(counts, cast, needed, "without_quorum")
    leading = tuple(option for option in range(options) if counts[option] == max(counts))
    return Result(counts, cast, needed, "decided" if len(leading) == 1 else "tied", leading)


def _of_question(asked: str) -> list[Finding]:
    found = []
    if not asked:
        found.append(_fault("no_question", "There is no question", "Write what is asked.", "question"))
    if len(asked) > LONGEST:
        found.append(_fault("long_question", "The question is too long", "Shorten it.", "question"))
    return found


def _of_options(answers: tuple[str, ...]) -> list[Finding]:
    found = []
    if not FEWEST_OPTIONS <= len(answers) <= MOST_OPTIONS:
        title = "A poll has two to eight options"
        found.append(_fault("options", title, "Write one option a line.", "options"))
    if len({one.casefold() for one in answers}) < len(answers):
        title = "An option stands twice"
        found.append(_fault("option_twice", title, "Let every option differ from the others.", "options"))
    if any(len(one) > LONGEST for one in answers):
        found.append(_fault("long_option", "An option is too long", "Shorten it.", "options"))
    return found


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _fault(code: str, title: str, detail: str, column: str) -> Finding:
    return Finding(code, title, detail, Place(column=column))
