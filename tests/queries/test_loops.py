"""Loops gathered from what is recorded: the real round of 2023, and what a later review sees of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.core.conduct.policy import Scope
from giaoban.core.review.loops import follow
from giaoban.queries import loops, matters
from giaoban.records.models import Clause, DeadlineChange, Petition, PetitionCluster, Task
from tests.factories import loops as made
from tests.factories.loops import DONE, FIRST, FROZEN, GROWTH, ISSUED, UNIT
from tests.factories.sites import prepared, site  # noqa: F401

#: The pack's own next round of this level.
LATER = "2026-annual"
NOBODY, ALL = Scope(), Scope(is_all=True)


@pytest.fixture
def concluded(site) -> None:  # noqa: F811
    """Let Bắc Ninh's petition be asked, concluded on and answered, and its task be carried out."""
    made.go_round()


def growth() -> dict[str, list[str]]:
    """Return what came after Bắc Ninh's missed growth, kind by kind."""
    (chain,) = follow(loops.of_rounds(FIRST), unit_key=UNIT, indicator=GROWTH)
    return {kind: [one.key for one in found] for kind, found in chain.found.items() if found}


def test_the_chain_from_the_shortfall_to_the_task(concluded):
    """Cause, petition, clause and task stand in their order; the figure comes once a next round is frozen."""
    assert list(growth()) == ["cause", "petition", "clause", "task"]


def test_a_clause_is_about_all_of_a_cluster(concluded):
    """Petitions that lie together are concluded on once; each one's shortfall comes to the clause."""
    other = Petition.objects.get()
    cluster = PetitionCluster.objects.create(title="Cùng nội dung", by="office", at=other.lodged_at)
    Petition.objects.update(cluster=cluster)
    told = {"unit_key": "vn63-48", "number": "2023-48/01", "cluster": cluster, "indicator": GROWTH}
    kept = ("round_id", "channel", "text", "lodged_on", "lodged_at", "lodged_by")
    Petition.objects.create(**{name: getattr(other, name) for name in kept}, **told)
    (chain,) = follow(loops.of_rounds(FIRST), unit_key="vn63-48", indicator=GROWTH)
    assert [one.key for one in chain.found["clause"]] == [
        f"clause/{Clause.objects.get(section='petition').pk}"
    ]


def test_the_number_of_statements_does_not_grow(concluded):
    """A graph of twenty petitions more is gathered with as many statements."""
    loops.of_rounds(FIRST)
    with CaptureQueriesContext(connection) as few:
        loops.of_rounds(FIRST)
    first = Petition.objects.get()
    for number in range(20):
        first.pk, first.number, first.position, first.ordinal = None, f"2023-27/x{number}", None, None
        first.save()
    with CaptureQueriesContext(connection) as many:
        loops.of_rounds(FIRST)
    assert len(many) == len(few) < 20


def test_who_reaches_the_petition_and_not_the_task(concluded):
    """A unit sees its own petition and the clause on it; the ministry its task; the public nothing."""
    graph, own = loops.of_rounds(FIRST), Scope(unit_keys=frozenset({UNIT}))
    led = Scope(bodies=frozenset({made.MINISTRY}))

    def told(petitions: Scope, tasks: Scope) -> list[str]:
        found = loops.read(graph, loops.Reader(petitions, tasks), unit_key=UNIT, indicator=GROWTH)
        return [kind for chain in found for kind, nodes in chain.found.items() if nodes]

    assert told(NOBODY, NOBODY) == []
    assert told(own, NOBODY) == ["cause", "petition", "clause"]
    assert told(NOBODY, led) == ["clause", "task"]
    assert told(ALL, ALL) == ["cause", "petition", "clause", "task"]
    assert loops.Reader(NOBODY, NOBODY).is_nobody


def test_a_review_sees_what_stood_on_its_day(concluded):
    """What came after the day of a review takes no part in it, whenever it is frozen."""
    for day, task, petition in (
        (ISSUED - timedelta(days=1), "", "open"),
        (ISSUED, "open_in_time", "in_progress"),
        (DONE, "done_on_time", "in_progress"),
        (FROZEN, "done_on_time", "in_progress"),
    ):
        states = {one["kind"]: one.get("state", "") for one in matters.of_round(LATER, day)}
        assert (states.get("task", ""), states["petition"]) == (task, petition), day
    assert matters.of_round(FIRST, FROZEN) == ()


def test_a_deadline_that_was_moved_later_is_the_one_that_held(concluded):
    """A task that was given more time after the review was overdue in it."""
    row = Task.objects.get()
    Task.objects.update(status="open", done_on=None, closed_by="", due_on=date(2024, 12, 31))
    told = {
        "was_on": row.due_on,
        "is_on": date(2024, 12, 31),
        "cause": "extended",
        "reason": "giao thêm việc",
    }
    at = made.at_noon(date(2024, 8, 1))
    DeadlineChange.objects.create(object=f"task/{row.pk}", **told, at=at, by="office")
    (before,) = (one for one in matters.of_round(LATER, date(2024, 7, 15)) if one["kind"] == "task")
    (after,) = (one for one in matters.of_round(LATER, date(2024, 9, 2)) if one["kind"] == "task")
    assert (before["state"], after["state"]) == ("open_overdue", "open_in_time")
