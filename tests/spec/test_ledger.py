"""The targets ledger: every version stays, one is in force on a day, scenarios and terms stand apart."""

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.figures.ledger import in_force, versions
from tests.factories.rounds import figures, pack, review, unit
from tests.spec.scoring import result, target

VERSIONS = [
    target(target=bound, valid_from=day, instrument=act)
    for bound, day, act in (("8", "2025-08-20", "Act 2"), ("7", "2025-02-05", "Act 1"))
]


def test_versions_stand_in_the_order_of_their_effect():
    """February's 7 comes before August's 8, however they were loaded; both stay."""
    assert [str(t.target) for t in versions(VERSIONS)["t1"]] == ["7", "8"]


@pytest.mark.parametrize(
    ("on", "bounds"),
    [("2025-02-04", []), ("2025-02-05", ["7"]), ("2025-08-19", ["7"]), ("2025-08-20", ["8"])],
)
def test_the_version_in_force_on_a_day(on, bounds):
    """From the day of its effect, until the day before the next one's; before the first there is none."""
    assert [str(t.target) for t in in_force(VERSIONS, on)] == bounds


def test_two_instruments_of_one_day_are_an_ambiguity():
    """One sets 7, the other 8, both from 5 February: neither is picked, and both are named."""
    rival = target(target="8", valid_from="2025-02-05", instrument="Act 3")
    with pytest.raises(Invalid) as refusal:
        in_force([*VERSIONS, rival], "2025-03-01")
    (finding,) = refusal.value.findings
    assert "Act 1" in finding.title and "Act 3" in finding.title
    assert len(in_force([*VERSIONS, rival], "2025-09-01")) == 1


def test_two_instruments_of_one_day_that_say_the_same_are_none():
    """A council's resolution and the decision that carries it out set the same 7."""
    twin = target(target="7.0", valid_from="2025-02-05", instrument="Act 1b")
    assert [t.instrument for t in in_force([*VERSIONS, twin], "2025-03-01")] == ["Act 1b"]


def tallied(*targets, period="2023"):
    """Return the tally of the unit in a review of `period`."""
    analyses = [{"analysis": "a", "rule": "attainment"}, {"analysis": "t", "rule": "tally", "of": "a"}]
    results = [result("96", target_id=t.target_id) for t in targets]
    sheet = review(pack([unit("u1", "01")], []), analyses, [], targets, results, period=period)
    return [(f["value"]["met"], f["value"]["total"]) for f in figures(sheet, "t")]


def test_a_scenario_is_never_counted():
    """A target met and a scenario missed are 1/1."""
    assert tallied(target(), target(target_id="s", target="99", kind="scenario")) == [(1, 1)]


def test_a_term_target_is_counted_in_the_year_in_which_it_ends():
    """2021–2025 is asked for in 2025; in 2023 only the year's own numbered row is."""
    term = target(target_id="term", period="2021-01-01/P5Y")
    year = target(target_id="year", term_target="term")
    assert tallied(term, year) == [(1, 1)]
    assert tallied(term, target(target_id="y5", period="2025", term_target="term"), period="2025") == [(2, 2)]


def test_a_yearly_value_that_is_no_row_of_the_year_is_not_counted():
    """An interim value of a term target counts only where it is one of the year's own numbered targets."""
    interim = target(target_id="i", term_target="term", counts=False)
    assert tallied(target(), interim) == [(1, 1)]
