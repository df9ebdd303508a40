"""Frozen factsheets, read from the workspace by their digest."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from giaoban.core.errors import Invalid, NotFound, Place
from giaoban.core.review.factsheet import SCHEMA
from giaoban.queries import workspace
from giaoban.records.models import FrozenFactsheet


def latest(round_id: str) -> dict[str, Any]:
    """Return the factsheet of the round with the latest knowledge, the last frozen of several."""
    digest = latest_digest(round_id)
    if digest is None:
        raise NotFound(f"The round “{round_id}” has no factsheet yet", f"Run “giaoban review {round_id}”.")
    return by_digest(digest)


def latest_digest(round_id: str) -> str | None:
    """Return the digest of the round's latest factsheet, or None if it was never frozen."""
    rows = FrozenFactsheet.objects.filter(round_id=round_id).order_by("as_of", "id")
    return rows.values_list("digest", flat=True).last()


def by_digest(digest: str) -> dict[str, Any]:
    """Return the factsheet of this digest. It is shared between callers: read it, never change it."""
    path = path_of(digest)
    if not re.fullmatch("[0-9a-f]{64}", digest) or not path.is_file():
        raise NotFound(f"There is no factsheet {digest[:12]}", "Check the address.")
    return _read(path)


def read(path: Path) -> dict[str, Any]:
    """Return the factsheet in a file of any place, to be held against other files.

    Raises:  Invalid if there is no such file or it is no factsheet.
    """
    try:
        factsheet = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise Invalid("The file cannot be read as a factsheet", str(fault), Place(str(path))) from fault
    if not isinstance(factsheet, dict) or factsheet.get("schema") != SCHEMA:
        raise Invalid("The file is not a factsheet", "Name the factsheet.json of a review.", Place(str(path)))
    return factsheet


def printed_head(digest: str) -> dict[str, Any] | None:
    """Return what the factsheet of this digest says of the audit, reading no further; None if nothing."""
    mark, path = '"audit":', path_of(digest)
    if not path.is_file():
        return None
    with path.open(encoding="utf-8") as file:
        found = next((text for text in file if text.startswith(mark)), "")
    return json.loads(found.removeprefix(mark).rstrip().rstrip(",") or "null")


def path_of(digest: str) -> Path:
    """Return where the factsheet of this digest lies."""
    return workspace.factsheets() / f"{digest}.json"


@lru_cache(maxsize=8)
def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
