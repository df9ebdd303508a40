"""Directives: the small pack with symbols of documents, and a register to which a test adds what it needs."""

from datetime import date
from pathlib import Path
from typing import Any

from giaoban.actions import directives, installation
from giaoban.core.conduct.registering import Stated
from giaoban.records.models import Directive
from tests.factories.packs import write_pack
from tests.house.tree import PACKS

#: The pack's files that differ from the small pack's own: real symbols, units of an invented country.
WITH_DIRECTIVES = {
    "rules/directives.yaml": (PACKS / "vn/rules/directives.yaml")
    .read_text("utf-8")
    .replace("level: province", "level: district"),
    "rules/classification.yaml": (PACKS / "vn/rules/classification.yaml").read_text("utf-8"),
}
BY = "an@office.example"


def install(folder: Path, **changed: str) -> None:
    """Install the small pack with what it says of documents."""
    installation.initialise(packs=[write_pack(folder / "pack", **WITH_DIRECTIVES, **changed)])


def stated(symbol: str = "57-NQ/TW", **over: Any) -> Stated:
    """Return what somebody states of a document of the centre."""
    told = {
        "issuer": "Bộ Chính trị",
        "title": "Đột phá phát triển khoa học, công nghệ",
        "issued_on": date(2024, 12, 22),
        "term": "XIII",
    }
    return Stated(symbol, **{**told, **over})


def register(symbol: str = "57-NQ/TW", **over: Any) -> Directive:
    """Return a document that is registered."""
    return directives.register(stated=stated(symbol, **over), by=BY)


def own(symbol: str = "12-NQ/TU", unit_key: str = "north", **over: Any) -> Stated:
    """Return what a unit states of a document of its own."""
    told = {"issuer": f"Committee of {unit_key}", "title": "Chương trình hành động", "term": "2020-2025"}
    return stated(symbol, **{**told, "issued_on": date(2025, 3, 1), "unit_key": unit_key, **over})


def table(*rows: dict[str, str]) -> bytes:
    """Return a list of documents as CSV, with just the columns that its rows have."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(columns), *(",".join(f'"{row.get(one, "")}"' for one in columns) for row in rows)]
    return "\n".join(lines).encode()
