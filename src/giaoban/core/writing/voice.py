"""The voice: one language's words over one factsheet, and the spans of text that it speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from giaoban.core.writing.numbers import say_measure, say_number
from giaoban.core.writing.statements import Fact, Figure, Sheet


@dataclass(frozen=True)
class Span:
    """A piece of text; with a role it is bound to a figure. `value` is the number it writes, if any."""

    text: str
    role: str = ""
    figure_id: str = ""
    unit_key: str = ""
    value: str | None = None

    def record(self) -> dict[str, str]:
        """Return the span as the factsheet carries it."""
        if not self.role:
            return {"text": self.text}
        return {"text": self.text, "figure_id": self.figure_id, "role": self.role, "unit_key": self.unit_key}


Spans = tuple[Span, ...]
#: The role of a word that a figure decides: a verb by its sign, a grade, a verdict.
WORD = "verb"


@dataclass(frozen=True)
class Voice:
    """One language's wording over one factsheet."""

    sheet: Sheet
    wording: Mapping[str, Any]
    language: str

    def word(self, group: str, key: str) -> str:
        """Return a word of the wording, or the key itself where the wording has none."""
        return str(self.wording.get(group, {}).get(key, key))

    def name(self, unit_key: str) -> str:
        """Return the name of a unit: the wording's own, else the registry's."""
        own = self.wording.get("unit_names", {}).get(unit_key)
        return own or self.sheet.units[unit_key]["name"]

    def measure(self, value: Decimal, code: str, decimals: int | None = None) -> str:
        """Return a number with its unit of measure."""
        known = self.sheet.unit_measures.get(code)
        symbols = {code: known["symbol"].get(self.language, "")} if known else {}
        if known is None and code:
            symbols = {code: code}
        return say_measure(value, code, self.wording, symbols, decimals)

    def count(self, value: int) -> str:
        """Return a whole number."""
        return say_number(Decimal(value), self.wording["numbers"])


@dataclass(frozen=True)
class Subject:
    """What is spoken of: a fact, the figure in hand, and the unit in hand (empty for all of them)."""

    fact: Fact
    figure: Figure | None
    unit_key: str = ""

    def bind(self, text: str, role: str, value: str | None = None) -> Spans:
        """Return the text bound to the figure in hand."""
        figure = self.figure or {}
        unit_key = self.unit_key or figure.get("unit_key", "")
        return (Span(text, role, figure.get("figure_id", ""), unit_key, value),)


#: What may be asked of a subject, and what it answers.
Field = Callable[[Voice, Subject], Spans]


def join(pieces: list[Spans], lists: Mapping[str, str]) -> Spans:
    """Return the pieces as one list of the language: “A, B and C”."""
    joined: list[Span] = []
    for place, piece in enumerate(pieces):
        if place:
            joined.append(Span(lists["last"] if place == len(pieces) - 1 else lists["comma"]))
        joined.extend(piece)
    return tuple(joined)


def capitalise(spans: Spans) -> Spans:
    """Return the spans with the first letter of the first one in upper case."""
    if not spans:
        return ()
    first = spans[0]
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *spans[1:])
