"""Checks: what is wrong with what a unit has filled in, all at once."""

from giaoban.core.errors import Finding
from giaoban.core.figures.entries import Entry, check_entry, missing
from giaoban.queries import evidence, forms, submissions


def of_submission(round_id: str, unit_key: str, language: str = "") -> tuple[Finding, ...]:
    """Return every finding on what stands at the unit's desk, and on the files it owes."""
    form = forms.of_unit(round_id, unit_key, language)
    entries = submissions.entries(round_id, unit_key)
    alone = (
        finding
        for line in form.lines
        for finding in check_entry(line, entries.get(line.line_id, Entry(line.line_id)))
    )
    return (*alone, *missing(form, entries), *evidence.missing(form))
