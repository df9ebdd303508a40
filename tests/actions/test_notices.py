"""The conclusion notice: drafted, written by several at once, and issued so that nothing changes any more."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from giaoban.actions import announcements, clauses, installation, notices, tasks
from giaoban.core.conduct.resolutions import last_of_month
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import conferences
from giaoban.queries import notices as reading
from giaoban.queries import tasks as given
from giaoban.records.models import AgendaItem, Clause, ClauseVersion, Conference, Event, Notice, Task
from tests.factories import sessions
from tests.factories.conferences import KEY, conference
from tests.factories.mails import smtp_server
from tests.factories.notices import BY, FILES, body, whole
from tests.factories.packs import FILES as PACK
from tests.factories.packs import ROUND, write_pack

pytestmark = pytest.mark.django_db
NEXT = "2024-test"
_NEXT = PACK[f"rounds/{ROUND}/round.yaml"].replace(f"round_id: {ROUND}", f"round_id: {NEXT}")
ISSUE = {**BY, "symbol": "29-TB/X", "signer": "Lê Văn Ký"}


@pytest.fixture
def adjourned(workspace, tmp_path) -> Conference:
    """Return a conference that sought a decision and took up a petition, and is over."""
    installation.initialise(
        packs=[write_pack(tmp_path / "pack", **FILES, **{f"rounds/{NEXT}/round.yaml": _NEXT})]
    )
    found = conference("adjourned")
    AgendaItem.objects.filter(number=2).update(decision_sought="Spend what was allotted.")
    AgendaItem.objects.filter(number=3).update(title="A bridge for North", takes_up="petition/7")
    body("finance", "Ministry of Finance")
    body("works", "Ministry of Works")
    return found


def drafted() -> dict[str, Clause]:
    """Return the clauses of a new draft by section; there is one of each."""
    notices.draft(**BY)
    return {one.section: one for one in reading.rows(KEY)}


def settled() -> Notice:
    """Return an issued notice: one clause with its task, one with a reason for none."""
    found = drafted()
    tasks.assign(**BY, clause=found["task"].pk, sent=whole("finance", "works"))
    clauses.waive(**BY, clause=found["petition"].pk, reason="Answered in the hall.")
    return notices.issue(**ISSUE)


def test_a_draft_begins_with_who_met_what_was_decided_and_what_was_asked(adjourned):
    """Opening and closing name the chair; the decision becomes a task's clause, the petition an answer."""
    found = drafted()
    assert list(found) == ["opening", "task", "petition", "closing"]
    assert "Trần Thị Chủ, Chair of the board chaired Review of 2023" in found["opening"].text
    assert "Phạm Văn Sảnh, Head of a department" in found["opening"].text
    assert (found["task"].text, found["task"].item.number) == ("Spend what was allotted.", 2)
    assert (found["petition"].text, found["petition"].petition) == ("A bridge for North", "7")
    with pytest.raises(Conflict):
        notices.draft(**BY)


def test_a_pack_without_words_for_notices_has_none(installed):
    """It is said which file is missing, and nothing is begun."""
    conference("adjourned")
    with pytest.raises(NotFound, match="no words for notices"):
        notices.draft(**BY)
    assert not Notice.objects.exists()


def test_two_who_write_one_clause_lose_nothing(adjourned):
    """The second is told what stands; both texts are there, and saving anew adds a version."""
    clause = drafted()["task"].pk
    clauses.save(**BY, clause=clause, text="First.", base=1)
    with pytest.raises(Conflict) as refusal:
        clauses.save(conference=KEY, by="other@centre.example", clause=clause, text="Second.", base=1)
    assert refusal.value.title == "clerk@centre.example was faster" and refusal.value.detail == "First."
    clauses.save(conference=KEY, by="other@centre.example", clause=clause, text="Second.", base=2)
    kept = ClauseVersion.objects.filter(clause=clause).values_list("version", "text", "by")
    assert [version for version, _text, _by in kept] == [1, 2, 3]
    assert list(kept)[2] == (3, "Second.", "other@centre.example")
    with pytest.raises(TypeError):
        ClauseVersion.objects.first().save()


