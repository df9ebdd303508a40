"""Ten conferences in any course: each opens with exactly what is open, and no clock or closing is gamed."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.actions import agendas, clauses, notices, tasks
from giaoban.core.conduct.petitions import OPEN
from giaoban.core.errors import Conflict, NotAllowed
from giaoban.queries import agendas as programmes
from giaoban.queries import conferences
from giaoban.queries import notices as written
from giaoban.records.models import AgendaItem, Conference, Petition, Task
from tests.factories.notices import whole
from tests.factories.packs import FILES, ROUND
from tests.factories.tasks import install, on

pytestmark = pytest.mark.django_db
#: Each has a round of its own, two months after the one before.
ROUNDS = tuple(f"r-{number}" for number in range(11))
_ROUND = FILES[f"rounds/{ROUND}/round.yaml"]
PACK = {
    f"rounds/{name}/round.yaml": _ROUND.replace(f"round_id: {ROUND}", f"round_id: {name}") for name in ROUNDS
}
LEAD, OTHER, SECOND = "lead@finance.example", "colleague@finance.example", "second@office.example"
#: Steps of petitions that are told by the stage in which they end.
_STAGES = {"answer": "answered", "accept": "accepted", "withdraw": "withdrawn"}
#: What is done to one of the things that are open, and which of them: it is counted from the first.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("report", "claim", "claim", "own", "close", "close", "back", "extend", "lodge", *_STAGES)
        ),
        st.integers(0, 99),
    ),
    min_size=3,
    max_size=8,
)
#: How many tasks a conference sets, which of what is open it takes up, and what happens after it.
COURSE = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 7), STEPS), min_size=10, max_size=10)


@pytest.fixture
def installed_pack(db, tmp_path: Path) -> None:
    """Install the pack with its eleven rounds."""
    install(tmp_path, **PACK)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(course=COURSE)
def test_a_conference_opens_with_exactly_what_is_open_of_those_before(course, installed_pack):
    """By a list kept beside it; who reported a task never closes it; first deadlines stay for ever."""
    with transaction.atomic():
        _let_happen(course)
        transaction.set_rollback(True)


def _let_happen(course: list[tuple[int, int, list[tuple[str, int]]]]) -> None:
    open_, first = set[str](), dict[int, date]()
    for number, (count, taken, steps) in enumerate(course):
        held = _convene(number)
        left = [one.key for one in conferences.open_from_last(held.round_id)]
        assert set(left) == open_ and len(left) == len(open_)
        took_up = [key for place, key in enumerate(left) if taken >> (place % 3) & 1]
        open_ |= {f"task/{one.pk}" for one in _hold(held, count, took_up)}
        assert all(conferences.taken_up(key)[-1].notice.conference_id == held.pk for key in took_up)
        now = on(_day(number), 12)
        for step, which in steps:
            now += timedelta(days=1)
            _take(step, which, held.round_id, open_, now)
        _check(first)
    assert {one.key for one in conferences.open_from_last(ROUNDS[10])} == open_


def _check(first: dict[int, date]) -> None:
    """Hold every task against the first deadline that it was seen with, and against who reported it."""
    for task in Task.objects.filter(issued_on__isnull=False):
        assert first.setdefault(task.pk, task.first_due_on) == task.first_due_on
        assert task.status != "done" or task.closed_by not in (LEAD, OTHER)


def _day(number: int) -> date:
    return date(2024, 1, 8) + timedelta(days=60 * number)


def _convene(number: int) -> Conference:
    begins_at = on(_day(number))
    return Conference.objects.create(
        key=f"c-{number}", round_id=ROUNDS[number], title=f"Conference {number}", stage="preparing",
        begins_at=begins_at, ends_at=begins_at + timedelta(hours=3), place="Hall", by="x", at=begins_at,
    )  # fmt: skip


def _hold(held: Conference, count: int, took_up: list[str]) -> list[Task]:
    """Let a conference take things up, decide on them and set tasks, and issue its notice."""
    by = {"conference": held.key, "by": "clerk"}
    for key in took_up:
        agendas.take_up(**by, key=key, seen=programmes.version(held.key))
    AgendaItem.objects.filter(conference=held).update(decision_sought="Go on with it.")
    Conference.objects.filter(pk=held.pk).update(stage="adjourned")
    notices.draft(**by)
    for one in written.rows(held.key):
        if one.section in ("task", "petition"):
            clauses.waive(**by, clause=one.pk, reason="It goes on.")
    for number in range(max(count, not took_up)):
        clause = clauses.add(**by, section="task", text=f"Clause {number}.")
        tasks.assign(**by, clause=clause.pk, sent=whole("finance"))
    notices.issue(**by, symbol="1-TB/X", signer="Who signs", at=on(_day(int(held.key[2:])), 11))
    return list(Task.objects.filter(clause__notice__conference=held))


def _take(step: str, which: int, round_id: str, open_: set[str], now: datetime) -> None:
    """Let one thing happen, in whatever state it is, and keep the list of what is open beside it."""
    kind = "petition/" if step in _STAGES else "task/"
    there = sorted(key for key in open_ if key.startswith(kind))
    if step == "lodge":
        open_.add(f"petition/{_lodge(round_id, now)}")
    elif there:
        key = there[which % len(there)]
        number = int(key.partition("/")[2])
        if step in _STAGES:
            Petition.objects.filter(pk=number).update(stage=_STAGES[step])
            is_over = _STAGES[step] not in OPEN
        else:
            is_over = _step(step, number, now, (LEAD, OTHER)[which % 2])
        open_ -= {key} if is_over else set()


def _step(step: str, number: int, now: datetime, by: str) -> bool:
    """Take one step of a task if its state allows it; return whether that closed it."""
    about = {"task": number, "at": now}
    row = Task.objects.get(pk=number)
    later = max(row.due_on, now.date()) + timedelta(days=3)
    if step == "own":
        with pytest.raises(NotAllowed):
            tasks.close(**about, no_file="None.", by=row.reported_by or by)
        return False
    takes = {
        "report": lambda: tasks.report(**about, text="We are at it.", by=by),
        "claim": lambda: tasks.report(**about, text="Done.", done_on=now.date(), by=by),
        "close": lambda: tasks.close(**about, no_file="None.", by=SECOND),
        "back": lambda: tasks.send_back(**about, reason="No.", by=SECOND),
        "extend": lambda: tasks.extend(**about, to_on=later, reason="Floods.", by=SECOND),
    }
    try:
        takes[step]()
    except (NotAllowed, Conflict):
        return False
    return step == "close"


def _lodge(round_id: str, now: datetime) -> int:
    number = f"{round_id}/{Petition.objects.count() + 1}"
    told = {"channel": "report", "text": f"A bridge ({number})", "lodged_on": now.date(), "lodged_at": now}
    about = {"number": number, "round_id": round_id, "unit_key": "north", "lodged_by": "x"}
    return Petition.objects.create(**about, **told).pk
