"""Provisioning: rows of organisations and people become what to set up, or findings that say what to mend."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.core.conduct.people import GIVEN, KINDS, ROLES_OF, Kind, Role, address, is_address
from giaoban.core.errors import Finding, Place

REQUIRED = ("organisation", "email", "role")
COLUMNS = (*REQUIRED, "kind", "organisation_name", "unit_key", "name", "language")
#: What may be wrong with a heading, by the code of the finding.
HEADINGS = {
    "missing_column": "The column is missing",
    "unknown_column": "The column is not known",
    "column_twice": "The column stands there twice",
}
#: Column → the longest text that it takes.
_LONGEST = {"organisation": 60, "organisation_name": 200, "unit_key": 60, "name": 200, "email": 254}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Office:
    """One organisation: its key, kind and name, and the unit that a province reports for."""

    key: str
    kind: Kind
    name: str
    unit_key: str = ""


@dataclass(frozen=True)
class Post:
    """One role of one person in one organisation."""

    email: str
    organisation: str
    role: Role
    name: str = ""
    language: str = ""


@dataclass(frozen=True)
class Row:
    """One row as it was sent: its number as a spreadsheet counts, and the text under each heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Provision:
    """What a whole table asks for: organisations not known before, and every post in the order of rows."""

    offices: tuple[Office, ...]
    posts: tuple[Post, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Known:
    """What an installation knows already: its organisations by key, its units, its languages."""

    offices: Mapping[str, Office]
    unit_keys: frozenset[str]
    languages: tuple[str, ...]


def provision(rows: Iterable[Row], file: str, known: Known) -> Provision:
    """Return what the rows ask for, with every fault at once; with a fault nothing of it may be stored.

    Edges:   an organisation is described in full by the first row that names it, unless it is known; later
             rows may leave its kind, name and unit empty but must not contradict them.
    """
    offices: dict[str, Office] = dict(known.offices)
    posts: dict[tuple[str, str, str], tuple[int, Post]] = {}
    findings: list[Finding] = []
    for row in rows:
        faults = [*_texts(row, known), *_office(row, offices, known)]
        post = _post(row)
        faults += _post_faults(post, offices, posts)
        posts.setdefault((post.email, post.organisation, post.role), (row.number, post))
        findings += [_placed(fault, file, row.number) for fault in faults]
    fresh = tuple(office for key, office in offices.items() if key not in known.offices)
    return Provision(fresh, tuple(post for _, post in posts.values()), tuple(findings))


def headings(
    found: Iterable[str],
    file: str,
    columns: tuple[str, ...] = COLUMNS,
    required: tuple[str, ...] = REQUIRED,
) -> tuple[Finding, ...]:
    """Return what is wrong with a table's heading: columns that are missing, unknown or there twice.

    Shape:   the columns that are required stand first in `columns`.
    """
    names = [name for name in found if name]
    wrong = [(name, "missing_column") for name in required if name not in names]
    wrong += [(name, "unknown_column") for name in names if name not in columns]
    wrong += [(name, "column_twice") for name in sorted({name for name in names if names.count(name) > 1})]
    what = f"Columns: {', '.join(columns)}; the first {len(required)} are needed."
    return tuple(Finding(code, HEADINGS[code], what, Place(file, row=1, column=name)) for name, code in wrong)


def day_of(text: str) -> date | None:
    """Return a day written as 2026-03-31 or 31/03/2026; None for anything else."""
    found = _DAY.fullmatch(text.strip())
    iso = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text.strip()
    try:
        return date.fromisoformat(iso) if _ISO.fullmatch(iso) else None
    except ValueError:
        return None


#: A fault of a row: column, code, what, what to do.
_Fault = tuple[str, str, str, str]


def _placed(fault: _Fault, file: str, number: int) -> Finding:
    column, code, title, detail = fault
    return Finding(code, title, detail, Place(file, row=number, column=column))


def _texts(row: Row, known: Known) -> Iterable[_Fault]:
    yield from (
        (name, "empty", "The cell is empty", "Every row needs it.")
        for name in REQUIRED
        if not row.cells.get(name)
    )
    yield from (
        (name, "too_long", f"The text has more than {longest} characters", "Shorten it.")
        for name, longest in _LONGEST.items()
        if len(row.cells.get(name, "")) > longest
    )
    email, language = row.cells.get("email", ""), row.cells.get("language", "")
    if email and not is_address(address(email)):
        yield "email", "bad_email", f"“{email}” is no e-mail address", "Write it as name@office.example."
    if language and language not in known.languages:
        yield "language", "bad_language", f"There is no language “{language}”", _one_of(known.languages)


def _office(row: Row, offices: dict[str, Office], known: Known) -> Iterable[_Fault]:
    """Yield what is wrong with the row's organisation; add it to `offices` where it is new and whole."""
    key, kind = row.cells.get("organisation", ""), row.cells.get("kind", "")
    if not key:
        return
    if before := offices.get(key):
        yield from _contradictions(row, before)
        return
    faults = list(_new_office_faults(row, key, kind, known))
    yield from faults
    if not faults:
        told = {name: row.cells.get(name, "") for name in ("organisation_name", "unit_key")}
        offices[key] = Office(key, kind, told["organisation_name"], told["unit_key"])


def _new_office_faults(row: Row, key: str, kind: str, known: Known) -> Iterable[_Fault]:
    unit_key = row.cells.get("unit_key", "")
    if not _KEY.fullmatch(key):
        yield "organisation", "bad_key", f"“{key}” cannot be a key", "Use small letters, digits and hyphens."
    if kind not in KINDS:
        yield "kind", "bad_kind", f"“{kind}” is no kind of organisation", _one_of(KINDS)
    if not row.cells.get("organisation_name"):
        yield "organisation_name", "empty", "A new organisation needs a name", "Write it in this row."
    if kind == "province" and unit_key not in known.unit_keys:
        yield "unit_key", "unknown_unit", f"There is no unit “{unit_key}”", "Use the key from the pack."
    if kind != "province" and unit_key:
        yield "unit_key", "no_unit", "Only a province reports for a unit", "Leave the cell empty."


def _contradictions(row: Row, before: Office) -> Iterable[_Fault]:
    said = {"kind": before.kind, "organisation_name": before.name, "unit_key": before.unit_key}
    for name, value in said.items():
        if (told := row.cells.get(name, "")) and told != value:
            title = f"“{before.key}” has “{value or '–'}” here already, not “{told}”"
            yield name, "contradiction", title, "Leave the cell empty, or use another key."


def _post(row: Row) -> Post:
    cells = row.cells
    return Post(
        address(cells.get("email", "")),
        cells.get("organisation", ""),
        cells.get("role", ""),  # type: ignore[arg-type]
        cells.get("name", ""),
        cells.get("language", ""),
    )


def _post_faults(
    post: Post, offices: Mapping[str, Office], posts: Mapping[tuple[str, str, str], tuple[int, Post]]
) -> Iterable[_Fault]:
    office = offices.get(post.organisation)
    if post.role and post.role not in GIVEN:
        yield "role", "bad_role", f"“{post.role}” is no role", _one_of(GIVEN)
    elif post.role and office and post.role not in ROLES_OF[office.kind]:
        title = f"An organisation of kind “{office.kind}” gives no role “{post.role}”"
        yield "role", "role_of_another_kind", title, _one_of(ROLES_OF[office.kind])
    twin = posts.get((post.email, post.organisation, post.role))
    if twin and post.email:
        yield "email", "row_twice", f"Row {twin[0]} says the same of this person", "Leave one of them out."


def _one_of(values: Iterable[str]) -> str:
    return f"One of: {', '.join(values)}."
