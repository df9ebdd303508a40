"""Loading: all files as one unit, every finding at once, nothing stored twice and nothing half."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from giaoban.actions import figures as loading
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import figures, workspace
from giaoban.records.models import Event, Segment
from giaoban.store.segments import write_segment
from tests.factories.packs import ROUND
from tests.factories.tables import (
    FIGURES,
    RESULTS,
    TARGETS,
    figure,
    result,
    target,
    write_csv,
    write_xlsx,
)

BAD_ROWS = [
    figure(),
    figure(unit_key="nowhere"),
    figure(indicator="NONE"),
    figure(value="13.54"),
    figure(unit_key="south", value="1,234"),
    figure(unit_key="south", value="2023-12-31", released="2024-01-11"),
    figure(unit_key="south", unit_measure="USD", released="2024-01-12"),
    figure(unit_key="south", source="So\u0302\u0301 lie\u0323\u0302u"),
]
BAD = [
    ("bad", 3, "unit_key", "unknown_unit"),
    ("bad", 4, "indicator", "unknown_indicator"),
    ("bad", 5, "", "duplicate_key"),
    ("bad", 6, "value", "ambiguous_number"),
    ("bad", 7, "value", "date_for_number"),
    ("bad", 8, "unit_measure", "wrong_unit_measure"),
    ("bad", 9, "source", "not_nfc"),
    ("short", 1, "released", "missing_column"),
    ("empty", None, "", "empty_file"),
]


def load(*files: Path) -> loading.Loaded:
    return loading.load(files=files, round_id=ROUND, by="tester")


def faults(*files: Path):
    with pytest.raises(Invalid) as refusal:
        load(*files)
    return refusal.value.findings


def places(findings):
    return [(Path(f.where.file).stem, f.where.row, f.where.column, f.code) for f in findings]


def write(kind: str, path: Path, *rows: list[object]) -> Path:
    if kind == "csv":
        return write_csv(path.with_suffix(".csv"), *rows)
    return write_xlsx(path.with_suffix(".xlsx"), sheet=rows)


def without(column: str, *rows: list[object]) -> list[list[object]]:
    index = FIGURES.index(column)
    return [row[:index] + row[index + 1 :] for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_fault_of_every_file_is_found_at_once_and_nothing_is_stored(installed, tmp_path, kind):
    """Each fault has file, row and column, as CSV and as XLSX; mended, they load; twice changes nothing."""
    rows = [list(row) for row in BAD_ROWS]
    if kind == "xlsx":
        rows[5][FIGURES.index("value")] = date(2023, 12, 31)
    bad = write(kind, tmp_path / "bad", FIGURES, *rows)
    short = write(kind, tmp_path / "short", *without("released", FIGURES, figure(unit_key="south")))
    empty = write(kind, tmp_path / "empty")
    good = write(kind, tmp_path / "good", FIGURES, figure())

    assert places(faults(bad, short, good, empty)) == BAD
    assert Segment.objects.count() == 0
    assert not (installed / "store").exists()

    mended = write(kind, tmp_path / "bad", FIGURES, figure(), figure(unit_key="south", value="1234"))
    assert [(one.new, one.known) for one in load(mended, good).files] == [(2, 0), (0, 1)]
    assert [(one.new, one.known) for one in load(mended, good).files] == [(0, 2), (0, 1)]
    assert Segment.objects.count() == 1
    assert len(figures.known("test").observations) == 2


def test_values_come_back_exactly_as_they_were_written(installed, tmp_path):
    """Decimals keep their spelling through the store, and lie there as DECIMAL."""
    written = ["13,45", "7.0", "7", "-0.10", "1234567890123456789012345678.0123456789", "0.0000000001"]
    rows = [figure(value=value, released=f"20{10 + i}") for i, value in enumerate(written)]
    load(write_csv(tmp_path / "f.csv", FIGURES, *rows, figure(value="", obs_status="O")))
    values = [o.value for o in figures.known("test").observations]
    assert [None if v is None else format(v, "f") for v in values] == [
        *(w.replace(",", ".") for w in written),
        None,
    ]
    (path,) = (installed / "store" / "segments").glob("*.parquet")
    segment = duckdb.read_parquet(str(path))
    types = dict(zip(segment.columns, map(str, segment.types), strict=True))
    assert types["value"] == "DECIMAL(38,10)"
    assert "DOUBLE" not in types.values()


def test_targets_come_before_results_whatever_the_order_of_the_files(installed, tmp_path):
    """A result may speak of a target of the same load, from a file or a sheet that comes later."""
    results = write_csv(tmp_path / "a.csv", RESULTS, result())
    targets = write_csv(tmp_path / "b.csv", TARGETS, target())
    load(results, targets)
    both = write_xlsx(
        tmp_path / "c.xlsx",
        results=[RESULTS, result(target_id="north-2")],
        targets=[TARGETS, target(target_id="north-2")],
    )
    load(both)
    known = figures.known("test")
    assert (
        [t.target_id for t in known.targets] == [r.target_id for r in known.results] == ["north-1", "north-2"]
    )


def test_a_faulty_target_is_not_reported_again_at_its_result(installed, tmp_path):
    """One fault, one finding."""
    targets = write_csv(tmp_path / "t.csv", TARGETS, target(op="~"))
    results = write_csv(tmp_path / "r.csv", RESULTS, result())
    assert [code for *_, code in places(faults(targets, results))] == ["unknown_code"]


def test_a_correction_is_a_new_segment_that_counts_from_then_on(installed, tmp_path):
    """Both values stay; the later one is in force; taking it back is again a new record."""
    first, second = (write_csv(tmp_path / f"{v}.csv", FIGURES, figure(value=v)) for v in ("13.45", "13.54"))
    load(first)
    warning, unreasoned = load(second).findings
    assert (warning.code, warning.severity, warning.where.column) == ("correction", "warning", "value")
    assert (unreasoned.code, unreasoned.severity) == ("correction_without_reason", "warning")
    assert unreasoned.where.column == "revision_reason"
    assert "13.45" in warning.title and "13.54" in warning.title
    assert [o.value for o in figures.known("test").observations] == [Decimal("13.54")]
    load(first)
    assert [o.value for o in figures.known("test").observations] == [Decimal("13.45")]
    assert Segment.objects.count() == 3


def test_a_reason_is_kept_with_the_correction_and_a_row_sent_again_without_it_is_known(installed, tmp_path):
    """A reason given leaves only the notice that two values stand, and is never lost again."""
    load(write_csv(tmp_path / "first.csv", FIGURES, figure()))
    reasoned = [*figure(value="13.54"), "a factory was counted twice"]
    (warning,) = load(write_xlsx(tmp_path / "b.xlsx", S=[[*FIGURES, "revision_reason"], reasoned])).findings
    assert warning.code == "correction"
    (kept,) = figures.known("test").observations
    assert (kept.value, kept.revision_reason) == (Decimal("13.54"), "a factory was counted twice")
    again = load(write_csv(tmp_path / "again.csv", FIGURES, figure(value="13.54")))
    assert (again.files[0].new, again.files[0].known, again.findings) == (0, 1, ())
    assert figures.known("test").observations == (kept,)


def test_segments_from_before_reasons_were_asked_are_still_read(installed, tmp_path):
    """A segment without the column, as an earlier version wrote it, gives rows with the same ids."""
    load(write_csv(tmp_path / "a.csv", FIGURES, figure()))
    (row,) = Segment.objects.all()
    path = workspace.segments() / f"{row.sha256}.parquet"
    older = tmp_path / "older.parquet"
    duckdb.read_parquet(str(path)).project("* EXCLUDE (revision_reason)").write_parquet(str(older))
    before = figures.known("test").observations
    older.replace(path)
    assert figures.known("test").observations == before
    assert [one.observation for one in figures.history("test")] == list(before)
    assert "revision_reason" not in before[0].record()


def test_what_was_recorded_later_is_not_known_earlier(installed, tmp_path):
    """`recorded_by` shows the store as it was at that moment."""
    load(write_csv(tmp_path / "a.csv", FIGURES, figure()))
    load(write_csv(tmp_path / "b.csv", FIGURES, figure(unit_key="south")))
    first, second = Segment.objects.order_by("id").values_list("recorded_at", flat=True)
    assert [o.unit_key for o in figures.known("test", first).observations] == ["north"]
    assert [o.unit_key for o in figures.known("test", second).observations] == ["north", "south"]


def test_a_crash_between_segment_and_row_shows_nothing(installed, tmp_path, monkeypatch):
    """The segment lies on disk, no row names it: nobody sees it, and the next load stores the same file."""
    path = write_csv(tmp_path / "f.csv", FIGURES, figure())

    def crash(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Segment.objects, "create", crash)
        with pytest.raises(KeyboardInterrupt):
            load(path)
    (orphan,) = (installed / "store" / "segments").glob("*.parquet")
    assert figures.known("test").observations == ()
    load(path)
    assert Segment.objects.get().sha256 == orphan.stem
    assert len(figures.known("test").observations) == 1


def test_a_segment_is_named_by_its_bytes_whatever_the_order_of_rows(installed, tmp_path):
    """The same records in another order are the same file."""
    load(write_csv(tmp_path / "f.csv", FIGURES, figure(), figure(unit_key="south")))
    observations = figures.known("test").observations
    again = write_segment(tmp_path / "elsewhere", "figures", reversed(observations))
    assert again.sha256 == Segment.objects.get().sha256


def test_a_load_leaves_one_event_in_the_audit(installed, tmp_path):
    """Who, what, which segments; a load that stores nothing leaves none."""
    path = write_csv(tmp_path / "f.csv", FIGURES, figure())
    load(path)
    load(path)
    event = Event.objects.get(verb="submission.loaded")
    segment = Segment.objects.get()
    assert (event.actor, event.object, event.at) == ("tester", ROUND, segment.recorded_at)
    assert event.payload == {"files": ["f.csv"], "segments": {"figures": [segment.sha256, 1]}}


def test_history_is_never_changed(installed, tmp_path):
    """A row of the manifest and of the audit refuses to be saved again or deleted."""
    load(write_csv(tmp_path / "f.csv", FIGURES, figure()))
    for row in (Segment.objects.get(), Event.objects.last()):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()


def test_a_changed_target_is_refused_and_a_new_version_taken(installed, tmp_path):
    """Known targets change only from another day on; both versions stay."""
    load(write_csv(tmp_path / "a.csv", TARGETS, target()))
    changed = write_csv(tmp_path / "b.csv", TARGETS, target(target="8"))
    version = write_csv(
        tmp_path / "c.csv", TARGETS, target(target="8", instrument="Act 2", valid_from="2023-07-01")
    )
    assert places(faults(changed)) == [("b", 2, "target", "target_changed")]
    load(version)
    assert [t.target for t in figures.known("test").targets] == [Decimal("7.5"), Decimal("8")]


def test_contradicting_rows_of_two_files_are_refused_with_both_places(installed, tmp_path):
    """The same key in two files of one load with two values is no load."""
    a = write_csv(tmp_path / "a.csv", FIGURES, figure())
    b = write_csv(tmp_path / "b.csv", FIGURES, figure(value="13.54"))
    (finding,) = faults(a, b)
    assert finding.code == "duplicate_key"
    assert "a.csv, row 2" in finding.title and finding.where.file == "b.csv"


def test_a_round_that_is_not_there_is_named(installed, tmp_path):
    """The refusal lists the rounds that are."""
    with pytest.raises(NotFound) as refusal:
        loading.load(files=[tmp_path / "f.csv"], round_id="2022-none", by="tester")
    assert ROUND in refusal.value.detail


def test_a_quotation_mark_that_nobody_closed_swallows_no_row(installed, tmp_path):
    """The rows below it are not read as one long note: the file is refused and the row is named."""
    path = write_csv(tmp_path / "f.csv", FIGURES, figure(), figure(unit_key="south"))
    path.write_text(path.read_text("utf-8").replace("north", '"north', 1), "utf-8")
    (finding,) = faults(path)
    assert finding.code == "not_a_table"
    assert "row 2" in finding.title


def test_a_percentage_of_a_workbook_is_not_read_as_its_hundredth(installed, tmp_path):
    """A cell that shows 13.45% holds 0.1345: neither is taken without a word."""
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    sheet = book.add_worksheet()
    for row, cells in enumerate((FIGURES, figure(), figure(unit_key="south"))):
        sheet.write_row(row, 0, cells)
    shown, words = (book.add_format({"num_format": code}) for code in ("0.00%", '0.00" of 100%"'))
    sheet.write_number(1, FIGURES.index("value"), 0.1345, shown)
    sheet.write_number(2, FIGURES.index("value"), 13.45, words)
    book.close()
    (finding,) = faults(tmp_path / "f.xlsx")
    assert (finding.code, finding.where.row) == ("percent_sign", 2)
    assert "“13.45%”" in finding.title


def test_a_cell_a_world_apart_is_refused(installed, tmp_path):
    """One stray cell in the last corner of a sheet ends no process."""
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, FIGURES)
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    (finding,) = faults(tmp_path / "f.xlsx")
    assert finding.code == "too_large"
    assert "1,048,576" in finding.title


@pytest.mark.parametrize("other", [{"unit_key": "south"}, {"period": "2024"}], ids=["unit", "period"])
def test_the_id_of_a_target_is_not_shared(installed, tmp_path, other):
    """A result names nothing but the target's id: one of another unit or period needs its own."""
    load(write_csv(tmp_path / "a.csv", TARGETS, target()))
    later = write_csv(tmp_path / "b.csv", TARGETS, target(valid_from="2023-06-01", **other))
    assert places(faults(later)) == [("b", 2, "target_id", "target_id_taken")]


