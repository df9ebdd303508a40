"""Verdict marks: a shape and a word for each verdict, so that none depends on colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

_MARKS = {
    "exceeded": ("▲", _("exceeded")),
    "met": ("●", _("met")),
    "not_met": ("▽", _("not met")),
    "not_reported": ("◻", _("not reported")),
    "not_applicable": ("◇", _("not applicable")),
    "undetermined": ("?", _("undetermined")),
}


@dataclass(frozen=True)
class Mark:
    """One verdict as it is shown; `count` is how many targets have it, empty for a single target."""

    verdict: str
    shape: str
    word: Any
    count: str = ""


def mark(verdict: str, count: int | str = "") -> Mark:
    """Return the mark of a verdict; an unknown one is shown as it is written."""
    shape, word = _MARKS.get(verdict, ("", verdict))
    return Mark(verdict, shape, word, str(count))


def legend() -> list[Mark]:
    """Return every mark once, in order."""
    return [mark(verdict) for verdict in _MARKS]


def tally_marks(tally: Mapping[str, Any]) -> list[Mark]:
    """Return the marks of a computed tally with their counts; a verdict that nobody has is left out."""
    others = ("not_reported", "not_applicable", "undetermined")
    counts = {
        **{name: tally[name] for name in ("exceeded", *others)},
        "met": tally["met"] - tally["exceeded"],
    }
    counts["not_met"] = tally["missed"] - tally["not_reported"] - tally["undetermined"]
    return [mark(verdict, counts[verdict]) for verdict in _MARKS if counts[verdict]]
