"""Compaction as an action: audited, crash-safe, and without a hash or a proof lost."""

import pytest

from giaoban.actions import figures as loading
from giaoban.actions import segments as writing
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import figures, segments, workspace
from giaoban.records.models import CompactSegment, Event, Segment
from giaoban.store.addresses import digest_of, path_of
from tests.factories.packs import ROUND
from tests.factories.tables import FIGURES, TARGETS, figure, target, write_csv


@pytest.fixture
def loaded(installed, tmp_path):
    """Return the names of four segments: three of figures that correct each other, one of targets."""
    for number, value in enumerate(("13.45", "13.54", "13.45")):
        path = write_csv(tmp_path / f"{number}.csv", FIGURES, figure(value=value), figure(unit_key="south"))
        loading.load(files=[path], round_id=ROUND, by="tester")
    loading.load(files=[write_csv(tmp_path / "t.csv", TARGETS, target())], round_id=ROUND, by="tester")
    return list(Segment.objects.values_list("sha256", flat=True))


def path(sha256):
    """Return the file of a segment or compact file in the workspace."""
    return path_of(workspace.segments(), sha256)


def states():
    """Return what is known at each time of recording, and in all."""
    moments = Segment.objects.values_list("recorded_at", flat=True).distinct()
    return [figures.known("test", at) for at in moments], figures.known("test"), figures.history("test")


def test_compaction_changes_no_answer_and_no_row_of_the_manifest(loaded):
    """Segments keep rows, files and hashes; the event names the compact file; nothing is done twice."""
    before, manifest = states(), list(Segment.objects.values())
    (made,) = writing.compact(by="keeper")
    assert (made.kind, made.covers) == ("figures", tuple(segments.manifest("test", "figures")))
    assert states() == before
    assert list(Segment.objects.values()) == manifest
    assert [digest_of(path(sha256)) for sha256 in loaded] == loaded
    event = Event.objects.get(verb="segments.compacted")
    assert (event.actor, event.object, event.payload["compact"]) == ("keeper", "test", made.sha256)
    assert writing.compact(by="keeper") == ()
    assert segments.verify() == ()


def test_the_compact_file_is_what_is_read(loaded):
    """Without the segments' own files everything is still known, and each can be written again."""
    before = states()
    (made,) = writing.compact(by="keeper")
    for sha256 in made.covers:
        path(sha256).unlink()
    assert states() == before
    assert {finding.code for finding in segments.verify()} == {"segment_missing"}
    assert writing.restore(by="keeper") == tuple(recorded(made))
    assert segments.verify() == ()
    assert Event.objects.get(verb="segments.restored").payload == {"restored": recorded(made)}


def recorded(made):
    """Return the covered segments in the order in which the manifest gives them."""
    return [sha256 for sha256 in segments.named("test") if sha256 in made.covers]


def test_a_later_load_is_gathered_with_what_was_gathered(loaded, tmp_path):
    """Readers go to the newest compact file; the one that it replaced may be removed."""
    (first,) = writing.compact(by="keeper")
    later = [figure(unit_key=unit, value="1") for unit in ("north", "south", "split", "land")]
    for number, row in enumerate(later):
        loading.load(
            files=[write_csv(tmp_path / f"later{number}.csv", FIGURES, row)], round_id=ROUND, by="tester"
        )
    before = states()
    (second,) = writing.compact(by="keeper")
    assert set(second.covers) > set(first.covers)
    assert [one.sha256 for one in segments.in_use("test")] == [second.sha256]
    path(first.sha256).unlink()
    assert states() == before
    assert segments.verify() == ()


def test_a_crash_between_file_and_row_shows_nothing(loaded, monkeypatch):
    """The file is there and nobody reads it; the next compaction finds its bytes and records them."""
    before = states()
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr("giaoban.actions.events.note", _crash)
        writing.compact(by="keeper")
    assert CompactSegment.objects.count() == Event.objects.filter(verb="segments.compacted").count() == 0
    files = sorted(workspace.segments().iterdir())
    assert len(files) == len(set(loaded)) + 1
    assert states() == before
    assert segments.verify() == ()
    writing.compact(by="keeper")
    assert sorted(workspace.segments().iterdir()) == files


def test_damage_is_named_and_never_copied(loaded):
    """A segment with other bytes than its name promises stops compaction; nothing is recorded."""
    path(loaded[0]).write_bytes(path(loaded[1]).read_bytes())
    (finding,) = segments.verify()
    assert (finding.code, finding.detail) == ("segment_damaged", "Restore the workspace from a backup.")
    with pytest.raises(Invalid, match="damaged"):
        writing.compact(by="keeper")
    assert CompactSegment.objects.count() == 0


def test_damage_after_compaction_can_be_mended(loaded):
    """A damaged segment comes back from the compact file, a damaged compact file from the segments."""
    before = states()
    (made,) = writing.compact(by="keeper")
    for sha256 in (made.covers[0], made.sha256):
        whole = path(sha256).read_bytes()
        path(sha256).write_bytes(whole[:-1])
        (finding,) = segments.verify()
        assert finding.detail == "Write it again: giaoban segments restore."
        assert writing.restore(by="keeper") == (sha256,)
        assert path(sha256).read_bytes() == whole
    assert segments.verify() == ()
    assert states() == before


def test_what_is_in_no_file_cannot_be_restored(loaded):
    """Without a compact file the refusal names the backup, and nothing is noted."""
    path(loaded[0]).unlink()
    with pytest.raises(NotFound, match="in no compact file"):
        writing.restore(by="keeper")
    assert not Event.objects.filter(verb="segments.restored").exists()


def _crash(**_):
    raise RuntimeError("power cut")
