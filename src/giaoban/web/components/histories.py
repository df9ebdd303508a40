"""Histories: the last values of a line as bars from zero, and every version that was saved of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from giaoban.core.conduct.audit import Entry as Event
from giaoban.core.figures.forms import Form, Line, Past
from giaoban.queries import events, forms, people, submissions
from giaoban.queries.submissions import Version
from giaoban.web.components.charts import Bars, draw_bars
from giaoban.web.components.grids import Grid
from giaoban.web.components.rows import say_entry
from giaoban.web.components.standings import say_moment, say_way
from giaoban.web.components.wordings import Words


@dataclass(frozen=True)
class Edition:
    """One saved version of a line in words; `event` is the one of the audit that seals it."""

    version: Version
    answer: str
    by: str
    at: str
    way: str
    event: Event | None


def draw_history(form: Form, line: Line, words: Words) -> Bars | None:
    """Return the last values known of a line, the latest first, ready to draw; None where none is known."""
    known = forms.history(form.round_id, form.unit_key, line)
    marks = [_mark(past, line, words) for past in known]
    return draw_bars("history", {"marks": marks}, {}) if marks else None


def versions_of(grid: Grid, line: Line) -> Sequence[Edition]:
    """Return every version that was saved of a line, the latest first."""
    place = (grid.form.round_id, grid.form.unit_key, line.line_id)
    saved, sealed = submissions.versions(*place), events.of_line(*place)
    names = people.names(one.by for one in saved)
    return [_edition(one, names.get(one.by, one.by), sealed.get(one.version)) for one in saved]


def _mark(past: Past, line: Line, words: Words) -> dict[str, Any]:
    text = words.number(past.value, line.decimals)
    style = "positive" if past.value is None or past.value >= 0 else "negative"
    note = words.grade(past.obs_status)
    label = words.time(past.period)
    return {"mark": style, "value": str(past.value), "text": text, "label": label, "note": note}


def _edition(one: Version, name: str, event: Event | None) -> Edition:
    return Edition(one, say_entry(one.entry), name, say_moment(one.at), say_way(one.via), event)
