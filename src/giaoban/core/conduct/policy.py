"""Policy: may this actor do this to that now, and if not, why not. What no grant allows is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from giaoban.core.conduct.grants import ACTIONS, GRANTS, Grant
from giaoban.core.conduct.people import Actor, Held
from giaoban.core.conduct.phases import PHASES, Phase

__all__ = ["ACTIONS", "Actor", "Answer", "Held", "Parties", "Scope", "Subject", "may", "scope_of"]


#: Steps that need another person than the one before, and what that one is told.
_SECOND: Mapping[str, str] = {
    "submission.approve": "You accepted this yourself; another person has to approve it.",
    "task.close": "You reported this yourself; another person has to close it.",
}


@dataclass(frozen=True)
class Subject:
    """What is asked for: its noun (`round`, `draft` …), its key (none = all of them) and whose it is.

    `first_by` is who took the step before, where another person has to take this one; `conference` the key
    of the conference that it belongs to; `bodies` are the offices that lead or co-ordinate it.
    """

    noun: str
    key: str = ""
    unit_key: str = ""
    first_by: str = ""
    conference: str = ""
    bodies: frozenset[str] = frozenset()


class Parties(NamedTuple):
    """Whose a thing is: of the unit that asked for it, and of the bodies that lead or co-ordinate it."""

    unit_key: str = ""
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """What somebody reaches with an action: everything, or what is of these units or these bodies."""

    is_all: bool = False
    unit_keys: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answer:
    """Whether it is allowed, and the reason in words for the person who asked.

    `lacks` says what may yet open it to this actor; `is_hidden` that it must be answered exactly like what
    does not exist; `open_in` lists the phases in which this actor may do it.
    """

    allowed: bool
    reason: str
    lacks: Literal["", "sign-in", "second factor"] = ""
    is_hidden: bool = False
    open_in: tuple[Phase, ...] = ()


def may(actor: Actor, action: str, subject: Subject, phase: Phase) -> Answer:
    """Return whether `actor` may carry out `action` on `subject` while its round or conference is in `phase`.

    Edges:   an unknown role, action or phase is refused, and so is an action on another noun's subject.
             What belongs to a unit is open to a province's people only where the unit is their own; what
             belongs to a conference, to those who have a seat at it.
    """
    if action.partition(".")[0] != subject.noun:
        return Answer(False, "This action does not apply to this page.")
    granted = [(held, GRANTS[key]) for held in actor.holds() if (key := (held.role, action)) in GRANTS]
    reaching = [grant for held, grant in granted if _reaches(grant, held, subject)]
    # Of a conference at which one has no seat one is told what is told of one that there is not.
    if not reaching:
        return _without_grant(actor, action, bool(granted) or subject.conference != "")
    if not any(phase in grant.phases for grant in reaching):
        return _out_of_phase(phase, reaching)
    if action in _SECOND and subject.first_by == actor.person:
        return Answer(False, _SECOND[action])
    return Answer(True, "Your role includes this action in this phase.")


def scope_of(actor: Actor, action: str) -> Scope:
    """Return what `actor` reaches with `action`, so that a list holds just what each of its pages opens for.

    Edges:   without the second factor, and without a role that is granted it, nothing.
    """
    reached = [
        (held, GRANTS[held.role, action].reach) for held in actor.holds() if (held.role, action) in GRANTS
    ]
    return Scope(
        any(reach == "all" for _, reach in reached),
        frozenset(held.unit_key for held, reach in reached if reach in ("own", "party") and held.unit_key),
        frozenset(body for held, reach in reached if reach in ("body", "party") for body in held.bodies),
    )


def phases_of(action: str) -> tuple[Phase, ...]:
    """Return the phases in which anybody may carry out `action`: what a write asks again under its lock."""
    found = {phase for (_, granted), grant in GRANTS.items() if granted == action for phase in grant.phases}
    return tuple(phase for phase in PHASES if phase in found)


def _reaches(grant: Grant, held: Held, subject: Subject) -> bool:
    if grant.reach == "seat":
        return held.conference != "" and held.conference == subject.conference
    is_own = held.unit_key != "" and held.unit_key == subject.unit_key
    is_with_it = bool(held.bodies & subject.bodies)
    return {"all": True, "own": is_own, "body": is_with_it, "party": is_own or is_with_it}[grant.reach]


def _without_grant(actor: Actor, action: str, is_anothers: bool) -> Answer:
    if not actor.person and action in ACTIONS:
        return Answer(False, "Sign in to do this.", "sign-in")
    if not actor.has_second_factor and action in ACTIONS:
        return Answer(False, "Show your second factor to do this.", "second factor")
    if is_anothers:
        return Answer(False, "There is no such thing for you.", is_hidden=True)
    return Answer(False, "Your role does not include this action.")


def _out_of_phase(phase: Phase, reaching: list[Grant]) -> Answer:
    if phase == "unpublished":
        return Answer(False, "This round is not published.", is_hidden=True)
    if phase == "preparing":
        return Answer(False, "This conference is not convened.", is_hidden=True)
    phases = frozenset().union(*(grant.phases for grant in reaching))
    open_in = tuple(one for one in PHASES if one in phases)
    return Answer(False, "The round is not in a phase for this.", open_in=open_in)
