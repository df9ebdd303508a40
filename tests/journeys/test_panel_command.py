"""`giaoban panel`: from files as they are loaded to facts and scores as tables, with a merger in between."""

import csv
import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.tables import FIGURES, TARGETS, figure, target, write_csv

UNITS = (
    FILES["units/units.csv"]
    + "merged,05,Merged,District of Merged,DISTRICT,district,land,2023-07-01,,invented\n"
)
CHANGES = """change_id,kind,predecessor,successor,effective_on,share,instrument,source
m1,merger,north,merged,2023-07-01,1,Act 7,invented
m2,merger,south,merged,2023-07-01,1,Act 7,invented
"""
INDICATORS = """\
indicator,name_en,unit_measure,decimals,direction,kind,merge_rule,weight,control_unit,source,cumulation
GROWTH,Growth,PCT,2,higher,growth,none,,,invented,
PEOPLE,People,PERSONS,0,none,additive,sum,,land,invented,last
BIRTHS,Births,PERSONS,0,higher,additive,sum,,land,invented,sum
"""


@pytest.fixture
def giaoban(tmp_path):
    """Return the command in a folder whose pack has two districts that merge in July 2023."""
    units = UNITS.replace(
        "district,land,1900-01-01,,invented", "district,land,1900-01-01,2023-07-01,invented", 2
    )
    changed = {
        "units/units.csv": units, "units/changes.csv": CHANGES, "indicators/indicators.csv": INDICATORS,
        f"rounds/{ROUND}/round.yaml": FILES[f"rounds/{ROUND}/round.yaml"]
        + "controls:\n  - {control: births, indicator: BIRTHS, tolerance: 5}\n",
    }  # fmt: skip
    write_pack(tmp_path / "packs" / "test", **changed)
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIAOBAN_")}

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from giaoban.config.wiring import main; main()", *map(str, words)]
        environment = {**own, "GIAOBAN_PACKS": str(tmp_path / "packs")}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )

    run("init")
    return run


def months(
    unit_key: str, indicator: str, first: int, values: list[str], year: int = 2023
) -> list[list[object]]:
    """Return a row a month from `first` on; PERSONS, released in January of the next year."""
    return [
        figure(unit_key=unit_key, indicator=indicator, period=f"{year}-{first + place:02}", value=value,
               unit_measure="PERSONS", released="2024-01-10")
        for place, value in enumerate(values)
    ]  # fmt: skip


def rows(path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_months_become_facts_and_scores_on_the_units_of_the_basis(giaoban, tmp_path):
    """Six months of two districts and six of the merged one are its year; a later figure replaces a month."""
    figures = [
        *months("north", "BIRTHS", 1, ["10"] * 6),
        *months("south", "BIRTHS", 1, ["20", "20", "20", "20", "20", "21"]),
        *months("merged", "BIRTHS", 7, ["30"] * 6),
        *months("merged", "PEOPLE", 12, ["1000"]),
        figure(unit_key="land", indicator="BIRTHS", period="2023", value="366", unit_measure="PERSONS"),
    ]
    wanted = [
        target(
            target_id="merged-1", unit_key="merged", indicator="BIRTHS", target="361", unit_measure="PERSONS"
        )
    ]
    files = write_csv(tmp_path / "f.csv", FIGURES, *figures), write_csv(tmp_path / "t.csv", TARGETS, *wanted)
    loaded = giaoban("load", *files, "--round", ROUND)
    assert loaded.returncode == 0, loaded.stdout
    done = giaoban("panel", ROUND, "--csv", "--out", "told", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    facts = {(row["indicator"], row["unit_key"]): row for row in rows(tmp_path / "told" / "facts.csv")}
    assert facts["BIRTHS", "merged"]["value"] == "361.0000"
    assert facts["BIRTHS", "merged"]["verdict"] == "met"
    assert facts["PEOPLE", "merged"]["value"] == "1000.0000"
    assert ("BIRTHS", "north") not in facts
    scores = {row["unit_key"]: row for row in rows(tmp_path / "told" / "scores.csv")}
    assert [scores["merged"][name] for name in ("met", "total", "share", "rank")] == ["1", "1", "100.0", "1"]
    manifest = json.loads((tmp_path / "told" / "manifest.json").read_text("utf-8"))
    assert (
        manifest["files"]
        == told["files"]
        == {name: sha256((tmp_path / "told" / name).read_bytes()).hexdigest() for name in manifest["files"]}
    )
    again = json.loads(giaoban("panel", ROUND, "--csv", "--out", "again", "--json").stdout)
    assert again["files"] == told["files"]


def test_what_a_panel_cannot_hold_is_named(giaoban, tmp_path):
    """A value with five decimals is refused, and an indicator without a rule for its months left out."""
    fine = months("merged", "BIRTHS", 7, ["30.12345"])
    rate = [figure(unit_key="merged", period="2023-08", value="1.5", released="2024-01-10")]
    giaoban("load", write_csv(tmp_path / "f.csv", FIGURES, *fine, *rate), "--round", ROUND)
    done = giaoban("panel", ROUND, "--json")
    assert done.returncode == 2
    assert "BIRTHS of merged in 2023-07 is 30.12345" in done.stdout
    giaoban(
        "load",
        write_csv(tmp_path / "g.csv", FIGURES, *months("merged", "BIRTHS", 7, ["30"])),
        "--round",
        ROUND,
    )
    told = json.loads(giaoban("panel", ROUND, "--json").stdout)
    assert "GROWTH is left out: nobody said how its months make a year" in told["findings"][0]["title"]
