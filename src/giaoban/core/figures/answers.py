"""Answers: what the cells that an officer filled in say, read as a careful person would, or named.

Each function gives a text and what is wrong or doubtful about it; a text with an error is kept as typed.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from giaoban.core.errors import Finding, Invalid, Place, Severity
from giaoban.core.figures.blocks import key_of
from giaoban.core.figures.cells import UNPRINTABLE, ErrorCell, plain_text
from giaoban.core.figures.faults import Value, fault
from giaoban.core.figures.forms import Line
from giaoban.core.figures.numerals import fault_of_size, parse_number
from giaoban.core.figures.workbooks import Cell
from giaoban.core.registry.encodings import Conversion, detect, is_doubtful

#: A number grouped by spaces of any width, and what stands for a minus beside the hyphen.
_SPACED = re.compile(r"[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_MINUS = str.maketrans("\u2212\u2013\u2010\u2011", "----")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_IN_QUOTES = re.compile(r'"([^"]*)"')
#: A formula that asks another file, another program or the network for its value.
_OUTSIDE = re.compile(r"\[\d+\]|\[[^\]]*\.xl|\w\|'?|\b(?:WEBSERVICE|RTD|DDE|CALL)\(", re.IGNORECASE)
#: Typed with three decimals: a mark for thousands that another setting took for decimals looks the same.
_THREE_DECIMALS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


#: How much of a text a finding quotes.
_QUOTED_LETTERS = 200


@dataclass(frozen=True)
class Vocabulary:
    """The words and signs of a workbook: what a verdict is called, what marks a line as not applicable.

    `verdicts`, `absences` and `states` are known by `key_of`; `measures` says what a unit of measure is
    called; `decimal` is the mark before decimals.
    """

    verdicts: Mapping[str, str]
    absences: frozenset[str]
    measures: Mapping[str, str]
    decimal: str = "."
    states: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answer:
    """What one cell says, what is wrong with it, and how it was converted from an old font, if it was."""

    text: str = ""
    findings: tuple[Finding, ...] = ()
    conversion: Conversion | None = None

    @property
    def is_faulty(self) -> bool:
        """Return whether the cell cannot be taken as it stands."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass
class _Faults:
    """The findings on one cell, gathered while it is read."""

    found: list[Finding] = field(default_factory=list)

    def note(self, code: str, severity: Severity = "error", **values: Value) -> None:
        self.found.append(fault(code, Place(), severity, **values))


def read_value(line: Line, cell: Cell | None, words: Vocabulary) -> Answer:
    """Return the number that the cell of a value shows, or the words where the line asks for words.

    Edges:   a percentage is read as it is shown where the line is told in per cent; the sign of the line's
             own unit of measure may stand behind a number; spaces may group thousands.
    """
    if cell is None:
        return Answer()
    if line.decimals is None:
        return read_text(cell)
    faults = _Faults()
    _check_formula(cell, faults)
    if isinstance(cell.value, Decimal):
        text = _number(cell.value, line, cell, words, faults)
    elif isinstance(cell.value, str):
        text = _typed(cell.value, line.symbols, words.decimal)
    else:
        text = _wrong_kind(cell.value, "number", faults)
    return Answer(text, tuple(faults.found))


def read_text(cell: Cell | None) -> Answer:
    """Return the words in a cell, composed, with lines ended alike; an old font is converted and told."""
    if cell is None:
        return Answer()
    faults = _Faults()
    _check_formula(cell, faults)
    if isinstance(cell.value, Decimal):
        return Answer(plain_text(cell.value), tuple(faults.found))
    if not isinstance(cell.value, str):
        return Answer(_wrong_kind(cell.value, "text", faults), tuple(faults.found))
    conversion = detect(cell.value, cell.font)
    if is_doubtful(cell.value, cell.font):
        faults.note("font_in_doubt", "warning", text=clean(cell.value)[:_QUOTED_LETTERS])
    return Answer(clean(cell.value), tuple(faults.found), conversion)


def read_choice(cell: Cell | None, known: Mapping[str, str]) -> Answer:
    """Return what the choice of a list means; `known` has the choices by `key_of`."""
    answer = read_text(cell)
    shown = answer.conversion.after if answer.conversion else answer.text
    if answer.is_faulty or not shown:
        return Answer(answer.text if answer.is_faulty else "", answer.findings)
    if key_of(shown) in known:
        return Answer(known[key_of(shown)], answer.findings)
    refused = fault("unknown_choice", Place(), text=shown[:_QUOTED_LETTERS])
    return Answer(shown, (*answer.findings, refused))


