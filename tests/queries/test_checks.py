"""Checks read from the store: rules in force, the unit's past, all units together; drafts stay private."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.actions import figures as loading
from giaoban.actions import submissions
from giaoban.core.errors import Invalid
from giaoban.queries import checks
from tests.factories.packs import FILES, ROUND
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, install, pass_on, save, typed
from tests.factories.tables import FIGURES, figure, write_csv

_ABOUT = 'title: invented, valid_from: "2020-01-01", valid_to: "", source: invented, confidence: MEM'
_LATER = _ABOUT.replace("2020", "2024")
RULES = f"""rules:
  - {{rule: usual, kind: range, {_ABOUT}, priority: explanation, indicators: [GROWTH], high: "15"}}
  - {{rule: later, kind: range, {_LATER}, priority: blocking, indicators: [GROWTH], high: "1"}}
  - {{rule: missed, kind: explained, {_ABOUT}, priority: explanation, when: [missed, verdict_differs]}}
  - {{rule: together, kind: control_total, {_ABOUT}, priority: notice, indicators: [PEOPLE], tolerance: "0"}}
  - {{rule: past, kind: own_past, {_ABOUT}, priority: notice, minimum: 3, distance: "3.5", least_percent: "5",
      least_points: "1", in_points: [PCT]}}
  - {{rule: peers, kind: peers, {_ABOUT}, priority: notice, minimum: 3, distance: "1.5", least_percent: "5",
      least_points: "0.1", in_points: [PCT]}}
"""
MORE = "".join(f"d{n},1{n},D{n},District {n},DISTRICT,district,land,1900-01-01,,invented\n" for n in range(4))
UNITS = "units/units.csv"


@pytest.fixture
def collecting(db, workspace, tmp_path):
    """Install the small pack with rules and seven districts; the round collects."""
    install(tmp_path, **{"rules/validation.yaml": RULES, UNITS: FILES[UNITS] + MORE})
    enter("collecting")


def send(unit_key: str, growth: str, *more) -> None:
    """Let a unit send its growth, and lines beside it."""
    save(typed(GROWTH, growth), *more, unit_key=unit_key)
    pass_on("complete", "submit", unit_key=unit_key)


def load(folder, *rows) -> None:
    """Load figures as they are known before the round."""
    loading.load(files=[write_csv(folder / "known.csv", FIGURES, *rows)], round_id=ROUND, by="tester")


def told(findings) -> list[tuple[str, str]]:
    """Return severity and code of each finding."""
    return [(one.severity, one.code) for one in findings]


def test_rules_of_the_last_day_of_the_period_hold(collecting):
    """Growth of 16 in 2023 is unusual by the rule of 2020; the stricter one of 2024 is not asked."""
    save(typed(GROWTH, "16"), typed(TARGET, "8"))
    assert told(checks.of_submission(ROUND, "north")) == [("explanation", "unusually_high")]


def test_a_form_is_completed_once_what_needs_words_has_them(collecting):
    """An unusual value and a missed target are listed together; both explained, the form goes on."""
    save(typed(GROWTH, "16"), typed(TARGET, "7"))
    with pytest.raises(Invalid) as refused:
        submissions.complete(round_id=ROUND, unit_key="north", by="officer")
    assert [one.code for one in refused.value.findings] == ["unusually_high", "missed_unexplained"]
    save(typed(GROWTH, "16", 1, explanation="a mill"), typed(TARGET, "7", 1, explanation="a flood"))
    submissions.complete(round_id=ROUND, unit_key="north", by="officer")
    assert told(checks.of_submission(ROUND, "north")) == [("warning", "unusually_high")]


def test_a_unit_is_held_against_its_own_past(collecting, tmp_path):
    """Five quiet years of people; this year a thousand times as many."""
    years = {"2018": "1000", "2019": "1010", "2020": "1020", "2021": "1030", "2022": "1040"}
    load(
        tmp_path,
        *(figure(indicator="PEOPLE", unit_measure="PERSONS", period=y, value=v) for y, v in years.items()),
    )
    save(typed(GROWTH, "8"), typed(TARGET, "8"), typed(PEOPLE, "1050000"))
    assert told(checks.of_submission(ROUND, "north")) == [("warning", "unit_of_measure_large")]


def test_units_together_are_held_against_the_total_once_all_are_known(collecting, tmp_path):
    """700 were counted in the land; what seven districts sent makes 701, and a draft makes nothing."""
    load(tmp_path, figure(unit_key="land", indicator="PEOPLE", unit_measure="PERSONS", value="700"))
    units = ["north", "south", "split", "d0", "d1", "d2", "d3"]
    for unit_key in units[1:]:
        send(unit_key, "8", typed(PEOPLE, "100"))
    save(typed(GROWTH, "8"), typed(TARGET, "8"), typed(PEOPLE, "101"))
    assert checks.of_round(ROUND) == ()
    pass_on("complete", "submit")
    (one,) = checks.of_round(ROUND)
    assert (one.code, one.where.column, dict(one.values)["gap"]) == ("total_differs", PEOPLE, "1")


def test_peers_are_told_apart_only_by_what_was_sent(collecting):
    """Three units sent 8, 9 and 10, a fourth drafts 14: nothing; once it has sent it, it is told by name."""
    for unit_key, growth in (("south", "8"), ("d0", "9"), ("d1", "10")):
        send(unit_key, growth)
    save(typed(GROWTH, "14"), unit_key="d2")
    assert checks.of_round(ROUND) == ()
    pass_on("complete", "submit", unit_key="d2")
    (one,) = checks.of_round(ROUND)
    assert (one.code, dict(one.values)["unit"], one.severity) == ("unlike_peers_level", "D2", "warning")


def test_what_was_sent_is_checked_beside_the_draft(collecting):
    """The centre reads the version that was sent, with its findings; nothing before anything was sent."""
    assert told(checks.of_sent(ROUND, "south")) == [("error", "not_reported")]
    save(typed(GROWTH, "16", explanation="a mill"), unit_key="south")
    assert told(checks.of_sent(ROUND, "south")) == [("error", "not_reported")]
    pass_on("complete", "submit", unit_key="south")
    assert told(checks.of_sent(ROUND, "south")) == [("warning", "unusually_high")]


def asked(question) -> int:
    """Return how many statements a question takes once the store was read."""
    question()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        question()
    return len(captured)


def test_more_lines_and_more_units_take_no_more_statements(collecting):
    """A form of one answer as one of three; a round of one unit as one of five."""
    few = asked(lambda: checks.of_submission(ROUND, "north"))
    save(typed(GROWTH, "8"), typed(TARGET, "8"), typed(PEOPLE, "5"))
    assert asked(lambda: checks.of_submission(ROUND, "north")) == few
    send("south", "8")
    one = asked(lambda: checks.of_round(ROUND))
    for unit_key in ("d0", "d1", "d2", "d3"):
        send(unit_key, "8", typed(PEOPLE, "5"))
    assert asked(lambda: checks.of_round(ROUND)) == one


def test_a_pack_without_rules_checks_what_its_form_requires(db, workspace, tmp_path):
    """No soft limit, no signal: what is missing or faulty is told all the same."""
    install(tmp_path)
    enter("collecting")
    save(typed(GROWTH, "16"))
    assert told(checks.of_submission(ROUND, "north")) == [("error", "not_reported")]
    assert checks.of_round(ROUND) == ()
