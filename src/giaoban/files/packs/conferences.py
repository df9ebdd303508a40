"""Schemas of a pack's rules on conferences: working days, minutes, and a programme to begin with."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from giaoban.core.conduct.agenda import ItemKind
from giaoban.files.packs.mappings import Rule
from giaoban.files.packs.schemas import Names, Row


class _Conference(Rule):
    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = ""


class DaysRule(_Conference):
    """How many working days before or after the conference something is sent."""

    rule: Literal["conference_notice", "conclusion_notice"]
    working_days: Annotated[int, Field(ge=0, le=60)]


class MinutesRule(_Conference):
    """How many minutes something takes."""

    rule: Literal["concluding_speech", "taking_up"]
    minutes: Annotated[int, Field(ge=1, le=600)]


class ProgrammeItem(Row):
    """One item of the template."""

    titles: Names
    minutes: Annotated[int, Field(ge=1, le=600)]
    kind: ItemKind = ""
    decision_sought: Names = {}


class ProgrammeSection(Row):
    """One section of the template, with its items in their order."""

    titles: Names
    items: Annotated[list[ProgrammeItem], Field(min_length=1)]


class ProgrammeRule(_Conference):
    """The programme that a conference begins with."""

    rule: Literal["programme"]
    sections: Annotated[list[ProgrammeSection], Field(min_length=1)]


class ConferencesFile(Row):
    """rules/conferences.yaml: what is laid down for conferences."""

    rules: Annotated[
        list[Annotated[DaysRule | MinutesRule | ProgrammeRule, Field(discriminator="rule")]],
        Field(min_length=1),
    ]
