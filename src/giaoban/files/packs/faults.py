"""Faults of a pack's tables, each with its place and what to do."""

from collections.abc import Iterator
from typing import get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from giaoban.core.errors import Finding, Place

#: Columns that come once per language, e.g. `name_en`.
PER_LANGUAGE = ("name", "symbol")


def header_faults(
    schema: type[BaseModel], header: list[str], file: str, languages: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a finding for each column of `schema` that `header` lacks, and for each that it has too many.

    Edges:   a column with a default may be left out as a whole.
    """
    expected = tuple(_columns(schema, languages or _languages_of(header)))
    for name in expected:
        is_optional = name in schema.model_fields and not schema.model_fields[name].is_required()
        if name not in header and not is_optional:
            yield Finding(
                "missing_column",
                f"The column “{name}” is missing",
                "Add it.",
                Place(file, row=1, column=name),
            )
    for name in header:
        if name not in expected:
            yield Finding(
                "unknown_column",
                f"The column “{name}” is not known",
                f"Remove it, or use one of: {', '.join(expected)}.",
                Place(file, row=1, column=name),
            )


def cell_faults(header: list[str], cells: list[str], where: Place) -> Iterator[Finding]:
    """Yield a finding for a row of the wrong length, or for each cell with a stray space."""
    if len(cells) != len(header):
        yield Finding(
            "cell_count",
            f"The row has {len(cells)} cells, the header {len(header)}",
            "Check commas and quotation marks.",
            Place(where.file, row=where.row, column=header[0]),
        )
        return
    for name, cell in zip(header, cells, strict=True):
        if cell != cell.strip():
            yield Finding(
                "stray_space",
                f"“{cell}” begins or ends with a space",
                "Remove the space.",
                Place(where.file, row=where.row, column=name),
            )


def _languages_of(header: list[str]) -> tuple[str, ...]:
    """The languages a header uses, where pack.yaml does not tell them: its fault is reported there."""
    parts = (name.partition("_") for name in header)
    return tuple(dict.fromkeys(language for stem, _, language in parts if stem in PER_LANGUAGE and language))


def _columns(schema: type[BaseModel], languages: tuple[str, ...]) -> Iterator[str]:
    for name, field in schema.model_fields.items():
        if get_origin(field.annotation) is dict:
            yield from (f"{name}_{language}" for language in languages)
        else:
            yield name


def schema_fault(details: ErrorDetails, where: Place) -> Finding:
    """Return what pydantic found, in an officer's words; names per language get their column back."""
    parts = [str(part) for part in details["loc"]]
    column = "_".join(parts) if parts and parts[0] in PER_LANGUAGE else ".".join(parts)
    title, detail = _wording(details)
    return Finding(details["type"], title, detail, Place(where.file, where.sheet, where.row, column))


def _wording(details: ErrorDetails) -> tuple[str, str]:
    given = details["input"]
    if given == "" or details["type"] == "missing":
        return "A value is missing", "Fill it in."
    if details["type"] == "extra_forbidden":
        return "This entry is not known", "Remove it or correct its name."
    if details["type"].startswith(("date", "datetime")):
        return f"“{given}” is not a date", "Write it as 2023-12-31."
    return f"“{given}” does not fit", f"{details['msg']}."
