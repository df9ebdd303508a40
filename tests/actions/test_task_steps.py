"""Tasks in force: reported, evidenced, extended and closed by a second person; nothing of it is ever lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from giaoban.actions import agendas, clauses, notices, tasks
from giaoban.core.conduct.policy import Parties, Scope
from giaoban.core.conduct.resolutions import Assignment
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import agendas as programmes
from giaoban.queries import conferences, task_histories
from giaoban.queries import notices as written
from giaoban.queries import tasks as reading
from giaoban.queries.conferences import Open
from giaoban.queries.tasks import Filters
from giaoban.records.models import (
    Conference,
    DeadlineChange,
    Event,
    Petition,
    Task,
    TaskProduct,
    TaskReport,
    TaskVerdict,
)
from tests.factories.conferences import KEY, conference
from tests.factories.notices import BY, whole
from tests.factories.packs import FILES as PACK
from tests.factories.packs import ROUND
from tests.factories.tasks import (
    ANALYST,
    APPROVER,
    DUE,
    SET,
    attach,
    directive,
    done,
    install,
    on,
    task,
)
from tests.factories.uploads import word

pytestmark = pytest.mark.django_db
HA = "ha@north.example"
ALL = Scope(is_all=True)


@pytest.fixture(autouse=True)
def offices(db, tmp_path):
    """Let there be offices, and a directive that may set tasks."""
    later = PACK[f"rounds/{ROUND}/round.yaml"].replace(f"round_id: {ROUND}", "round_id: 2024-test")
    install(tmp_path, **{"rounds/2024-test/round.yaml": later})


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    """Return the codes of what was found."""
    return [one.code for one in refused.value.findings]


def standing(one: Task, day: date) -> str:
    """Return where a task stands on a day."""
    return reading.one(one.pk, at=on(day)).line.standing


def test_a_directive_sets_a_task_that_is_in_force_at_once():
    """What is due on a Saturday is due on Monday, also at first; its parties are its bodies."""
    one = task("north", "finance", due_on=date(2024, 2, 3))
    assert (one.due_on, one.first_due_on, one.issued_on) == (date(2024, 2, 5), date(2024, 2, 5), SET)
    assert reading.parties(str(one.pk)) == Parties("", frozenset({"north", "finance"}))
    assert reading.lead(str(one.pk)) == Parties("", frozenset({"north"}))
    assert reading.parties("0") == reading.lead("none") == Parties() and reading.reporter("0") == ""
    (event,) = Event.objects.filter(verb="task.issued")
    assert event.object == f"task/{one.pk}" and event.payload["due_on"] == "2024-02-05"


def test_a_directives_task_may_lack_a_deadline_and_nothing_else():
    """Without one it is counted apart; every other clarity that is missing is told at once."""
    assert standing(task(due_on=None), date(2030, 1, 1)) == "no_deadline"
    sent = Assignment(0, ("north", "finance"), ("nobody",), due_on=SET - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        tasks.set_by_directive(directive=directive().pk, round_id=ROUND, sent=sent, by="x", at=on(SET))
    assert codes(refused) == [
        "two_leads", "no_what", "no_responsibility", "no_authority", "no_product", "due_before_notice",
        "unknown_body",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        task(directive=0)
    assert Task.objects.count() == 1


def test_what_stands_in_a_draft_is_nobodys_yet():
    """It is no task of a list, and whoever asks for it by its number finds none."""
    one = task()
    Task.objects.update(issued_on=None)
    assert reading.listed(ALL).total == 0 and reading.parties(str(one.pk)) == Parties()
    with pytest.raises(NotFound):
        reading.one(one.pk)
    with pytest.raises(NotFound):
        tasks.report(task=one.pk, text="x", by=HA)


def test_a_task_is_reported_and_closed_by_a_second_person_with_its_product():
    """It is open until then, and done on the day that the lead named; each step is an event."""
    one = task()
    tasks.report(task=one.pk, text="Half of it.", by=HA, at=on(date(2024, 1, 10)))
    attach(one)
    tasks.report(task=one.pk, text="All.", done_on=date(2024, 1, 30), by=HA, at=on(date(2024, 2, 2)))
    assert standing(one, date(2024, 2, 2)) == "open_overdue" and reading.reporter(str(one.pk)) == HA
    closed = tasks.close(task=one.pk, by=ANALYST, at=on(date(2024, 2, 5)))
    assert (closed.status, closed.done_on, closed.closed_by) == ("done", date(2024, 1, 30), ANALYST)
    assert standing(one, date(2024, 2, 5)) == "done_on_time"
    history = reading.one(one.pk).history
    assert [two.text for two in history.reports] == ["Half of it.", "All."]
    assert history.claim.done_on == date(2024, 1, 30) and history.verdicts[0].is_closed
    assert task_histories.content(history.products[0]).startswith(b"PK")
    verbs = Event.objects.filter(object=f"task/{one.pk}").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["task.issued", "task.reported", "task.evidenced", "task.reported", "task.closed"]


def test_nobody_closes_or_sends_back_what_they_reported_or_brought():
    """Not who said that it is done, reported before, or brought a file; the database agrees."""
    one = task()
    tasks.report(task=one.pk, text="Half.", by="binh@north.example", at=on(SET))
    attach(one, by="sam@south.example")
    tasks.report(task=one.pk, text="All.", done_on=SET, by=HA, at=on(SET))
    for person in (HA, "binh@north.example", "sam@south.example"):
        for step in (
            lambda: tasks.close(task=one.pk, by=person),  # noqa: B023 it is called at once
            lambda: tasks.send_back(task=one.pk, reason="No.", by=person),  # noqa: B023 it is called at once
        ):
            with pytest.raises(NotAllowed, match="reported this yourself"):
                step()
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=one.pk).update(status="done", done_on=SET, closed_by=HA)
    assert Task.objects.get(pk=one.pk).status == "reported" and not TaskVerdict.objects.exists()


def test_a_task_is_closed_with_a_product_or_with_the_reason_why_it_is_no_file():
    """Without either it stays open; the reason stands beside the verdict."""
    one = task()
    tasks.report(task=one.pk, text="Built.", done_on=SET, by=HA, at=on(SET))
    with pytest.raises(Invalid) as refused:
        tasks.close(task=one.pk, by=ANALYST, no_file=" ")
    assert codes(refused) == ["no_file"]
    tasks.close(task=one.pk, by=ANALYST, no_file="It is a road.", at=on(SET))
    assert TaskVerdict.objects.get().no_file == "It is a road."


def test_what_is_not_done_is_sent_back_with_a_reason_and_its_clock_never_stopped():
    """It may be reported again, but not as done before the day on which it came back."""
    one = task()
    tasks.report(task=one.pk, text="Done.", done_on=date(2024, 1, 30), by=HA, at=on(date(2024, 1, 30)))
    with pytest.raises(Invalid):
        tasks.send_back(task=one.pk, reason="", by=ANALYST)
    tasks.send_back(task=one.pk, reason="A page is missing.", by=ANALYST, at=on(date(2024, 2, 2)))
    assert standing(one, date(2024, 2, 2)) == "open_overdue" and reading.reporter(str(one.pk)) == ""
    with pytest.raises(Invalid) as refused:
        tasks.report(task=one.pk, text="Was done.", done_on=DUE, by=HA, at=on(date(2024, 2, 5)))
    assert codes(refused) == ["done_on"]
    again = done(one, date(2024, 2, 5))
    assert again.done_on == date(2024, 2, 5) and standing(one, date(2024, 3, 1)) == "done_late"
    kept = TaskVerdict.objects.values_list("is_closed", "reason")
    assert list(kept) == [(False, "A page is missing."), (True, "")]


def test_a_report_is_refused_with_every_fault_of_it():
    """Nothing said, by another body, done before it was set or tomorrow, or not by its lead."""
    one = task("north", "finance")
    today = on(date(2024, 1, 10))
    for told, expected in (
        ({"text": " ", "body": "works"}, ["text", "body"]),
        ({"text": "x" * 10_001}, ["text"]),
        ({"text": "x", "done_on": date(2024, 1, 11)}, ["done_on"]),
        ({"text": "x", "done_on": SET - timedelta(days=1)}, ["done_on"]),
        ({"text": "x", "done_on": SET, "body": "finance"}, ["done_on"]),
    ):
        with pytest.raises(Invalid) as refused:
            tasks.report(task=one.pk, by=HA, at=today, **told)
        assert codes(refused) == expected
    assert not TaskReport.objects.exists()
    tasks.report(task=one.pk, text="Our part.", body="finance", by="x", at=today)
    assert Task.objects.get().heard_on == SET
    tasks.report(task=one.pk, text="Not yet.", by=HA, at=today)
    with pytest.raises(Invalid):
        tasks.report(task=one.pk, text="It was.", done_on=date(2024, 1, 9), by=HA, at=today)
    tasks.report(task=one.pk, text="Now.", done_on=date(2024, 1, 10), by=HA, at=today)
    with pytest.raises(Conflict, match="waits for a second person"):
        tasks.report(task=one.pk, text="Again.", done_on=date(2024, 1, 10), by=HA, at=today)


def test_only_what_is_reported_is_closed_and_nothing_changes_once_it_is():
    """An open task is neither closed nor sent back; a done one takes no report, file, request or verdict."""
    one = task()
    for step in (
        lambda: tasks.close(task=one.pk, by=ANALYST),
        lambda: tasks.send_back(task=one.pk, reason="x", by=ANALYST),
    ):
        with pytest.raises(NotAllowed, match="Nobody has reported"):
            step()
    done(one)
    later = date(2024, 3, 1)
    for step in (
        lambda: tasks.report(task=one.pk, text="More.", by=HA),
        lambda: attach(one),
        lambda: tasks.ask_extension(task=one.pk, to_on=later, reason="x", by=HA),
        lambda: tasks.extend(task=one.pk, to_on=later, reason="x", by=ANALYST),
        lambda: tasks.close(task=one.pk, by=APPROVER),
        lambda: tasks.send_back(task=one.pk, reason="x", by=APPROVER),
    ):
        with pytest.raises(NotAllowed, match="nothing of it changes"):
            step()
    assert not TaskProduct.objects.exists() and not DeadlineChange.objects.exists()


def test_an_extension_keeps_the_first_deadline_and_both_days():
    """Asked by the lead, granted by somebody else, onto a working day; rates tell both apart."""
    one = task()
    asked = tasks.ask_extension(
        task=one.pk, to_on=date(2024, 2, 10), reason="Floods.", by=HA, at=on(date(2024, 1, 20))
    )
    with pytest.raises(Conflict):
        tasks.ask_extension(task=one.pk, to_on=date(2024, 2, 20), reason="More.", by=HA, at=on(DUE))
    with pytest.raises(NotAllowed, match="asked for this yourself"):
        tasks.extend(task=one.pk, to_on=date(2024, 2, 10), reason="Mine.", by=HA, at=on(DUE))
    tasks.extend(task=one.pk, to_on=date(2024, 2, 10), reason="Floods.", by=ANALYST, at=on(DUE))
    row = Task.objects.get()
    assert (row.due_on, row.first_due_on) == (date(2024, 2, 12), DUE)
    change = DeadlineChange.objects.get()
    assert (change.was_on, change.is_on, change.cause) == (DUE, date(2024, 2, 12), "extended")
    asked.refresh_from_db()
    assert asked.decision.granted_on == date(2024, 2, 12) and reading.one(one.pk).history.asked is None
    done(one, date(2024, 2, 6))
    (group,) = reading.rates(ALL, at=on(date(2024, 3, 1)))
    assert group.now.counts["done_on_time"] == 1 and group.first.counts["done_late"] == 1


def test_an_extension_is_refused_with_a_reason_and_may_be_asked_again():
    """The deadline stays; what was decided of each request stands beside it."""
    one = task()
    about = {"task": one.pk, "reason": "Floods.", "by": HA, "at": on(SET)}
    with pytest.raises(NotFound):
        tasks.refuse_extension(task=one.pk, reason="No.", by=ANALYST)
    tasks.ask_extension(**about, to_on=date(2024, 2, 10))
    with pytest.raises(Invalid):
        tasks.refuse_extension(task=one.pk, reason=" ", by=ANALYST)
    with pytest.raises(NotAllowed):
        tasks.refuse_extension(task=one.pk, reason="Mine.", by=HA)
    tasks.refuse_extension(task=one.pk, reason="There was no flood.", by=ANALYST)
    tasks.ask_extension(**about, to_on=date(2024, 2, 11))
    first, second = reading.one(one.pk).history.requests
    assert first.decision.granted_on is None and not hasattr(second, "decision")
    assert Task.objects.get().due_on == DUE


@pytest.mark.parametrize(
    ("to_on", "reason", "expected"),
    [(DUE, "x", ["to_on"]), (date(2024, 1, 5), "", ["reason", "to_on"]), (date(2024, 3, 1), " ", ["reason"])],
)
def test_a_deadline_only_moves_on_and_with_a_reason(to_on, reason, expected):
    """Whoever asks and whoever decides is told the same; what has no deadline cannot be extended."""
    one, free = task(), task(due_on=None)
    for step in (tasks.ask_extension, tasks.extend):
        with pytest.raises(Invalid) as refused:
            step(task=one.pk, to_on=to_on, reason=reason, by=ANALYST, at=on(SET))
        assert codes(refused) == expected
        with pytest.raises(Invalid, match="no deadline"):
            step(task=free.pk, to_on=date(2024, 3, 1), reason="x", by=ANALYST, at=on(SET))


def test_a_product_is_kept_by_its_hash_and_a_secret_one_not_at_all():
    """The same file twice is refused; a marked one leaves time, person and reason in the audit."""
    one = task()
    attach(one)
    with pytest.raises(Conflict):
        attach(one)
    with pytest.raises(Invalid):
        tasks.attach(task=one.pk, content=word("TUYỆT MẬT"), name="x.docx", classification="internal", by=HA)
    piece = TaskProduct.objects.get()
    assert task_histories.product(one.pk, piece.pk) == piece
    with pytest.raises(NotFound):
        task_histories.product(task().pk, piece.pk)
    assert Event.objects.filter(verb="upload.refused").count() == 1


def test_history_is_added_to_and_never_changed():
    """No report, product or verdict is ever written over or taken away."""
    one = task()
    attach(one)
    done(one)
    for row in (TaskReport.objects.get(), TaskProduct.objects.get(), TaskVerdict.objects.get()):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()


def test_a_list_begins_with_what_is_overdue_and_holds_what_a_body_has():
    """By deadline, without one after them, done last; a body finds what it leads or co-ordinates."""
    late = task("north", due_on=date(2024, 1, 10), what="late")
    soon = task("south", "north", due_on=date(2024, 2, 20), what="soon")
    free = task("north", due_on=None, what="free")
    other = task("finance", due_on=date(2024, 1, 5), what="other")
    gone = done(task("north", due_on=date(2024, 1, 4), what="gone"), date(2024, 1, 4))
    north = Scope(bodies=frozenset({"north", "unit/north"}))

    def found(scope: Scope, **more: object) -> list[int]:
        page = reading.listed(scope, filters=Filters(**more), at=on(DUE))
        assert page.total == len(page.lines)
        return [line.task.pk for line in page.lines]

    assert found(north) == [late.pk, soon.pk, free.pk]
    assert found(north, state="") == [late.pk, soon.pk, free.pk, gone.pk]
    assert found(ALL) == [other.pk, late.pk, soon.pk, free.pk]
    assert found(ALL, standing="open_overdue") == [other.pk, late.pk]
    assert found(ALL, body="finance") == [other.pk] and found(ALL, text="SOON") == [soon.pk]
    assert found(ALL, standing="no_deadline") == [free.pk]
    assert found(ALL, directive=directive().pk) == found(ALL) and not found(ALL, directive=999)
    assert found(Scope()) == found(ALL, conference="none") == []
    first = reading.listed(north, at=on(DUE)).lines[0]
    assert first.is_overdue and first.days_left == -15 and first.standing == "open_overdue"


def test_a_page_beyond_the_last_is_the_last():
    """Whatever number is asked for."""
    rows = [task(what=str(number)).pk for number in range(5)]
    for number, expected in ((1, rows[:2]), (3, rows[4:]), (99, rows[4:]), (-1, rows[:2])):
        page = reading.listed(ALL, filters=Filters(page=number, size=2))
        assert [line.task.pk for line in page.lines] == expected and page.last == 3


def test_rates_are_told_by_body_with_both_counts():
    """Done and on time of what is due, each with its numerator and denominator, as core counts them."""
    for what, day in (("a", date(2024, 1, 30)), ("b", date(2024, 2, 2))):
        done(task("north", what=what), day)
    task("north", what="c")
    task("north", due_on=None, what="d")
    task("finance", due_on=date(2024, 3, 1), unit_key="south")
    north, finance = sorted(reading.rates(ALL, at=on(date(2024, 2, 5))), key=lambda one: one.key)[::-1]
    assert (north.key, north.now.total) == ("north", 4)
    assert (north.now.done.numerator, north.now.done.denominator) == (2, 3)
    assert (north.now.on_time.numerator, north.now.on_time.denominator) == (1, 3)
    assert finance.now.done.percent() is None
    by_unit = reading.rates(ALL, at=on(DUE), by="unit")
    assert [one.key for one in by_unit] == ["", "south"]


def test_who_falls_silent_shows_before_the_deadline():
    """Nothing heard for ten working days, within ten of the deadline; a word of the lead ends it."""
    one, told = task(what="silent"), task(what="told")
    tasks.report(task=told.pk, text="Going on.", by=HA, at=on(date(2024, 1, 12)))
    day = on(date(2024, 1, 18))
    assert [line.task.pk for line in reading.silent_ones(ALL, at=day)] == [one.pk]
    page = reading.listed(ALL, filters=Filters(is_silent=True), at=day)
    assert [line.is_silent for line in page.lines] == [True]
    assert reading.silent_ones(ALL, at=on(date(2024, 1, 16))) == ()
    assert reading.silent_ones(ALL, at=on(date(2024, 2, 1))) == ()
    assert reading.silent_ones(Scope(bodies=frozenset({"south"})), at=day) == ()


def test_the_number_of_statements_does_not_grow(django_assert_max_num_queries):
    """One task or thirty, with bodies and what they come from: lists, rates, the silent, one task."""
    first = task("north", "finance")
    for _twice in range(2):
        with django_assert_max_num_queries(7):
            page = reading.listed(ALL)
            assert [[two.body for two in line.task.others.all()] for line in page.lines]
            assert {line.task.directive.symbol for line in page.lines} == {"12-NQ/TW"}
        with django_assert_max_num_queries(1):
            reading.rates(ALL)
        with django_assert_max_num_queries(6):
            reading.silent_ones(ALL, at=on(date(2024, 1, 18)))
        with django_assert_max_num_queries(3):
            reading.open_of_round(ROUND)
        with django_assert_max_num_queries(14):
            reading.one(first.pk)
        for number in range(30):
            task("south", "works", "finance", what=str(number))


def test_what_a_second_task_says_is_not_the_first_ones():
    """Bodies may be asked for the same twice: each is its own task."""
    sent = replace(Assignment(), leads=("north",), what="x", responsibility="y", authority="z", product="p")
    about = {"directive": directive().pk, "round_id": ROUND, "sent": sent, "by": "x", "at": on(SET)}
    assert tasks.set_by_directive(**about).pk != tasks.set_by_directive(**about).pk
    assert [one.due_on for one in reading.open_of_round(ROUND)] == [None, None]


def test_a_notice_puts_its_tasks_into_force_on_working_days():
    """The month that it names ends on a Saturday: due on Monday, also at first; the notice stays as it was.

    What is reported is still open for the next conference.
    """
    conference("adjourned")
    notices.draft(**BY)
    clause = clauses.add(**BY, section="task", text="Plan.")
    sent = replace(whole("north"), due_on=date(2024, 8, 1))
    one = tasks.assign(**BY, clause=clause.pk, sent=sent)
    assert (one.due_on, one.issued_on) == (date(2024, 8, 31), None) and reading.listed(ALL).total == 0
    issued = notices.issue(**BY, symbol="1-TB/X", signer="Who signs", at=on(SET))
    row = Task.objects.get()
    assert (row.due_on, row.first_due_on, row.issued_on) == (date(2024, 9, 2), date(2024, 9, 2), SET)
    assert issued.content["clauses"][-2]["tasks"][0]["due_on"] == "2024-08-31"
    tasks.report(task=row.pk, text="Done.", done_on=SET, by=HA, at=on(SET))
    left = Open(f"task/{row.pk}", "submit the plan", "reported")
    assert conferences.open_from_last("2024-test") == (left,)
    assert reading.rates(ALL, by="conference")[0].key == KEY


def test_an_agenda_takes_up_tasks_and_petitions_and_the_notice_leads_back_to_them():
    """What is open of the conference before, by its key; the clause of the later notice is found by it."""
    conference("concluded")
    told = {"channel": "after", "lodged_on": SET, "lodged_at": on(SET), "lodged_by": "x", "unit_key": "north"}
    one = Petition.objects.create(number="2023-01/01", round_id=ROUND, text="A bridge.", **told)
    Petition.objects.create(number="2023-01/02", round_id=ROUND, text="A road.", stage="accepted", **told)
    begins_at = timezone.now() + timedelta(days=60)
    times = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=3), "at": on(SET), "by": "x"}
    held = Conference.objects.create(key="next", round_id="2024-test", title="Next", place="Hall", **times)
    by, key = {"conference": "next", "by": "clerk"}, f"petition/{one.pk}"
    assert conferences.open_from_last("2024-test") == (Open(key, "2023-01/01 A bridge.", "lodged"),)
    agendas.take_up(**by, key=key, seen=programmes.version("next"))
    Conference.objects.filter(pk=held.pk).update(stage="adjourned")
    notices.draft(**by)
    assert conferences.taken_up(key) == ()
    for clause in written.rows("next"):
        if clause.section == "petition":
            clauses.waive(**by, clause=clause.pk, reason="It goes on.")
    notices.issue(**by, symbol="2-TB/X", signer="Who signs")
    (found,) = conferences.taken_up(key)
    assert (found.petition, found.notice.conference) == (str(one.pk), held)
