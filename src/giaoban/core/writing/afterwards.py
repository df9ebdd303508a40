"""Afterwards: of a shortfall that was taken up: what was missed, what was asked and given, what came later.

Each number of the later figure is bound to that figure, so that a reader comes to its own proof.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from giaoban.core.review.matters import DONE
from giaoban.core.writing.amounts import AMOUNTS, say_bound
from giaoban.core.writing.statements import Figure
from giaoban.core.writing.voice import WORD, Field, Spans, Subject, Voice


def _missed(voice: Voice, figure: Figure) -> Mapping[str, str | None]:
    """Return the shortfall that the figure looks back at."""
    return voice.sheet.matters[figure["inputs"][0]]


def _earlier_result(voice: Voice, subject: Subject) -> Spans:
    missed = _missed(voice, subject.figure)
    number, text = missed["rounded_result"], missed["result"]
    if number is not None:
        text = voice.measure(Decimal(number), subject.figure["unit_measure"])
    return subject.bind(text, "value", number) if text else ()


def _earlier_target(voice: Voice, subject: Subject) -> Spans:
    missed = _missed(voice, subject.figure)
    if missed["target"] is None:
        return ()
    return subject.bind(say_bound(voice, missed, subject.figure["unit_measure"]), "value")


def _later(field: Field, rule: str, voice: Voice, subject: Subject) -> Spans:
    """What the later figure answers, where it is of this rule."""
    found = (voice.sheet.figures.get(name) for name in subject.figure["inputs"])
    later = next((one for one in found if one and one["rule"] == rule), None)
    return field(voice, Subject(subject.fact, later, subject.unit_key)) if later else ()


def _later_result(voice: Voice, subject: Subject) -> Spans:
    held = _later(AMOUNTS["result"], "attainment", voice, subject)
    return held or _later(AMOUNTS["value"], "observed", voice, subject)


def _verdict(voice: Voice, subject: Subject) -> Spans:
    known = voice.wording["verdicts"].get(subject.figure["value"])
    return subject.bind(known["word"], WORD) if known else ()


def _count(kind: str, is_done: bool, voice: Voice, subject: Subject) -> Spans:
    """How many of a kind there are, or how many of them are done; nothing where there are none."""
    found = (voice.sheet.matters.get(name) for name in subject.figure["inputs"])
    states = [one["state"] for one in found if one and one["kind"] == kind]
    number = sum(1 for state in states if state in DONE) if is_done else len(states)
    return subject.bind(voice.count(number), "count", str(number)) if states else ()


AFTERWARDS: Mapping[str, Field] = {
    "earlier_result": _earlier_result,
    "earlier_target": _earlier_target,
    "later_result": _later_result,
    "later_target": partial(_later, AMOUNTS["target"], "attainment"),
    "later_verdict": partial(_later, _verdict, "attainment"),
    "petitions": partial(_count, "petition", False),
    "petitions_answered": partial(_count, "petition", True),
    "tasks": partial(_count, "task", False),
    "tasks_done": partial(_count, "task", True),
}
