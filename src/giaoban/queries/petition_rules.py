"""Petition rules: what a pack lays down, what may be chosen, what is to be mended, and what seems alike."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone

from giaoban.core.conduct import clustering
from giaoban.core.conduct.clustering import Proposal, Text, Vocabulary
from giaoban.core.conduct.positions import (
    ADDRESSEES,
    SUBJECTS,
    TOPIC,
    Choices,
    Content,
    Rules,
    check,
    fault,
    rules_of,
)
from giaoban.core.errors import Finding
from giaoban.core.figures.narratives import Paragraph
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.units import Unit
from giaoban.queries import conferences, factsheets, narratives, packs
from giaoban.queries.positions import Written, unit_at
from giaoban.records.models import Conference


@dataclass(frozen=True)
class Setting:
    """The conference with its round and its pack, and the rules that hold on its day."""

    conference: Conference
    pack: Pack
    review: Round
    rules: Rules

    @property
    def choices(self) -> Choices:
        """Return what a position may name."""
        return choices(self.pack, (item.number for item in conferences.agenda(self.conference.key)))


def choices(pack: Pack, items: Iterable[int] = ()) -> Choices:
    """Return what may be named by the lists of a pack, and by the items of an agenda."""
    lists = pack.codelists
    codes = (lists.get(SUBJECTS, ()), lists.get(ADDRESSEES, ()), pack.indicators, items)
    return Choices(*map(frozenset, codes))


def setting(conference: str) -> Setting:
    """Return where a conference's positions are written.

    Raises:  NotFound if there is no such conference.
    """
    found = conferences.by_key(conference)
    pack, review = packs.of_round(found.round_id)
    day = timezone.localdate(found.begins_at)
    return Setting(found, pack, review, rules_of(pack.rules.get(TOPIC, ()), day))


def findings(place: Setting, unit_key: str, content: Content) -> tuple[Finding, ...]:
    """Return what is to be mended in a position before it is filed, and what is doubtful in it.

    Edges:   figures in its text are held against those of the round's latest factsheet, as warnings.
    """
    unit = unit_at(place.conference.key, unit_key)
    return (*check(content, place.rules, place.choices), *_contradictions(place, unit, content.text))


def proposals(place: Setting, written: Iterable[Written]) -> tuple[Proposal, ...]:
    """Return which of these positions seem to ask the same; names of units say nothing of the matter."""
    texts = tuple(
        Text(one.position_id, one.content.kind, one.content.text, one.cluster)
        for one in written
        if one.is_live
    )
    return _proposed(texts, _vocabulary(place.pack, place.rules))


@lru_cache(maxsize=8)
def _proposed(texts: tuple[Text, ...], vocabulary: Vocabulary) -> tuple[Proposal, ...]:
    """Return the proposals for these texts; made once, however often the page is opened."""
    return clustering.propose(texts, vocabulary)


def _vocabulary(pack: Pack, rules: Rules) -> Vocabulary:
    names = {name for unit in pack.units.values() for name in (unit.name, unit.full_name)}
    phrases = (*rules.vocabulary.stop_phrases, *sorted(names))
    return replace(rules.vocabulary, stop_phrases=phrases)


def _contradictions(place: Setting, unit: Unit, text: str) -> tuple[Finding, ...]:
    digest = factsheets.latest_digest(place.review.round_id)
    if digest is None:
        return ()
    cells = _cells(digest, unit.unit_key)
    paragraphs = [Paragraph(line) for line in text.splitlines() if line.strip()]
    found = narratives.contradicted(place.pack, place.review, paragraphs, cells, unit)
    return tuple(_doubt(dict(one.values)) for one in found)


def _doubt(said: dict[str, str]) -> Finding:
    kept = {name: said[name] for name in ("text", "names", "period", "held")}
    return fault("contradicts_figure", "text", "warning", **kept)


def _cells(digest: str, unit_key: str) -> dict[tuple[str, str], Decimal]:
    """Return the frozen figures of a unit, by indicator and period."""
    return {
        (one["indicator"], one["period"]): Decimal(one["value"])
        for one in factsheets.by_digest(digest)["figures"]
        if one["rule"] == "observed" and one["unit_key"] == unit_key and one["value"] is not None
    }
