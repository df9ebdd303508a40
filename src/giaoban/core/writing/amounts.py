"""Amounts: the numbers that a figure answers with, each in its unit of measure and bound to its figure."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import partial

from giaoban.core.review.matters import STATES
from giaoban.core.writing.numbers import say_number
from giaoban.core.writing.statements import Figure
from giaoban.core.writing.voice import WORD, Field, Span, Spans, Subject, Voice

PER_CENT = "PCT"
#: Measures of a tally that are counts of targets.
COUNTED = frozenset({"met", "total", "missed", "exceeded", "not_reported", "not_applicable", "undetermined"})
#: Counts of tasks and petitions by where they stand.
STANDING = frozenset(name for names in STATES.values() for name in names)


def amount_of(figure: Figure) -> Decimal | None:
    """Return the number that a figure stands for: its value, a tally's share, an attainment's result."""
    value = figure["value"]
    if figure["rule"] == "attainment":
        value = figure["working"]["rounded_result"]
    elif figure["rule"] == "extreme":
        value = figure["working"]["extreme"]
    elif isinstance(value, Mapping):
        value = value.get("share")
    try:
        return Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None


def unit_measure_of(figure: Figure) -> tuple[str, int | None]:
    """Return the unit of measure and the decimals that a figure's number is printed with."""
    if figure["rule"] == "attainment":
        return figure["unit_measure"], None
    return (figure["unit_measure"], figure["decimals"]) if figure["unit_measure"] else (PER_CENT, 1)


def _say(voice: Voice, figure: Figure, amount: Decimal) -> str:
    return voice.measure(amount, *unit_measure_of(figure))


def _value(voice: Voice, subject: Subject) -> Spans:
    amount = amount_of(subject.figure)
    if amount is None:
        return ()
    return subject.bind(_say(voice, subject.figure, amount), "value", format(amount, "f"))


def _bare(voice: Voice, subject: Subject) -> Spans:
    """The value alone, for a column whose title names the unit of measure."""
    amount = amount_of(subject.figure)
    if amount is None:
        return ()
    decimals = unit_measure_of(subject.figure)[1]
    return subject.bind(say_number(amount, voice.wording["numbers"], decimals), "value", format(amount, "f"))


def _size(voice: Voice, subject: Subject) -> Spans:
    amount = amount_of(subject.figure)
    return () if amount is None else subject.bind(_say(voice, subject.figure, abs(amount)), "value")


def _verb(voice: Voice, subject: Subject) -> Spans:
    amount = amount_of(subject.figure)
    if amount is None:
        return ()
    sign = "up" if amount > 0 else "down" if amount < 0 else "flat"
    return subject.bind(voice.word("verbs", sign), WORD)


def _moved(voice: Voice, subject: Subject) -> Spans:
    """The verb by sign, then the size; a value of zero is said by its verb alone."""
    verb, size = _verb(voice, subject), _size(voice, subject)
    return (*verb, Span(" "), *size) if verb and amount_of(subject.figure) else verb


def _tally(voice: Voice, subject: Subject) -> Spans:
    value = subject.figure["value"]
    if not isinstance(value, Mapping) or "met" not in value:
        return ()
    return subject.bind(f"{voice.count(value['met'])}/{voice.count(value['total'])}", "tally")


def _share(voice: Voice, subject: Subject) -> Spans:
    value = subject.figure["value"]
    share = value.get("share") if isinstance(value, Mapping) else value
    return () if share is None else subject.bind(voice.measure(Decimal(share), PER_CENT, 1), "share", share)


def _part(name: str, voice: Voice, subject: Subject) -> Spans:
    """One count of a tally."""
    value = subject.figure["value"]
    if not isinstance(value, Mapping) or value.get(name) is None:
        return ()
    return subject.bind(voice.count(value[name]), "count", str(value[name]))


def _some(name: str, voice: Voice, subject: Subject) -> Spans:
    """One count of tasks or petitions, where there are any: a sentence does not list what nobody did."""
    value = subject.figure["value"]
    return _part(name, voice, subject) if isinstance(value, Mapping) and value.get(name) else ()


def _worked(name: str, voice: Voice, subject: Subject) -> Spans:
    """A whole number of the working."""
    number = subject.figure["working"].get(name)
    return () if number is None else subject.bind(voice.count(number), name, str(number))


def _count(voice: Voice, subject: Subject) -> Spans:
    count = subject.figure["working"].get("count", subject.fact.count)
    return () if count is None else subject.bind(voice.count(count), "count", str(count))


def _missing(voice: Voice, subject: Subject) -> Spans:
    working = subject.figure["working"]
    number = working["of"] - working["reported"]
    return subject.bind(voice.count(number), "count", str(number)) if number else ()


def _threshold(voice: Voice, subject: Subject) -> Spans:
    """The number that the members were held against, bound to the figure it came from."""
    figure, working = subject.figure, subject.figure["working"]
    if working.get("threshold") is None:
        return ()
    amount, source = Decimal(working["threshold"]), working["threshold_figure"] or figure["figure_id"]
    code = PER_CENT if working["measure"] == "share" else figure["unit_measure"]
    text = voice.count(int(amount)) if working["measure"] in COUNTED else voice.measure(amount, code)
    return (Span(text, "threshold", source, "", working["threshold"]),)


def _end(which: str, voice: Voice, subject: Subject) -> Spans:
    """One end of a range."""
    value = (subject.figure["value"] or {}).get(which)
    if value is None:
        return ()
    return subject.bind(_say(voice, subject.figure, Decimal(value)), "value", value)


def _result(voice: Voice, subject: Subject) -> Spans:
    """The result as it was compared, or in the words of the report where it is no number."""
    working, rounded = subject.figure["working"], subject.figure["working"]["rounded_result"]
    if rounded is None:
        return subject.bind(working["result"], "value") if working["result"] else ()
    text = voice.measure(Decimal(rounded), subject.figure["unit_measure"])
    return subject.bind(text, "value", rounded)


def _target(voice: Voice, subject: Subject) -> Spans:
    working, code = subject.figure["working"], subject.figure["unit_measure"]
    if working["target"] is None:
        return ()
    return subject.bind(say_bound(voice, working, code), "threshold", working["target"])


def say_bound(voice: Voice, asked: Mapping[str, str | None], code: str) -> str:
    """Return what a target asks for, in the wording of its comparison: at least so much, from … to …."""
    bounds = {name: Decimal(asked[name]) for name in ("target", "target_to") if asked[name] is not None}
    last = len(bounds) - 1
    said = {
        name: voice.measure(bound, code) if i == last else say_number(bound, voice.wording["numbers"])
        for i, (name, bound) in enumerate(bounds.items())
    }
    return voice.wording["targets"][asked["op"] if len(said) == 1 else "range"].format(**said)


AMOUNTS: Mapping[str, Field] = {
    "value": _value,
    "bare": _bare,
    "size": _size,
    "verb": _verb,
    "moved": _moved,
    "tally": _tally,
    "share": _share,
    **{name: partial(_part, name) for name in sorted(COUNTED)},
    **{name: partial(_some, name) for name in sorted(STANDING)},
    "count": _count,
    "reported": partial(_worked, "reported"),
    "of": partial(_worked, "of"),
    "silent": _missing,
    "threshold": _threshold,
    "lowest": partial(_end, "lowest"),
    "highest": partial(_end, "highest"),
    "result": _result,
    "target": _target,
}
