"""An agenda: written item by item, numbered without a gap, and never over what somebody else wrote."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.actions import agendas
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import agendas as reading
from giaoban.queries import conferences
from giaoban.records.models import AgendaItem, Conference, Delegate, Event
from tests.factories.conferences import KEY, conference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def found(installed) -> Conference:
    """Let there be a conference with four items."""
    return conference("preparing")


def told() -> list[tuple[int, str]]:
    """Return the numbers and titles of the agenda."""
    return [(one.number, one.title) for one in conferences.agenda(KEY)]


def now(**more: object) -> dict[str, object]:
    """Return what every change says: which conference, who, and the version that they saw."""
    return {"conference": KEY, "by": "steward", "seen": reading.version(KEY), **more}


def test_an_item_is_added_changed_moved_and_removed():
    """Numbers stay without a gap; each step stands in the audit with its number and title."""
    speaker = Delegate.objects.get(email="hall@centre.example").pk
    added = agendas.add(**now(title=" Roads ", minutes=15, section="Opinions", speaker=speaker))
    assert told()[-1] == (5, "Roads") and added.speaker_id == speaker
    agendas.move(**now(item=added.pk, to=2))
    assert told() == [
        (1, "Opening"), (2, "Roads"), (3, "Report on the year"), (4, "Opinions"), (5, "Conclusion"),
    ]  # fmt: skip
    agendas.change(**now(item=added.pk, title="Roads and rails", minutes=20, decision_sought="Which first?"))
    assert told()[1] == (2, "Roads and rails") and AgendaItem.objects.get(pk=added.pk).speaker is None
    agendas.remove(**now(item=AgendaItem.objects.get(number=1).pk))
    assert told() == [(1, "Roads and rails"), (2, "Report on the year"), (3, "Opinions"), (4, "Conclusion")]
    events = (
        Event.objects.filter(object=f"conference/{KEY}").order_by("number").values_list("verb", flat=True)
    )
    assert list(events) == ["item.added", "item.moved", "item.changed", "item.removed"]


def test_planned_times_follow_the_items(found):
    """As clocks show them; the third item begins half an hour after the first."""
    slots = reading.slots(found)
    assert [(slot.begins_at - found.begins_at).seconds // 60 for slot in slots] == [0, 10, 30, 90]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["add", "move", "remove"]), st.integers(-2, 9), st.integers(0, 9))))
def test_whatever_is_done_numbers_run_from_one_on(steps):
    """A list of titles kept beside it says the same after every step."""
    AgendaItem.objects.all().delete()
    titles: list[str] = []
    for count, (step, to, which) in enumerate(steps):
        if step == "add":
            agendas.add(**now(title=f"Item {count}", minutes=5))
            titles.append(f"Item {count}")
        elif titles:
            title = titles.pop(which % len(titles))
            item = AgendaItem.objects.get(title=title).pk
            if step == "remove":
                agendas.remove(**now(item=item))
            else:
                agendas.move(**now(item=item, to=to))
                titles.insert(min(max(to, 1), len(titles) + 1) - 1, title)
        assert told() == list(enumerate(titles, 1))


def test_who_wrote_beside_an_older_agenda_is_told_and_nothing_is_lost():
    """Whatever the step; the other one's item stands."""
    old = now()
    first = AgendaItem.objects.get(number=1).pk
    agendas.add(**now(title="Faster", minutes=5))
    before = told()
    for step in (
        lambda: agendas.add(**old, title="Slower", minutes=5),
        lambda: agendas.change(**old, item=first, title="Slower", minutes=5),
        lambda: agendas.move(**old, item=first, to=3),
        lambda: agendas.remove(**old, item=first),
        lambda: agendas.take_up(**old, key="task/1"),
    ):
        with pytest.raises(Conflict, match="Somebody changed the agenda"):
            step()
    assert told() == before


def test_what_is_no_item_is_refused_with_every_fault():
    """Without a title, without time, of no kind; nor a speaker without a seat, or an item that is gone."""
    with pytest.raises(Invalid) as refused:
        agendas.add(**now(title=" ", minutes=0, kind="song", section="s" * 201))
    assert [one.code for one in refused.value.findings] == ["title", "minutes", "kind", "section"]
    with pytest.raises(NotFound):
        agendas.add(**now(title="x", minutes=5, speaker=0 - 1))
    with pytest.raises(NotFound):
        agendas.remove(**now(item=0))
    assert len(told()) == 4


def test_an_item_under_which_something_is_filed_is_not_removed(monkeypatch):
    """The database holds it; whoever asks is told in words."""
    from django.db.models import ProtectedError

    def held(self):
        raise ProtectedError("held", set())

    monkeypatch.setattr(AgendaItem, "delete", held)
    with pytest.raises(Conflict, match="filed under"):
        agendas.remove(**now(item=AgendaItem.objects.get(number=1).pk))


@pytest.mark.parametrize("stage", ["sitting", "adjourned", "concluded", "called_off"])
def test_once_it_sits_the_agenda_stays(found, stage):
    """Also for whoever saw the latest version."""
    Conference.objects.update(stage=stage)
    with pytest.raises(NotAllowed):
        agendas.add(**now(title="Late", minutes=5))


def test_the_agenda_opens_with_what_it_takes_up(monkeypatch):
    """In the order in which it is taken up, before everything else; each once."""
    left = tuple(SimpleNamespace(key=f"task/{n}", title=f"Task {n}", state="open") for n in (1, 2))
    monkeypatch.setattr(conferences, "open_from_last", lambda round_id: left)
    agendas.take_up(**now(key="task/2"))
    agendas.take_up(**now(key="task/1"))
    assert told()[:3] == [(1, "Task 2"), (2, "Task 1"), (3, "Opening")]
    assert [one.takes_up for one in conferences.agenda(KEY)][:3] == ["task/2", "task/1", ""]
    for key in ("task/1", "task/9"):
        with pytest.raises(Conflict, match="not open"):
            agendas.take_up(**now(key=key))
