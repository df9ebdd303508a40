"""Phrases of a pack's narratives: their schema, and that each means one thing and names what there is."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.phrases import entries_of
from giaoban.core.figures.words import SLOTS, Spelling
from giaoban.files.packs.mappings import Rule
from giaoban.files.packs.schemas import Row, Text

FILE = "rules/narratives.yaml"
_FILES = {
    "indicator": "indicators/indicators.csv",
    "unit_measure": "codelists/unit_measures.csv",
    "unit_type": "codelists/unit_types.csv",
}


def _phrase(text: str) -> str:
    """Return `text` if it has a word and names only numbers that are known."""
    unknown = {*re.findall(r"\{(\w*)\}", text)} - SLOTS.keys()
    if unknown or not text.strip():
        raise ValueError(f"write words, and in braces only {', '.join(SLOTS)}")
    return text


Phrase = Annotated[str, AfterValidator(_phrase)]
Listed = Annotated[list[Phrase], Field(min_length=1)]
Pair = Annotated[list[Text], Field(min_length=2, max_length=2)]
Positive = Annotated[Decimal, Field(gt=0)]
#: An empty bound is no bound.
Bound = Annotated[
    Annotated[Decimal, Field(ge=0, le=100)] | None, BeforeValidator(lambda cell: None if cell == "" else cell)
]


class Numbers(Row):
    """How numbers are written: the mark of thousands, what joins a range, small numbers in words."""

    group: Literal[",", "."]
    range: Listed
    words: dict[str, Positive] = {}
    multiples: dict[str, Positive] = {}


class MeasureRow(Row):
    """What is counted, and how many of that one such unit is."""

    quantity: Text
    scale: Positive


class AmountRow(MeasureRow):
    """A unit of measure as it is written, after the number or before it."""

    after: list[Phrase] = []
    before: list[Phrase] = []


class HedgeRow(Row):
    """How far a true value may lie below and above a number said with this hedge."""

    phrases: Listed
    below_percent: Bound
    above_percent: Bound


class PeriodRow(Row):
    """Phrases that name a period of one kind."""

    period: Literal["year", "quarter", "half", "first_months", "month", "before", "other"]
    phrases: Listed
    number: Annotated[int, Field(ge=1, le=12)] = 1
    start_month: Annotated[int, Field(ge=1, le=12)] = 1


class Verbs(Row):
    """Verbs by what they make of the number that follows."""

    rise: Listed
    fall: Listed
    reach: Listed
    negative: list[Phrase] = []
    equal: list[Phrase] = []
    exceed: list[Phrase] = []
    miss: list[Phrase] = []
    times: list[Phrase] = []
    from_: Annotated[list[Phrase], Field(alias="from")] = []
    aside: list[Phrase] = []


class Reading(Row):
    """The indicators of what a phrase speaks of, by aspect."""

    level: Listed = Field(default=[])
    change: Listed = Field(default=[])
    fall: Listed = Field(default=[])
    share: dict[str, Listed] = {}


class SubjectRow(Reading):
    """Phrases for one thing measured; qualifiers lead to other indicators of it."""

    phrases: Listed
    qualified: dict[str, Reading] = {}


class Tallies(Row):
    """How counts of targets met are written, and the indicators of count and total."""

    phrases: Listed
    out_of: Listed
    met: Listed
    exceeded: list[Phrase] = []
    missed: list[Phrase] = []
    indicators: Annotated[list[Pair], Field(min_length=1)]


class OldFont(Row):
    """The beginning of the names of fonts that belong to an encoding before Unicode."""

    prefix: Text
    encoding: Text


class PhrasesRule(Rule):
    """A dated rule: the vocabulary of one language for figures in prose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["phrases"]
    language: Text
    note: str = ""
    numbers: Numbers
    spellings: dict[str, Text] = {}
    abbreviations: list[Phrase] = []
    amounts: Annotated[list[AmountRow], Field(min_length=1)]
    unit_measures: Annotated[dict[str, MeasureRow], Field(min_length=1)]
    hedges: list[HedgeRow] = []
    verbs: Verbs
    growth_of: list[Phrase] = []
    fall_of: list[Phrase] = []
    against: list[Phrase] = []
    plans: dict[str, Listed] = {}
    periods: Annotated[list[PeriodRow], Field(min_length=1)]
    intents: list[Phrase] = []
    joins: list[Phrase] = []
    breaks: list[Phrase] = []
    neutral: list[Phrase] = []
    qualifiers: dict[str, Listed] = {}
    headings: dict[Literal["outlook", "results"], Listed] = {}
    unit_words: dict[str, Listed] = {}
    tallies: Tallies = Field(default=None)
    subjects: Annotated[list[SubjectRow], Field(min_length=1)]
    old_fonts: list[OldFont] = []


