"""Phases: the stages that a round passes, in their order, and whether what it found is published."""

from typing import Literal, get_args

Stage = Literal[
    "opened", "collecting", "verifying", "replying", "frozen", "conference", "following_up", "closed"
]
Publication = Literal["published", "unpublished"]
Phase = Stage | Publication

#: The stages of a round in their order.
STAGES: tuple[Stage, ...] = get_args(Stage)
PHASES: tuple[Phase, ...] = (*get_args(Publication), *STAGES)


def following(phase: Phase) -> Stage | None:
    """Return the stage that comes after a phase: the first where a round is not open yet, none at the end."""
    if phase not in STAGES:
        return STAGES[0]
    return next(iter(STAGES[STAGES.index(phase) + 1 :]), None)
