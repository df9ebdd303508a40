"""Directives: the symbol of a document taken apart by the forms that a pack lists, and put together again."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from giaoban.core.errors import Finding, Invalid, NotFound
from giaoban.core.registry.rules import Rule, in_force

#: The file of a pack's rules that says how symbols are written.
TOPIC = "directives"
#: How one document bears on another.
Edge = Literal["replaces", "amends", "concretises", "guides", "based_on"]
EDGES: tuple[Edge, ...] = get_args(Edge)
#: code → what is wrong with a symbol, and what to do.
TEXTS: Mapping[str, tuple[str, str]] = {
    "bad_symbol": ("“%(text)s” is no symbol of a document", "Write it in one of these forms: %(names)s."),
    "look_alike": (
        "“%(text)s” holds a letter that only looks right",
        "Write %(names)s: %(other)s is another letter.",
    ),
}
#: What stands in each place of a form. A type must be one of those listed, so that what is no type is none.
_PARTS: Mapping[str, str] = {
    "number": r"(?P<number>\d{1,6})",
    "year": r"(?P<year>\d{4})",
    "issuer": r"(?P<issuer>[^\W\d_][\w-]*)",
}


@dataclass(frozen=True)
class Vocabulary:
    """What a pack knows of symbols: their forms by precedence, the types of documents, look-alike letters.

    A form is a text with the places {number}, {year}, {type} and {issuer}: "{number}-{type}/{issuer}".
    """

    forms: tuple[str, ...]
    types: Mapping[str, tuple[str, ...]]
    look_alikes: Mapping[str, str]

    def __hash__(self) -> int:
        return hash((self.forms, tuple(self.types)))


@dataclass(frozen=True)
class Symbol:
    """One symbol: its parts as they were written, and the form that they stand in.

    `meanings` are the kinds of document that its type can stand for: which one it is, the symbol does not
    say; nor does it say which body issued it where several share one tail.
    """

    form: str
    number: str
    year: str
    type: str
    issuer: str
    meanings: tuple[str, ...] = ()

    @property
    def ordinal(self) -> int:
        """Return the number without the zeros that it was filled up with."""
        return int(self.number)

    def __str__(self) -> str:
        return self.form.format(number=self.number, year=self.year, type=self.type, issuer=self.issuer)


def vocabulary_of(rules: Iterable[Rule], on: date) -> Vocabulary:
    """Return what the rules in force on a day know of symbols.

    Raises:  NotFound if none is in force.
    Source:  packs/<id>/rules/directives.yaml
    """
    rule = in_force(rules, "symbols", on)
    if rule is None:
        raise NotFound("This pack does not say how symbols are written", "Add rules/directives.yaml.")
    types = {one["type"]: tuple(one["meanings"]) for one in rule["types"]}
    look_alikes = {one["wrong"]: one["right"] for one in rule.get("look_alikes", ())}
    return Vocabulary(tuple(rule["forms"]), types, look_alikes)


def read_symbol(text: str, vocabulary: Vocabulary) -> Symbol:
    """Return the symbol that a text is.

    Edges:   what was written is kept: `str` of the result is the text, composed and without outer spaces.
    Raises:  Invalid, with the one finding, if it has none of the forms; the detail names a look-alike letter
             where one stands in it.
    """
    written = unicodedata.normalize("NFC", text).strip()
    _refuse_look_alikes(written, vocabulary)
    for form, pattern in _patterns(vocabulary):
        if found := pattern.fullmatch(written):
            parts = {"year": "", "type": "", **found.groupdict()}
            return Symbol(form, meanings=vocabulary.types.get(parts["type"], ()), **parts)
    raise _refused("bad_symbol", text=written, names=", ".join(vocabulary.forms))


def _refuse_look_alikes(written: str, vocabulary: Vocabulary) -> None:
    for wrong, right in vocabulary.look_alikes.items():
        if wrong in written:
            raise _refused("look_alike", text=written, names=_shown(right), other=_shown(wrong))


def _shown(letter: str) -> str:
    return f"{letter} (U+{ord(letter):04X})"


def _refused(code: str, **values: str) -> Invalid:
    title, detail = (text % values for text in TEXTS[code])
    return Invalid(title, detail, findings=(Finding(code, title, detail, values=tuple(values.items())),))


@lru_cache(maxsize=16)
def _patterns(vocabulary: Vocabulary) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((form, _pattern(form, vocabulary.types)) for form in vocabulary.forms)


def _pattern(form: str, types: Iterable[str]) -> re.Pattern[str]:
    """Return what a text of this form looks like; longer types first, so that none is cut short."""
    named = "|".join(re.escape(one) for one in sorted(types, key=lambda one: (-len(one), one)))
    parts = {**_PARTS, "type": f"(?P<type>{named})"}
    pieces = re.split(r"\{(\w+)\}", form)
    return re.compile(
        "".join(parts[one] if place % 2 else re.escape(one) for place, one in enumerate(pieces))
    )
