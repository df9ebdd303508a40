"""Positions: what a unit writes before a conference, its number, and what is to be mended in it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from giaoban.core.conduct import splitting
from giaoban.core.conduct.clustering import Vocabulary
from giaoban.core.errors import Finding, Place, Severity
from giaoban.core.registry.rules import Rule, in_force

#: The topic of a pack's rules that lays numbers, lengths and words down, and the rule's name.
TOPIC = "petitions"
#: The codelists of a pack that a position may name; where a pack has none, nothing is asked.
SUBJECTS, ADDRESSEES = "subjects", "addressees"
Kind = Literal["position", "difficulty", "petition"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: What cannot be kept at all; everything else may stand in a draft until it is filed.
UNFIT = frozenset({"no_text", "control_character", "unknown_kind", "unknown_code"})
#: A part of a compound one is told by its place in it.
_PART = "{number}.{part}"
_SHORT = 300
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

#: code → what is wrong, and what to do.
TEXTS: Mapping[str, tuple[str, str]] = {
    "no_text": ("The text is empty", "Write what is to be said."),
    "too_long": ("The text has more than %(most)s characters", "Shorten it."),
    "control_character": ("The text holds a control character", "Type it anew."),
    "unknown_kind": ("It is not said what this is", "Choose position, difficulty or petition."),
    "unknown_code": ("“%(text)s” is not in the list", "Choose one that is offered."),
    "no_addressee": ("The petition is addressed to nobody", "Say which body or level is to answer it."),
    "no_subject": ("No subject is chosen", "Choose one, so that it lies beside the like of other units."),
    "cause_of_nothing": ("A cause is given, but not of which indicator", "Choose the indicator."),
    "contradicts_figure": (
        "The text says “%(text)s”, the figure of %(names)s for %(period)s is %(held)s",
        "Correct the text where it is wrong; a figure is corrected in the report.",
    ),
    "one_part": ("There is only one part", "Give each of the things that are asked a part of its own."),
    "words_lost": ("These words stand in no part: %(text)s", "Put them where they belong."),
    "words_added": ("These words are not the unit’s: %(text)s", "Use its own words only."),
}


@dataclass(frozen=True)
class Content:
    """What one position says. `item` is the agenda item that it is on, `body` who is asked, in words.

    `indicator` and `cause` tell which shortfall it comes from, and why that came about.
    """

    kind: str
    text: str
    subject: str = ""
    addressee: str = ""
    body: str = ""
    indicator: str = ""
    cause: str = ""
    item: int | None = None


@dataclass(frozen=True)
class Choices:
    """What a content may name: codes of subjects, levels and indicators, and items of the agenda."""

    subjects: frozenset[str] = frozenset()
    addressees: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    items: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rules:
    """What a pack lays down: how a number is written, how long a text may be, and the words to compare by."""

    number: str = "{code}-{number}"
    digits: int = 1
    longest: int = 4000
    letters: tuple[str, ...] = splitting.LETTERS
    fewest_words: int = 3
    vocabulary: Vocabulary = Vocabulary()


def rules_of(rules: Iterable[Rule], on: date) -> Rules:
    """Return what a pack lays down on a day; plain rules where it says nothing.

    Source:  packs/<id>/rules/petitions.yaml
    """
    rule = in_force(rules, TOPIC, on)
    if rule is None:
        return Rules()
    words = Vocabulary(
        frozenset(rule["stop_words"]),
        tuple(rule["stop_phrases"]),
        Decimal(str(rule["threshold"])),
        int(rule["fewest_shared"]),
    )
    return Rules(
        str(rule["number"]),
        int(rule["digits"]),
        int(rule["longest"]),
        tuple(rule["letters"]),
        int(rule["fewest_words"]),
        words,
    )


def number_of(rules: Rules, *, period: str, code: str, number: int) -> str:
    """Return the number of a unit's position as its pack writes it: `2023-01/07`."""
    return rules.number.format(period=period, code=code, number=str(number).zfill(rules.digits))


def part_number(number: str, part: int) -> str:
    """Return the number of a part of a compound one: `2023-01/07.2`."""
    return _PART.format(number=number, part=part)


def tidy(content: Content) -> Content:
    """Return the content as it is kept: texts composed, without blanks around them.

    Edges:   line ends are one kind; what is said of an addressee counts for petitions only.
    """
    plain = {name: _tidy(value) if isinstance(value, str) else value for name, value in vars(content).items()}
    if content.kind != "petition":
        plain |= {"addressee": "", "body": ""}
    return Content(**plain)


def check(content: Content, rules: Rules, choices: Choices) -> tuple[Finding, ...]:
    """Return everything that is to be mended before a position can be filed, and what is only doubtful.

    Shape:   errors hold it back; the column of the place names the part of the content.
    """
    return (*_shape(content, rules), *_codes(content, choices), *_gaps(content, choices))


def check_split(text: str, parts: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return what is in the way of a split: no word of the unit may be lost, and none put into its mouth."""
    found = [fault("one_part", "parts")] if len(parts) < 2 else []
    if missing := splitting.lost(text, parts):
        found.append(fault("words_lost", "parts", text=", ".join(missing)))
    if strange := splitting.added(text, parts):
        found.append(fault("words_added", "parts", text=", ".join(strange)))
    return tuple(found)


def ended_items(begun: Iterable[int]) -> frozenset[int]:
    """Return the items that are over, from those that were begun in their order: all but the last one."""
    order = list(begun)
    return frozenset(order[:-1]) - frozenset(order[-1:])


def fault(code: str, column: str, severity: Severity = "error", **values: str | int) -> Finding:
    """Return the finding of this code on a part of the content."""
    said = {name: str(value) for name, value in values.items()}
    title, detail = (text % said for text in TEXTS[code])
    return Finding(code, title, detail, Place(column=column), severity, tuple(said.items()))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _shape(content: Content, rules: Rules) -> Iterator[Finding]:
    if content.kind not in KINDS:
        yield fault("unknown_kind", "kind")
    if not content.text:
        yield fault("no_text", "text")
    for column, most in (("text", rules.longest), ("cause", rules.longest), ("body", _SHORT)):
        said = getattr(content, column)
        if len(said) > most:
            yield fault("too_long", column, most=most)
        if _UNPRINTABLE.search(said):
            yield fault("control_character", column)


def _codes(content: Content, choices: Choices) -> Iterator[Finding]:
    for column in ("subject", "addressee", "indicator", "item"):
        value, known = getattr(content, column), getattr(choices, f"{column}s")
        if value and value not in known:
            yield fault("unknown_code", column, text=str(value)[:40])


def _gaps(content: Content, choices: Choices) -> Iterator[Finding]:
    if content.kind == "petition" and not content.addressee and not content.body:
        yield fault("no_addressee", "addressee")
    if choices.subjects and not content.subject:
        yield fault("no_subject", "subject", "warning")
    if content.cause and not content.indicator:
        yield fault("cause_of_nothing", "indicator", "warning")
