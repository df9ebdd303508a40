"""Reading asks the database a constant number of times."""

from datetime import date, timedelta

import pytest

from giaoban.actions import figures as loading
from giaoban.actions import installation, rounds
from giaoban.core.errors import NotFound
from giaoban.queries import drift, factsheets, figures, packs, series
from giaoban.queries import rounds as round_queries
from giaoban.queries.moments import Moment
from giaoban.records.models import Event, FrozenFactsheet, InstalledPack
from tests.factories.packs import ROUND, write_pack
from tests.factories.tables import FIGURES, figure, write_csv


def load(path, **changed):
    write_csv(path, FIGURES, figure(**changed))
    loading.load(files=[path], round_id=ROUND, by="tester")


def test_known_figures_take_two_questions_whatever_the_number_of_segments(
    installed, tmp_path, django_assert_num_queries
):
    """One segment or four: one question to the manifest, and one for the compact files."""
    for count, unit in enumerate(["north", "south", "split", "land"], 1):
        load(tmp_path / f"{unit}.csv", unit_key=unit)
        with django_assert_num_queries(2):
            assert len(figures.known("test").observations) == count


def test_history_keeps_every_row_in_the_order_of_recording(installed, tmp_path, django_assert_num_queries):
    """A row, its correction, and the row again when the correction is taken back: three recordings."""
    for value in ("13.45", "13.54", "13.45"):
        load(tmp_path / "a.csv", value=value)
    with django_assert_num_queries(2):
        recorded = figures.history("test")
    assert [format(one.observation.value, "f") for one in recorded] == ["13.45", "13.54", "13.45"]
    assert {one.recorded_by for one in recorded} == {"tester"}
    moments = [one.recorded_at for one in recorded]
    assert moments == sorted(set(moments))
    assert figures.history("another") == ()


def test_packs_and_rounds_take_one_question(installed, django_assert_num_queries):
    """Reading a pack from disk again needs no more than its row."""
    with django_assert_num_queries(1):
        assert packs.of_round(ROUND)[0].pack_id == "test"
    with django_assert_num_queries(1):
        assert packs.pack("test").version == "1.0.0"


def test_the_latest_factsheet_is_the_one_with_the_latest_knowledge(
    installed, tmp_path, django_assert_num_queries
):
    """Looking back does not change what the site shows; a correction does; the same bytes are kept once."""
    load(tmp_path / "a.csv")
    first = rounds.freeze(round_id=ROUND, by="tester")
    again = rounds.freeze(round_id=ROUND, by="tester")
    assert first.path == again.path and first.path.read_bytes() == again.path.read_bytes()
    assert FrozenFactsheet.objects.count() == Event.objects.filter(verb="round.frozen").count() == 1
    rounds.freeze(round_id=ROUND, as_of="2024-01-05", by="tester")
    with django_assert_num_queries(1):
        assert factsheets.latest(ROUND)["digest"] == first.factsheet["digest"]
    load(tmp_path / "b.csv", value="13.54")
    second = rounds.freeze(round_id=ROUND, by="tester")
    assert factsheets.latest(ROUND)["digest"] == second.factsheet["digest"] != first.factsheet["digest"]
    with django_assert_num_queries(1):
        assert [name for name, _ in round_queries.published()] == [ROUND]


def test_a_day_limits_releases_and_a_moment_also_what_was_recorded(installed, tmp_path):
    """A figure released in time but loaded today was not known at a moment of last year."""
    load(tmp_path / "a.csv")

    def growth(as_of):
        sheet = rounds.freeze(round_id=ROUND, as_of=as_of, by="tester").factsheet
        return [one["value"] for one in sheet["observations"]]

    assert growth("2024-01-10") == ["13.45"]
    assert growth("2024-01-09") == []
    assert growth("2024-01-10T12:00") == []


def test_a_round_without_factsheet_and_a_wrong_digest_are_not_found(installed):
    """The refusal says what to do; no path can be asked for."""
    with pytest.raises(NotFound) as refusal:
        factsheets.latest(ROUND)
    assert ROUND in refusal.value.detail
    for digest in ("0" * 64, "../../secret_key"):
        with pytest.raises(NotFound):
            factsheets.by_digest(digest)


def test_installing_again_changes_nothing_and_a_changed_pack_is_copied(installed, tmp_path):
    """Told by the content, not by the version."""
    assert [one.state for one in installation.initialise(packs=[tmp_path / "pack"])] == ["unchanged"]
    write_pack(tmp_path / "pack", **{"wording/en.yaml": "statements: {}\nverbs: {}\n"})
    assert [one.state for one in installation.initialise(packs=[tmp_path / "pack"])] == ["replaced"]
    assert packs.pack("test").wording["en"] == {"statements": {}, "verbs": {}}
    assert InstalledPack.objects.count() == 1
    assert [path.name for path in (installed / "packs").iterdir()] == ["test"]
    assert (installed / "secret_key").stat().st_mode & 0o777 == 0o600


def test_drift_and_series_replay_a_moment_as_a_review_does(installed, tmp_path):
    """A correction recorded later is drift from now on, and none at the moment before it was recorded."""
    load(tmp_path / "a.csv")
    published = rounds.freeze(round_id=ROUND, by="tester").factsheet
    load(tmp_path / "b.csv", value="13.54")
    (_, corrected) = figures.history("test")
    before = Moment("2024-01-31", corrected.recorded_at - timedelta(microseconds=1))
    assert drift.since(published, before) == ()
    (moved,) = drift.since(published, Moment("2024-01-31"))
    assert (moved.was, moved.now) == ("13.45", "13.54")
    asked = {"basis": None, "as_of": date(2024, 1, 31)}
    (then,) = series.of_unit("north", "GROWTH", **asked, recorded_by=before.recorded_by).entries
    (now,) = series.of_unit("north", "GROWTH", **asked).entries
    assert (str(then.restated.value), str(now.restated.value)) == ("13.45", "13.54")
