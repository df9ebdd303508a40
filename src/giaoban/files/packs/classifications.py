"""Classification checks: each has its names, none stands twice, and one at least is taken in."""

from collections.abc import Iterator
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.shelves import Shelves

_FILE = "rules/classification.yaml"


def check_classifications(shelves: Shelves, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what is wrong with the classifications that an upload chooses from."""
    for index, rule in enumerate(shelves.mappings.get(_FILE, {}).get("rules", ())):
        if rule["rule"] == "classifications":
            yield from _faults(rule["classifications"], f"rules.{index}.classifications", languages)


def _faults(listed: list[dict[str, Any]], column: str, languages: tuple[str, ...]) -> Iterator[Finding]:
    codes = [one["classification"] for one in listed]
    for place, one in enumerate(listed):
        if codes.index(one["classification"]) < place:
            title = f"“{one['classification']}” stands twice"
            yield _fault("duplicate", title, "Keep one of the two.", f"{column}.{place}")
        for language in languages:
            if language not in one["names"]:
                title = f"“{one['classification']}” has no name in “{language}”"
                yield _fault("missing_translation", title, "Add it.", f"{column}.{place}.names.{language}")
    if not any(one["is_taken"] for one in listed):
        yield _fault("nothing_taken", "No classification is taken in", "Mark one with `is_taken`.", column)


def _fault(code: str, title: str, detail: str, column: str) -> Finding:
    return Finding(code, title, detail, Place(_FILE, column=column))
