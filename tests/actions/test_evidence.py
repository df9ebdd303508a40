"""Evidence: a file stands beside its line with its hash; what is refused is kept nowhere."""

import pytest

from giaoban.actions import evidence as attaching
from giaoban.core.errors import Invalid, NotAllowed, NotFound
from giaoban.queries import checks, evidence, submissions, workspace
from giaoban.records.models import Event, Evidence
from tests.factories.packs import ROUND
from tests.factories.reporting import FORM, GROWTH, enter, install, save, typed
from tests.factories.uploads import pdf, word
from tests.house.tree import PACKS

pytestmark = pytest.mark.django_db
NORTH = {"round_id": ROUND, "unit_key": "north", "classification": "internal", "by": "officer"}
#: How a real pack reads figures in English prose, with the one indicator of the small pack.
PHRASES = (PACKS / "rw/rules/narratives.yaml").read_text("utf-8").partition("    subjects:")[
    0
] + "    subjects:\n      - phrases: [Growth]\n        level: [GROWTH]\n"
for foreign in ('      PP: {quantity: points, scale: "1"}\n', '      RANK: {quantity: rank, scale: "1"}\n'):
    PHRASES = PHRASES.replace(foreign, "")
OWED = f"{FORM}attachments:\n  - attachment: signed\n    titles: {{en: Signed form}}\n    required: true\n"


@pytest.fixture(autouse=True)
def collecting(db, tmp_path):
    """Let a round collect that asks for a signed form, under the rules of a real pack for secrets."""
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(
        tmp_path,
        **{"forms/annual.yaml": OWED, "rules/classification.yaml": marks, "rules/narratives.yaml": PHRASES},
    )
    enter("collecting")


def test_a_file_stands_beside_its_line_as_it_came():
    """Its bytes are named by their hash; the audit keeps the hash, not the name."""
    content = pdf("Bảng số liệu")
    attaching.attach(**NORTH, content=content, name="Bảng số liệu.pdf", line_id=GROWTH)
    (piece,) = evidence.of_submission(ROUND, "north")
    assert (piece.name, piece.media_type, piece.line_id) == ("Bảng số liệu.pdf", "application/pdf", GROWTH)
    assert evidence.content(piece) == content
    assert submissions.counts_by_line(ROUND, "north")[GROWTH] == (0, 1)
    (event,) = Event.objects.filter(verb="evidence.attached")
    assert event.payload["sha256"] == piece.sha256 and "Bảng" not in str(event.payload)


def test_the_same_bytes_lie_once_however_often_they_are_attached():
    """Two rows, one file."""
    for name in ("a.pdf", "b.pdf"):
        attaching.attach(**NORTH, content=pdf("Biểu"), name=name, line_id=GROWTH)
    assert Evidence.objects.count() == 2
    assert len([path for path in workspace.evidence().rglob("*") if path.is_file()]) == 1


def test_an_owed_file_is_missing_until_it_is_brought():
    """The latest one counts."""

    def owed() -> bool:
        return "attachment_missing" in [one.code for one in checks.of_submission(ROUND, "north")]

    assert owed()
    attaching.attach(**NORTH, content=word("Đã ký"), name="signed.docx", attachment="signed")
    assert not owed()
    assert evidence.attachments(ROUND, "north")["signed"].name == "signed.docx"


def test_a_marked_file_is_refused_and_kept_nowhere():
    """No row, no bytes; the audit says who was refused when and why, and nothing of the file."""
    with pytest.raises(Invalid):
        attaching.attach(**NORTH, content=word("x", header="TỐI MẬT"), name="canary.docx", line_id=GROWTH)
    assert not Evidence.objects.exists() and not workspace.evidence().exists()
    (event,) = Event.objects.filter(verb="upload.refused")
    assert event.payload == {"reason": "marked"} and event.actor == "officer"


def test_a_file_has_a_place_in_the_form_and_a_phase():
    """Neither beside a line that is not owed, nor as a file that nobody asked for, nor in a closed round."""
    sound = {**NORTH, "content": word("x"), "name": "x.docx"}
    for place in ({"line_id": "NOTHING@2023"}, {"attachment": "nothing"}, {}):
        with pytest.raises(NotFound):
            attaching.attach(**sound, **place)
    enter("frozen")
    with pytest.raises(NotAllowed):
        attaching.attach(**sound, line_id=GROWTH)
    assert not Evidence.objects.exists()


def test_bytes_that_are_no_longer_what_they_were_are_not_handed_out():
    """A changed file in the workspace is found by its hash."""
    attaching.attach(**NORTH, content=word("x"), name="x.docx", line_id=GROWTH)
    (piece,) = evidence.of_submission(ROUND, "north")
    evidence.path_of(piece.sha256).write_bytes(b"other")
    with pytest.raises(NotFound):
        evidence.content(piece)


def test_a_report_in_words_that_contradicts_a_figure_is_named_and_one_that_agrees_is_not():
    """By its sentence, with both values; only the latest report counts, and only what the form asks for."""
    attaching.attach(**NORTH, content=word("Growth was 8.7%."), name="report.docx", attachment="signed")
    save(typed(GROWTH, "8.1"))

    def told() -> list[str]:
        found = checks.of_submission(ROUND, "north")
        return [one.title for one in found if one.code == "narrative_contradiction"]

    (title,) = told()
    assert "8.7%" in title and "Growth" in title and "8.1" in title
    attaching.attach(**NORTH, content=word("Growth was 8.1%."), name="report.docx", attachment="signed")
    assert told() == []
