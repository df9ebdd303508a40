"""Words: a text cut into words, numbers and marks, each with its place, and phrases found among them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[\n\t]|\S")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
#: What may stand for a number in a phrase, in braces, and how it is written.
SLOTS = {
    "year": re.compile(r"[12]\d{3}"),
    "short_year": re.compile(r"\d{2}"),
    "quarter": re.compile(r"[1-4]|i{1,3}|iv"),
    "half": re.compile(r"[12]|i{1,2}"),
    "months": re.compile(r"[1-9]|1[0-2]"),
    "month": re.compile(r"0?[1-9]|1[0-2]"),
    "day": re.compile(r"0?[1-9]|[12]\d|3[01]"),
    "count": re.compile(r"\d{1,3}"),
}
_SLOTS_AS_WORDS = {f"{{{name}}}" for name in SLOTS}
#: What may stand between the words of a loose phrase: “X (Y)” is read as “X Y”.
_BETWEEN = {"(", ")", ",", "“", "”", '"'}


@dataclass(frozen=True)
class Word:
    """One word, number or mark of a text: folded for comparing, with the place of its characters."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Return whether the word is written in digits."""
        return self.text[0].isdecimal()


@dataclass(frozen=True)
class Entry:
    """A phrase of a vocabulary and what it means; `{year}` and the like stand for numbers in it."""

    phrase: str
    kind: str
    sense: Any = None
    is_loose: bool = False


@dataclass(frozen=True)
class Found:
    """A phrase found in a text: what it means, where it ends, and the numbers in it."""

    kind: str
    sense: Any
    start: int
    end: int
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spelling:
    """How a language's spellings are made one before words are compared."""

    pairs: tuple[tuple[str, str], ...] = ()

    def fold(self, text: str) -> str:
        """Return the text in lower case, with one spelling for each pair."""
        folded = text.lower()
        for one, other in self.pairs:
            folded = folded.replace(one, other)
        return folded

    def cut(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text; their places are those of the text as it was given."""
        return tuple(Word(self.fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text))


class Lexicon:
    """Phrases, found at a place in a text; the longest wins."""

    def __init__(self, entries: Iterable[Entry], spelling: Spelling, before: "Lexicon | None" = None) -> None:
        self._spelling = spelling
        self._by_first: dict[str, tuple[tuple[tuple[str, ...], Entry], ...]] = defaultdict(tuple)
        self._by_first.update(before._by_first if before else {})
        for entry in entries:
            words = tuple(_words(entry.phrase, spelling))
            self._by_first["" if words[0] in _SLOTS_AS_WORDS else words[0]] += ((words, entry),)

    def with_entries(self, added: Iterable[Entry]) -> "Lexicon":
        """Return the lexicon with more phrases."""
        return Lexicon(added, self._spelling, self)

    def at(self, words: Sequence[Word], start: int) -> Found | None:
        """Return the longest phrase that begins with the word at `start`, or None."""
        candidates = (*self._by_first.get(words[start].text, ()), *self._by_first.get("", ()))
        matches = (_match(pattern, entry, words, start) for pattern, entry in candidates)
        return max((found for found in matches if found), key=lambda one: one.end, default=None)


def _words(phrase: str, spelling: Spelling) -> Iterable[str]:
    for part in re.split(r"(\{\w+\})", phrase):
        if _PLACEHOLDER.fullmatch(part):
            yield part
        else:
            yield from (word.text for word in spelling.cut(part))


def _match(pattern: Sequence[str], entry: Entry, words: Sequence[Word], start: int) -> Found | None:
    slots: dict[str, str] = {}
    place = start
    for part in pattern:
        is_between = entry.is_loose and start < place < len(words) and words[place].text in _BETWEEN
        if is_between and words[place].text != part:
            place += 1
        if place >= len(words) or not _fits(part, words[place].text, slots):
            return None
        place += 1
    return Found(entry.kind, entry.sense, start, place, slots)


def _fits(part: str, word: str, slots: dict[str, str]) -> bool:
    if part not in _SLOTS_AS_WORDS:
        return part == word
    name = part.strip("{}")
    slots[name] = word
    return bool(SLOTS[name].fullmatch(word))
