"""Workflow: the way of a submission from its unit's desk to the store, and what is locked on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from giaoban.core.conduct.phases import Phase
from giaoban.core.errors import Conflict, NotAllowed

#: `drafting` the officer fills in · `completed` waits for the leader · `submitted` waits for the analyst ·
#: `returned` some lines are open again · `accepted` waits for a second person · `approved` it is in the
#: store · `reopened` approved, and one line is open again.
Status = Literal["drafting", "completed", "submitted", "returned", "accepted", "approved", "reopened"]
Step = Literal["complete", "recall", "submit", "return", "accept", "approve", "reopen", "reseal"]

STATUSES: tuple[Status, ...] = get_args(Status)
#: In these the unit's officer has the submission on the desk.
AT_THE_UNIT: frozenset[Status] = frozenset({"drafting", "returned", "reopened"})
#: From here on the central office may read it.
SENT: frozenset[Status] = frozenset({"submitted", "returned", "accepted", "approved", "reopened"})

#: step → the statuses from which it may be taken, and the one that it leads to.
_STEPS: Mapping[Step, tuple[frozenset[Status], Status]] = {
    "complete": (AT_THE_UNIT, "completed"),
    "submit": (frozenset({"completed"}), "submitted"),
    "return": (frozenset({"submitted", "accepted"}), "returned"),
    "accept": (frozenset({"submitted"}), "accepted"),
    "approve": (frozenset({"accepted"}), "approved"),
    "reopen": (frozenset({"approved", "reopened"}), "reopened"),
    "reseal": (frozenset({"reopened"}), "approved"),
}


@dataclass(frozen=True)
class Opening:
    """One line that is open again: returned by an analyst, or reopened after approval until `expires_at`."""

    line_id: str
    kind: Literal["returned", "reopened"]
    reason: str
    by: str
    at: datetime
    expires_at: datetime | None = None

    def is_live(self, at: datetime) -> bool:
        """Return whether the line is still open at that time."""
        return self.expires_at is None or at < self.expires_at


@dataclass(frozen=True)
class Standing:
    """Where a submission stands: its status, who took the last step, and the lines that are open again."""

    status: Status
    openings: tuple[Opening, ...] = ()
    by: str = ""

    @property
    def is_whole(self) -> bool:
        """Return whether every line may be filled in: nothing was ever sent."""
        return self.status == "drafting"


@dataclass(frozen=True)
class Lock:
    """Why a line cannot be changed now, and until when where that is known."""

    reason: str
    until: datetime | None = None


def take(step: Step, standing: Standing, at: datetime) -> Status:
    """Return the status that `step` leads to.

    Raises:  Conflict, which says where the submission stands, if the step cannot be taken from there.
    """
    if step == "recall":
        return _recalled(standing)
    allowed, target = _STEPS[step]
    if standing.status not in allowed:
        raise Conflict(f"The submission is {standing.status} by now", "Reload it to see who did what.")
    if step == "complete" and standing.status == "reopened" and not _live(standing, at):
        raise Conflict("The time of the reopened line has run out", "Ask the central office to reopen it.")
    return target


def require_second(standing: Standing, by: str) -> None:
    """Refuse a step that needs another person than the one who took the last.

    Raises:  NotAllowed.
    """
    if standing.by == by:
        raise NotAllowed("You accepted this yourself; another person has to approve it.")


def lock_of(line_id: str, standing: Standing, at: datetime) -> Lock | None:
    """Return why the unit cannot change a line at that time, or None where it can.

    Edges:   what was never sent is open as a whole; what came back is open line by line, each with its
             reason; a line that was reopened closes by itself when its time has run out.
    """
    if standing.status not in AT_THE_UNIT:
        return Lock(_WAITING[standing.status])
    if standing.is_whole:
        return None
    own = [opening for opening in standing.openings if opening.line_id == line_id]
    if any(opening.is_live(at) for opening in own):
        return None
    if own:
        return Lock("The time for correcting this line has run out.", own[-1].expires_at)
    return Lock("Only the lines that came back are open.")


def open_lines(standing: Standing, at: datetime) -> frozenset[str]:
    """Return the lines that are open again at that time."""
    return frozenset(opening.line_id for opening in _live(standing, at))


def is_pending(standing: Standing, line_id: str) -> bool:
    """Return whether an approved line is being corrected, so that what depends on it is not settled."""
    return any(one.line_id == line_id and one.kind == "reopened" for one in standing.openings)


def next_role(status: Status) -> str:
    """Return the role for whom a submission waits; nobody once it is approved."""
    return _WAITS_FOR[status]


def is_open_phase(phase: Phase) -> bool:
    """Return whether figures move at all in a phase of the round."""
    return phase in ("collecting", "verifying", "replying")


_WAITING: Mapping[Status, str] = {
    "completed": "It waits for the leader who submits it.",
    "submitted": "It is at the central office.",
    "accepted": "It waits for approval.",
    "approved": "It is approved.",
}
_WAITS_FOR: Mapping[Status, str] = {
    "drafting": "officer",
    "returned": "officer",
    "reopened": "officer",
    "completed": "leader",
    "submitted": "analyst",
    "accepted": "approver",
    "approved": "",
}


def _recalled(standing: Standing) -> Status:
    """A completed submission goes back to the desk it came from, as long as nobody has sent it on."""
    if standing.status != "completed":
        raise Conflict(f"The submission is {standing.status} by now", "Only a completed one is taken back.")
    kinds = {opening.kind for opening in standing.openings}
    if "reopened" in kinds:
        return "reopened"
    return "returned" if kinds else "drafting"


def _live(standing: Standing, at: datetime) -> Iterable[Opening]:
    return [opening for opening in standing.openings if opening.is_live(at)]
