"""Schemas of a pack's rules on what units write: its number, length and words, and by when it is answered."""

from decimal import Decimal
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from giaoban.core.conduct.petitions import Competence
from giaoban.files.packs.mappings import Rule, Slug, Word
from giaoban.files.packs.schemas import Confidence, Names, Row, Text

_FIELDS = {"period", "code", "number"}


def _pattern(text: str) -> str:
    """Return `text` if it is filled in with a unit's code and a number, so that no two are written alike."""
    fields = [field for _, field, *_ in Formatter().parse(text) if field is not None]
    if not {"code", "number"} <= set(fields) <= _FIELDS:
        raise ValueError("write {code} and {number} in it, and {period} if need be")
    return text


class PetitionsRule(Rule):
    """How positions, difficulties and petitions are numbered, split and compared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["petitions"]
    note: str = ""
    number: Annotated[str, AfterValidator(_pattern), Field(max_length=40)]
    digits: Annotated[int, Field(ge=1, le=4)]
    longest: Annotated[int, Field(ge=100, le=20000)]
    threshold: Annotated[Decimal, Field(gt=0, le=1)]
    fewest_shared: Annotated[int, Field(ge=1)]
    fewest_words: Annotated[int, Field(ge=1)]
    letters: Annotated[list[Annotated[str, Field(pattern=r"^[^\W\d_]$")]], Field(min_length=1)]
    stop_words: list[Word] = []
    stop_phrases: list[Word] = []


class PresetLine(Row):
    """One deadline that is offered: to whom, for which petitions (empty: for all), and its source."""

    preset: Annotated[Slug, Field(max_length=40)]
    role: Literal["lead", "co_ordination"]
    names: Names
    competence: Competence | Literal[""] = ""
    addressee: str = ""
    working_days: Annotated[int, Field(ge=1, le=250)]
    source: Text
    confidence: Confidence


class PetitionDeadlinesRule(Rule):
    """The deadlines that are offered; whoever assigns sets one, of these or another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["petition_deadlines"]
    note: str = ""
    presets: Annotated[list[PresetLine], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_named_once(self) -> Self:
        if len({one.preset for one in self.presets}) < len(self.presets):
            raise ValueError("give each preset a name of its own")
        return self


AnyRule = Annotated[PetitionsRule | PetitionDeadlinesRule, Field(discriminator="rule")]


class PetitionsFile(Row):
    """rules/petitions.yaml: what holds for what units write before a conference, and for its answers."""

    rules: Annotated[list[AnyRule], Field(min_length=1)]
