"""Schemas of a pack's rules on reminding: steps by working days around the deadline, and to whom."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from giaoban.files.packs.mappings import Rule, Slug
from giaoban.files.packs.schemas import Row

Addressee = Literal["turn", "officer", "leader", "analyst", "approver"]


class StepLine(Row):
    """One step: its name, the working days that are left (below 0: have passed), and to whom it goes."""

    step: Annotated[Slug, Field(max_length=30)]
    days_left: Annotated[int, Field(ge=-60, le=60)]
    to: Annotated[list[Addressee], Field(min_length=1)]


def require_order(steps: Sequence[StepLine]) -> None:
    """Refuse steps that do not follow each other in time, and two of one name."""
    if any(one.days_left <= following.days_left for one, following in pairwise(steps)):
        raise ValueError("write the steps in their order: each with fewer days left than the one before")
    if len({one.step for one in steps}) < len(steps):
        raise ValueError("give each step a name of its own")


class RemindersRule(Rule):
    """The steps of reminding, and the hour of a working day from which mails go out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["reminders"]
    note: str = ""
    from_hour: Annotated[int, Field(ge=0, le=23)]
    steps: Annotated[list[StepLine], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        require_order(self.steps)
        return self


class RemindersFile(Row):
    """rules/reminders.yaml: in which steps people are reminded of a round's deadline."""

    rules: Annotated[list[RemindersRule], Field(min_length=1)]
