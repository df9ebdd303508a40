"""Classification: which secrecy marks a text carries, and which classifications an upload may declare."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

#: The topic of a pack's rules that lays marks and classifications down.
TOPIC = "classification"
#: No stamp is longer, counted in letters and digits.
_LONGEST_STAMP = 80
#: How far a word beside a mark is looked for.
_NEAR = 40
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
#: What stands apart in one line: cells, columns and tabulated places.
_APART = re.compile(r"[\t|\u2500-\u257f]|\s{3,}")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)(?:\s+|-)$")
_WORD_AFTER = re.compile(r"(?:\s+|-)([^\W\d_]+)")


@dataclass(frozen=True)
class Classification:
    """What an upload may be declared as, its names by language, and whether such a file is taken in."""

    classification: str
    names: Mapping[str, str]
    is_taken: bool


#: What may be declared where no rule says more: nothing above internal.
PLAIN = (
    Classification("public", {"en": "Public"}, True),
    Classification("internal", {"en": "Internal"}, True),
)


@dataclass(frozen=True)
class Mark:
    """A mark that a text carries: the rule's word, whether it is certain or a doubt, and the line from 1."""

    word: str
    is_certain: bool
    line: int


@dataclass(frozen=True)
class Markings:
    """What the rules of a day say: the words of stamps, and the classifications to choose from.

    `marks` leads each word to its spellings; `before` and `after` are what a stamp may say beside it;
    `doubts` are whole lines that go with secrets, `symbols` parts of a document number that do.
    """

    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    classifications: tuple[Classification, ...] = PLAIN

    def classification(self, declared: str) -> Classification | None:
        """Return the classification that was declared; None if the rules know no such one."""
        return next((one for one in self.classifications if one.classification == declared), None)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Every spelling without its gaps, the longest first, and the word that it spells."""
        found = {_squeezed(s): word for word, spellings in self.marks.items() for s in (word, *spellings)}
        return dict(sorted(found.items(), key=lambda one: -len(one[0])))

    @cached_property
    def _doubted(self) -> dict[str, str]:
        return {_squeezed(line): line for line in self.doubts}

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile(
            _either((*self._spellings, *self._doubted, *(_squeezed(one) for one in self.symbols)))
        )

    @cached_property
    def _stamp(self) -> re.Pattern[str]:
        """A line without its gaps in which nothing stands but marks, numbers, and words that go with them."""
        mark, before, after = (
            _either(words)
            for words in (self._spellings, map(_squeezed, self.before), map(_squeezed, self.after))
        )
        return re.compile(rf"(?:{before}|\d)*(?:{mark})(?:{mark}|{after}|\d)*")

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        """Marks and numbers, without a word that goes with them."""
        return re.compile(rf"(?:{_either(self._spellings)}|\d)+")

    @cached_property
    def _shouted(self) -> re.Pattern[str]:
        """A mark in capitals, as a word of its own."""
        words = sorted(self.marks, key=lambda word: -len(word))
        spelt = "|".join(r"\s{1,3}".join(map(re.escape, word.upper().split())) for word in words)
        return re.compile(rf"(?<![^\W_])(?:{spelt})(?![^\W_])")

    @cached_property
    def _number(self) -> re.Pattern[str]:
        """A document number, as 12-AB/CD, one of whose parts is a symbol."""
        part = r"[^\W_]{1,20}"
        symbols = "|".join(map(re.escape, self.symbols)) or r"\b\B"
        return re.compile(rf"(?<![^\W_])\d{part}?(?:[/-]{part}){{0,4}}[/-](?:{symbols})(?![^\W_])")


def markings(rules: Iterable[Mapping[str, Any]], on: str) -> Markings:
    """Return what the dated `rules` say on the day `on`.

    Edges:   a mark of a rule that has ended still counts, for papers keep their stamps; classifications are
             those in force. Without a rule no mark is known, and nothing above internal can be declared.
    """
    begun = [
        rule
        for rule in sorted(rules, key=lambda one: str(one["valid_from"]))
        if str(rule["valid_from"]) <= on
    ]
    stamps = [rule for rule in begun if rule["rule"] == "marks"]
    in_force = [
        rule
        for rule in begun
        if rule["rule"] == "classifications" and (not rule["valid_to"] or on < str(rule["valid_to"]))
    ]
    return Markings(
        {word: spellings for rule in stamps for word, spellings in _spelt(rule)},
        *(_together(stamps, name) for name in ("before", "after", "doubts", "symbols")),
        classifications=_declarable(in_force[-1]) if in_force else PLAIN,
    )


def find_marks(text: str, marked: Markings, *, is_wrapped: bool = False) -> tuple[Mark, ...]:
    """Return the secrecy marks in one piece of text: a paragraph, a cell, or lines of a page.

    A stamp is a line, or a part of one that stands apart, in which nothing stands but the mark, numbers and
    words that go with it, however it is spaced, framed or spelt. It is certain in capitals or with such a
    word, else a doubt. A mark in capitals with no word in capitals beside it, a whole line that goes with
    secrets, and a document number with such a symbol are doubts. Whatever else holds the word is text.

    Edges:   `is_wrapped` says that lines end where the page does: one in small letters only goes on from the
             line before, and is no stamp.
    """
    if not marked.marks or not marked._any.search(_squeezed(text)):
        return ()
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    lines = composed.splitlines()
    found = [
        one for number, line in enumerate(lines, 1) for one in _of_line(line, number, marked, is_wrapped)
    ]
    if not found and len(lines) > 1 and (whole := _of_stamp(composed, marked, is_wrapped)):
        found = [Mark(*whole, 1)]
    return tuple(found)


def _of_line(line: str, number: int, marked: Markings, is_wrapped: bool) -> Iterator[Mark]:
    for part in _APART.split(line):
        if stamp := _of_stamp(part, marked, is_wrapped):
            yield Mark(*stamp, number)
        elif (word := _standing_out(part, marked)) or (word := _numbered(part, marked)):
            yield Mark(word, False, number)


def _of_stamp(part: str, marked: Markings, is_wrapped: bool) -> tuple[str, bool] | None:
    """Return the word that the whole part says and whether it is certain; None if it says more."""
    said = _squeezed(part)
    if not said or len(said) > _LONGEST_STAMP or (is_wrapped and part.islower()):
        return None
    if said in marked._doubted:
        return marked._doubted[said], False
    if not marked._stamp.fullmatch(said):
        return None
    word = next(word for spelling, word in marked._spellings.items() if spelling in said)
    return word, part.isupper() or not marked._bare.fullmatch(said)


def _standing_out(part: str, marked: Markings) -> str:
    """Return a mark in capitals with no word in capitals right beside it; empty where there is none."""
    for found in marked._shouted.finditer(part):
        before = _WORD_BEFORE.search(part[max(0, found.start() - _NEAR) : found.start()])
        after = _WORD_AFTER.match(part[found.end() : found.end() + _NEAR])
        if not any(beside and beside[1].isupper() for beside in (before, after)):
            return " ".join(found[0].split())
    return ""


def _numbered(part: str, marked: Markings) -> str:
    found = marked._number.search(part)
    return next((one for one in marked.symbols if one in found[0]), "") if found else ""


def _squeezed(text: str) -> str:
    """Return the letters and digits alone, composed and small: what is left of a stamp without its frame."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: -len(word))
    return "|".join(map(re.escape, longest_first)) or r"\b\B"


def _spelt(rule: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((str(one["mark"]), tuple(map(str, one.get("also", ())))) for one in rule["marks"])


def _together(rules: Iterable[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one) for rule in rules for one in rule.get(name, ())))


def _declarable(rule: Mapping[str, Any]) -> tuple[Classification, ...]:
    return tuple(
        Classification(str(one["classification"]), dict(one["names"]), bool(one["is_taken"]))
        for one in rule["classifications"]
    )
