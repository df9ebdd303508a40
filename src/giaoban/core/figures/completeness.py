"""Completeness: how much of what a form asks for is there, in numbers alone."""

from collections.abc import Collection, Mapping

from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Form


def completeness(form: Form, entries: Mapping[str, Entry], attached: Collection[str]) -> tuple[int, int]:
    """Return how many of the required lines and files are there, and how many are owed.

    Edges:   a faulty answer is an answer; an entry of a line that is no longer owed does not count.
    """
    blank = {line.line_id: entries.get(line.line_id, Entry(line.line_id)).is_blank for line in form.lines}
    lines = [not blank[line.line_id] for line in form.lines if line.is_required]
    files = [one.attachment in attached for one in form.attachments if one.is_required]
    return sum(lines) + sum(files), len(lines) + len(files)