def clean(text: str) -> str:
    """Return a text as it is kept: composed (NFC), without outer space, no-break spaces as spaces."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(" " if _is_space(letter) else letter for letter in composed).strip(" \n\t\u200b\ufeff")


def written(value: Decimal, decimal: str) -> str:
    """Return a number as text that can mean nothing else, with that mark before its decimals.

    Edges:   a third decimal is followed by a zero: three digits behind one mark could be thousands.
    """
    text = plain_text(value)
    if _THREE_DECIMALS.fullmatch(text):
        text += "0"
    return text.replace(".", decimal)


def _is_space(letter: str) -> bool:
    return letter not in "\n\t" and letter.isspace()


def _typed(text: str, symbols: tuple[str, ...], decimal: str) -> str:
    """Return a typed number as it is kept, or the text as it stands where it is no clear number."""
    plain = " ".join(clean(UNPRINTABLE.sub("", text)).translate(_MINUS).split())
    ending = max((one for one in symbols if plain.casefold().endswith(one.casefold())), key=len, default="")
    plain = plain[: len(plain) - len(ending)].strip()
    plain = re.sub(r"^([+-]) ", r"\1", plain)
    if _SPACED.fullmatch(plain):
        plain = plain.replace(" ", "")
    try:
        return written(parse_number(plain), decimal)
    except Invalid:
        return clean(text)


def _number(value: Decimal, line: Line, cell: Cell, words: Vocabulary, faults: _Faults) -> str:
    """Return a stored number as it is shown; formats that show another one are followed or named."""
    shown = _QUOTED.sub("", cell.number_format)
    if too_much := fault_of_size(value):
        faults.found.append(too_much)
        return f"{value:.15g}"
    is_percentage = "%" in shown
    if is_percentage:
        value = (value * 100).normalize()
    if "%" in cell.number_format and "%" not in line.symbols:
        faults.note("percent_format", value=value)
    _check_format(value, shown, cell.number_format, line.symbols, faults)
    if not (cell.formula or is_percentage):
        _check_decimals(value, line.decimals or 0, faults)
    return written(value, words.decimal)


def _check_decimals(value: Decimal, published: int, faults: _Faults) -> None:
    """Name a typed number with three decimals where fewer are published: thousands may be meant."""
    text = plain_text(value)
    if published < 3 and _THREE_DECIMALS.fullmatch(text):
        whole = text.replace(".", "")
        faults.note("three_decimals", text=text, whole=whole, fraction=text, decimals=published)


def _check_format(value: Decimal, shown: str, code: str, symbols: tuple[str, ...], faults: _Faults) -> None:
    """Name what a number's format hides or adds: thousands left out, words, nothing at all."""
    if code and not re.sub(r"[;\s]", "", shown) and not _IN_QUOTES.search(code):
        faults.note("hidden_value", "warning", value=value)
    if re.search(r"[0#?],+(?![0#?,])", shown):
        faults.note("scaled_number", value=value)
    said = [(key_of(text), text.strip()) for text in _IN_QUOTES.findall(code)]
    strange = [text for key, text in said if re.search("[^0-9 ]", key) and key not in map(key_of, symbols)]
    if strange:
        faults.note("words_in_format", "warning", text=strange[0])


def _check_formula(cell: Cell, faults: _Faults) -> None:
    if not cell.formula:
        return
    if _OUTSIDE.search(_IN_QUOTES.sub("", cell.formula)):
        faults.note("outside_formula")
    elif cell.value is None:
        faults.note("formula_without_value")
    else:
        faults.note("formula", "warning")


def _wrong_kind(value: object, wanted: str, faults: _Faults) -> str:
    """Name a cell that holds neither text nor a number, and return how it is shown."""
    if value is None:
        return ""
    if isinstance(value, ErrorCell):
        code, shown = "error_in_cell", value.code
    elif isinstance(value, bool):
        code, shown = "truth_in_cell", str(value).upper()
    elif isinstance(value, date):
        code, shown = "date_in_cell", _said_day(value)
    else:
        code, shown = "time_in_cell", str(value)
    faults.note("date_in_text" if wanted == "text" and code[:4] in ("date", "time") else code, text=shown)
    return shown


def _said_day(day: date) -> str:
    has_time = isinstance(day, datetime) and day.time() != time()
    return f"{day:%d/%m/%Y %H:%M}" if has_time else f"{day:%d/%m/%Y}"
