"""One file per noun; no table is ever written but through an action."""

from giaoban.records.models.conferences import AgendaItem, Conference, Delegate, Moment, Site
from giaoban.records.models.events import ChainHead, Event
from giaoban.records.models.factsheets import FrozenFactsheet
from giaoban.records.models.installs import InstalledPack
from giaoban.records.models.people import Membership, Organisation, Person
from giaoban.records.models.positions import ClusterMember, Position, PositionCluster, PositionVersion
from giaoban.records.models.rounds import CalendarDay, RoundStage
from giaoban.records.models.segments import CompactSegment, Segment
from giaoban.records.models.submissions import (
    Comment,
    Entry,
    EntryVersion,
    Evidence,
    IssuedWorkbook,
    Opening,
    Reminder,
    Reply,
    Submission,
)
from giaoban.records.models.tokens import AccessToken

__all__ = [
    "AccessToken",
    "AgendaItem",
    "CalendarDay",
    "ChainHead",
    "ClusterMember",
    "Comment",
    "CompactSegment",
    "Conference",
    "Delegate",
    "Entry",
    "EntryVersion",
    "Event",
    "Evidence",
    "FrozenFactsheet",
    "InstalledPack",
    "IssuedWorkbook",
    "Membership",
    "Moment",
    "Opening",
    "Organisation",
    "Person",
    "Position",
    "PositionCluster",
    "PositionVersion",
    "Reminder",
    "Reply",
    "RoundStage",
    "Segment",
    "Site",
    "Submission",
]
