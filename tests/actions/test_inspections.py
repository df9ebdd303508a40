"""Inspections in the database: a year's plan is written, taken from lists, and its overlaps are decided."""

import dataclasses
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from giaoban.actions import inspections
from giaoban.core.conduct.plans import COLUMNS, cells_of
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.files.tables.text import write_csv
from giaoban.queries import inspections as reading
from giaoban.records.models import Event, Inspection, OverlapDecision
from tests.factories.inspections import YEAR, install, large_plan, meeting, plan, row
from tests.factories.tables import write_xlsx
from tests.factories.uploads import word

pytestmark = pytest.mark.django_db
HEADING = list(COLUMNS)


@pytest.fixture(autouse=True)
def installed(workspace, tmp_path):
    """Install the small pack with its branches and contents."""
    install(tmp_path)


def take(*rows, name: str = "plan.csv", content: bytes = b"") -> dict[str, int]:
    """Take a list of the year."""
    told = {"pack_id": "test", "year": YEAR, "classification": "internal", "by": "analyst"}
    return inspections.take(content=content or write_csv([HEADING, *rows]), name=name, **told)


def decide(one, other, decision: str = "kept", **more):
    """Decide of an overlap of two rows as they stand."""
    seen = tuple(Inspection.objects.get(pk=row.pk).version for row in (one, other))
    said = {
        "first": one.pk,
        "second": other.pk,
        "seen": seen,
        "reason": "Agreed by both heads",
        "by": "analyst",
    }
    return inspections.decide(**{**said, "decision": decision, **more})


def test_of_500_inspections_all_planted_overlaps_are_found_and_none_is_invented(django_assert_num_queries):
    """Taken as a list, found in the database in a few statements; each is decided and stays so recorded."""
    rows, planted = large_plan(7)
    assert len(rows) == 500
    assert take(*map(cells_of, rows)) == {"planned": 500, "changed": 0, "cancelled": 0}
    # The pack, the rows, their objects, their contents, the decisions.
    with django_assert_num_queries(4):
        met = reading.overlaps("test", YEAR)
    assert {tuple(sorted((one.first.number, one.second.number))) for one in met} == planted
    for n, one in enumerate(met):
        dropped = {"dropped": one.second.pk} if n % 3 == 0 else {}
        decide(one.first, one.second, ("dropped", "joined", "kept")[n % 3], **dropped)
    after = reading.overlaps("test", YEAR)
    assert all(one.decision for one in after) and len(after) + len(reading.settled("test", YEAR)) == 20
    assert take(*map(cells_of, map(reading.planned, reading.of_year("test", YEAR)))) == {
        "planned": 0, "changed": 0, "cancelled": 0,
    }  # fmt: skip
    assert [one.decision for one in reading.overlaps("test", YEAR)] == [one.decision for one in after]


def test_a_decision_holds_until_one_of_the_rows_is_changed():
    """Then the overlap is open again, and the old decision stays beside it; a change of nothing is none."""
    one, other = meeting()
    decide(one, other, "joined")
    (met,) = reading.overlaps("test", YEAR)
    assert met.decision.decision == "joined" and met.overlap.contents == ("finance.budget",)
    assert (met.overlap.begins_on, met.overlap.ends_on) == (date(YEAR, 3, 9), date(YEAR, 3, 11))
    inspections.change(inspection=one.pk, seen=1, sent=row(), by="analyst")
    assert reading.overlap(one.pk, other.pk).decision is not None
    changed = row(last_on=date(YEAR, 3, 12))
    assert inspections.change(inspection=one.pk, seen=1, sent=changed, by="analyst").version == 2
    (met,) = reading.overlaps("test", YEAR)
    assert met.decision is None and [one.decision for one in met.decisions] == ["joined"]
    decide(one, other, "kept")
    assert reading.overlap(one.pk, other.pk).decision.decision == "kept"
    with pytest.raises(TypeError):
        met.decisions[0].save()


