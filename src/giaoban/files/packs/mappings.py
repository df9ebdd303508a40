"""Schemas of a pack's YAML files: its identity, its dated rules, its rounds."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from giaoban.files.packs.schemas import Confidence, Names, OptionalDate, Row, Text


class Source(Row):
    """One source of a pack as a whole."""

    name: Text
    use: Text
    licence: Text


class PackFile(Row):
    """pack.yaml: the pack's identity, languages and licence."""

    pack_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    names: Names
    languages: Annotated[list[Text], Field(min_length=1)]
    weekend: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=6)] = []
    licence: Text
    sources: Annotated[list[Source], Field(min_length=1)]


class Rule(BaseModel):
    """One dated rule; what it says beyond these fields is its own."""

    model_config = ConfigDict(extra="allow", frozen=True)

    rule: Text
    title: Text
    valid_from: date
    valid_to: OptionalDate
    source: Text
    confidence: Confidence


class RulesFile(Row):
    """rules/<topic>.yaml: dated rules of one topic."""

    rules: Annotated[list[Rule], Field(min_length=1)]


class Band(BaseModel):
    """A half-open interval [from, to); an empty `to` has no end."""

    model_config = ConfigDict(extra="allow", frozen=True)

    start: Annotated[Decimal, Field(alias="from")]
    to: Annotated[Decimal | None, BeforeValidator(lambda bound: None if bound == "" else bound)]


class Control(Row):
    """A control total: the indicator's control unit against the units together, within a tolerance."""

    control: Text
    indicator: Text
    tolerance: Annotated[Decimal, Field(ge=0)]


class RoundFile(BaseModel):
    """rounds/<round_id>/round.yaml: what one review cycle is about."""

    model_config = ConfigDict(extra="allow", frozen=True, coerce_numbers_to_str=True)

    round_id: Text
    titles: Names
    period: Text
    level: Text
    as_of: date
    conference_on: date
    reporting_deadline: date
    country_unit: Text
    tile_grid: str = ""
    bands: Annotated[list[Band], Field(min_length=1)]
    quantifiers: list[Band]
    controls: list[Control] = []
    analyses: Annotated[list[dict[str, Any]], Field(min_length=1)]
