"""Labels: the words that a figure answers with: names, grades, verdicts, ranks, periods, sources."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from giaoban.core.writing.amounts import unit_measure_of
from giaoban.core.writing.periods import say_day, say_period
from giaoban.core.writing.statements import Fact, Figure, has_value
from giaoban.core.writing.voice import WORD, Field, Span, Spans, Subject, Voice, join


def _name(voice: Voice, subject: Subject) -> Spans:
    key = subject.unit_key or subject.figure["unit_key"]
    return subject.bind(voice.name(key), "name") if key else ()


def _typed_name(voice: Voice, subject: Subject) -> Spans:
    """The name with the word for the unit's type at the date, as the wording composes it."""
    key = subject.unit_key or subject.figure["unit_key"]
    form = voice.wording.get("unit_types", {}).get(voice.sheet.units[key]["unit_type"], "{name}")
    is_own = key in voice.wording.get("unit_names", {})
    return subject.bind(voice.name(key) if is_own else form.format(name=voice.name(key)), "name")


def _word(group: str, role: str, voice: Voice, subject: Subject) -> Spans:
    """A figure's value by its word in one group of the wording."""
    value = subject.figure["value"]
    return subject.bind(voice.word(group, value), role) if isinstance(value, str) else ()


def _superlative(voice: Voice, subject: Subject) -> Spans:
    """The word for an extreme, or for the foremost of an ordered list."""
    working = subject.figure["working"]
    key = working.get("which") or working.get("order", "")
    return subject.bind(voice.word("superlatives", key), WORD) if key else ()


def _comparison(voice: Voice, subject: Subject) -> Spans:
    """The word for how the members of a list compare with its threshold."""
    op = subject.figure["working"].get("op", "")
    return subject.bind(voice.word("comparisons", op), WORD) if op else ()


def _verdict(voice: Voice, subject: Subject) -> Spans:
    """The verdict's mark and word; a result that came late says so."""
    known = voice.wording["verdicts"].get(subject.figure["value"])
    if not known:
        return ()
    is_late = subject.figure["working"].get("reported") == "late"
    late = f" ({voice.word('reports', 'late')})" if is_late else ""
    return subject.bind(f"{known['mark']} {known['word']}{late}", WORD)


def status_word(voice: Voice, record: Mapping[str, Any]) -> str:
    """Return the word for a grade: estimate (first, second), provisional, normal."""
    status, estimate = record.get("obs_status", ""), record.get("estimate", "")
    words = voice.wording["statuses"]
    return words.get(f"{status}{estimate}", words.get(status, status))


def _grade(voice: Voice, subject: Subject) -> Spans:
    word = status_word(voice, subject.figure["working"])
    return subject.bind(word, WORD) if word else ()


def grades_of(voice: Voice, fact: Fact) -> list[Spans]:
    """Return the grades that occur among the figures, most frequent first, each bound to a figure of it."""
    by_word: dict[str, list[Figure]] = {}
    for figure in fact.figures:
        if has_value(figure) and (word := status_word(voice, figure["working"])):
            by_word.setdefault(word, []).append(figure)
    ordered = sorted(by_word.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Subject(fact, figures[0]).bind(word, WORD) for word, figures in ordered]


def _rank(voice: Voice, subject: Subject) -> Spans:
    row = next((row for row in subject.figure["value"] or () if row["unit_key"] == subject.unit_key), None)
    if row is None:
        return ()
    form = voice.wording["ranks"]["tied" if row["tied"] > 1 else "alone"]
    return subject.bind(form.format(rank=row["rank"], tied=row["tied"]), "rank", str(row["rank"]))


def band_of(figure: Figure, unit_key: str) -> str:
    """Return the band in which a banding puts a unit; empty where it has none."""
    return next((row["band"] for row in figure["value"] or () if unit_key in row["unit_keys"]), "")


def _band(voice: Voice, subject: Subject) -> Spans:
    band = band_of(subject.figure, subject.unit_key)
    return subject.bind(voice.word("bands", band), WORD) if band else ()


def _indicator(voice: Voice, subject: Subject) -> Spans:
    known = voice.sheet.indicators.get((subject.figure or {}).get("indicator", ""))
    return (Span(known["names"].get(voice.language, known["indicator"])),) if known else ()


def _period(voice: Voice, subject: Subject) -> Spans:
    text = (subject.figure or {}).get("period", "")
    return (Span(say_period(text, voice.wording)),) if text else ()


def _from_period(voice: Voice, subject: Subject) -> Spans:
    """The earlier period of a change, or of the changes that a list compares."""
    figure = subject.figure
    inputs = (voice.sheet.figures[i] for i in figure["inputs"] if i in voice.sheet.figures)
    texts = (one["working"].get("from_period") for one in (figure, *inputs))
    text = next((text for text in texts if text), "")
    return (Span(say_period(text, voice.wording)),) if text else ()


def _vintage(voice: Voice, subject: Subject) -> Spans:
    return (Span(say_day(subject.figure["vintage"], voice.wording)),) if subject.figure["vintage"] else ()


def _variants(voice: Voice, subject: Subject) -> Spans:
    """The tallies of a disagreement side by side, each bound to its own figure."""
    form, sources = voice.wording["variants"]["tally"], voice.wording["variants"]["sources"]
    pieces = []
    for one in subject.figure["value"]:
        tally = f"{voice.count(one['met'])}/{voice.count(one['total'])}"
        before, after = form.replace("{source}", sources[one["analysis"]]).split("{value}")
        bound = Span(tally, "tally", one["figure_id"], subject.figure["unit_key"])
        pieces.append((Span(before), bound, Span(after)))
    return join(pieces, voice.wording["variants"])


def publisher(source: str) -> str:
    """Return the host of an address, or the source itself where it is no address."""
    return source.partition("://")[2].partition("/")[0] or source


def _candidates(voice: Voice, subject: Subject) -> Spans:
    """The releases of an observed figure side by side, each with its source and day."""
    form, pieces = voice.wording["variants"]["release"], []
    code, decimals = unit_measure_of(subject.figure)
    for one in (voice.sheet.observations[i] for i in subject.figure["inputs"]):
        if one["value"] is None:
            continue
        place = {"source": publisher(one["source"])}
        place["released"] = say_day(one["released"], voice.wording)
        before, after = form.split("{value}")
        bound = subject.bind(voice.measure(Decimal(one["value"]), code, decimals), "value")
        pieces.append((Span(before.format(**place)), *bound, Span(after.format(**place))))
    return join(pieces, voice.wording["variants"])


LABELS: Mapping[str, Field] = {
    "name": _name,
    "typed_name": _typed_name,
    "quantifier": partial(_word, "quantifiers", "quantifier"),
    "movement": partial(_word, "movements", WORD),
    "superlative": _superlative,
    "comparison": _comparison,
    "verdict": _verdict,
    "grade": _grade,
    "rank": _rank,
    "band": _band,
    "indicator": _indicator,
    "period": _period,
    "from_period": _from_period,
    "vintage": _vintage,
    "variants": _variants,
    "candidates": _candidates,
}
