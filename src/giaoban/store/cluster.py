"""The cluster: the statements of the store on Apache Spark, over the same files and with the same results.

Each statement is written once, for the embedded engine, and transpiled; so is the order in which they run.
Nothing here is imported unless somebody brings a Spark session (the extra `spark`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from giaoban.store.addresses import path_of
from giaoban.store.schemas import LATER
from giaoban.store.statements import DIALECT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: The whole numbers of 128 bits that the embedded engine has; Spark has decimals of 38 digits for them.
_WIDE = exp.DataType.build("DECIMAL(38, 0)", dialect="spark")
_NAME = r"([0-9a-f]{64})\.parquet"


def transpiled(text: str) -> str:
    """Return a statement of the store as Spark reads it."""
    return _parsed(text).sql(dialect="spark", pretty=True)


@dataclass(frozen=True)
class Cluster:
    """A Spark session that takes statements as the embedded engine does: views, tables, files and rows.

    Temporary tables are computed at once and kept; views are computed where they are read.
    """

    session: "SparkSession"

    def execute(self, text: str) -> "Cluster | Rows":
        """Run one statement of the store; what gives rows gives them when they are fetched."""
        tree = _parsed(text).transform(self._filed)
        if isinstance(tree, exp.Create):
            self._create(tree)
        elif isinstance(tree, exp.Insert):
            self._insert(tree)
        elif isinstance(tree, exp.Copy):
            self._copy(tree)
        else:
            return Rows(self._frame(tree))
        return self

    def segments(
        self, directory: Path, kind: str, sha256s: Sequence[str], covered: Mapping[str, str]
    ) -> None:
        """Let the table `segments` be the rows of these segments (see `sources.source_of`)."""
        from pyspark.sql import functions as f

        places = {sha256: place for place, sha256 in enumerate(sha256s)}
        files = {sha256: covered.get(sha256, sha256) for sha256 in places}
        rows = self.session.read.option("mergeSchema", "true").parquet(
            *(str(path_of(directory, name)) for name in dict.fromkeys(files.values()))
        )
        for column in (*LATER.get(kind, ()), "origin"):
            rows = rows if column in rows.columns else rows.withColumn(column, f.lit(None).cast("string"))
        file = f.regexp_extract(f.input_file_name(), _NAME, 1)
        named = rows.withColumn("file", file).withColumn("origin", f.coalesce("origin", "file"))
        placed = [(sha256, files[sha256], place) for sha256, place in places.items()]
        known = self.session.createDataFrame(placed, "origin STRING, file STRING, place INT")
        named.join(f.broadcast(known), ["origin", "file"]).createOrReplaceTempView("segments")

    def _create(self, tree: exp.Create) -> None:
        name = tree.find(exp.Table).name
        if tree.expression is None:
            columns = ", ".join(column.sql(dialect="spark") for column in tree.find_all(exp.ColumnDef))
            self.session.createDataFrame([], columns).createOrReplaceTempView(name)
        elif tree.kind == "VIEW":
            query = tree.expression.sql(dialect="spark")
            self.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {query}")
        else:
            self._frame(tree.expression).localCheckpoint().createOrReplaceTempView(name)

    def _insert(self, tree: exp.Insert) -> None:
        name = tree.find(exp.Table).name
        longer = self.session.table(name).union(self._frame(tree.expression))
        longer.localCheckpoint().createOrReplaceTempView(name)

    def _copy(self, tree: exp.Copy) -> None:
        path = tree.args["files"][0].name
        self._frame(tree.this.this).write.mode("overwrite").parquet(path, compression="zstd")

    def _frame(self, tree: exp.Expression) -> "DataFrame":
        return self.session.sql(tree.sql(dialect="spark"))

    def _filed(self, node: exp.Expression) -> exp.Expression:
        """Return a table where a statement reads files: Spark has no list of files within a statement."""
        if not (isinstance(node, exp.Table) and isinstance(node.this, exp.ReadParquet)):
            return node
        paths = [literal.name for literal in node.this.find_all(exp.Literal)]
        name = f"files_{hashlib.sha256(repr(paths).encode()).hexdigest()[:16]}"
        self.session.read.parquet(*paths).createOrReplaceTempView(name)
        return exp.to_table(name)


@dataclass(frozen=True)
class Rows:
    """The rows of one statement."""

    frame: "DataFrame"

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows."""
        return [tuple(row) for row in self.frame.collect()]

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the first row, if there is one."""
        return next(iter(self.fetchall()), None)


def _parsed(text: str) -> exp.Expression:
    return sqlglot.parse_one(text, dialect=DIALECT).transform(_narrowed)


def _narrowed(node: exp.Expression) -> exp.Expression:
    is_wide = isinstance(node, exp.DataType) and node.this == exp.DataType.Type.INT128
    return _WIDE.copy() if is_wide else node
