"""Looks: one subject under one screen, and the signals that all looks of a screen together give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from giaoban.core.figures.observations import content_id
from giaoban.core.review.screens.discovery import false_discovery
from giaoban.core.review.screens.tails import binomial_tail, poisson_binomial_tail

#: One thing counted: where it comes from, what it is, and its side, `above` or `below`.
Row = Mapping[str, str]
State = Literal["signal", "ordinary", "not_enough_data"]


@dataclass(frozen=True)
class Look:
    """One unit or indicator under one screen: what was counted, and how likely that is by chance alone.

    `n` counts what the test rests on, and below `minimum` there is no `p`. `particulars` say what the counts
    leave out, such as a mean in percentage points; `evidence` holds a row for each thing counted.
    """

    screen: str
    subject: str
    observed: int
    expected: Fraction
    n: int
    minimum: int
    p: Fraction | None
    particulars: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Signal:
    """A look after all looks of its screen: `q` against `level` decides, unless there are too few data.

    `signal_id` is the content id of the look. Replies are bound to it: other counts or other rows are another
    signal. `q` and `level` have no part in it, because they move with other units' data.
    """

    look: Look
    q: Fraction | None
    level: Fraction

    @property
    def state(self) -> State:
        """Return what the look says; too few data is never called ordinary."""
        if self.q is None:
            return "not_enough_data"
        return "signal" if self.q <= self.level else "ordinary"

    @property
    def signal_id(self) -> str:
        """Return the content id of what the signal says of its subject."""
        return content_id(_plain(self.look))


def signals(looks: Iterable[Look], level: Fraction) -> tuple[Signal, ...]:
    """Return every look of one screen with its q, the least likely first, those without data last."""
    taken = tuple(looks)
    chances = {look.subject: look.p for look in taken if look.p is not None}
    found = false_discovery(chances)
    judged = (Signal(look, found.get(look.subject), level) for look in taken)
    return tuple(sorted(judged, key=_order))


def counted(
    screen: str, subject: str, rows: Sequence[tuple[Row, Fraction]], minimum: int, **said: str
) -> Look:
    """Return the look that counts the rows of side `above`, each having its own chance to be one.

    Edges:   the exact binomial where all chances are equal, the exact Poisson-binomial elsewhere.
    """
    evidence, chances = [row for row, _ in rows], [chance for _, chance in rows]
    n, observed = len(rows), sum(row["side"] == "above" for row in evidence)
    p = _tail(observed, chances) if n >= minimum else None
    return Look(screen, subject, observed, sum(chances, Fraction(0)), n, minimum, p, said, tuple(evidence))


def _tail(observed: int, chances: Sequence[Fraction]) -> Fraction:
    if len(set(chances)) == 1:
        return binomial_tail(observed, len(chances), chances[0])
    return poisson_binomial_tail(observed, chances)


def _order(signal: Signal) -> tuple[bool, Fraction, int, str]:
    look = signal.look
    return (look.p is None, Fraction(2) if look.p is None else look.p, -look.n, look.subject)


def _plain(look: Look) -> dict[str, Any]:
    exact = {"expected": str(look.expected), "p": str(look.p), "particulars": dict(look.particulars)}
    return {**vars(look), **exact, "evidence": [dict(row) for row in look.evidence]}
