"""Conferences whose minutes are written: a pack that prints them, and a served one with two clerks in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.factories.desks import ARGUMENTS, Desks
from tests.factories.installations import separate
from tests.factories.packs import write_pack
from tests.factories.servers import served
from tests.house.tree import PACKS
from tests.machine import BROWSER

_NAMES = ("minutes", "minutes.en", "minutes.party", "minutes.state", "party", "state")
#: What makes the small pack print minutes.
MINUTED = {
    f"documents/{name}.yaml": (PACKS / "vn/documents" / f"{name}.yaml").read_text("utf-8") for name in _NAMES
}
SECOND_CLERK = "clerk-2@centre.example"


@contextmanager
def minuted(folder: Path) -> Iterator[Desks]:
    """Serve an installation in which a conference sits, with its people, and open a browser."""
    write_pack(folder / "packs" / "test", **MINUTED)
    with separate(folder) as settings:
        kind = {key: value for key, value in settings.items() if key == "GIAOBAN_DATABASE_URL"}
        with served(folder, **kind) as installation, sync_playwright() as playwright:
            sessions = json.loads(installation.ask("from tests.factories.minuted import sit; sit()"))
            browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
            yield Desks(installation, browser, sessions)
            browser.close()


def sit() -> None:
    """Inside the installation: let a conference sit, its first item begun, and print everybody's session."""
    from django.db import transaction

    from giaoban.actions import moments
    from giaoban.records.models import Delegate, Person
    from tests.factories import conferences, sessions

    found = conferences.conference("sitting")
    add_clerk(found)
    arrived = [one.pk for one in found.delegates.filter(seat="delegate")]
    steps = [("delegate.arrived", {"delegate": one}) for one in arrived]
    for verb, payload in [*steps, ("item.begun", {"item": found.items.first().pk})]:
        with transaction.atomic():
            locked = moments.lock(conference=found.key)
            moments.note(conference=locked, verb=verb, by="chair@centre.example", payload=payload)
    emails = Delegate.objects.values_list("email", flat=True)
    told = {one.email: sessions.begin(one) for one in Person.objects.filter(email__in=emails)}
    print(json.dumps(told))  # noqa: T201


def add_clerk(found) -> None:
    """Give a conference a second clerk."""
    from giaoban.records.models import Delegate
    from tests.factories.conferences import _person

    Delegate.objects.create(
        conference=found, site=found.sites.first(), email=SECOND_CLERK, name="Lê Thị Lan", post="Clerk",
        seat="clerk", precedence=90, badge="clerk-2",
    )  # fmt: skip
    _person(SECOND_CLERK, "Lê Thị Lan", "")
