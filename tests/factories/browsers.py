"""Browsers: real ones, in which people are signed in."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from giaoban.records.models import Person
from tests.factories.sessions import begin
from tests.journeys.test_pages import ARGUMENTS
from tests.machine import BROWSER

Desk = Callable[..., Page]


@contextmanager
def desks(base: str, people: Mapping[str, Person]) -> Iterator[Desk]:
    """Give a way to a page for each of these by name, at an address if one is named; the public has none."""
    sessions = {name: begin(one) for name, one in people.items()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)

        def desk(name: str, address: str = "") -> Page:
            context = browser.new_context(base_url=base, locale="vi-VN")
            if name:
                context.add_cookies([{"name": "sessionid", "value": sessions[name], "url": base}])
            page = context.new_page()
            if address:
                page.goto(address)
            return page

        yield desk
        browser.close()
