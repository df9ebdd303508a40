"""Statements: the SQL files of the store, each parsed against an allow-list before it may run."""

from functools import cache
from importlib.resources import files

import sqlglot
from sqlglot import exp

from giaoban.core.errors import Invalid
from giaoban.store.schemas import LATER

DIALECT = "duckdb"

#: A statement may use these and nothing else, so that it means the same on every engine.
_ALLOWED = (
    exp.Select, exp.From, exp.Table, exp.TableAlias, exp.Column, exp.Identifier, exp.Alias, exp.Star,
    exp.Where, exp.Qualify, exp.Group, exp.Order, exp.Ordered, exp.Window, exp.RowNumber, exp.Join,
    exp.With, exp.CTE, exp.Subquery, exp.Paren, exp.Literal, exp.Boolean, exp.Null, exp.Placeholder,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In,
    exp.Coalesce, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Add, exp.Sub, exp.Mul,
    exp.Count, exp.Sum, exp.Min, exp.Max, exp.ArrayPosition, exp.Distinct, exp.Having,
    exp.Case, exp.If, exp.Union, exp.IntDiv, exp.Neg, exp.Abs, exp.Round, exp.Least, exp.Rank,
    exp.DPipe, exp.Length,
)  # fmt: skip
#: Binary fractions are no numbers of ours: the same sum would differ from run to run.
_FORBIDDEN_TYPES = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
_SEGMENTS = "segments"
_BOUND = "SELECT * FROM READ_PARQUET($paths, filename = TRUE)"

#: The tables that a statement over panels reads, each by name: what runs it provides them.
PANEL_TABLES: dict[str, tuple[str, ...]] = {
    "observations": (_SEGMENTS, "units", "indicators", "months", "horizon"),
    "restate": ("observations", "lineage", "rules", "weights"),
    "cumulate": ("months", "years", "rules"),
    "roll_up": ("facts", "tree", "rules", "weights"),
    "attain": ("facts", "targets"),
    "growth": ("facts",),
    "tally": ("verdicts",),
    "rank": ("measures",),
    "reconcile": ("facts", "controls", "members", "rules", "weights"),
}


@cache
def statement(name: str) -> str:
    """Return the text of `sql/<name>.sql`, ready to run over the Parquet files given as $paths.

    Raises:  Invalid if the statement uses anything off the allow-list or any table but `segments`.
    """
    text = (files("giaoban.store") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return compile_statement(text, name, LATER.get(name, ()))


@cache
def panel_statement(name: str) -> str:
    """Return the text of `sql/panels/<name>.sql`, ready to run where its tables have their names.

    Raises:  Invalid if the statement uses anything off the allow-list, or any table that it has not declared.
    """
    text = (files("giaoban.store") / "sql" / "panels" / f"{name}.sql").read_text(encoding="utf-8")
    return compile_statement(text, name, tables=PANEL_TABLES[name])


def compile_statement(
    text: str, name: str, later: tuple[str, ...] = (), tables: tuple[str, ...] = (_SEGMENTS,)
) -> str:
    """Return `text`, checked, with the table `segments` bound to the files in $paths.

    Edges:   segments are never rewritten, so older files lack the columns in `later`: they read as empty.
    """
    tree = sqlglot.parse_one(text, dialect=DIALECT)
    _check(tree, name, tables)
    source = sqlglot.parse_one(_completed(later) if later else _BOUND, dialect=DIALECT).find(exp.From).this
    return tree.transform(_bind, source).sql(dialect=DIALECT)


def _check(tree: exp.Expression, name: str, tables: tuple[str, ...]) -> None:
    for node in tree.walk():
        if not isinstance(node, _ALLOWED) or type(node) is exp.Anonymous or _is_binary(node):
            raise Invalid(
                f"The statement {name} uses {type(node).__name__}", "Use only what the allow-list names."
            )
    own = {cte.alias for cte in tree.find_all(exp.CTE)} | set(tables)
    for table in tree.find_all(exp.Table):
        if table.name not in own:
            raise Invalid(f"The statement {name} reads “{table.name}”", f"Read {', '.join(tables)} only.")


def _is_binary(node: exp.Expression) -> bool:
    return isinstance(node, exp.DataType) and node.this in _FORBIDDEN_TYPES


def _bind(node: exp.Expression, source: exp.Expression) -> exp.Expression:
    is_segments = isinstance(node, exp.Table) and node.name == _SEGMENTS
    return source.copy() if is_segments else node


def _completed(later: tuple[str, ...]) -> str:
    empty = ", ".join(f"CAST(NULL AS VARCHAR) AS {column}" for column in later)
    files = "SELECT * FROM READ_PARQUET($paths, filename = TRUE, union_by_name = TRUE)"
    return f"SELECT * FROM ({files} UNION ALL BY NAME SELECT {empty} WHERE FALSE) AS {_SEGMENTS}"  # noqa: S608
