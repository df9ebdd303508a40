"""Screens read from the store: late edits from what was recorded when, and a real round with few data."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from giaoban.actions import figures, installation
from giaoban.queries import packs
from giaoban.queries import screens as reading
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.screens import SCREENS
from tests.factories.tables import FIGURES, RESULTS, TARGETS, figure, result, target, write_csv
from tests.house.tree import PACKS

_ROUND = f"rounds/{ROUND}/round.yaml"


@pytest.fixture
def on(db, workspace: Path, tmp_path: Path, monkeypatch):
    """Return a way to load files of figures on a day of January 2024; the deadline is the 31st."""
    changed = {**SCREENS, _ROUND: FILES[_ROUND]}
    installation.initialise(packs=[write_pack(tmp_path / "pack", **changed)])

    def load(day: int, heading: list[str], *rows: list[object]) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(2024, 1, day, 5, tzinfo=UTC))
        figures.load(files=[write_csv(tmp_path / "f.csv", heading, *rows)], round_id=ROUND, by="test")

    return load


def late() -> dict[str, dict[str, str]]:
    """Return what was counted of each unit's late edits."""
    looks = reading.of_round(ROUND).screens["late_edits"]
    return {one.signal.look.subject: dict(one.signal.look.particulars) for one in looks}


def test_corrections_of_figures_are_counted_by_load(on):
    """North corrects two cells upward in one late load, and one downward earlier; South corrects nothing."""
    periods = ("2023-Q1", "2023-Q2")
    on(2, FIGURES, *(figure(value="5", period=period) for period in periods))
    on(3, FIGURES, *(figure(unit_key="south", value="5", period=period) for period in periods))
    on(10, FIGURES, figure(value="4", period="2023-Q1"))
    on(28, FIGURES, *(figure(value="6", period=period) for period in periods))
    counted = late()
    assert counted["north"]["late_loads"] == "1"
    assert counted["north"]["other_loads_upward"] == "0/1"
    assert counted["south"]["late_loads"] == "0"


def test_corrections_of_results_are_counted_too(on):
    """A result raised on the 30th is a late edit to the good side, with what it was and became."""
    on(2, TARGETS, target())
    on(3, RESULTS, result(value="7.0"))
    on(30, RESULTS, result(value="7.6"))
    (look,) = (
        one.signal.look for one in reading.of_round(ROUND).screens["late_edits"] if one.signal.look.evidence
    )
    row = look.evidence[0]
    assert (look.subject, row["was"], row["now"], row["side"]) == ("north", "7.0", "7.6", "above")
    assert row["recorded_on"] == "2024-01-30"


def test_a_real_round_with_few_data_is_never_called_ordinary(db, workspace: Path):
    """The round of 2023: its data are too few for every unit and every screen, and it says so."""
    installation.initialise(packs=[PACKS / "vn"])
    figures.load(files=packs.files_of_round("2023-annual"), round_id="2023-annual", by="test")
    screens = reading.of_round("2023-annual").screens
    assert set(screens) == {
        "heaping", "heaping_by_indicator", "easy_against_trend", "easy_against_peers", "estimate_bias",
        "late_edits",
    }  # fmt: skip
    states = {one.signal.state for looks in screens.values() for one in looks}
    assert states == {"not_enough_data"}


def test_a_pack_without_rules_has_no_screens(installed):
    """Nothing is screened by levels that nobody has laid down."""
    assert reading.of_round(ROUND).screens == {}
