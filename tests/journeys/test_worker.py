"""The worker beside the site: does what is asked, is started again when it dies, and ends with the site."""

import json
import os
import signal
from pathlib import Path

from tests.factories.installations import write
from tests.factories.mails import smtp_server
from tests.factories.packs import ROUND, write_pack
from tests.factories.servers import served, until


def test_the_site_brings_its_worker_which_outlives_its_own_death_and_not_the_site(tmp_path: Path):
    """A job asked for is done; after kill -9 there is another worker; when the site stops, there is none."""
    from django.conf import settings

    write_pack(tmp_path / "packs" / "small")
    with smtp_server() as mails:
        smtp = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        with served(tmp_path, GIAOBAN_SMTP=smtp) as site:
            django = {**site.environment, "DJANGO_SETTINGS_MODULE": "giaoban.config.settings"}
            write(django, "office", 3, program="clocks")
            until(lambda: len(site.beside()) == 1)
            (first,) = site.beside()
            os.kill(first, signal.SIGKILL)
            until(lambda: site.beside() not in ([], [first]))
            (second,) = site.beside()
            site.ask(
                f"from giaoban.actions import jobs; jobs.enqueue(job='remind', by='an', round_id='{ROUND}')"
            )
            until(lambda: len(mails) == 5)
            told = site.run("remind", ROUND)
            found = json.loads(site.run("overview", ROUND, "--json").stdout)
            jobs = json.loads(site.run("jobs", "--state", "successful", "--json").stdout)["jobs"]
        assert not Path(f"/proc/{second}").exists()
    assert told.returncode == 0 and told.stdout.endswith("0 mails sent\n") and len(mails) == 5
    assert (found["sent"], found["of"], found["totals"]) == (0, 3, {"not_begun": 3})
    assert {one["waits_for"] for one in found["units"]} == {"officer"}
    assert ["remind", {"round_id": ROUND}] in [[one["job"], one["about"]] for one in jobs]
