"""Schemas of a pack's rules on confidence votes: levels, who has to be there, and what a share leads to."""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from giaoban.files.packs.mappings import Rule, Slug
from giaoban.files.packs.schemas import Names, Row


def _is_part(text: str) -> str:
    if not 0 < Fraction(text) <= 1:
        raise ValueError("write a part of the whole, as 2/3")
    return text


#: A part as it stands in a law, never a decimal fraction: 2/3.
Part = Annotated[str, Field(pattern=r"^[1-9]\d{0,2}/[1-9]\d{0,2}$"), AfterValidator(_is_part)]


class LevelLine(Row):
    """One level of confidence."""

    level: Slug
    names: Names


class LevelsRule(Rule):
    """The levels that a ballot offers for each person, from the highest to the lowest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["levels"]
    note: str = ""
    levels: Annotated[list[LevelLine], Field(min_length=2, max_length=5)]

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if len({one.level for one in self.levels}) < len(self.levels):
            raise ValueError("give each level a key of its own")
        return self


class PresenceRule(Rule):
    """The part of those convened that has to be present."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["presence"]
    note: str = ""
    present: Part


class ConsequenceLine(Row):
    """What a share of one level leads to, with one lower bound and perhaps an upper one."""

    level: Slug
    more_than: Part | None = None
    at_least: Part | None = None
    below: Part | None = None
    names: Names

    @model_validator(mode="after")
    def _is_an_interval(self) -> Self:
        if (self.more_than is None) == (self.at_least is None):
            raise ValueError("write either more_than or at_least")
        lower = self.more_than or self.at_least or "1/1"
        if self.below and Fraction(self.below) <= Fraction(lower):
            raise ValueError("let below be above the lower bound")
        return self


class ConsequencesRule(Rule):
    """What shares of the ballots returned lead to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["consequences"]
    note: str = ""
    consequences: Annotated[list[ConsequenceLine], Field(min_length=1)]


class BallotsFile(Row):
    """rules/ballots.yaml: how a confidence vote is held and what it leads to."""

    rules: Annotated[
        list[Annotated[LevelsRule | PresenceRule | ConsequencesRule, Field(discriminator="rule")]],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _fit(self) -> Self:
        kinds = {one.rule for one in self.rules}
        if not {"levels", "presence"} <= kinds:
            raise ValueError("write both a rule “levels” and a rule “presence”")
        known = {line.level for one in self.rules if isinstance(one, LevelsRule) for line in one.levels}
        effects = [one for one in self.rules if isinstance(one, ConsequencesRule)]
        for name in sorted({line.level for one in effects for line in one.consequences} - known):
            raise ValueError(f"there is no level “{name}”")
        return self
