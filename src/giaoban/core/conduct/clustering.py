"""Clustering: texts that seem to ask the same are laid side by side, with the words that speak for it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from giaoban.core.conduct.splitting import words
from giaoban.core.registry.units import fold


@dataclass(frozen=True)
class Text:
    """One text to compare: its key, its kind, what it says, and the cluster it lies in already, if any."""

    key: int
    kind: str
    text: str
    cluster: int = 0


@dataclass(frozen=True)
class Likeness:
    """How like one text is to another: the words that both hold, as share of all that either holds."""

    key: int
    words: tuple[str, ...]
    share: Decimal


@dataclass(frozen=True)
class Proposal:
    """Texts that seem to ask what the leading one asks; with `cluster`, they may join the one it lies in."""

    lead: int
    others: tuple[Likeness, ...]
    cluster: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """What is left out before texts are compared, and from which share on they are alike.

    `fewest` is how many words two texts must have in common at least.
    """

    stop_words: frozenset[str] = frozenset()
    stop_phrases: tuple[str, ...] = ()
    threshold: Decimal = Decimal("0.5")
    fewest: int = 4

    @cached_property
    def phrases(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Return the phrases that say nothing of the matter by their first word, the longest first."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in self.stop_phrases:
            if said := tuple(words(phrase)):
                found.setdefault(said[0], []).append(said)
        return {first: tuple(sorted(own, key=len, reverse=True)) for first, own in found.items()}

    @cached_property
    def ignored(self) -> frozenset[str]:
        """Return the words that say nothing of the matter, as they are compared."""
        return frozenset(said for word in self.stop_words for said in words(word))


def content_words(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the words of a text that tell what it is about: without marks, each with its first spelling.

    Edges:   phrases and words of the vocabulary are left out where they stand with their own marks, for
             without them they may be others; so are numbers, which differ from one who asks to the next.
    """
    found: dict[str, str] = {}
    said, place = words(text), 0
    while place < len(said):
        if length := _phrase_at(said, place, vocabulary):
            place += length
            continue
        word = said[place]
        if word not in vocabulary.ignored and not any(map(str.isdecimal, word)):
            found.setdefault(fold(word), word)
        place += 1
    return found


def propose(texts: Iterable[Text], vocabulary: Vocabulary) -> tuple[Proposal, ...]:
    """Return which texts of one kind seem to ask the same; people decide, nothing is merged by itself.

    Shape:   first what may join a cluster that there is, then new ones, the largest first. Each text stands
             in one proposal at most, directly like its lead; the order of `texts` changes nothing.
    """
    known = {one.key: one for one in texts}
    alike = _alike(known.values(), vocabulary)
    joining = _joining(known, alike)
    placed = {other.key for proposal in joining for other in proposal.others}
    free = {key for key, one in known.items() if not one.cluster and key not in placed}
    return (*joining, *_stars(free, alike))


def _phrase_at(said: Sequence[str], place: int, vocabulary: Vocabulary) -> int:
    """Return how many words the longest phrase has that begins at a place; 0 where none does."""
    phrases = vocabulary.phrases.get(said[place], ())
    return next((len(one) for one in phrases if tuple(said[place : place + len(one)]) == one), 0)


def _alike(texts: Iterable[Text], vocabulary: Vocabulary) -> dict[int, list[Likeness]]:
    """Return for each text those that are like it."""
    told = {one.key: (one.kind, content_words(one.text, vocabulary)) for one in texts}
    found: dict[int, list[Likeness]] = {key: [] for key in told}
    for one, other in sorted(_candidates(told, vocabulary.threshold)):
        own, others = told[one][1], told[other][1]
        common = own.keys() & others.keys()
        count = len(own) + len(others) - len(common)
        if len(common) >= vocabulary.fewest and len(common) >= vocabulary.threshold * count:
            share = Decimal(len(common)) / count
            found[one].append(Likeness(other, tuple(own[word] for word in own if word in common), share))
            found[other].append(
                Likeness(one, tuple(others[word] for word in others if word in common), share)
            )
    return found


def _candidates(
    told: Mapping[int, tuple[str, Mapping[str, str]]], threshold: Decimal
) -> set[tuple[int, int]]:
    """Return every pair of one kind that can be alike, without looking at all pairs.

    Two sets whose share reaches the threshold have a word in common among the rarest of each: among all but
    the threshold's part of their words, less one.
    """
    frequency = Counter(word for _, own in told.values() for word in own)
    seen: dict[tuple[str, str], list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for key, (kind, own) in sorted(told.items()):
        rarest = sorted(own, key=lambda word: (frequency[word], word))
        needed = int(-(-threshold * len(rarest) // 1))
        for word in rarest[: len(rarest) - max(needed, 1) + 1]:
            before = seen.setdefault((kind, word), [])
            pairs |= {(one, key) for one in before}
            before.append(key)
    return pairs


def _joining(known: Mapping[int, Text], alike: Mapping[int, Sequence[Likeness]]) -> tuple[Proposal, ...]:
    """Return which free texts may join a cluster: that of the text in one that they are most like."""
    found: dict[int, list[Likeness]] = {}
    for key in sorted(key for key, one in known.items() if not one.cluster):
        clustered = [one for one in alike[key] if known[one.key].cluster]
        if clustered:
            lead = min(clustered, key=lambda one: (-one.share, one.key))
            found.setdefault(lead.key, []).append(Likeness(key, lead.words, lead.share))
    return tuple(Proposal(lead, tuple(others), known[lead].cluster) for lead, others in sorted(found.items()))


def _stars(free: set[int], alike: Mapping[int, Sequence[Likeness]]) -> Iterator[Proposal]:
    """Yield groups around the text that is like most others, again and again until none is like another."""
    left = set(free)
    while left:
        near = {key: [one for one in alike[key] if one.key in left] for key in left}
        lead = min(left, key=lambda key: (-len(near[key]), key))
        if not near[lead]:
            return
        yield Proposal(lead, tuple(sorted(near[lead], key=lambda one: one.key)))
        left -= {lead, *(one.key for one in near[lead])}
