"""The command line as it is typed: each command in a process of its own, in a workspace of its own."""

import json
import os
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.factories import servers
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.screens import SCREENS, heaped
from tests.factories.tables import FIGURES, RESULTS, TARGETS, figure, result, target, write_csv

pytestmark = pytest.mark.long

PACKS = Path(__file__).parents[2] / "packs"
COMMANDS = [
    "init",
    "load",
    "review",
    "rounds",
    "conferences",
    "verify",
    "claims",
    "controls",
    "drift",
    "units",
    "screens",
    "audit",
    "series",
    "vintages",
    "targets",
    "people",
    "serve",
    "live",
    "work",
    "tick",
    "jobs",
    "overview",
    "remind",
    "demo",
    "packs",
    "segments",
    "panel",
]


class _Shell:
    """Runs `giaoban …` in an empty folder, with the small pack beside the code."""

    def __init__(self, folder: Path) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIAOBAN_")}
        self.folder, self.environment = folder, {**own, "GIAOBAN_PACKS": str(folder / "packs")}

    def __call__(self, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(words), cwd=self.folder, env={**self.environment, **environment},
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        """Start the command and leave it running."""
        return subprocess.Popen(
            self._command(words), cwd=self.folder, env=self.environment, stdout=subprocess.PIPE
        )

    def _command(self, words: tuple[object, ...]) -> list[str]:
        return [sys.executable, "-c", "from giaoban.config.wiring import main; main()", *map(str, words)]


@pytest.fixture
def giaoban(tmp_path):
    """Return the command in a folder of its own."""
    write_pack(tmp_path / "packs" / "test")
    return _Shell(tmp_path)


@pytest.fixture
def free_port():
    """Return a port that nobody listens on."""
    return servers.free_port()


def machine(done: subprocess.CompletedProcess[str]) -> dict:
    """Return what a command printed for machines; nothing else may stand on standard output."""
    return json.loads(done.stdout)


def test_help_names_every_command_in_order_of_use(giaoban):
    """With the usual order, the exit codes and the workspace."""
    done = giaoban("--help")
    assert done.returncode == 0
    listed = [line.split()[0] for line in done.stdout.split("Commands:\n")[1].split("\n\n")[0].splitlines()]
    assert listed == COMMANDS
    assert "Exit codes:" in done.stdout and "GIAOBAN_HOME" in done.stdout


GROUPS = {
    "rounds": ("list", "open", "advance"),
    "conferences": ("list", "show"),
    "targets": ("goalposts", "score", "terms", "cascade"),
    "people": ("provision", "invite", "readmit", "grant", "end", "deactivate", "list"),
    "audit": ("verify", "show", "export"),
    "packs": ("check",),
    "segments": ("verify", "compact"),
}
SPOKEN = [
    *(command for command in COMMANDS if command not in GROUPS),
    *(f"{group} {own}" for group, members in GROUPS.items() for own in members),
]


@pytest.mark.parametrize("command", SPOKEN)
def test_every_command_explains_itself_and_speaks_to_machines(giaoban, command):
    """Each has a help text and --json."""
    done = giaoban(*command.split(), "--help")
    assert done.returncode == 0
    assert "--json" in done.stdout


def test_before_init_the_refusal_names_init(giaoban, tmp_path):
    """Exit 2, no traceback, and no workspace made in passing."""
    for words in (("load", "f.csv", "--round", ROUND), ("review", ROUND), ("serve",)):
        done = giaoban(*words, "--json")
        assert done.returncode == 2
        assert "giaoban init" in machine(done)["findings"][0]["detail"]
    assert not (tmp_path / "workspace").exists()


def test_init_makes_a_workspace_once(giaoban, tmp_path):
    """The key is the owner's alone; the second time nothing changes."""
    first, second = machine(giaoban("init", "--json")), machine(giaoban("init", "--json"))
    assert [pack["state"] for pack in first["packs"]] == ["installed"]
    assert [pack["state"] for pack in second["packs"]] == ["unchanged"]
    assert first["workspace"] == str(tmp_path / "workspace")
    assert (tmp_path / "workspace" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_load_refuses_with_all_findings_and_takes_the_mended_file(giaoban, tmp_path):
    """Exit 2 with file, row and column; then 0; then nothing new."""
    giaoban("init")
    path = write_csv(tmp_path / "f.csv", FIGURES, figure(value="1,234"), figure(unit_key="nowhere"))
    refused = giaoban("load", path, "--round", ROUND)
    assert refused.returncode == 2
    lines = refused.stdout.splitlines()
    assert lines[0].startswith("f.csv, row 2, column value: “1,234” could be 1234 or 1.234: Write 1234")
    assert lines[1].startswith("f.csv, row 3, column unit_key: There is no unit “nowhere”: ")
    write_csv(path, FIGURES, figure())
    taken, again = (machine(giaoban("load", path, "--round", ROUND, "--json")) for _ in range(2))
    assert (taken["ok"], taken["files"]) == (True, [{"file": "f.csv", "new": 1, "known": 0}])
    assert (again["ok"], again["files"]) == (True, [{"file": "f.csv", "new": 0, "known": 1}])


def test_findings_for_machines_have_every_part(giaoban, tmp_path):
    """The same finding, in parts; progress stays off standard output."""
    giaoban("init")
    path = write_csv(tmp_path / "f.csv", FIGURES, figure(value="12%"))
    done = giaoban("load", path, "--round", ROUND, "--json")
    (finding,) = machine(done)["findings"]
    assert (done.returncode, machine(done)["ok"]) == (2, False)
    parts = ("severity", "code", "file", "sheet", "row", "column")
    assert {part: finding[part] for part in parts} == {
        "severity": "error", "code": "percent_sign", "file": "f.csv", "sheet": "", "row": 2,
        "column": "value",
    }  # fmt: skip
    assert finding["title"] and finding["detail"]


def test_results_before_targets_on_the_line_load_as_one_unit(giaoban, tmp_path):
    """The order of the arguments does not matter."""
    giaoban("init")
    results = write_csv(tmp_path / "a.csv", RESULTS, result())
    targets = write_csv(tmp_path / "b.csv", TARGETS, target())
    assert giaoban("load", results, targets, "--round", ROUND).returncode == 0


def test_two_loads_at_once_store_a_row_once(giaoban, tmp_path):
    """The second waits for the first and finds its row known."""
    giaoban("init")
    path = write_csv(tmp_path / "f.csv", FIGURES, figure())
    running = [giaoban.start("load", path, "--round", ROUND, "--json") for _ in range(3)]
    counts = [json.loads(one.communicate(timeout=120)[0])["files"][0] for one in running]
    assert sorted((one["new"], one["known"]) for one in counts) == [(0, 1), (0, 1), (1, 0)]


def test_bad_input_is_named_and_never_a_traceback(giaoban, tmp_path):
    """Unknown round, missing files, a wrong date, something that is no factsheet: exit 2 and one line."""
    giaoban("init")
    for words in (
        ("load", "none.csv", "--round", ROUND),
        ("load", "none.csv", "--round", "2022-none"),
        ("review", "2022-none"),
        ("review", ROUND, "--as-of", "yesterday"),
        ("review", ROUND, "--as-of", ""),
        ("review", ROUND, "--out", write_csv(tmp_path / "file", FIGURES)),
        ("review", ROUND, "--out", "/dev/null/folder"),
        ("verify", tmp_path),
        ("verify", "none.json"),
        ("verify", write_csv(tmp_path / "f.csv", FIGURES)),
        ("claims", "none.docx", "--factsheet", "none.json"),
        ("packs", "check", "none"),
        ("init", "--pack", "none"),
    ):
        done = giaoban(*words, "--json")
        assert (done.returncode, machine(done)["ok"]) == (2, False), words
        assert len(machine(done)["findings"]) == 1
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "line", ["load", "load f.csv", "reviw", "review", "serve --port x", "packs chek", "verify a b", ""]
)
def test_a_wrong_line_is_told_to_machines_too(giaoban, line):
    """What the line lacks is one finding on standard output, and nothing else stands there."""
    done = giaoban(*line.split(), "--json")
    assert (done.returncode, machine(done)["ok"]) == (2, False)
    assert [finding["code"] for finding in machine(done)["findings"]] == ["usage"]


def test_a_damaged_workspace_is_named(giaoban, tmp_path):
    """A database that is gone or is none is told with what to do, at exit 2."""
    giaoban("init")
    database = tmp_path / "workspace" / "db.sqlite3"
    for content in (b"", b"no database " * 100):
        database.write_bytes(content)
        done = giaoban("review", ROUND, "--json")
        assert (done.returncode, machine(done)["findings"][0]["code"]) == (2, "invalid")
        assert "database" in machine(done)["findings"][0]["title"]
        assert "Traceback" not in done.stderr


def test_the_audit_is_walked_shown_and_handed_out(giaoban, tmp_path):
    """Whole with the head of a factsheet: 0; a head that it never had, and a changed row: 1; no head: 2."""
    round_id = min(path.parent.name for path in PACKS.glob("*/rounds/*/round.yaml"))
    demo = ("demo", "--round", round_id, "--no-serve", "--out", "o", "--json")
    made = machine(giaoban(*demo, GIAOBAN_PACKS=str(PACKS)))
    sheet = tmp_path / "o" / "factsheet.json"
    printed = json.loads(sheet.read_text("utf-8"))["audit"]
    short = f"{printed['number']}:{printed['hash'][:16]}"
    assert any(short in path.read_text("utf-8") for path in (tmp_path / "o").glob("*.html"))
    verified = machine(giaoban("verify", sheet, "--json"))
    assert verified["is_in_chain"] and verified["head"]["hash"] == printed["hash"]
    whole = giaoban("audit", "verify", "--factsheet", sheet, "--head", short, "--json")
    assert (whole.returncode, machine(whole)["ok"]) == (0, True)
    shown = machine(giaoban("audit", "show", made["round_id"], "--json"))["events"]
    assert [event["verb"] for event in shown][-1] == "round.printed"
    assert machine(giaoban("audit", "export", "--out", "e.jsonl", "--json"))["events"] == shown[-1]["number"]
    for words in (
        ("verify", "--head", "12"), ("verify", "--factsheet", "none.json"), ("show", "nothing"),
        ("export", "--out", "e.txt"), ("export", "--out", "e.csv", "--from", "soon"),
    ):  # fmt: skip
        refused = giaoban("audit", *words, "--json")
        assert (refused.returncode, machine(refused)["ok"]) == (2, False), words
    assert giaoban("audit", "verify", "--head", "0" * 16).returncode == 1
    with closing(sqlite3.connect(tmp_path / "workspace" / "db.sqlite3")) as rows:
        rows.execute("UPDATE records_event SET actor = 'another' WHERE number = 2")
        rows.commit()
    changed = giaoban("audit", "verify", "--json")
    assert changed.returncode == 1
    assert [one["code"] for one in machine(changed)["findings"]] == ["event_changed"]
    assert "Event 2 " in machine(changed)["findings"][0]["title"]


def test_packs_check_tells_a_sound_pack_from_a_faulty_one(giaoban, tmp_path):
    """Exit 0 and what it holds; exit 1 and file, row and column."""
    sound = giaoban("packs", "check", tmp_path / "packs" / "test", "--json")
    assert (sound.returncode, machine(sound)["pack_id"]) == (0, "test")
    table = (tmp_path / "packs" / "test" / "units" / "units.csv").read_text().replace("1900-01-01", "soon", 1)
    faulty = write_pack(tmp_path / "faulty", **{"units/units.csv": table})
    done = giaoban("packs", "check", faulty, "--json")
    assert done.returncode == 1
    finding = machine(done)["findings"][0]
    assert (finding["file"], finding["row"], finding["column"]) == ("units/units.csv", 2, "valid_from")


def test_the_demonstration_of_a_real_pack_is_verified_and_repeats_byte_for_byte(giaoban, tmp_path):
    """Demo, review, verify and claims on a pack of the house; one changed digit is found."""
    round_id = min(path.parent.name for path in PACKS.glob("*/rounds/*/round.yaml") if path.is_file())
    first = machine(
        giaoban("demo", "--round", round_id, "--no-serve", "--out", "one", "--json", GIAOBAN_PACKS=str(PACKS))
    )
    # A day is a day however it is written: 20240117 is no first moment of the 17th.
    day = first["as_of"].replace("-", "")
    second = machine(giaoban("review", round_id, "--as-of", day, "--out", "two", "--json"))
    early = machine(giaoban("review", round_id, "--as-of", "2000-01-01", "--out", "early", "--json"))
    assert [(one["severity"], one["code"]) for one in early["findings"]] == [("warning", "nothing_known")]
    sheet = tmp_path / "one" / "factsheet.json"
    assert first["digest"] == second["digest"]
    assert sheet.read_bytes() == (tmp_path / "two" / "factsheet.json").read_bytes()
    assert all((tmp_path / name).is_file() for name in first["files"])
    assert giaoban("verify", sheet).returncode == 0
    assert giaoban("claims", tmp_path / "one" / "report.docx", "--factsheet", sheet).returncode == 0
    text = sheet.read_text()
    value = next(one["value"] for one in json.loads(text)["observations"] if one["value"])
    changed = ("8" if value[0] == "9" else "9") + value[1:]
    sheet.write_text(text.replace(f'"value":"{value}"', f'"value":"{changed}"', 1))
    assert giaoban("verify", sheet).returncode == 1


def test_a_name_is_answered_with_every_version_of_every_unit_it_can_mean(giaoban):
    """With parents, for people and for machines; a day on which there is none is refused with the others."""
    giaoban("init")
    (one,) = machine(giaoban("units", "04", "--json"))["units"]
    assert [version["full_name"] for version in one["versions"]] == [
        "District of Split",
        "New District of Split",
    ]
    assert [(held["hierarchy"], held["parent"]) for held in one["parents"]] == [("ADMINISTRATIVE", "land")]
    assert "from 1900-01-01 until 1950-01-01: District of Split, code 04" in giaoban("units", "split").stdout
    assert "no successor" not in giaoban("units", "split").stdout
    refused = giaoban("units", "split", "--on", "1980-01-01")
    assert refused.returncode == 2
    assert "(split) from 2020-01-01" in refused.stdout


def test_a_signal_goes_to_its_unit_and_back_to_the_verifier(giaoban, tmp_path):
    """Listed with counts and chances; asked, replied, concluded; exit 1 until it is."""
    write_pack(tmp_path / "packs" / "test", **SCREENS)
    giaoban("init")
    giaoban("load", *heaped(tmp_path), "--round", ROUND)
    listed = giaoban("screens", ROUND)
    assert listed.returncode == 1
    assert "1 signal, nothing stands out in 2" in listed.stdout
    assert "North (north): observed 12, expected 6.6, n 12, p 0.0022, q 0.0065" in listed.stdout
    assert "waiting for reply" in listed.stdout
    (signal,) = [
        one["signal"] for one in machine(giaoban("screens", ROUND, "--json"))["screens"]["heaping"][:1]
    ]
    early = giaoban("screens", ROUND, "--conclude", signal, "--outcome", "accepted", "--text", "plausible")
    assert (early.returncode, "no chance to reply" in early.stdout) == (2, True)
    asked = giaoban("screens", ROUND, "--ask", signal)
    assert "asked north by" in asked.stdout and "reply until" in asked.stdout
    replied = giaoban("screens", ROUND, "--reply", signal, "--text", "set low on purpose")
    assert "level 0.05; replied" in replied.stdout and "set low on purpose" in replied.stdout
    done = giaoban("screens", ROUND, "--conclude", signal, "--outcome", "accepted", "--text", "plausible")
    assert (done.returncode, "level 0.05; accepted" in done.stdout) == (0, True)


def test_a_share_that_nobody_has_said_is_told_as_such_and_makes_no_sum(giaoban, tmp_path):
    """A district was divided and no text says how: the old figure stands beside, whose share is not known."""
    units = FILES["units/units.csv"].replace(
        "1900-01-01,,invented\nsouth", "1900-01-01,2024-07-01,invented\nsouth"
    )
    twin = "twin,05,Twin,District of Twin,DISTRICT,district,land,2024-07-01,,invented\n"
    changes = "change_id,kind,predecessor,successor,effective_on,share,instrument,source\n" + "".join(
        f"cut,split,north,{heir},2024-07-01,,Decree 1,invented\n" for heir in ("young", "twin")
    )
    write_pack(tmp_path / "packs" / "test", **{"units/units.csv": units + twin, "units/changes.csv": changes})
    giaoban("init")
    people = figure(indicator="PEOPLE", value="100", unit_measure="PERSONS")
    giaoban("load", write_csv(tmp_path / "f.csv", FIGURES, people), "--round", ROUND)
    asked = ("series", "--unit", "young", "--indicator", "PEOPLE")
    lines = giaoban(*asked).stdout.splitlines()
    assert "2023: –  missing" in lines
    (reported,) = (line for line in lines if "reported by" in line)
    assert reported.startswith("    reported by North (north): 100") and reported.endswith("share not known")
    (entry,) = machine(giaoban(*asked, "--json"))["entries"]
    assert (entry["value"], entry["missing"], entry["unshared"]) == (None, ["north"], ["north"])
    passed = "from District of North (north), share not known: 2024-07-01 split, Decree 1"
    assert passed in giaoban("units", "young").stdout


def test_the_site_is_served_until_it_is_stopped(giaoban, free_port):
    """The address is announced, a page is answered with a strict policy, and the port is then in use."""
    giaoban("init")
    with giaoban.start("serve", "--port", free_port) as server:
        try:
            answer = _first_answer(f"http://127.0.0.1:{free_port}/en/")
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert giaoban("serve", "--port", free_port).returncode == 2
        finally:
            server.terminate()


def _first_answer(url: str):
    """Return the first answer of a server that is starting."""
    for _ in range(600):
        try:
            return urllib.request.urlopen(url, timeout=5)  # noqa: S310 our own address
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("The server did not answer within a minute.")


def test_small_segments_are_gathered_rechecked_and_written_again(giaoban, tmp_path):
    """Exit 0 after compaction, 1 where a file is gone, 0 when it was written again from the compact file."""
    giaoban("init")
    for unit in ("north", "south"):
        path = write_csv(tmp_path / f"{unit}.csv", FIGURES, figure(unit_key=unit))
        giaoban("load", path, "--round", ROUND)
    (made,) = machine(giaoban("segments", "compact", "--json"))["compacts"]
    assert (made["kind"], made["rows"], len(made["covers"])) == ("figures", 2, 2)
    assert "Nothing to gather." in giaoban("segments", "compact").stdout
    done = giaoban("segments", "verify")
    assert (done.returncode, done.stdout) == (0, "2 segments, 1 compact file: all as recorded\n")
    lost = tmp_path / "workspace" / "store" / "segments" / f"{made['covers'][0]}.parquet"
    lost.unlink()
    done = giaoban("segments", "verify")
    assert done.returncode == 1
    assert "is missing: Write it again: giaoban segments restore." in done.stdout
    assert machine(giaoban("segments", "restore", "--json"))["restored"] == [made["covers"][0]]
    assert lost.is_file() and giaoban("segments", "verify").returncode == 0


def test_a_moved_target_is_listed_and_scored_under_both_versions(giaoban, tmp_path):
    """Raised from 7.5 to 9 on 1 July: 184 days were left; 8.1 meets the first version, not the second."""
    giaoban("init")
    later = target(target="9", instrument="Act 2", valid_from="2023-07-01")
    rows = write_csv(tmp_path / "t.csv", TARGETS, target(), later)
    shown = write_csv(tmp_path / "f.csv", FIGURES, figure(value="8.1"))
    assert giaoban("load", rows, shown, "--round", ROUND).returncode == 0
    (move,) = machine(giaoban("targets", "goalposts", ROUND, "--json"))["moves"]
    assert (move["movement"], move["days_left"], move["after"]["instrument"]) == ("tightened", 184, "Act 2")
    asked = ("targets", "score", "--unit", "north", "--indicator", "GROWTH", "--period", "2023")
    cells = machine(giaoban(*asked, "--json"))["scores"]
    assert [(one["version_on"], one["verdict"]) for one in cells] == [
        ("2022-12-09", "exceeded"),
        ("2023-07-01", "not_met"),
    ]
    text = giaoban(*asked).stdout
    assert "Act 1" in text and "Act 2" in text


def test_a_national_target_is_summed_back_and_a_term_told(giaoban, tmp_path):
    """100 for the land, 60 and 30 for its districts: 10 short. Its five years have no rule in this pack."""
    giaoban("init")
    people = {"indicator": "PEOPLE", "unit_measure": "PERSONS", "valid_from": "2022-12-09"}
    rows = [
        [*target(target_id="land", unit_key="land", target="100", **people), ""],
        [*target(target_id="n", target="60", **people), "land"],
        [*target(target_id="s", unit_key="south", target="30", **people), "land"],
        [*target(target_id="t", unit_key="land", period="2021-01-01/P5Y", **people), ""],
    ]
    path = write_csv(tmp_path / "t.csv", [*TARGETS, "cascaded_from"], *rows)
    assert giaoban("load", path, "--round", ROUND).returncode == 0
    (one,) = machine(giaoban("targets", "cascade", ROUND, "--partial", "--json"))["cascades"]
    assert (one["implied"], one["gap"], one["without"]) == ("90.00", "-10.00", ["split"])
    assert "10 of the gap" not in giaoban("targets", "cascade", ROUND).stdout
    assert "without a target: Split" in giaoban("targets", "cascade", ROUND).stdout
    (term,) = machine(giaoban("targets", "terms", ROUND, "--json"))["terms"]
    assert term["state"] == "undetermined"
    assert "no rule for its path" in giaoban("targets", "terms", ROUND).stdout
