"""Listings: a unit's form with what stands at its desk as a CSV file, for its own people only."""

from collections.abc import Mapping
from typing import Literal, get_args

from giaoban.core.figures.listings import write_rows
from giaoban.files.tables.text import write_csv
from giaoban.queries import forms, submissions

Separator = Literal["comma", "semicolon", "tab"]

SEPARATORS: tuple[Separator, ...] = get_args(Separator)
_MARKS: Mapping[Separator, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}


def of_unit(round_id: str, unit_key: str, separator: Separator = "comma", language: str = "") -> bytes:
    """Return the unit's form as CSV, one row a line, its indicators named in `language`.

    Raises:  NotFound if the unit is not under review, or the round asks for no form.
    """
    form, kept = forms.of_unit(round_id, unit_key, language), submissions.kept(round_id, unit_key)
    entries = {line_id: one.entry for line_id, one in kept.items()}
    versions = {line_id: one.version for line_id, one in kept.items()}
    return write_csv(write_rows(form, entries, versions), _MARKS[separator])
