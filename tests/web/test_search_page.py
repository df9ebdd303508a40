"""Search and saved views on their pages: what one may read is found, and comes back to under a name."""

import re
from datetime import date

import pytest
import yaml
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giaoban.actions import clauses, notices, rounds, tasks
from giaoban.actions import search as keeping
from giaoban.records.models import Event, Petition, SavedFilter
from tests.factories.conferences import KEY, conference
from tests.factories.conferences import person as seated
from tests.factories.notices import BY, WORDS, body, whole
from tests.factories.notices import DOCUMENTS as NOTICES
from tests.factories.packs import ROUND
from tests.factories.petitions import TREASURY, WORKS, assigned, install, lodged
from tests.factories.piles import pile
from tests.factories.sessions import client_of, person
from tests.web.pages import read

pytestmark = pytest.mark.django_db
SEARCH, DESK, SAVE = "/vi/search/", "/vi/desk/", "/vi/desk/filters/"


@pytest.fixture
def clients(tmp_path, settings) -> dict[str, Client]:
    """Return clients of the leaders of two units, of a ministry and of the central office."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path, **NOTICES, **{"wording/en.yaml": yaml.safe_dump({"statements": {}, **WORDS})})
    return {
        "north": client_of(person("binh@north.example", "Bình", "north", "leader", "north")),
        "south": client_of(person("sa@south.example", "Sa", "south", "leader", "south")),
        WORKS: client_of(person("minh@works.example", "Minh", WORKS, "respondent")),
        TREASURY: client_of(person("ti@treasury.example", "Tí", TREASURY, "respondent")),
        "analyst": client_of(person("an@office.example", "An", "office", "analyst")),
    }


def links(client: Client, asked: str, kind: str = "") -> list[str]:
    """Return where the hits of a search lead, in their order."""
    page = client.get(SEARCH, {"q": asked, "kind": kind}).content.decode()
    return re.findall(r'<li><a href="/vi([^"]+)"', page.partition("<main")[2])


@pytest.mark.parametrize(
    "asked", ["duong sat", "ĐƯỜNG SẮT", "đường sat", "duong sa", "{number}", "north sat"]
)
def test_a_petition_is_found_by_whose_it_is_and_by_nobody_else(clients, asked):
    """Without accents and with, by number, by unit; another unit's and another body's does not exist."""
    row = assigned(lodged(text="Đề nghị làm đường sắt"))
    said, page = asked.format(number=row.number), [f"/petitions/{row.pk}/"]
    told = {who: links(client, said) for who, client in clients.items()}
    assert told == {"north": page, "south": [], WORKS: page, TREASURY: [], "analyst": page}
    assert clients["south"].get(f"/vi{page[0]}").status_code == 404


def test_what_was_typed_without_accents_answers_to_them(clients):
    """The other way round, and on the page it stands as it was typed."""
    row = lodged(text="De nghi lam duong")
    assert links(clients["north"], "đề nghị làm đường") == [f"/petitions/{row.pk}/"]
    assert "De nghi lam duong" in read(clients["north"].get(SEARCH, {"q": "đường"}))[0]


def test_clauses_are_found_once_their_notice_is_issued(clients):
    """By the office, by who had a seat, by bodies that may get tasks; not by a unit that was not there."""
    conference("adjourned")
    body("finance", "Ministry of Finance")
    notices.draft(**BY)
    clause = clauses.add(**BY, section="task", text="Xây dựng đường cao tốc")
    tasks.assign(**BY, clause=clause.pk, sent=whole("finance", what="Lập dự án cao tốc"))
    chair = client_of(seated("chair"))
    assert links(clients["analyst"], "cao toc") == links(chair, "cao toc") == []
    notices.issue(**BY, symbol="29-TB/X", signer="Lê Văn Ký")
    page = f"/conferences/{KEY}/notice/#clause-{clause.pk}"
    assert links(clients["analyst"], "cao toc", "clause") == [page]
    assert links(chair, "cao toc") == [page]
    assert [links(clients[one], "cao toc") for one in ("north", WORKS)] == [[], [page]]
    finance = client_of(person("hoa@finance.example", "Hoa", "finance", "respondent"))
    assert set(links(finance, "29-TB/X")) >= {page} and len(links(finance, "cao toc")) == 2


def test_units_indicators_and_conferences_are_found_where_they_are_open(clients):
    """Those of published rounds by name and code; conferences by who they concern."""
    assert links(clients["north"], "split") == []
    rounds.freeze(round_id=ROUND, by="tester")
    conference("convened")
    assert f"/rounds/{ROUND}/units/split/" in links(clients["north"], "new district spl")
    assert links(clients["analyst"], "review 2023") == [f"/conferences/{KEY}/"]
    assert links(clients[WORKS], "review 2023") == []


def test_nothing_found_says_so_and_nothing_asked_says_what_there_is(clients):
    """With the words that were typed, which are shown as text."""
    empty = read(clients["north"].get(SEARCH, {"q": "<b>zzz"}))[0]
    assert "<b>zzz" in empty and "Không có nội dung nào" in empty
    assert "Tìm được ở đây" in read(clients["north"].get(SEARCH))[0]
    assert Client().get(SEARCH).status_code == 302


def test_the_box_stands_on_every_page_of_who_has_signed_in(clients):
    """And on none of the public's."""
    box = f'action="{SEARCH}"'
    assert all(box in clients["north"].get(page).content.decode() for page in (DESK, "/vi/", "/vi/account/"))
    assert box not in Client().get("/vi/").content.decode()


