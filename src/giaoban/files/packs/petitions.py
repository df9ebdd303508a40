"""Schemas of a pack's rules on what units write: its number, its length, and the words to compare it by."""

from decimal import Decimal
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from giaoban.files.packs.mappings import Rule, Word
from giaoban.files.packs.schemas import Row

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


class PetitionsFile(Row):
    """rules/petitions.yaml: what holds for what units write before a conference."""

    rules: Annotated[list[PetitionsRule], Field(min_length=1)]
