"""Compaction changes where rows are read and nothing else, whatever was gathered with what, and when."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.errors import Invalid
from giaoban.store.addresses import digest_of, is_intact, path_of, put
from giaoban.store.compaction import Compact, differing, rewrite, worth_gathering, write_compact
from giaoban.store.schemas import LATER, SCHEMAS
from giaoban.store.segments import read_recorded, read_segments, write_rows, write_segment
from tests.factories.rounds import observation
from tests.spec.scoring import result, target

numbers = st.one_of(
    st.none(),
    st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False, allow_infinity=False),
)
RECORDS: dict[str, Callable] = {
    "figures": lambda key, value: observation(f"u{key}", None if value is None else str(value)),
    "targets": lambda key, value: target(unit_key=f"u{key}", target_id=f"t{key}", text=f"{value}"),
    "results": lambda key, value: result("chưa" if value is None else str(value), target_id=f"t{key}"),
}
#: Each load is a key with one value; a later load of the same key corrects the earlier.
loads = st.lists(st.dictionaries(st.integers(0, 5), numbers, min_size=1, max_size=4), min_size=2, max_size=7)


@contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder of its own for one example."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def write(directory: Path, kind: str, batches: list[dict[int, Decimal | None]]) -> list[str]:
    """Return the manifest of the loads, one segment each."""
    made = ([RECORDS[kind](key, value) for key, value in batch.items()] for batch in batches)
    return [write_segment(directory, kind, records).sha256 for records in made]


@settings(max_examples=40, deadline=None)
@given(kind=st.sampled_from(sorted(RECORDS)), batches=loads, data=st.data())
def test_any_compaction_gives_the_same_records_at_any_time(kind, batches, data):
    """Any split of rows into segments, any compactions of any of them in any order, any cut in time."""
    with folder() as directory:
        manifest = write(directory, kind, batches)
        cuts = range(1, len(manifest) + 1)
        plain = [read_segments(directory, kind, manifest[:cut], {}) for cut in cuts]
        covered: dict[str, str] = {}
        chosen = st.lists(st.sampled_from(manifest), min_size=1, unique=True)
        for names in data.draw(st.lists(chosen, min_size=1, max_size=4)):
            made = write_compact(directory, kind, names, covered)
            assert differing(directory, made) == ()
            covered |= dict.fromkeys(made.covers, made.sha256)
            assert [read_segments(directory, kind, manifest[:cut], covered) for cut in cuts] == plain
        if kind == "figures":
            assert read_recorded(directory, manifest, covered) == read_recorded(directory, manifest, {})


@settings(max_examples=25, deadline=None)
@given(kind=st.sampled_from(sorted(RECORDS)), batches=loads)
def test_every_covered_segment_can_be_written_again_byte_for_byte(kind, batches):
    """With its own file gone, the compact file gives the same records and the same SHA-256."""
    with folder() as directory:
        manifest = list(dict.fromkeys(write(directory, kind, batches)))
        plain = read_segments(directory, kind, manifest, {})
        made = write_compact(directory, kind, manifest, {})
        covered = dict.fromkeys(manifest, made.sha256)
        for sha256 in manifest:
            path_of(directory, sha256).unlink()
        assert read_segments(directory, kind, manifest, covered) == plain
        for sha256 in manifest:
            rewrite(directory, kind, sha256, made.sha256)
            assert digest_of(path_of(directory, sha256)) == sha256
        path_of(directory, made.sha256).unlink()
        assert read_segments(directory, kind, manifest, covered) == plain


def test_a_segment_of_several_row_groups_is_written_again_byte_for_byte(tmp_path):
    """More rows than one row group holds, gathered with a small segment, over two compactions."""
    many = [observation(f"u{i:06}", f"{i}.{i % 10}") for i in range(130_000)]
    large, small = (write_segment(tmp_path, "figures", part).sha256 for part in (many, many[:3]))
    first = write_compact(tmp_path, "figures", [large, small], {})
    second = write_compact(tmp_path, "figures", [small, large], dict.fromkeys((large, small), first.sha256))
    for sha256 in (large, small):
        path_of(tmp_path, sha256).unlink()
        rewrite(tmp_path, "figures", sha256, second.sha256)
        assert is_intact(tmp_path, sha256)


def test_a_segment_from_before_a_column_comes_back_without_it(tmp_path):
    """Old and new segments in one compact file: each is read as before and has its old bytes again."""
    schema = SCHEMAS["targets"]
    old_columns = {name: type_ for name, type_ in schema.columns.items() if name not in LATER["targets"]}
    row = schema.row(target())[: len(old_columns)]
    old = put(tmp_path, lambda path: write_rows(path, old_columns, [row]))
    new = write_segment(tmp_path, "targets", [replace(target(), target_id="t2", signer="A")]).sha256
    plain = read_segments(tmp_path, "targets", [old, new], {})
    made = write_compact(tmp_path, "targets", [old, new], {})
    assert differing(tmp_path, made) == ()
    for sha256 in (old, new):
        path_of(tmp_path, sha256).unlink()
    assert read_segments(tmp_path, "targets", [old, new], dict.fromkeys((old, new), made.sha256)) == plain
    for sha256 in (old, new):
        rewrite(tmp_path, "targets", sha256, made.sha256)
        assert is_intact(tmp_path, sha256)


def test_a_compact_file_that_tells_another_tale_is_found(tmp_path):
    """A row changed, a row too many, a row too few, a segment that is not in it, one that should not be."""
    rows = {"a": "1.0", "b": "2.0", "c": "3.0"}
    one = write_segment(tmp_path, "figures", [observation(key, value) for key, value in rows.items()]).sha256
    other = write_segment(tmp_path, "figures", [observation("d", "4")]).sha256
    sound = write_compact(tmp_path, "figures", [one, other], {})
    assert differing(tmp_path, sound) == ()
    for told in ({**rows, "b": "2.00"}, {**rows, "e": "5"}, {"a": "1.0", "b": "2.0"}):
        planted = write_segment(tmp_path / "planted", "figures", [observation(*row) for row in told.items()])
        path_of(tmp_path / "planted", planted.sha256).rename(path_of(tmp_path / "planted", one))
        path_of(tmp_path / "planted", other).write_bytes(path_of(tmp_path, other).read_bytes())
        false = write_compact(tmp_path / "planted", "figures", [one, other], {})
        path_of(tmp_path / "planted", false.sha256).rename(path_of(tmp_path, false.sha256))
        assert differing(tmp_path, false) == (one,)
        with pytest.raises(Invalid, match="byte for byte"):
            rewrite(tmp_path, "figures", one, false.sha256)
    assert differing(tmp_path, Compact(sound.sha256, "figures", 4, (one,))) == (other,)


def test_gathering_makes_few_files_and_writes_a_row_seldom(tmp_path):
    """After 1,000 loads with a compaction each, a row was written again at most as often as rows doubled."""
    compacts: list[Compact] = []
    written = 0
    for load in range(1_000):
        names = worth_gathering({f"{load:04}": 1}, compacts)
        kept = [one for one in compacts if not names.issuperset(one.covers)]
        gathered = names or {f"{load:04}"}
        compacts = [*kept, Compact(f"c{load:04}", "figures", len(gathered), tuple(sorted(gathered)))]
        written += len(gathered)
        assert sorted(name for one in compacts for name in one.covers) == [f"{n:04}" for n in range(load + 1)]
    assert len(compacts) <= 10
    assert written <= 1_000 * 11


def test_nothing_is_gathered_where_nothing_is_small():
    """One segment alone stays as it is, and compact files without a new segment are left in peace."""
    compacts = [Compact("c", "figures", 10, ("a", "b"))]
    assert worth_gathering({"d": 1}, compacts) == frozenset()
    assert worth_gathering({}, compacts) == frozenset()
    assert worth_gathering({"d": 10}, compacts) == {"a", "b", "d"}
