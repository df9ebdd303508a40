"""Shelves of a pack: which file may lie where, and every file of a directory sorted onto its shelf."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.files.packs.ballots import BallotsFile
from giaoban.files.packs.conferences import ConferencesFile
from giaoban.files.packs.directives import DirectivesFile
from giaoban.files.packs.followup import FollowupFile
from giaoban.files.packs.mappings import (
    ClassificationFile,
    FormFile,
    PackFile,
    RoundFile,
    RulesFile,
    ScreensFile,
)
from giaoban.files.packs.narratives import NarrativesFile
from giaoban.files.packs.notices import NoticesFile
from giaoban.files.packs.petitions import PetitionsFile
from giaoban.files.packs.registers import DisclosureFile, RegistersFile
from giaoban.files.packs.reminders import RemindersFile
from giaoban.files.packs.reporting import ReportingFile
from giaoban.files.packs.schemas import (
    ChangeRow,
    CodeRow,
    HolidayRow,
    IndicatorRow,
    InstrumentRow,
    MembershipRow,
    ReleaseRow,
    SeriesRow,
    TileRow,
    UnitRow,
)
from giaoban.files.packs.tables import Line, check, decode, named_in, read_cells, read_mapping, read_table
from giaoban.files.packs.validation import ValidationFile

#: What a pack cannot be without.
REQUIRED = (
    "pack.yaml",
    "units/units.csv",
    "indicators/indicators.csv",
    "codelists/unit_measures.csv",
    "codelists/unit_types.csv",
    "codelists/obs_status.csv",
)
_TABLES: Mapping[str, type[BaseModel]] = {
    r"units/units\.csv": UnitRow,
    r"units/changes\.csv": ChangeRow,
    r"units/memberships\.csv": MembershipRow,
    r"units/tiles\.csv": TileRow,
    r"codelists/\w+\.csv": CodeRow,
    r"indicators/indicators\.csv": IndicatorRow,
    r"calendar/holidays\.csv": HolidayRow,
    r"calendar/releases\.csv": ReleaseRow,
    r"calendar/series\.csv": SeriesRow,
    r"targets/instruments\.csv": InstrumentRow,
}
_MAPPINGS: Mapping[str, type[BaseModel] | None] = {
    r"pack\.yaml": PackFile,
    r"rules/screens\.yaml": ScreensFile,
    r"rules/reporting_windows\.yaml": ReportingFile,
    r"rules/validation\.yaml": ValidationFile,
    r"rules/classification\.yaml": ClassificationFile,
    r"rules/reminders\.yaml": RemindersFile,
    r"rules/followup\.yaml": FollowupFile,
    r"rules/ballots\.yaml": BallotsFile,
    r"rules/conferences\.yaml": ConferencesFile,
    r"rules/narratives\.yaml": NarrativesFile,
    r"rules/directives\.yaml": DirectivesFile,
    r"rules/notices\.yaml": NoticesFile,
    r"rules/petitions\.yaml": PetitionsFile,
    r"rules/registers\.yaml": RegistersFile,
    r"rules/disclosure\.yaml": DisclosureFile,
    r"rules/\w+\.yaml": RulesFile,
    r"rounds/[\w-]+/round\.yaml": RoundFile,
    r"forms/\w+\.yaml": FormFile,
    r"wording/[\w-]+\.yaml": None,
    r"documents/[\w.-]+\.yaml": None,
}
#: The column by which other files name a row.
_DEFINES: Mapping[type[BaseModel], str] = {
    UnitRow: "unit_key",
    CodeRow: "code",
    IndicatorRow: "indicator",
    TileRow: "grid",
    ReleaseRow: "series",
}
_ROUND_TABLE = r"rounds/[\w-]+/[\w-]+\.csv"
#: Tables of worked examples: loaded by who wants them, part of no round.
_SPEC_TABLE = r"specs/[\w-]+\.csv"
#: Documents with which a register begins; each row is checked when they are registered.
_REGISTER_TABLE = r"directives/[\w-]+\.csv"


@dataclass(frozen=True)
class Shelves:
    """A pack's content by relative path: tables as checked rows, mappings as they are written.

    `files` holds every path and `named` what each table defines, also where they do not fit: one fault
    must not bring others in its train.
    """

    files: frozenset[str] = frozenset()
    tables: dict[str, tuple[Line[Any], ...]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    mappings: dict[str, dict[str, Any]] = field(default_factory=dict)
    round_tables: list[str] = field(default_factory=list)

    def under(self, folder: str) -> dict[str, dict[str, Any]]:
        """Return the mappings of `folder` by file name without `.yaml`."""
        return {
            PurePosixPath(file).stem: content
            for file, content in sorted(self.mappings.items())
            if PurePosixPath(file).parent.as_posix() == folder
        }


def contents_of(directory: Path) -> dict[str, bytes]:
    """Return the bytes of every file under `directory` by relative path, in order of path."""
    found = {path.relative_to(directory).as_posix(): path for path in directory.rglob("*") if path.is_file()}
    return {file: found[file].read_bytes() for file in sorted(found)}


def sort_contents(contents: Mapping[str, bytes], findings: list[Finding]) -> Shelves:
    """Return the files on their shelves; whatever does not fit is added to `findings`."""
    findings.extend(_missing(contents))
    shelves = Shelves(frozenset(contents))
    languages = _languages(contents)
    for file, content in contents.items():
        try:
            _place(file, content, languages, shelves, findings)
        except Invalid as fault:
            findings.append(Finding("unreadable", fault.title, fault.detail, fault.where))
    return shelves


def _missing(contents: Mapping[str, bytes]) -> Iterator[Finding]:
    for file in REQUIRED:
        if file not in contents:
            yield Finding(
                "missing_file", "The file is missing", "A pack cannot do without it: add it.", Place(file)
            )


def _languages(contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """The declared languages, needed before any table is read; faults of pack.yaml are found in its turn."""
    try:
        declared = read_mapping(decode(contents["pack.yaml"], "pack.yaml"), "pack.yaml").get("languages")
    except (KeyError, Invalid):
        return ()
    return tuple(str(language) for language in declared) if isinstance(declared, list) else ()


def _place(
    file: str, content: bytes, languages: tuple[str, ...], shelves: Shelves, findings: list[Finding]
) -> None:
    if file.endswith((".py", ".pyc")):
        raise Invalid("A pack holds data only, no Python", "Remove the file.", Place(file))
    if schema := _match(_TABLES, file):
        text = decode(content, file)
        shelves.tables[file] = read_table(schema, text, file, languages, findings)
        shelves.named[file] = named_in(text, file, _DEFINES.get(schema, ""))
    elif any(re.fullmatch(pattern, file) for pattern in _MAPPINGS):
        mapping = read_mapping(decode(content, file), file)
        form = _match(_MAPPINGS, file)
        if form is None or check(form, mapping, Place(file), findings):
            shelves.mappings[file] = mapping
    elif re.fullmatch(_ROUND_TABLE, file):
        read_cells(decode(content, file), file)
        shelves.round_tables.append(file)
    elif re.fullmatch(_SPEC_TABLE, file) or re.fullmatch(_REGISTER_TABLE, file):
        read_cells(decode(content, file), file)
    else:
        raise Invalid(
            "The file is no part of a pack", "Remove it, or move it to where it belongs.", Place(file)
        )


def _match(patterns: Mapping[str, type[BaseModel] | None], file: str) -> type[BaseModel] | None:
    return next((schema for pattern, schema in patterns.items() if re.fullmatch(pattern, file)), None)
