"""Phrases: how a language writes figures in prose, as a pack's rule lays it down; the code knows no word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from giaoban.core.figures.words import Entry, Lexicon, Spelling, Word
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.units import Unit

#: The topic of a pack's rules that holds the phrases, and the rule's name.
TOPIC, RULE = "narratives", "phrases"
_VERBS = ("rise", "fall", "negative", "reach", "equal", "exceed", "miss", "times", "from", "aside")
_LISTS = {"against": "against", "intents": "intent", "joins": "join", "breaks": "break", "neutral": "neutral"}
_STATUSES = ("met", "exceeded", "missed")
_ASPECTS = ("level", "change", "fall")


@dataclass(frozen=True)
class Measure:
    """What an amount counts, and how many of that one such unit is: a million dong is 1000000 of VND."""

    quantity: str
    scale: Decimal


@dataclass(frozen=True)
class Hedge:
    """How far the true value may lie below and above the number that is said, in per cent; None: anywhere."""

    below_percent: Decimal | None
    above_percent: Decimal | None


@dataclass(frozen=True)
class When:
    """A kind of period as a phrase names it, with the number and the first month that the phrase implies."""

    period: str
    number: int = 0
    start_month: int = 1


@dataclass(frozen=True)
class Subject:
    """What a phrase speaks of: the indicators of each aspect, by qualifier (empty where none is said).

    The first indicator is what the words mean; the others are what they may mean as well.
    """

    readings: Mapping[tuple[str, str], tuple[str, ...]]

    def indicators(self, aspect: str, qualifiers: frozenset[str]) -> tuple[str, ...]:
        """Return the indicators of an aspect; none where two qualifiers are said at once."""
        if len(qualifiers) > 1:
            return ()
        return self.readings.get((next(iter(qualifiers), ""), aspect), ())


@dataclass(frozen=True)
class Phrases:
    """One language's vocabulary for figures in prose."""

    language: str
    spelling: Spelling
    group: str
    numerals: Mapping[str, Decimal]
    multiples: Mapping[str, Decimal]
    ranges: frozenset[str]
    abbreviations: frozenset[str]
    main: Lexicon
    measures: Lexicon
    tallies: Lexicon
    out_of: Lexicon
    statuses: Lexicon
    leads: Mapping[tuple[str, ...], str]
    tallied: tuple[tuple[str, ...], ...]
    measure_of: Mapping[str, Measure]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    old_fonts: tuple[tuple[str, str], ...] = ()

    def spoken_by(self, unit: Unit) -> "Phrases":
        """Return the phrases of a report by `unit`: its names, and words for its kind, change no sentence.

        Edges:   “the city” in a province's report is another unit, and stays unknown.
        """
        names = (unit.name, unit.full_name, *self.unit_words.get(unit.unit_type, ()))
        return replace(self, main=self.main.with_entries(Entry(name, "neutral") for name in names))

    def lead(self, words: Sequence[Word]) -> str:
        """Return what the words make of an indicator that follows: its growth, its fall, or nothing."""
        return self.leads.get(tuple(word.text for word in words), "")


def phrases_of(
    rules: Iterable[Mapping[str, Any]], language: str, indicators: Mapping[str, Indicator], on: str
) -> Phrases | None:
    """Return the phrases of a language that hold on the day `on`, or None where the pack has none.

    Shape:   of several versions in force the latest; amounts are told in the indicators' units of measure.
    """
    held = [r for r in rules if r["rule"] == RULE and r["language"] == language and _is_in_force(r, on)]
    if not held:
        return None
    return _phrases(max(held, key=lambda rule: str(rule["valid_from"])), indicators)


def _is_in_force(rule: Mapping[str, Any], on: str) -> bool:
    return str(rule["valid_from"]) <= on and (not rule["valid_to"] or on < str(rule["valid_to"]))


