"""Schemas of a pack's rules on inviting: how long before a conference letters and papers are there."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from giaoban.files.packs.mappings import Rule
from giaoban.files.packs.schemas import Row


class AdvanceRule(Rule):
    """How many working days before a conference its letters, or its papers, are to be there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["invitations", "papers"]
    note: str = ""
    working_days: Annotated[int, Field(ge=0, le=60)]


class InvitationsFile(Row):
    """rules/invitations.yaml: how long before a conference what is to be there."""

    rules: Annotated[list[AdvanceRule], Field(min_length=1)]
