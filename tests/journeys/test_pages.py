"""Pages in a real browser: accessible at two widths, by keyboard, without scripts, and without guests."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.sites import prepared, site  # noqa: F401
from tests.machine import BROWSER
from tests.web.pages import ROUND, address, figure, figures

pytestmark = [pytest.mark.browser, pytest.mark.long]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--no-first-run"]  # fmt: skip
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
AUDIT = "axe.run(document, {resultTypes: ['violations']})"
SCOREBOARD = f"/vi/rounds/{ROUND}/"
#: A narrow phone (or 400 % zoom), a phone, a tablet, the least width of whole tables, a desktop.
REFLOWS = (320, 375, 768, 1152, 1280)
WIDTHS = (375, 1280)


@dataclass
class Visit:
    """A browser on the site; it notes every request that leaves the site and everything that goes wrong."""

    browser: Browser
    base: str
    kinds: dict[str, str]
    strays: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self, address: str, *, width: int = 1280, has_scripts: bool = True) -> Page:
        """Return a fresh page at `address`."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=has_scripts, locale="vi-VN"
        )
        page = context.new_page()
        page.on("request", self._note)
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(self.base + address)
        return page

    def _note(self, request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.base).netloc:
            self.strays.append(request.url)


@pytest.fixture
def visit(site, live_server) -> Iterator[Visit]:  # noqa: F811
    """Return a browser on the running site; nothing may have left the site when it closes."""
    kinds = _kinds()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        visited = Visit(browser, live_server.url, kinds)
        yield visited
        browser.close()
    assert visited.strays == []


