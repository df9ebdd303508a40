"""My desk, lists of what is overdue and search, over 100,000 petitions and as many tasks, on PostgreSQL.

Every page is asked as its reader asks it, through the site's own middleware and views, by a client in the
same process: the network and the server in front are left out. The baseline is the page of one's own account,
asked in turn with it: who asks is read there, and nothing of petitions and tasks. The same pages are asked
of 1,000 first, and their reading SQL statements are counted with both.
"""

import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.table import Row, percentile, verdict, write_section
from tests.factories.installations import ROOT, separate

FEW, MANY, TIMES, BOUND = 1_000, 100_000, 60, 0.100
BASELINE = "/vi/account/"
_CATALOGUE = ROOT / "src/giaoban/web/locale/vi/LC_MESSAGES/django.po"
_BODIES = 25


def rows() -> Iterator[Row]:
    """Yield each page with the slowest of its readers; nothing where PostgreSQL is not installed."""
    told = _apart()
    for page, readers in told.get("pages", {}).items():
        yield _row(page, readers, told["memory"])


def notes() -> Iterator[str]:
    """Yield what the ratios do not say."""
    yield (
        f"Follow-up: {MANY:,} petitions and {MANY:,} tasks of 63 units and {_BODIES} bodies, in every stage, "
        "with all that is found of them; ours and the baseline are 95th percentiles of the slowest reader "
        f"(office, body, unit), {TIMES} requests each, in one process with its database on the same cores."
    )


def _apart() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = ["tests/postgres.sh", sys.executable, "-m", "tests.bench.followup", str(told)]
        subprocess.run(command, cwd=ROOT, check=True)
        return json.loads(told.read_text("utf-8")) if told.is_file() else {}


def measured() -> dict[str, Any]:
    """Write a thousand and then a hundred thousand, and tell what each page takes of either."""
    with tempfile.TemporaryDirectory() as name, separate(Path(name)) as environment:
        os.environ.update(environment)
        import django

        django.setup()
        clients, found = _furnish(), dict[str, Any]()
        for first, size in ((0, FEW), (FEW, MANY)):
            _fill(first, size)
            for page, who in itertools.product(_pages(), clients):
                told = found.setdefault(page, {}).setdefault(who, {})
                told[str(size)] = _asked(clients[who], _pages()[page])
        return {"pages": found, "memory": _memory()}


def _furnish() -> dict[str, Any]:
    """Install the country's pack with its bodies, and return a client of each reader."""
    from django.conf import settings

    from giaoban.actions import installation
    from giaoban.records.models import Organisation
    from tests.factories.sessions import client_of, person

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    installation.initialise(packs=[ROOT / "packs/vn"])
    for number in range(_BODIES):
        Organisation.objects.create(key=f"body-{number}", kind="ministry", name=f"Bộ số {number}")
    unit = _units()[0]
    return {
        "office": client_of(person("an@office.example", "An", "office", "analyst")),
        "body": client_of(person("minh@body.example", "Minh", "body-0", "respondent")),
        "unit": client_of(person("ha@unit.example", "Hà", unit, "leader", unit)),
    }


def _units() -> list[str]:
    from giaoban.queries import packs

    pack, review = packs.of_round("2023-annual")
    return [one.unit_key for one in pack.units_of(review)]


def _fill(first: int, size: int) -> None:
    """Write up to `size` of each, let all of them be found, and let the database know its tables."""
    from django.db import connection
    from django.utils import timezone

    from giaoban.actions import search
    from tests.factories.piles import pile

    bodies = [f"body-{number}" for number in range(_BODIES)]
    told = {"round_id": "2023-annual", "units": _units(), "bodies": bodies, "on": timezone.localdate()}
    pile(size - first, first=first, text=_texts(), **told)
    search.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _texts() -> Callable[[random.Random], str]:
    """Return how a text is made: stretches of the site's own Vietnamese, with its common and rare words."""
    said = re.findall(r'^msgstr(?:\[0\])? "(.+)"$', _CATALOGUE.read_text("utf-8"), re.MULTILINE)
    known = re.findall(r"[^\W\d_]+", " ".join(said))

    def text(at: random.Random) -> str:
        starts = (at.randrange(len(known) - 12) for _ in range(at.randint(4, 12)))
        return " ".join(word for start in starts for word in known[start : start + at.randint(4, 9)])

    return text


