"""Listing texts: what is said of a form that came back as CSV, and what to do, by the code of a finding."""

from collections.abc import Mapping

#: code → what is wrong, and what to do.
LISTING_TEXTS: Mapping[str, tuple[str, str]] = {
    "not_a_table": (
        "The file is not a readable CSV: it breaks off in row %(row)s",
        "Look for a quotation mark too many there.",
    ),
    "not_a_listing": ("The file is no CSV", "Save it as “CSV UTF-8”, or send the workbook on its own page."),
    "no_rows": ("The table holds no rows", "Write one row for each line, below the heading."),
    "too_large_a_table": ("The table is larger than any form", "Send the form of one unit."),
    "missing_column": ("The column “%(text)s” is missing", "Download the table anew, or add the column."),
    "unknown_column": ("“%(text)s” is no column of this table", "Remove or rename it."),
    "repeated_column": ("The column “%(text)s” stands there twice", "Keep one of the two."),
    "no_line_named": ("The row names no line", "Write the key of the line, or remove the row."),
    "unknown_line": ("“%(text)s” is no line of this form", "Remove the row, or download the table anew."),
    "line_twice": ("“%(line)s” stands in row %(row)s already", "Keep one of the two rows."),
    "beyond_columns": (
        "“%(text)s” stands beyond the last column",
        "A text or number that holds the separator has to stand in quotation marks.",
    ),
    "no_version": ("“%(text)s” is no version", "Keep the column as it was downloaded: a whole number."),
    "unknown_version": (
        "“%(line)s” has no version %(text)s; the latest is %(other)s",
        "Download the table anew.",
    ),
    "not_a_flag": ("“%(text)s” is neither yes nor no", "Write “yes”, or leave the cell empty."),
    "not_a_verdict": ("“%(text)s” is no verdict", "Write one of %(names)s, or leave the cell empty."),
    "another_line": (
        "“%(text)s” stands here, but “%(other)s” belongs to this line",
        "Perhaps the rows have moved: download the table anew and compare.",
    ),
    "not_read": (
        "“%(text)s” stands here instead of “%(other)s” and is not read",
        "Only the columns for answers are read.",
    ),
}
