"""Policy: may this actor do this to that now, and if not, why not. What no grant allows is refused."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["public"]
Phase = Literal["published", "unpublished"]


@dataclass(frozen=True)
class Actor:
    """Who asks. Everybody who has not signed in is `public`."""

    role: Role = "public"


@dataclass(frozen=True)
class Subject:
    """What is asked for: its noun (`round`, `unit`, `figure` …) and its key; no key = all of them."""

    noun: str
    key: str = ""


@dataclass(frozen=True)
class Answer:
    """Whether it is allowed, and the reason in words for the person who asked."""

    allowed: bool
    reason: str


_PUBLISHED: frozenset[Phase] = frozenset({"published"})

#: (role, action) → the phases of the round in which the action is open to the role.
_GRANTS: dict[tuple[str, str], frozenset[Phase]] = {
    ("public", "round.list"): _PUBLISHED,
    ("public", "round.read"): _PUBLISHED,
    ("public", "unit.list"): _PUBLISHED,
    ("public", "unit.read"): _PUBLISHED,
    ("public", "indicator.list"): _PUBLISHED,
    ("public", "indicator.read"): _PUBLISHED,
    ("public", "figure.read"): _PUBLISHED,
    ("public", "report.read"): _PUBLISHED,
    ("public", "document.download"): _PUBLISHED,
    ("public", "factsheet.download"): _PUBLISHED,
}

#: Every action that any role has been granted.
ACTIONS = frozenset(action for _, action in _GRANTS)


def may(actor: Actor, action: str, subject: Subject, phase: Phase) -> Answer:
    """Return whether `actor` may carry out `action` on `subject` while its round is in `phase`.

    Edges:   an unknown role, action or phase is refused, and so is an action on another noun's subject.
    """
    if action.partition(".")[0] != subject.noun:
        return Answer(False, "This action does not apply to this page.")
    phases = _GRANTS.get((actor.role, action))
    if phases is None:
        return Answer(False, "Your role does not include this action.")
    if phase not in phases:
        return Answer(False, "This round is not published.")
    return Answer(True, "Published rounds are open to everybody.")