def test_the_same_text_again_is_no_new_version(adjourned):
    """Also of an older version: nothing is changed by it."""
    clause = drafted()["task"]
    assert clauses.save(**BY, clause=clause.pk, text=clause.text, base=0).version == 1
    assert not Event.objects.filter(verb="clause.saved").exists()


def test_clauses_are_moved_and_removed_with_a_reason(adjourned):
    """Numbers follow the order; the ends stay where they are; what was removed stays on record."""
    first = drafted()["task"].pk
    second, third = (clauses.add(**BY, section="task", text=text).pk for text in ("Two.", "Three."))
    clauses.move(**BY, clause=third, up=True)
    clauses.move(**BY, clause=first, up=True)
    assert [one.pk for one in reading.rows(KEY) if one.section == "task"] == [first, third, second]
    with pytest.raises(Invalid):
        clauses.remove(**BY, clause=third, reason=" ")
    clauses.remove(**BY, clause=third, reason="Said twice.")
    assert [one.pk for one in reading.rows(KEY) if one.section == "task"] == [first, second]
    assert ClauseVersion.objects.filter(clause=third).exists()
    with pytest.raises(Invalid):
        clauses.remove(**BY, clause=reading.rows(KEY)[0].pk, reason="No opening.")


def test_what_a_draft_still_lacks_is_told_at_once_and_holds_it_back(adjourned):
    """A clause without a task, a task without all its clarities, no number, no signer: in one answer."""
    found = drafted()
    tasks.assign(**BY, clause=found["task"].pk, sent=replace(whole(), what="", product=""))
    with pytest.raises(Invalid) as refusal:
        notices.issue(**{**ISSUE, "symbol": " ", "signer": ""})
    codes = {one.code for one in refusal.value.findings}
    assert codes == {"no_what", "no_product", "no_task", "no_symbol", "no_signer"}
    assert conferences.stage(KEY) == "adjourned" and reading.stage(KEY) == "drafted"


def test_a_task_has_one_lead_that_does_not_co_ordinate_and_is_a_body(adjourned):
    """All of it is told together; nothing is kept. A unit without an office here may lead."""
    clause = drafted()["task"].pk
    sent = replace(whole("finance", "finance", "nobody"), leads=("finance", "works"))
    with pytest.raises(Invalid) as refusal:
        tasks.assign(**BY, clause=clause, sent=sent)
    assert [one.code for one in refusal.value.findings] == [
        "two_leads",
        "lead_co_ordinates",
        "unknown_body",
    ]
    assert not Task.objects.exists()
    assert tasks.assign(**BY, clause=clause, sent=whole("unit/split")).lead == "unit/split"
    body("office-of-split", "Office of Split", kind="province", unit_key="split")
    bodies = given.bodies(ROUND)
    assert "unit/split" not in {one.key for one in bodies.open}
    assert bodies.names["unit/split"] == "New District of Split"


def test_a_task_is_put_in_the_place_of_another_and_a_month_is_due_on_its_last_day(adjourned):
    """The first deadline is the one with which it is issued."""
    clause = drafted()["task"].pk
    clauses.waive(**BY, clause=clause, reason="Perhaps.")
    task = tasks.assign(**BY, clause=clause, sent=whole("finance", "works"))
    assert Clause.objects.get(pk=clause).no_task == ""
    assert task.due_on == last_of_month(task.due_on.year, task.due_on.month)
    changed = tasks.assign(**BY, clause=clause, sent=whole("works", task_id=task.pk, what="build it"))
    assert changed.pk == task.pk and changed.first_due_on == changed.due_on
    assert given.assignment(given.by_id(KEY, task.pk)) == replace(
        whole("works", task_id=task.pk, what="build it"), due_on=task.due_on
    )
    with pytest.raises(Invalid):
        clauses.waive(**BY, clause=clause, reason="It has a task.")
    tasks.withdraw(**BY, task=task.pk)
    assert not Task.objects.exists()