def _kinds() -> dict[str, str]:
    """Return an address for every kind of page, read before the browser starts."""
    missed = next(f for f in figures(rule="attainment", unit_key="vn63-31") if f["value"] == "not_met")
    proofs = {
        "an observed figure": figure(analysis="growth", unit_key="vn63-27"),
        "a verdict": missed,
        "a list": figure(analysis="two_digit_growth"),
        "a ranking": figure(analysis="ranking"),
        "bands": figure(analysis="banding"),
        "a tally": figure(rule="tally"),
    }
    return {
        "rounds": "/vi/",
        "scoreboard": SCOREBOARD,
        "scoreboard, searched": f"{SCOREBOARD}?q=zz",
        "scoreboard in English": f"/en/rounds/{ROUND}/",
        "scoreboard of another pack": "/vi/rounds/imihigo-2021-22/",
        "unit": f"{SCOREBOARD}units/vn63-24/",
        "unit with targets": f"{SCOREBOARD}units/vn63-31/",
        "units": f"{SCOREBOARD}units/",
        "indicators": f"{SCOREBOARD}indicators/",
        "indicator": f"{SCOREBOARD}indicators/GRDP_GROWTH/",
        "indicator of another pack": "/vi/rounds/imihigo-2021-22/indicators/IMIHIGO_SCORE/",
        "report": f"{SCOREBOARD}report/",
        "not found": "/vi/rounds/none/",
        **{name: address(one) for name, one in proofs.items()},
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_serious_finding_of_axe(visit, width):
    """Every kind of page, at phone and desktop width, with all rules of axe that are on by default."""
    for kind, where in visit.kinds.items():
        page = visit.open(where, width=width)
        page.evaluate(AXE)
        found = page.evaluate(AUDIT)["violations"]
        grave = [
            (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
        ]
        assert grave == [], kind
        page.context.close()


@pytest.mark.parametrize("width", REFLOWS)
def test_no_page_scrolls_sideways(visit, width):
    """From 320 px on, which is also a desktop at four times its size; wide tables scroll in their frame."""
    for kind, where in visit.kinds.items():
        page = visit.open(where, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
        page.context.close()


def test_on_a_desktop_the_whole_table_stands_on_the_page_below_headings_that_stay(visit):
    """63 rows without a frame of their own to scroll; the headings stay at the top of the window."""
    page = visit.open(SCOREBOARD)
    frame = page.locator(".scoreboard")
    assert frame.evaluate("frame => frame.scrollHeight <= frame.clientHeight + 1")
    page.locator(".scoreboard tbody tr").nth(60).scroll_into_view_if_needed()
    assert abs(page.locator(".scoreboard thead th").first.bounding_box()["y"]) <= 2


def test_bars_can_be_seen_in_the_readers_own_colours(visit):
    """With forced colours the bars differ from the ground that they stand on."""
    page = visit.open(SCOREBOARD)
    page.emulate_media(forced_colors="active")
    colours = "bar => [getComputedStyle(bar).fill, getComputedStyle(document.body).backgroundColor]"
    for style in ("positive", "highlight", "negative"):
        fill, ground = page.locator(f".bars .bar.{style}").first.evaluate(colours)
        assert fill != ground and "0, 0, 0, 0" not in fill


def test_axe_does_find_what_is_wrong(visit):
    """The check above can fail: a planted image without a text alternative is found."""
    page = visit.open("/vi/")
    page.evaluate("document.querySelector('main').appendChild(document.createElement('img')).src = '/x.png'")
    page.evaluate(AXE)
    assert "image-alt" in [one["id"] for one in page.evaluate(AUDIT)["violations"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_reaches_skip_link_search_and_sort(visit, width):
    """Tab leads there in order, the focus can be seen, Enter searches and sorts."""
    page = visit.open(SCOREBOARD, width=width)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    _tab_to(page, "document.activeElement.id === 'q'")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("dak lak")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=dak*")
    assert page.locator("th.column-unit[scope=row]").all_inner_texts() == ["Đắk Lắk"]
    _tab_to(page, "document.activeElement.closest('th.column-tally') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=tally*")
    assert "q=dak" in page.url
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


def _tab_to(page: Page, condition: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"Tab never reaches {condition}")


def test_everything_can_be_read_without_scripts(visit):
    """From the scoreboard by search, unit and figure to the report, with scripts switched off."""
    page = visit.open("/", has_scripts=False)
    page.get_by_label("Tìm địa phương").fill("bac giang")
    page.get_by_role("button", name="Xem").click()
    page.locator("th.column-unit a", has_text="Bắc Giang").click()
    assert "Bắc Giang" in page.locator("h1").inner_text()
    page.get_by_role("link", name="13,45%").first.click()
    assert page.locator(".main-figure .value").inner_text() == "13,45%"
    page.get_by_role("link", name="Đọc báo cáo").click()
    page.locator("a.bound", has_text="13,45%").first.click()
    assert page.locator(".main-figure .value").inner_text() == "13,45%"


def test_head_row_and_first_column_stay_in_sight_while_the_table_scrolls(visit):
    """On a desktop the frame scrolls below the headings; on a phone beside the names."""
    page = visit.open(SCOREBOARD, width=375)
    frame = page.locator(".scoreboard")
    frame.evaluate("frame => { frame.scrollTop = 900; frame.scrollLeft = 400 }")
    box = frame.bounding_box()
    head = page.locator(".scoreboard thead th.column-unit").bounding_box()
    assert abs(head["y"] - box["y"]) <= 2 and box["x"] <= head["x"] < box["x"] + box["width"] / 2


def test_paper_shows_the_address_and_the_day_and_leaves_the_navigation_out(visit):
    """What is printed can be found again."""
    page = visit.open(SCOREBOARD)
    page.emulate_media(media="print")
    assert page.locator("footer .on-paper").inner_text() == page.url
    assert not page.locator("header nav").first.is_visible()
    assert "17/01/2024" in page.locator("footer").inner_text()


def test_no_page_complains_in_the_console(visit):
    """Neither the content policy nor a missing file makes the browser complain."""
    for kind, where in visit.kinds.items():
        if kind != "not found":
            visit.open(where).context.close()
    assert visit.faults == []
