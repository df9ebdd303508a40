"""Grants: which role may do what in which phase, as one table. What does not stand here is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from giaoban.core.conduct.people import Role
from giaoban.core.conduct.phases import PHASES, SESSIONS, STAGES, Phase

#: On everything, on what belongs to one's own unit, at the conference at which one has a seat, on what one's
#: own office leads or co-ordinates, or on what is in any of these ways one's own office's.
Reach = Literal["all", "own", "seat", "body", "party"]


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
_VOTED: frozenset[Phase] = frozenset({"sitting", "adjourned", "concluded"})
_CONVENED: frozenset[Phase] = frozenset({"convened"})
#: The doors are open from before the conference begins.
_DOORS: frozenset[Phase] = frozenset({"convened", "sitting"})
#: Cameras are tried before the room opens.
_ON_AIR: frozenset[Phase] = frozenset({"convened", "sitting"})
#: Minutes are written while a conference sits and until its notice is issued.
_ADJOURNED: frozenset[Phase] = frozenset({"adjourned"})
_CONCLUDED: frozenset[Phase] = frozenset({"concluded"})
#: Minutes and notice are written while a conference sits and until its notice is issued.
_MINUTING: frozenset[Phase] = frozenset({"sitting", "adjourned"})
_MINUTED: frozenset[Phase] = _MINUTING | {"concluded"}
_WRITING: frozenset[Phase] = frozenset({"convened", "sitting"})
#: The doors are open from before the conference begins.
_DOORS: frozenset[Phase] = frozenset({"convened", "sitting"})

_PUBLIC_PAGES = (
    "round.list round.read unit.list unit.read indicator.list indicator.read figure.read report.read "
    "document.download factsheet.download register.read"
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
    ("person", "desk.read search.read filter.save filter.remove", _ALWAYS, "all"),
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
    (_SEATED, "poll.read", _KNOWN, "seat"),
    ("chair clerk", "poll.open", _SITTING, "seat"),
    ("chair clerk", "poll.close", _SITTING | {"adjourned"}, "seat"),
    ("chair delegate", "poll.vote", _SITTING, "seat"),
    # A confidence vote: everybody learns whether it was held; tellers count; the chair alone reads the count.
    (f"{_SEATED} teller", "ballot.list", _KNOWN, "seat"),
    ("chair clerk", "ballot.record", _VOTED, "seat"),
    ("teller", "ballot.count", _VOTED, "seat"),
    ("chair", "ballot.read", _VOTED, "seat"),
    # Letters that call people there; each answers in person, and follows it by a calendar of their own.
    ("steward", "convocation.oversee badge.print", _SESSION, "all"),
    ("clerk", "convocation.oversee badge.print", _KNOWN, "seat"),
    ("steward", "convocation.send", _DOORS | {"called_off"}, "all"),
    ("clerk", "convocation.send", _DOORS | {"called_off"}, "seat"),
    (f"{_SEATED} teller", "convocation.read badge.read", _KNOWN, "seat"),
    (f"{_SEATED} teller", "convocation.answer", _CONVENED, "seat"),
    ("public", "feed.read", _ALWAYS, "all"),
    ("person", "feed.renew", _ALWAYS, "all"),
    # Papers: which of them a seat may read is said by each paper (core/conduct/papers.py).
    ("steward", "paper.read", _SESSION, "all"),
    (f"{_SEATED} teller", "paper.read", _KNOWN, "seat"),
    ("steward", "paper.oversee", _SESSION, "all"),
    ("clerk", "paper.oversee", _KNOWN, "seat"),
    ("steward", "paper.add paper.withdraw", _SESSION - {"concluded", "called_off"}, "all"),
    ("clerk", "paper.add paper.withdraw", _KNOWN - {"concluded", "called_off"}, "seat"),
    # The clerk checks people in at the hall; whoever is elsewhere says so in the room.
    ("steward", "attendance.read", _SESSION, "all"),
    ("chair clerk", "attendance.read", _KNOWN, "seat"),
    ("steward", "attendance.record", _DOORS, "all"),
    ("clerk", "attendance.record", _DOORS, "seat"),
    (_SEATED, "attendance.declare", _DOORS, "seat"),
    # The pictures: everybody with a seat asks to come in, chair and clerk let in, mute and take out.
    (_SEATED, "video.read", _KNOWN, "seat"),
    (_SEATED, "video.join", _ON_AIR, "seat"),
    ("chair clerk", "video.lead video.caption", _ON_AIR, "seat"),
    # Who led the room and the office write the notice; everybody with a seat reads what was issued.
    ("chair clerk", "notice.edit task.assign", _MINUTING, "seat"),
    (_OFFICE, "notice.edit task.assign", _MINUTING, "all"),
    ("chair clerk", "notice.read task.read", _MINUTED, "seat"),
    ("analyst approver steward inspector", "notice.read task.read", _MINUTED, "all"),
    ("delegate observer teller", "notice.read task.read", _CONCLUDED, "seat"),
    # A body that is given a task need not have been there.
    ("respondent", "notice.read task.read", _CONCLUDED, "all"),
    ("chair", "notice.issue", _ADJOURNED, "seat"),
    ("approver", "notice.issue", _ADJOURNED, "all"),
    # Minutes: an observer reads them once they are signed, all others follow them as they are written.
    (_SEATED, "minutes.read", _MINUTED, "seat"),
    ("chair clerk delegate", "minutes.follow", _MINUTED, "seat"),
    ("clerk", "minutes.write", _MINUTING, "seat"),
    ("clerk", "minutes.sign", _MINUTED - _SITTING, "seat"),
    ("chair", "minutes.confirm", _MINUTED - _SITTING, "seat"),
    ("chair", "minutes.reopen", _MINUTING - _SITTING, "seat"),
    # What a unit writes for a conference is its own; the centre and those who lead read what was filed.
    (_PROVINCE, "position.read", _KNOWN, "own"),
    ("officer", "position.save", _WRITING, "own"),
    ("leader", "position.file position.withdraw", _WRITING, "own"),
    ("analyst approver steward", "position.review", _KNOWN, "all"),
    ("chair clerk", "position.review", _KNOWN, "seat"),
    ("analyst", "position.arrange", _WRITING | {"adjourned"}, "all"),
    ("clerk", "position.arrange", _WRITING | {"adjourned"}, "seat"),
    # Petitions: a unit lodges, the central office assigns, the body that leads answers, the unit accepts.
    (f"{_PROVINCE} respondent {_OFFICE} steward inspector", "petition.list", _ALWAYS, "all"),
    (f"{_PROVINCE} respondent", "petition.read", _ALWAYS, "party"),
    (f"{_OFFICE} steward inspector", "petition.read", _ALWAYS, "all"),
    ("leader", "petition.lodge petition.accept petition.reopen petition.withdraw", _ALWAYS, "own"),
    ("analyst", "petition.lodge petition.arrange", _ALWAYS, "all"),
    (_OFFICE, "petition.assign petition.pause petition.transfer", _ALWAYS, "all"),
    ("approver", "petition.extend", _ALWAYS, "all"),
    (f"{_PROVINCE} respondent", "petition.answer petition.contribute", _ALWAYS, "body"),
    # Tasks: the body that leads reports, a second person closes.
    (f"{_PROVINCE} respondent {_OFFICE} steward inspector", "task.list", _ALWAYS, "all"),
    (f"{_PROVINCE} respondent", "task.track", _ALWAYS, "body"),
    (f"{_OFFICE} steward inspector", "task.track", _ALWAYS, "all"),
    (f"{_PROVINCE} respondent {_OFFICE} inspector", "task.report task.ask", _ALWAYS, "body"),
    (_OFFICE, "task.set", _ALWAYS, "all"),
    (_OFFICE, "task.close task.extend", _ALWAYS, "all"),
    # What came after the targets that were missed: the office sees all of it, a unit's people their own.
    (f"{_OFFICE} steward inspector", "loop.read ledger.read", _PUBLISHED, "all"),
    (_PROVINCE, "ledger.read", _PUBLISHED, "own"),
    # Directives: every office reads the register; how far units are with a document, each reads of itself.
    (f"{_PROVINCE} respondent {_OFFICE} steward inspector", "directive.list directive.read", _ALWAYS, "all"),
    (f"{_OFFICE} steward inspector", "directive.follow", _ALWAYS, "all"),
    (_PROVINCE, "directive.follow", _ALWAYS, "own"),
    ("analyst", "directive.register directive.correct directive.relate", _ALWAYS, "all"),
    ("analyst", "directive.end directive.review", _ALWAYS, "all"),
    ("leader", "directive.concretise", _ALWAYS, "own"),
    # Registers: everybody reads counts with the small ones hidden, the office all of them.
    (f"{_OFFICE} steward inspector", "register.oversee", _ALWAYS, "all"),
    # The plan of inspections: the office reads it; inspectors and analysts write it and decide of overlaps.
    (f"{_OFFICE} steward inspector", "inspection.read", _ALWAYS, "all"),
    ("analyst inspector", "inspection.plan inspection.decide", _ALWAYS, "all"),
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
