"""Staleness: figures of a lower grade than one that was due by the day of the review."""

from collections.abc import Iterator, Mapping
from typing import Any

from giaoban.core.figures.vintages import overdue
from giaoban.core.registry.releases import Due, release_record
from giaoban.core.review.context import Context, Figure

#: What a release is expected of: an indicator on a level, for one period.
Key = tuple[str, str, str]


def releases_due(context: Context) -> dict[Key, tuple[Due, ...]]:
    """Return the releases that were due before the day of the review, of what the round observed."""
    keys = dict.fromkeys(_key(context, figure) for figure in _graded(context))
    due = {key: _past(context, key) for key in keys}
    return {key: found for key, found in due.items() if found}


def release_records(due: Mapping[Key, tuple[Due, ...]]) -> list[dict[str, Any]]:
    """Return the releases as the factsheet carries them: staleness can be checked without the pack."""
    return [
        {"indicator": indicator, "level": level, "period": period, **release_record(one)}
        for (indicator, level, period), releases in due.items()
        for one in releases
    ]


def stale_figures(context: Context, due: Mapping[Key, tuple[Due, ...]]) -> dict[str, Due]:
    """Return by figure the release that it does not have yet, for those that are stale."""
    found = {}
    for figure in _graded(context):
        working, releases = figure["working"], due.get(_key(context, figure), ())
        missed = overdue(working["obs_status"], working["estimate"], releases, context.as_of)
        if missed:
            found[figure["figure_id"]] = missed
    return found


def _graded(context: Context) -> Iterator[Figure]:
    for made in context.made.values():
        yield from (f for f in made if f["rule"] == "observed" and f["working"]["obs_status"])


def _key(context: Context, figure: Figure) -> Key:
    return (figure["indicator"], context.pack.units[figure["unit_key"]].level, figure["period"])


def _past(context: Context, key: Key) -> tuple[Due, ...]:
    indicator, level, period = key
    due = context.pack.due(level, indicator, period)
    return tuple(one for one in due if one.due_on.isoformat() < context.as_of)
