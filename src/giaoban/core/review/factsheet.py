"""The factsheet: figures frozen with their working, each known by the hash of its content."""

import hashlib
from collections.abc import Mapping
from typing import Any

from giaoban.core.figures.observations import CANONICAL, content_id

SCHEMA = "giaoban.factsheet/1"

#: Lists whose records each carry a content id.
_WITH_IDS = ("figures", "matters", "observations", "results", "targets")

#: What is made of the rest, and not part of it.
_OUTSIDE = ("audit", "digest", "parts")

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
    return _joined({key: _lines(value) for key, value in factsheet.items()})


def attest(factsheet: Mapping[str, Any], text: str, number: int, hash: str) -> tuple[dict[str, Any], str]:
    """Return the sealed factsheet and its canonical text, with the event of the audit's chain that froze it.

    Edges:   the digest does not cover it, for it tells who froze what when, and the same knowledge gives
             the same digest anywhere; a seal of its own binds number and hash to the digest.
    """
    bound = {"digest": factsheet["digest"], "number": number, "hash": hash}
    audit = {"number": number, "hash": hash, "seal": content_id(bound)}
    # In the order of keys the audit comes right before the digest: the rest is not encoded again.
    place = text.index('\n"digest":') + 1
    return {**factsheet, "audit": audit}, f'{text[:place]}"audit":{CANONICAL.encode(audit)},\n{text[place:]}'


def seal(factsheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return the factsheet with the content ids of its `parts`, and its `digest`."""
    return seal_text(factsheet)[0]


def seal_text(factsheet: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Return the sealed factsheet and its canonical text, encoded only once.

    Shape:   `parts` covers what has no id of its own (header, units, documents and the like), so that a
             change can be named; `digest` is the SHA-256 of the canonical text without digest and audit.
    """
    plain = {key: value for key, value in factsheet.items() if key not in _OUTSIDE}
    plain["parts"] = {key: content_id(plain[key]) for key in sorted(plain) if key not in _WITH_IDS}
    lines = {key: _lines(value) for key, value in plain.items()}
    digest = hashlib.sha256(_joined(lines).encode()).hexdigest()
    return {**plain, "digest": digest}, _joined({**lines, "digest": _lines(digest)})


def _joined(lines: Mapping[str, str]) -> str:
    return "{\n" + ",\n".join(f"{CANONICAL.encode(key)}:{lines[key]}" for key in sorted(lines)) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return CANONICAL.encode(value)
    return "[\n" + ",\n".join(map(CANONICAL.encode, value)) + "\n]"