def test_a_row_that_is_dropped_leaves_the_plan_with_the_reason():
    """The overlap is gone, the decision stays; nothing more happens to the row."""
    one, other = meeting()
    decide(one, other, "dropped", dropped=other.pk)
    assert reading.overlaps("test", YEAR) == ()
    (settled,) = reading.settled("test", YEAR)
    assert (settled.dropped_id, settled.reason) == (other.pk, "Agreed by both heads")
    gone = reading.by_id(other.pk)
    assert gone.cancelled == "Agreed by both heads"
    for refused in (
        lambda: inspections.change(inspection=other.pk, seen=gone.version, sent=row("S-1"), by="x"),
        lambda: inspections.cancel(inspection=other.pk, seen=gone.version, reason="again", by="x"),
    ):
        with pytest.raises(Conflict):
            refused()
    with pytest.raises(NotFound):
        decide(one, other)


def test_what_cannot_be_decided_is_refused_and_leaves_no_trace():
    """No reason, no decision, a row that is not of the two, two that do not meet, an older version."""
    one, other = meeting()
    third = plan("P-3", objects=("Another office",))
    for wrong in ({"reason": " "}, {"decision": "split"}, {"decision": "dropped"},
                  {"decision": "dropped", "dropped": third.pk}, {"dropped": one.pk}):  # fmt: skip
        with pytest.raises(Invalid):
            decide(one, other, **{"decision": "kept", **wrong})
    with pytest.raises(NotFound):
        decide(one, third)
    with pytest.raises(NotFound):
        decide(other, one)
    with pytest.raises(Conflict):
        decide(one, other, seen=(1, 7))
    assert OverlapDecision.objects.count() == 0 and not Event.objects.filter(verb="overlap.decided").exists()


def test_somebody_faster_is_not_overwritten():
    """A change or a cancellation of an older version is refused; so is a number that is taken."""
    one = plan()
    inspections.change(inspection=one.pk, seen=1, sent=row(body="New name"), by="a")
    with pytest.raises(Conflict):
        inspections.change(inspection=one.pk, seen=1, sent=row(body="Other name"), by="b")
    with pytest.raises(Conflict):
        inspections.cancel(inspection=one.pk, seen=1, reason="why", by="b")
    with pytest.raises(Conflict):
        plan("P-1")
    plan("P-2")
    with pytest.raises(Conflict):
        inspections.change(inspection=one.pk, seen=2, sent=row("P-2"), by="a")
    assert reading.by_id(one.pk).body == "New name"


def test_every_fault_of_a_row_is_told_at_once():
    """And nothing is stored."""
    with pytest.raises(Invalid) as caught:
        plan(body="", branch="POLICE", contents=())
    assert {one.where.column for one in caught.value.findings} == {"body", "branch", "contents"}
    assert Inspection.objects.count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_plans_changes_and_cancels_and_the_same_again_changes_nothing(kind, tmp_path):
    """From CSV and from a workbook with its dates as dates; what does not stand in it stays."""
    plan("P-1")
    plan("P-2")
    cells = [cells_of(one) for one in (
        row("P-1", body="New name"),
        row("P-3", objects=("Sở Nội vụ", "Sở Y tế")),
        row("P-4", cancelled="Merged"),
    )]  # fmt: skip
    content = b""
    if kind == "xlsx":
        days = [[*one[:5], date(YEAR, 3, 1), date(YEAR, 3, 10), one[7]] for one in cells]
        content = write_xlsx(tmp_path / "plan.xlsx", Plan=[HEADING, *days]).read_bytes()
    about = {"name": f"plan.{kind}", "content": content}
    assert take(*cells, **about) == {"planned": 1, "changed": 1, "cancelled": 1}
    assert take(*cells, **about) == {"planned": 0, "changed": 0, "cancelled": 0}
    rows = {one.number: one for one in reading.of_year("test", YEAR)}
    assert set(rows) == {"P-1", "P-2", "P-3", "P-4"} and rows["P-4"].cancelled == "Merged"
    assert reading.planned(rows["P-3"]).objects == ("Sở Nội vụ", "Sở Y tế")