LINKED = [*TARGETS, "signer", "kind", "term_target", "cascaded_from"]
LAND = {"target_id": "land-1", "unit_key": "land", "number": ""}
TERM = {"target_id": "term", "period": "2021-01-01/P5Y"}


def linked(signer="", kind="", term_target="", cascaded_from="", **cells):
    """Return a row of targets with the ledger's optional columns."""
    return [*target(**cells), signer, kind, term_target, cascaded_from]


def test_signer_kind_and_links_of_a_target_are_kept(installed, tmp_path):
    """From CSV and XLSX alike; a row without them says what it always said, under the id it always had."""
    rows = [
        linked("Chair", "", "term", "land-1"),
        linked(**TERM),
        linked(**LAND),
        linked(kind="scenario", target_id="north-s", target="9"),
    ]
    load(write_csv(tmp_path / "a.csv", LINKED, *rows))
    assert load(write_xlsx(tmp_path / "a.xlsx", targets=[LINKED, *rows])).files[0].new == 0
    stored = {one.target_id: one for one in figures.known("test").targets}
    one = stored["north-1"]
    assert (one.signer, one.kind, one.term_target, one.cascaded_from) == ("Chair", "target", "term", "land-1")
    assert stored["north-s"].kind == "scenario"
    assert one.record()["signer"] == "Chair"
    assert not {"signer", "kind", "term_target", "cascaded_from"} & set(stored["land-1"].record())


