"""Grants: which role may do what in which phase, as one table. What does not stand here is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from giaoban.core.conduct.people import Role
from giaoban.core.conduct.phases import PHASES, SESSIONS, STAGES, Phase

#: On everything, on what belongs to one's own unit, or at the conference at which one has a seat.
Reach = Literal["all", "own", "seat"]


@dataclass(frozen=True)
class Grant:
    """The phases in which an action is open to a role, and on what."""

    phases: frozenset[Phase]
    reach: Reach = "all"


_ALWAYS: frozenset[Phase] = frozenset(PHASES)
_PUBLISHED: frozenset[Phase] = frozenset({"published"})
_ROUND: frozenset[Phase] = frozenset(STAGES)
_COLLECTING: frozenset[Phase] = frozenset({"collecting"})
#: Figures move while they are collected, and while what came back is corrected.
_MOVING: frozenset[Phase] = frozenset({"collecting", "verifying", "replying"})
_CHECKING: frozenset[Phase] = frozenset({"verifying", "replying"})
_REPLYING: frozenset[Phase] = frozenset({"replying"})
_FROZEN: frozenset[Phase] = frozenset({"frozen", "conference"})
_GOING: frozenset[Phase] = _ROUND - {"closed"}
#: A conference is known to its delegates once it is convened, and stays so.
_SESSION: frozenset[Phase] = frozenset(SESSIONS)
_KNOWN: frozenset[Phase] = _SESSION - {"preparing"}
_BEFORE: frozenset[Phase] = frozenset({"preparing", "convened"})
_SITTING: frozenset[Phase] = frozenset({"sitting"})
_WRITING: frozenset[Phase] = frozenset({"convened", "sitting"})
#: The doors are open from before the conference begins.
_DOORS: frozenset[Phase] = frozenset({"convened", "sitting"})

_PUBLIC_PAGES = (
    "round.list round.read unit.list unit.read indicator.list indicator.read figure.read report.read "
    "document.download factsheet.download"
)
_OFFICE = "analyst approver"
_PROVINCE = "officer leader"
_SEATED = "chair clerk delegate observer"

#: roles · actions · phases · reach
_ROWS: tuple[tuple[str, str, frozenset[Phase], Reach], ...] = (
    ("public", _PUBLIC_PAGES, _PUBLISHED, "all"),
    ("public", "session.begin session.end password.recover invitation.accept", _ALWAYS, "all"),
    # What the interface for programs takes and answers is no secret.
    ("public", "interface.read", _ALWAYS, "all"),
    ("entrant person", "factor.enrol password.confirm", _ALWAYS, "all"),
    ("person", "desk.read", _ALWAYS, "all"),
    ("person", "account.change password.change factor.read factor.renew", _ALWAYS, "all"),
    ("person", "token.create token.end", _ALWAYS, "all"),
    # Whoever reports or verifies sees when what is due; anybody who is known, which days are worked.
    ("person", "calendar.read", _ALWAYS, "all"),
    (f"{_PROVINCE} {_OFFICE} steward inspector", "schedule.read", _ALWAYS, "all"),
    # A province fills in, completes and submits what its own unit owes.
    (_PROVINCE, "draft.read workbook.download evidence.read comment.read audit.read", _ROUND, "own"),
    (_PROVINCE, "submission.read reply.read listing.download", _ROUND, "own"),
    ("officer", "draft.save workbook.upload evidence.attach narrative.upload", _MOVING, "own"),
    ("officer", "submission.complete listing.upload", _MOVING, "own"),
    (_PROVINCE, "submission.recall", _MOVING, "own"),
    ("leader", "submission.submit", _MOVING, "own"),
    (_PROVINCE, "comment.write", _MOVING, "own"),
    ("leader", "reply.write", _REPLYING, "own"),
    (_PROVINCE, "signal.read signal.reply", _MOVING, "own"),
    # The central office sees what was submitted, never a draft.
    ("analyst approver inspector", "submission.read evidence.read comment.read reply.read", _ROUND, "all"),
    ("analyst approver steward inspector", "overview.read", _ROUND, "all"),
    (_PROVINCE, "overview.read", _ROUND, "own"),
    (_OFFICE, "submission.return", _MOVING, "all"),
    ("analyst", "submission.accept", _MOVING, "all"),
    ("approver", "submission.approve", _MOVING, "all"),
    ("approver", "cell.reopen", _MOVING, "all"),
    (_OFFICE, "comment.write", _MOVING, "all"),
    ("analyst", "signal.read signal.ask signal.conclude", _MOVING, "all"),
    ("analyst steward", "reminder.send", _COLLECTING | _CHECKING, "all"),
    ("approver steward", "round.publish", _FROZEN, "all"),
    ("steward", "round.open", _ALWAYS, "all"),
    ("steward", "round.advance", _GOING, "all"),
    ("steward", "calendar.change", _ALWAYS, "all"),
    ("steward", "people.read people.provision people.invite people.grant people.end", _ALWAYS, "all"),
    ("steward", "people.readmit people.deactivate", _ALWAYS, "all"),
    # A conference: the steward prepares it; chair and clerk lead the room; who has a seat follows it.
    ("steward analyst approver inspector", "conference.read", _SESSION, "all"),
    (f"{_SEATED} teller", "conference.read", _KNOWN, "seat"),
    ("person", "conference.list", _ALWAYS, "all"),
    ("steward", "conference.convene", _SESSION | _GOING, "all"),
    ("steward", "conference.change conference.call_off agenda.change delegate.change", _BEFORE, "all"),
    ("steward", "conference.advance", _BEFORE | _SITTING, "all"),
    ("chair clerk", "conference.advance", _DOORS, "seat"),
    # A unit's people follow it from their own site; who cannot come asks the chair for a substitute.
    (_PROVINCE, "site.read", _KNOWN, "own"),
    ("steward", "substitute.read", _KNOWN, "all"),
    (_PROVINCE, "substitute.read", _KNOWN, "own"),
    (_SEATED, "substitute.read", _KNOWN, "seat"),
    ("leader", "substitute.ask", _DOORS, "own"),
    ("delegate observer", "substitute.ask", _DOORS, "seat"),
    ("chair", "substitute.answer", _DOORS, "seat"),
    (_SEATED, "room.read", _KNOWN, "seat"),
    ("chair clerk", "room.lead", _SITTING, "seat"),
    ("chair delegate", "room.speak", _SITTING, "seat"),
    # What a unit writes for a conference is its own; the centre and those who lead read what was filed.
    (_PROVINCE, "position.read", _KNOWN, "own"),
    ("officer", "position.save", _WRITING, "own"),
    ("leader", "position.file position.withdraw", _WRITING, "own"),
    ("analyst approver steward", "position.review", _KNOWN, "all"),
    ("chair clerk", "position.review", _KNOWN, "seat"),
    ("analyst", "position.arrange", _WRITING | {"adjourned"}, "all"),
    ("clerk", "position.arrange", _WRITING | {"adjourned"}, "seat"),
    ("approver steward inspector", "audit.read", _ALWAYS, "all"),
    ("inspector", "audit.export", _ALWAYS, "all"),
)


def _table(rows: Iterable[tuple[str, str, frozenset[Phase], Reach]]) -> Mapping:
    table = {}
    for roles, actions, phases, reach in rows:
        for key in ((role, action) for role in roles.split() for action in actions.split()):
            if key in table:
                raise ValueError(f"{key} is granted twice")
            table[key] = Grant(phases, reach)
    return table


#: (role, action) → the grant.
GRANTS: Mapping[tuple[Role, str], Grant] = _table(_ROWS)
#: Every action that any role has been granted.
ACTIONS = frozenset(action for _, action in GRANTS)
