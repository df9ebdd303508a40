"""The report's tables as a workbook: one sheet per table, then every target and every source."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from giaoban.files.printing import Voice
from giaoban.files.writing import replace

_NAME_LIMIT = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_ONE_NUMBER = re.compile(r"[-+–]?\d[\d.,]*([^\d/]*)")
_WIDEST, _NARROWEST = 60, 8
_HEADER_ROW = 3
_LINE_HEIGHTS = {"title": 20, "note": 14}
_LETTER_WIDTHS = {"title": 1.5, "note": 1}


@dataclass(frozen=True)
class _Cell:
    text: str
    value: str | None = None


@dataclass(frozen=True)
class _Sheet:
    name: str
    title: str
    note: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[_Cell, ...], ...]


def write_tables(path: Path, factsheet: Mapping[str, Any], language: str, words: Mapping[str, Any]) -> None:
    """Write the workbook of `language`.

    Shape:   numbers are numbers, shown with the decimals of the printed text; no formulas.
    """
    voice = Voice(factsheet, language, words)
    replace(path, lambda temporary: _Workbook(temporary, voice).write())


class _Workbook:
    def __init__(self, path: Path, voice: Voice) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book, self.voice = xlsxwriter.Workbook(str(path), options), voice
        created = datetime.fromisoformat(voice.factsheet["header"]["conference_on"])
        self.book.set_properties({"title": voice.title, "comments": voice.proof(), "created": created})
        self.formats: dict[str, Format] = {}
        self.names: set[str] = set()

    def write(self) -> None:
        document = self.voice.document
        names = [block["table"] for block in document["blocks"] if block["kind"] == "table"]
        tables = [document["tables"][name] for name in dict.fromkeys([*names, *document["tables"]])]
        sheets = [self._of_table(place, table) for place, table in enumerate(tables, 1)]
        for sheet in (*sheets, _targets(self.voice), _sources(self.voice)):
            self._write_sheet(sheet)
        self.book.close()

    def _of_table(self, place: int, table: Mapping[str, Any]) -> _Sheet:
        columns = tuple((column["title"], column["kind"]) for column in table["columns"])
        rows = tuple(tuple(_Cell(cell["text"], cell["value"]) for cell in row) for row in table["rows"])
        note = " ".join(
            part for part in (table["note"], self.voice.coverage(table), self.voice.as_of()) if part
        )
        return _Sheet(f"{place}. {table['title']}", table["title"], note, columns, rows)

    def _write_sheet(self, sheet: _Sheet) -> None:
        page = self.book.add_worksheet(self._free_name(sheet.name))
        self._write_line(page, 0, sheet, sheet.title, "title")
        self._write_line(page, 1, sheet, sheet.note, "note")
        page.set_row(_HEADER_ROW, 2 * _LINE_HEIGHTS["note"] + 4)
        for column, (title, _) in enumerate(sheet.columns):
            page.write_string(_HEADER_ROW, column, title, self._format("header"))
        for row, cells in enumerate(sheet.rows, _HEADER_ROW + 1):
            for column, cell in enumerate(cells):
                self._write_cell(page, row, column, cell, sheet.columns[column][1])
        self._set_page(page, sheet)

    def _write_line(self, page: Worksheet, row: int, sheet: _Sheet, text: str, kind: str) -> None:
        """Write a line over all columns, as high as its wrapped text needs."""
        letters, high = sum(_widths(sheet)), _LINE_HEIGHTS[kind]
        lines = -(-len(text) * _LETTER_WIDTHS[kind] // letters)
        page.set_row(row, high * max(1, lines))
        if len(sheet.columns) > 1:
            page.merge_range(row, 0, row, len(sheet.columns) - 1, text, self._format(kind))
        else:
            page.write_string(row, 0, text, self._format(kind))

    def _write_cell(self, page: Worksheet, row: int, column: int, cell: _Cell, kind: str) -> None:
        unit = _unit_behind(cell.text)
        if kind == "number" and cell.value is not None and unit is not None:
            page.write_number(row, column, float(cell.value), self._number(cell.value, unit))
        else:
            page.write_string(row, column, cell.text, self._format("number" if kind == "number" else "text"))

    def _set_page(self, page: Worksheet, sheet: _Sheet) -> None:
        last = max(_HEADER_ROW + len(sheet.rows), _HEADER_ROW + 1)
        page.autofilter(_HEADER_ROW, 0, last, len(sheet.columns) - 1)
        page.freeze_panes(_HEADER_ROW + 1, min(2, len(sheet.columns) - 1))
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
        page.print_area(0, 0, last, len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(_HEADER_ROW)
        page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        page.set_footer(f"&L{self.voice.proof().replace('&', '&&')}&R&P / &N")

    def _free_name(self, wanted: str) -> str:
        """Return a sheet name of at most 31 characters that no other sheet has, cut at a word."""
        name = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", wanted)).strip()
        if len(name) > _NAME_LIMIT:
            name = name[: _NAME_LIMIT - 1].rsplit(" ", 1)[0] + "…"
        base, count = name, 1
        while name.lower() in self.names:
            count += 1
            name = f"{base[: _NAME_LIMIT - 4]} {count}"
        self.names.add(name.lower())
        return name

    def _format(self, kind: str) -> Format:
        looks = {
            "title": {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"},
            "note": {"italic": True, "font_color": "#57606a", "text_wrap": True, "valign": "top"},
            "header": {
                "bold": True,
                "bg_color": "#e7ebf0",
                "bottom": 2,
                "text_wrap": True,
                "valign": "vcenter",
            },
            "text": {"valign": "top", "text_wrap": True, "bottom": 4, "bottom_color": "#d0d7de"},
            "number": {"valign": "top", "align": "right", "bottom": 4, "bottom_color": "#d0d7de"},
        }
        if kind not in self.formats:
            self.formats[kind] = self.book.add_format({"font_name": "Arial", "font_size": 10, **looks[kind]})
        return self.formats[kind]

    def _number(self, value: str, unit: str) -> Format:
        """Return the format that shows as many decimals as the value has, and its unit behind it."""
        decimals = len(value.partition(".")[2])
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + (f'"{unit}"' if unit else "")
        if pattern not in self.formats:
            look = {"font_name": "Arial", "font_size": 10, "valign": "top", "num_format": pattern}
            self.formats[pattern] = self.book.add_format({**look, "bottom": 4, "bottom_color": "#d0d7de"})
        return self.formats[pattern]


def _unit_behind(text: str) -> str | None:
    """Return what follows the one number of the text; None if the text is more than a number and its unit."""
    found = _ONE_NUMBER.fullmatch(text)
    return found.group(1).replace('"', "") if found else None


def _widths(sheet: _Sheet) -> list[int]:
    widths = []
    for column, (title, _) in enumerate(sheet.columns):
        longest = max((len(row[column].text) for row in sheet.rows), default=0)
        words = max((len(word) for word in title.split()), default=0)
        widths.append(min(_WIDEST, max(_NARROWEST, longest + 2, words + 4, len(title) // 2 + 4)))
    return widths


_TARGET_COLUMNS = (
    ("code", "text"),
    ("unit", "text"),
    ("number", "text"),
    ("target_text", "text"),
    ("target", "number"),
    ("unit_measure", "text"),
    ("result", "number"),
    ("verdict", "text"),
    ("computed", "text"),
    ("confirmed", "text"),
    ("reason", "text"),
    ("counts", "text"),
    ("instrument", "text"),
    ("source", "text"),
)
_SOURCE_COLUMNS = (
    ("code", "text"),
    ("unit", "text"),
    ("indicator", "text"),
    ("period", "text"),
    ("value", "number"),
    ("unit_measure", "text"),
    ("obs_status", "text"),
    ("released", "text"),
    ("source", "text"),
    ("note", "text"),
)


def _titled(words: Mapping[str, Any], columns: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((words[key], kind) for key, kind in columns)


def _targets(voice: Voice) -> _Sheet:
    targets = {target["target_id"]: target for target in voice.factsheet["targets"]}
    versions = {target["target_version"]: target for target in voice.factsheet["targets"]}
    judged = [figure for figure in voice.factsheet["figures"] if figure["rule"] == "attainment"]
    known = [(f, versions.get(f["target_version"]) or targets.get(f["target_id"])) for f in judged]
    rows = [_target_row(voice, figure, target) for figure, target in known if target]
    columns = _titled(voice.words, _TARGET_COLUMNS)
    title = voice.words["targets_title"]
    return _Sheet(voice.words["sheet_targets"], title, voice.as_of(), columns, tuple(rows))


def _target_row(voice: Voice, figure: Mapping[str, Any], target: Mapping[str, Any]) -> tuple[_Cell, ...]:
    words, working = voice.words, figure["working"]
    verdicts = words["verdicts"]
    result = working.get("result")
    return (
        _Cell(voice.code(target["unit_key"])),
        _Cell(voice.unit(target["unit_key"])),
        _Cell(target["number"]),
        _Cell(target["text"]),
        _target_cell(voice, target),
        _Cell(voice.unit_measure(target["unit_measure"])),
        _decimal(voice, result) if result not in (None, "") else _Cell(words["none"]),
        _Cell(verdicts.get(figure["value"], words["none"])),
        _Cell(verdicts.get(working.get("computed"), "")),
        _Cell(verdicts.get(working.get("confirmed"), "")),
        _Cell(working.get("reason") or ""),
        _Cell(words["yes"] if target["counts"] else words["no"]),
        _Cell(target["instrument"]),
        _Cell(target["source"]),
    )


def _target_cell(voice: Voice, target: Mapping[str, Any]) -> _Cell:
    """Return the target: a plain number where it is one, else its text (a range, “at most”)."""
    if target["target"] is None:
        return _Cell(voice.words["none"])
    if target["op"] in ("=", ">="):
        return _decimal(voice, target["target"])
    number = voice.number(target["target"])
    if target["op"] == "range" and target["target_to"] is not None:
        return _Cell(f"{number} – {voice.number(target['target_to'])}")
    return _Cell(f"{ {'<=': '≤', '>': '>', '<': '<'}.get(target['op'], '') } {number}".strip())


def _decimal(voice: Voice, value: str) -> _Cell:
    is_number = re.fullmatch(r"-?\d+(\.\d+)?", value)
    return _Cell(voice.number(value), value) if is_number else _Cell(value)


def _sources(voice: Voice) -> _Sheet:
    rows = [_source_row(voice, observation) for observation in voice.factsheet["observations"]]
    columns = _titled(voice.words, _SOURCE_COLUMNS)
    return _Sheet(
        voice.words["sheet_sources"], voice.words["sources_title"], voice.as_of(), columns, tuple(rows)
    )


def _source_row(voice: Voice, observation: Mapping[str, Any]) -> tuple[_Cell, ...]:
    statuses, words = voice.words["statuses"], voice.words
    status = observation["obs_status"]
    value = observation["value"]
    return (
        _Cell(voice.code(observation["unit_key"])),
        _Cell(voice.unit(observation["unit_key"])),
        _Cell(voice.indicator(observation["indicator"])),
        _Cell(observation["period"]),
        _decimal(voice, value) if value is not None else _Cell(words["none"]),
        _Cell(voice.unit_measure(observation["unit_measure"])),
        _Cell(statuses.get(status + observation["estimate"], statuses.get(status, status))),
        _Cell(voice.date(observation["released"])),
        _Cell(observation["source"]),
        _Cell(observation["note"]),
    )
