"""Entries: what was typed in a line of a form, by whatever way it came, and what it says.

One intake for the grid, the workbook, CSV and the interface for programs: each gives entries, and the same
check finds the same faults.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.figures.cells import UNPRINTABLE, plain_text
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Form, Line
from giaoban.core.figures.numerals import parse_number
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.rounding import decimals_of
from giaoban.core.figures.targets import Result

#: The longest answer in words, and the longest explanation.
LONGEST_TEXT, LONGEST_EXPLANATION = 500, 4000
#: What a unit may say of its own target.
VERDICTS = ("exceeded", "met", "not_met")
#: What no database holds: a mark stands in its place, so that it is seen.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: The status of what cannot exist for a unit (SDMX CL_OBS_STATUS).
NOT_APPLICABLE = "M"


@dataclass(frozen=True)
class Entry:
    """What stands in one line: the text as typed, and why it stands so where that has to be said.

    `is_not_applicable` says that the line does not concern this unit: then there is no value. `verdict` is
    what the unit itself says of a target, empty where it leaves that to the figures.
    """

    line_id: str
    text: str = ""
    explanation: str = ""
    is_not_applicable: bool = False
    verdict: str = ""

    @property
    def is_blank(self) -> bool:
        """Return whether nobody has answered the line."""
        return not (self.text.strip() or self.verdict or self.is_not_applicable)


def tidy(entry: Entry) -> Entry:
    """Return the entry as it is kept: composed (NFC), without outer white space."""
    return replace(entry, text=_tidy(entry.text), explanation=_tidy(entry.explanation))


def check_entry(line: Line, entry: Entry, where: Place | None = None) -> tuple[Finding, ...]:
    """Return everything wrong with one entry on its own; a blank one is no fault until the form is completed.

    Edges:   a value outside the limits of its line is an error, one finer than published a warning.
    """
    where = where or Place(column=line.line_id)
    found = [
        *_check_words(entry, where),
        *_check_count(line, entry, where),
        *_check_verdict(line, entry, where),
    ]
    if entry.is_not_applicable:
        # A line of counts asks for no reason: there is no place for one.
        return tuple(found) if line.is_count_only else (*found, *_check_absence(entry, where))
    if not entry.text.strip() or line.decimals is None:
        return tuple(found)
    try:
        return (*found, *_check_value(line, parse_number(_digits(line, entry)), where))
    except Invalid as refused:
        return (*found, *(replace(one, where=where) for one in refused.findings))


def value_of(line: Line, entry: Entry) -> Decimal | None:
    """Return the number that the entry says, or None where it says none (blank, in words, or faulty)."""
    if not entry.text.strip() or entry.is_not_applicable or line.decimals is None:
        return None
    try:
        return parse_number(_digits(line, entry))
    except Invalid:
        return None


def is_valid(line: Line, entry: Entry) -> bool:
    """Return whether nothing is wrong with the entry on its own."""
    return not any(finding.severity == "error" for finding in check_entry(line, entry))


def missing(form: Form, entries: Mapping[str, Entry]) -> tuple[Finding, ...]:
    """Return one finding per required line that nobody has answered."""
    return tuple(
        fault("not_reported", Place(column=line.line_id), line=line.text)
        for line in form.lines
        if line.is_required and entries.get(line.line_id, Entry(line.line_id)).is_blank
    )


def observe(
    form: Form, entries: Iterable[Entry], *, released: str, source: str, obs_status: str = "E"
) -> tuple[tuple[Observation, ...], tuple[Result, ...]]:
    """Return the observations and results that sound entries say, as released on that day by that source.

    Edges:   a blank entry says nothing; one that does not apply is reported without a value, with the status
             that says so. The explanation is the note of a figure, and the reason of a result.
    """
    answered = [(form.line(one.line_id), one) for one in entries if not one.is_blank]
    figures = (
        _observation(form, *each, released, source, obs_status) for each in answered if _is_figure(each[0])
    )
    results = (_result(*each, released, source, obs_status) for each in answered if not _is_figure(each[0]))
    return tuple(figures), tuple(results)


def _observation(
    form: Form, line: Line, entry: Entry, released: str, source: str, obs_status: str
) -> Observation:
    return Observation(
        unit_key=form.unit_key,
        indicator=line.indicator,
        period=line.period,
        value=value_of(line, entry),
        unit_measure=line.unit_measure,
        obs_status=NOT_APPLICABLE if entry.is_not_applicable else obs_status,
        estimate="",
        released=released,
        source=source,
        note=entry.explanation,
    )


def _result(line: Line, entry: Entry, released: str, source: str, obs_status: str) -> Result:
    value = value_of(line, entry)
    return Result(
        target_id=line.line_id,
        value=entry.text if value is None else plain_text(value),
        verdict="" if entry.is_not_applicable else entry.verdict,
        verdict_reason=entry.explanation,
        obs_status=NOT_APPLICABLE if entry.is_not_applicable else obs_status,
        released=released,
        source=source,
    )


def _check_count(line: Line, entry: Entry, where: Place) -> Iterable[Finding]:
    """Yield a finding for words in a line that takes none, the reason of an absence among them."""
    if line.is_count_only and (entry.explanation.strip() or entry.is_not_applicable):
        yield fault("counts_only", where)


def _check_words(entry: Entry, where: Place) -> Iterable[Finding]:
    for text, longest in ((entry.text, LONGEST_TEXT), (entry.explanation, LONGEST_EXPLANATION)):
        if UNPRINTABLE.search(text):
            yield fault("control_character", where)
        if len(text) > longest:
            yield fault("too_long", where, most=longest)


def _check_verdict(line: Line, entry: Entry, where: Place) -> Iterable[Finding]:
    if not entry.verdict:
        return
    if line.kind != "result" or entry.verdict not in VERDICTS:
        yield fault("unknown_verdict", where, text=entry.verdict)
    elif entry.is_not_applicable:
        yield fault("verdict_not_applicable", where)


def _check_absence(entry: Entry, where: Place) -> Iterable[Finding]:
    if entry.text.strip():
        yield fault("value_not_applicable", where)
    if not entry.explanation.strip():
        yield fault("no_reason", where)


def _check_value(line: Line, value: Decimal, where: Place) -> Iterable[Finding]:
    if line.low is not None and value < line.low:
        yield fault("below_limit", where, value=value, limit=line.low)
    if line.high is not None and value > line.high:
        yield fault("above_limit", where, value=value, limit=line.high)
    if line.is_count_only and value != value.to_integral_value():
        yield fault("no_whole_number", where, value=value)
        return
    # A result that belongs to no indicator is kept and compared as it is written.
    if line.indicator and line.decimals is not None and decimals_of(value) > line.decimals:
        yield fault("finer_than_published", where, "warning", value=value, decimals=line.decimals)


def _is_figure(line: Line) -> bool:
    return line.kind == "figure"


def _digits(line: Line, entry: Entry) -> str:
    """Return the value without the sign of its own unit of measure: in a line of per cent, “7,4%” is 7,4."""
    text = entry.text.strip()
    symbol = next((one for one in line.symbols if text.endswith(one)), "")
    return text.removesuffix(symbol).rstrip()


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("\ufffd", text)).strip()
