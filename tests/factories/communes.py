"""The commune lists of 2023 and 2025 and the links between them, written as rows of a pack."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from giaoban.core.registry.units import fold
from tests.house.tree import PACKS
from tests.machine import DATA

LISTED, MARCH, MERGED = "2023-04-15", "2025-03-01", "2025-07-01"
UNITS, CHANGES, TYPES = "units/units.csv", "units/changes.csv", "codelists/unit_types.csv"
LINKS = "dvhcvn/20250701"
ACT = "Quyết định 19/2025/QĐ-TTg"


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of one list."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def old_key(code: str) -> str:
    """Return the key of what a link comes from: five digits are a commune, three a district without any."""
    return f"c2023-{code}" if len(code) == 5 else f"d2023-{code}"


def new_key(code: str) -> str:
    """Return the key of a commune of 2025."""
    return f"c2025-{code}"


def write_communes(folder: Path) -> Path:
    """Write the pack `vn` with districts, communes and their links into `folder`."""
    shutil.copytree(PACKS / "vn", folder)
    for file, rows in ((TYPES, _types()), (UNITS, _units()), (CHANGES, _changes())):
        with (folder / file).open("a", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(rows)
    return folder


def _units() -> Iterator[tuple[str, ...]]:
    linked = {link["old_commune_code"] for link in rows_of("commune_changes_2025")}
    listed = {row["commune_code"] for row in rows_of("communes_2023")}
    for row in rows_of("districts_2023"):
        yield _unit(old_key(row["district_code"]), row, "district", f"vn63-{row['province_code']}", LISTED)
    for row in rows_of("communes_2023"):
        # A commune that no link names was gone by the list of March 2025; nobody says since when.
        until = MERGED if row["commune_code"] in linked else MARCH
        parent = old_key(row["district_code"])
        yield _unit(old_key(row["commune_code"]), row, "commune", parent, LISTED, until)
    for code in sorted(code for code in linked - listed if len(code) == 5):
        unlisted = {
            "commune_code": code,
            "name_full": f"Xã mã {code}",
            "type": "xã",
            "source": LINKS,
        }
        yield _unit(old_key(code), unlisted, "commune", "", MARCH)
    for row in rows_of("communes_2025"):
        parent = f"vn34-{row['province_code']}"
        yield _unit(new_key(row["commune_code"]), row, "commune", parent, MERGED, "")


def _unit(
    key: str, row: dict[str, str], level: str, parent: str, valid_from: str, valid_to: str = MERGED
) -> tuple[str, ...]:
    code = row.get("commune_code") or row["district_code"]
    name = row["name_full"][len(row["type"]) :].strip() or row["name_full"]
    return key, code, name, row["name_full"], _type(row), level, parent, valid_from, valid_to, row["source"]


def _type(row: dict[str, str]) -> str:
    return fold(row["type"]).upper().replace(" ", "_")


def _types() -> Iterator[tuple[str, ...]]:
    lists = ("districts_2023", "communes_2023", "communes_2025")
    named = {_type(row): row["type"] for name in lists for row in rows_of(name)}
    for code, name in sorted(named.items()):
        yield "unit_types", code, name, name, "", "", LINKS


def _changes() -> Iterator[tuple[str, ...]]:
    links = rows_of("commune_changes_2025")
    into = Counter(link["new_commune_code"] for link in links)
    for link in links:
        old, new = link["old_commune_code"], link["new_commune_code"]
        is_full = link["share"] == "full"
        kind = "split" if not is_full else "merger" if into[new] > 1 else "continuation"
        share = "1" if is_full else ""
        yield f"{MERGED}:{old}>{new}", kind, old_key(old), new_key(new), MERGED, share, ACT, link["source"]
