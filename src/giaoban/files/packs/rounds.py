"""Checks of a pack's rounds: period, schedule, bands, and that each analysis builds on what there is."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.registry.periods import parse_period
from giaoban.files.packs.mappings import RoundFile
from giaoban.files.packs.schedules import check_schedule
from giaoban.files.packs.shelves import Shelves

#: Settings of an analysis that name earlier analyses.
_BUILDS_ON = ("of", "met", "total", "before", "threshold_of")


def check_rounds(shelves: Shelves, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield every fault of a round: what it names must exist, its bands must leave no gap."""
    rounds = {file: content for file, content in shelves.mappings.items() if file.startswith("rounds/")}
    needed = {f"{PurePosixPath(table).parent}/round.yaml" for table in shelves.round_tables}
    for file in sorted(needed - shelves.files):
        yield Finding("missing_file", "The round has no settings", "Add round.yaml.", Place(file))
    for file, settings in rounds.items():
        review = RoundFile.model_validate(settings)
        yield from _identity(file, review, shelves, languages)
        yield from _time(file, review, shelves)
        yield from _bands(file, review)
        yield from _controls(file, review, shelves)
        yield from _analyses(file, review, shelves)


def _identity(
    file: str, review: RoundFile, shelves: Shelves, languages: tuple[str, ...]
) -> Iterator[Finding]:
    levels = {line.row.level for line in shelves.tables.get("units/units.csv", ())}
    for column, value, known in (
        ("round_id", review.round_id, {PurePosixPath(file).parent.name}),
        ("level", review.level, levels),
        ("country_unit", review.country_unit, shelves.named.get("units/units.csv", set())),
        ("tile_grid", review.tile_grid, shelves.named.get("units/tiles.csv", set()) | {""}),
    ):
        if value not in known:
            yield Finding(
                "unknown_reference",
                f"“{value}” is not known",
                f"Known: {', '.join(sorted(known))}.",
                Place(file, column=column),
            )
    for language in languages:
        if language not in review.titles:
            yield Finding(
                "missing_translation",
                f"The round has no title in “{language}”",
                "Add it.",
                Place(file, column=f"titles.{language}"),
            )


def _time(file: str, review: RoundFile, shelves: Shelves) -> Iterator[Finding]:
    try:
        period = parse_period(review.period)
    except Invalid as fault:
        yield Finding("bad_period", fault.title, fault.detail, Place(file, column="period"))
        return
    yield from check_schedule(file, review, period, shelves)


def _bands(file: str, review: RoundFile) -> Iterator[Finding]:
    """Half-open bands [from, to) must meet end to end: no gap, no overlap."""
    ordered = sorted(review.bands, key=lambda band: band.start)
    for band, following in zip(ordered, ordered[1:], strict=False):
        if band.to != following.start:
            yield Finding(
                "bands",
                f"The band from {band.start} ends at {band.to}, the next begins at {following.start}",
                "Let each band end where the next begins.",
                Place(file, column="bands"),
            )


def _controls(file: str, review: RoundFile, shelves: Shelves) -> Iterator[Finding]:
    """A control needs an indicator with a control unit, and a rule by which its units come together."""
    rows = [line.row for line in shelves.tables.get("indicators/indicators.csv", ())]
    able = {row.indicator for row in rows if row.control_unit and row.merge_rule in ("sum", "weighted")}
    for place, control in enumerate(review.controls if rows else ()):
        if control.indicator not in able:
            yield Finding(
                "control",
                f"“{control.indicator}” cannot be held against a control total",
                "Name an indicator of indicators.csv with a control_unit and the merge rule sum or weighted.",
                Place(file, column=f"controls.{place}.indicator"),
            )


def _analyses(file: str, review: RoundFile, shelves: Shelves) -> Iterator[Finding]:
    indicators = shelves.named.get("indicators/indicators.csv", set())
    made: set[str] = set()
    for place, analysis in enumerate(review.analyses):
        where = f"analyses.{place}"
        name = str(analysis.get("analysis", ""))
        if not name or name in made or not analysis.get("rule"):
            yield Finding(
                "analysis",
                f"The analysis “{name}” has no name or rule of its own",
                "Give it a rule, and a name that no other has.",
                Place(file, column=where),
            )
        indicator = analysis.get("indicator", "")
        if indicator and indicator not in indicators:
            yield Finding(
                "unknown_reference",
                f"There is no indicator “{indicator}”",
                "Correct it, or add it to indicators.csv.",
                Place(file, column=f"{where}.indicator"),
            )
        for setting in _BUILDS_ON:
            for earlier in sorted(set(_listed(analysis.get(setting))) - made):
                yield Finding(
                    "unknown_reference",
                    f"“{name}” builds on “{earlier}”, which no earlier analysis makes",
                    "Correct the name, or move the other one up.",
                    Place(file, column=f"{where}.{setting}"),
                )
        made.add(name)


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
