"""Loops: what came after the targets that were missed in a round, gathered from what is recorded of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from giaoban.core.conduct import resolutions
from giaoban.core.conduct.petitions import OPEN
from giaoban.core.conduct.policy import Scope
from giaoban.core.registry.packs import Pack
from giaoban.core.review.loops import Chain, Graph, Node, follow, link, seen
from giaoban.queries import conferences, factsheets, notices, packs
from giaoban.records.models import Clause, EntryVersion, FrozenFactsheet, Petition, Task

Figure = Mapping[str, Any]


@dataclass(frozen=True)
class _Rounds:
    """The rounds of a pack: the day on which each one's period ends, and its latest factsheet."""

    ends: Mapping[str, str]
    digests: Mapping[str, str]


@dataclass(frozen=True)
class Reader:
    """What somebody reaches of petitions and of tasks."""

    petitions: Scope
    tasks: Scope

    @property
    def is_nobody(self) -> bool:
        """Return whether they reach nothing, as whoever has not signed in."""
        empty = (Scope(), Scope())
        return (self.petitions, self.tasks) == empty

    def may_see(self, node: Node) -> bool:
        """Return whether a petition, its cause or a task is within what they reach."""
        scope = self.tasks if node.kind == "task" else self.petitions
        owned = {node.told["owner"]} if node.told.get("owner") else set()
        return scope.is_all or bool(owned & scope.unit_keys or node.told.get("bodies", set()) & scope.bodies)


def of_rounds(*round_ids: str) -> Graph:
    """Return the graph of what was missed in these rounds, and of all that came after it.

    Shape:   the same number of statements whatever is recorded. A clause counts once its notice is issued;
             one that takes a petition up is about all of its cluster.
    Raises:  NotFound if there is no such round.
    """
    pack, _ = packs.of_round(round_ids[0])
    known = _rounds(pack)
    clauses, labels = _clauses(pack)
    petitions = _petitions(round_ids, clauses)
    taken = {str(one.pk) for one in petitions}
    own = [one for one in clauses if one.notice.conference.round_id in round_ids or one.petition in taken]
    tasks = _tasks(round_ids, own)
    begun = sorted({*round_ids, *(one.round_id for one in petitions)} & set(known.ends))
    shortfalls = [node for round_id in begun for node in _shortfalls(known, round_id)]
    causes = tuple(_explanations(begun, shortfalls))
    about = {node.subject for node in shortfalls} | {(one.unit_key, one.indicator) for one in tasks}
    return link(
        (
            *shortfalls,
            *causes,
            *_asked(petitions, causes, known),
            *_concluded(own, labels, petitions, known),
            *_given(tasks, known),
            *_later(known, begun, about),
        )
    )


def of_pack(round_id: str) -> Graph:
    """Return the graph of all rounds of this one's level in its pack."""
    pack, review = packs.of_round(round_id)
    return of_rounds(*sorted(one.round_id for one in pack.rounds.values() if one.level == review.level))


def with_last(round_id: str) -> Graph:
    """Return the graph of a round and of the last conference before it."""
    last = conferences.last_before(round_id)
    return of_rounds(*dict.fromkeys((round_id, *([last.round_id] if last else []))))


def read(graph: Graph, reader: Reader, *, unit_key: str = "", indicator: str = "") -> tuple[Chain, ...]:
    """Return what somebody may see of the chains of a unit or of an indicator that anything came after."""
    found = (seen(one, reader.may_see) for one in follow(graph, unit_key=unit_key, indicator=indicator))
    return tuple(one for one in found if one is not None)


def _rounds(pack: Pack) -> _Rounds:
    ends = {one.round_id: one.period.end_on.isoformat() for one in pack.rounds.values()}
    rows = FrozenFactsheet.objects.filter(round_id__in=ends).order_by("as_of", "id")
    return _Rounds(ends, dict(rows.values_list("round_id", "digest")))


def _clauses(pack: Pack) -> tuple[tuple[Clause, ...], Mapping[int, str]]:
    """Return the clauses of every notice that was issued in a pack, and what each is called."""
    rows = Clause.objects.filter(
        notice__stage="issued", notice__conference__round_id__in=list(pack.rounds), is_removed=False
    )
    found, by_notice = tuple(rows.select_related("notice__conference")), defaultdict(list)
    for one in found:
        by_notice[one.notice_id].append(one)
    labels = {}
    for listed in by_notice.values():
        ordered = notices.in_order(listed)
        labels |= resolutions.number([resolutions.Clause(one.pk, one.section, one.text) for one in ordered])
    return found, labels


def _petitions(round_ids: Sequence[str], clauses: Iterable[Clause]) -> tuple[Petition, ...]:
    """Return the petitions of these rounds, and those that their notices take up."""
    named = {one.petition for one in clauses if one.notice.conference.round_id in round_ids}
    taken = [int(key) for key in named if key.isdecimal()]
    rows = Petition.objects.filter(Q(round_id__in=round_ids) | Q(pk__in=taken))
    return tuple(rows.prefetch_related("contributions").order_by("lodged_on", "id"))


def _tasks(round_ids: Sequence[str], clauses: Iterable[Clause]) -> tuple[Task, ...]:
    keys = [one.pk for one in clauses]
    rows = Task.objects.filter(Q(clause__in=keys) | Q(directive__isnull=False, round_id__in=round_ids))
    found = rows.filter(issued_on__isnull=False).select_related("clause").prefetch_related("others")
    return tuple(found.order_by("id"))