def _pages() -> dict[str, Callable[[int], str]]:
    """Return each page by what it is called, with the address that is asked for at each time."""
    from urllib.parse import quote

    text, at = _texts(), random.Random(11)  # noqa: S311
    asked = [" ".join(text(at).split()[: at.randint(1, 4)]) for _ in range(TIMES)]
    return {
        "my desk": lambda _: "/vi/desk/",
        "petitions overdue": lambda _: "/vi/petitions/?state=overdue",
        "tasks overdue": lambda _: "/vi/tasks/?state=open_overdue",
        "search by words": lambda time_: f"/vi/search/?q={quote(asked[time_])}",
        "search by number": lambda time_: f"/vi/search/?q={time_ * 17 + 1:06}-PT",
    }


def _asked(client: Any, address: Callable[[int], str]) -> dict[str, Any]:
    """Return the seconds of each request, those of the baseline asked in turn, and the SQL statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for warm in (BASELINE, address(0)):
        client.get(warm)
    statements, ours, baseline = 0, [], []
    # A search that finds nothing needs fewer: what is compared is the most that any needs. What is written, a
    # session that was seen once a minute, comes by the clock and not by how much there is.
    for number in range(TIMES):
        with CaptureQueriesContext(connection) as told:
            client.get(address(number))
        reading = [one for one in told if one["sql"].lstrip().startswith(("SELECT", "WITH"))]
        statements = max(statements, len(reading))
    for number in range(TIMES):
        for seconds, page in ((baseline, BASELINE), (ours, address(number))):
            start = time.perf_counter()
            answer = client.get(page)
            seconds.append(time.perf_counter() - start)
            assert answer.status_code == 200, (page, answer.status_code)
    return {"ours": sorted(ours), "baseline": sorted(baseline), "statements": statements}


def _memory() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _row(page: str, readers: dict[str, Any], memory: float) -> Row:
    who = max(readers, key=lambda one: percentile(readers[one][str(MANY)]["ours"], 0.95))
    few, many = readers[who][str(FEW)], readers[who][str(MANY)]
    p50, p95 = (percentile(many["ours"], part) for part in (0.50, 0.95))
    is_even = all(one[str(FEW)]["statements"] == one[str(MANY)]["statements"] for one in readers.values())
    middle = {one: percentile(told[str(MANY)]["ours"], 0.5) * 1000 for one, told in readers.items()}
    each = ", ".join(f"{one} {milliseconds:.0f}" for one, milliseconds in middle.items())
    note = (
        f"p50 {p50 * 1000:.0f}, p95 {p95 * 1000:.0f} ms for the {who}; medians: {each} ms; with {FEW:,}: p95 "
        f"{percentile(few['ours'], 0.95) * 1000:.0f} ms; {many['statements']} SQL statements, "
        f"{verdict(is_even, f'as many as with {FEW:,}')}; {verdict(p95 < BOUND, 'p95 under 100 ms')}"
    )
    task = f"{page}, p95, {MANY:,} petitions and tasks, PostgreSQL; the page of an account"
    return Row(task, p95, percentile(many["baseline"], 0.95), memory, note)


def main(*file: str) -> None:
    """Measure on the environment's database and leave what came of it in a file; or print and keep it."""
    if file:
        Path(file[0]).write_text(json.dumps(measured()), "utf-8")
        return
    found = list(rows())
    sys.stdout.write("".join("  ".join(row.cells) + "\n" for row in found))
    if found:
        write_section("Follow-up", notes(), found)


if __name__ == "__main__":
    main(*sys.argv[1:])
