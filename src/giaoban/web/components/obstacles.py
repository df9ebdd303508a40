"""Obstacles: findings in the way of a step, those that say the same told once with all their places."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from giaoban.core.errors import Finding, Refusal


@dataclass(frozen=True)
class Obstacle:
    """What is in the way, what to do, and at which units or days; `holds` where no reason is enough."""

    title: str
    detail: str
    places: tuple[str, ...]
    holds: bool


def gather(findings: Iterable[Finding]) -> list[Obstacle]:
    """Return the findings by what they say, in the language of the page; what holds a step back first."""
    groups: dict[tuple[bool, str, str], list[str]] = {}
    for one in findings:
        groups.setdefault((one.severity != "error", one.title, one.detail), []).append(_place(one))
    return [
        Obstacle(_(title), _(detail), tuple(filter(None, places)), not is_doubt)
        for (is_doubt, title, detail), places in sorted(groups.items(), key=lambda group: group[0][0])
    ]


def say_refusal(refusal: Refusal) -> Obstacle:
    """Return a refusal in the language of the page."""
    return Obstacle(_(refusal.title), _(refusal.detail), (), True)


def _place(one: Finding) -> str:
    """Return a unit's name as it is, a day as the site writes it."""
    try:
        return date_format(date.fromisoformat(one.where.file), "d/m/Y")
    except ValueError:
        return one.where.file
