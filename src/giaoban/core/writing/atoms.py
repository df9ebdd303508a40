"""Atoms: the smallest things in a text that can be right or wrong, in the order in which they stand.

An atom is a number, or a bound word (a name, a verb, a quantifier); wording between them may change freely.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from giaoban.core.writing.passages import Mark, Passage

_NUMBER = r"(?:(?<![\w.,)])[-+])?\d+(?:[.,]\d+)*"
_IS_NUMBER = re.compile(_NUMBER)
_WORDS = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Atom:
    """One number or bound word, with where it stands in its text and the place of its passage."""

    text: str
    start: int
    end: int
    place: str = ""

    @property
    def is_number(self) -> bool:
        """Return whether the atom is a number."""
        return bool(_IS_NUMBER.fullmatch(self.text))


@dataclass(frozen=True)
class Stream:
    """Passages read as one text: `marks` and `atoms` hold places in that text."""

    text: str
    marks: tuple[Mark, ...]
    atoms: tuple[Atom, ...]


def vocabulary(expected: Iterable[Passage], names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of every atom: the bound words of the text, known names, any number."""
    words = set(names)
    for piece in expected:
        for mark in piece.marks:
            words.update(
                part.strip(" ()[].,;:") for part in _IS_NUMBER.split(piece.text[mark.start : mark.end])
            )
    known = sorted((re.escape(word) for word in words if word), key=len, reverse=True)
    bounded = (rf"(?<!\w){word}(?!\w)" if word[0] not in "%‰\\" else word for word in known)
    return re.compile("|".join([*bounded, _NUMBER]))


def stream(passages: Iterable[Passage], pattern: re.Pattern[str]) -> Stream:
    """Return the passages as one stream of atoms."""
    text, marks, atoms = "", [], []
    for piece in passages:
        offset = len(text)
        marks += [
            Mark(m.figure_id, m.start + offset, m.end + offset, m.role, m.unit_key) for m in piece.marks
        ]
        for found in pattern.finditer(piece.text):
            atoms.append(Atom(found.group(), found.start() + offset, found.end() + offset, piece.place))
        text += piece.text + "\n"
    return Stream(text, tuple(marks), tuple(atoms))


def pair(expected: Stream, found: Stream) -> list[tuple[int | None, int | None]]:
    """Return which expected atom became which found one, by index; None for one without a partner.

    Shape:   equal atoms pair by the longest common order; the rest pair kind by kind (number with
             number) within each gap.
    """
    texts = [atom.text for atom in expected.atoms], [atom.text for atom in found.atoms]
    pairs: list[tuple[int | None, int | None]] = []
    for tag, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        else:
            pairs += _pair_by_kind(expected, found, range(a, b), range(c, d))
    return _without_strays(pairs, expected, found)


def _without_strays(
    pairs: list[tuple[int | None, int | None]], expected: Stream, found: Stream
) -> list[tuple[int | None, int | None]]:
    """Part an atom from an equal one that, by the words around them, is really another occurrence."""
    stayed = _words_that_stayed(expected.text, found.text)
    places = set(stayed.values())
    kept: list[tuple[int | None, int | None]] = []
    for i, j in pairs:
        is_stray = (
            i is not None
            and j is not None
            and expected.atoms[i].text == found.atoms[j].text
            and expected.atoms[i].start not in stayed
            and found.atoms[j].start in places
        )
        kept += [(i, None), (None, j)] if is_stray else [(i, j)]
    return _with_partners(kept, expected, found, stayed)


def _with_partners(
    pairs: list[tuple[int | None, int | None]], expected: Stream, found: Stream, stayed: dict[int, int]
) -> list[tuple[int | None, int | None]]:
    """Pair lone atoms that stand at the same word of both texts."""
    lone = {found.atoms[j].start: j for i, j in pairs if i is None and j is not None}
    joined, taken = [], set()
    for i, j in pairs:
        if i is not None and j is None:
            j = lone.get(stayed.get(expected.atoms[i].start, -1))
            taken.add(j)
        joined.append((i, j))
    return [(i, j) for i, j in joined if i is not None or j not in taken]


def _words_that_stayed(expected: str, found: str) -> dict[int, int]:
    """Return where each unchanged word of the expected text begins in the found one."""
    left, right = list(_WORDS.finditer(expected)), list(_WORDS.finditer(found))
    texts = [word.group() for word in left], [word.group() for word in right]
    blocks = SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks()
    return {left[a + k].start(): right[b + k].start() for a, b, size in blocks for k in range(size)}


def _pair_by_kind(
    expected: Stream, found: Stream, left: range, right: range
) -> list[tuple[int | None, int | None]]:
    kinds = [expected.atoms[i].is_number for i in left], [found.atoms[j].is_number for j in right]
    pairs: list[tuple[int | None, int | None]] = []
    for tag, a, b, c, d in SequenceMatcher(None, *kinds, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(left[a:b], right[c:d], strict=True)
        else:
            pairs += [(i, None) for i in left[a:b]] + [(None, j) for j in right[c:d]]
    return pairs


def counterpart(expected: str, found: str, start: int, end: int) -> str:
    """Return the stretch of `found` that stands where `expected[start:end]` stood, by the words around it."""
    left, right = list(_WORDS.finditer(expected)), list(_WORDS.finditer(found))
    texts = [word.group() for word in left], [word.group() for word in right]
    taken: list[int] = []
    for tag, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        inside = [i for i in range(a, b) if start <= left[i].start() < end]
        if tag == "equal":
            taken += [c + i - a for i in inside]
        elif inside:
            taken += range(c, d)
    if not taken:
        return ""
    return found[right[min(taken)].start() : right[max(taken)].end()].strip(" ,;:.()")


def groups(atoms: Iterable[Atom], text: str) -> list[tuple[Atom, ...]]:
    """Return the atoms in groups that a reader sees as one: a date, a range, “15/18”."""
    ordered = sorted(atoms, key=lambda atom: atom.start)
    if not ordered:
        return []
    made = [[ordered[0]]]
    for before, after in pairwise(ordered):
        if re.fullmatch(r"\s?[/.-]?\s?", text[before.end : after.start]) and before.place == after.place:
            made[-1].append(after)
        else:
            made.append([after])
    return [tuple(group) for group in made]
