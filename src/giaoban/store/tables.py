"""Tables of a review over panels: what each is called and which columns it has, as the statements read them.

Units and indicators are numbers of a codebook, in the order of their keys; a month is year × 12 + month − 1.
"""

#: How results and panels are written: runs of rows so small that few are read to find one unit, and so few
#: that finding them takes no longer than reading them.
PARQUET = "FORMAT PARQUET, COMPRESSION ZSTD, ROW_GROUP_SIZE 20480"
PANEL_PARQUET = "FORMAT PARQUET, COMPRESSION ZSTD, ROW_GROUP_SIZE 61440"

_FACT = {"indicator": "INTEGER", "unit": "INTEGER", "year": "INTEGER"}
_VALUE = {"value": "DECIMAL(18,4)", "missing": "INTEGER"}

#: Table → column → type. A unit or indicator keeps one number through all tables of a review.
COLUMNS: dict[str, dict[str, str]] = {
    #: The panel: one row a reported month.
    "observations": {
        "indicator": "INTEGER", "unit": "INTEGER", "month": "INTEGER", "value": "DECIMAL(18,4)",
    },
    #: How an indicator is taken together; `step`: its last published decimal in ten-thousandths.
    "rules": {
        "indicator": "INTEGER", "decimals": "INTEGER", "step": "BIGINT", "cumulation": "VARCHAR",
        "merge_rule": "VARCHAR", "weigher": "INTEGER", "lag": "INTEGER", "is_partial": "BOOLEAN",
    },
    #: Months or years of units as they were.
    "figures": {"indicator": "INTEGER", "unit": "INTEGER", "period": "INTEGER", **_VALUE},
    #: From which month to which each unit was which part of what; the review makes `lineage` of it.
    "spans": {
        "unit": "INTEGER", "successor": "INTEGER", "share": "DECIMAL(7,6)", "parts": "INTEGER",
        "is_whole": "BOOLEAN", "first_month": "INTEGER", "last_month": "INTEGER",
    },
    #: What a unit is part of on the basis, by share, in a period; `parts` make the successor.
    "lineage": {
        "unit": "INTEGER", "period": "INTEGER", "successor": "INTEGER", "share": "DECIMAL(7,6)",
        "parts": "INTEGER", "is_whole": "BOOLEAN",
    },
    "weights": {"weigher": "INTEGER", "unit": "INTEGER", "period": "INTEGER", "weight": "DECIMAL(18,4)"},
    "months": {"indicator": "INTEGER", "unit": "INTEGER", "month": "INTEGER", **_VALUE},
    #: The years under review: each up to its `last_month`, which makes so many `months`.
    "years": {"year": "INTEGER", "last_month": "INTEGER", "months": "INTEGER"},
    #: The months under review, each with its year; the last one says how many months the year has.
    "calendar": {"month": "INTEGER", "year": "INTEGER", "is_last": "BOOLEAN", "months": "INTEGER"},
    "facts": {**_FACT, **_VALUE},
    #: A unit, each unit above it, and how many units that one has below it.
    "tree": {"unit": "INTEGER", "ancestor": "INTEGER", "units": "INTEGER"},
    #: The targets in force; `decimals` is the precision to compare at, no less than that of the bounds.
    "targets": {
        **_FACT, "op": "VARCHAR", "direction": "VARCHAR", "target": "DECIMAL(18,4)",
        "target_to": "DECIMAL(18,4)", "decimals": "INTEGER",
    },
    "verdicts": {"unit": "INTEGER", "year": "INTEGER", "verdict": "VARCHAR"},
    "measures": {
        "level": "VARCHAR", "year": "INTEGER", "unit": "INTEGER", "measure": "DECIMAL(18,4)",
        "is_ascending": "BOOLEAN",
    },
    "controls": {
        "indicator": "INTEGER", "year": "INTEGER", "published": "DECIMAL(18,4)", "tolerance": "DECIMAL(18,6)",
    },
    #: The units that a control total stands against.
    "members": {"unit": "INTEGER"},
    "attained": {
        **_FACT, "verdict": "VARCHAR", "difference": "DECIMAL(18,4)", "percent": "DECIMAL(18,2)",
    },
    "grown": {**_FACT, "difference": "DECIMAL(18,4)", "percent": "DECIMAL(18,2)"},
    "tallies": {
        "unit": "INTEGER", "year": "INTEGER", "met": "INTEGER", "total": "INTEGER", "missed": "INTEGER",
        "share": "DECIMAL(5,1)", "exceeded": "INTEGER", "not_reported": "INTEGER",
        "not_applicable": "INTEGER", "undetermined": "INTEGER",
    },
    "places": {
        "level": "VARCHAR", "year": "INTEGER", "unit": "INTEGER", "rank": "INTEGER", "tied": "INTEGER",
    },
    "levels": {"unit": "INTEGER", "level": "VARCHAR"},
    "gaps": {
        **_FACT, "state": "VARCHAR", "implied": "DECIMAL(28,6)", "gap": "DECIMAL(28,6)",
        "part": "DECIMAL(28,6)",
    },
}  # fmt: skip
