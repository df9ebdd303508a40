"""One file per noun; no table is ever written but through an action."""

from giaoban.records.models.ballots import BallotRecord
from giaoban.records.models.conferences import AgendaItem, Conference, Delegate, Moment, Site
from giaoban.records.models.convocations import Convocation
from giaoban.records.models.deadlines import DeadlineChange
from giaoban.records.models.directives import (
    Directive,
    DirectiveEdge,
    DirectiveReview,
    DirectiveWaiver,
)
from giaoban.records.models.escalations import Escalation
from giaoban.records.models.events import ChainHead, Event
from giaoban.records.models.factsheets import FrozenFactsheet
from giaoban.records.models.feeds import Feed
from giaoban.records.models.filters import SavedFilter
from giaoban.records.models.inspections import (
    Inspection,
    InspectionContent,
    InspectionObject,
    OverlapDecision,
)
from giaoban.records.models.installs import InstalledPack
from giaoban.records.models.minutes import MinuteStep, MinuteVersion
from giaoban.records.models.notices import Clause, ClauseVersion, Notice
from giaoban.records.models.papers import Paper, PaperReading
from giaoban.records.models.people import Membership, Organisation, Person
from giaoban.records.models.petitions import (
    AnsweredPetition,
    Contribution,
    Petition,
    PetitionAnswer,
    PetitionCluster,
    PetitionTurn,
    PetitionVerdict,
)
from giaoban.records.models.polls import Poll, PollBallot, PollVoter
from giaoban.records.models.positions import ClusterMember, Position, PositionCluster, PositionVersion
from giaoban.records.models.rounds import CalendarDay, RoundStage
from giaoban.records.models.sealed import SealedBallot, SealedCount, SealedPerson, SealedScan
from giaoban.records.models.search import SearchEntry
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
from giaoban.records.models.task_reports import (
    ExtensionDecision,
    ExtensionRequest,
    TaskProduct,
    TaskReport,
    TaskVerdict,
)
from giaoban.records.models.tasks import CoordinatingBody, Task
from giaoban.records.models.tokens import AccessToken

__all__ = [
    "AccessToken",
    "AgendaItem",
    "AnsweredPetition",
    "BallotRecord",
    "CalendarDay",
    "ChainHead",
    "Clause",
    "ClauseVersion",
    "ClusterMember",
    "Comment",
    "CompactSegment",
    "Conference",
    "Contribution",
    "Convocation",
    "CoordinatingBody",
    "DeadlineChange",
    "Delegate",
    "Directive",
    "DirectiveEdge",
    "DirectiveReview",
    "DirectiveWaiver",
    "Entry",
    "EntryVersion",
    "Escalation",
    "Event",
    "Evidence",
    "ExtensionDecision",
    "ExtensionRequest",
    "Feed",
    "FrozenFactsheet",
    "Inspection",
    "InspectionContent",
    "InspectionObject",
    "InstalledPack",
    "IssuedWorkbook",
    "Membership",
    "MinuteStep",
    "MinuteVersion",
    "Moment",
    "Notice",
    "Opening",
    "Organisation",
    "OverlapDecision",
    "Paper",
    "PaperReading",
    "Person",
    "Petition",
    "PetitionAnswer",
    "PetitionCluster",
    "PetitionTurn",
    "PetitionVerdict",
    "Poll",
    "PollBallot",
    "PollVoter",
    "Position",
    "PositionCluster",
    "PositionVersion",
    "Reminder",
    "Reply",
    "RoundStage",
    "SavedFilter",
    "SealedBallot",
    "SealedCount",
    "SealedPerson",
    "SealedScan",
    "SearchEntry",
    "Segment",
    "Site",
    "Submission",
    "Task",
    "TaskProduct",
    "TaskReport",
    "TaskVerdict",
]
