"""Edits: what a row changes in its line, beside the version it was typed over and the one that stands now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.cells import UNPRINTABLE
from giaoban.core.figures.entries import LONGEST_TEXT, Entry, check_entry, tidy
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Line
from giaoban.core.figures.listings import TYPED, Typed
from giaoban.core.registry.encodings import detect, is_doubtful

#: Which column a finding on an entry is about, where it is not the value.
_COLUMNS = {
    "no_reason": "explanation",
    "unknown_verdict": "verdict",
    "verdict_not_applicable": "verdict",
    "value_not_applicable": "not_applicable",
}
#: What is typed in words.
_TEXTS = {"value": "text", "explanation": "explanation"}
#: What is said of the value or of the explanation, whichever of them is faulty.
_OF_EITHER = ("control_character", "too_long")


@dataclass(frozen=True)
class Standing:
    """One line at the unit's desk: its entry, the version of that, who saved it, and why it is locked."""

    entry: Entry
    version: int = 0
    by: str = ""
    locked: str = ""


@dataclass(frozen=True)
class Edit:
    """One line that a row changes: what stands there in which version, and what is to stand there."""

    line_id: str
    text: str
    before: Entry
    after: Entry
    version: int
    where: Place


def weigh(
    line: Line, typed: Typed, was: Entry, now: Standing, *, convert: bool = False
) -> tuple[Edit | None, tuple[Finding, ...]]:
    """Return what a row changes, if anything, and what is wrong with that.

    `was` is what stood there in the version that the row was typed over. With `convert` a text in an old
    font is converted and told; else it is an error that shows what it would become.

    Edges:   a row that nobody changed leaves the line as it is by now, whoever changed that; one that says
             what stands there already changes nothing. What two changed differently is an error.
    """
    after = tidy(replace(now.entry, **typed.said))
    if _is_said(typed, now.entry) or _is_said(typed, was):
        return None, ()
    if now.locked:
        where = replace(typed.where, column="line_id")
        return None, (fault("locked", where, line=line.text, reason=now.locked),)
    if now.entry != was:
        return None, tuple(_conflicts(line, typed, after, now))
    after, found = _in_unicode(after, was, typed.where, convert)
    edit = Edit(line.line_id, line.text, now.entry, after, now.version, typed.where)
    return edit, (*found, *(_placed(one, after, typed.where) for one in check_entry(line, after)))


def _is_said(typed: Typed, entry: Entry) -> bool:
    """Return whether the row says just what stands in an entry; a table has one kind of line end."""
    plain = replace(entry, explanation=entry.explanation.replace("\r\n", "\n"))
    return tidy(replace(plain, **typed.said)) == tidy(plain)


def _in_unicode(entry: Entry, was: Entry, where: Place, convert: bool) -> tuple[Entry, tuple[Finding, ...]]:
    """Return the entry with its new texts converted where that is agreed, and what is to be said of them."""
    found: list[Finding] = []
    for column, name in _TEXTS.items():
        text, place = getattr(entry, name), replace(where, column=column)
        if text == getattr(was, name):
            continue
        if old := detect(text):
            told = {"before": old.before, "after": old.after}
            found.append(fault(*("converted", place, "warning") if convert else ("old_font", place), **told))
            entry = replace(entry, **{name: old.after}) if convert else entry
        elif is_doubtful(text):
            found.append(fault("font_in_doubt", place, "warning", text=text))
    return tidy(entry), tuple(found)


def _conflicts(line: Line, typed: Typed, after: Entry, now: Standing) -> Iterator[Finding]:
    """Yield both values of each field that the row and somebody else left differently."""
    for column, name in TYPED.items():
        sent, there = (getattr(entry, name) for entry in (after, now.entry))
        if sent != there:
            where = replace(typed.where, column=column)
            told = {"text": _say(sent), "other": _say(there), "names": now.by}
            yield fault("conflict", where, line=line.text, **told)


def _say(value: str | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else value or "–"


def _placed(finding: Finding, entry: Entry, where: Place) -> Finding:
    column = _COLUMNS.get(finding.code, "value")
    is_value_sound = not UNPRINTABLE.search(entry.text) and len(entry.text) <= LONGEST_TEXT
    if finding.code in _OF_EITHER and is_value_sound:
        column = "explanation"
    return replace(finding, where=replace(where, column=column))
