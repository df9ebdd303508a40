"""Petitions under any course of events, on a real database: no clock is gamed, no deadline moves unseen."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from giaoban.actions import answers, assignments, calendars, contributions, petition_clusters, petitions
from giaoban.core.conduct.petitions import steps
from giaoban.core.errors import Refusal
from giaoban.queries import packs
from giaoban.queries import petitions as reading
from giaoban.records.models import Contribution, DeadlineChange, Event, Petition
from tests.factories.packs import ROUND
from tests.factories.petitions import LODGED, TREASURY, WORKS, install
from tests.factories.positions import BRIDGE
from tests.factories.schedules import at_noon

_TODAY = [LODGED]
_BODIES, _UNITS = st.sampled_from((WORKS, TREASURY, "unit/south")), ("north", "south")
_DAYS = st.integers(1, 12)


def later(days: int) -> date:
    """Return the day that is so many days after today."""
    return _TODAY[0] + timedelta(days=days)


class Course(RuleBasedStateMachine):
    """A few petitions to which anything happens at any time; what is not allowed leaves no trace.

    Beside the rows it counts itself, day by day, who had which petition when a working day began.
    """

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        _TODAY[0] = LODGED
        self.had: dict[int, Counter[tuple[str, str]]] = {}
        self.first: dict[int, date] = {}
        self.ages: dict[int, int] = {}
        for unit_key in _UNITS:
            self.lodge(unit_key)

    def teardown(self) -> None:
        """Undo everything: the next course begins anew."""
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def lodge(self, unit_key: str) -> None:
        """Lodge one more petition."""
        told = {"round_id": ROUND, "unit_key": unit_key, "text": BRIDGE, "channel": "report"}
        row = petitions.lodge(**told, by="leader")
        self.had[row.pk] = Counter()

    def let_pass(self, days: int) -> None:
        """Let days pass, and count who has each petition on each of them."""
        calendar = packs.of_round(ROUND)[0].calendar
        rows = list(Petition.objects.all())
        for _ in range(days):
            _TODAY[0] += timedelta(days=1)
            if calendar.is_working(_TODAY[0]):
                for row in rows:
                    self.had[row.pk][hands(row)] += 1

    @rule(
        wait=st.integers(0, 4),
        number=st.integers(0, 7),
        is_apt=st.booleans(),
        place=st.integers(0, 2),
        body=_BODIES,
        days=_DAYS,
        is_counted=st.booleans(),
    )
    def step(self, wait, number, is_apt, place, body, days, is_counted) -> None:
        """Let somebody take a step that the petition is at, or any, after some days."""
        self.let_pass(wait)
        key = sorted(self.had)[place % len(self.had)]
        by_when = {"due_days": days} if is_counted else {"due_on": later(days)}
        verbs = {
            "assign": lambda: assignments.assign(petition=key, lead=body, by="a", **by_when),
            "pause": lambda: assignments.pause(petition=key, reason="papers", by="a"),
            "resume": lambda: assignments.resume(petition=key, by="a"),
            "transfer": lambda: assignments.transfer(petition=key, lead=body, reason="theirs", by="a"),
            "extend": lambda: assignments.extend(petition=key, to_on=later(3 * days), reason="flood", by="a"),
            "answer": lambda: answers.answer(petition=key, answer_class="settled", text="done", by="a"),
            "accept": lambda: answers.accept(petition=key, by="a"),
            "reopen": lambda: answers.reopen(petition=key, reason="not done", by="a"),
        }
        standing = reading.standing(Petition.objects.get(pk=key))
        apt = [step for step in steps(standing) if step in verbs] if is_apt else []
        named = apt or list(verbs)
        self.try_(verbs[named[number % len(named)]])

    @rule(place=st.integers(0, 2), body=_BODIES, days=_DAYS)
    def ask(self, place: int, body: str, days: int) -> None:
        """Ask a body to contribute, or let it."""
        key = sorted(self.had)[place % len(self.had)]
        self.try_(lambda: contributions.ask(petition=key, body=body, due_days=days, by="a"))

    @rule()
    def cluster(self) -> None:
        """Put the first two together."""
        keys = sorted(self.had)[:2]
        self.try_(lambda: petition_clusters.form(petitions=keys, title="A bridge", by="a"))

    @precondition(lambda self: len(self.had) < 3)
    @rule(is_split=st.booleans())
    def more(self, is_split: bool) -> None:
        """Lodge one more, or take one back."""
        self.lodge("north")
        if is_split:
            self.try_(lambda: petitions.withdraw(petition=max(self.had), reason="settled", by="leader"))

    @rule(days=_DAYS, is_off=st.booleans())
    def decree(self, days: int, is_off: bool) -> None:
        """Make a day that is to come a day off, or a worked one."""
        told = {"kind": "off" if is_off else "working", "name": "New Day", "reason": "Decree"}
        self.try_(lambda: calendars.set_day(pack_id="test", day=later(days), **told, by="steward"))

    @staticmethod
    def try_(write) -> None:
        """Take a step; what is refused leaves no trace."""
        before = Event.objects.count()
        try:
            write()
        except Refusal:
            assert Event.objects.count() == before

    @invariant()
    def no_clock_is_gamed(self) -> None:
        """Ages never fall; the times of bodies and pauses are those that were counted, and make it up."""
        for row in Petition.objects.all():
            clock, counted = reading.clock(row, at=at_noon(_TODAY[0])), self.had[row.pk]
            assert clock.age >= self.ages.get(row.pk, 0)
            self.ages[row.pk] = clock.age
            bodies = {body: days for (kind, body), days in counted.items() if kind == "held"}
            assert {body: days for body, days in clock.by_body if days} == bodies
            assert clock.paused == sum(days for (kind, _), days in counted.items() if kind == "paused")
            assert clock.age == sum(bodies.values()) + clock.paused

    @invariant()
    def no_deadline_moves_unseen(self) -> None:
        """The first one stays; from it the changes that were logged lead to the one that holds."""
        for kind, table in (("petition", Petition), ("contribution", Contribution)):
            for row in table.objects.exclude(due_on=None):
                if kind == "petition":
                    assert self.first.setdefault(row.pk, row.first_due_on) == row.first_due_on
                day = row.first_due_on
                for change in DeadlineChange.objects.filter(object=f"{kind}/{row.pk}").order_by("id"):
                    assert change.was_on == day != change.is_on
                    day = change.is_on
                assert day == row.due_on
        assert Event.objects.filter(verb="deadline.moved").count() == DeadlineChange.objects.count()

    @invariant()
    def what_is_due_is_due_on_a_working_day(self) -> None:
        """Also after a holiday was decreed; what was counted in working days is as long as it was set."""
        calendar = packs.of_round(ROUND)[0].calendar
        for row in Petition.objects.filter(stage="assigned", due_on__gte=_TODAY[0]):
            assert calendar.is_working(row.due_on)
            if row.due_days:
                assert calendar.days_left(row.due_from, row.due_on) == row.due_days


def hands(row: Petition) -> tuple[str, str]:
    """Return in whose hands a petition is by its columns, which no clock is read from."""
    if row.stage == "assigned":
        return ("paused", "") if row.is_paused else ("held", row.lead)
    told = {"lodged": ("held", ""), "answered": ("held", f"unit/{row.unit_key}")}
    return told.get(row.stage, ("closed", ""))


@pytest.mark.django_db
def test_no_course_of_events_games_a_clock_or_moves_a_deadline_unseen(tmp_path, monkeypatch):
    """Steps in any order, at any stage, between holidays that are decreed as it goes."""
    install(tmp_path)
    monkeypatch.setattr(timezone, "now", lambda: at_noon(_TODAY[0]))
    # To look for the shortest course that fails would take minutes on a database.
    quick = settings(max_examples=12, stateful_step_count=40, phases=[Phase.generate])
    run_state_machine_as_test(Course, settings=quick)
