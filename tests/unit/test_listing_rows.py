"""A form as CSV: every row understood or named; no cell is a formula; what two changed is shown from both."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.errors import Invalid, Place
from giaoban.core.figures.edits import Standing, weigh
from giaoban.core.figures.entries import VERDICTS, Entry, tidy
from giaoban.core.figures.forms import Form, Line, Past
from giaoban.core.figures.listings import (
    COLUMNS,
    MOST_ROWS,
    Typed,
    read_rows,
    shield,
    unshield,
    write_rows,
)
from giaoban.files.tables.text import read_csv, write_csv
from tests.spec.scoring import target

GROWTH = Line(
    "GROWTH@2023", "figure", "economy", "Tăng trưởng", "2023", "PCT", 2, "GROWTH",
    low=Decimal(-50), high=Decimal(100), last_year=Past("2022", Decimal("7.50")),
)  # fmt: skip
RESULT = Line("T1", "result", "targets", "Own target", "2023", "PCT", 2, "GROWTH", target(target="7.5"))
WORDS = Line("T2", "result", "targets", "Keep order", "2023", "", None, target=target(op="text", target=None))
FORM = Form("r", "north", {}, {}, (GROWTH, RESULT, WORDS))
KEPT = {"GROWTH@2023": Entry("GROWTH@2023", "8,1", "Vốn, và mưa"), "T1": Entry("T1", "8", verdict="met")}
VERSIONS = {"GROWTH@2023": 3, "T1": 1}
#: What people type, and what is dangerous in a spreadsheet.
TEXTS = st.text(
    st.sampled_from("=+-@\t,;'\"\n\r 1.aá%|!＝") | st.characters(exclude_categories=["Cs"]), max_size=25
)


def written(delimiter: str = ",") -> list[list[str]]:
    """Return the rows of the form as they are handed out."""
    return write_rows(FORM, KEPT, VERSIONS)


def sent(*rows: Sequence[str], heading: Sequence[str] = COLUMNS, delimiter: str = ",") -> bytes:
    """Return rows below a heading as somebody sends them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([heading, *rows])
    return text.getvalue().encode()


def row(**cells: str) -> list[str]:
    """Return one row with these cells and no others."""
    return [{"line_id": "GROWTH@2023", "version": "3", **cells}.get(name, "") for name in COLUMNS]


def read(content: bytes) -> tuple[tuple[Typed, ...], list[tuple[str, int | None, str]]]:
    """Return what the rows say, and the findings by code, row and column."""
    typed, findings = read_rows([FORM], read_csv(content, "f.csv", COLUMNS))
    return typed, [(one.code, one.where.row, one.where.column) for one in findings]


def test_a_form_is_written_with_what_is_known_and_what_stands_in_it():
    """One row a line in the order of the form; numbers with a point, what was typed as it was typed."""
    heading, growth, result, words = written()
    assert heading == list(COLUMNS)
    assert growth == [
        "GROWTH@2023",
        "Tăng trưởng",
        "PCT",
        "2023",
        "",
        "7.5",
        "",
        "8,1",
        "",
        "",
        "Vốn, và mưa",
        "3",
    ]
    assert result[4:9] == [">=7.5", "", "", "8", "met"]
    assert words[-1] == "0"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_separator_is_told_by_the_heading(delimiter, mark):
    """With a mark of UTF-8 or without, and a decimal comma in the cells."""
    content = mark.encode() + sent(*written()[1:], delimiter=delimiter)
    typed, findings = read(content)
    assert findings == []
    assert typed[0].said == {
        "text": "8,1",
        "verdict": "",
        "is_not_applicable": False,
        "explanation": "Vốn, và mưa",
    }
    assert [one.base for one in typed] == [3, 1, 0]


def test_letters_with_separate_marks_are_the_same_letters():
    """NFD from one kind of computer; the line is known, and the text is composed."""
    cells = row(text="Tăng trưởng", explanation="thiếu vốn")
    typed, findings = read(sent([unicodedata.normalize("NFD", cell) for cell in cells]))
    assert findings == [] and typed[0].said["explanation"] == "thiếu vốn"


