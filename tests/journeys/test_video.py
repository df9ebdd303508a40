"""Video: two browsers see and hear each other through the real media server, lose it, and get it back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.factories.conferences import DELEGATES, KEY, conference
from tests.factories.desks import ARGUMENTS
from tests.factories.media import MediaServer
from tests.factories.networks import own_network
from tests.factories.packs import write_pack
from tests.factories.servers import Installation, served
from tests.factories.sessions import begin
from tests.journeys.test_grid import reach
from tests.journeys.test_joining import look
from tests.machine import BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.video, pytest.mark.long]

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
CLERK, NORTH, SOUTH = "clerk@centre.example", "north@north.example", "south@south.example"
#: Keeps every connection of the page, to be asked what came through it.
WATCH = """{
  const Real = RTCPeerConnection;
  window.peers = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...given) { super(...given); window.peers.push(this); }
  };
}"""
#: Whether pictures were decoded and sound was heard over the connections that stand now.
SEES_AND_HEARS = """async () => {
  let frames = 0, energy = 0, packets = 0;
  for (const peer of window.peers.filter((one) => one.connectionState === "connected")) {
    for (const one of (await peer.getStats()).values()) {
      if (one.type !== "inbound-rtp") continue;
      if (one.kind === "video") frames += one.framesDecoded;
      else { packets += one.packetsReceived; energy += one.totalAudioEnergy; }
    }
  }
  return frames > 0 && packets > 0 && energy > 0;
}"""


#: Whether no sound came in since the last three times it was asked: a closed microphone still sends silence.
SILENT = """async () => {
  let packets = 0;
  for (const peer of window.peers.filter((one) => one.connectionState === "connected")) {
    for (const one of (await peer.getStats()).values()) {
      if (one.type === "inbound-rtp" && one.kind === "audio") packets += one.packetsReceived;
    }
  }
  window.counts = [...(window.counts ?? []), packets].slice(-3);
  return window.counts.length === 3 && window.counts.every((one) => one === packets);
}"""
#: Enters by a ticket whose token was changed, and returns what the server said.
FORGE = """async () => {
  const { enter } = await import("/static/web/janus.js");
  const { token } = await import("/static/web/sending.js");
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const ticket = await (await fetch("join/", { method: "POST", headers })).json();
  const told = { lost() {}, arrived() {} };
  return enter({ ...ticket, token: "guessed" }, {}, told).then(() => "let in", (fault) => fault.message);
}"""


@dataclass
class Air:
    """A sitting conference with its media server, a browser with synthetic cameras, and faults of pages."""

    installation: Installation
    media: MediaServer
    browser: Browser
    sessions: dict[str, str]
    faults: list[str] = field(default_factory=list)

    def page(self, email: str) -> Page:
        """Return the video page in a fresh browser of this person."""
        view = {"width": 1280, "height": 800}
        context = self.browser.new_context(viewport=view, locale="vi-VN")  # type: ignore[arg-type]
        cookie = {"name": "sessionid", "value": self.sessions[email], "url": self.installation.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(f"{self.installation.address}/vi/conferences/{KEY}/video/")
        return page


@pytest.fixture(scope="module")
def air(tmp_path_factory) -> Iterator[Air]:
    """Return the conference in a network of its own; no script may have failed in the end."""
    folder = tmp_path_factory.mktemp("air")
    write_pack(folder / "packs" / "test")
    with own_network():
        media = MediaServer(folder / "media")
        media.start()
        try:
            with served(folder, **media.settings) as installation, sync_playwright() as playwright:
                sessions = installation.ask("from tests.journeys.test_video import furnish; furnish()")
                browser = playwright.chromium.launch(executable_path=BROWSER, args=[*ARGUMENTS, *CAMERA])
                opened = Air(installation, media, browser, json.loads(sessions))
                yield opened
                browser.close()
        finally:
            media.kill()
    assert opened.faults == []


def furnish() -> None:
    """Inside the installation: let a conference with video sit, and print a session of each delegate."""
    from giaoban.records.models import Person

    found = conference("sitting")
    found.video = "janus"
    found.save()
    told = {email: begin(Person.objects.get(email=email)) for email, *_ in DELEGATES}
    print(json.dumps(told))  # noqa: T201


def press(page: Page, selector: str) -> None:
    """Reach a button by Tab alone and press it."""
    page.locator("body").focus()
    reach(page, selector)
    page.keyboard.press("Enter")


def says(page: Page, standing: str) -> None:
    """Wait until the page stands so, and says it in words."""
    expect(page.locator("#video")).to_have_attribute("data-standing", standing, timeout=30_000)
    expect(page.locator("#video .standing")).to_be_visible()


def sees_and_hears(page: Page) -> None:
    """Wait until pictures are decoded and sound is heard that the other browser sends."""
    expect(page.locator("#video .picture")).to_have_count(2)
    page.wait_for_function(SEES_AND_HEARS, timeout=30_000)


def test_two_delegates_see_and_hear_each_other_lose_the_server_and_get_it_back(air):
    """They wait to be let in; when the server is killed the conference goes on, and the video returns."""
    clerk, north, south = map(air.page, (CLERK, NORTH, SOUTH))
    press(clerk, "form[action$='/video/open/'] button")
    for page in (north, south):
        press(page, "[data-do=join]")
        says(page, "waiting")
    clerk.reload()
    press(clerk, "form[action$='/video/admit/']:not(:has([name=delegate])) button")
    for page in (north, south):
        says(page, "in")
        sees_and_hears(page)
    look(north, "in the video")
    _keep_out(clerk)
    _mute(clerk, north, south)
    air.media.kill()
    for page in (north, south):
        says(page, "server")
        expect(page.locator(".picture")).to_have_count(1)
        expect(page.get_by_text("1900 0000")).to_be_visible()
    _go_on(clerk)
    air.media.start()
    for page in (north, south):
        says(page, "in")
        sees_and_hears(page)
    _take_out(clerk, north, south)


def _take_out(clerk: Page, north: Page, south: Page) -> None:
    """Let the clerk take the north out: its page says so and does not come back, its picture goes."""
    row = clerk.locator(".people li", has_text="Nguyễn Thị Hà")
    row.locator("form[action$='/video/remove/'] button").press("Enter")
    says(north, "ended")
    expect(south.locator(".picture")).to_have_count(1)


def _keep_out(clerk: Page) -> None:
    """Whoever knows the room and a number in it, but shows another token, is not let in by the server."""
    refused = clerk.evaluate(FORGE)
    assert "Unauthorized" in refused


def _mute(clerk: Page, north: Page, south: Page) -> None:
    """Let the clerk take the microphone of the north, which the south hears no more, and give it back."""
    clerk.reload()
    for pressed, said in (("false", "Thư ký đã tắt micrô"), ("true", "Thư ký đã bật lại micrô")):
        row = clerk.locator(".people li", has_text="Nguyễn Thị Hà")
        row.locator("form[action$='/video/mute/'] button").press("Enter")
        expect(north.locator("[data-part=note]")).to_contain_text(said)
        expect(north.locator("[data-device=microphone][aria-pressed]")).to_have_attribute(
            "aria-pressed", pressed
        )
        if pressed == "false":
            south.wait_for_function(SILENT, polling=300)


def _go_on(clerk: Page) -> None:
    """Everything of the page that is no picture works without the server."""
    clerk.get_by_label("Phụ đề").fill("The chair goes on")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_text("The chair goes on")).to_be_visible()
