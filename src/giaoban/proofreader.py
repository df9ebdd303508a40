"""The proofreader holds the texts of a factsheet's documents against its figures.

Standard library only, like the verifier beside it, which recomputes the figures first and lends its sheet.
"""

import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

#: Languages that write 1,234.5; all others write 1.234,5.
POINT_LANGUAGES = ("en", "zh", "ja", "ko", "th", "ms", "he")
_ID = re.compile(r'"[0-9a-f]{16}"')
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_WRITTEN = re.compile(r"(?:(?<!\d)[-−])?\d[\d.,]*")


def disagreements(sheet: Any) -> list[str]:
    """Return each bound text that does not say what its figure says, with its place and the figure."""
    return [
        fault
        for language, document in sheet.sheet["documents"].items()
        for fault in _walk(sheet, f"documents/{language}", document, language)
    ]


def _walk(sheet: Any, where: str, node: Any, language: str) -> Iterator[str]:
    if isinstance(node, dict) and node.get("figure_id"):
        figure = sheet.by_id.get(node["figure_id"])
        if node["figure_id"] in sheet.damaged or (figure and _agrees(sheet, figure, node, language)):
            return
        about = sheet.describe(figure) if figure else f"figure {node['figure_id']}, which is not in the file"
        yield f"{where}: “{node.get('text')}” disagrees with {about}"
    elif isinstance(node, dict | list):
        for name, one in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _walk(sheet, f"{where}/{name}", one, language)


def _agrees(sheet: Any, figure: dict[str, Any], piece: dict[str, Any], language: str) -> bool:
    """Return whether a text says only numbers of its figure, or for a name no other unit's name."""
    if piece.get("role") == "name":
        key = piece.get("unit_key")
        return piece["text"] not in {unit["name"] for other, unit in sheet.units.items() if other != key}
    held = {Decimal(one) for one in _PLAIN.findall(_ID.sub("", json.dumps(_held(sheet, figure, piece))))}
    return all(_is_held(number, held) for number in _said(piece, language))


def _held(sheet: Any, figure: dict[str, Any], piece: dict[str, Any]) -> Any:
    """Return the part of the figure that a text of this role, about this unit, may draw on."""
    role, working, value = piece.get("role"), figure["working"], figure["value"]
    if role in ("reported", "of"):
        return working[role]
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    counts = [len(value or ()), *(len(row.get("unit_keys", ())) for row in rows)]
    if isinstance(working.get("of"), int):
        counts.append(working["of"] - working["reported"])
    if role == "count" and isinstance(value, list):
        return counts
    own = [row for row in rows if piece.get("unit_key") and row.get("unit_key") == piece["unit_key"]]
    records = [sheet.by_id[name] for name in figure["inputs"] if "figure_id" not in sheet.by_id[name]]
    return [own or value, counts, working, records]


def _said(piece: dict[str, Any], language: str) -> list[Decimal]:
    """Return the numbers that a text writes in the marks of its language, and its plain value."""
    decimal, group = ".," if language in POINT_LANGUAGES else ",."
    written = [one.rstrip(".,").replace(group, "") for one in _WRITTEN.findall(piece.get("text") or "")]
    plain = [one.replace(decimal, ".").replace("−", "-") for one in written]
    return [Decimal(one) for one in (*plain, str(piece.get("value"))) if _PLAIN.fullmatch(one)]


def _is_held(number: Decimal, held: set[Decimal]) -> bool:
    """Return whether a figure holds the number, rounded as written; the verb may carry a minus sign."""
    places = max(0, -int(number.as_tuple().exponent))
    near = {one.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) for one in held} | held
    return number in near or -abs(number) in near
