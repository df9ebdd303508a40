"""Desks in a browser: a served installation in which a round collects, and people who have signed in."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.factories.installations import separate
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.reporting import WITH_FORM
from tests.factories.servers import Installation, served
from tests.machine import BROWSER

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--no-first-run"]  # fmt: skip
#: Districts, one for each journey, so that none sees what another did.
UNITS = ("north", "south", "hill", "lake", "shore", "wood", "vale", "moor")
_ROW = "{key},{code},{name},District of {name},DISTRICT,district,land,1900-01-01,,invented\n"
#: Two officers and a leader of each unit.
PEOPLE = (
    ("ha", "Nguyễn Thị Hà", "officer"),
    ("lan", "Lê Thị Lan", "officer"),
    ("binh", "Trần Văn Bình", "leader"),
)

#: Who verifies, and who approves.
OFFICE = (("an", "Lê An", "analyst"), ("dung", "Phạm Dũng", "approver"))


@dataclass
class Desks:
    """The installation, a browser, the keys of the sessions, and what went wrong in the pages."""

    installation: Installation
    browser: Browser
    sessions: dict[str, str]
    faults: list[str] = field(default_factory=list)

    def context(self, email: str, width: int = 1280, **options: object) -> BrowserContext:
        """Return a fresh browser in which this person has signed in."""
        view = {"width": width, "height": 800}
        context = self.browser.new_context(viewport=view, locale="vi-VN", **options)  # type: ignore[arg-type]
        self.sign_in(context, email)
        return context

    def sign_in(self, context: BrowserContext, email: str) -> None:
        """Let a browser have a session of this person, as after the pages of the sign-in."""
        cookie = {"name": "sessionid", "value": self.sessions[email], "url": self.installation.address}
        context.add_cookies([cookie])  # type: ignore[list-item]

    def form(self, context: BrowserContext, unit: str) -> Page:
        """Return the page of a unit's form; what fails in it is kept."""
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(self.address(unit))
        return page

    def address(self, unit: str) -> str:
        """Return the address of a unit's form."""
        return f"{self.installation.address}/vi/rounds/{ROUND}/units/{unit}/form/"


@contextmanager
def desks(folder: Path, **files: str) -> Iterator[Desks]:
    """Serve an installation on this run's kind of database, with its people, and open a browser.

    `files` of the pack stand instead of its own.
    """
    rows = (_ROW.format(key=key, code=f"{20 + n}", name=key.title()) for n, key in enumerate(UNITS))
    head = FILES["units/units.csv"].partition("north,")[0]
    changed = {**WITH_FORM, "units/units.csv": head + "".join(rows), **files}
    write_pack(folder / "packs" / "test", **changed)
    with separate(folder) as settings, served(folder, **_database(settings)) as installation:
        program = f"from tests.factories.desks import furnish; furnish({str(folder)!r})"
        sessions = json.loads(installation.ask(program))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
            yield Desks(installation, browser, sessions)
            browser.close()


def furnish(folder: str) -> None:
    """Inside the installation: set targets, let the round collect, and print a session of each person."""
    from giaoban.actions import figures
    from tests.factories.reporting import enter
    from tests.factories.sessions import begin, person
    from tests.factories.tables import TARGETS, target, write_csv

    rows = [target(unit_key=unit, target_id=f"{unit}-1") for unit in UNITS]
    figures.load(files=[write_csv(Path(folder) / "t.csv", TARGETS, *rows)], round_id=ROUND, by="tester")
    enter("collecting")
    told = {}
    for short, name, role in OFFICE:
        email = f"{short}@office.example"
        told[email] = begin(person(email, name, "office", role))
    for unit in UNITS:
        for short, name, role in PEOPLE:
            email = f"{short}@{unit}.example"
            told[email] = begin(person(email, name, unit, role, unit))
    print(json.dumps(told))  # noqa: T201


def _database(settings: dict[str, str]) -> dict[str, str]:
    name = "GIAOBAN_DATABASE_URL"
    return {name: settings[name]} if os.environ.get(name) else {}
