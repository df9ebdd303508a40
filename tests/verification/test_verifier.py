"""The verifier: a sound factsheet passes, any changed digit is found and named."""

import json
import random
import subprocess
import sys

import pytest

from giaoban import proofreader, verifier
from giaoban.core.review.factsheet import canonical, seal
from tests.factories.reviews import reviewed
from tests.factories.rounds import indicator, observation, pack, review, unit
from tests.spec.scoring import result, target

pytestmark = pytest.mark.long

SMALL = pack([unit("north", "01"), unit("south", "02")], [indicator("GROWTH")])
ANALYSES = [
    {"analysis": "growth", "rule": "observed", "indicator": "GROWTH"},
    {"analysis": "attainment", "rule": "attainment"},
    {"analysis": "tally", "rule": "tally", "of": "attainment"},
    {"analysis": "ranking", "rule": "ranking", "of": "growth", "order": "descending"},
    {"analysis": "high", "rule": "list", "of": "growth", "op": ">", "threshold": "5", "order": "descending"},
]


@pytest.fixture
def checked(tmp_path):
    """Return a function that checks a text as a factsheet file."""

    def check(text: str) -> list[str]:
        path = tmp_path / "factsheet.json"
        path.write_text(text, "utf-8")
        return verifier.check(path, proofreader.disagreements)

    return check


def small() -> dict:
    """Return a small sound factsheet with a sentence in its documents."""
    observations = [
        observation("north", "13.45"),
        observation("south", "-9.28"),
        observation("south", "1", released="2023"),
    ]
    sheet = review(SMALL, ANALYSES, observations, [target(unit_key="north", number="1")], [result("96.5")])
    growth, *_ = sheet["figures"]
    high = next(f for f in sheet["figures"] if f["analysis"] == "high")
    spans = [
        {"text": "North", "figure_id": growth["figure_id"], "role": "name", "unit_key": "north"},
        {"text": " grew by "},
        {"text": "13.45%", "figure_id": growth["figure_id"], "role": "value", "unit_key": "north"},
        {"text": "; above 5: "},
        {"text": "1", "figure_id": high["figure_id"], "role": "count", "unit_key": ""},
        {"text": " of "},
        {"text": "2", "figure_id": high["figure_id"], "role": "reported", "unit_key": ""},
    ]
    cell = {"text": "13.45", "value": "13.45", "figure_id": growth["figure_id"]}
    blocks = [{"kind": "paragraph", "statement": "growth", "spans": spans}]
    tables = {"growth": {"title": "Growth", "columns": [], "rows": [[cell]], "reported": 2, "of": 2}}
    return seal({**sheet, "documents": {"en": {"blocks": blocks, "tables": tables, "charts": {}}}})


def digits(text: str) -> list[int]:
    """Return where the digits of a text stand."""
    return [place for place, letter in enumerate(text) if letter in "0123456789"]


def changed(text: str, place: int) -> str:
    """Return the text with the digit at `place` turned into the next one."""
    return text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]


def owner(text: str, place: int) -> tuple[str, str]:
    """Return the part of the canonical text in which a place lies, and the id that its line carries."""
    part = next(line for line in reversed(text[:place].split("\n")) if line.startswith('"')).split('"')[1]
    line = text[text.rfind("\n", 0, place) + 1 : text.find("\n", place)].rstrip(",")
    name = verifier.RECORDS.get(part)
    return part, json.loads(line)[name] if name and line.startswith("{") else ""


def test_a_sound_factsheet_passes(checked):
    """A factsheet as sealed has no fault."""
    assert checked(canonical(small())) == []


@pytest.mark.parametrize(("pack_id", "round_id"), [("vn", "2023-annual"), ("rw", "imihigo-2021-22")])
def test_the_real_rounds_pass(checked, pack_id, round_id):
    """The rounds of the packs recompute, figure by figure and text by text."""
    assert checked(canonical(reviewed(pack_id, round_id))) == []


def test_every_digit_of_a_small_factsheet(checked):
    """Whichever digit is changed, the verifier names what carries it first."""
    text = canonical(small())
    for place in digits(text):
        assert names_first(checked(changed(text, place)), text, place), text[place - 60 : place + 20]


def test_any_digit_of_the_real_factsheet(checked):
    """The same for 300 digits drawn from the real factsheet."""
    text = canonical(reviewed("vn", "2023-annual"))
    for place in random.Random(2023).sample(digits(text), 300):  # noqa: S311
        assert names_first(checked(changed(text, place)), text, place), text[place - 60 : place + 20]


