"""Search: what somebody may find by words and numbers, and what the entries of each kind are made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from giaoban.core.conduct.grants import GRANTS
from giaoban.core.conduct.people import Actor
from giaoban.core.conduct.petitions import OFFICE
from giaoban.core.conduct.policy import Parties, scope_of
from giaoban.core.conduct.positions import SUBJECTS
from giaoban.core.conduct.search import Asked, asked_words, mark, marks_for, marks_of, plain_number, words
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.units import versions_of
from giaoban.queries import delegates, packs, tasks
from giaoban.queries.task_standings import in_force
from giaoban.records.models import Clause, Directive, Petition, SearchEntry, Task

#: What is found → the action that its page declares: who may read the page may find it.
READING: Mapping[str, str] = {
    "petition": "petition.read",
    "task": "task.track",
    "directive": "directive.read",
    "clause": "notice.read",
}
KINDS = tuple(READING)
PAGE = 20
_TITLE, _AT_ONCE = 300, 2000
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Found:
    """One page of what was found: what bears the number that was asked, then all that has the words."""

    numbered: tuple[SearchEntry, ...] = ()
    entries: tuple[SearchEntry, ...] = ()
    number: int = 1
    has_more: bool = False

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was found."""
        return not self.numbered and not self.entries


def found(actor: Actor, text: str, *, kind: str = "", page: int = 1) -> Found:
    """Return a page of what holds every word of `text`, the newest first; only what the actor may read.

    Edges:   accents and case make no difference; the last word may be a beginning. No word, nothing found.
             As many statements for one entry as for a hundred thousand.
    """
    asked = Asked(asked_words(text), marks(actor, kind))
    if not asked.words or not asked.marks:
        return Found(number=page)
    rows, number, first = SearchEntry.objects.defer("words"), plain_number(text), (page - 1) * PAGE
    numbered = rows.filter(plain_number=number, words__holds=replace(asked, words=()))[:PAGE]
    others = rows.filter(words__holds=asked).exclude(plain_number=number)[first : first + PAGE + 1]
    shown = tuple(others)
    return Found(tuple(numbered) if page == 1 else (), shown[:PAGE], page, len(shown) > PAGE)


def marks(actor: Actor, kind: str = "") -> frozenset[str]:
    """Return the marks by which an actor finds things of one kind, or of all."""
    nouns = [noun for noun in KINDS if kind in ("", noun)]
    told = {one for noun in nouns for one in marks_for(noun, scope_of(actor, READING[noun]))}
    return frozenset(told | (_seats(actor) if "clause" in nouns else set()))


def entries(kind: str, ids: Iterable[int] | None = None) -> Iterator[SearchEntry]:
    """Yield the entries of one kind as they are to be kept: of these, or of everything that there is."""
    known = _Known.read()
    rows = Q() if ids is None else Q(pk__in=list(ids))
    return (_entry(kind, told) for told in _SOURCES[kind](rows, known))


@dataclass(frozen=True)
class _Told:
    """What one thing has to say: its key, texts, day and number, and whose it is."""

    key: int
    on: date
    title: str
    texts: tuple[str, ...]
    marks: tuple[str, ...]
    number: str = ""
    unit_key: str = ""
    conference: str = ""


@dataclass(frozen=True)
class _Known:
    """Packs by round, read once; the names of bodies are asked of them as they are needed."""

    packs: Mapping[str, Pack]

    @classmethod
    def read(cls) -> "_Known":
        return cls({round_id: pack for pack in packs.installed() for round_id in pack.rounds})

    def unit(self, round_id: str, unit_key: str) -> tuple[str, ...]:
        """Return what a unit was ever called, and its codes."""
        pack = self.packs.get(round_id)
        found = versions_of(pack.units.values(), unit_key) if pack else ()
        return tuple(dict.fromkeys(text for one in found for text in (one.full_name, one.code)))

    def subject(self, round_id: str, subject: str) -> tuple[str, ...]:
        pack = self.packs.get(round_id)
        entry = pack.codelists.get(SUBJECTS, {}).get(subject) if pack and subject else None
        return tuple(entry.names.values()) if entry else ()


