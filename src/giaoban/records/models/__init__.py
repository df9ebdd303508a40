"""One file per noun; no table is ever written but through an action."""

from giaoban.records.models.events import ChainHead, Event
from giaoban.records.models.factsheets import FrozenFactsheet
from giaoban.records.models.installs import InstalledPack
from giaoban.records.models.people import Membership, Organisation, Person
from giaoban.records.models.segments import CompactSegment, Segment

__all__ = [
    "ChainHead",
    "CompactSegment",
    "Event",
    "FrozenFactsheet",
    "InstalledPack",
    "Membership",
    "Organisation",
    "Person",
    "Segment",
]
