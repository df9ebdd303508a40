"""Plans: rows of a plan of inspections, as an office writes them, or findings that say what to mend."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.core.conduct.inspections import Inspection
from giaoban.core.conduct.provisioning import Row, day_of
from giaoban.core.errors import Finding, Place

REQUIRED = ("number", "body", "branch", "objects", "contents", "begins_on", "last_on")
COLUMNS = (*REQUIRED, "cancelled")
#: The codelists of a pack that name branches and contents.
BRANCHES, CONTENTS = "inspection_branches", "inspection_contents"
#: What stands between several names or codes in one cell.
BETWEEN = ";"
#: Column → the longest text that it takes, and of objects each name.
LONGEST = {"number": 60, "body": 200, "objects": 200, "cancelled": 2_000}
MOST_OBJECTS = 200
#: Marks of tone, which stand on one vowel or another of a syllable by habit alone.
_TONES = "\u0300\u0301\u0303\u0309\u0323"

#: A fault: column, code, what, what to do.
_Fault = tuple[str, str, str, str]


@dataclass(frozen=True)
class Planned:
    """One row of a plan as it is written; `last_on` is its last day, `cancelled` why it is off.

    A day that could not be read is None.
    """

    number: str
    body: str
    branch: str
    objects: tuple[str, ...]
    contents: tuple[str, ...]
    begins_on: date | None
    last_on: date | None
    cancelled: str = ""

    def row(self, key: str) -> Inspection:
        """Return a sound row as the detector of overlaps sees it: its objects however they are spelt."""
        if self.begins_on is None or self.last_on is None:
            raise ValueError("a row without its days overlaps with nothing")
        objects, contents = frozenset(map(same, self.objects)), frozenset(self.contents)
        ends_on = self.last_on + timedelta(days=1)
        return Inspection(key, self.body, self.branch, objects, contents, self.begins_on, ends_on)


@dataclass(frozen=True)
class Choices:
    """What a row of a pack's plan may name."""

    branches: Collection[str]
    contents: Collection[str]


def same(name: str) -> str:
    """Return a name so that it is alike however it is typed: capitals, spaces, the place of a tone mark.

    Edges:   the marks themselves count: names that differ in one are of two organisations.
    """
    return " ".join(map(_syllable, unicodedata.normalize("NFD", name.casefold()).split()))


def read(
    rows: Iterable[Row], file: str, choices: Choices, year: int
) -> tuple[tuple[Planned, ...], tuple[Finding, ...]]:
    """Return the plan of a year in the order of its rows, and every fault at once.

    Edges:   with a fault nothing may be stored. No two rows have one number.
    """
    planned, findings = [], []
    before: set[str] = set()
    for row in rows:
        one = _read(row.cells)
        twice = [_TWICE] if one.number and one.number in before else []
        before.add(one.number)
        planned.append(one)
        findings += [_placed(fault, file, row.number) for fault in (*faults_of(one, choices, year), *twice)]
    return tuple(planned), tuple(findings)


def faults_of(one: Planned, choices: Choices, year: int) -> Iterator[_Fault]:
    """Yield what is wrong with one row as it was typed: column, code, what, and what to do."""
    if not one.number:
        yield "number", "empty", "The number of the row is missing", "Write it as the plan has it."
    if not one.body:
        yield "body", "empty", "It is not said which body inspects", "Write its name."
    if one.branch not in choices.branches:
        yield "branch", "bad_branch", "There is no such branch", "Write one of the codes of the pack."
    yield from _objects(one.objects)
    yield from _contents(one.contents, choices.contents)
    yield from _days(one, year)
    for column in ("number", "body", "cancelled"):
        if len(getattr(one, column)) > LONGEST[column]:
            yield column, "too_long", "The text is too long", "Shorten it."


def parts(text: str) -> tuple[str, ...]:
    """Return the names or codes of one cell, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in text.split(BETWEEN)))))


def cells_of(one: Planned) -> tuple[str, ...]:
    """Return a row as it stands in a file, in the order of `COLUMNS`."""
    mark = f"{BETWEEN} "
    days = tuple(day.isoformat() if day else "" for day in (one.begins_on, one.last_on))
    listed = mark.join(one.objects), mark.join(one.contents)
    return (one.number, one.body, one.branch, *listed, *days, one.cancelled)


def _syllable(text: str) -> str:
    bare = "".join(letter for letter in text if letter not in _TONES)
    return bare + "".join(letter for letter in text if letter in _TONES)


def _read(cells: Mapping[str, str]) -> Planned:
    told = {name: cells.get(name, "") for name in COLUMNS}
    return Planned(
        told["number"],
        told["body"],
        told["branch"],
        parts(told["objects"]),
        parts(told["contents"]),
        day_of(told["begins_on"]),
        day_of(told["last_on"]),
        told["cancelled"],
    )


def _objects(objects: tuple[str, ...]) -> Iterator[_Fault]:
    if not objects:
        yield (
            "objects",
            "empty",
            "It is not said who is inspected",
            "Name the organisations, “;” between them.",
        )
    if len(objects) > MOST_OBJECTS:
        yield "objects", "too_many", "Too many are inspected in one row", "Split the row."
    if len(set(map(same, objects))) < len(objects):
        yield "objects", "twice", "One organisation stands there twice", "Leave it there once."
    if any(len(name) > LONGEST["objects"] for name in objects):
        yield "objects", "too_long", "The text is too long", "Shorten it."


def _contents(contents: tuple[str, ...], known: Collection[str]) -> Iterator[_Fault]:
    if not contents:
        yield "contents", "empty", "It is not said what is looked at", "Write one of the codes of the pack."
    if set(contents) - set(known):
        yield "contents", "bad_content", "There is no such content", "Write one of the codes of the pack."


def _days(one: Planned, year: int) -> Iterator[_Fault]:
    for column in ("begins_on", "last_on"):
        if getattr(one, column) is None:
            yield column, "bad_day", "This is no day", "Write it as 31/03/2026 or 2026-03-31."
    if one.begins_on is None:
        return
    if one.begins_on.year != year:
        yield "begins_on", "other_year", "It begins in another year than the plan", "Put it into that plan."
    if one.last_on is not None and one.last_on < one.begins_on:
        yield "last_on", "ends_early", "It ends before it begins", "Mend one of the two days."


_TWICE: _Fault = ("number", "row_twice", "Another row has this number", "Mend one of the two.")


def _placed(fault: _Fault, file: str, number: int) -> Finding:
    column, code, title, detail = fault
    return Finding(code, title, detail, Place(file, row=number, column=column))
