"""Claims: what an edited document says, held against the figures that the printed one was bound to.

The text is the ground, the bookmarks are a help: wording may change freely, and a sentence typed anew
claims the same as long as its numbers, names, verbs and their order are the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from giaoban.core.writing.comparisons import Claim, bindings, compare
from giaoban.core.writing.passages import (
    Grid,
    Passage,
    Piece,
    expected_pieces,
    normal,
    squeezed,
    without_enumerator,
)
from giaoban.core.writing.tabulated import check_grids

__all__ = ["Claim", "check", "likeness"]

_ALIKE = 0.5
_FEW_WORDS = 4


def check(
    document: Mapping[str, Any], found: Sequence[Piece], names: Iterable[str] = ()
) -> tuple[Claim, ...]:
    """Return each claim of the read-back pieces that differs from the document's bound spans.

    Edges:   paragraphs may move, split or merge; changed wording, and a paragraph typed anew with the
             same numbers and names in the same order, are no claims.
    """
    expected, known = expected_pieces(document), frozenset(map(normal, names))
    texts = _check_texts(_passages(expected), _passages(found), known)
    return (*texts, *check_grids(_grids(expected), _grids(found), known))


def likeness(document: Mapping[str, Any], found: Sequence[Piece]) -> int:
    """Return how many words the pieces share with the document: tells which language was edited."""
    return (_all_words(expected_pieces(document)) & _all_words(found)).total()


def _all_words(pieces: Sequence[Piece]) -> Counter[str]:
    cells = [cell for grid in _grids(pieces) for row in grid.rows for cell in row]
    return Counter(word for piece in [*_passages(pieces), *cells] for word in piece.text.split())


def _passages(pieces: Sequence[Piece]) -> list[Passage]:
    return [
        without_enumerator(piece) for piece in pieces if isinstance(piece, Passage) and piece.text.strip()
    ]


def _grids(pieces: Sequence[Piece]) -> list[Grid]:
    return [piece for piece in pieces if isinstance(piece, Grid)]


def _check_texts(expected: list[Passage], found: list[Passage], names: frozenset[str]) -> Iterator[Claim]:
    expected, found = _without_equal(expected, found), _without_equal(found, expected)
    for left, right in _components(expected, found):
        if right:
            yield from compare(left, right, names)
        else:
            yield from (_missing(passage) for passage in left if passage.marks)


def _without_equal(passages: list[Passage], others: list[Passage]) -> list[Passage]:
    left, unequal = Counter(_key(other) for other in others), []
    for passage in passages:
        if left[_key(passage)] > 0:
            left[_key(passage)] -= 1
        else:
            unequal.append(passage)
    return unequal


def _key(passage: Passage) -> str:
    """Return the text without what a layout may add to its end."""
    return squeezed(passage.text).rstrip("./ ")


def _missing(passage: Passage) -> Claim:
    return Claim("missing", squeezed(passage.text), "", passage.place, bindings(passage.marks))


def _components(
    expected: list[Passage], found: list[Passage]
) -> Iterator[tuple[list[Passage], list[Passage]]]:
    """Yield groups of passages that became one another: also one split in two, or two run together."""
    links = [[_is_akin(left, right) for right in found] for left in expected]
    free_left, free_right = set(range(len(expected))), set(range(len(found)))
    while free_left or free_right:
        group_left: set[int] = {min(free_left)} if free_left else set()
        group_right: set[int] = set() if free_left else {min(free_right)}
        grown = -1
        while grown != len(group_left) + len(group_right):
            grown = len(group_left) + len(group_right)
            group_right |= {j for j in free_right if any(links[i][j] for i in group_left)}
            group_left |= {i for i in free_left if any(links[i][j] for j in group_right)}
        free_left, free_right = free_left - group_left, free_right - group_right
        yield [expected[i] for i in sorted(group_left)], [found[j] for j in sorted(group_right)]


def _is_akin(expected: Passage, found: Passage) -> bool:
    words = Counter(expected.text.split()), Counter(found.text.split())
    shortest = min(words[0].total(), words[1].total())
    shared = (words[0] & words[1]).total() >= max(1, _ALIKE * shortest)
    if expected.marks and {m.figure_id for m in found.marks} & {m.figure_id for m in expected.marks}:
        return (words[0] & words[1]).total() >= _ALIKE / 2 * shortest
    return shared and (shortest > _FEW_WORDS or words[0].total() <= 2 * _FEW_WORDS)
