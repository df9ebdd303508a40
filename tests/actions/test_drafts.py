"""Drafts: each line is kept as it was typed, once, by whoever saw what stood there; nothing is lost."""

import pytest

from giaoban.actions import drafts
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import submissions
from giaoban.records.models import Entry, EntryVersion, Event
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, install, save, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def collecting(db, tmp_path):
    """Let the round collect."""
    install(tmp_path)
    enter("collecting")


def test_a_line_is_kept_with_its_version_and_a_sealed_event():
    """The audit holds version and seal; the seal opens with content and salt; the content is not in it."""
    (told,) = save(typed(GROWTH, " 8,125 "))
    assert (told.outcome, told.version, told.entry.text) == ("saved", 1, "8,125")
    assert [finding.code for finding in told.findings] == ["ambiguous_number"]
    event = Event.objects.get(verb="draft.saved")
    kept = EntryVersion.objects.get()
    assert event.object == f"{ROUND}/north" and "8,125" not in str(event.payload)
    assert event.payload["lines"] == {GROWTH: [1, drafts.seal(told.entry, kept.salt)]}


def test_the_same_again_changes_nothing():
    """Neither a version nor an event."""
    save(typed(GROWTH, "8,1"))
    events = Event.objects.count()
    (told,) = save(typed(GROWTH, "8,1"), by="other")
    assert told.outcome == "unchanged" and told.version == 1
    assert (EntryVersion.objects.count(), Event.objects.count()) == (1, events)


def test_the_later_of_two_sees_a_conflict_with_the_others_value():
    """And the other's value stands; taking up the version then saves."""
    save(typed(GROWTH, "8,1"), by="first")
    (told,) = save(typed(GROWTH, "8,2"), by="second")
    assert (told.outcome, told.entry.text, told.by, told.version) == ("conflict", "8,1", "first", 1)
    (told,) = save(typed(GROWTH, "8,2", base=1), by="second")
    assert told.outcome == "saved"
    assert [one.entry.text for one in submissions.versions(ROUND, "north", GROWTH)] == ["8,2", "8,1"]


def test_a_block_answers_line_by_line_and_as_a_whole_keeps_all_or_none():
    """One line in conflict: the grid keeps the others, a workbook keeps nothing and names it."""
    save(typed(GROWTH, "8,1"))
    block = (typed(GROWTH, "9"), typed(PEOPLE, "5"))
    with pytest.raises(Conflict) as refusal:
        save(*block, is_whole=True)
    assert [finding.where.column for finding in refusal.value.findings] == [GROWTH]
    assert not Entry.objects.filter(line_id=PEOPLE).exists()
    assert [one.outcome for one in save(*block)] == ["conflict", "saved"]


def test_what_is_faulty_is_kept_and_named():
    """A draft loses nothing that was typed."""
    told = save(typed(GROWTH, "eight"), typed(PEOPLE, "-4"))
    assert [(one.outcome, one.findings[0].code) for one in told] == [
        ("saved", "not_a_number"),
        ("saved", "below_limit"),
    ]


def test_what_cannot_be_asked_for_is_refused():
    """A line that the unit does not owe, a line twice, a unit outside the round, a round that is closed."""
    with pytest.raises(NotFound):
        save(typed("NOTHING@2023", "1"))
    with pytest.raises(NotFound):
        save(typed(TARGET, "1"), unit_key="south")
    with pytest.raises(NotFound):
        save(typed(GROWTH, "1"), unit_key="young")
    with pytest.raises(Invalid) as refusal:
        save(typed(GROWTH, "1"), typed(GROWTH, "2"))
    assert refusal.value.findings[0].code == "duplicate_line"
    enter("frozen")
    with pytest.raises(NotAllowed):
        save(typed(GROWTH, "1"))
    assert not Entry.objects.exists()


def test_statements_do_not_grow_with_the_lines_read(django_assert_max_num_queries):
    """A form is read by a constant number of statements."""
    save(typed(GROWTH, "1"), typed(PEOPLE, "2"))
    with django_assert_max_num_queries(2):
        submissions.kept(ROUND, "north")