def _shortfalls(known: _Rounds, round_id: str) -> Iterator[Node]:
    digest = known.digests.get(round_id)
    for one in _verdicts(digest) if digest else ():
        if one["value"] == "not_met" and one["working"]["counts"]:
            told = {"round_id": round_id, "digest": digest, "figure": one}
            yield _node(
                "shortfall", one["figure_id"], one["unit_key"], one["indicator"], known, round_id, told
            )


def _explanations(round_ids: Sequence[str], shortfalls: Iterable[Node]) -> Iterator[Node]:
    """Yield what units wrote in their reports of targets that they missed, as it was sent."""
    missed = {
        (one.told["round_id"], one.unit_key, one.told["figure"]["target_id"]): one for one in shortfalls
    }
    rows = EntryVersion.objects.filter(
        entry__submission__round_id__in=round_ids, version=F("entry__sent")
    ).exclude(explanation="")
    for row in rows.select_related("entry__submission"):
        sent = row.entry.submission
        node = missed.get((sent.round_id, sent.unit_key, row.entry.line_id))
        if node is not None:
            told = {"text": row.explanation, "owner": sent.unit_key}
            yield Node("cause", f"cause/report-{row.pk}", node.unit_key, node.indicator, node.at, told=told)


def _asked(petitions: Iterable[Petition], causes: Iterable[Node], known: _Rounds) -> Iterator[Node]:
    """Yield each petition with the cause that it states, else with that of the report."""
    reported = {(one.subject, one.at): one.key for one in causes}
    for row in petitions:
        bodies = frozenset({row.lead, *(one.body for one in row.contributions.all())} - {""})
        told = {"row": row, "owner": row.unit_key, "bodies": bodies}
        about = (row.unit_key, row.indicator, known, row.round_id)
        after = [f"petition/{row.origin_id}"] if row.origin_id else []
        if row.cause and not after:
            cause = _node("cause", f"petition-{row.pk}", *about, {**told, "text": row.cause})
            yield cause
            after = [cause.key]
        elif not after:
            node = _node("petition", "", *about, {})
            after = [reported[node.subject, node.at]] if (node.subject, node.at) in reported else []
        node = _node("petition", str(row.pk), *about, told, tuple(after))
        yield replace(node, is_asking=row.stage in OPEN)


def _concluded(
    clauses: Iterable[Clause], labels: Mapping[int, str], petitions: Iterable[Petition], known: _Rounds
) -> Iterator[Node]:
    """Yield each clause after the petition that it takes up, and after all of that one's cluster."""
    by_key, mates = {str(one.pk): one for one in petitions}, defaultdict(list)
    for one in petitions:
        mates[one.cluster_id].append(f"petition/{one.pk}")
    for row in clauses:
        found = by_key.get(row.petition)
        after = () if found is None else (f"petition/{found.pk}",)
        if found is not None and found.cluster_id:
            after = tuple(mates[found.cluster_id])
        told = {"row": row, "label": labels.get(row.pk, ""), "round_id": row.notice.conference.round_id}
        if row.section in resolutions.NUMBERED:
            is_asking = row.section in resolutions.ASKING
            at = known.ends.get(told["round_id"], "")
            yield Node("clause", f"clause/{row.pk}", at=at, after=after, is_asking=is_asking, told=told)


def _given(tasks: Iterable[Task], known: _Rounds) -> Iterator[Node]:
    for row in tasks:
        bodies = frozenset({row.lead, *(one.body for one in row.others.all())} - {""})
        told = {"row": row, "owner": row.unit_key, "bodies": bodies, "on": timezone.localdate()}
        after = (f"clause/{row.clause_id}",) if row.clause_id else ()
        yield _node("task", str(row.pk), row.unit_key, row.indicator, known, row.round_id, told, after)


def _later(known: _Rounds, begun: Sequence[str], about: set[tuple[str, str] | None]) -> Iterator[Node]:
    """Yield the figure of each unit and indicator in the rounds after the first of these."""
    first = min((known.ends[round_id] for round_id in begun), default="")
    for round_id, digest in sorted(known.digests.items()):
        if known.ends[round_id] <= first:
            continue
        for subject in sorted(one for one in about if one):
            figure = _figures(digest).get(subject)
            if figure is not None:
                told = {"round_id": round_id, "figure": figure}
                yield _node("figure", f"{round_id}/{figure['figure_id']}", *subject, known, round_id, told)


def _node(
    kind: str,
    key: str,
    unit_key: str,
    indicator: str,
    known: _Rounds,
    round_id: str,
    told: Mapping[str, Any],
    after: tuple[str, ...] = (),
) -> Node:
    at = known.ends.get(round_id, "")
    return Node(kind, f"{kind}/{key}", unit_key, indicator, at, after, told=told)  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def _verdicts(digest: str) -> tuple[Figure, ...]:
    return tuple(one for one in factsheets.by_digest(digest)["figures"] if one["rule"] == "attainment")


@lru_cache(maxsize=16)
def _figures(digest: str) -> Mapping[tuple[str, str], Figure]:
    """Return the figure of each unit and indicator in the round's period: a verdict before an observation."""
    sheet = factsheets.by_digest(digest)
    own = [one for one in sheet["figures"] if one["period"] == sheet["header"]["period"]]
    made = [one for rule in ("attainment", "observed") for one in own if one["rule"] == rule]
    return {(one["unit_key"], one["indicator"]): one for one in reversed(made)}
