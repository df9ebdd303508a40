"""Checks of a pack's programme of conferences: every text of it in every language of the pack."""

from collections.abc import Iterator

from giaoban.core.conduct.agenda import TOPIC
from giaoban.core.errors import Finding, Place
from giaoban.files.packs.conferences import ConferencesFile, ProgrammeRule
from giaoban.files.packs.shelves import Shelves

FILE = f"rules/{TOPIC}.yaml"


def check_programmes(shelves: Shelves, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield each text of a programme that lacks one of the languages."""
    if FILE not in shelves.mappings:
        return
    for place, rule in enumerate(ConferencesFile(**shelves.mappings[FILE]).rules):
        for where, names in _texts(rule) if isinstance(rule, ProgrammeRule) else ():
            for language in sorted(set(languages) - set(names)):
                column = f"rules.{place}.{where}.{language}"
                title = f"The programme has no text in “{language}”"
                yield Finding("missing_translation", title, "Add it.", Place(FILE, column=column))


def _texts(rule: ProgrammeRule) -> Iterator[tuple[str, dict[str, str]]]:
    for number, section in enumerate(rule.sections):
        yield f"sections.{number}.titles", section.titles
        for order, item in enumerate(section.items):
            where = f"sections.{number}.items.{order}"
            yield f"{where}.titles", item.titles
            if item.decision_sought:
                yield f"{where}.decision_sought", item.decision_sought
