"""Cells: one row of a table, each cell read as the kind of value its column asks for."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.figures.numerals import fault_of_size, parse_number
from giaoban.core.registry.periods import Period, parse_period


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows a spreadsheet's error, such as “#DIV/0!”."""

    code: str


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells (text, Decimal, date, bool, None …)."""

    number: int
    cells: tuple[object, ...]

    @property
    def is_blank(self) -> bool:
        """Return whether no cell holds anything."""
        return all(is_blank(cell) for cell in self.cells)


def is_blank(cell: object) -> bool:
    """Return whether the cell is empty or holds white space only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


_PARTIAL_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
#: Control characters but tab and line ends, marks without width, and halves of surrogate pairs.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
_TRUE, _FALSE = ("true", "1", "yes"), ("false", "0", "no")


@dataclass
class RowReader:
    """Reads one row by column name and gathers every fault of it instead of stopping at the first."""

    where: Place
    cells: Mapping[str, object]
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, column: str, title: str, detail: str, severity: str = "error") -> None:
        """Note one fault at `column` of this row."""
        place = Place(self.where.file, self.where.sheet, self.where.row, column)
        self.findings.append(Finding(code, title, detail, place, severity))

    @property
    def has_errors(self) -> bool:
        """Return whether anything found so far forbids using the row."""
        return any(finding.severity == "error" for finding in self.findings)

    def text(self, column: str, *, is_required: bool = True) -> str:
        """Return the cell as text, without outer white space; "" where it is empty or faulty."""
        cell = self.cells.get(column)
        if is_blank(cell):
            if is_required:
                self.report("empty_cell", column, "The cell is empty", f"Fill in {column}.")
            return ""
        if isinstance(cell, Decimal):
            return plain_text(cell)
        return self._clean(column, cell) if isinstance(cell, str) else self._wrong_kind(column, cell, "text")

    def number(self, column: str, *, is_required: bool = True) -> Decimal | None:
        """Return the cell as a number, or None where it is empty or faulty."""
        cell = self.cells.get(column)
        if isinstance(cell, str) and cell:
            return self._parse(column, cell)
        if not isinstance(cell, Decimal):
            self._not_a_number(column, cell, is_required)
            return None
        if fault := fault_of_size(cell):
            self.report(fault.code, column, fault.title, fault.detail)
            return None
        return cell

    def choice(self, column: str, allowed: tuple[str, ...], *, is_required: bool = True) -> str:
        """Return the cell if it is one of `allowed` (or empty where it may be)."""
        text = self.text(column, is_required=is_required)
        if text and text not in allowed:
            self.report(
                "unknown_code", column, f"“{text}” is no {column}", f"Write one of {', '.join(allowed)}."
            )
            return ""
        return text

    def flag(self, column: str) -> bool:
        """Return the cell as yes or no."""
        cell = self.cells.get(column)
        if isinstance(cell, bool):
            return cell
        text = self.text(column).lower()
        if text and text not in _TRUE + _FALSE:
            self.report("not_a_flag", column, f"“{text}” is neither yes nor no", "Write true or false.")
        return text in _TRUE

    def day(self, column: str) -> str:
        """Return the cell as YYYY, YYYY-MM or YYYY-MM-DD."""
        cell = self.cells.get(column)
        if isinstance(cell, date):
            return cell.date().isoformat() if isinstance(cell, datetime) else cell.isoformat()
        text = self.text(column)
        if text and not _is_partial_date(text):
            self.report("bad_date", column, f"“{text}” is not a date", "Write YYYY-MM-DD, YYYY-MM or YYYY.")
            return ""
        return text

    def period(self, column: str) -> Period | None:
        """Return the cell as a period, or None where it is empty or faulty."""
        text = self.text(column)
        if not text:
            return None
        try:
            period = parse_period(text)
            if period.start_on < period.end_on:
                return period
        except (Invalid, ValueError):
            pass  # the same finding serves a wrong form and a year or length that no calendar has
        self.report(
            "bad_period",
            column,
            f"“{text}” is not a period",
            "Write 2023, 2023-S1, 2023-Q1, 2023-01 or 2023-01-01/P9M.",
        )
        return None

    def _clean(self, column: str, cell: str) -> str:
        if not unicodedata.is_normalized("NFC", cell):
            self.report(
                "not_nfc", column, f"“{cell}” is written with separate marks (NFD)", "Save the text as NFC."
            )
            return ""
        if UNPRINTABLE.search(cell):
            self.report(
                "control_character", column, f"{cell!r} holds a control character", "Type the cell anew."
            )
            return ""
        return cell.strip()

    def _parse(self, column: str, cell: str) -> Decimal | None:
        try:
            return parse_number(cell)
        except Invalid as fault:
            self.report(fault.findings[0].code, column, fault.title, fault.detail)
            return None

    def _not_a_number(self, column: str, cell: object, is_required: bool) -> None:
        if not is_blank(cell):
            self._wrong_kind(column, cell, "a number")
        elif is_required:
            self.report("empty_cell", column, "The cell is empty", f"Fill in {column}.")

    def _wrong_kind(self, column: str, cell: object, wanted: str) -> str:
        code, title = _describe(cell, wanted)
        self.report(code, column, title, f"Write {wanted}.")
        return ""


def plain_text(value: Decimal) -> str:
    """Return the number as digits, a whole number without decimals."""
    if not value.is_finite():
        return str(value)
    return format(value.to_integral_value() if value == value.to_integral_value() else value, "f")


def _describe(cell: object, wanted: str) -> tuple[str, str]:
    kind = "number" if wanted == "a number" else "text"
    if isinstance(cell, ErrorCell):
        return "error_cell", f"The cell shows the error {cell.code}"
    if isinstance(cell, bool):
        return "flag_for_" + kind, f"“{str(cell).upper()}” is not {wanted}"
    if isinstance(cell, date):
        return "date_for_" + kind, f"“{cell.isoformat()}” is a date, not {wanted}"
    return "time_for_" + kind, f"“{cell}” is a time, not {wanted}"


def _is_partial_date(text: str) -> bool:
    if not _PARTIAL_DATE.fullmatch(text) or text.startswith("0000"):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
