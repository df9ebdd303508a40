"""What the last conference left: counted in a factsheet, and counted again by two other programs."""

import json

import pytest

from giaoban import proofreader, verifier
from giaoban.core.review.analyses import assess
from giaoban.core.review.factsheet import canonical, seal
from giaoban.core.review.matters import GivenTask, LodgedPetition, Shortfall, count
from tests.factories.rounds import figures, indicator, observation, pack, round_of, unit
from tests.spec.scoring import result, target

LAND = pack([unit("north", "01"), unit("south", "02")], [indicator("GROWTH")])
ANALYSES = [
    {"analysis": "growth", "rule": "observed", "indicator": "GROWTH"},
    {"analysis": "attainment", "rule": "attainment"},
    {"analysis": "petitions", "rule": "counted", "matter": "petition"},
    {"analysis": "tasks", "rule": "counted", "matter": "task"},
    {"analysis": "aftermath", "rule": "aftermath", "of": "attainment"},
]
_LAST = {"round_id": "2022-test", "period": "2022", "source": "12-TB", "released": "2023-03-01"}
_NORTH = {"unit_key": "north", "indicator": "GROWTH"}
_SOUTH = {"unit_key": "south", "indicator": "GROWTH"}


def task(place: str, due_on: str, done_on: str, state: str, **about: str) -> GivenTask:
    """Return a task of the last notice."""
    days = {"first_due_on": due_on, "due_on": due_on, "done_on": done_on}
    return GivenTask(**_LAST, place=place, state=state, **days, **about)


def missed(**about: str) -> Shortfall:
    """Return a target of at least 5 that was missed with 3."""
    numbers = {"op": ">=", "target": "5", "rounded_result": "3.00", "result": "3"}
    return Shortfall(**_LAST, place="T1", unit_measure="PCT", **numbers, **about)


MATTERS = (
    task("1", "2023-06-30", "2023-06-30", "done_on_time", **_NORTH),
    task("2", "2023-06-30", "2023-07-01", "done_late"),
    task("3", "2024-01-31", "", "open_in_time"),
    task("4", "2024-01-30", "", "open_overdue"),
    task("5", "", "", "no_deadline"),
    LodgedPetition(**_LAST, place="1", state="explained", **_NORTH),
    LodgedPetition(**_LAST, place="2", state="open"),
    LodgedPetition(**_LAST, place="3", state="withdrawn"),
    missed(**_NORTH),
    missed(**_SOUTH),
)


def reviewed() -> dict:
    """Return the sealed factsheet of the round after: north has a target again, south only a figure."""
    known = [observation("north", "6.5"), observation("south", "4")]
    asked = target(unit_key="north", number="1", indicator="GROWTH", period="2023")
    records = [one.record() for one in MATTERS]
    sheet = assess(LAND, round_of(ANALYSES), known, [asked], [result("6.5")], "2024-01-31", records)
    return seal({**sheet, "documents": {}})


@pytest.fixture
def checked(tmp_path):
    """Return a function that checks a factsheet with both programs."""

    def check(sheet: dict) -> list[str]:
        path = tmp_path / "factsheet.json"
        path.write_text(canonical(sheet), "utf-8")
        return verifier.check(path, proofreader.disagreements)

    return check


def test_tasks_and_petitions_are_counted_by_where_they_stand(checked):
    """Each state has its count; done of due leaves out what is in time, and what has no deadline."""
    sheet = reviewed()
    (tasks,), (petitions,) = (figures(sheet, name) for name in ("tasks", "petitions"))
    assert tasks["value"] == {
        "met": 2, "total": 3, "missed": 1, "share": "66.7", "done_on_time": 1, "done_late": 1,
        "open_in_time": 1, "open_overdue": 1, "no_deadline": 1, "count": 5,
    }  # fmt: skip
    told = petitions["value"]
    assert (told["met"], told["total"], told["explained"], told["open"], told["withdrawn"]) == (1, 2, 1, 1, 1)
    assert checked(sheet) == []


def test_nothing_due_has_no_rate():
    """Where nothing was due there is no percentage, rather than a whole one."""
    assert count("task", ["open_in_time", "no_deadline"])["share"] is None


def test_after_a_shortfall_stands_the_later_verdict_or_figure():
    """North was set a target again, south was not: one has a verdict, the other what was observed."""
    north, south = figures(reviewed(), "aftermath")
    assert (north["unit_key"], south["unit_key"], south["value"]) == ("north", "south", "4")
    assert north["value"] == "not_met"
    assert len(north["inputs"]) == 4  # the shortfall, a task, a petition, the verdict


def test_without_an_earlier_conference_nothing_stands_in_the_factsheet():
    """Then there is no such part, so that what was frozen before keeps its bytes."""
    sheet = assess(LAND, round_of(ANALYSES), [observation("north", "6")], [], [], "2024-01-31")
    assert "matters" not in sheet
    assert sheet["analyses"]["tasks"] == sheet["analyses"]["aftermath"] == []


def forged(sheet: dict, number: int, **changed: str) -> dict:
    """Return the sheet with a matter changed, and every id, list and seal that names it made to fit."""
    from giaoban.core.figures.observations import content_id

    old = sheet["matters"][number]
    fresh = {key: value for key, value in old.items() if key != "matter_id"} | changed
    text = canonical({**sheet, "matters": [
        {"matter_id": content_id(fresh), **fresh} if one is old else one for one in sheet["matters"]
    ]})  # fmt: skip
    sheet = json.loads(text.replace(old["matter_id"], content_id(fresh)))
    for figure in sheet["figures"]:
        was = figure["figure_id"]
        now = content_id({key: value for key, value in figure.items() if key != "figure_id"})
        sheet = json.loads(canonical(sheet).replace(was, now))
    return seal(sheet)


@pytest.mark.parametrize(
    ("number", "changed", "fault"),
    [
        (3, {"state": "open_in_time"}, "state is 'open_in_time', its days give 'open_overdue'"),
        (1, {"done_on": "2023-06-01"}, "state is 'done_late', its days give 'done_on_time'"),
        (0, {"unit_key": "south"}, "about it are"),
        (6, {"state": "settled"}, "value is"),
    ],
    ids=["overdue told as in time", "done late told as early", "of another unit", "open told as settled"],
)
def test_what_is_told_otherwise_is_found_however_well_sealed(checked, number, changed, fault):
    """Hashes fit all the way; the days, the counts and what belongs together do not."""
    assert any(fault in one for one in checked(forged(reviewed(), number, **changed)))


def test_a_matter_taken_out_is_missed(tmp_path):
    """Who leaves an overdue task out changes a count that the figure no longer has."""
    sheet = reviewed()
    gone = sheet["matters"].pop(3)["matter_id"]
    path = tmp_path / "factsheet.json"
    path.write_text(canonical(seal(sheet)), "utf-8")
    assert any(gone in fault and "tasks" in fault for fault in verifier.check(path))