def test_an_issued_notice_maps_every_clause_to_a_task_or_a_reason(adjourned):
    """In the audit too, beside the hash of all that it says; the conference is concluded by it."""
    notice = settled()
    task = given.of_conference(KEY)[0]
    event = Event.objects.get(verb="notice.issued")
    assert event.payload["clauses"] == {"I.1": [task.pk], "II.1": "Answered in the hall."}
    assert event.payload["sha256"] == notice.sha256 and reading.is_as_issued(notice)
    assert (conferences.stage(KEY), notice.symbol, notice.stage) == ("concluded", "29-TB/X", "issued")
    held_on = timezone.localdate(adjourned.ends_at)
    assert reading.days_left(adjourned, notice.due_on, held_on) == 5


def test_nothing_of_an_issued_notice_changes(adjourned):
    """No verb of clauses and tasks, no second issue; and what was changed past them is seen."""
    notice = settled()
    clause, task = reading.rows(KEY)[1].pk, given.of_conference(KEY)[0].pk
    for refused in (
        lambda: clauses.save(**BY, clause=clause, text="Other.", base=1),
        lambda: clauses.add(**BY, section="task", text="More."),
        lambda: clauses.remove(**BY, clause=clause, reason="Late."),
        lambda: clauses.move(**BY, clause=clause, up=True),
        lambda: clauses.waive(**BY, clause=clause, reason="Late."),
        lambda: tasks.assign(**BY, clause=clause, sent=whole(task_id=task)),
        lambda: tasks.withdraw(**BY, task=task),
        lambda: notices.issue(**ISSUE),
    ):
        with pytest.raises(NotAllowed):
            refused()
    Clause.objects.filter(pk=clause).update(text="Changed past the actions.")
    assert "Changed past" not in str(reading.document(notice))
    notice.content["document"]["blocks"][0]["spans"][0]["text"] = "Changed."
    Notice.objects.filter(pk=notice.pk).update(content=notice.content)
    assert not reading.is_as_issued(reading.by_conference(KEY))


def test_a_notice_is_issued_only_once_the_conference_is_adjourned(adjourned):
    """While it sits, it may be drafted and not issued; before that neither."""
    Conference.objects.update(stage="sitting")
    drafted()
    with pytest.raises(NotAllowed):
        notices.issue(**ISSUE)
    Conference.objects.update(stage="convened")
    with pytest.raises(NotAllowed):
        clauses.add(**BY, section="task", text="Too early.")


@pytest.mark.parametrize("changed", [{"symbol": "1"}, {"stage": "issued"}, {"sha256": "0" * 64}])
def test_the_database_knows_no_draft_with_a_number(adjourned, changed):
    """Nor an issued notice without one."""
    drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(**changed)


def test_whoever_leads_a_task_is_told_once(adjourned):
    """One letter a person, in their language; a body in which nobody can sign in is a finding."""
    person = sessions.person("minh@finance.example", "Minh", "finance", "respondent")
    found = drafted()
    tasks.assign(**BY, clause=found["task"].pk, sent=whole("finance"))
    tasks.assign(**BY, clause=found["petition"].pk, sent=whole("works"))
    with smtp_server() as mails:
        assert announcements.tell(by="clerk", round_id=ROUND) == ()
        notices.issue(**ISSUE)
        for _twice in range(2):
            (nobody,) = announcements.tell(by="clerk", round_id=ROUND)
            assert "Ministry of Works" in nobody.title
    (mail,) = mails
    assert mail["To"] == person.email and "29-TB/X" in mail["Subject"]
    assert "submit the plan" in mail.get_content()
    assert Event.objects.get(verb="notice.announced").payload == {"person": person.email}


def test_what_an_issued_notice_asks_is_open_for_the_next_conference(adjourned):
    """It stands at the head of the next agenda until it is done."""
    settled()
    assert [one.title for one in conferences.open_from_last(NEXT)] == ["submit the plan"]
    assert conferences.open_from_last(ROUND) == ()
