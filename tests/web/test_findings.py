"""Findings in words: every finding on what is reported can be said, in both languages, with its numbers."""

import ast
import inspect
import re
from decimal import Decimal

import pytest
from django.utils import translation

from giaoban.actions import drafts
from giaoban.actions import listings as receiving
from giaoban.actions import workbooks as receiving_workbooks
from giaoban.core.errors import Finding, Place
from giaoban.core.figures import (
    addressees,
    blocks,
    contradictions,
    doubles,
    edits,
    entries,
    fillings,
    leftovers,
    listings,
    narratives,
    numerals,
    workbooks,
)
from giaoban.core.figures import answers as cell_answers
from giaoban.core.figures.faults import TEXTS, fault, said_plainly
from giaoban.core.review.rules import (
    answers,
    changes,
    explanations,
    limits,
    outliers,
    relations,
    signals,
    totals,
)
from giaoban.files.excel import books
from giaoban.files.tables import text as csv_text
from giaoban.web.components.findings import _SAYERS, say
from tests.factories.checked import figure, found, rule
from tests.web.test_translations import entries as catalogue

MODULES = [
    *(numerals, entries, contradictions, narratives, listings, edits, receiving, drafts),
    *(answers, limits, changes, relations, explanations, outliers, signals, totals),
]
#: Where a code is put together of parts.
COMPOSED = {
    *(f"{said}_{by}" for said in ("change", "revision") for by in ("percent", "points")),
    *(f"{kind}_{size}" for kind in ("unit_of_measure", "decimal_mark") for size in ("large", "small")),
    *(f"unlike_own_past_{by}" for by in ("percent", "points")),
}
#: What tells of files that came back; a code is chosen in them by more than one name.
OF_FILES = [
    *(addressees, cell_answers, blocks, doubles, fillings, leftovers, workbooks, listings),
    *(receiving_workbooks, receiving, books, csv_text),
]
WORDS = {name for name, sayer in _SAYERS.items() if sayer is str}
EXAMPLES = {
    **dict.fromkeys(WORDS, "GRDP"),
    "text": "1.234",
    "whole": "1234",
    "fraction": "1.234",
    "padded": "1.2340",
    "reason": "It is approved.",
    "verdict": "met",
    "computed": "exceeded",
}


def example(code: str) -> Finding:
    """Return a finding of this code with a number or a word for every value."""
    names = re.findall(r"%\((\w+)\)s", "".join(TEXTS[code]))
    return fault(code, Place(), **{name: EXAMPLES.get(name, Decimal("1234.5")) for name in names})


def codes_of(module) -> set[str]:
    """Return the codes that a module gives findings, as far as they stand in it as they are."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    named = [(getattr(call.func, "id", None) or getattr(call.func, "attr", None), call) for call in calls]
    literals = [
        one.value
        for name, call in named
        if name in ("fault", "finding")
        for one in call.args[:2]
        if isinstance(one, ast.Constant)
    ]
    assert not [name for name, _ in named if name == "Finding"], "say it with a fault, which has its texts"
    return set(literals)


def mentioned(module) -> set[str]:
    """Return the codes of the table that stand anywhere in a module."""
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    return {node.value for node in nodes if isinstance(node, ast.Constant)} & {*TEXTS}


def test_no_finding_on_what_is_reported_is_without_texts():
    """Every code of the modules that read and check entries is in the table, and the table has no other."""
    said = set().union(*map(codes_of, MODULES))
    said |= set().union(*map(mentioned, OF_FILES)) | COMPOSED
    assert said | {"attachment_missing", "no_reason_to_return"} == set(TEXTS)


@pytest.mark.parametrize("code", TEXTS)
def test_in_english_a_page_says_what_the_finding_says(code):
    """The same texts; numbers get their marks."""
    finding = example(code)
    with translation.override("en"):
        title, detail = say(finding)
    assert (title.replace("1,234.5", "1234.5"), detail.replace("1,234.5", "1234.5")) == (
        finding.title,
        finding.detail,
    )


@pytest.mark.parametrize("code", TEXTS)
def test_in_vietnamese_it_is_a_sentence_of_an_office(code):
    """Vietnamese words with their marks, decimal comma, no code, no name of a value, no missing number."""
    with translation.override("vi"):
        title, detail = say(example(code))
    for text in (title, detail):
        assert text != "" and text[0] in "“0123456789" + text[0].upper()
        assert not re.search(r"%\(|%%|_|\bNone\b|[a-z]\.[a-z]", text), text
        assert re.search(r"[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹầấậẩẫằắặẳẵềếệểễồốộổỗờớợởỡừứựửữ]", text), text
        assert "1234.5" not in text and "1,234.5" not in text
    assert detail.endswith((".", "?")) and not title.endswith(".")
    shown = {name for name in re.findall(r"%\((\w+)\)s", TEXTS[code][0]) if name not in EXAMPLES}
    assert not shown or "1.234,5" in title


def test_a_translation_keeps_every_number():
    """What the English text fills in, the Vietnamese one does too."""
    known = catalogue()
    for text in (each for both in TEXTS.values() for each in both):
        names = [sorted(re.findall(r"%\((\w+)\)s", one)) for one in (text, known[text])]
        assert names[0] == names[1], text


def test_numbers_are_written_as_the_reader_writes_them():
    """Billions of dong with points between thousands and a decimal comma; a typed number keeps its digits."""
    (finding,) = found(rule("change"), figure("EXPORTS", "31800,5", last_year="5000"))
    with translation.override("vi"):
        assert say(finding)[0] == ("“Exports” là 31.800,5, năm trước là 5.000: thay đổi 536,01%, quá mức 50%")
    with translation.override("en"):
        assert "31,800.5" in say(finding)[0]
    (typed,) = found(rule("change"), figure("EXPORTS", "1.234"))
    with translation.override("vi"):
        assert say(typed) == (
            "“1.234” có thể là 1234 hoặc 1,234",
            "Nhập 1234 nếu là hàng nghìn, 1,2340 nếu là phần thập phân.",
        )


def test_verdicts_are_said_in_words():
    """As the marks of the pages say them."""
    finding = example("verdict_differs")
    with translation.override("vi"):
        assert say(finding)[0] == "“GRDP” được tự đánh giá là “đạt”, theo số liệu là “vượt”"


def test_other_findings_stand_as_they_are():
    """Of a code that is not known here, or of one that another has taken for its own words."""
    for code in ("of_a_file", "no_reason", "not_reported"):
        other = Finding(code, "Something else", "Do something.")
        with translation.override("vi"):
            assert say(other) == ("Something else", "Do something.")


def test_a_text_with_a_percent_sign_of_its_own_is_no_riddle():
    """What somebody typed is shown, never read as a place for a value."""
    finding = fault("percent_sign", Place(), text="7%% %(line)s")
    with translation.override("en"):
        assert say(finding)[0] == "“7%% %(line)s” carries a percent sign"


def test_a_number_in_a_finding_has_no_exponent_and_no_idle_zero():
    """As a person would write it."""
    numbers = {"1E+3": "1000", "1.50": "1.5", "100": "100", "-0.10": "-0.1"}
    assert {text: said_plainly(Decimal(text)) for text in numbers} == numbers
