"""Remarks: comments and replies as they are shown: who said what, when, and of which line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from giaoban.core.figures.entries import LONGEST_EXPLANATION
from giaoban.core.figures.forms import Form
from giaoban.queries import people
from giaoban.queries.submissions import Said
from giaoban.web.components.standings import say_moment


@dataclass(frozen=True)
class Remark:
    """One comment or reply in words; `about` is the text of its line, empty for the whole."""

    text: str
    by: str
    at: str
    about: str


def tell_remarks(said: Iterable[Said], form: Form) -> list[Remark]:
    """Return what was said, in its order."""
    found = list(said)
    names = people.names(one.by for one in found)
    return [
        Remark(one.text, names.get(one.by, one.by), say_moment(one.at), _about(one.line_id, form))
        for one in found
    ]


def say_fault() -> str:
    """Return what is wrong with a text that says nothing, or more than anybody reads."""
    return _("Write something, in at most {most} characters.").format(most=LONGEST_EXPLANATION)


def _about(line_id: str, form: Form) -> str:
    line = form.by_id.get(line_id)
    return line.text if line else line_id