def _phrases(rule: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Phrases:
    spelling = Spelling(tuple(rule.get("spellings", {}).items()))
    numbers, tallies, headings = rule["numbers"], rule.get("tallies", {}), rule.get("headings", {})
    return Phrases(
        language=rule["language"],
        spelling=spelling,
        group=numbers["group"],
        numerals=_decimals(numbers.get("words", {}), spelling),
        multiples=_decimals(numbers.get("multiples", {}), spelling),
        ranges=frozenset(map(spelling.fold, numbers.get("range", ()))),
        abbreviations=frozenset(map(spelling.fold, rule.get("abbreviations", ()))),
        main=Lexicon(entries_of(rule), spelling),
        measures=Lexicon(_after(rule), spelling),
        tallies=Lexicon((Entry(phrase, "tally") for phrase in tallies.get("phrases", ())), spelling),
        out_of=Lexicon((Entry(phrase, "out_of") for phrase in tallies.get("out_of", ())), spelling),
        statuses=Lexicon((Entry(p, "status", s) for s in _STATUSES for p in tallies.get(s, ())), spelling),
        leads=_leads(rule, spelling),
        tallied=tuple(map(tuple, tallies.get("indicators", ()))),
        measure_of=_measure_of(rule, indicators),
        headings={name: tuple(map(spelling.fold, words)) for name, words in headings.items()},
        unit_words={kind: tuple(words) for kind, words in rule.get("unit_words", {}).items()},
        old_fonts=tuple((one["prefix"].lower(), one["encoding"]) for one in rule.get("old_fonts", ())),
    )


def entries_of(rule: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield every phrase that is looked for at any place of a sentence; none may mean two things."""
    for subject in rule["subjects"]:
        sense = _subject(subject)
        yield from (Entry(phrase, "subject", sense, is_loose=True) for phrase in subject["phrases"])
    for name, phrases in rule.get("qualifiers", {}).items():
        yield from (Entry(phrase, "qualifier", name, is_loose=True) for phrase in phrases)
    for verb in _VERBS:
        yield from (Entry(phrase, "verb", verb) for phrase in rule["verbs"].get(verb, ()))
    for hedge in rule.get("hedges", ()):
        sense = Hedge(_bound(hedge["below_percent"]), _bound(hedge["above_percent"]))
        yield from (Entry(phrase, "hedge", sense) for phrase in hedge["phrases"])
    for plan, phrases in rule.get("plans", {}).items():
        yield from (Entry(phrase, "plan", plan) for phrase in phrases)
    for period in rule["periods"]:
        when = When(period["period"], int(period.get("number", 0)), int(period.get("start_month", 1)))
        yield from (Entry(phrase, "period", when) for phrase in period["phrases"])
    for amount in rule["amounts"]:
        yield from (Entry(phrase, "measure", _measure(amount)) for phrase in amount.get("before", ()))
    for name, kind in _LISTS.items():
        yield from (Entry(phrase, kind) for phrase in rule.get(name, ()))


def _after(rule: Mapping[str, Any]) -> Iterator[Entry]:
    for amount in rule["amounts"]:
        yield from (Entry(phrase, "measure", _measure(amount)) for phrase in amount.get("after", ()))


def _subject(subject: Mapping[str, Any]) -> Subject:
    by_qualifier = {"": subject, **subject.get("qualified", {})}
    readings = {
        (qualifier, aspect): tuple(said[aspect])
        for qualifier, said in by_qualifier.items()
        for aspect in _ASPECTS
        if aspect in said
    }
    shares = {
        (qualifier, f"share:{plan}"): tuple(indicators)
        for qualifier, said in by_qualifier.items()
        for plan, indicators in said.get("share", {}).items()
    }
    return Subject({**readings, **shares})


def _leads(rule: Mapping[str, Any], spelling: Spelling) -> dict[tuple[str, ...], str]:
    named = {"growth": rule.get("growth_of", ()), "fall": rule.get("fall_of", ())}
    return {tuple(w.text for w in spelling.cut(p)): lead for lead, phrases in named.items() for p in phrases}


def _measure_of(rule: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> dict[str, Measure]:
    known = {code: _measure(measure) for code, measure in rule["unit_measures"].items()}
    return {name: known[one.unit_measure] for name, one in indicators.items() if one.unit_measure in known}


def _measure(amount: Mapping[str, Any]) -> Measure:
    return Measure(amount["quantity"], Decimal(str(amount["scale"])))


def _bound(text: str | None) -> Decimal | None:
    return None if text in ("", None) else Decimal(str(text))


def _decimals(words: Mapping[str, str], spelling: Spelling) -> dict[str, Decimal]:
    return {spelling.fold(word): Decimal(str(number)) for word, number in words.items()}
