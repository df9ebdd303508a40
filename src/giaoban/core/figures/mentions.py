"""Mentions: the figures of a text, each with what it says of which indicator, or why it is left alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from giaoban.core.figures.attribution import Amount, Reason


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, or one row of a table with tabs between its cells, and where it stands.

    `fonts` are those in which it has letters beyond ASCII, but none beyond Latin-1.
    """

    text: str
    place: str = ""
    fonts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mention:
    """One figure of a text: where it stands and what it says, or the `reason` why it is left alone.

    `alternatives` are what the words may mean, the likeliest first; amounts of one alternative hold together.
    `start` and `end` are places in the paragraph's text, `quote` is the sentence.
    """

    place: str
    sentence: int
    start: int
    end: int
    text: str
    quote: str
    period: str = ""
    alternatives: tuple[tuple[Amount, ...], ...] = ()
    reason: Reason = ""


def apart(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the mentions that are compared with nothing, each with its reason."""
    return tuple(mention for mention in mentions if mention.reason)
