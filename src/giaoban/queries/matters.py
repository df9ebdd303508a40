"""Matters: what the last conference before a round left behind, as it stood on the day of the review."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from giaoban.core.conduct.tasks import status
from giaoban.core.review import matters as core
from giaoban.core.review.loops import Chain, Node, follow
from giaoban.queries import conferences, loops, packs
from giaoban.records.models import (
    AnsweredPetition,
    Conference,
    DeadlineChange,
    Petition,
    PetitionAnswer,
    PetitionVerdict,
)

Subject = tuple[str, str]


def of_round(round_id: str, on: date) -> tuple[dict[str, Any], ...]:
    """Return the records of tasks, petitions and shortfalls that a review on a day looks back at.

    Shape:   the tasks of the last notice, the petitions of its round and those that it took up, and of the
             targets that were missed those that any of them is about.
    Edges:   nothing without an earlier conference; what came after the day takes no part, and a deadline
             that was moved later is the one that held.
    """
    last = conferences.last_before(round_id)
    if last is None:
        return ()
    graph = loops.of_rounds(last.round_id)
    chains = [one for one in follow(graph) if one.is_answered and one.shortfall.subject]
    period = packs.of_round(last.round_id)[1].period.text
    about = _subjects(chains)
    given = [*_tasks(last, graph.of_kind("task"), about, on, period)]
    given += _petitions(last, graph.of_kind("petition"), about, on, period)
    told = {(one.unit_key, one.indicator) for one in given}
    missed = [one.shortfall for one in chains if one.shortfall.subject in told]
    return tuple(one.record() for one in (*given, *map(_shortfall, missed)))


def _subjects(chains: Iterable[Chain]) -> Mapping[str, Subject]:
    """Return for each petition and task the unit and indicator of the shortfall that it came after."""
    return {
        node.key: chain.shortfall.subject or ("", "")
        for chain in chains
        for kind in ("petition", "task")
        for node in chain.found[kind]  # type: ignore[index]
    }


def _tasks(
    last: Conference, nodes: Iterable[Node], about: Mapping[str, Subject], on: date, period: str
) -> Iterator[core.GivenTask]:
    """Yield the tasks of the last notice, by the order of its clauses."""
    rows = [one for one in nodes if _notice(one) == last.notice.pk and one.told["row"].issued_on <= on]
    rows.sort(key=lambda one: (one.told["row"].clause.place, one.told["row"].pk))
    moved = _moved((one.key for one in rows), on)
    for place, node in enumerate(rows, 1):
        row = node.told["row"]
        done_on = row.done_on if row.done_on and row.done_on <= on else None
        due_on = moved.get(node.key, row.due_on)
        yield core.GivenTask(
            last.round_id,
            period,
            str(place),
            last.notice.symbol,
            (done_on or row.issued_on).isoformat(),
            *about.get(node.key, ("", "")),
            state=status(due_on, done_on, on),
            first_due_on=_text(row.first_due_on),
            due_on=_text(due_on),
            done_on=_text(done_on),
        )


def _petitions(
    last: Conference, nodes: Iterable[Node], about: Mapping[str, Subject], on: date, period: str
) -> Iterator[core.LodgedPetition]:
    """Yield the petitions that were lodged by the day; of one that was split, its parts."""
    rows = [one.told["row"] for one in nodes]
    kept = [one for one in rows if one.lodged_on <= on and one.stage != "split"]
    answers, reopened = _answers(kept, on), _reopened(kept, on)
    for place, row in enumerate(sorted(kept, key=lambda one: (one.lodged_on, one.pk)), 1):
        said = answers.get(row.pk)
        is_open = said is None or (row.pk, said.pk) in reopened
        is_withdrawn = row.stage == "withdrawn" and row.closed_on is not None and row.closed_on <= on
        state = "withdrawn" if is_withdrawn else "open" if is_open else said.answer_class
        yield core.LodgedPetition(
            last.round_id,
            period,
            str(place),
            last.key,
            (row.lodged_on if said is None else said.on).isoformat(),
            *about.get(f"petition/{row.pk}", ("", "")),
            state=state,
        )


def _answers(rows: Iterable[Petition], on: date) -> dict[int, PetitionAnswer]:
    """Return the last answer to each petition by the day."""
    found = AnsweredPetition.objects.filter(petition__in=rows, answer__on__lte=on).select_related("answer")
    return {one.petition_id: one.answer for one in found.order_by("id")}


def _reopened(rows: Iterable[Petition], on: date) -> set[tuple[int, int]]:
    """Return the petitions with the answers after which they were reopened by the day."""
    found = PetitionVerdict.objects.filter(petition__in=rows, is_accepted=False, on__lte=on)
    return set(found.values_list("petition_id", "answer_id"))


def _moved(keys: Iterable[str], on: date) -> dict[str, date]:
    """Return the deadline that held on the day, of each task whose deadline was moved later."""
    begin = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    later = DeadlineChange.objects.filter(object__in=list(keys), at__gte=begin).order_by("-id")
    return dict(later.values_list("object", "was_on"))


def _shortfall(node: Node) -> core.Shortfall:
    figure, working = node.told["figure"], node.told["figure"]["working"]
    return core.Shortfall(
        node.told["round_id"],
        figure["period"],
        figure["target_id"],
        f"{node.told['round_id']} {node.told['digest'][:12]}",
        figure["vintage"],
        node.unit_key,
        node.indicator,
        frozen_in=node.told["digest"],
        frozen_figure=figure["figure_id"],
        unit_measure=figure["unit_measure"],
        **{name: working[name] for name in ("op", "target", "target_to", "rounded_result", "result")},
    )


def _notice(node: Node) -> int:
    """Return the notice that a task is of; 0 where a directive set it."""
    row = node.told["row"]
    return row.clause.notice_id if row.clause_id else 0


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
