"""Any petition: a proposal to split loses no character; like texts are found as by looking at all pairs."""

from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.clustering import Text, Vocabulary, content_words, propose
from giaoban.core.conduct.positions import check_split
from giaoban.core.conduct.splitting import added, lost
from giaoban.core.conduct.splitting import propose as propose_split

PIECES = st.sampled_from(
    ["1.", "2.", "3)", "a)", "b)", "(1)", "(2)", "-", "+", "•", ";", ":", ".", "\n", " ", "\t", "đ)", "vốn",
     "Đất", "hòa", "hoà", "2.000", "tỷ", "½", "ﬁ", "é", "e\u0301"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map(" ".join))
SAID = st.sampled_from(["cầu", "đường", "sông", "núi", "vốn", "đất", "the", "of"])
WORDS = st.lists(SAID, max_size=9).map(" ".join)
VOCABULARY = st.builds(
    Vocabulary,
    stop_words=st.just(frozenset({"the", "of"})),
    stop_phrases=st.just(("vốn đất",)),
    threshold=st.sampled_from([Decimal("0.01"), Decimal("0.3"), Decimal("0.5"), Decimal("0.75"), Decimal(1)]),
    fewest=st.integers(1, 3),
)


@given(TEXTS)
def test_a_proposal_is_the_whole_text_and_may_always_be_taken(text):
    """Its pieces are the text, character by character; the parts that people see lose and add no word."""
    found = propose_split(text)
    if found is None:
        return
    assert found.lead + "".join(found.parts) == text
    assert len(found.parts) > 1
    assert lost(text, found.texts) == added(text, found.texts) == ()


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=4))
def test_a_split_that_is_taken_holds_every_word_as_often_as_the_whole(text, parts):
    """Whatever somebody types: either a word is named, or all words of the whole are in the parts."""
    if check_split(text, tuple(parts)) == ():
        assert lost(text, parts) == added(text, parts) == ()
    assert check_split(text, (text, "")) == ()


@given(st.lists(st.tuples(WORDS, st.sampled_from(["petition", "difficulty"])), max_size=9), VOCABULARY)
def test_proposals_are_those_of_looking_at_every_pair(told, vocabulary):
    """Nobody stands in two; each is like its lead, by its very words; and two that are left are not alike."""
    texts = [Text(number, kind, text) for number, (text, kind) in enumerate(told)]
    found = propose(reversed(texts), vocabulary)
    assert found == propose(texts, vocabulary)
    placed = [key for one in found for key in (one.lead, *(other.key for other in one.others))]
    assert len(placed) == len(set(placed))
    for one in found:
        for other in one.others:
            assert _share(texts[one.lead], texts[other.key], vocabulary) == other.share
    left = [one for one in texts if one.key not in placed]
    assert [pair for pair in combinations(left, 2) if _share(*pair, vocabulary)] == []


def _share(one: Text, other: Text, vocabulary: Vocabulary) -> Decimal:
    """Return the share of words in common where two texts are alike, else 0: the rule, said plainly."""
    own, others = (set(content_words(text.text, vocabulary)) for text in (one, other))
    common, every = len(own & others), len(own | others)
    is_alike = one.kind == other.kind and common >= max(vocabulary.fewest, vocabulary.threshold * every)
    return Decimal(common) / every if is_alike else Decimal(0)
