"""Two hundred spoiled workbooks: each value is read as a person reads it, or named; none crashes."""

import re
import time
from collections import Counter
from functools import cache

import pytest
from django.utils import translation

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures.entries import value_of
from giaoban.core.figures.fillings import Reading
from giaoban.files.excel.books import read_book
from giaoban.files.excel.marks import mark
from giaoban.web.components.findings import say
from tests.factories.fuzzed import COUNT, KINDS, Case, case, table
from tests.factories.workbooks import FILE, WORDS, form, reading
from tests.house.tree import ROOT

DOCUMENT = ROOT / "docs" / "workbooks.md"
_MARKS = re.compile(r"(<!-- verdicts -->\n).*?(<!-- end -->)", re.DOTALL)
#: Seconds of work for one workbook, its marked copy included, on whatever machine.
_LONGEST = 10


@cache
def told(number: int) -> tuple[Case, Reading, tuple[Finding, ...], float]:
    """Return a case, what was read of it, every finding, and how long that worked."""
    one = case(number)
    begun = time.process_time()
    try:
        read = reading(one.content)
    except Invalid as fault:
        read = Reading(findings=fault.findings)
    found = (*read.findings, *(finding for filled in read.filled for finding in filled.findings))
    if any(finding.severity == "error" for finding in found) and read.filled:
        mark(read_book(one.content, FILE), one.content, found, WORDS)
    return one, read, found, time.process_time() - begun


@pytest.mark.parametrize("number", range(COUNT))
def test_no_workbook_is_silently_accepted(number):
    """The oracle of the case: values, named rows, noted codes, or a refusal by one of its codes."""
    one, read, found, spent = told(number)
    assert spent < _LONGEST
    codes = {finding.code for finding in found}
    assert all(finding.title and finding.detail and finding.where.file == FILE for finding in found)
    if one.refused and not read.filled:
        assert codes & one.refused, codes
        return
    assert not one.refused or "" in one.refused, f"{one.kind} was not refused"
    filled = {each.entry.line_id: each for each in read.filled}
    for line_id, value in one.values.items():
        errors = [f for f in filled[line_id].findings if f.severity == "error"]
        assert (value_of(form().line(line_id), filled[line_id].entry), errors) == (value, []), one.kind
    for line_id, code in one.named.items():
        each = filled[line_id]
        assert code in {f.code for f in each.findings if f.severity == "error"}, (one.kind, each.findings)
        assert {f.where.row for f in each.findings} >= {each.where.row} or code == "double_line"
    for line_id, text in one.explanations.items():
        assert filled[line_id].entry.explanation == text
    assert codes >= set(one.noted), one.kind


@pytest.mark.parametrize("number", range(COUNT))
def test_every_finding_is_told_in_the_officers_language(number):
    """The page has words for each, filled with its numbers and names, and they are not the English ones."""
    _, _, found, _ = told(number)
    with translation.override("vi"):
        said = [(finding, *say(finding)) for finding in found]
    assert [one for one, title, detail in said if title == one.title or detail == one.detail] == []


def verdicts() -> list[tuple[str, str, Counter[str]]]:
    """Return kind, verdict and codes of every case."""
    return [_verdict(number) for number in range(COUNT)]


def _verdict(number: int) -> tuple[str, str, Counter[str]]:
    one, _, found, _ = told(number)
    severities = {finding.severity for finding in found}
    verdict = "refused" if "error" in severities else "named" if severities else "read"
    return one.kind, verdict, Counter(finding.code for finding in found)


def tabled(text: str, found: list[tuple[str, str, Counter[str]]]) -> str:
    """Return the document with the table of these verdicts."""
    lines = "\n".join(table(found))
    return _MARKS.sub(lambda marks: f"{marks[1]}\n{lines}\n\n{marks[2]}", text)


def test_every_verdict_is_documented():
    """docs/workbooks.md holds the counts of this very run; every kind has come up."""
    assert {kind for kind, _, _ in verdicts()} == {spoil.__name__ for spoil in KINDS}
    text = DOCUMENT.read_text("utf-8")
    assert text == tabled(text, verdicts())
