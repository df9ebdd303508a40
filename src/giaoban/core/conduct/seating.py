"""Seating: rows of a list of delegates become seats, or findings that say what to mend."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.core.conduct.people import SEATS, address, is_address
from giaoban.core.conduct.provisioning import Row
from giaoban.core.errors import Finding, Place
from giaoban.core.registry.units import Unit, find

REQUIRED = ("precedence", "name", "seat")
COLUMNS = (*REQUIRED, "post", "site", "email")
#: Column → the longest text that it takes.
LONGEST = {"name": 200, "post": 300, "email": 254}
_MOST = 9999


@dataclass(frozen=True)
class Named:
    """Somebody who is named for a seat, in the place of the order that the office gave them.

    `unit_key` is empty for the hall. Without an e-mail address somebody has no account and comes there.
    """

    precedence: int
    name: str
    seat: str
    post: str = ""
    unit_key: str = ""
    email: str = ""

    @property
    def person(self) -> tuple[str, str]:
        """Return what tells this seat of this person from every other one."""
        return (self.email or f"{self.name} {self.post}".strip().casefold(), self.seat)


#: A fault: column, code, what, what to do.
_Fault = tuple[str, str, str, str]


def read(
    rows: Iterable[Row], file: str, units: Iterable[Unit], on: date
) -> tuple[tuple[Named, ...], tuple[Finding, ...]]:
    """Return whom the rows name, in their order, and every fault at once; with a fault nothing may be stored.

    Edges:   a site is named by key, code or name of its unit on the day of the conference; empty is the hall.
             Nobody has one seat twice, nor two people one precedence.
    """
    sites, named, findings = tuple(units), [], []
    before: set[object] = set()
    for row in rows:
        one, faults = _read(row.cells, sites, on)
        told = [*faults, *faults_of(one), *_twice(one, before)]
        before |= {one.person, one.precedence}
        named.append(one)
        findings += [_placed(fault, file, row.number) for fault in told]
    return tuple(named), tuple(findings)


def faults_of(one: Named) -> Iterator[_Fault]:
    """Yield what is wrong with one seat as it was typed: column, code, what, and what to do."""
    if not one.name:
        yield "name", "empty", "The name is missing", "Write the name as the office gives it."
    if one.seat not in SEATS:
        yield "seat", "bad_seat", "This is no seat", "One of: chair, clerk, delegate, observer, teller."
    if not 0 < one.precedence <= _MOST:
        yield "precedence", "bad_precedence", "The precedence is no number from 1 to 9999", "Write 1, 2, 3 …"
    if one.email and not is_address(one.email):
        yield "email", "bad_email", "This is no e-mail address", "Write it as name@office.example."
    if one.unit_key and not one.email:
        yield (
            "email",
            "no_email",
            "Whoever sits at a site needs an e-mail address",
            "They come in by signing in.",
        )
    for column, longest in LONGEST.items():
        if len(getattr(one, column)) > longest:
            yield column, "too_long", "The text is too long", "Shorten it."


def _read(cells: Mapping[str, str], units: tuple[Unit, ...], on: date) -> tuple[Named, list[_Fault]]:
    site, told = cells.get("site", ""), cells.get("precedence", "")
    found = find(units, site, on) if site else ()
    faults: list[_Fault] = []
    if site and len(found) != 1:
        what = "Several units have this name" if found else "There is no site of this name"
        faults.append(("site", "bad_site", what, "Write the unit's code; leave it empty for the hall."))
    # Digits of other scripts are no number that an office writes.
    number = int(told) if told.isascii() and told.isdigit() and len(told) <= len(str(_MOST)) else 0
    return Named(
        number,
        cells.get("name", ""),
        cells.get("seat", ""),
        cells.get("post", ""),
        found[0].unit_key if len(found) == 1 else "",
        address(cells.get("email", "")),
    ), faults


def _twice(one: Named, before: Collection[object]) -> Iterator[_Fault]:
    detail = "Another row says it already: mend one of the two."
    if one.person[0] and one.person in before:
        yield "email" if one.email else "name", "row_twice", "The person has this seat already", detail
    if one.precedence and one.precedence in before:
        yield "precedence", "same_precedence", "Several people have the same precedence", detail


def _placed(fault: _Fault, file: str, number: int) -> Finding:
    column, code, title, detail = fault
    return Finding(code, title, detail, Place(file, row=number, column=column))
