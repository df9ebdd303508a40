"""The factsheet: figures frozen with their working, each known by the hash of its content."""

import hashlib
from collections.abc import Mapping
from typing import Any

from giaoban.core.figures.observations import CANONICAL, content_id

SCHEMA = "giaoban.factsheet/1"

#: Lists whose records each carry a content id.
_WITH_IDS = ("figures", "observations", "results", "targets")

_EMPTY = {
    "unit_key": "",
    "indicator": "",
    "period": "",
    "target_id": "",
    "unit_measure": "",
    "decimals": 0,
    "sources": [],
    "vintage": "",
    "target_version": "",
}


def figure(
    rule: str,
    analysis: str,
    pack: str,
    *,
    value: Any,
    working: Mapping[str, Any],
    inputs: list[str],
    **about: Any,
) -> dict[str, Any]:
    """Return a figure with its `figure_id`, the content id of everything else in it."""
    record = {
        **_EMPTY,
        "rule": rule,
        "analysis": analysis,
        "pack": pack,
        "value": value,
        "working": dict(working),
        "inputs": inputs,
        **about,
    }
    return {"figure_id": content_id(record), **record}


def canonical(factsheet: Mapping[str, Any]) -> str:
    """Return the factsheet as text: keys sorted, one record of a list a line, so that two can be compared."""
    parts = (f"{CANONICAL.encode(key)}:{_lines(factsheet[key])}" for key in sorted(factsheet))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return CANONICAL.encode(value)
    return "[\n" + ",\n".join(map(CANONICAL.encode, value)) + "\n]"


def seal(factsheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return the factsheet with the content ids of its `parts`, and its `digest`.

    Shape:   `parts` covers what has no id of its own (header, units, documents and the like), so that a
             change can be named; `digest` is the SHA-256 of the canonical text without the digest.
    """
    plain = {key: value for key, value in factsheet.items() if key not in ("digest", "parts")}
    plain["parts"] = {key: content_id(plain[key]) for key in sorted(plain) if key not in _WITH_IDS}
    return {**plain, "digest": hashlib.sha256(canonical(plain).encode()).hexdigest()}
