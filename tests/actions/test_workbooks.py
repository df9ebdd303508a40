"""Workbooks handed out and taken in: a look first, then all or nothing; twice is once."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from giaoban.actions import installation, workbooks
from giaoban.core.errors import Invalid, NotAllowed, NotFound
from giaoban.core.figures.entries import Entry
from giaoban.queries import submissions
from giaoban.records.models import EntryVersion, Event, IssuedWorkbook
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, WITH_FORM, enter, install, pass_on, save, typed
from tests.factories.uploads import pdf
from tests.factories.workbooks import DOCUMENTS
from tests.house.tree import PACKS

pytestmark = pytest.mark.django_db

WORDING = """\
statements: {}
numbers: {decimal: ".", group: ",", minus: "-"}
targets: {">=": "{target} or more"}
periods: {other: "{year}"}
"""
PACK = {
    **WITH_FORM,
    "documents/workbook.en.yaml": (DOCUMENTS / "workbook.en.yaml").read_text("utf-8"),
    "wording/en.yaml": WORDING,
    "rules/classification.yaml": (PACKS / "vn/rules/classification.yaml").read_text("utf-8"),
}
WORKBOOK = {"round_id": ROUND, "unit_key": "north", "by": "officer"}


@pytest.fixture(autouse=True)
def collecting(db, tmp_path):
    """Let the round collect, in a pack that has words for workbooks."""
    install(tmp_path, **PACK)
    enter("collecting")


def issued(**more):
    """Return a workbook handed out to the northern district."""
    return workbooks.issue(**{**WORKBOOK, **more})[1]


def filled(content, **answers):
    """Return the workbook with values, or (column, value) pairs, put in by line: by short name or code."""
    book = load_workbook(io.BytesIO(content))
    page = book["Figures"]
    columns = {cell.value: cell.column for cell in page[5]}
    rows = {page.cell(row, columns["Line code"]).value: row for row in range(6, page.max_row + 1)}
    names = {"growth": GROWTH, "people": PEOPLE, "target": TARGET}
    for name, said in answers.items():
        for heading, value in said.items() if isinstance(said, dict) else [("Reported value", said)]:
            page.cell(rows[names.get(name, name)], columns[heading]).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def received(content, **more):
    """Return what became of an upload."""
    asked = {**WORKBOOK, "content": content, "name": "north.xlsx", "classification": "internal"}
    return workbooks.receive(**{**asked, **more})


def codes(told):
    """Return the codes of what was found."""
    return [finding.code for finding in told.findings]


def texts():
    """Return what stands in the lines by now."""
    return {line_id: entry.text for line_id, entry in submissions.entries(ROUND, "north").items()}


def test_a_workbook_is_handed_out_once_remembered():
    """Its name tells round and unit; key, versions and who asked stay; the event holds no content."""
    save(typed(GROWTH, "8.1"))
    name, content = workbooks.issue(**WORKBOOK)
    row = IssuedWorkbook.objects.get()
    assert name == f"{ROUND}_01_north.xlsx" and content.startswith(b"PK")
    assert (row.versions, row.by, row.submission.unit_key) == ({GROWTH: 1}, "officer", "north")
    event = Event.objects.get(verb="workbook.issued")
    assert event.object == f"{ROUND}/north" and event.payload == {"key": row.key}


def test_a_look_first_and_nothing_is_stored():
    """What would change, line by line, before and after; then, confirmed, it is stored as a whole."""
    save(typed(GROWTH, "8.1"))
    content = filled(
        issued(), growth=9.2, people=1000, target={"Own verdict": "Not met", "Explanation": "late"}
    )
    looked = received(content)
    assert not looked.has_errors and not looked.is_applied and not looked.saved
    said = [(one.line_id, one.before.text, one.after.text) for one in looked.changes]
    assert said == [(GROWTH, "8.1", "9.2"), (PEOPLE, "", "1000"), (TARGET, "", "")]
    assert looked.changes[2].after == Entry(TARGET, "", "late", verdict="not_met")
    assert str(looked.changes[0].where) == "north.xlsx, Figures, row 7, column F"
    assert texts() == {GROWTH: "8.1"}
    done = received(content, confirmed=True)
    assert done.is_applied and [one.outcome for one in done.saved] == ["saved"] * 3
    assert texts() == {GROWTH: "9.2", PEOPLE: "1000", TARGET: ""}
    assert {row.via for row in EntryVersion.objects.filter(by="officer", version=2)} == {"workbook"}


def test_the_same_workbook_again_changes_nothing():
    """Neither a version nor an event; nor does one that nobody touched."""
    save(typed(GROWTH, "8,10"))
    untouched = issued()
    content = filled(untouched, people=1000)
    received(content, confirmed=True)
    before = (EntryVersion.objects.count(), Event.objects.count(), texts())
    for again in (content, untouched):
        told = received(again, confirmed=True)
        assert told.is_applied and not told.changes and not told.saved and not told.findings
    assert (EntryVersion.objects.count(), Event.objects.count(), texts()) == before


def test_what_was_changed_on_the_page_meanwhile_stays_unless_the_workbook_says_otherwise():
    """Another line stays; the same line differently is a conflict that shows both, and nothing is stored."""
    content = filled(issued(), growth=9.2)
    save(typed(PEOPLE, "7"), by="other")
    assert received(content).changes[0].line_id == GROWTH
    save(typed(GROWTH, "5.5"), by="other")
    told = received(content, confirmed=True)
    assert codes(told) == ["changed_meanwhile"] and not told.is_applied
    assert "9.2" in told.findings[0].title and "5.5" in told.findings[0].title
    assert texts() == {PEOPLE: "7", GROWTH: "5.5"}
    save(typed(GROWTH, "9.20", base=1), by="other")
    assert received(content, confirmed=True).findings == ()


def test_errors_come_back_in_a_copy_and_nothing_is_stored():
    """All at once; mended in the copy and sent again, it is taken in."""
    told = received(filled(issued(), growth=900, people="about 5"), confirmed=True)
    assert codes(told) == ["above_limit", "space_in_number"] and texts() == {}
    copy = load_workbook(io.BytesIO(told.marked))
    assert copy.active.title == "To mend" and "900" in copy["Figures"]["F7"].comment.text
    done = received(filled(told.marked, growth=9, people=5), confirmed=True)
    assert done.is_applied and not done.findings and texts() == {GROWTH: "9", PEOPLE: "5"}


def test_old_fonts_are_converted_when_the_officer_agrees():
    """First an error that shows both; then a warning, and the converted text is kept."""
    content = filled(issued(), target={"Explanation": "Do thu hót ®Çu t\xad gi¶m", "Reported value": 7})
    assert codes(received(content, confirmed=True)) == ["old_font"] and texts() == {}
    assert codes(received(content, confirmed=True, convert=True)) == ["converted"]
    assert submissions.entries(ROUND, "north")[TARGET].explanation == "Do thu hút đầu tư giảm"


def test_findings_on_lines_that_nobody_changed_do_not_come_up():
    """A hidden row that was filled in before says nothing new."""
    save(typed(GROWTH, "8.1"))
    book = load_workbook(io.BytesIO(issued()))
    book["Figures"].row_dimensions[7].hidden = True
    saved = io.BytesIO()
    book.save(saved)
    assert codes(received(saved.getvalue())) == []
    assert codes(received(filled(saved.getvalue(), growth=9))) == ["hidden_cell"]


def test_locked_lines_are_named():
    """What was sent on cannot be changed by a workbook either; unchanged lines are no fault."""
    save(typed(GROWTH, "8.1"), typed(TARGET, "8.1"))
    content = issued()
    pass_on("complete")
    assert codes(received(filled(content, growth=9))) == ["locked_line"]
    assert codes(received(content, confirmed=True)) == []


def test_another_units_workbook_is_refused_in_words():
    """It names both units, and nothing is stored in either."""
    told = received(filled(issued(), growth=9), unit_key="south", confirmed=True)
    assert codes(told) == ["other_unit"] and not told.is_applied and texts() == {}
    assert "District of North" in told.findings[0].title and "District of South" in told.findings[0].title


@pytest.mark.parametrize(
    "asked",
    [
        {"content": b"%PDF-1.7"},
        {"classification": "secret"},
        {"classification": ""},
        {"target": {"Explanation": "MẬT"}},
    ],
)
def test_what_may_not_be_taken_in_leaves_no_trace(asked):
    """No workbook, a secret by its declaration or by a mark in a cell: the audit has the reason only."""
    content = filled(issued(), growth=9.2, **({"target": asked.pop("target")} if "target" in asked else {}))
    with pytest.raises(Invalid):
        received(**{"content": content, "confirmed": True, **asked})
    event = Event.objects.last()
    assert (event.verb, event.actor, set(event.payload)) == ("upload.refused", "officer", {"reason"})
    assert texts() == {}


def test_a_file_that_is_no_workbook_is_named():
    """It may be taken in, and is not one."""
    assert codes(received(pdf("Biểu số liệu"), name="north.pdf")) == ["pdf"]


def test_a_workbook_of_another_installation_is_refused(settings):
    """Its signature is made by another key."""
    content = issued()
    settings.SECRET_KEY = "another key of another office, long enough to be one"  # noqa: S105
    assert codes(received(content)) == ["bad_signature"]


def test_a_signed_workbook_that_nobody_remembers_is_refused():
    """The database is an older copy than the workbook."""
    content = issued()
    IssuedWorkbook.objects.all()._raw_delete("default")
    assert codes(received(content)) == ["unknown_workbook"]


MERGED = (
    FILES["units/units.csv"]
    .replace(
        "north,01,North,District of North,DISTRICT,district,land,1900-01-01,,invented\n",
        "north,01,North,District of North,DISTRICT,district,land,1900-01-01,2023-07-01,invented\n"
        "north,09,Upper North,District of Upper North,DISTRICT,district,land,2023-07-01,2024-07-01,invented\n"
        "joined,01,Joined,District Joined,DISTRICT,district,land,2024-07-01,,invented\n",
    )
    .replace(
        "south,02,South,District of South,DISTRICT,district,land,1900-01-01,,invented\n",
        "south,02,South,District of South,DISTRICT,district,land,1900-01-01,2024-07-01,invented\n",
    )
)
CHANGES = """\
change_id,kind,predecessor,successor,effective_on,share,instrument,source
r,rename,north,north,2023-07-01,1,Act 7,invented
m,merger,north,joined,2024-07-01,1,Act 8,invented
m,merger,south,joined,2024-07-01,1,Act 8,invented
"""


def test_a_workbook_issued_before_a_merger_still_imports_after_it(tmp_path: Path):
    """The round is about the year before: its units are the old ones, by key, whatever codes mean now."""
    content = filled(issued(), growth=9.2)
    later = {**PACK, "units/units.csv": MERGED, "units/changes.csv": CHANGES}
    installation.initialise(packs=[write_pack(tmp_path / "later", **later)])
    done = received(content, confirmed=True)
    assert done.is_applied and not done.findings and texts() == {GROWTH: "9.2"}


def test_a_workbook_of_a_part_is_not_taken_for_the_whole(tmp_path: Path):
    """Uploaded for the new unit, each value of the old one is named with the merger, and none is taken."""
    content = filled(issued(), growth=9.2, people=5, target=7)
    later = {**PACK, "units/units.csv": MERGED.replace("2024-07-01", "2023-10-01")}
    later["units/changes.csv"] = CHANGES.replace("2024-07-01", "2023-10-01")
    installation.initialise(packs=[write_pack(tmp_path / "later", **later)])
    told = received(content, unit_key="joined", confirmed=True)
    assert not told.is_applied and not told.changes
    assert sorted(codes(told)) == ["former_unit", "former_value", "former_value", "no_longer_asked"]
    assert "District Joined since 01/10/2023 (Act 8)" in told.findings[0].title


def test_only_while_the_round_asks_for_it():
    """After it is closed nothing is taken in; no unit outside the round gets one."""
    content = filled(issued(), growth=9)
    enter("closed")
    for confirmed in (False, True):
        with pytest.raises(NotAllowed):
            received(content, confirmed=confirmed)
    with pytest.raises(NotFound):
        issued(unit_key="young")


def test_the_audit_tells_what_was_taken_in_and_no_content():
    """One event for the lines, one for the workbook; the chain holds."""
    received(filled(issued(), growth=9.2), confirmed=True)
    assert list(Event.objects.values_list("verb", flat=True))[-3:] == [
        "workbook.issued", "draft.saved", "workbook.received",
    ]  # fmt: skip
    assert Event.objects.last().payload["lines"] == {GROWTH: 1}
    assert "9.2" not in str(list(Event.objects.values_list("payload", flat=True)))
