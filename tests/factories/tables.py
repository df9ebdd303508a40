"""Files as people send them: the same rows as CSV and as XLSX."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from giaoban.core.figures.tables import COLUMNS

FIGURES, TARGETS, RESULTS = (list(COLUMNS[kind]) for kind in ("figures", "targets", "results"))


def figure(**changed: object) -> list[object]:
    """Return a sound row of figures with the cells in `changed` instead of its own."""
    cells = dict.fromkeys(FIGURES, "") | {
        "unit_key": "north", "indicator": "GROWTH", "period": "2023", "value": "13.45", "unit_measure": "PCT",
        "obs_status": "A", "released": "2024-01-10", "source": "invented",
    }  # fmt: skip
    return list((cells | changed).values())


def target(**changed: object) -> list[object]:
    """Return a sound row of targets with the cells in `changed` instead of its own."""
    cells = dict.fromkeys(TARGETS, "") | {
        "target_id": "north-1", "unit_key": "north", "period": "2023", "number": "1", "text": "Growth",
        "indicator": "GROWTH", "op": ">=", "target": "7.5", "unit_measure": "PCT", "direction": "higher",
        "counts": "true", "instrument": "Act 1", "valid_from": "2022-12-09", "source": "invented",
    }  # fmt: skip
    return list((cells | changed).values())


def result(**changed: object) -> list[object]:
    """Return a sound row of results with the cells in `changed` instead of its own."""
    cells = dict.fromkeys(RESULTS, "") | {
        "target_id": "north-1", "value": "8.1", "obs_status": "A", "released": "2024-01-10",
        "source": "invented",
    }  # fmt: skip
    return list((cells | changed).values())


def write_csv(path: Path, *rows: Sequence[object]) -> Path:
    """Write the rows as CSV UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def write_xlsx(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """Write each sheet's rows as a workbook; numbers as numbers, dates as dates, a leading “=” as text."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                write = sheet.write_datetime if isinstance(cell, date) else sheet.write
                write(row, column, cell)
    book.close()
    return path
