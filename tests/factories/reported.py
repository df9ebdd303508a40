"""The round of 2023 as if every unit reported in it what the press told, over what was known before."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.utils import timezone

from giaoban.actions import figures as loading
from giaoban.actions import installation
from giaoban.core.figures.cells import Row
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Form, Line
from giaoban.core.figures.intake import read_rows
from giaoban.core.figures.observations import Observation, choose
from giaoban.queries import forms, packs
from giaoban.records.models import Entry as EntryRow
from giaoban.records.models import EntryVersion, Submission
from tests.factories.tables import write_csv
from tests.house.tree import PACKS

ROUND, YEAR = "2023-annual", "2023"
_LATER = "2024-12-31"


def install(folder: Path) -> dict[str, dict[str, Entry]]:
    """Install the real pack with what was known before; return what its units report of the year."""
    installation.initialise(packs=[PACKS / "vn"])
    tables = {path: _rows(path) for path in packs.files_of_round(ROUND)}
    figures = {path: rows for path, rows in tables.items() if path.stem.startswith("figures")}
    before = {path: [rows[0], *filter(_is_known_before, rows[1:])] for path, rows in figures.items()}
    files = [write_csv(folder / path.name, *rows) for path, rows in before.items() if len(rows) > 1]
    targets = [path for path in tables if path.stem == "targets"]
    loading.load(files=[*files, *targets, _country(folder, figures)], round_id=ROUND, by="tester")
    results = next(rows for path, rows in tables.items() if path.stem == "results")
    return _reported(figures, {row[0]: (row[1], row[2]) for row in results[1:]})


def units() -> list[str]:
    """Return the units under review in the round."""
    pack, review = packs.of_round(ROUND)
    return [unit.unit_key for unit in pack.units_of(review)]


def send(reported: Mapping[str, Mapping[str, Entry]]) -> None:
    """Let every unit have sent its entries."""
    at = timezone.now()
    for unit_key, entries in reported.items():
        submission = Submission.objects.create(round_id=ROUND, unit_key=unit_key, status="submitted")
        for one in entries.values():
            said = {
                name: getattr(one, name) for name in ("text", "explanation", "is_not_applicable", "verdict")
            }
            row = EntryRow.objects.create(
                submission=submission,
                line_id=one.line_id,
                version=1,
                sent=1,
                saved_at=at,
                saved_by="t",
                **said,
            )
            EntryVersion.objects.create(entry=row, version=1, at=at, by="t", via="grid", salt="s", **said)


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8").splitlines()))


def _is_known_before(row: list[str]) -> bool:
    """Return whether a row is of an earlier year, or of a part of the year."""
    return row[2] != YEAR and row[2][:4] <= YEAR


def _country(folder: Path, figures: Mapping[Path, list[list[str]]]) -> Path:
    """Write what was published for the whole country, which no unit reports."""
    heading = next(iter(figures.values()))[0]
    own = [row for rows in figures.values() for row in rows if row[0] == "vn" and row[2] == YEAR]
    return write_csv(folder / "country.csv", heading, *own)


def _reported(
    figures: Mapping[Path, list[list[str]]], results: Mapping[str, tuple[str, str]]
) -> dict[str, dict[str, Entry]]:
    pack, _ = packs.of_round(ROUND)
    known: dict[tuple[str, str, str], list[Observation]] = {}
    for path, rows in figures.items():
        told = [Row(number, tuple(cells)) for number, cells in enumerate(rows, start=1)]
        for one in read_rows("figures", told, path.name, "", pack, {})[0]:
            known.setdefault(one.key, []).append(one)
    return {key: dict(_entries(form, known, results)) for key, form in forms.of_round(ROUND, "en").items()}


def _entries(
    form: Form,
    known: Mapping[tuple[str, str, str], list[Observation]],
    results: Mapping[str, tuple[str, str]],
) -> Iterable[tuple[str, Entry]]:
    for line in form.lines:
        entry = _figure(form, line, known) if line.kind == "figure" else _result(line, results)
        if not entry.is_blank:
            yield line.line_id, entry


def _figure(form: Form, line: Line, known: Mapping[tuple[str, str, str], list[Observation]]) -> Entry:
    chosen = choose(known.get((form.unit_key, line.indicator, line.period), ()), _LATER).chosen
    return Entry(
        line.line_id, _typed(format(chosen.value, "f")) if chosen and chosen.value is not None else ""
    )


def _result(line: Line, results: Mapping[str, tuple[str, str]]) -> Entry:
    value, verdict = results.get(line.line_id, ("", ""))
    return Entry(line.line_id, _typed(value), verdict=verdict)


def _typed(number: str) -> str:
    """Return a number with a decimal comma, and one decimal more where three could be thousands."""
    whole, mark, decimals = number.partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if mark else whole
