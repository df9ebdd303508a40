"""Shares: what part of a unit passed on, exact where it is known, and kept apart where it is not."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact

#: The names of unknown shares that are multiplied with each other; none for a known part.
Factors = tuple[str, ...]

#: Shares of long chains are multiplied to the last digit: rounding would break their sum.
_EXACT = Context(prec=10_000, traps=[Inexact])


@dataclass(frozen=True)
class Share:
    """A part of a whole: a known number, and multiples of shares that nobody has said, each by its name.

    Unknown shares of one unit add up to what its known ones leave: where all of them come together again,
    they cancel, and the share is known after all.
    """

    terms: Mapping[Factors, Decimal]

    @property
    def known(self) -> Decimal | None:
        """Return the number, None if an unknown share is in it."""
        return None if any(self.terms) else self.terms.get((), Decimal(0))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __add__(self, other: "Share") -> "Share":
        terms = defaultdict(Decimal, self.terms)
        for factors, number in other.terms.items():
            terms[factors] = _EXACT.add(terms[factors], number)
        return _without_zeros(terms)

    def __sub__(self, other: "Share") -> "Share":
        return self + other * known(Decimal(-1))

    def __mul__(self, other: "Share") -> "Share":
        terms: dict[Factors, Decimal] = defaultdict(Decimal)
        for ours, number in self.terms.items():
            for theirs, multiple in other.terms.items():
                factors = tuple(sorted(ours + theirs))
                terms[factors] = _EXACT.add(terms[factors], _EXACT.multiply(number, multiple))
        return _without_zeros(terms)


def known(number: Decimal) -> Share:
    """Return a share that is known."""
    return _without_zeros({(): number})


def unknown(name: str) -> Share:
    """Return a share that nobody has said, known by its name."""
    return Share({(name,): Decimal(1)})


def _without_zeros(terms: Mapping[Factors, Decimal]) -> Share:
    return Share({factors: number for factors, number in terms.items() if number})
