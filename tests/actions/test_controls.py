"""A control total outside its tolerance stops publication until an analyst records why."""

from pathlib import Path

import pytest

from giaoban.actions import controls, figures, installation, rounds
from giaoban.core.errors import Invalid, NotFound
from giaoban.records.models import Event, FrozenFactsheet
from tests.factories.packs import FILES, ROUND, write_pack

_ROUND = f"rounds/{ROUND}/round.yaml"
_INDICATORS = "indicators/indicators.csv"
_CONTROL = 'controls:\n  - {control: growth, indicator: GROWTH, tolerance: "0.5"}\nanalyses:'
_HEAD = "unit_key,indicator,period,value,unit_measure,obs_status,released,source\n"


@pytest.fixture
def controlled(db, workspace: Path, tmp_path: Path):
    """Install the small pack with a control on growth, weighted by people."""
    weighted = FILES[_INDICATORS].replace(
        "GROWTH,Growth,PCT,2,higher,growth,none,,", "GROWTH,Growth,PCT,2,higher,growth,weighted,PEOPLE,land"
    )
    changed = {_ROUND: FILES[_ROUND].replace("analyses:", _CONTROL), _INDICATORS: weighted}
    installation.initialise(packs=[write_pack(tmp_path / "pack", **changed)])


def load(tmp_path: Path, *growth: tuple[str, str], released: str = "2024-01-05") -> None:
    """Load growth of the year, with people of the year before as weights."""
    rows = [f"{key},GROWTH,2023,{value},PCT,E,{released},s\n" for key, value in growth]
    rows += [f"{key},PEOPLE,2022,100,PERSONS,A,2023-06-01,s\n" for key, _ in growth if key != "land"]
    path = tmp_path / f"figures-{released}.csv"
    path.write_text(_HEAD + "".join(rows), "utf-8")
    figures.load(files=[path], round_id=ROUND, by="test")


def test_a_gap_stops_publication_and_names_whose_it_is(controlled, tmp_path: Path):
    """All units at 11 in a country of 6.24: nothing is frozen, and the finding says by how much."""
    load(tmp_path, ("land", "6.24"), ("north", "12"), ("south", "10"), ("split", "11"))
    with pytest.raises(Invalid) as refused:
        rounds.freeze(round_id=ROUND, by="test")
    (finding,) = refused.value.findings
    assert "published 6.24, the units imply 11.0000, a gap of +4.7600" in finding.title
    assert "north" in finding.title
    assert not FrozenFactsheet.objects.exists()


def test_an_explained_gap_may_be_published_until_it_changes(controlled, tmp_path: Path):
    """The recorded reason holds for these totals; a revision opens the question again."""
    load(tmp_path, ("land", "6.24"), ("north", "12"), ("south", "10"), ("split", "11"))
    controls.explain(round_id=ROUND, control="growth", reason="units report at other prices", by="analyst")
    assert Event.objects.get(verb="control.explained").actor == "analyst"
    rounds.freeze(round_id=ROUND, by="test")
    load(tmp_path, ("north", "15"), released="2024-01-20")
    with pytest.raises(Invalid, match="Control totals"):
        rounds.freeze(round_id=ROUND, by="test")


def test_units_that_agree_with_the_whole_stop_nothing(controlled, tmp_path: Path):
    """Within the tolerance there is nothing to explain, and explaining it is refused."""
    load(tmp_path, ("land", "6.24"), ("north", "6"), ("south", "6.5"), ("split", "6.2"))
    rounds.freeze(round_id=ROUND, by="test")
    with pytest.raises(Invalid, match="no gap"):
        controls.explain(round_id=ROUND, control="growth", reason="none", by="analyst")


def test_a_silent_unit_does_not_stop_publication(controlled, tmp_path: Path):
    """What cannot be reconciled because a unit is silent is incomplete, and not refused."""
    load(tmp_path, ("land", "6.24"), ("north", "12"))
    rounds.freeze(round_id=ROUND, by="test")
    assert FrozenFactsheet.objects.count() == 1


@pytest.mark.parametrize(
    ("control", "reason", "fault"), [("none", "why", NotFound), ("growth", "  ", Invalid)]
)
def test_an_explanation_needs_a_control_and_a_reason(controlled, tmp_path: Path, control, reason, fault):
    """An unknown control and an empty reason are refused, and leave no event."""
    load(tmp_path, ("land", "6.24"), ("north", "12"), ("south", "10"), ("split", "11"))
    with pytest.raises(fault):
        controls.explain(round_id=ROUND, control=control, reason=reason, by="analyst")
    assert not Event.objects.filter(verb="control.explained").exists()