def names_first(faults: list[str], text: str, place: int) -> bool:
    """Return whether the first fault names the record, or the part, in which the digit stands."""
    part, own_id = owner(text, place)
    if own_id:
        return faults[0].startswith(f"{part[:-1]} ") and own_id in faults[0]
    if part == "parts":
        return faults[0].endswith("this part is not as it was sealed")
    return faults[0].split(":")[0].split("/")[0].split(" ")[0] in (part, "digest")


def test_a_changed_observation_names_the_figures_that_rest_on_it(checked):
    """An observation that was changed is named, and so is each figure that rests on it."""
    sheet = small()
    growth, ranking = (next(f for f in sheet["figures"] if f["analysis"] == a) for a in ("growth", "ranking"))
    faults = checked(canonical(sheet).replace('"PCT","value":"13.45"}', '"PCT","value":"13.54"}'))
    assert faults[0].startswith(f"observation {growth['inputs'][0]} (North, GROWTH, 2023)")
    resting = [fault for fault in faults if fault.startswith("rests on what was changed")]
    assert any(growth["figure_id"] in fault for fault in resting)
    assert any(ranking["figure_id"] in fault for fault in resting)


@pytest.mark.parametrize(
    ("span", "text"),
    [(2, "13.54%"), (0, "South"), (4, "2"), (6, "1")],
    ids=["number", "name", "count", "coverage"],
)
def test_a_sentence_that_says_something_else(checked, span, text):
    """A number, name or count of the text that is not its figure's is found, even if sealed again."""
    sheet = small()
    sheet["documents"]["en"]["blocks"][0]["spans"][span]["text"] = text
    faults = checked(canonical(seal(sheet)))
    assert len(faults) == 1
    assert sheet["documents"]["en"]["blocks"][0]["spans"][span]["figure_id"] in faults[0]


def test_a_wrong_figure_sealed_again(checked):
    """A false value that carries fresh ids, seals and digest is still found by recomputing it."""
    from giaoban.core.figures.observations import content_id

    sheet = small()
    sheet["documents"] = {}
    figure = next(f for f in sheet["figures"] if f["analysis"] == "high")
    old = figure.pop("figure_id")
    figure["value"] = ["south"]
    new = content_id(figure)
    sheet["figures"] = [f if f is not figure else {"figure_id": new, **figure} for f in sheet["figures"]]
    sheet["analyses"]["high"] = [new]
    assert old != new
    faults = checked(canonical(seal(sheet)))
    assert len(faults) == 1
    assert f"figure {new} (high" in faults[0]
    assert "['north']" in faults[0]


