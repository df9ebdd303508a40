"""The room of a conference: what each seat is shown and offered, and what its steps answer."""

import pytest
from django.test import Client

from giaoban.actions import attendance, minutes, rooms, speakers
from giaoban.actions.minutes import Sent
from giaoban.queries import conferences
from giaoban.queries import rooms as reading
from giaoban.records.models import AgendaItem, Conference, Delegate
from tests.factories.conferences import KEY, conference, person
from tests.factories.sessions import client_of
from tests.web.pages import read

pytestmark = pytest.mark.django_db
ROOM = f"/vi/conferences/{KEY}/room/"
JSON = {"accept": "application/json"}


@pytest.fixture
def sitting(installed) -> Conference:
    """Return a conference that sits."""
    return conference("sitting")


@pytest.fixture
def chair(sitting) -> Client:
    """Return a client in the chair's seat."""
    return client_of(person("chair"))


@pytest.fixture
def north(sitting) -> Client:
    """Return a client of the delegate of a unit."""
    return client_of(person("delegate", "north"))


def delegate(email: str) -> Delegate:
    """Return the delegate of an address."""
    return Delegate.objects.get(email=email)


def test_the_chair_is_offered_to_lead_and_a_delegate_to_speak(chair, north):
    """And whoever has no seat is told what is told of a conference that there is not."""
    assert "Lead" in chair.get(ROOM.replace("/vi/", "/en/")).content.decode()
    page = read(north.get(ROOM))
    assert "Lead" not in north.get(ROOM.replace("/vi/", "/en/")).content.decode()
    assert page
    assert client_of(person("teller")).get(ROOM).status_code == 404
    assert north.get("/vi/conferences/another/room/").status_code == 404


def test_items_begin_and_the_second_who_presses_next_is_told(chair, sitting):
    """Two chairs press at once: one item begins, the other reads who was faster, and nothing changes."""
    first, second = AgendaItem.objects.filter(conference=sitting)[:2]
    told = {"seen": 0}
    assert chair.post(f"{ROOM}items/{first.pk}/begin/", told, headers=JSON).json()["said"]
    clerk = client_of(person("clerk"))
    refused = clerk.post(f"{ROOM}items/{second.pk}/begin/", told, headers=JSON)
    assert refused.status_code == 409 and "chair@centre.example" in refused.json()["title"]
    assert reading.look(KEY).item == first
    page = clerk.post(f"{ROOM}items/{second.pk}/begin/", told)
    assert page.status_code == 409 and b"chair@centre.example" in page.content


def test_a_delegate_asks_waits_and_withdraws(north, chair):
    """Once; a second time is refused in words; the floor is given by the chair alone."""
    assert north.post(f"{ROOM}speak/", headers=JSON).status_code == 200
    assert north.post(f"{ROOM}speak/", headers=JSON).status_code == 409
    own = delegate("north@north.example")
    assert [one.delegate_id for one in reading.look(KEY).waiting] == [own.pk]
    assert north.post(f"{ROOM}speakers/{own.pk}/call/", {"seen": 0}, headers=JSON).status_code in (403, 404)
    assert chair.post(f"{ROOM}speakers/{own.pk}/call/", {"seen": 0}, headers=JSON).status_code == 200
    assert reading.look(KEY).room.speech.delegate_id == own.pk
    assert north.post(f"{ROOM}speak/withdraw/", headers=JSON).status_code == 409


def test_a_page_without_script_is_led_back_to_the_room(north):
    """The same forms, posted plainly."""
    answer = north.post(f"{ROOM}speak/")
    assert (answer.status_code, answer.headers["Location"]) == (302, ROOM)
    assert "Nguyễn Thị Hà" in read(north.get(ROOM))[0]


def test_who_comes_back_is_told_exactly_what_was_missed(north, sitting):
    """Moments after the last one known, each once; and only the parts that they changed."""
    item = AgendaItem.objects.filter(conference=sitting).first()
    rooms.begin(conference=KEY, item_id=item.pk, seen=0, by="chair@centre.example")
    attendance.arrive(conference=KEY, delegate_id=delegate("hall@centre.example").pk, mode="hall", by="x")
    whole = north.get(f"{ROOM}state/").json()
    assert [one["number"] for one in whole["moments"]] == [1, 2]
    assert set(whole["sections"]) == {"item", "chart", "queue", "minutes", "presence", "poll", "video"}
    missed = north.get(f"{ROOM}state/?after=1").json()
    assert [one["number"] for one in missed["moments"]] == [2]
    assert "item" not in missed["sections"] and "presence" in missed["sections"]
    assert north.get(f"{ROOM}state/?after=2").json()["moments"] == []


def test_time_goes_on_only_while_the_room_does(chair, sitting):
    """An item that stood still ends so much later; more time is added to it."""
    item = AgendaItem.objects.filter(conference=sitting).first()
    chair.post(f"{ROOM}items/{item.pk}/begin/", {"seen": 0}, headers=JSON)
    before = reading.look(KEY).ends_at
    assert chair.post(f"{ROOM}pause/", headers=JSON).status_code == 200
    assert chair.post(f"{ROOM}pause/", headers=JSON).status_code == 409
    assert chair.post(f"{ROOM}resume/", headers=JSON).status_code == 200
    stood = reading.look(KEY).room.paused
    assert chair.post(f"{ROOM}extend/", {"minutes": 5}, headers=JSON).status_code == 200
    assert chair.post(f"{ROOM}extend/", {"minutes": 500}, headers=JSON).status_code == 422
    assert (reading.look(KEY).ends_at - before - stood).total_seconds() == 300