@pytest.mark.parametrize("page", [f"{SEARCH}?q=road", DESK], ids=["search", "desk"])
@pytest.mark.parametrize("who", ["north", WORKS, "analyst"])
def test_no_page_asks_the_database_more_often_for_more(clients, page, who):
    """As many statements for ten petitions and tasks as for a hundred."""
    counts = []
    for first, size in ((0, 30), (30, 200)):
        units, bodies = ("north", "south"), (WORKS, TREASURY, "unit/north")
        pile(size, round_id=ROUND, units=units, bodies=bodies, on=date(2026, 3, 2), first=first)
        keeping.rebuild()
        clients[who].get(page)
        with CaptureQueriesContext(connection) as told:
            assert clients[who].get(page).status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1]


def test_a_register_is_saved_as_it_was_narrowed_and_removed_again(clients):
    """It stands on the desk of who saved it, in the language of the page; a name is given once."""
    north, address = clients["north"], "/vi/petitions/?state=overdue&q=c%E1%BA%A7u"
    assert 'name="address" value="/vi/petitions/?state=overdue"' in (
        north.get("/vi/petitions/?state=overdue").content.decode()
    )
    for one in ("/vi/tasks/?state=open", address):
        assert north.post(SAVE, {"name": " Việc  quá hạn ", "address": one}).url == f"{DESK}#filters"
    (row,) = SavedFilter.objects.all()
    assert (row.name, row.address) == ("Việc quá hạn", address)
    assert f'href="{address.replace("&", "&amp;")}">Việc quá hạn' in north.get(DESK).content.decode()
    assert 'href="/en/petitions/?state=overdue' in north.get("/en/desk/").content.decode()
    assert "Việc quá hạn" not in clients["south"].get(DESK).content.decode()
    assert clients["south"].post(f"{SAVE}{row.pk}/remove/").status_code == 404
    assert north.post(f"{SAVE}{row.pk}/remove/").url == f"{DESK}#filters"
    assert not SavedFilter.objects.exists()
    verbs = Event.objects.filter(verb__startswith="filter.").values_list("verb", flat=True)
    assert sorted(verbs) == ["filter.removed", "filter.saved", "filter.saved"]


@pytest.mark.parametrize(
    "address",
    [
        "", "https://evil.example/", "//evil.example/vi/petitions/", "/\\evil.example", "javascript:alert(1)",
        "/vi/petitions/\n", "/vi/sign-out/", "/vi/nowhere/", "petitions/", "/vi/petitions/?q=" + "a" * 700,
        "/vi/petitions/1/",
    ],
)  # fmt: skip
def test_nothing_but_a_register_of_this_site_is_saved(clients, address):
    """No other place, no other page, however it is spelled; the desk says so."""
    answer = clients["north"].post(SAVE, {"name": "x", "address": address})
    assert answer.status_code == 422 and "Trang này không lưu được" in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_a_view_needs_a_name_and_room(clients):
    """Fifty a person; without a name none."""
    told = {"address": "/vi/petitions/"}
    assert clients["north"].post(SAVE, {**told, "name": "  "}).status_code == 422
    assert clients["north"].post(SAVE, {**told, "name": "n" * 81}).status_code == 422
    for number in range(50):
        assert clients["north"].post(SAVE, {**told, "name": f"{number}"}).status_code == 302
    assert clients["north"].post(SAVE, {**told, "name": "51"}).status_code == 422
    assert clients["north"].post(SAVE, {**told, "name": "49"}).status_code == 302


def test_the_desk_shows_what_waits_with_why_and_when(clients):
    """What is overdue with its days; each reason with its number and its list."""
    late, other = assigned(lodged(), due_on=date(2026, 3, 9)), lodged("south")
    told = clients["analyst"].get(DESK).content.decode()
    text = read(clients["analyst"].get(DESK))[0]
    assert "quá hạn" in text and "Phân công: chưa có cơ quan chủ trì" in text
    assert f'href="/vi/petitions/{late.pk}/"' in told and f'href="/vi/petitions/{other.pk}/"' in told
    assert 'href="/vi/petitions/?state=overdue"><strong>1</strong>' in told
    assert "Không có kiến nghị, nhiệm vụ" in read(clients[TREASURY].get(DESK))[0]
    assert Petition.objects.count() == 2
