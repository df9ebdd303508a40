"""Any table of cells gives records or findings, never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.figures.cells import ErrorCell, Row
from giaoban.core.figures.intake import read_rows
from tests.factories.packs import small_pack
from tests.factories.tables import FIGURES, RESULTS, TARGETS, figure, result, target

HEADINGS = {"figures": FIGURES, "targets": TARGETS, "results": RESULTS}
SOUND = {"figures": figure(), "targets": target(), "results": result()}
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=12),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.just(ErrorCell("#N/A")),
    st.sampled_from(["1,234", "2023", "2023-Q1", "north", "GROWTH", "PCT", "A", "O", ">=", "range", "met"]),
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return small_pack(tmp_path_factory.mktemp("generative") / "pack")


@st.composite
def tables(draw):
    """Draw a kind and rows: sound ones with some cells replaced, or of any cells and any length."""
    kind = draw(st.sampled_from(sorted(HEADINGS)))
    width = len(HEADINGS[kind])
    changes = st.dictionaries(st.integers(0, width - 1), CELLS, max_size=3)
    near = changes.map(lambda some: tuple(some.get(i, cell) for i, cell in enumerate(SOUND[kind])))
    rows = draw(st.lists(near | st.lists(CELLS, max_size=width + 2).map(tuple), max_size=6))
    heading = draw(
        st.just(tuple(HEADINGS[kind])) | st.permutations(HEADINGS[kind]).map(tuple) | st.just(("x", None))
    )
    return kind, [heading, *rows]


@given(table=tables())
def test_any_table_gives_records_or_findings(pack, table):
    """Each row that holds anything is a record or has an error that names it, or the whole table has one."""
    kind, rows = table
    numbered = [Row(number, cells) for number, cells in enumerate(rows, 1)]
    records, findings = read_rows(kind, numbered, "f.csv", "", pack, {})
    faulty = {finding.where.row for finding in findings if finding.severity == "error"}
    repeated = sum(finding.code == "duplicate_key" for finding in findings)
    body = [row for row in numbered[1:] if not row.is_blank]
    if any(finding.code == "empty_file" for finding in findings):
        assert not body
    elif 1 not in faulty:
        unreadable = {row.number for row in body} & faulty
        assert len(body) - len(unreadable) <= len(records) <= len(body) - len(unreadable) + repeated
    assert all(finding.title and finding.detail and finding.where.file for finding in findings)


@given(order=st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing_but_row_numbers(pack, order):
    """The same rows in another order give the same records and the same faults."""
    rows = [
        figure(),
        figure(unit_key="south", value="-2,5"),
        figure(value="1,234", released="2024"),
        figure(source="b"),
        figure(unit_key="nowhere"),
        figure(indicator="PEOPLE", unit_measure="PERSONS", value="100000"),
    ]

    def outcome(arranged):
        cells = [Row(number, tuple(row)) for number, row in enumerate([FIGURES, *arranged], 1)]
        records, findings = read_rows("figures", cells, "f.csv", "", pack, {})
        return {*records}, {(one.code, one.title, one.where.column) for one in findings}

    assert outcome([rows[index] for index in order]) == outcome(rows)
