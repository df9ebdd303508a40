"""Every statement gives the same on Spark as on the embedded engine: the same types, the same cells."""

import os
import random
import warnings

import duckdb
import pytest

from giaoban.store.cluster import Cluster
from giaoban.store.compaction import write_compact
from giaoban.store.engine import fetch
from giaoban.store.segments import write_segment
from giaoban.store.sources import source_of
from giaoban.store.statements import PANEL_TABLES, panel_statement, statement
from tests.factories.panels import tables, write_tables
from tests.factories.rounds import observation
from tests.spec.scoring import result, target

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore::ResourceWarning")]

#: How Spark calls the types of the store.
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "TINYINT": "tinyint",
    "BOOLEAN": "boolean",
}
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    # Small data: compiling each query, or planning it again as it runs, takes longer than running it.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.log.level": "ERROR",
}


@pytest.fixture(scope="module")
def cluster():
    """Return a Spark of this process with two threads."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    yield Cluster(session)
    session.stop()


def ours(engine, text):
    """Return the types and rows of a statement on the embedded engine, in a fixed order."""
    done = engine.execute(text)
    types = [
        _TYPES.get(str(column[1]), str(column[1]).lower().replace(" ", "")) for column in done.description
    ]
    return types, sorted(map(repr, done.fetchall()))


def theirs(cluster, text):
    """Return the same on the cluster."""
    rows = cluster.execute(text)
    return [type_ for _, type_ in rows.frame.dtypes], sorted(map(repr, rows.fetchall()))


@pytest.mark.parametrize("name", sorted(set(PANEL_TABLES) - {"observations"}))
def test_a_statement_over_panels_gives_the_same_cells(cluster, tmp_path, name):
    """Random tables with ties, zeros, gaps and large amounts; decimals are compared with all their digits."""
    paths = write_tables(
        tmp_path, {table: rows for table, rows in tables(23).items() if table in PANEL_TABLES[name]}
    )
    with duckdb.connect() as engine:
        for table, path in paths.items():
            view = f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM READ_PARQUET(['{path}'])"  # noqa: S608
            engine.execute(view)
            cluster.execute(view)
        expected = ours(engine, panel_statement(name))
    assert len(expected[1]) > 5
    assert theirs(cluster, panel_statement(name)) == expected


RECORDS = {
    "figures": lambda n: observation(
        f"u{n % 7}", None if n % 5 == 0 else f"{n}.{n % 10}", period=f"2023-{n % 12 + 1:02}"
    ),
    "results": lambda n: result(f"{n}" if n % 3 else "chưa", target_id=f"t{n % 6}"),
    "targets": lambda n: target(target_id=f"t{n % 4}", number=str(n)),
}


@pytest.mark.parametrize(
    ("kind", "name"), [("figures", "figures_recorded"), *((kind, kind) for kind in RECORDS)]
)
def test_a_statement_over_segments_gives_the_same_cells(cluster, tmp_path, kind, name):
    """Over loose segments and a compact file that covers some of them, in the order of recording."""
    names = [
        write_segment(tmp_path, kind, [RECORDS[kind](n), RECORDS[kind](n + 50)]).sha256 for n in range(12)
    ]
    made = write_compact(tmp_path, kind, names[:6], {})
    covered = dict.fromkeys(names[2:6], made.sha256)
    cluster.segments(tmp_path, kind, names, covered)
    source = source_of(tmp_path, kind, names, covered)
    expected = fetch(statement(name, source.query), source.parameters)
    assert cluster.execute(statement(name, "")).fetchall() == expected


def _book(codes):
    return " UNION ALL ".join(
        f"SELECT {number} AS number, '{code}' AS code" for number, code in codes.items()
    )


#: What the panel's codebooks know: some units and months of the segments have no number.
BOOKS = {
    "units": _book({1: "u1", 2: "u2", 3: "u3", 4: "u4"}),
    "indicators": _book({1: "GROWTH"}),
    "months": _book({24276: "2023-01", 24277: "2023-02"}),
    "horizon": "SELECT '2024-02-15' AS as_of",
}


def test_the_panel_of_the_segments_has_the_same_cells(cluster, tmp_path):
    """Corrections, releases of several days and grades, contradictions, values that do not fit."""
    chance = random.Random(7)  # noqa: S311
    names = [
        write_segment(
            tmp_path,
            "figures",
            {
                (unit, period, released): observation(
                    f"u{unit}",
                    None if chance.random() < 0.1 else str(chance.choice(["1.5", "2.50", "2.00001", "-3"])),
                    period=period,
                    released=released,
                    obs_status=chance.choice("APE"),
                    estimate=chance.choice(["", "1", "2"]),
                )
                for unit in range(1, 6)
                for period in ("2023-01", "2023-02", "2023-03")
                for released in chance.sample(
                    ["2024", "2024-01", "2024-02-10", "2024-02-11", "2024-03-01"], 2
                )
            }.values(),
        ).sha256
        for _ in range(4)
    ]
    source = source_of(tmp_path, "figures", names, {})
    cluster.segments(tmp_path, "figures", names, {})
    with duckdb.connect() as engine:
        for name, query in BOOKS.items():
            cluster.session.sql(query).createOrReplaceTempView(name)
            engine.execute(f"CREATE TEMP VIEW {name} AS {query}")
        done = engine.execute(panel_statement("observations", source.query), source.parameters)
        expected = sorted(map(repr, done.fetchall()))
    assert len(expected) > 5
    assert theirs(cluster, panel_statement("observations"))[1] == expected
