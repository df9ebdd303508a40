"""Registering: what is stated of a document becomes an entry of the register, or faults to mend."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.core.conduct.directives import Symbol, Vocabulary, read_symbol
from giaoban.core.errors import Finding, Invalid, Place

#: Column → the longest text that it takes.
LONGEST: Mapping[str, int] = {
    "symbol": 80, "kind": 80, "issuer": 200, "term": 20, "title": 500, "reference": 500,
}  # fmt: skip
#: code → what is wrong with what is stated, and what to do.
TEXTS: Mapping[str, tuple[str, str]] = {
    "no_issuer": ("It is not said who issued it", "Write the body: symbols of several may look alike."),
    "no_title": ("It is not said what it is about", "Write its title."),
    "no_day": ("The day of issue is missing", "Write it as 17/01/2024."),
    "later_day": ("The day of issue is still to come", "Register a document once it is issued."),
    "no_kind": ("The symbol does not say which kind of document it is", "Write one of: %(names)s."),
    "other_kind": ("The symbol does not stand for “%(text)s”", "Write one of: %(names)s."),
    "kind_unsaid": ("Neither symbol nor row says which kind of document it is", "Write its kind."),
    "no_term": (
        "Its number is not unique without the term or the year",
        "Write the term in which its issuer counts, or the year.",
    ),
    "other_year": (
        "The symbol says the year %(text)s, not %(other)s",
        "Mend the symbol, the term or the day of issue.",
    ),
    "ends_early": ("It ends before it begins to hold", "Mend one of the two days."),
    "begins_early": ("It is to hold before it was issued", "Mend one of the two days."),
    "due_early": ("The units are to answer before it was issued", "Mend one of the two days."),
    "units_own": (
        "Only a document of the centre is carried out by the units’ own documents",
        "Leave out one of the two.",
    ),
    "number_taken": (
        "“%(text)s” is registered already",
        "%(other)s issued it in %(names)s: correct what is there, or mend symbol, kind, issuer or term.",
    ),
    "too_long_text": ("The text has more than %(text)s characters", "Shorten it."),
}
#: A fault of what is stated: its column, its code, and the values in its texts.
Fault = tuple[str, str, Mapping[str, str]]


@dataclass(frozen=True)
class Stated:
    """What somebody states of a document; the symbol says neither its kind nor who issued it.

    `unit_key` is empty for the centre. `is_cascaded` units are to carry it out by documents of their own, by
    `concretised_by` where there is such a day.
    """

    symbol: str
    issuer: str
    title: str
    issued_on: date | None
    kind: str = ""
    term: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    unit_key: str = ""
    reference: str = ""
    is_cascaded: bool = False
    concretised_by: date | None = None


@dataclass(frozen=True)
class Entry:
    """A document as the register keeps it: its symbol taken apart, its kind and its term settled."""

    symbol: str
    number: int
    type: str
    kind: str
    issuer: str
    term: str
    title: str
    issued_on: date
    in_force_from: date | None = None
    in_force_to: date | None = None
    unit_key: str = ""
    reference: str = ""
    is_cascaded: bool = False
    concretised_by: date | None = None

    @property
    def key(self) -> tuple[str, str, str, int, str]:
        """Return what tells this document from every other one."""
        return (self.issuer, self.type, self.kind, self.number, self.term)


def settle(stated: Stated, vocabulary: Vocabulary, on: date) -> Entry:
    """Return what is stated as an entry of the register.

    Edges:   a year in the symbol is the term; a type that stands for one kind only says the kind. A day by
             which units are to answer says that they are to.
    Raises:  Invalid with every fault at once, each at its column.
    """
    found = tuple(_told(fault) for fault in faults_of(stated, vocabulary, on))
    symbol = _symbol(stated.symbol, vocabulary)
    if isinstance(symbol, Finding):
        found = (symbol, *found)
    if found or isinstance(symbol, Finding) or stated.issued_on is None:
        raise Invalid("It was not registered like this", "Mend what is listed.", findings=found)
    return Entry(
        symbol=str(symbol),
        number=symbol.ordinal,
        type=symbol.type,
        kind=_kind(stated, symbol),
        issuer=_tidy(stated.issuer),
        term=symbol.year or _tidy(stated.term),
        title=_tidy(stated.title),
        issued_on=stated.issued_on,
        in_force_from=stated.in_force_from,
        in_force_to=stated.in_force_to,
        unit_key=stated.unit_key,
        reference=_tidy(stated.reference),
        is_cascaded=stated.is_cascaded or stated.concretised_by is not None,
        concretised_by=stated.concretised_by,
    )


def faults_of(stated: Stated, vocabulary: Vocabulary, on: date) -> Iterator[Fault]:
    """Yield what is wrong with a document as it is stated, but for its symbol."""
    yield from _texts(stated)
    yield from _days(stated, on)
    symbol = _symbol(stated.symbol, vocabulary)
    if isinstance(symbol, Symbol):
        yield from _by_symbol(stated, symbol)
    if stated.unit_key and (stated.is_cascaded or stated.concretised_by):
        yield "unit_key", "units_own", {}


def _symbol(text: str, vocabulary: Vocabulary) -> Symbol | Finding:
    try:
        return read_symbol(text, vocabulary)
    except Invalid as refusal:
        (one,) = refusal.findings
        return Finding(one.code, one.title, one.detail, Place(column="symbol"), values=one.values)


def _texts(stated: Stated) -> Iterator[Fault]:
    if not stated.issuer.strip():
        yield "issuer", "no_issuer", {}
    if not stated.title.strip():
        yield "title", "no_title", {}
    for column, longest in LONGEST.items():
        if len(getattr(stated, column)) > longest:
            yield column, "too_long_text", {"text": str(longest)}


def _days(stated: Stated, on: date) -> Iterator[Fault]:
    issued, begins = stated.issued_on, stated.in_force_from or stated.issued_on
    if issued is None:
        yield "issued_on", "no_day", {}
        return
    if issued > on:
        yield "issued_on", "later_day", {}
    if begins and begins < issued:
        yield "in_force_from", "begins_early", {}
    if stated.in_force_to and begins and stated.in_force_to < begins:
        yield "in_force_to", "ends_early", {}
    if stated.concretised_by and stated.concretised_by < issued:
        yield "concretised_by", "due_early", {}


def _by_symbol(stated: Stated, symbol: Symbol) -> Iterator[Fault]:
    """Yield where what is stated does not fit what the symbol says, or leaves open what it does not say."""
    names, kind = {"names": ", ".join(symbol.meanings)}, _kind(stated, symbol)
    if not kind:
        yield ("kind", "no_kind", names) if symbol.meanings else ("kind", "kind_unsaid", {})
    elif symbol.meanings and kind not in symbol.meanings:
        yield "kind", "other_kind", {"text": kind, **names}
    term = _tidy(stated.term)
    if not symbol.year:
        if not term:
            yield "term", "no_term", {}
    elif term and term != symbol.year:
        yield "term", "other_year", {"text": symbol.year, "other": term}
    elif stated.issued_on and str(stated.issued_on.year) != symbol.year:
        yield "issued_on", "other_year", {"text": symbol.year, "other": str(stated.issued_on.year)}


def _kind(stated: Stated, symbol: Symbol) -> str:
    """Return the kind as the pack writes it; the one that the type stands for where nothing is stated."""
    told = _tidy(stated.kind)
    if not told:
        return symbol.meanings[0] if len(symbol.meanings) == 1 else ""
    return next((one for one in symbol.meanings if one.casefold() == told.casefold()), told)


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _told(fault: Fault) -> Finding:
    column, code, values = fault
    title, detail = (text % values for text in TEXTS[code])
    return Finding(code, title, detail, Place(column=column), values=tuple(values.items()))