def test_everything_wrong_with_a_list_is_told_by_row_and_column_and_nothing_of_it_is_stored():
    """A sound row among them too; a cancelled one is not planned again under its number."""
    gone = plan("P-9")
    inspections.cancel(inspection=gone.pk, seen=1, reason="Merged", by="a")
    sound, early = row("P-1"), row("P-2", last_on=date(YEAR, 1, 1))
    lost = [*cells_of(row("P-3"))[:5], "soon", "", ""]
    with pytest.raises(Invalid) as caught:
        take(*map(cells_of, (sound, early)), lost, cells_of(sound), cells_of(row("P-9", body="New")))
    assert {(one.where.row, one.where.column) for one in caught.value.findings} == {
        (3, "last_on"), (4, "begins_on"), (4, "last_on"), (5, "number"), (6, "number"),
    }  # fmt: skip
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.csv", write_csv([[*HEADING, "note"]]), "empty"),
        ("plan.csv", write_csv([HEADING[:-2], ["x"] * 6]), "missing_column"),
        ("plan.csv", write_csv([[*HEADING, "note"], ["x"] * 9]), "unknown_column"),
        ("plan.docx", word("A plan in words."), "not_a_list"),
        ("plan.csv", b"\xff\xfe\x00", "unknown_kind"),
    ],
)
def test_what_is_no_list_is_refused(name, content, code):
    """By its heading, by what it is, or by not being readable at all."""
    with pytest.raises(Invalid) as caught:
        take(name=name, content=content)
    assert {one.code for one in caught.value.findings} == {code}
    assert Inspection.objects.count() == 0


def test_a_plan_is_asked_by_branch_content_and_text_without_accents():
    """A wider content takes in a narrower one; cancelled rows only where they are asked for."""
    one, other = meeting()
    plan("P-2", contents=("land",), objects=("Đại học Đà Nẵng",))
    asked = {
        "branch": {"branch": "STATE"},
        "wide": {"content": "finance"},
        "narrow": {"content": "finance.budget"},
        "text": {"text": "dai hoc da nang"},
    }
    found = {
        name: [row.number for row in reading.listed("test", YEAR, reading.Filters(**one)).lines]
        for name, one in asked.items()
    }
    assert found == {"branch": ["S-1"], "wide": ["P-1", "S-1"], "narrow": ["S-1"], "text": ["P-2"]}
    inspections.cancel(inspection=one.pk, seen=1, reason="Merged", by="a")
    assert reading.listed("test", YEAR).total == 2
    assert reading.listed("test", YEAR, reading.Filters(is_cancelled=True)).total == 3
    assert reading.listed("test", YEAR - 1).total == 0 and other.number == "S-1"


def test_an_inspection_that_runs_on_meets_those_of_the_next_year():
    """The overlap is found in the year in which they meet."""
    plan("P-1", begins_on=date(YEAR, 12, 20), last_on=date(YEAR + 1, 1, 20))
    late = dataclasses.replace(
        row("S-1", branch="STATE"), begins_on=date(YEAR + 1, 1, 5), last_on=date(YEAR + 1, 1, 9)
    )
    inspections.plan(pack_id="test", year=YEAR + 1, sent=late, by="a")
    assert [len(reading.overlaps("test", year)) for year in (YEAR, YEAR + 1, YEAR + 2)] == [0, 1, 0]


def test_the_database_keeps_what_the_rules_say():
    """A decision without its reason, one that drops nothing, and a pair the wrong way round are no rows."""
    one, other = meeting()
    sound = {"first": one, "second": other, "first_version": 1, "second_version": 1, "decision": "kept",
             "reason": "r", "at": one.at, "by": "x"}  # fmt: skip
    for wrong in ({"reason": ""}, {"decision": "dropped"}, {"dropped": one}, {"first": other, "second": one},
                  {"decision": "split"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            OverlapDecision.objects.create(**{**sound, **wrong})
