"""A form as CSV: taken whole or not at all, after a look; secrets and other files stay out."""

import csv
import io

import pytest

from giaoban.actions import listings
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import listings as reading
from giaoban.queries import submissions
from giaoban.records.models import EntryVersion, Event
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, fill_in, install, pass_on, save, typed

pytestmark = pytest.mark.django_db
PLACE = {"round_id": ROUND, "unit_key": "north"}


@pytest.fixture(autouse=True)
def collecting(tmp_path):
    """Let the small country's round collect."""
    install(tmp_path)
    enter("collecting")


def downloaded(separator: str = "comma", **changed: dict[str, str]) -> bytes:
    """Return the unit's table as handed out now, with these cells changed by line."""
    mark = {"comma": ",", "semicolon": ";", "tab": "\t"}[separator]
    text = reading.of_unit(ROUND, "north", separator).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=mark))
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows({**row, **changed.get(row["line_id"], {})} for row in rows)
    return target.getvalue().encode()


def upload(content: bytes, confirmed: bool = True, **more: str) -> listings.Received:
    """Send a table as the officer does."""
    about = {"name": "form.csv", "classification": "internal", "by": "officer"}
    return listings.receive(**{**PLACE, **about, **more}, content=content, confirmed=confirmed)


def count() -> int:
    """Return how many versions were ever saved."""
    return EntryVersion.objects.count()


def test_a_look_tells_what_would_change_and_stores_nothing():
    """Not even that the submission was begun."""
    received = upload(downloaded(**{GROWTH: {"value": "8,1"}}), confirmed=False)
    assert [(one.line_id, one.before.text, one.after.text) for one in received.edits] == [(GROWTH, "", "8,1")]
    assert received.saved == () and count() == 0 and not Event.objects.filter(actor="officer").exists()


@pytest.mark.parametrize("separator", reading.SEPARATORS)
def test_a_confirmed_table_is_stored_whole_and_once(separator):
    """Each line is a version that came by CSV; the same table again changes nothing."""
    content = downloaded(
        separator,
        **{
            GROWTH: {"value": "8,1", "explanation": '\'=1+1; "good"'},
            TARGET: {"value": "8", "verdict": "met"},
            PEOPLE: {"not_applicable": "x", "explanation": "none here"},
        },
    )
    assert [one.version for one in upload(content).saved] == [1, 1, 1]
    kept = submissions.entries(ROUND, "north")
    assert (kept[GROWTH].text, kept[GROWTH].explanation) == ("8,1", '=1+1; "good"')
    assert (kept[TARGET].verdict, kept[PEOPLE].is_not_applicable) == ("met", True)
    assert {one.via for one in submissions.versions(ROUND, "north", GROWTH)} == {"csv"}
    assert upload(content).saved == () and upload(downloaded(separator)).edits == () and count() == 3


def test_one_faulty_row_keeps_the_whole_table_out():
    """Every fault is named with its row, in the order of the table."""
    save(typed(PEOPLE, "5"))
    content = downloaded(**{GROWTH: {"value": "1.234"}, PEOPLE: {"value": "6"}, TARGET: {"version": "7"}})
    with pytest.raises(Invalid) as refusal:
        upload(content)
    told = [(one.code, one.where.row, one.where.column) for one in refusal.value.findings]
    assert told == [("ambiguous_number", 2, "value"), ("unknown_version", 4, "version")]
    assert submissions.entries(ROUND, "north")[PEOPLE].text == "5" and count() == 1


def test_a_doubt_is_told_and_stops_nothing():
    """A cell that is not read, and a value finer than published."""
    received = upload(downloaded(**{GROWTH: {"value": "8,1234", "last_year": "5"}}))
    assert {one.code for one in received.findings} == {"not_read", "finer_than_published"}
    assert len(received.saved) == 1


def test_a_faster_colleague_is_shown_with_both_values_and_nothing_is_stored():
    """A line that nobody changed in the table keeps what the colleague saved."""
    save(typed(GROWTH, "5"), typed(PEOPLE, "7"))
    content = downloaded(**{GROWTH: {"value": "8"}, TARGET: {"value": "9"}})
    save(typed(GROWTH, "6", 1), typed(PEOPLE, "8", 1), by="lan")
    with pytest.raises(Conflict) as refusal:
        upload(content)
    (finding,) = refusal.value.findings
    assert (finding.code, finding.where.row) == ("conflict", 2)
    assert "“8”" in finding.title and "“6”" in finding.title and "lan" in finding.title
    assert TARGET not in submissions.entries(ROUND, "north")
    upload(content.replace(b",8,", b",6,"))
    assert [submissions.entries(ROUND, "north")[one].text for one in (PEOPLE, TARGET)] == ["8", "9"]


def test_locked_lines_are_named_and_the_phase_is_held():
    """An unchanged table of a locked form says nothing; a changed one is refused."""
    fill_in()
    pass_on("complete")
    assert upload(downloaded()).edits == ()
    with pytest.raises(Conflict) as refusal:
        upload(downloaded(**{GROWTH: {"value": "9"}}))
    assert [one.code for one in refusal.value.findings] == ["locked"]
    enter("frozen")
    with pytest.raises(NotAllowed):
        upload(downloaded(**{GROWTH: {"value": "9"}}))


@pytest.mark.parametrize(
    ("content", "more", "code", "reason"),
    [
        (b"%PDF-1.4", {}, "damaged", "damaged"),
        (b"line_id,version\n", {"classification": "secret"}, "undeclared", "undeclared"),
        (b"", {}, "empty", "empty"),
        (b"\xff\xfe\x00", {}, "unknown_kind", "unknown_kind"),
    ],
)
def test_what_is_not_taken_in_is_noted_by_its_reason_alone(content, more, code, reason):
    """Neither name nor content is in the audit."""
    with pytest.raises(Invalid) as refusal:
        upload(content, **{"name": "plan.csv", **more})
    assert code in [one.code for one in refusal.value.findings]
    event = Event.objects.get(verb="upload.refused")
    assert event.payload == {"reason": reason} and "plan" not in str(vars(event))


def test_another_kind_of_file_is_refused_by_name():
    """A picture that may be taken in as evidence is no table."""
    import base64

    picture = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    with pytest.raises(Invalid) as refusal:
        upload(picture, name="picture.png")
    assert [one.code for one in refusal.value.findings] == ["not_a_listing"]


def test_a_unit_that_is_not_under_review_has_no_table():
    """In either direction."""
    with pytest.raises(NotFound):
        reading.of_unit(ROUND, "nowhere")
    with pytest.raises(NotFound):
        upload(downloaded(), unit_key="nowhere")
