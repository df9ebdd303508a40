"""Narratives: a unit's own report in words, held against the figures that it comes with."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures.entries import Entry, value_of
from giaoban.core.figures.forms import Form
from giaoban.core.figures.narratives import Mention, Paragraph, claims_in, compare, old_encodings
from giaoban.core.figures.phrases import TOPIC, Phrases, phrases_of
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.units import Unit
from giaoban.files.word.narratives import read_narrative
from giaoban.queries import evidence, forms, packs
from giaoban.queries.evidence import Piece

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def contradictions(
    pack: Pack, review: Round, form: Form, entries: Mapping[str, Entry], files: Iterable[Piece]
) -> tuple[Finding, ...]:
    """Return what the reports in words among `files` say otherwise than the entries do.

    Edges:   only Word files that the form asks for are read, in the pack's own language; where a pack has
             no phrases, nothing is compared. A figure that is not told as one of the form's is left alone.
    """
    reports = [one for one in files if one.attachment and one.media_type == _WORD]
    cells = _cells(form, entries) if reports else {}
    return tuple(
        finding
        for one in reports
        for finding in _of_report(pack, form, one.sha256, one.name, cells, review.period.text)
    )


def contradicted(
    pack: Pack,
    review: Round,
    paragraphs: Iterable[Paragraph],
    cells: Mapping[tuple[str, str], Decimal],
    unit: Unit | None = None,
) -> tuple[Finding, ...]:
    """Return what paragraphs about a round say otherwise than these figures: a unit's, or the country's.

    Edges:   a figure beside another unit's name is left alone, and all of them where the pack has no phrases.
    """
    phrases = _phrases(pack.digest, review.round_id)
    if phrases is None:
        return ()
    mentions = claims_in(paragraphs, phrases, period=review.period.text, unit=unit)
    names = {code: one.name(pack.languages[0]) for code, one in pack.indicators.items()}
    return compare(mentions, cells, pack.indicators, names=names)


def _of_report(
    pack: Pack, form: Form, sha256: str, name: str, cells: Mapping[tuple[str, str], Decimal], period: str
) -> tuple[Finding, ...]:
    mentions, encoded = _read(pack.digest, form.round_id, form.unit_key, sha256, name, period)
    names = {line.indicator: line.text for line in form.lines if line.kind == "figure"}
    return (*encoded, *compare(mentions, cells, pack.indicators, file=name, names=names))


@lru_cache(maxsize=128)
def _read(
    digest: str, round_id: str, unit_key: str, sha256: str, name: str, period: str
) -> tuple[tuple[Mention, ...], tuple[Finding, ...]]:
    """Return the figures that a report tells; read once for one content and one vocabulary."""
    pack, review = packs.of_round(round_id)
    phrases = _phrases(digest, round_id)
    paragraphs = _paragraphs(evidence.path_of(sha256)) if phrases else ()
    if phrases is None or not paragraphs:
        return (), ()
    unit = forms.unit_of(pack, review, unit_key)
    mentions = claims_in(paragraphs, phrases, period=period, unit=unit)
    return mentions, old_encodings(paragraphs, phrases, file=name)


def _paragraphs(path: Path) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a report; none of one that is no longer there, or cannot be read as Word."""
    try:
        return read_narrative(path)
    except Invalid:
        return ()


@lru_cache(maxsize=16)
def _phrases(digest: str, round_id: str) -> Phrases | None:
    """Return the phrases that hold for a round; made once for one content of its pack."""
    pack, review = packs.of_round(round_id)
    day = review.period.last_on.isoformat()
    return phrases_of(pack.rules.get(TOPIC, ()), pack.languages[0], pack.indicators, day)


def _cells(form: Form, entries: Mapping[str, Entry]) -> dict[tuple[str, str], Decimal]:
    """Return the form's figures by indicator and period, as typed and as known of the year before."""
    cells = {}
    for line in form.lines:
        if line.kind == "figure" and line.last_year and line.last_year.value is not None:
            cells[line.indicator, line.last_year.period] = line.last_year.value
    for line in form.lines:
        value = value_of(line, entries.get(line.line_id, Entry(line.line_id)))
        if line.kind == "figure" and value is not None:
            cells[line.indicator, line.period] = value
    return cells
