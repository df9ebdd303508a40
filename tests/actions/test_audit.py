"""The audit: an event with every write or no write, one chain, and what was done to it is found."""

import csv
import json
import subprocess
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from giaoban import proofreader, verifier
from giaoban.actions import controls, events, figures, installation, publications, rounds
from giaoban.core.conduct.audit import BEGINNING, Head
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import events as reading
from giaoban.queries import factsheets, workspace
from giaoban.records.models import ChainHead, Event, FrozenFactsheet, InstalledPack, Segment
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.tables import FIGURES, figure, write_csv

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
DOC = Path(__file__).parents[2] / "docs" / "audit.md"


def note(number: int = 1, **payload: object) -> Event:
    return events.note(verb="cell.saved", by="tester", object=f"cell-{number}", at=AT, payload=payload)


def load(folder: Path, value: str = "13.45", unit_key: str = "north") -> None:
    path = write_csv(folder / "f.csv", FIGURES, figure(value=value, unit_key=unit_key))
    figures.load(files=[path], round_id=ROUND, by="tester")


def forget(*tables: type) -> None:
    """Empty the tables behind the program's back, and begin the chain anew."""
    for table in tables:
        table.objects.all()._raw_delete("default")
    ChainHead.objects.update(number=0, hash=BEGINNING)


def titles(*known: Head) -> list[str]:
    return [fault.title for fault in reading.verified(known).faults]


# One chain


def test_each_event_carries_the_hash_of_the_one_before_it(db):
    """Numbered from one, from the beginning to the head."""
    first, second = note(1), note(2, reason="Bình", rows=[1, None, True])
    assert (first.number, first.previous) == (1, BEGINNING)
    assert (second.number, second.previous) == (2, first.hash)
    assert reading.head() == Head(second.hash, 2)
    assert reading.verified().faults == ()


def test_an_empty_chain_is_whole(db):
    """Before the first write there is no head."""
    assert reading.verified() == reading.Verified(None, ())


def test_what_is_taken_back_leaves_no_hole(db):
    """The head goes back with the event."""
    note(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        note(2)
        raise RuntimeError
    assert note(3).number == 2
    assert reading.verified().faults == ()


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_of_a_transaction_is_refused():
    """It would tell of a write that may not stand."""
    with pytest.raises(TypeError, match="inside the transaction"):
        note(1)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_on_a_server_a_writer_waits_for_the_disk_after_the_chain_is_free():
    """Not while others wait for the chain; and not at all where the database is a file."""
    with CaptureQueriesContext(connection) as told, transaction.atomic():
        note(1)
    said = [query["sql"] for query in told.captured_queries]
    if connection.vendor == "postgresql":
        assert said[-2:] == ["COMMIT", "SELECT pg_current_xact_id()"]
        assert "SET LOCAL synchronous_commit = off" in said
    else:
        assert said[-1] == "COMMIT"


def test_events_written_before_there_was_a_chain_are_chained(db):
    """The migration numbers them in the order of writing."""
    migration = import_module("giaoban.records.migrations.0004_events_are_chained")
    for number in (1, 2, 3):
        note(number, at=number)
    expected = list(Event.objects.values_list("number", "previous", "hash"))
    ChainHead.objects.all().delete()
    for number, pk in enumerate(Event.objects.order_by("id").values_list("pk", flat=True)):
        Event.objects.filter(pk=pk).update(number=100 - number, previous=str(number) * 64, hash="0" * 64)
    migration.chain(apps, None)
    assert list(Event.objects.values_list("number", "previous", "hash")) == expected
    assert reading.verified().faults == ()


# What was done to the table is found


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "another"), ("at", datetime(2020, 1, 1, tzinfo=UTC)), ("payload", {}), ("verb", "v")],
)
def test_a_row_changed_behind_the_programs_back_is_named(db, column, value):
    """By its number."""
    for number in (1, 2, 3):
        note(number, reason="why")
    Event.objects.filter(number=2).update(**{column: value})
    assert titles() == ["Event 2 was changed: its content does not give its hash"]


@pytest.mark.parametrize(
    ("number", "title"), [(1, "Event 1 is missing"), (2, "Event 2 is missing"), (3, "Event 3 is missing")]
)
def test_a_row_deleted_behind_the_programs_back_is_named(db, number, title):
    """The last one, too: the head still names it."""
    for one in (1, 2, 3):
        note(one)
    Event.objects.filter(number=number)._raw_delete("default")
    assert titles() == [title]


