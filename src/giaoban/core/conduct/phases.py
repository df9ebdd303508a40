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
