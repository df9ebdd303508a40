"""Search: everything that one may read is found by its words, and nothing else."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.actions import assignments
from giaoban.actions import search as keeping
from giaoban.core.conduct.grants import GRANTS
from giaoban.core.conduct.people import ROLES_OF, Actor, Held
from giaoban.core.conduct.policy import Subject, may
from giaoban.queries import petitions, search, tasks
from giaoban.records.models import Directive, Organisation, Petition, SearchEntry, Task
from tests.factories.packs import ROUND
from tests.factories.petitions import TREASURY, WORKS, assigned, install, lodged, noon
from tests.factories.piles import WORDS, pile

pytestmark = pytest.mark.django_db
UNITS, BODIES = ("north", "south", "split"), (WORKS, TREASURY, "unit/north", "unit/south")
ANALYST = Actor("an@office.example", frozenset({Held("analyst", "office")}))
#: What the pages of a petition and of a task ask of the policy.
PAGES = {"petition": ("petition.read", petitions.parties), "task": ("task.track", tasks.parties)}


@pytest.fixture(autouse=True)
def bodies(db, tmp_path):
    """Install the small pack with the bodies that answer petitions."""
    install(tmp_path)


def heap(size: int, first: int = 0) -> None:
    """Let there be as many petitions more, numbered from `first`, and as many tasks."""
    pile(size, round_id=ROUND, units=UNITS, bodies=BODIES, on=date(2026, 3, 2), first=first)
    keeping.rebuild()


def objects(actor: Actor, text: str, **more: str) -> set[str]:
    """Return everything that an actor finds, from all pages."""
    told, page = set[str](), 1
    while True:
        found = search.found(actor, text, page=page, **more)
        told |= {one.object for one in (*found.numbered, *found.entries)}
        if not found.has_more:
            return told
        page += 1


def _page(kind: str, key: int) -> tuple[str, Subject]:
    """Return what the page of a petition or a task asks of the policy."""
    action, parties = PAGES[kind]
    unit_key, bodies = parties(str(key))
    return action, Subject(kind, str(key), unit_key, bodies=bodies)


@st.composite
def actors(draw) -> Actor:
    """Draw somebody with up to three roles, for any organisation of each kind."""
    offices = {"province": (("north", "north"), ("south", "south"), ("other", "split"))}
    offices |= {"ministry": ((WORKS, ""), (TREASURY, ""), ("idle", ""))}
    held = set()
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(sorted(ROLES_OF)))
        office = draw(st.sampled_from(offices.get(kind, ((kind, ""),))))
        held.add(Held(draw(st.sampled_from(ROLES_OF[kind])), *office))
    return Actor("somebody@office.example", frozenset(held), draw(st.sampled_from([True, True, True, False])))


def test_whoever_searches_finds_what_the_policy_opens_and_nothing_else():
    """Random roles of random offices: the same petitions and tasks whose pages they may read."""
    heap(40)
    pages = {f"petition/{row.pk}": _page("petition", row.pk) for row in Petition.objects.all()}
    pages |= {f"task/{row.pk}": _page("task", row.pk) for row in Task.objects.all()}
    words = {row.object: set(row.words.split()) for row in SearchEntry.objects.all()}
    assert set(words) - set(pages) == {f"directive/{row.pk}" for row in Directive.objects.all()}

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(actors(), st.sampled_from(WORDS))
    def holds(actor: Actor, word: str) -> None:
        open_ = {one for one, page in pages.items() if may(actor, *page, "published").allowed}
        assert objects(actor, word) == {one for one in open_ if word in words[one]}

    holds()


def test_words_are_found_however_they_are_typed():
    """Without accents and case, in any order, the last one begun only; by unit, subject, body; no syntax."""
    row = assigned(lodged(text="Đề nghị làm đường sắt tốc độ cao"))
    typed = (
        "duong",
        "ĐƯỜNG",
        "đương",
        "duong sat",
        "đường sắt tốc độ",
        "sắt đường",
        "duong sa",
        "duong'); --",
    )
    about = ("north", "district of no", "01", "roads", "ministry of works")
    assert {one: objects(ANALYST, one) for one in (*typed, *about)} == dict.fromkeys(
        (*typed, *about), {f"petition/{row.pk}"}
    )
    others = ("du sat", "duong thuy", "—", "", "' | 'a", '"* OR words', "NEAR(duong sat)")
    assert {one: objects(ANALYST, one) for one in others} == dict.fromkeys(others, set())


def test_text_without_accents_is_found_with_them_too():
    """Both ways: an old text typed without marks answers to whoever types them."""
    row = lodged(text="De nghi lam duong sat")
    assert objects(ANALYST, "đường sắt") == objects(ANALYST, "duong sat") == {f"petition/{row.pk}"}


def test_what_bears_the_number_stands_first_however_it_is_written():
    """Capitals, strokes and blanks make no difference, and the same digits elsewhere come after it."""
    one = lodged(text="A bridge, as in 2023-01/02")
    other = lodged(text="A school")
    for asked in (other.number, other.number.replace("-", " ").lower(), other.number.replace("/", "")):
        found = search.found(ANALYST, asked)
        assert [row.object for row in found.numbered] == [f"petition/{other.pk}"]
    assert [row.object for row in search.found(ANALYST, other.number).entries] == [f"petition/{one.pk}"]


def test_what_is_kept_follows_what_was_done():
    """The body to which a petition goes finds it from then on, and no longer once it went elsewhere."""
    works, treasury = (
        Actor(f"{body}@office.example", frozenset({Held("respondent", body)})) for body in (WORKS, TREASURY)
    )
    row = lodged(text="A bridge")
    told = {f"petition/{row.pk}"}
    assert objects(works, "bridge") == set()
    row = assigned(row)
    assert (objects(works, "bridge"), objects(treasury, "bridge")) == (told, set())
    assignments.transfer(petition=row.pk, lead=TREASURY, reason="Money", by="analyst", at=noon(4))
    assert (objects(works, "bridge"), objects(treasury, "bridge treasury")) == (set(), told)


def test_an_entry_that_is_changed_or_taken_out_is_found_so():
    """In the index of either database: new words find it, old ones no longer; what is gone is gone."""
    row = lodged(text="A bridge over the river")
    Petition.objects.filter(pk=row.pk).update(text="A tunnel below the river")
    with transaction.atomic():
        keeping.keep(objects=[f"petition/{row.pk}", "petition/999", "task/999"])
    assert objects(ANALYST, "tunnel river") and not objects(ANALYST, "bridge")
    SearchEntry.objects.all().delete()
    assert not objects(ANALYST, "tunnel")
    assert keeping.rebuild() == 1 and objects(ANALYST, "tunnel")


def test_entries_are_kept_inside_the_transaction_of_their_write(transactional_db):
    """Outside of one nothing is kept."""
    with pytest.raises(TypeError, match="transaction"):
        keeping.keep(objects=["petition/1"])


def test_kinds_are_found_apart_and_page_by_page():
    """Each kind alone, together all; pages hold all of it, none twice."""
    heap(60)
    by_kind = {kind: objects(ANALYST, "report", kind=kind) for kind in search.KINDS}
    assert len(by_kind["task"]) == 60 and not by_kind["petition"]
    rows = [row.object for page in (1, 2, 3) for row in search.found(ANALYST, "report", page=page).entries]
    assert len(rows) == len(set(rows)) == 60


def test_no_search_asks_the_database_more_often_for_more_entries():
    """The same statements for twenty entries as for two hundred."""
    counts = set()
    for first, size in ((0, 10), (10, 100)):
        heap(size, first)
        with CaptureQueriesContext(connection) as told:
            assert search.found(ANALYST, "report").has_more is (size > 20)
        counts.add(len(told))
    assert len(counts) == 1


def test_a_mark_cannot_be_written_into_a_text():
    """A text that spells the mark of another office is found by its own only."""
    row = lodged("south", text=f"_petition_unit_{b'north'.hex()} bridge")
    north = Actor("ha@north.example", frozenset({Held("leader", "north", "north")}))
    south = Actor("sa@south.example", frozenset({Held("leader", "south", "south")}))
    assert objects(north, "bridge") == set() and objects(south, "bridge") == {f"petition/{row.pk}"}


def test_every_action_that_opens_what_is_found_is_granted_to_somebody():
    """Kinds whose pages nobody may read would be found by nobody."""
    granted = {action for _, action in GRANTS}
    assert {search.READING[kind] for kind in ("petition", "task", "clause")} <= granted
    assert Organisation.objects.filter(key=WORKS).exists()
