"""The audit of what the other actions do."""

from datetime import datetime
from typing import Any

from giaoban.records.models import Event


def note(*, verb: str, by: str, object: str, at: datetime, payload: dict[str, Any]) -> Event:
    """Add one event; to be called inside the transaction of the write it tells of."""
    return Event.objects.create(verb=verb, actor=by, object=object, at=at, payload=payload)