def test_a_whole_chain_rewritten_is_held_by_a_factsheet_that_was_frozen(installed, tmp_path):
    """Every hash and the head fit again; the factsheet on disk, and the one handed out, do not."""
    load(tmp_path)
    sheet = rounds.freeze(round_id=ROUND, by="tester").factsheet
    note(9)
    rows = list(Event.objects.values("verb", "actor", "object", "at", "payload"))
    forget(Event)
    for row in rows:
        who = row.pop("actor").replace("tester", "somebody else")
        events.note(by=who, **row)
    head = reading.head_of(sheet)
    found = f"The chain does not hold the head {head.number}:{head.hash}: it was rewritten"
    assert titles() == [found]
    factsheets.path_of(sheet["digest"]).unlink()
    assert titles() == []
    assert titles(head) == [found]


# No write without its event


def _install(tmp_path: Path) -> None:
    fresh = {"wording/en.yaml": "statements: {}\nverbs: {}\n"}
    installation.initialise(packs=[write_pack(tmp_path / "pack", **fresh)])


def _explain(tmp_path: Path) -> None:
    controls.explain(round_id=ROUND, control="growth", reason="why", by="tester")


def _publish(tmp_path: Path) -> None:
    publications.publish(round_id=ROUND, directory=tmp_path / "out", by="tester", progress=lambda *_: None)


def _print(*, directory: Path, **_: object) -> None:
    (directory / "report.html").write_text("report", "utf-8")


VERBS = {
    "installation.initialise": _install,
    "figures.load": lambda tmp_path: load(tmp_path, "11", "south"),
    "controls.explain": _explain,
    "rounds.freeze": lambda _: rounds.freeze(round_id=ROUND, by="tester"),
    "publications.publish": _publish,
}


@pytest.fixture
def controlled(db, workspace, tmp_path: Path) -> Path:
    """Return a workspace with figures of one unit, and a control total that they do not meet."""
    names = f"rounds/{ROUND}/round.yaml", "indicators/indicators.csv"
    control = 'controls:\n  - {control: growth, indicator: GROWTH, tolerance: "0.5"}\nanalyses:'
    changed = {
        names[0]: FILES[names[0]].replace("analyses:", control),
        names[1]: FILES[names[1]].replace("growth,none,,,", "growth,weighted,PEOPLE,land,"),
    }
    installation.initialise(packs=[write_pack(tmp_path / "pack", **changed)])
    rows = [figure(unit_key=key, value=value) for key, value in (("land", "6"), ("north", "12"))]
    rows += [figure(unit_key=key, value="12") for key in ("south", "split")]
    weights = [
        figure(unit_key=key, indicator="PEOPLE", period="2022", value="100", unit_measure="PERSONS")
        for key in ("north", "south", "split")
    ]
    path = write_csv(tmp_path / "all.csv", FIGURES, *rows, *weights)
    figures.load(files=[path], round_id=ROUND, by="tester")
    return workspace