def _entry(kind: str, told: _Told) -> SearchEntry:
    said = words(told.number, *told.texts)
    return SearchEntry(
        object=f"{kind}/{told.key}",
        kind=kind,
        number=told.number,
        plain_number=plain_number(told.number),
        title=" ".join(told.title.split())[:_TITLE],
        unit_key=told.unit_key,
        conference=told.conference,
        on=told.on,
        words=" ".join((*said, *told.marks)),
    )


def _petitions(asked: Q, known: _Known) -> Iterator[_Told]:
    rows = Petition.objects.filter(asked).order_by("id").prefetch_related("contributions")
    for some in _batches(rows.iterator(_AT_ONCE)):
        names = tasks.names_of(one.lead for one in some)
        for row in some:
            bodies = {row.lead, *(one.body for one in row.contributions.all())} - {OFFICE}
            about = (*known.unit(row.round_id, row.unit_key), *known.subject(row.round_id, row.subject))
            texts = (row.text, row.cause, row.body, *about, names[row.lead])
            whose = marks_of("petition", Parties(row.unit_key, frozenset(bodies)))
            yield _Told(row.pk, row.lodged_on, row.text, texts, whose, row.number, row.unit_key)


def _tasks(asked: Q, known: _Known) -> Iterator[_Told]:
    rows = in_force().filter(asked).order_by("id").select_related("clause__notice", "directive")
    for some in _batches(rows.prefetch_related("others").iterator(_AT_ONCE)):
        names = tasks.names_of(body for one in some for body in _bodies(one))
        for row in some:
            symbol = row.directive.symbol if row.directive else row.clause.notice.symbol
            led = (names[body] for body in _bodies(row))
            texts = (row.what, row.product, *known.unit(row.round_id, row.unit_key), *led)
            whose = marks_of("task", Parties(row.unit_key, frozenset(_bodies(row))))
            yield _Told(row.pk, row.issued_on, row.what, texts, whose, symbol, row.unit_key)


def _directives(asked: Q, known: _Known) -> Iterator[_Told]:
    for row in Directive.objects.filter(asked).order_by("id").iterator():
        texts = (row.title, row.kind, row.issuer, row.reference)
        whose = marks_of("directive", Parties(row.unit_key))
        yield _Told(row.pk, row.issued_on, row.title, texts, whose, row.symbol, row.unit_key)


def _clauses(asked: Q, known: _Known) -> Iterator[_Told]:
    rows = Clause.objects.filter(asked, is_removed=False, notice__stage="issued").exclude(text="")
    for row in rows.order_by("id").select_related("notice__conference").iterator():
        held, on = row.notice.conference, timezone.localdate(row.notice.issued_at)
        whose = (mark("clause", "all"), mark("clause", "seat", held.key))
        texts = (row.text, held.title)
        yield _Told(row.pk, on, row.text, texts, whose, row.notice.symbol, conference=held.key)


_SOURCES: Mapping[str, Callable[[Q, _Known], Iterator[_Told]]] = {
    "petition": _petitions,
    "task": _tasks,
    "directive": _directives,
    "clause": _clauses,
}


def _bodies(task: Task) -> tuple[str, ...]:
    return (task.lead, *(one.body for one in task.others.all()))


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    """Yield rows some at a time, so that names are asked for together."""
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _seats(actor: Actor) -> set[str]:
    """Return the marks of the conferences whose notices somebody reads from their seat."""
    if not actor.person or not actor.has_second_factor:
        return set()
    held = delegates.consented().filter(email=actor.person).values_list("conference__key", "seat")
    return {mark("clause", "seat", key) for key, seat in held if (seat, READING["clause"]) in GRANTS}
