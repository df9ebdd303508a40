"""Statements: the SQL files of the store, each parsed against an allow-list before it may run."""

from functools import cache
from importlib.resources import files

import sqlglot
from sqlglot import exp

from giaoban.core.errors import Invalid

DIALECT = "duckdb"

#: A statement may use these and nothing else, so that it means the same on every engine.
_ALLOWED = (
    exp.Select, exp.From, exp.Table, exp.TableAlias, exp.Column, exp.Identifier, exp.Alias, exp.Star,
    exp.Where, exp.Qualify, exp.Group, exp.Order, exp.Ordered, exp.Window, exp.RowNumber, exp.Join,
    exp.With, exp.CTE, exp.Subquery, exp.Paren, exp.Literal, exp.Boolean, exp.Null, exp.Placeholder,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In,
    exp.Coalesce, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Add, exp.Sub, exp.Mul,
    exp.Count, exp.Sum, exp.Min, exp.Max, exp.Distinct, exp.Having,
    exp.Case, exp.If, exp.Union, exp.IntDiv, exp.Neg, exp.Abs, exp.Round, exp.Least, exp.Rank,
    exp.DPipe, exp.Length, exp.Mod,
)  # fmt: skip
#: Binary fractions are no numbers of ours: the same sum would differ from run to run.
_FORBIDDEN_TYPES = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
_SEGMENTS = "segments"

#: The tables that a statement over panels reads, each by name: what runs it provides them.
PANEL_TABLES: dict[str, tuple[str, ...]] = {
    "observations": (_SEGMENTS, "units", "indicators", "months", "horizon"),
    "restate": ("figures", "lineage", "rules", "weights"),
    "cumulate": ("months", "calendar", "rules"),
    "roll_up": ("facts", "tree", "rules", "weights"),
    "attain": ("facts", "targets"),
    "growth": ("facts",),
    "tally": ("verdicts",),
    "rank": ("measures",),
    "reconcile": ("facts", "controls", "members", "rules", "weights"),
    "assemble": ("facts", "attained", "grown"),
    "score": ("tallies", "places", "levels"),
}


@cache
def statement(name: str, source: str) -> str:
    """Return the text of `sql/<name>.sql`, ready to run over the rows that the query `source` gives.

    Raises:  Invalid if the statement uses anything off the allow-list or any table but `segments`.
    """
    return compile_statement(_text(name), name, source)


@cache
def panel_statement(name: str, source: str = "") -> str:
    """Return the text of `sql/panels/<name>.sql`, ready to run where its tables have their names.

    Edges:   the table `segments` is the query `source`, where one is given.
    Raises:  Invalid if the statement uses anything off the allow-list, or any table that it has not declared.
    """
    return compile_statement(_text("panels", name), name, source, PANEL_TABLES[name])


def compile_statement(text: str, name: str, source: str, tables: tuple[str, ...] = (_SEGMENTS,)) -> str:
    """Return `text`, checked, with the query `source` in place of the table `segments`."""
    tree = sqlglot.parse_one(text, dialect=DIALECT)
    _check(tree, name, tables)
    if not source:
        return tree.sql(dialect=DIALECT)
    bound = sqlglot.parse_one(source, dialect=DIALECT).subquery(_SEGMENTS)
    return tree.transform(lambda node: bound.copy() if _is_segments(node) else node).sql(dialect=DIALECT)


def _text(*place: str) -> str:
    *folder, name = place
    return files("giaoban.store").joinpath("sql", *folder, f"{name}.sql").read_text(encoding="utf-8")


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


def _is_segments(node: exp.Expression) -> bool:
    return isinstance(node, exp.Table) and node.name == _SEGMENTS
