"""Completeness: how much of a form is filled in and how many lines are faulty, in numbers alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from giaoban.core.figures.entries import Entry, is_valid
from giaoban.core.figures.forms import Form


@dataclass(frozen=True)
class Completeness:
    """How many of the required lines and files are there, how many are owed; how many lines are faulty."""

    filled: int
    owed: int
    errors: int


def completeness(form: Form, entries: Mapping[str, Entry], attached: Collection[str]) -> Completeness:
    """Return how complete a form is, from its entries by line and the attachments that are there.

    Edges:   what is not required counts only where it is faulty; an entry of a line that is no longer owed
             does not count.
    """
    answered = {line.line_id: entries.get(line.line_id, Entry(line.line_id)) for line in form.lines}
    lines = [not answered[line.line_id].is_blank for line in form.lines if line.is_required]
    files = [one.attachment in attached for one in form.attachments if one.is_required]
    faulty = [line for line in form.lines if not is_valid(line, answered[line.line_id])]
    return Completeness(sum(lines) + sum(files), len(lines) + len(files), len(faulty))
