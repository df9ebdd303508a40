"""Phases: the stages that a round and its conference pass, in their order, and what is published."""

from typing import Literal, get_args

Stage = Literal[
    "opened", "collecting", "verifying", "replying", "frozen", "conference", "following_up", "closed"
]
Publication = Literal["published", "unpublished"]
#: `preparing` the programme is written · `convened` the delegates are invited · `sitting` the room is open ·
#: `adjourned` minutes and notice are written · `concluded` the notice is issued · `called_off`.
Session = Literal["preparing", "convened", "sitting", "adjourned", "concluded", "called_off"]
Phase = Stage | Publication | Session

#: The stages of a round in their order.
STAGES: tuple[Stage, ...] = get_args(Stage)
#: The stages of a conference in their order; it can be called off before it sits.
SESSIONS: tuple[Session, ...] = get_args(Session)
PHASES: tuple[Phase, ...] = (*get_args(Publication), *STAGES, *SESSIONS)


def following(phase: Phase) -> Stage | None:
    """Return the stage that comes after a phase: the first where a round is not open yet, none at the end."""
    if phase not in STAGES:
        return STAGES[0]
    return next(iter(STAGES[STAGES.index(phase) + 1 :]), None)


def next_session(stage: Phase) -> Session | None:
    """Return the stage that comes after one of a conference; none once it is concluded or called off."""
    course = SESSIONS[: SESSIONS.index("concluded") + 1]
    if stage not in course:
        return None
    return next(iter(course[course.index(stage) + 1 :]), None)
