"""Forms: what one unit owes in a round as a workbook that it fills in offline and sends back.

One sheet holds all lines under bands of their sections; a first one says how to fill it in, and a hidden one
carries the signed manifest. What starts like a formula is written as text.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from giaoban.core.figures.cells import plain_text
from giaoban.core.figures.entries import LONGEST_EXPLANATION, LONGEST_TEXT, VERDICTS, Entry, value_of
from giaoban.core.figures.fillings import content_of
from giaoban.core.figures.forms import Form, Line, Past
from giaoban.core.figures.workbooks import COLUMNS, ENTERED, MANIFEST, OWN_SHEET, Issued, letters, pieces
from giaoban.core.writing.numbers import say_number
from giaoban.files.excel.looks import GUIDE_WIDTH, WIDTHS, height, looks
from giaoban.files.tables.workbooks import number_of

#: Rows before the headings: title, unit, round, how far the form is.
_HEADING = 5
_PLACES = {name: place for place, name in enumerate(COLUMNS)}
_FORMULA_SIGNS = ("=", "+", "-", "@")
#: How far a number may go where its line has no limits: what a spreadsheet keeps exactly.
_FARTHEST = 10**15


def write_form(
    form: Form,
    entries: Mapping[str, Entry],
    issued: Issued,
    words: Mapping[str, Any],
    sign: Callable[[str], str],
) -> bytes:
    """Return the workbook of a form, filled with what stands in `entries`, signed by `sign`.

    Shape:   `words` holds every text of the workbook in one language; `issued` says what it is issued as.
    """
    return _Workbook(form, entries, issued, words).write(sign)


@dataclass
class _Written:
    """What is written down while the workbook is: it goes into the manifest."""

    lines: dict[str, dict[str, str]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)


class _Workbook:
    def __init__(
        self, form: Form, entries: Mapping[str, Entry], issued: Issued, words: Mapping[str, Any]
    ) -> None:
        self.form, self.entries, self.issued, self.words = form, entries, issued, words
        self.content, self.written = io.BytesIO(), _Written()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.content, {**options, "strings_to_numbers": False})
        created = datetime.fromisoformat(issued.issued_on)
        self.book.set_properties({"title": f"{words['title']} – {issued.unit_name}", "created": created})
        self.looks = looks(self.book)

    def write(self, sign: Callable[[str], str]) -> bytes:
        guide = self.book.add_worksheet(self.words["sheets"]["guide"])
        page = self.book.add_worksheet(self.words["sheets"]["form"])
        self._write_guide(guide)
        self._write_form(page)
        self._write_manifest(sign)
        page.activate()
        self.book.close()
        return self.content.getvalue()

    def _write_guide(self, page: Worksheet) -> None:
        texts = [
            self.words["guide_title"],
            self.issued.unit_name,
            self.issued.round_title,
            *self.words["guide"],
        ]
        page.set_row(0, None, None, {"hidden": True})
        page.write_string(0, 0, OWN_SHEET)
        page.write_string(0, 1, content_of(texts))
        styles = ["title", "unit", "note", *["step"] * len(self.words["guide"])]
        for row, (text, style) in enumerate(zip(texts, styles, strict=True), 1):
            page.set_row(row, height(text, GUIDE_WIDTH, style))
            page.write_string(row, 0, text, self.looks[style])
        page.set_column(0, 0, GUIDE_WIDTH)
        page.hide_gridlines(2)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.protect()

    def _write_form(self, page: Worksheet) -> None:
        last = self._write_lines(page)
        self._write_head(page, last)
        for name, place in _PLACES.items():
            page.write_string(
                _HEADING - 1, place, self.words["headings"][name], self.looks[f"heading_{_kind(name)}"]
            )
            page.set_column(place, place, WIDTHS[name])
        page.set_row(_HEADING - 1, height("", 1, "heading"))
        page.freeze_panes(_HEADING, 1)
        page.autofilter(_HEADING - 1, 0, last, len(COLUMNS) - 1)
        self._colour(page, last)
        _set_page(page, last, self.issued)
        allowed = (
            "format_columns",
            "format_rows",
            "autofilter",
            "select_locked_cells",
            "select_unlocked_cells",
        )
        page.protect("", dict.fromkeys(allowed, True))

    def _write_head(self, page: Worksheet, last: int) -> None:
        unit = self.words["unit"].format(name=self.issued.unit_name, code=self.issued.unit_code)
        told = [self.words["title"], unit, f"{self.issued.round_title}. {self.words['issued']}"]
        for row, (text, look) in enumerate(zip(told, ("title", "unit", "note"), strict=True)):
            page.set_row(row, height("", 1, look))
            page.write_string(row, 0, text, self.looks[f"{look}_line"])
        self.written.titles += told
        formula, value = self._progress(last)
        page.write_formula(3, 0, formula, self.looks["progress"], value)

    def _write_lines(self, page: Worksheet) -> int:
        """Write the lines under the bands of their sections and return the last row."""
        row, section = _HEADING, ""
        for line in self.form.lines:
            if line.section != section:
                section = line.section
                self._write_band(page, row, self.words["sections"][section])
                row += 1
            self._write_line(page, row, line, self.entries.get(line.line_id, Entry(line.line_id)))
            row += 1
        return row - 1

    def _write_band(self, page: Worksheet, row: int, title: str) -> None:
        self.written.titles.append(title)
        for place in range(1, len(COLUMNS)):
            page.write_blank(row, place, None, self.looks["band"])
        page.write_string(row, 0, title, self.looks["band"])

    def _write_line(self, page: Worksheet, row: int, line: Line, entry: Entry) -> None:
        told = {
            "name": _name(line),
            "measure": self.words["measures"].get(line.unit_measure, line.unit_measure),
            "target": say_target(line, self.words),
        }
        page.set_row(row, self._height(line, entry, told))
        page.write_string(row, _PLACES["code"], line.line_id, self.looks["code"])
        for name, text in told.items():
            page.write_string(row, _PLACES[name], text, self.looks[name])
        for name, past in (("last_year", line.last_year), ("last_report", line.last_report)):
            told[name] = self._write_past(page, row, name, line, past)
        self._write_entry(page, row, line, entry)
        self._guard(page, row, line)
        formula = _state_formula(row + 1, line, self.words["states"])
        page.write_formula(row, _PLACES["state"], formula, self.looks["state"], self._state(line, entry))
        self.written.lines[line.line_id] = told
        self.written.cells[line.line_id] = f"{letters(_PLACES['value'] + 1)}{row + 1}"

    def _height(self, line: Line, entry: Entry, told: Mapping[str, str]) -> float:
        """Return how high the row of a line has to be; a program that only opens it does not find out."""
        texts = {**told, "explanation": entry.explanation, "code": line.line_id}
        return max(height(text, WIDTHS[name], "line") for name, text in texts.items())

    def _write_past(self, page: Worksheet, row: int, name: str, line: Line, past: Past | None) -> str:
        """Write a value that is known already, as a number with its period, and return how it reads."""
        if past is None or past.value is None:
            page.write_string(row, _PLACES[name], self.words["none"], self.looks["past"])
            return self.words["none"]
        period = f" ({self.words['periods'].get(past.period, past.period)})" if name == "last_report" else ""
        look = self._number("past_number", line, period.replace('"', ""))
        page.write_number(row, _PLACES[name], float(past.value), look)
        return plain_text(number_of(float(past.value)))

    def _write_entry(self, page: Worksheet, row: int, line: Line, entry: Entry) -> None:
        value = value_of(line, entry)
        if value is not None and number_of(float(value)) == value:
            page.write_number(row, _PLACES["value"], float(value), self._number("value", line))
        else:
            self._write_text(page, row, "value", entry.text, self._number("value", line))
        is_result = line.kind == "result"
        verdict = self.words["verdicts"].get(entry.verdict, "")
        self._write_text(page, row, "verdict", verdict, self.looks["choice" if is_result else "closed"])
        absence = self.words["absence"] if entry.is_not_applicable else ""
        self._write_text(page, row, "not_applicable", absence, self.looks["choice"])
        self._write_text(page, row, "explanation", entry.explanation, self.looks["explanation"])

    def _write_text(self, page: Worksheet, row: int, name: str, text: str, look: Format) -> None:
        """Write what somebody typed, as text even where it starts like a formula."""
        if not text:
            page.write_blank(row, _PLACES[name], None, look)
        elif text.startswith(_FORMULA_SIGNS):
            page.write_string(row, _PLACES[name], text, self.looks["quoted"])
        else:
            page.write_string(row, _PLACES[name], text, look)

    def _guard(self, page: Worksheet, row: int, line: Line) -> None:
        """Set what the cells of a line take, with a message that says so."""
        hints = self.words["hints"]
        page.data_validation(row, _PLACES["value"], row, _PLACES["value"], self._value_rule(line))
        choices = [("not_applicable", [self.words["absence"]])]
        if line.kind == "result":
            choices.append(("verdict", [self.words["verdicts"][verdict] for verdict in VERDICTS]))
        for name, source in choices:
            rule = {"validate": "list", "source": source, **_message(hints[name])}
            page.data_validation(row, _PLACES[name], row, _PLACES[name], rule)
        rule = {"validate": "length", "criteria": "<=", "value": LONGEST_EXPLANATION}
        place = _PLACES["explanation"]
        page.data_validation(row, place, row, place, {**rule, **_message(hints["explanation"])})

    def _value_rule(self, line: Line) -> dict[str, Any]:
        hints = self.words["hints"]
        if line.decimals is None:
            return {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT, **_message(hints["words"])}
        bounds = [
            None if bound is None else say_number(bound, self.words["numbers"])
            for bound in (line.low, line.high)
        ]
        told = hints["limits"][_limits(line)].format(low=bounds[0], high=bounds[1])
        measure = self.words["measures"].get(line.unit_measure, line.unit_measure)
        hint = {
            key: text.format(limits=told, measure=measure, decimals=line.decimals)
            for key, text in hints["value"].items()
        }
        low = -_FARTHEST if line.low is None else float(line.low)
        high = _FARTHEST if line.high is None else float(line.high)
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            **_message(hint),
        }

    def _number(self, look: str, line: Line, behind: str = "") -> Format:
        """Return the format that shows a number of the line with its decimals."""
        if line.decimals is None:
            return self.looks["words"] if look == "value" else self.looks["past"]
        pattern = "#,##0" + ("." + "0" * line.decimals if line.decimals else "")
        return self.looks.numbered(look, pattern + (f'"{behind}"' if behind else ""))

    def _state(self, line: Line, entry: Entry) -> str:
        return self.words["states"][state_of(line, entry)]

    def _progress(self, last: int) -> tuple[str, str]:
        """Return the formula that counts how far the form is, and what it gives now."""
        column = letters(_PLACES["state"] + 1)
        span = f"{column}{_HEADING + 1}:{column}{last + 1}"
        states = [
            self._state(line, self.entries.get(line.line_id, Entry(line.line_id))) for line in self.form.lines
        ]
        marks = {name: text[0] for name, text in self.words["states"].items()}
        asked = {
            "done": (marks["entered"], marks["absent"]),
            "open": (marks["required"],),
            "wrong": (marks["no_reason"],),
        }
        counts = {name: sum(state[0] in some for state in states) for name, some in asked.items()}
        terms = {
            name: "+".join(f'COUNTIF({span},"{mark}*")' for mark in some) for name, some in asked.items()
        }
        template = self.words["progress"]
        formula = (
            '="'
            + template.format(all=len(states), **{name: f'"&({term})&"' for name, term in terms.items()})
            + '"'
        )
        return formula, template.format(all=len(states), **counts)

    def _colour(self, page: Worksheet, last: int) -> None:
        """Set off states by a shade as well as by their mark and word."""
        column = letters(_PLACES["state"] + 1)
        for name in ("required", "no_reason", "absent"):
            mark = self.words["states"][name][0]
            rule = {"type": "formula", "criteria": f'=LEFT(${column}{_HEADING + 1},1)="{mark}"'}
            page.conditional_format(
                _HEADING,
                _PLACES["state"],
                last,
                _PLACES["state"],
                {**rule, "format": self.looks[f"state_{name}"]},
            )

    def _write_manifest(self, sign: Callable[[str], str]) -> None:
        page = self.book.add_worksheet("giaoban")
        manifest = replace(
            self.issued,
            headings=dict(self.words["headings"]),
            lines=self.written.lines,
            cells=self.written.cells,
            titles=tuple(self.written.titles),
        ).text()
        page.write_string(0, 0, MANIFEST)
        page.write_string(0, 1, sign(manifest))
        for row, piece in enumerate(pieces(manifest), 1):
            page.write_string(row, 0, piece)
        page.very_hidden()
        page.protect()


def state_of(line: Line, entry: Entry) -> str:
    """Return the state of a line as the formula of its cell tells it."""
    if entry.is_not_applicable:
        if entry.text.strip():
            return "both"
        return "absent" if entry.explanation.strip() else "no_reason"
    if not entry.text.strip():
        blank = "required" if line.is_required else "optional"
        return "entered" if entry.verdict else blank
    value = value_of(line, entry)
    if line.decimals is None:
        return "entered"
    if value is None or number_of(float(value)) != value:
        return "not_a_number"
    is_inside = (line.low is None or value >= line.low) and (line.high is None or value <= line.high)
    return "entered" if is_inside else "outside"


def _state_formula(row: int, line: Line, states: Mapping[str, str]) -> str:
    value, verdict, absent, reason = (f"${letters(_PLACES[name] + 1)}{row}" for name in ENTERED)
    blank = states["required" if line.is_required else "optional"]
    entered = f'"{states["entered"]}"'
    if line.decimals is not None:
        bounds = [
            f"{value}{sign}{bound:f}"
            for sign, bound in (("<", line.low), (">", line.high))
            if bound is not None
        ]
        inside = f'IF(OR({",".join(bounds)}),"{states["outside"]}",{entered})' if bounds else entered
        entered_value = f'IF(ISNUMBER({value}),{inside},"{states["not_a_number"]}")'
    else:
        entered_value = entered
    given = f'IF({value}="",IF({verdict}="","{blank}",{entered}),{entered_value})'
    told = f'IF(TRIM({reason})="","{states["no_reason"]}","{states["absent"]}")'
    return f'=IF({absent}="",{given},IF({value}="",{told},"{states["both"]}"))'


def say_target(line: Line, words: Mapping[str, Any]) -> str:
    """Return what a target asks for, or a dash where it is none or is told in words."""
    target = line.target
    if target is None or target.target is None:
        return str(words["none"])
    bounds = {"target": say_number(target.target, words["numbers"])}
    if target.target_to is not None:
        bounds["target_to"] = say_number(target.target_to, words["numbers"])
    return str(words["targets"][target.op]).format(**bounds)


def _name(line: Line) -> str:
    number = line.target.number if line.target else ""
    return f"{number}. {line.text}" if number else line.text


def _limits(line: Line) -> str:
    return {(True, True): "between", (True, False): "above", (False, True): "below", (False, False): "none"}[
        line.low is not None, line.high is not None
    ]


def _message(hint: Mapping[str, str]) -> dict[str, str]:
    """Return what a cell says when it is chosen, and when it refuses what was typed."""
    return {
        "input_title": hint["title"][:32],
        "input_message": hint["message"][:255],
        "error_title": hint["title"][:32],
        "error_message": hint["error"][:255],
    }


def _kind(name: str) -> str:
    return "entered" if name in ENTERED else "told"


def _set_page(page: Worksheet, last: int, issued: Issued) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADING - 1)
    page.print_area(0, 0, last, _PLACES["state"])
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L{issued.unit_code} · {issued.round_id} · {issued.key}&R&P/&N")
