"""What happened to units: mergers, changes of type, continuations; each with its instrument."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Change:
    """One predecessor's passage into one successor on a day; `share` is 0–1 of the predecessor."""

    change_id: str
    kind: Literal["continuation", "merger", "split", "transfer", "rename", "change_of_type"]
    predecessor: str
    successor: str
    effective_on: date
    share: str
    instrument: str
    source: str
