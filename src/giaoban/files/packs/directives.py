"""Schemas of a pack's rules on directives: how symbols are written, and who carries documents out."""

import re
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from giaoban.files.packs.mappings import Rule
from giaoban.files.packs.schemas import Row

_PLACES = {"number", "year", "type", "issuer"}


class TypeLine(Row):
    """One type of document as symbols shorten it, and every kind of document that it can stand for."""

    type: Annotated[str, Field(min_length=1, max_length=8)]
    meanings: Annotated[list[str], Field(min_length=1)]


class LookAlikeLine(Row):
    """A letter that only looks like the right one."""

    wrong: Annotated[str, Field(min_length=1, max_length=1)]
    right: Annotated[str, Field(min_length=1, max_length=1)]


class SymbolsRule(Rule):
    """How the symbols of documents are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["symbols"]
    note: str = ""
    forms: Annotated[list[str], Field(min_length=1)]
    types: Annotated[list[TypeLine], Field(min_length=1)]
    look_alikes: list[LookAlikeLine] = []

    @model_validator(mode="after")
    def _is_readable(self) -> Self:
        for form in self.forms:
            places = [name for _, name, _, _ in Formatter().parse(form) if name is not None]
            if len(set(places)) < len(places) or not {"number", "issuer"} <= set(places) <= _PLACES:
                raise ValueError(f"a form has {{number}}, {{issuer}}, and {{year}}, {{type}} at most: {form}")
            if re.search(r"\}\{", form):
                raise ValueError(f"put a sign between two places: {form}")
        return self


class CascadeRule(Rule):
    """At which level units carry a document of the centre out by documents of their own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["cascade"]
    note: str = ""
    level: Literal["region", "province", "district", "commune"]


class DirectivesFile(Row):
    """rules/directives.yaml: how a document's symbol is read, and who carries documents out."""

    rules: Annotated[
        list[Annotated[SymbolsRule | CascadeRule, Field(discriminator="rule")]], Field(min_length=1)
    ]
