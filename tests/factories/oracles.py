"""Oracles: what must hold of everything that was written, however many wrote it and whoever was killed."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any


def torn() -> Iterator[str]:
    """Yield what does not fit: a chain that breaks, versions with gaps, steps that do not follow."""
    from giaoban.queries import events
    from giaoban.records.models import Entry, Event, Submission

    yield from (fault.title for fault in events.verified().faults)
    for entry in Entry.objects.prefetch_related("versions"):
        numbers = sorted(version.version for version in entry.versions.all())
        if numbers != list(range(1, entry.version + 1)):
            yield f"{entry} has the versions {numbers[-3:]}"
    steps: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in Event.objects.filter(verb__startswith="submission.", payload__has_key="from"):
        steps[event.object].append(event.payload)
    for submission in Submission.objects.all():
        yield from _leaps(submission.status, steps[f"{submission.round_id}/{submission.unit_key}"])


def _leaps(status: str, payloads: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where a step did not begin where the one before ended."""
    stood = "drafting"
    for payload in payloads:
        if payload["from"] != stood:
            yield f"a step from {payload['from']} followed one to {stood}"
        stood = payload["to"]
    if status != stood:
        yield f"it stands as {status}, the last step led to {stood}"