def test_the_screen_shows_what_goes_on_and_offers_nothing(chair, sitting):
    """No form stands on it; a chart of the factsheet that there is not is refused."""
    assert b"<form" not in chair.get(f"{ROOM}screen/").content
    assert chair.post(f"{ROOM}chart/", {"chart": "no-such"}, headers=JSON).status_code == 404


@pytest.mark.parametrize("name", ["growth", "growth_tiles"])
def test_a_chart_of_the_published_round_is_shown_everywhere_at_a_click(site, name):
    """As bars or tiles: on the screen, in the delegate's page, and to whoever is told what is new."""
    conference("sitting")
    Conference.objects.update(round_id="2023-annual")
    chair, north = client_of(person("chair")), client_of(person("delegate", "north"))
    assert "<svg" not in chair.get(f"{ROOM}screen/").content.decode()
    assert chair.post(f"{ROOM}chart/", {"chart": name}, headers=JSON).status_code == 200
    for page in (chair.get(f"{ROOM}screen/"), north.get(ROOM)):
        assert f'id="chart-{name}"' in page.content.decode()
    assert "<svg" in north.get(f"{ROOM}state/?after=0").json()["sections"]["chart"]
    assert chair.post(f"{ROOM}chart/", {"chart": ""}, headers=JSON).status_code == 200
    assert north.get(f"{ROOM}state/?after=1").json()["sections"]["chart"].strip() == ""


def test_everybody_follows_the_room_as_what_they_are_there(chair, north):
    """What is pushed is the same for all of one seat and language; a screen is asked for by name."""
    told = {"conference": KEY, "language": "vi"}
    assert chair.get(f"{ROOM}seat/").json() == {**told, "audience": "chair"}
    assert north.get(f"{ROOM}seat/?audience=chair").json() == {**told, "audience": "delegate"}
    assert north.get(f"{ROOM}seat/?audience=screen").json() == {**told, "audience": "screen"}
    assert client_of(person("teller")).get(f"{ROOM}seat/").status_code == 404


def test_before_the_conference_sits_nothing_can_be_done_in_its_room(installed):
    """The room is there to look at; its steps are refused."""
    conference("convened")
    north = client_of(person("delegate", "north"))
    assert north.get(ROOM).status_code == 200
    assert north.post(f"{ROOM}speak/", headers=JSON).status_code == 403
    assert conferences.moments(KEY) == ()


def test_the_clerk_registers_whoever_has_no_device(sitting, north):
    """For a delegate in the hall; a seat without a voice is refused."""
    clerk = client_of(person("clerk"))
    hall, guest = delegate("hall@centre.example"), delegate("guest@centre.example")
    assert clerk.post(f"{ROOM}speakers/", {"delegate": hall.pk}, headers=JSON).status_code == 200
    assert clerk.post(f"{ROOM}speakers/", {"delegate": guest.pk}, headers=JSON).status_code == 422
    speakers.withdraw(conference=KEY, delegate_id=hall.pk, by="clerk@centre.example")
    assert reading.look(KEY).waiting == ()


def test_minutes_are_read_in_the_room_as_they_are_written_and_not_by_observers(chair, north, sitting):
    """What a clerk saves is told at once to those who follow the minutes, and to nobody else."""
    first = AgendaItem.objects.filter(conference=sitting).first()
    rooms.begin(conference=KEY, item_id=first.pk, seen=0, by="chair@centre.example")
    sent = [Sent(first.number, "opinions", "North: thêm vốn cho đường vành đai", 0)]
    before = reading.look(KEY).room.number
    minutes.save(conference=KEY, sent=sent, by="clerk@centre.example")
    state = f"{ROOM}state/?after={before}"
    for client in (north, chair):
        told = client.get(state).json()
        assert set(told["sections"]) == {"minutes"} and "đường vành đai" in told["sections"]["minutes"]
        assert "đường vành đai" in client.get(ROOM).content.decode()
    guest = client_of(person("observer"))
    assert (
        guest.get(state).json()["sections"] == {} and "đường vành đai" not in guest.get(ROOM).content.decode()
    )
    assert "đường vành đai" not in str(guest.get(f"{state}&audience=delegate").json())
    assert "đường vành đai" not in str(north.get(f"{state}&audience=screen").json())


def test_what_two_clerks_typed_at_once_disturbs_no_reader(sitting):
    """What is set aside is not what stands: no moment is told of it."""
    number = AgendaItem.objects.filter(conference=sitting).first().number
    for text in ("first", "second"):
        minutes.save(conference=KEY, sent=[Sent(number, "course", text, 0)], by=f"{text}@centre.example")
    assert [one.verb for one in conferences.moments(KEY)] == ["minutes.saved"]
