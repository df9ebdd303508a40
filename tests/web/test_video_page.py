"""The video page without a media server: links, telephone, who may come near it, and what pages may use."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from giaoban.config.media import may_use_devices, media_server
from giaoban.records.models import Conference
from tests.factories.conferences import KEY, conference, person
from tests.factories.sessions import client_of
from tests.web.pages import read

pytestmark = pytest.mark.django_db

PAGE = f"/vi/conferences/{KEY}/video/"
MEET = "https://meet.example/giao-ban"
STEPS = ("open", "close", "admit", "remove", "mute", "caption")


@pytest.fixture(autouse=True)
def sitting(installed, settings) -> Conference:
    """Return a conference that sits."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    return conference("sitting")


def of(seat: str, unit_key: str = "") -> Client:
    """Return a client of whoever sits there."""
    return client_of(person(seat, unit_key))


def named(found: Conference, provider: str, address: str = "") -> None:
    """Let the conference's pictures come from there."""
    found.video, found.video_address = provider, address
    found.save()


@pytest.mark.parametrize("provider", ["jitsi", "livekit", "link"])
def test_a_link_opens_beside_the_page_and_nothing_of_it_is_embedded(sitting, provider):
    """In a new tab that learns nothing of ours, with the telephone number beside it."""
    named(sitting, provider, MEET)
    page = of("delegate", "north").get(PAGE).content.decode()
    assert f'<a href="{MEET}" target="_blank" rel="noopener noreferrer">' in page
    assert "1900 0000" in page and "<iframe" not in page and 'id="video"' not in page


@pytest.mark.parametrize("address", ["http://meet.example", "javascript:alert(1)", "", "meet.example"])
def test_an_address_that_is_not_encrypted_is_not_offered(sitting, address):
    """The page says that there is no video; the telephone number stays."""
    named(sitting, "link", address)
    text, _ = read(of("delegate", "north").get(PAGE))
    assert "Hội nghị này không có truyền hình." in text and "1900 0000" in text


def test_without_a_media_server_its_room_is_not_offered_and_cannot_be_opened(sitting):
    """Opening it is refused on the page, in words."""
    named(sitting, "janus")
    assert "Hội nghị này không có truyền hình." in read(of("clerk").get(PAGE))[0]
    refused = of("clerk").post(f"{PAGE}open/")
    assert refused.status_code == 422 and "không có phòng truyền hình tại đây" in read(refused)[0]


def test_only_chair_and_clerk_lead_and_only_who_has_a_seat_comes_near(sitting):
    """For a delegate the steps, for somebody without a seat the whole conference, do not exist."""
    named(sitting, "janus")
    for step in STEPS:
        assert of("delegate", "north").post(f"{PAGE}{step}/").status_code == 404
        assert of("clerk").get(f"{PAGE}{step}/").headers["Location"] == PAGE
    stranger = client_of(person("delegate", "south"))
    sitting.delegates.filter(email="south@south.example").delete()
    assert {stranger.get(PAGE).status_code, stranger.post(f"{PAGE}join/").status_code} == {404}
    assert of("teller").get(PAGE).status_code == 404


def test_a_room_is_led_without_scripts(sitting, settings):
    """Opened, asked for, let in, captioned and closed by plain forms, each of which leads back."""
    named(sitting, "janus")
    settings.VIDEO = media_server({"GIAOBAN_JANUS": "wss://video.example"})
    north, clerk = of("delegate", "north"), of("clerk")
    assert clerk.post(f"{PAGE}open/").headers["Location"] == PAGE
    told = north.post(f"{PAGE}join/", headers={"accept": "application/json"})
    assert told.json()["standing"] == "waiting" and "no-store" in told.headers["Cache-Control"]
    assert "Nguyễn Thị Hà · North Cho vào" in read(clerk.get(PAGE))[0]
    assert clerk.post(f"{PAGE}admit/", {"delegate": person("delegate", "south").pk}).status_code == 409
    who = sitting.delegates.get(email="north@north.example").pk
    clerk.post(f"{PAGE}admit/", {"delegate": who})
    assert "Nguyễn Thị Hà · North Tắt micrô" in read(clerk.get(PAGE))[0]
    told = clerk.post(f"{PAGE}open/", headers={"accept": "application/json"})
    assert (told.status_code, told.json()["title"]) == (409, "Phòng truyền hình đã mở")
    clerk.post(f"{PAGE}caption/", {"text": "<b>Chào</b>"})
    assert "<p>&lt;b&gt;Chào&lt;/b&gt;</p>" in north.get(PAGE).content.decode()
    told = clerk.post(f"{PAGE}close/", headers={"accept": "application/json"})
    assert told.json() == {"said": "Đã thực hiện."}
    assert "Phòng truyền hình đang đóng." in read(north.get(PAGE))[0]


def test_pages_may_use_devices_only_where_there_is_a_media_server(sitting):
    """And no page says more than that."""
    none = "camera=(), microphone=(), display-capture=()"
    answer = of("clerk").get(PAGE)
    assert answer.headers["Permissions-Policy"] == none == may_use_devices("")
    assert "connect-src 'self';" in f"{answer.headers['Content-Security-Policy']};"
    assert may_use_devices("wss://video.example").count("=(self)") == 3
    with pytest.raises(ValueError, match="wss://"):
        media_server({"GIAOBAN_JANUS": "https://video.example"})