def test_links_that_lead_nowhere_or_wrong_are_found_at_once(installed, tmp_path):
    """Unknown ids, a term of another period, a national target of the same unit, an unknown kind."""
    path = write_csv(
        tmp_path / "a.csv",
        LINKED,
        linked(term_target="none", cascaded_from="none either"),
        linked(target_id="d", kind="hope"),
    )
    assert places(faults(path)) == [
        ("a", 2, "term_target", "unknown_target"),
        ("a", 2, "cascaded_from", "unknown_target"),
        ("a", 3, "kind", "unknown_code"),
    ]
    path = write_csv(
        tmp_path / "b.csv",
        LINKED,
        linked(target_id="b", term_target="c", cascaded_from="c"),
        linked(target_id="c", period="2024"),
    )
    assert places(faults(path)) == [
        ("b", 2, "term_target", "wrong_link"),
        ("b", 2, "cascaded_from", "wrong_link"),
    ]


def test_two_instruments_of_one_day_that_differ_are_refused(installed, tmp_path):
    """No rule says which prevails, so neither is picked: within one load, and against what is known."""
    load(write_csv(tmp_path / "a.csv", TARGETS, target()))
    other = write_csv(tmp_path / "b.csv", TARGETS, target(target="8", instrument="Act 2"))
    assert places(faults(other)) == [("b", 2, "valid_from", "contested_version")]
    same = (
        target(target_id="s", valid_from="2023"),
        target(target_id="s", instrument="Act 2", valid_from="2023-01-01", target="8"),
    )
    assert places(faults(write_csv(tmp_path / "c.csv", TARGETS, *same))) == [
        ("c", 3, "valid_from", "contested_version")
    ]
    load(write_csv(tmp_path / "d.csv", TARGETS, target(instrument="Act 2")))


