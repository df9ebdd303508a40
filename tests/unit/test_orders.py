"""Orders of lists on the real report: any two entries exchanged are one claim, whichever one moved."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from giaoban.core.writing.claims import check
from giaoban.core.writing.passages import Passage, normal, passage
from tests.factories.reviews import reviewed

FACTSHEET = reviewed("vn", "2023-annual")
NAMES = {unit["name"] for unit in FACTSHEET["units"]}
_BEHIND_NAME = {"value", "tally", "share", "threshold", "rank", "verb"}
Spans = list[dict[str, Any]]


def _lists(language: str) -> Iterator[Spans]:
    blocks = FACTSHEET["documents"][language]["blocks"]
    paragraphs = (block["spans"] for block in blocks if block["kind"] == "paragraph")
    yield from (spans for spans in paragraphs if sum(s.get("role") == "name" for s in spans) > 1)


def _entries(spans: Spans) -> list[range]:
    """Return each entry of a list: a name with the numbers and verbs behind it."""
    starts = [place for place, span in enumerate(spans) if span.get("role") == "name"]
    ends = []
    for start, stop in zip(starts, [*starts[1:], len(spans)], strict=True):
        bound = [place for place in range(start, stop) if spans[place].get("role") in _BEHIND_NAME]
        ends.append(max([start, *bound]) + 1)
    return [range(start, end) for start, end in zip(starts, ends, strict=True)]


def _exchanged(spans: Spans, one: range, other: range) -> str:
    parts = (spans[: one.start], _cut(spans, other), spans[one.stop : other.start], _cut(spans, one))
    return "".join(span["text"] for part in (*parts, spans[other.stop :]) for span in part)


def _cut(spans: Spans, part: range) -> Spans:
    return [spans[place] for place in part]


def _kinds(spans: Spans, text: str) -> list[str]:
    document = {"blocks": [{"kind": "paragraph", "spans": spans}], "tables": {}}
    return [claim.kind for claim in check(document, [Passage(normal(text))], NAMES)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_two_neighbouring_entries_exchanged_are_one_claim_of_order(language):
    """Names with their numbers: every number still stands behind its own name."""
    wrong = [
        (spans[one.start]["text"], spans[other.start]["text"])
        for spans in _lists(language)
        for one, other in pairwise(_entries(spans))
        if _kinds(spans, _exchanged(spans, one, other)) != ["changed_order"]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_two_neighbouring_names_exchanged_are_one_claim_of_order(language):
    """Names alone: every number now stands behind the wrong name."""
    wrong = [
        (spans[one.start]["text"], spans[other.start]["text"])
        for spans in _lists(language)
        for one, other in pairwise(range(e.start, e.start + 1) for e in _entries(spans))
        if _kinds(spans, _exchanged(spans, one, other)) != ["changed_order"]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu"),
        ("Lai Châu", "Lai\u2009Châu"),
        ("Lai Châu", "Lai\u200b Châu"),
        ("Quảng Nam", "Quảng\u00a0Na\u00adm"),
        ("(-9,28%)", "(\u22129,28\u202f%)"),
        ("(-9,28%)", "(\u20119,28 %)"),
    ],
)
def test_what_a_word_processor_puts_in_by_itself_is_no_claim(old, new):
    """Dashes for hyphens, spaces that do not break, marks that are not seen."""
    spans = next(spans for spans in _lists("vi") if "-9,28%" in passage(spans).text)
    text = passage(spans).text
    assert old in text
    assert _kinds(spans, text.replace(old, new)) == []


def test_a_changed_year_is_a_changed_number_that_says_what_stood_there():
    """Numbers that no figure is bound to are told with what was printed."""
    printed, edited = "Tốc độ tăng GRDP năm 2023, theo tỉnh", "Tốc độ tăng GRDP năm 2022, theo tỉnh"
    document = {"blocks": [{"kind": "heading", "level": 1, "text": printed}], "tables": {}}
    (claim,) = check(document, [Passage(edited)], NAMES)
    assert (claim.kind, claim.expected, claim.found) == ("changed_number", "2023", "2022")
