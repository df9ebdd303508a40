"""A real round reviewed straight from its pack: its files to a sealed factsheet, without a workspace."""

import csv
from functools import cache
from typing import Any

from giaoban.core.figures.cells import Row
from giaoban.core.figures.intake import read_rows
from giaoban.core.registry.packs import Pack
from giaoban.core.review.analyses import assess
from giaoban.core.review.factsheet import seal
from giaoban.core.writing.outline import write
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

_TELLING = {"figures": "estimate", "targets": "op", "results": "verdict"}


@cache
def reviewed(pack_id: str, round_id: str) -> dict[str, Any]:
    """Return the factsheet of a round, sealed, with its documents."""
    pack = read_pack(PACKS / pack_id)
    made = pack.round(round_id)
    sheet = assess(pack, made, *records(pack, round_id).values(), str(made.settings["as_of"]))
    return seal({**sheet, "documents": write(sheet, pack)})


def records(pack: Pack, round_id: str) -> dict[str, list[Any]]:
    """Return the figures, targets and results that a pack brings with its round."""
    found: dict[str, list[Any]] = {"figures": [], "targets": [], "results": []}
    files = pack.round(round_id).files
    for kind, name, rows in sorted(
        _tables(pack.pack_id, files), key=lambda table: list(found).index(table[0])
    ):
        known = {one.target_id: one for one in found["targets"]}
        read, findings = read_rows(kind, rows, name, "", pack, known)
        assert not [str(finding) for finding in findings if finding.severity == "error"]
        found[kind] += read
    return found


def _tables(pack_id: str, files: tuple[str, ...]):
    for name in files:
        with (PACKS / pack_id / name).open(encoding="utf-8", newline="") as file:
            cells = list(csv.reader(file))
        kind = next((k for k, column in _TELLING.items() if column in cells[0]), "figures")
        yield kind, name, [Row(number, tuple(row)) for number, row in enumerate(cells, 1)]