def test_a_column_that_is_not_there_leaves_its_field_as_it_stands():
    """A table of keys, versions and values alone changes values alone."""
    heading = ("line_id", "value", "version")
    typed, findings = read(sent(("T1", "9", "1"), heading=heading))
    assert findings == [] and typed[0].said == {"text": "9"}
    edit, _ = weigh(RESULT, typed[0], KEPT["T1"], Standing(KEPT["T1"], 1))
    assert edit and edit.after == Entry("T1", "9", verdict="met")


FAULTS = {
    "no_line_named": (row(line_id="", value="8"), "line_id"),
    "unknown_line": (row(line_id="PEOPLE@2023"), "line_id"),
    "no_version": (row(version=""), "version"),
    "no_version: words": (row(version="last"), "version"),
    "no_version: another digit": (row(version="٣"), "version"),
    "no_version: below zero": (row(version="-1"), "version"),
    "not_a_flag": (row(not_applicable="perhaps"), "not_applicable"),
    "not_a_verdict": (row(verdict="fine"), "verdict"),
    "beyond_columns": ([*row(value="8"), "1"], ""),
    "another_line": (row(text="Own target"), "text"),
    "another_line: unit": (row(unit_measure="PERSONS"), "unit_measure"),
    "another_line: period": (row(period="2022"), "period"),
    "not_read": (row(target=">=9"), "target"),
    "not_read: last year": (row(last_year="8"), "last_year"),
}


@pytest.mark.parametrize(("cells", "column"), FAULTS.values(), ids=FAULTS)
def test_a_row_that_is_not_understood_is_named_with_its_number(cells, column, request):
    """And with its column; the other rows are read all the same."""
    code = request.node.callspec.id.partition(":")[0]
    typed, findings = read(sent(row(line_id="T2", version="0"), cells))
    assert findings == [(code, 3, column)]
    assert [one.line_id for one in typed][:1] == ["T2"]


def test_a_separator_too_many_is_seen():
    """A decimal comma without quotation marks moves the cells: there is one too many, and no version."""
    content = sent(row(value="8,1")).replace(b'"8,1"', b"8,1")
    assert {code for code, *_ in read(content)[1]} == {"beyond_columns", "not_a_verdict", "no_version"}


def test_a_line_that_stands_twice_is_named_with_its_first_row():
    """Also where both rows say the same."""
    _, findings = read_rows([FORM], read_csv(sent(row(), row()), "f.csv", COLUMNS))
    assert [(one.code, one.where.row, dict(one.values)["row"]) for one in findings] == [
        ("line_twice", 3, "2")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_rows"),
        (sent(), "no_rows"),
        (sent(row(), heading=[*COLUMNS[:-1], "vintage"]), "missing_column"),
        (sent(row(), heading=[*COLUMNS[:-1], "value"]), "repeated_column"),
        (sent(("T1", "0"), heading=("line_id", "version")), "missing_column"),
        (sent(*[row()] * (MOST_ROWS + 1)), "too_large_a_table"),
    ],
)
def test_a_table_without_its_heading_is_not_read_at_all(content, code):
    """Nothing is guessed from the order of the columns."""
    typed, findings = read(content)
    assert typed == () and code in [found for found, *_ in findings]


@pytest.mark.parametrize(
    ("content", "code"), [(b'line_id,version\n"T1,1', "not_a_table"), (b"\xff\xfe", "not_utf8")]
)
def test_a_file_that_is_no_table_is_refused(content, code):
    """A quotation mark that nobody closed, and text of another encoding."""
    with pytest.raises(Invalid) as refusal:
        read_csv(content, "f.csv", COLUMNS)
    assert [one.code for one in refusal.value.findings] == [code]


def test_known_values_may_be_set_in_another_way():
    """A spreadsheet writes 7.5 as 7,50; and the name may be the one of another language."""
    other = Form("r", "north", {}, {}, (Line(**{**vars(GROWTH), "text": "Growth"}),))
    table = read_csv(sent(row(text="Growth", last_year="7,50")), "f.csv", COLUMNS)
    assert read_rows([FORM, other], table)[1] == ()


@given(text=TEXTS)
def test_a_shielded_text_is_no_formula_and_comes_back(text):
    """Wherever a spreadsheet may begin a cell: at the start, behind any separator, in a new row."""
    shielded = shield(text)
    assert unshield(shielded) == text
    pieces = re.split(r"[,;\t\r\n]", shielded)
    is_number = re.fullmatch(r"[+-]?[0-9][0-9.,]*%?", text)
    assert is_number or not [piece for piece in pieces if piece.startswith(("=", "+", "-", "@"))]


