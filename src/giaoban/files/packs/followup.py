"""Schemas of a pack's rules on what follows a conference: steps of escalation, and silence."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from giaoban.files.packs.mappings import Rule
from giaoban.files.packs.reminders import StepLine, require_order
from giaoban.files.packs.schemas import Row

Addressee = Literal["lead", "leader", "analyst", "approver"]


class EscalationLine(StepLine):
    """One step, as of reminding; what is owed after a conference is followed up for longer."""

    days_left: Annotated[int, Field(ge=-250, le=60)]
    to: Annotated[list[Addressee], Field(min_length=1)]  # type: ignore[assignment]

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
        require_order(self.steps)
        return self


class FollowupFile(Row):
    """rules/followup.yaml: what holds for petitions and tasks once a conference is over."""

    rules: Annotated[list[EscalationRule], Field(min_length=1)]
