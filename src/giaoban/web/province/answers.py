"""Answers: what somebody typed into a form, read from a posted page or from a document of the grid."""

from collections.abc import Mapping
from typing import Annotated, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from giaoban.actions.drafts import Sent
from giaoban.core.errors import NotAllowed
from giaoban.core.figures.entries import Entry, tidy
from giaoban.core.figures.forms import Line
from giaoban.queries import forms, submissions
from giaoban.queries.submissions import Kept
from giaoban.web.components.rows import NOT_APPLICABLE
from giaoban.web.problems import not_understood
from giaoban.web.typed import whole

#: No answer is so long; longer texts than a form takes are kept as faulty, up to here.
_LONGEST = 20_000
#: As many lines as the grid sends at once.
MOST_LINES = 200

_Text = Annotated[str, Field(max_length=_LONGEST)]


class Answer(BaseModel):
    """One line of a document: what stands in its fields, and the version that it was typed over."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line_id: Annotated[str, Field(max_length=200)]
    text: _Text = ""
    explanation: _Text = ""
    is_not_applicable: bool = False
    verdict: Literal["", "exceeded", "met", "not_met"] = ""
    base: Annotated[int, Field(ge=0)]

    def sent(self) -> Sent:
        """Return the answer as the draft takes it."""
        content = self.model_dump(exclude={"base"})
        return Sent(Entry(**content), self.base)


class Answers(BaseModel):
    """A document of the grid: who typed, and the lines in their order."""

    model_config = ConfigDict(extra="forbid", strict=True)

    person: str
    lines: Annotated[list[Answer], Field(max_length=MOST_LINES)]


def read(body: bytes, person: str) -> list[Sent]:
    """Return the lines of a document that `person` sends.

    Raises:  Invalid, with every fault, if it is no such document; NotAllowed if another person typed it.
    """
    try:
        answers = Answers.model_validate_json(body)
    except ValidationError as faults:
        raise not_understood(faults) from faults
    if answers.person != person:
        # Somebody else signed in meanwhile in the same browser: what the first one typed stays theirs.
        raise NotAllowed(_("Another person typed this; sign in as that person to store it."))
    return [one.sent() for one in answers.lines]


def posted(typed: QueryDict, round_id: str, unit_key: str) -> list[Sent]:
    """Return the lines of a posted page in which something else stands than in the version shown there.

    Edges:   a line that somebody else changed meanwhile, and nobody touched here, is left out; so is one
             for which the other answer is taken.
    """
    kept = submissions.kept(round_id, unit_key)
    lines = forms.of_unit(round_id, unit_key).lines
    taken = typed.getlist("take")
    asked = [line for line in lines if _name("base", line) in typed and line.line_id not in taken]
    sent = [_posted(typed, line) for line in asked]
    return [one for one in sent if one.entry != _shown(one, round_id, unit_key, kept)]


def _posted(typed: QueryDict, line: Line) -> Sent:
    answer, base = typed.get(_name("answer", line), ""), typed[_name("base", line)]
    entry = Entry(
        line.line_id,
        typed.get(_name("text", line), "")[:_LONGEST],
        typed.get(_name("explanation", line), "")[:_LONGEST].replace("\r\n", "\n"),
        answer == NOT_APPLICABLE,
        "" if answer == NOT_APPLICABLE else answer,
    )
    return Sent(tidy(entry), whole(base))


def _shown(sent: Sent, round_id: str, unit_key: str, kept: Mapping[str, Kept]) -> Entry:
    """Return what stood in the line in the version that the page showed."""
    line_id = sent.entry.line_id
    now = kept.get(line_id)
    if now is None or sent.base == 0:
        return Entry(line_id)
    if sent.base == now.version:
        return now.entry
    earlier = submissions.versions(round_id, unit_key, line_id)
    return next((one.entry for one in earlier if one.version == sent.base), Entry(line_id))


def _name(field: str, line: Line) -> str:
    return f"{field}:{line.line_id}"