@given(
    entries=st.lists(
        st.builds(Entry, st.just(""), TEXTS, TEXTS, st.booleans(), st.sampled_from(["", *VERDICTS])),
        min_size=3,
        max_size=3,
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_what_was_handed_out_comes_back_and_changes_nothing(entries, delimiter):
    """Whatever stands in the lines, faulty or not, in each separator."""
    kept = {
        line.line_id: tidy(Entry(**{**vars(entry), "line_id": line.line_id}))
        for line, entry in zip(FORM.lines, entries, strict=True)
    }
    content = write_csv(write_rows(FORM, kept, dict.fromkeys(kept, 1)), delimiter)
    typed, findings = read_rows([FORM], read_csv(content, "f.csv", COLUMNS))
    assert findings == () and [one.line_id for one in typed] == list(kept)
    for one in typed:
        entry = kept[one.line_id]
        assert weigh(FORM.line(one.line_id), one, entry, Standing(entry, 1)) == (None, ())


def change(was: Entry, now: Standing, **said: str | bool):
    """Return what a row with these fields comes to."""
    return weigh(GROWTH, Typed("GROWTH@2023", said, 1, Place("f.csv", "", 2)), was, now)


OLD, NEW = Entry("GROWTH@2023", "8"), Entry("GROWTH@2023", "9", "floods")


def test_a_row_that_nobody_changed_leaves_what_others_saved_meanwhile():
    """Nor does one that says what stands there by now."""
    assert change(OLD, Standing(NEW, 2, "lan"), text="8", explanation="") == (None, ())
    assert change(OLD, Standing(NEW, 2, "lan"), text="9", explanation="floods") == (None, ())


def test_a_changed_row_changes_the_line_and_its_faults_have_their_cells():
    """A faulty value is named in its column."""
    edit, findings = change(OLD, Standing(OLD, 1), text="many", explanation="")
    assert edit and (edit.before.text, edit.after.text, edit.version) == ("8", "many", 1)
    assert [(one.code, one.where.row, one.where.column) for one in findings] == [("not_a_number", 2, "value")]
    _, findings = change(OLD, Standing(OLD, 1), text="8", explanation="e" * 4001)
    assert [(one.code, one.where.column) for one in findings] == [("too_long", "explanation")]


def test_what_two_changed_differently_is_shown_from_both():
    """Each field that differs, with who was faster."""
    edit, findings = change(OLD, Standing(NEW, 2, "lan"), text="7", explanation="floods")
    assert edit is None
    assert [(one.code, one.where.row, one.where.column) for one in findings] == [("conflict", 2, "value")]
    assert findings[0].title == "“Tăng trưởng”: you sent “7”, by now “9” stands there (lan)"


def test_a_line_that_was_changed_and_back_again_takes_the_row():
    """Nothing is lost by it: the row goes over the latest version."""
    edit, _ = change(OLD, Standing(OLD, 3, "lan"), text="7")
    assert edit and edit.version == 3


def test_a_locked_line_is_named_only_where_the_row_would_change_it():
    """With the reason of the lock."""
    locked = Standing(OLD, 1, locked="It is approved.")
    assert change(OLD, locked, text="8") == (None, ())
    edit, findings = change(OLD, locked, text="7")
    assert edit is None and (findings[0].code, findings[0].detail) == ("locked", "It is approved.")


def test_a_text_in_an_old_font_is_converted_once_that_is_agreed():
    """Before, it is an error that shows what it would become; one that stood there already is left alone."""
    place, said = Place("f.csv", "", 2), {"text": "8", "explanation": "Thu ng©n s¸ch gi¶m"}
    typed = Typed("GROWTH@2023", said, 1, place)
    _, (finding,) = weigh(GROWTH, typed, OLD, Standing(OLD, 1))
    assert (finding.code, finding.where.column) == ("old_font", "explanation")
    assert dict(finding.values)["after"] == "Thu ngân sách giảm"
    edit, (warning,) = weigh(GROWTH, typed, OLD, Standing(OLD, 1), convert=True)
    assert edit and edit.after.explanation == "Thu ngân sách giảm" and warning.code == "converted"
    kept = Entry("GROWTH@2023", "7", said["explanation"])
    assert weigh(GROWTH, typed, kept, Standing(kept, 1))[1] == ()
