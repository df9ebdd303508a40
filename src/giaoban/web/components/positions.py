"""Positions in words: what one is, where it stands, whom it asks, and whether something is to be mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.conduct.positions import ADDRESSEES, SUBJECTS
from giaoban.core.errors import Finding
from giaoban.core.registry.units import Unit
from giaoban.queries import people
from giaoban.queries.positions import Written
from giaoban.web.components.findings import say
from giaoban.web.components.standings import say_moment
from giaoban.web.components.wordings import Words

KINDS = {
    "position": gettext_lazy("Opinion on the agenda"),
    "difficulty": gettext_lazy("Difficulty"),
    "petition": gettext_lazy("Petition"),
}
#: How much of a text stands in a list, and as the title that is offered for a cluster.
_EXCERPT, _TITLE = 240, 120


@dataclass(frozen=True)
class Card:
    """One position in words; `unit` is empty where the page is the unit's own anyway."""

    written: Written
    name: str
    kind: str
    unit: str
    subject: str
    item: str
    addressee: str
    indicator: str
    state: str
    saved: str
    filed: str
    withdrawn: str

    @property
    def excerpt(self) -> str:
        """Return the beginning of the text, for a list."""
        return short(self.written.content.text, _EXCERPT)

    @property
    def title(self) -> str:
        """Return the beginning of the text, as the title that is offered for a cluster."""
        return short(self.written.content.text, _TITLE)


def lay_out(written: Iterable[Written], words: Words, units: Mapping[str, Unit]) -> list[Card]:
    """Return positions as cards, in their order."""
    found = list(written)
    who = [name for one in found for name in (one.by, one.row.filed_by, one.row.withdrawn_by) if name]
    names = people.names(who)
    return [_card(one, words, units, names) for one in found]


def say_about(one: Any, words: Words) -> str:
    """Return what a version says besides its text and cause: kind, subject, whom it asks, item, indicator."""
    indicator = words.pack.indicators.get(one.indicator)
    asked = ": ".join(filter(None, (words.code(ADDRESSEES, one.addressee), one.body)))
    item = f"{one.item.number}. {one.item.title}" if one.item else ""
    named = words.name(indicator.names) if indicator else ""
    said = (str(KINDS[one.kind]), words.code(SUBJECTS, one.subject), asked, item, named)
    return " · ".join(filter(None, said))


def say_findings(findings: Iterable[Finding]) -> list[tuple[str, str, bool]]:
    """Return each finding in words: what, what to do, and whether it holds the position back."""
    return [(*say(one), one.severity == "error") for one in findings]


def say_subject(words: Words, subject: str) -> str:
    """Return what a subject is called; what has none says so."""
    return words.code(SUBJECTS, subject) or _("Without a subject")


def subjects_of(words: Words) -> list[tuple[str, str]]:
    """Return the subjects of a pack to choose from: code and name, in its order."""
    return [(code, words.code(SUBJECTS, code)) for code in words.pack.codelists.get(SUBJECTS, ())]


def addressees_of(words: Words) -> list[tuple[str, str]]:
    """Return the levels and bodies of a pack to choose from: code and name, in its order."""
    return [(code, words.code(ADDRESSEES, code)) for code in words.pack.codelists.get(ADDRESSEES, ())]


def _card(one: Written, words: Words, units: Mapping[str, Unit], names: Mapping[str, str]) -> Card:
    content, row = one.content, one.row
    indicator = words.pack.indicators.get(content.indicator)
    asked = (words.code(ADDRESSEES, content.addressee), content.body)
    unit = units.get(row.unit_key)
    return Card(
        one,
        row.number or _("Draft"),
        str(KINDS[content.kind]),
        unit.name if unit else row.unit_key,
        say_subject(words, one.subject),
        f"{one.item.number}. {one.item.title}" if one.item else "",
        ": ".join(filter(None, asked)),
        words.name(indicator.names) if indicator else "",
        _say_state(one),
        _say_who(one.by, one.at, names),
        _say_who(row.filed_by, row.filed_at, names),
        _say_who(row.withdrawn_by, row.withdrawn_at, names),
    )


def _say_state(one: Written) -> str:
    if one.row.withdrawn_at:
        return _("withdrawn")
    if one.is_draft:
        return _("not filed yet")
    if one.parts:
        return _("split into %(count)s parts") % {"count": len(one.parts)}
    return _("filed; changed since") if one.is_changed else _("filed")


def _say_who(by: str, at: object, names: Mapping[str, str]) -> str:
    return f"{names.get(by, by)} · {say_moment(at)}" if at else ""  # type: ignore[arg-type]


def short(text: str, most: int) -> str:
    """Return the beginning of a text, cut between two words."""
    said = " ".join(text.split())
    return said if len(said) <= most else f"{said[: most - 1].rsplit(' ', 1)[0]}…"
