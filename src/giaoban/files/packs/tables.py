"""Tables and mappings of a pack: CSV and YAML text turned into checked rows, with every fault at once."""

import csv
import io
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.files.packs.faults import PER_LANGUAGE, cell_faults, header_faults, schema_fault

Schema = TypeVar("Schema", bound=BaseModel)


@dataclass(frozen=True)
class Line(Generic[Schema]):
    """One checked row and the number that a spreadsheet gives it."""

    number: int
    row: Schema


def decode(content: bytes, file: str) -> str:
    """Return the text of a file; Invalid if it is not UTF-8 in composed form (NFC) or is empty."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("The file is not UTF-8", "Save it as UTF-8.", Place(file)) from None
    if not text.strip():
        raise Invalid("The file is empty", "Fill it in or remove it.", Place(file))
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line):
            raise Invalid("The text is in decomposed form (NFD)", "Save it as NFC.", Place(file, row=number))
    return text


def read_cells(text: str, file: str) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a CSV text; Invalid if it cannot be split into them."""
    try:
        header, *rows = csv.reader(io.StringIO(text), strict=True)
    except csv.Error as error:
        raise Invalid("The file is not CSV", f"{error}: check the quotation marks.", Place(file)) from None
    if repeated := [name for place, name in enumerate(header) if name in header[:place] or not name]:
        raise Invalid(
            "A column has no name, or two have the same",
            "Name each column once.",
            Place(file, row=1, column=repeated[0]),
        )
    return header, rows


def read_table(
    schema: type[Schema], text: str, file: str, languages: tuple[str, ...], findings: list[Finding]
) -> tuple[Line[Schema], ...]:
    """Return the rows that fit `schema`; what does not fit is added to `findings`.

    Edges:   a column missing or unknown is reported once, at row 1, and the rows are then not read.
    """
    header, rows = read_cells(text, file)
    if faults := tuple(header_faults(schema, header, file, languages)):
        findings.extend(faults)
        return ()
    lines = []
    for number, cells in enumerate(rows, start=2):
        faults = tuple(cell_faults(header, cells, Place(file, row=number)))
        findings.extend(faults)
        checked = None if faults else check(schema, _nested(header, cells), Place(file, row=number), findings)
        if checked:
            lines.append(Line(number, checked))
    return tuple(lines)


def named_in(text: str, file: str, column: str) -> set[str]:
    """Return every cell of `column`, whether its row is right or not; nothing if there is no such column."""
    header, rows = read_cells(text, file)
    place = header.index(column) if column in header else len(header)
    return {cells[place] for cells in rows if place < len(cells)}


def check(schema: type[Schema], content: Any, where: Place, findings: list[Finding]) -> Schema | None:
    """Return `content` as `schema`, or None with each fault added to `findings`."""
    try:
        return schema.model_validate(content)
    except ValidationError as error:
        findings.extend(schema_fault(details, where) for details in error.errors())
        return None


def read_mapping(text: str, file: str) -> dict[str, Any]:
    """Return the mapping a YAML text holds; Invalid if it is none, or names a key twice."""
    try:
        content = yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        raise Invalid("The file is not YAML", str(error.problem), Place(file, row=row)) from None
    if not isinstance(content, dict):
        raise Invalid("The file is not a mapping", "Write `key: value` lines.", Place(file, row=1))
    return content


class _Loader(yaml.SafeLoader):
    """YAML where a key written twice is a fault; the plain loader keeps the last one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        if repeated := [key for place, (key, _) in enumerate(node.value) if key.value in keys[:place]]:
            raise yaml.constructor.ConstructorError(
                None, None, f"“{repeated[0].value}” is written twice: keep one", repeated[0].start_mark
            )
        return super().construct_mapping(node, deep)


def _nested(header: list[str], cells: list[str]) -> dict[str, Any]:
    """Gather `name_en`, `name_vi` under `name`; `name` itself and other columns stay as they are."""
    content: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        stem, _, language = column.partition("_")
        if stem in PER_LANGUAGE and language:
            content.setdefault(stem, {})[language] = cell
        else:
            content[column] = cell
    return content