@pytest.mark.parametrize("text", ["", "{", "not JSON", "[]", "{}", '{"figures": []}'])
def test_what_is_no_factsheet(tmp_path, text):
    """A file that is cut off, or is something else, exits 2 with one clear line."""
    path = tmp_path / "cut.json"
    path.write_text(text, "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "giaoban.verifier", str(path)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "cannot be read as a factsheet" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_exit_codes(tmp_path, capsys):
    """0 for a sound file, 1 for a changed one; what is wrong is printed."""
    path = tmp_path / "factsheet.json"
    path.write_text(canonical(small()), "utf-8")
    assert verifier.main([str(path)]) == 0
    path.write_text(changed(path.read_text("utf-8"), digits(path.read_text("utf-8"))[-1]), "utf-8")
    capsys.readouterr()
    assert verifier.main([str(path)]) == 1
    assert capsys.readouterr().out
    assert verifier.main([]) == 2


def resealed(sheet: dict, kind: str, record: dict, **changed: object) -> str:
    """Return the sheet with a record changed and every id, list, text and seal that names it made to fit."""
    from giaoban.core.figures.observations import content_id

    text, name = canonical(sheet), verifier.RECORDS[kind]
    fresh = {key: value for key, value in record.items() if key != name} | changed
    new = {**fresh, name: content_id(fresh)}
    sheet = json.loads(text)
    sheet[kind] = [new if one[name] == record[name] else one for one in sheet[kind]]
    sheet = json.loads(canonical(sheet).replace(record[name], new[name]))
    for figure in sheet["figures"]:
        own = content_id({key: value for key, value in figure.items() if key != "figure_id"})
        if own != figure["figure_id"]:
            return resealed(sheet, "figures", figure)
    return canonical(seal(sheet))


def test_sealing_a_sound_factsheet_again_finds_nothing(checked):
    """The tool of the attacks below adds no fault of its own."""
    sheet = small()
    assert checked(resealed(sheet, "observations", sheet["observations"][0])) == []


def test_a_changed_observation_sealed_up_the_whole_chain(checked):
    """Every hash fits, from the observation to the digest; only the figures do not follow."""
    sheet = small()
    north = next(one for one in sheet["observations"] if one["value"] == "13.45")
    faults = checked(resealed(sheet, "observations", north, value="13.54"))
    assert any("value is '13.45', its inputs give '13.54'" in fault for fault in faults)


@pytest.mark.parametrize(
    ("analysis", "changed"),
    [
        ("growth", {"unit_measure": "PP"}),
        ("growth", {"decimals": 1}),
        ("growth", {"pack": "test 2.0.0"}),
        ("attainment", {"period": "2022"}),
        ("attainment", {"verdict": "not_met"}),
        ("tally", {"period": "2022"}),
        ("ranking", {"indicator": "OTHER"}),
        ("high", {"unit_measure": "PP"}),
    ],
)
def test_a_label_that_its_inputs_do_not_bear_out(checked, analysis, changed):
    """A figure said to be of another unit of measure, period or indicator is found, however well sealed."""
    sheet = small()
    figure = next(f for f in sheet["figures"] if f["analysis"] == analysis)
    faults = checked(resealed(sheet, "figures", figure, **changed))
    assert any(f"{next(iter(changed))} is" in fault for fault in faults)


def test_a_figure_taken_out_leaves_its_observation_behind(checked):
    """A figure that vanished with everything resting on it is missed by what it rested on."""
    sheet = small()
    for name in ("growth", "ranking", "high"):
        gone = set(sheet["analyses"].pop(name))
        sheet["figures"] = [f for f in sheet["figures"] if f["figure_id"] not in gone]
    faults = checked(canonical(seal({**sheet, "documents": {}})))
    assert len(faults) == len(sheet["observations"])
    assert all("no figure rests on it" in fault for fault in faults)


def test_a_doubt_left_out_or_made_up(checked):
    """The findings list what the figures show, no less and no more."""
    contradicted = [observation("north", "1"), observation("north", "2", source="other")]
    sheet = review(SMALL, ANALYSES[:1], contradicted, [], [])
    sheet["documents"] = {}
    assert checked(canonical(seal(sheet))) == []
    assert [one["code"] for one in sheet["findings"]] == ["contradicted"]
    for findings in ([], [{**sheet["findings"][0], "code": "late"}]):
        faults = checked(canonical(seal({**sheet, "findings": findings})))
        assert faults and all(fault.startswith("findings: ") for fault in faults)


def test_a_stale_figure_left_out_or_made_up(checked):
    """What is stale follows from the releases that the factsheet carries: each way to hide it is found."""
    sheet = {**reviewed("vn", "2023-annual")}
    late = [one for one in sheet["findings"] if one["code"] == "stale"]
    rest = [one for one in sheet["findings"] if one["code"] != "stale"]
    named = {one["unit_key"]: (one["release"]["obs_status"], one["release"]["due_on"]) for one in late}
    assert named == {
        "vn63-86": ("P", "2023-05-29"),
        "vn63-95": ("P", "2023-05-29"),
        "vn63-79": ("P", "2023-09-25"),
    }
    other_day = [{**late[0], "release": {**late[0]["release"], "due_on": "2023-05-30"}}, *late[1:]]
    made_up = [*late, {**late[0], "figure_ids": [sheet["figures"][0]["figure_id"]]}]
    for changed in (
        {"findings": [*rest, *late[1:]]},
        {"findings": [*rest, *other_day]},
        {"findings": [*rest, *made_up]},
        {"releases": []},
    ):
        faults = checked(canonical(seal({**sheet, **changed})))
        assert faults and all(fault.startswith("findings: stale") for fault in faults)


@pytest.mark.parametrize(
    "changed", [{"text": "0/2"}, {"text": "2/1"}, {"unit_key": "south"}, {"unit_key": "x"}]
)
def test_a_tally_or_a_unit_that_is_not_the_figures(checked, changed):
    """1/1 is met out of total, in this order, and stands beside its own unit."""
    sheet = small()
    tally = next(f for f in sheet["figures"] if f["rule"] == "tally")
    piece = {"text": "1/1", "figure_id": tally["figure_id"], "role": "tally", "unit_key": "north"}
    for own, count in ((piece, 0), ({**piece, **changed}, 1)):
        sheet["documents"]["en"]["blocks"][0]["spans"] = [own]
        assert len(checked(canonical(seal(sheet)))) == count
