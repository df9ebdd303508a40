"""What happened to units: mergers, splits, transfers, renames; each with its instrument."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: Another key; whole units together; one unit apart; a part that goes over; another name or code; another
#: type; another administrative parent.
ChangeKind = Literal[
    "continuation", "merger", "split", "transfer", "rename", "change_of_type", "change_of_parent"
]

#: What changes in a version of a unit, and by which kind of change: its key and territory stay.
IDENTITY_KINDS = {
    "code": "rename",
    "name": "rename",
    "unit_type": "change_of_type",
    "parent": "change_of_parent",
}


@dataclass(frozen=True)
class Change:
    """One predecessor's passage into one successor on a day.

    `share` is 0–1 of the predecessor, and empty where nobody has said how much of it passed.
    """

    change_id: str
    kind: ChangeKind
    predecessor: str
    successor: str
    effective_on: date
    share: str
    instrument: str
    source: str

    @property
    def moves_territory(self) -> bool:
        """Return whether territory passes, and not only a name, type or parent changes."""
        return self.kind not in IDENTITY_KINDS.values()