def _state() -> tuple:
    """Return every row of every table, and every file that readers see."""
    tables = (ChainHead, Event, FrozenFactsheet, InstalledPack, Segment)
    packs = {path: path.read_bytes() for path in workspace.packs().rglob("*") if path.is_file()}
    documents = [path for path in workspace.documents(ROUND).rglob("*") if path.is_file()]
    return [list(table.objects.order_by("pk").values()) for table in tables], packs, documents


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_leaves_an_event_and_none_writes_where_its_event_cannot_be(
    controlled, tmp_path, monkeypatch, name
):
    """The disk is full when the event is written: no row, no pack, no document is another."""
    # The small pack has no layout: one page is enough to see whether it is handed out.
    monkeypatch.setattr(publications, "print_documents", _print)
    if name in ("rounds.freeze", "publications.publish"):
        _explain(tmp_path)
    before = _state()

    def fail(**_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(Event.objects, "create", fail)
        with pytest.raises(OSError, match="no space left"):
            VERBS[name](tmp_path / "broken") if name.startswith("installation") else VERBS[name](tmp_path)
    assert _state() == before
    VERBS[name](tmp_path)
    assert _state() != before
    assert len(_state()[0][1]) > len(before[0][1])
    assert titles() == []


# The head in the factsheet


def test_a_factsheet_carries_the_event_that_froze_it_first(installed, tmp_path):
    """Frozen again, the same head; after another one was frozen, still the same; the bytes too."""
    load(tmp_path)
    first = rounds.freeze(round_id=ROUND, by="tester")
    text = first.path.read_bytes()
    event = Event.objects.get(verb="round.frozen")
    assert event.payload["digest"] == first.factsheet["digest"]
    assert reading.head_of(first.factsheet) == Head(event.hash, event.number)
    assert factsheets.read(first.path) == first.factsheet
    load(tmp_path, "13.54")
    rounds.freeze(round_id=ROUND, by="tester")
    load(tmp_path)
    again = rounds.freeze(round_id=ROUND, by="another")
    assert Event.objects.filter(verb="round.frozen").count() == 3
    assert again.path.read_bytes() == text
    assert verifier.check(first.path, proofreader.disagreements) == []
    assert reading.verified().faults == ()


def test_two_workspaces_with_the_same_knowledge_differ_in_the_line_of_the_audit_alone(
    installed, tmp_path, settings
):
    """Digest and everything under it are the same; who froze it when is of one workspace."""
    load(tmp_path)
    here = rounds.freeze(round_id=ROUND, by="tester")
    settings.WORKSPACE = tmp_path / "elsewhere"
    forget(Event, Segment, FrozenFactsheet, InstalledPack)
    installation.initialise(packs=[tmp_path / "pack"])
    load(tmp_path)
    there = rounds.freeze(round_id=ROUND, by="another")
    assert here.path != there.path and here.factsheet["digest"] == there.factsheet["digest"]
    ours, theirs = (one.path.read_text("utf-8").splitlines() for one in (here, there))
    differing = [mine for mine, yours in zip(ours, theirs, strict=True) if mine != yours]
    assert [line[:9] for line in differing] == ['"audit":{']


def test_any_digit_of_the_head_is_held_by_its_seal(installed, tmp_path):
    """Number, hash and seal: each digit changed is found with the file alone."""
    load(tmp_path)
    path = rounds.freeze(round_id=ROUND, by="tester").path
    text = path.read_text("utf-8")
    start = text.index('"audit":')
    end = text.index("\n", start)
    for place in (place for place in range(start, end) if text[place].isdigit()):
        changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        path.write_text(changed, "utf-8")
        assert any(fault.startswith("audit: ") for fault in verifier.check(path))


# Reading and exporting


def test_events_stand_beside_their_object(installed, tmp_path):
    """In the order of writing; what was never written of is not found."""
    load(tmp_path)
    rounds.freeze(round_id=ROUND, by="tester")
    found = reading.of_object(ROUND)
    assert [entry.verb for entry in found] == ["submission.loaded", "round.frozen"]
    assert [entry.number for entry in found] == [2, 3]
    with pytest.raises(NotFound, match="nowhere"):
        reading.of_object("nowhere")


def test_an_export_holds_what_was_asked_for(installed, tmp_path):
    """By object and by time, as CSV and as JSON lines; another ending is refused."""
    load(tmp_path)
    begun = timezone.now()
    said = {"reason": "=1+1, “Bình”"}
    events.note(verb="cell.saved", by="tester", object="cell-1", at=begun, payload=said)
    for name, asked, count in (
        ("all.csv", {}, 3), ("one.jsonl", {"object": ROUND}, 1), ("late.jsonl", {"until": begun}, 2),
        ("new.jsonl", {"since": begun}, 1),
    ):  # fmt: skip
        assert events.export(entries=reading.between(**asked), path=tmp_path / "new" / name) == count
    with (tmp_path / "new" / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["hash"] for row in rows] == list(Event.objects.values_list("hash", flat=True))
    assert json.loads(rows[2]["payload"]) == said
    with pytest.raises(Invalid, match="xlsx"):
        events.export(entries=reading.between(), path=tmp_path / "all.xlsx")


def test_a_stranger_rechecks_an_export_as_the_page_says(installed, tmp_path):
    """The commands of docs/audit.md, as they stand there: sound, then with one letter changed."""
    load(tmp_path)
    note(1, reason='so "hash":"said" Bình', file="\udcff.csv" if connection.vendor == "sqlite" else "a")
    path = tmp_path / "events.jsonl"
    events.export(entries=reading.between(), path=path)
    recipe = DOC.read_text("utf-8").split("```sh\n")[1].split("```")[0]

    def recheck() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    assert (recheck().returncode, recheck().stdout) == (0, ""), recheck().stdout
    path.write_text(path.read_text("utf-8").replace("tester", "another", 1), "utf-8")
    assert recheck().returncode == 1 and recheck().stdout
