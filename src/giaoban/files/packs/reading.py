"""Reading a pack: a directory of data files in, a `Pack` or every fault at once out."""

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from giaoban.core.errors import Finding, Invalid, NotFound, Place
from giaoban.core.registry.calendars import Holiday
from giaoban.core.registry.changes import Change
from giaoban.core.registry.codelists import Code
from giaoban.core.registry.hierarchies import Membership
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.packs import Pack, Round, Tile
from giaoban.core.registry.releases import Release, Timetable
from giaoban.core.registry.units import Unit
from giaoban.files.packs.checks import check_across
from giaoban.files.packs.forms import check_forms
from giaoban.files.packs.hierarchies import MEMBERSHIPS
from giaoban.files.packs.programmes import check_programmes
from giaoban.files.packs.rounds import check_rounds
from giaoban.files.packs.rules import check_rules
from giaoban.files.packs.schedules import calendar_of
from giaoban.files.packs.shelves import Shelves, contents_of, sort_contents


def read_pack(directory: Path) -> Pack:
    """Return the pack in `directory`.

    Edges:   a unit with several intervals of validity stands under its unit_key with the first one, and
             under `<unit_key>@<valid_from>` with each later one.
    Raises:  NotFound if there is no such directory; Invalid with a finding (file, row, column, what to
             do) for every fault at once.
    """
    if not directory.is_dir():
        raise NotFound(f"There is no pack in “{directory}”", "Name a directory that holds pack.yaml.")
    contents = contents_of(directory)
    findings: list[Finding] = []
    shelves = sort_contents(contents, findings)
    languages = tuple(shelves.mappings.get("pack.yaml", {}).get("languages", ()))
    findings.extend(check_across(shelves, languages))
    findings.extend(check_rounds(shelves, languages))
    findings.extend(check_forms(shelves, languages))
    findings.extend(check_rules(shelves))
    findings.extend(check_programmes(shelves, languages))
    if findings:
        ordered = tuple(sorted(findings, key=_by_place))
        raise Invalid(
            f"The pack in “{directory.name}” has {len(ordered)} faults", str(ordered[0]), Place(), ordered
        )
    return _build(shelves, _digest(contents))


def _by_place(finding: Finding) -> tuple[str, int, str]:
    return (finding.where.file, finding.where.row or 0, finding.where.column)


def _digest(contents: Mapping[str, bytes]) -> str:
    """Hash paths and bytes, each with its length, so that nothing can move from one file to the next."""
    digest = hashlib.sha256()
    for file, content in contents.items():
        for part in (file.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _build(shelves: Shelves, digest: str) -> Pack:
    manifest = shelves.mappings["pack.yaml"]
    return Pack(
        pack_id=manifest["pack_id"],
        version=manifest["version"],
        digest=digest,
        names=manifest["names"],
        languages=tuple(manifest["languages"]),
        units=_units(shelves),
        changes=_changes(shelves),
        indicators=_indicators(shelves),
        codelists=_codelists(shelves),
        tiles=_tiles(shelves),
        wording=shelves.under("wording"),
        documents=shelves.under("documents"),
        rounds=_rounds(shelves),
        forms=shelves.under("forms"),
        calendar=calendar_of(shelves),
        holidays=_holidays(shelves),
        releases=_releases(shelves),
        memberships=tuple(Membership(**row.model_dump()) for row in _rows(shelves, MEMBERSHIPS)),
        rules={topic: tuple(content["rules"]) for topic, content in shelves.under("rules").items()},
    )


def _rows(shelves: Shelves, file: str) -> list[Any]:
    return [line.row for line in shelves.tables.get(file, ())]


def _units(shelves: Shelves) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in sorted(_rows(shelves, "units/units.csv"), key=lambda row: row.valid_from):
        key = f"{row.unit_key}@{row.valid_from}" if row.unit_key in units else row.unit_key
        units[key] = Unit(**row.model_dump())
    return units


def _changes(shelves: Shelves) -> tuple[Change, ...]:
    rows = _rows(shelves, "units/changes.csv")
    return tuple(Change(**row.model_dump() | {"share": _share(row)}) for row in rows)


def _share(row: Any) -> str:
    return "" if row.share is None else format(row.share, "f")


def _indicators(shelves: Shelves) -> dict[str, Indicator]:
    rows = _rows(shelves, "indicators/indicators.csv")
    return {row.indicator: Indicator(names=row.name, **row.model_dump(exclude={"name"})) for row in rows}


def _codelists(shelves: Shelves) -> dict[str, dict[str, Code]]:
    return {
        PurePosixPath(file).stem: {
            row.code: Code(row.codelist, row.code, row.name, row.symbol, row.source)
            for row in _rows(shelves, file)
        }
        for file in shelves.tables
        if file.startswith("codelists/")
    }


def _tiles(shelves: Shelves) -> dict[str, tuple[Tile, ...]]:
    grids: dict[str, list[Tile]] = {}
    for row in _rows(shelves, "units/tiles.csv"):
        grids.setdefault(row.grid, []).append(Tile(**row.model_dump(exclude={"grid", "source"})))
    return {grid: tuple(tiles) for grid, tiles in grids.items()}


def _holidays(shelves: Shelves) -> tuple[Holiday, ...]:
    rows = _rows(shelves, "calendar/holidays.csv")
    return tuple(Holiday(row.date, row.kind, row.name, row.source) for row in rows)


def _releases(shelves: Shelves) -> Timetable:
    rows = _rows(shelves, "calendar/releases.csv")
    series = {(row.indicator, row.level): row.series for row in _rows(shelves, "calendar/series.csv")}
    return Timetable(tuple(Release(**row.model_dump(exclude={"confidence"})) for row in rows), series)


def _rounds(shelves: Shelves) -> dict[str, Round]:
    rounds = {}
    for file, settings in shelves.mappings.items():
        if file.startswith("rounds/"):
            folder = PurePosixPath(file).parent.as_posix()
            files = tuple(
                table for table in shelves.round_tables if PurePosixPath(table).parent.as_posix() == folder
            )
            rounds[str(settings["round_id"])] = Round(str(settings["round_id"]), settings, files)
    return rounds
