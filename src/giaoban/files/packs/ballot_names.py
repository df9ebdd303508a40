"""Ballot names: each level and each consequence has its name in every language of the pack."""

from collections.abc import Iterator

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.shelves import Shelves

_FILE = "rules/ballots.yaml"


def check_ballot_names(shelves: Shelves, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield every level and consequence that lacks its name in a language."""
    for index, rule in enumerate(shelves.mappings.get(_FILE, {}).get("rules", ())):
        listed = rule.get(rule["rule"], ())
        for place, one in enumerate(listed):
            for language in (name for name in languages if name not in one["names"]):
                title = f"“{one['level']}” has no name in “{language}”"
                column = f"rules.{index}.{rule['rule']}.{place}.names.{language}"
                yield Finding("missing_translation", title, "Add it.", Place(_FILE, column=column))
