"""The pages of polls: asked by the chair, voted in once, secret to the end, and recounted by everybody."""

import re

import pytest

from giaoban.actions import polls as acting
from giaoban.queries import polls
from giaoban.records.models import Conference, Person
from giaoban.web.conference.polls import section
from tests.factories.conferences import KEY, person
from tests.factories.sessions import client_of
from tests.factories.votes import CHAIR, hall

pytestmark = pytest.mark.django_db
HERE = f"/en/conferences/{KEY}/polls/"
ASKED = {"question": "Agreed?", "options": "Yes\nNo", "kind": "open", "quorum": "none", "base": "eligible"}


@pytest.fixture
def chair(installed):
    """Return the chair's browser, in a conference that sits with ten who have a vote."""
    hall(6)
    return client_of(person("chair"))


def ask(chair, **changed) -> None:
    """Let the chair open a poll on its page."""
    response = chair.post(f"{HERE}open/", {**ASKED, **changed})
    assert response.status_code == 302 and response["Location"].endswith("polls/1/#now")


def read(client, address: str = "1/") -> str:
    """Return a page as it reads, without its marks."""
    response = client.get(HERE + address)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_open_poll_from_the_question_to_the_recount(chair):
    """The delegate votes, sees no count before the close, and finds their vote by name after it."""
    ask(chair)
    delegate = client_of(person("delegate"))
    assert "Cast the vote" in read(delegate)
    assert delegate.post(f"{HERE}1/vote/", {"choice": "1"}).status_code == 302
    assert "You have voted." in read(delegate) and "Count it yourself" not in read(delegate)
    again = delegate.post(f"{HERE}1/vote/", {"choice": "0"})
    assert again.status_code == 409 and "You have voted already" in again.content.decode()
    assert chair.post(f"{HERE}1/close/").status_code == 302
    said = read(client_of(person("observer")))
    assert "Phạm Văn Sảnh Hall A No" in said and "did not vote" in said and "the same result" in said
    assert "No most votes 1" in said


def test_a_receipt_is_shown_once_and_found_in_the_list_by_its_voter(chair):
    """It stands in no address and no copy; the page that shows it again does not."""
    ask(chair, kind="secret")
    people = [client_of(voter(one)) for one in ("chair@", "hall@", "north@", "south@")]
    for number in range(5):
        acting.vote(conference=KEY, number=1, choice=number % 2, by=f"d{number}@centre.example")
    shown = people[1].post(f"{HERE}1/vote/", {"choice": "0"})
    (receipt,) = re.findall(r"<code>([2-9a-z-]{14})</code>", shown.content.decode())
    assert shown.status_code == 200 and "no-store" in shown["Cache-Control"]
    assert receipt not in read(people[1]) and "5 votes" not in read(people[2])
    chair.post(f"{HERE}1/close/")
    said = read(people[1])
    assert f"{receipt} Yes" in said and "Nguyễn Thị Hà" not in said


def voter(beginning: str) -> Person:
    """Return the person whose address begins so."""
    return Person.objects.get(email__startswith=beginning)


def test_who_has_no_vote_does_not_find_a_ballot_and_is_refused(chair):
    """An observer and the clerk see the poll; a teller, a stranger and nobody find none."""
    ask(chair)
    for seat in ("observer", "clerk"):
        client = client_of(person(seat))
        assert "Cast the vote" not in read(client)
        assert client.post(f"{HERE}1/vote/", {"choice": "1"}).status_code == 404
    assert client_of(person("teller")).get(f"{HERE}1/").status_code == 404
    assert client_of(person("observer")).post(f"{HERE}1/close/").status_code == 404
    assert client_of(person("delegate")).post(f"{HERE}open/", ASKED).status_code == 404
    assert polls.latest(KEY).closed_at is None and polls.cast(polls.latest(KEY)) == 0


def test_what_cannot_be_asked_comes_back_with_every_fault(chair):
    """Beside what was typed; a secret poll without enough voters, an empty question, one option."""
    refused = chair.post(f"{HERE}open/", {**ASKED, "options": "Yes\nyes\n" + "x" * 301})
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "An option stands twice" in said and "An option is too long" in said and "Agreed?" in said
    Conference.objects.get(key=KEY).delegates.filter(email__startswith="d").update(is_withdrawn=True)
    assert chair.post(f"{HERE}open/", {**ASKED, "kind": "secret"}).status_code == 422
    assert chair.post(f"{HERE}open/", {**ASKED, "question": ""}).status_code == 200
    assert polls.latest(KEY) is None


@pytest.mark.parametrize("choice", ["", "2", "-1", "x", "9" * 400, "²"])
def test_a_vote_for_nothing_is_refused(chair, choice):
    """Whatever was sent; the vote remains to be cast."""
    ask(chair)
    refused = chair.post(f"{HERE}1/vote/", {"choice": choice})
    assert refused.status_code == 422 and "No option was chosen" in refused.content.decode()
    assert chair.post(f"{HERE}7/vote/", {"choice": "0"}).status_code == 404


def test_the_room_sees_no_count_before_the_close(chair):
    """Its part of the page is the same for everybody of an audience, and holds neither voter nor vote."""
    found = Conference.objects.get(key=KEY)
    assert section(found) == {"is_sitting": True}
    ask(chair, kind="secret")
    before = section(found)
    for number in range(5):
        acting.vote(conference=KEY, number=1, choice=0, by=f"d{number}@centre.example")
    assert section(found) == before and "result" not in before
    acting.close(conference=KEY, number=1, by=CHAIR)
    assert section(found)["rows"] == [("Yes", 5, True), ("No", 0, False)]


def test_a_vote_from_the_rooms_own_page_is_answered_in_its_place(chair):
    """The page stays where it is, and is told that the vote is in, or why not; the course tells of it."""
    ask(chair)
    sent = {"data": {"choice": "1"}, "headers": {"accept": "application/json"}}
    delegate = client_of(person("delegate"))
    assert delegate.post(f"{HERE}1/vote/", **sent).json() == {"said": "You have voted.", "receipt": ""}
    again = delegate.post(f"{HERE}1/vote/", **sent)
    assert again.status_code == 409 and again.json()["title"] == "You have voted already"
    room = delegate.get(f"/en/conferences/{KEY}/room/").content.decode()
    assert "Is asked: Agreed?" in room and f'action="{HERE}1/vote/" data-room' in room
    chair.post(f"{HERE}1/close/")
    state = delegate.get(f"/en/conferences/{KEY}/room/state/?after=1").json()
    assert "data-room" not in state["sections"]["poll"] and state["moments"][-1]["text"] == "Decided"
