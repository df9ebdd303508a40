"""Minutes as pages show them: the texts of each item with author and time, and what was typed beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.minutes import Saved
from giaoban.core.conduct.minutes import NOTHING, PARTS, Version
from giaoban.queries import conferences, minutes, people, proceedings
from giaoban.web.components.standings import say_moment

_PARTS = {
    "attendance": gettext_lazy("Who attended"),
    "course": gettext_lazy("Course"),
    "opinions": gettext_lazy("Opinions"),
    "decisions": gettext_lazy("Decisions"),
}
_HINTS = {
    "attendance": gettext_lazy("Hall and online apart; late arrivals and departures with their times."),
    "course": gettext_lazy("What happened, in its order."),
    "opinions": gettext_lazy("Who was of which opinion."),
    "decisions": gettext_lazy("One a line: each can become a clause of the notice."),
}


@dataclass(frozen=True)
class Conflict:
    """What stands in a text instead of what was typed, and why."""

    reason: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Field:
    """One text of one item, as it is typed or read."""

    line_id: str
    part: str
    title: str
    hint: str
    version: int
    text: str
    said: str
    asides: int
    proposal: str
    conflict: Conflict | None = None


@dataclass(frozen=True)
class Section:
    """One item of the agenda with its texts."""

    number: int
    title: str
    speaker: str
    fields: tuple[Field, ...]


def say_part(part: str) -> str:
    """Return what a text of the minutes is called."""
    return str(_PARTS[part])


def name_of(item: int, part: str) -> str:
    """Return the name of a text, as the pages send it back."""
    return f"{item}/{part}"


def sections_of(conference: str, refused: Iterable[tuple[Saved, str]] = ()) -> tuple[Section, ...]:
    """Return the items of a conference with their texts; `refused` are saves with what was typed in them."""
    texts, asides = minutes.current(conference), minutes.asides(conference)
    proposed = proceedings.proposals(conference)
    names = people.names(one.by for one in texts.values())
    disputed = {(saved.item, saved.part): (saved, typed) for saved, typed in refused}
    return tuple(
        Section(
            item.number,
            item.title,
            item.speaker.name if item.speaker else "",
            tuple(
                _field(
                    (item.number, part),
                    texts.get((item.number, part), NOTHING),
                    names,
                    asides.get((item.number, part), 0),
                    proposed.get(item.number, {}).get(part, ""),
                    disputed.get((item.number, part)),
                )
                for part in PARTS
            ),
        )
        for item in conferences.agenda(conference)
    )


def tell_saved(saved: Saved, name: str) -> dict[str, Any]:
    """Return what became of one text, as the page's script takes it; `name` is who wrote what stands."""
    is_refused = saved.outcome == "conflict"
    return {
        "line_id": name_of(saved.item, saved.part),
        "outcome": saved.outcome,
        "version": saved.there.number,
        "entry": {"text": saved.there.text},
        "combined": saved.combined,
        "reason": say_conflict(saved.there, name) if is_refused else "",
        "said": say_version(saved.there, name),
    }


def say_version(version: Version, name: str) -> str:
    """Return by whom and when a text was left as it stands."""
    if not version.number:
        return _("Nobody has written here yet.")
    return _("Version {number}, {by}, {at}").format(number=version.number, by=name, at=say_moment(version.at))


def say_conflict(there: Version, name: str) -> str:
    """Return why a text was not stored."""
    at = say_moment(there.at)
    return _("{by} changed this text at {at} while you were typing. Yours is kept beside it.").format(
        by=name, at=at
    )


def _field(
    where: tuple[int, str],
    version: Version,
    names: Mapping[str, str],
    asides: int,
    proposal: str,
    disputed: tuple[Saved, str] | None,
) -> Field:
    name = names.get(version.by, version.by)
    conflict = None
    if disputed:
        saved, typed = disputed
        conflict = Conflict(say_conflict(version, name), typed, version.text)
        version = Version(version.number, saved.combined, version.by, version.at)
    return Field(
        line_id=name_of(*where),
        part=where[1],
        title=say_part(where[1]),
        hint=str(_HINTS[where[1]]),
        version=version.number,
        text=version.text,
        said=say_version(version, name),
        asides=asides,
        proposal=proposal,
        conflict=conflict,
    )
