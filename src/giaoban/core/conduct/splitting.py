"""Splitting: how a text that asks for several things may be taken apart, so that no word of it is lost."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
#: What counts up: a number of one or two digits or one letter, as “1.”, “1)”, “(1)”, “a.”, “a)” or “(a)”.
_COUNTING = re.compile(r"(?:(?<=^)|(?<=[\s;:,.]))(\(?)(\d{1,2}|[^\W\d_])([.)])(?=\s)")
#: What stands at the beginning of a line and does not count.
_BULLET = re.compile(r"^[ \t]*([-–—•+*])[ \t]", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?…]\s+|\n")
#: The letters that count where a pack does not say otherwise.
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True)
class Split:
    """What stands before the parts of a text, and each part as it stands there: together, the text."""

    lead: str
    parts: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return each part so that it stands alone: after the words that lead to all of them.

        Edges:   only the last sentence before a colon leads to all; what is before that goes with the first.
        """
        said = self.lead.strip()
        leading = _SENTENCE_END.split(said)[-1] if said.endswith(":") else ""
        first, *others = self.parts
        return (_joined(said, first), *(_joined(leading, one) for one in others))


def propose(text: str, letters: Sequence[str] = LETTERS, fewest_words: int = 3) -> Split | None:
    """Return how a text may be split: at its enumeration, else at its semicolons; None where it has neither.

    Edges:   of an enumeration inside another one the outer counts: the one whose first mark comes first. A
             mark counts only in its turn, from the first on. Between semicolons stand `fewest_words` or more.
    """
    listed = [*_counted(text, letters), *_bulleted(text)]
    if listed:
        return _cut(text, min(listed, key=lambda starts: starts[0]))
    return _at_semicolons(text, fewest_words)


def lost(text: str, parts: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a text that its parts together do not hold as often as it does, in their order."""
    held = Counter(word for part in parts for word in words(part))
    missing = Counter(words(text)) - held
    return tuple(dict.fromkeys(word for word in words(text) if word in missing))


def added(text: str, parts: Sequence[str]) -> tuple[str, ...]:
    """Return the words of the parts that the text does not hold, in their order."""
    said = set(words(text))
    return tuple(dict.fromkeys(word for part in parts for word in words(part) if word not in said))


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, small and composed, with their marks."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _counted(text: str, letters: Sequence[str]) -> Iterator[list[int]]:
    """Yield where the marks of each enumeration stand that counts from its first to a second one at least."""
    numbers = tuple(map(str, range(1, 100)))
    found: dict[tuple[str, str, bool], list[int]] = {}
    for mark in _COUNTING.finditer(text):
        opened, value, closed = mark[1], mark[2].lower(), mark[3]
        style = (opened, closed, value.isdecimal())
        turns, starts = numbers if value.isdecimal() else letters, found.setdefault(style, [])
        if len(starts) < len(turns) and value == turns[len(starts)]:
            starts.append(mark.start())
    yield from (starts for starts in found.values() if len(starts) > 1)


def _bulleted(text: str) -> Iterator[list[int]]:
    found: dict[str, list[int]] = {}
    for mark in _BULLET.finditer(text):
        found.setdefault(mark[1], []).append(mark.start(1))
    yield from (starts for starts in found.values() if len(starts) > 1)


def _at_semicolons(text: str, fewest_words: int) -> Split | None:
    ends = [found.end() for found in re.finditer(";", text) if text[found.end() :].strip()]
    if not ends:
        return None
    colon = text.find(":", 0, ends[0])
    split = _cut(text, [colon + 1, *ends])
    return split if all(len(words(part)) >= fewest_words for part in split.parts) else None


def _cut(text: str, starts: Sequence[int]) -> Split:
    ends = [*starts, len(text)]
    return Split(text[: starts[0]], tuple(text[start:end] for start, end in pairwise(ends)))


def _joined(lead: str, part: str) -> str:
    return f"{lead} {part.strip()}".strip()
