"""Conclusions: what a notice is drafted from: who met, what the report says, what was decided and asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from giaoban.core.conduct.resolutions import Clause, Section
from giaoban.core.errors import NotFound
from giaoban.core.writing.notices import bind, fill, say_date
from giaoban.core.writing.numbers import join_words
from giaoban.queries import conferences, delegates, factsheets, minutes, notices
from giaoban.queries.conferences import PETITION
from giaoban.records.models import AgendaItem, Conference, Delegate, Notice


@dataclass(frozen=True)
class Drafted:
    """One clause to begin with: its text, the spans it is quoted from, and what it comes from."""

    section: Section
    text: str
    basis: tuple[Mapping[str, Any], ...] = ()
    item: AgendaItem | None = None
    decision: str = ""
    petition: str = ""


@dataclass(frozen=True)
class Quotable:
    """One paragraph of the report that a notice may quote."""

    key: str
    text: str
    spans: tuple[Mapping[str, Any], ...] = field(repr=False)


def draft(conference: Conference) -> tuple[Drafted, ...]:
    """Return the clauses that a notice begins with, in their order.

    Edges:   without a factsheet nothing is quoted; without decisions no task is asked for.
    Raises:  NotFound if the pack has no words for notices.
    """
    _, words, pack = notices.wording(conference)
    told = _told(conference, words)
    chosen = pack.documents["notice"]["assessment"]
    quoted = {one.key: one for one in quotable(conference)}
    return (
        Drafted("opening", fill(words["notices"]["opening"], told)),
        *(
            Drafted("assessment", quoted[key].text, quoted[key].spans)
            for key in (f"{statement}-1" for statement in chosen)
            if key in quoted
        ),
        *_asked(conference),
        Drafted("closing", fill(words["notices"]["closing"], told)),
    )


def decisions(conference: str) -> tuple[tuple[int, str, str], ...]:
    """Return what was decided: number of the item, key of the decision, its text; by the agenda's order.

    Edges:   while the minutes hold no decision, it is what the agenda seeks.
    """
    decided = ((one.item, one.decision_id, one.text) for one in minutes.decisions(conference))
    sought = ((one.number, "", one.decision_sought) for one in conferences.agenda(conference))
    return tuple(decided) or tuple(one for one in sought if one[2].strip())


def quotable(conference: Conference) -> tuple[Quotable, ...]:
    """Return the paragraphs of the report on the conference's round, named by their statements."""
    return _quotable(factsheets.latest_digest(conference.round_id), notices.wording(conference)[0])


def quoted(conference: Conference, key: str) -> Quotable:
    """Return one paragraph of the report.

    Raises:  NotFound if there is none of this key.
    """
    found = next((one for one in quotable(conference) if one.key == key), None)
    if found is None:
        raise NotFound("There is no such paragraph in the report", "Reload the notice.")
    return found


def chair(conference: Conference) -> str:
    """Return how the notice speaks of the chair: by name and post; empty where nobody chairs."""
    _, words, _ = notices.wording(conference)
    found = next((one for one in delegates.seating(conference.key) if one.seat == "chair"), None)
    return _person(found, words) if found else ""


def layout_words(
    notice: Notice, symbol: str = "", signer: str = "", on: date | None = None
) -> dict[str, str]:
    """Return what a layout may ask for; a draft has no number, no date and no signature."""
    _, words, _ = notices.wording(notice.conference)
    return {
        "title": notice.conference.title,
        "chair": chair(notice.conference),
        "year": str((on or timezone.localdate(notice.conference.begins_at)).year),
        "symbol": symbol,
        "signer": signer,
        "date": say_date(words["notices"]["long_day"], on, words) if on else "",
    }


def spans(clause: Clause) -> tuple[Mapping[str, Any], ...]:
    """Return a clause in stretches, each figure that it still quotes bound."""
    return tuple(bind(clause.text, clause.basis))


def _quotable(digest: str | None, language: str) -> tuple[Quotable, ...]:
    if digest is None:
        return ()
    blocks = factsheets.by_digest(digest)["documents"].get(language, {"blocks": ()})["blocks"]
    found, counts = [], dict[str, int]()
    for block in (block for block in blocks if block["kind"] == "paragraph"):
        name = block["statement"]
        counts[name] = counts.get(name, 0) + 1
        text = "".join(span["text"] for span in block["spans"])
        found.append(Quotable(f"{name}-{counts[name]}", text, tuple(block["spans"])))
    return tuple(found)


def _asked(conference: Conference) -> Iterator[Drafted]:
    """Yield a clause for each decision, and for each petition that the agenda takes up."""
    items = {one.number: one for one in conferences.agenda(conference.key)}
    for number, decision, text in decisions(conference.key):
        if not items[number].takes_up.startswith(PETITION):
            yield Drafted("task", text, item=items[number], decision=decision)
    said = {number: text for number, _, text in decisions(conference.key)}
    for one in items.values():
        if one.takes_up.startswith(PETITION):
            text = said.get(one.number) or one.title
            yield Drafted("petition", text, item=one, petition=one.takes_up.removeprefix(PETITION))


def _told(conference: Conference, words: Mapping[str, Any]) -> dict[str, str]:
    """Return what opening and closing may ask for."""
    people, lists = delegates.seating(conference.key), words["lists"]
    present = [one for one in people if one.seat == "delegate" and not one.site.unit_key]
    speakers = dict.fromkeys(one.speaker for one in conferences.agenda(conference.key) if one.speaker)
    reporters = [one for one in speakers if one.seat != "chair"]
    sites = sum(1 for one in conferences.sites(conference.key) if one.unit_key)
    begun_on = timezone.localdate(conference.begins_at)
    return {
        "day": say_date(words["notices"]["long_day"], begun_on, words),
        "place": conference.place,
        "chair": chair(conference),
        "conference": conference.title,
        "sites": str(sites or ""),
        "attendees": join_words([_person(one, words) for one in present], lists),
        "reporters": join_words([_person(one, words) for one in reporters], lists),
    }


def _person(one: Delegate, words: Mapping[str, Any]) -> str:
    return fill(words["notices"]["person"], {"name": one.name, "post": one.post})