class NarrativesFile(Row):
    """rules/narratives.yaml: how figures are written in prose, by language."""

    rules: Annotated[list[PhrasesRule], Field(min_length=1)]


def check_narratives(
    mappings: Mapping[str, Mapping[str, Any]], named: Mapping[str, set[str]], languages: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield each phrase that means two things, and each name in the vocabulary that nothing defines.

    Edges:   two vocabularies of one language from one day are a fault: neither may be picked.
    """
    rules = mappings.get(FILE, {}).get("rules", ())
    versions = [(rule["language"], str(rule["valid_from"])) for rule in rules]
    for place, rule in enumerate(rules):
        if versions[place] in versions[:place]:
            title = "Two vocabularies of “{}” begin on {}".format(*versions[place])
            yield Finding("duplicate", title, "Keep one, or date them apart.", Place(FILE))
        yield from _twice(rule)
        known = _defined(rule, named, languages)
        for kind, names in _named(rule).items():
            for name in sorted(names - known.get(kind, names)):
                yield _unknown(kind, name, rule["language"])


def _twice(rule: Mapping[str, Any]) -> Iterator[Finding]:
    spelling = Spelling(tuple(rule.get("spellings", {}).items()))
    seen: dict[str, str] = {}
    for entry in entries_of(rule):
        phrase = spelling.fold(entry.phrase)
        if phrase in seen:
            kinds = " and ".join(dict.fromkeys((seen[phrase], entry.kind)))
            title = f"“{entry.phrase}” stands twice among the phrases ({kinds})"
            yield Finding("duplicate", title, "Keep one: a phrase means one thing.", Place(FILE))
        seen.setdefault(phrase, entry.kind)


def _defined(
    rule: Mapping[str, Any], named: Mapping[str, set[str]], languages: tuple[str, ...]
) -> dict[str, set[str]]:
    """Return what may be named, by kind; not those whose own file is missing, which is a fault already."""
    own = {"plan": {*rule.get("plans", {})}, "qualifier": {*rule.get("qualifiers", {})}}
    declared = {"language": {*languages}} if languages else {}
    return {**own, **declared, **{kind: named[file] for kind, file in _FILES.items() if file in named}}


def _named(rule: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return every name that the rule uses, by kind."""
    subjects = rule["subjects"]
    readings = [r for subject in subjects for r in (subject, *subject.get("qualified", {}).values())]
    by_share = [(plan, names) for reading in readings for plan, names in reading.get("share", {}).items()]
    levels = [
        names
        for reading in readings
        for aspect in ("level", "change", "fall")
        if (names := reading.get(aspect))
    ]
    tallied = rule.get("tallies", {}).get("indicators", ())
    return {
        "language": {rule["language"]},
        "indicator": {name for names in (*levels, *(n for _, n in by_share), *tallied) for name in names},
        "unit_measure": {*rule["unit_measures"]},
        "plan": {plan for plan, _ in by_share},
        "qualifier": {name for subject in subjects for name in subject.get("qualified", {})},
        "unit_type": {*rule.get("unit_words", {})},
    }


def _unknown(kind: str, name: str, language: str) -> Finding:
    title = f"The phrases in “{language}” name the {kind} “{name}”, which nothing defines"
    return Finding("unknown_reference", title, "Correct it, or define it.", Place(FILE, column=kind))
