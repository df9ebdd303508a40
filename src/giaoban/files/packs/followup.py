"""Schemas of a pack's rules on what follows a conference: steps of escalation, and silence."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from giaoban.files.packs.mappings import Rule, Slug
from giaoban.files.packs.schemas import Row

Addressee = Literal["lead", "leader", "analyst", "approver"]


class EscalationLine(Row):
    """One step: its name, the working days that are left (below 0: have passed), and to whom it goes."""

    step: Annotated[Slug, Field(max_length=30)]
    days_left: Annotated[int, Field(ge=-250, le=60)]
    to: Annotated[list[Addressee], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_not_taken(self) -> Self:
        if self.step in ("new", "day"):
            raise ValueError("choose another name: this one means what is new, or the mail of a day")
        return self


class SilenceLine(Row):
    """After how many working days without a word an owner is silent, and how near the deadline has to be."""

    working_days: Annotated[int, Field(ge=1, le=250)]
    days_before: Annotated[int, Field(ge=0, le=250)]


class EscalationRule(Rule):
    """The steps in which what bodies owe is followed up, from an hour of a working day on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["escalation"]
    note: str = ""
    from_hour: Annotated[int, Field(ge=0, le=23)]
    silence: SilenceLine
    steps: Annotated[list[EscalationLine], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if any(one.days_left <= following.days_left for one, following in pairwise(self.steps)):
            raise ValueError("write the steps in their order: each with fewer days left than the one before")
        if len({one.step for one in self.steps}) < len(self.steps):
            raise ValueError("give each step a name of its own")
        return self


class FollowupFile(Row):
    """rules/followup.yaml: what holds for petitions and tasks once a conference is over."""

    rules: Annotated[list[EscalationRule], Field(min_length=1)]