def test_a_scenario_is_no_version_of_a_target(installed, tmp_path):
    """It needs an id of its own."""
    load(write_csv(tmp_path / "a.csv", TARGETS, target()))
    scenario = write_csv(tmp_path / "b.csv", LINKED, linked(kind="scenario", valid_from="2023-07-01"))
    assert places(faults(scenario)) == [("b", 2, "target_id", "target_id_taken")]


def test_segments_from_before_a_column_are_read_beside_later_ones(installed, tmp_path):
    """Nothing is rewritten: what the older file lacks reads as not said."""
    load(write_csv(tmp_path / "a.csv", TARGETS, target()))
    (path,) = (installed / "store" / "segments").glob("*.parquet")
    older = str(tmp_path / "older.parquet")
    columns = "* EXCLUDE (signer, kind, term_target, cascaded_from)"
    duckdb.sql(f"COPY (SELECT {columns} FROM '{path}') TO '{older}'")  # noqa: S608
    path.unlink()
    path.write_bytes(Path(older).read_bytes())
    assert figures.known("test").targets[0].kind == "target"
    load(write_csv(tmp_path / "b.csv", LINKED, linked("Chair", target="8", valid_from="2023-07-01")))
    assert [(t.signer, t.kind) for t in figures.known("test").targets] == [
        ("", "target"),
        ("Chair", "target"),
    ]
