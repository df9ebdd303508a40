"""Planted canaries: each is found by whom it is for, and by nobody else, on every page and in every export."""

import logging

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings

from giaoban.cli.main import cli
from giaoban.queries import evidence, factsheets, forms
from tests.factories.canaries import World, found_world, kept, publish
from tests.factories.crawls import Visitor, spelled
from tests.factories.mails import smtp_server
from tests.factories.packs import ROUND

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def world(tmp_path, settings):
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    with smtp_server() as mails:
        world = found_world(tmp_path)
        world.mails = mails
        yield world


def known(world):
    pieces = [one.evidence_id for unit in ("north","south") for one in evidence.of_submission(ROUND, unit)]
    lines = {line.line_id for form in forms.of_round(ROUND).values() for line in form.lines}
    digest = factsheets.latest_digest(ROUND) if factsheets.latest_digest(ROUND) else "none"
    return {"round_id": [ROUND], "unit_key": ["north","south"], "line_id": sorted(lines), "evidence_id": [*pieces, 10**6],
        "indicator": ["GROWTH","PEOPLE"], "figure_id": ["none"], "digest": [digest], "name": ["none"], "separator":["semicolon"],
        "pack_id":["test"], "year":[2023], "token":["none"], "token_id":[1], "uidb36":["x"], "key":["x"], "provider_id":["office"]}

def test_try(world, caplog):
    import time
    caplog.set_level(logging.INFO)
    for moment in ("before","after"):
        if moment=="after":
            t=time.time(); publish(world); print("publish", time.time()-t)
        k=spelled(known(world)); print(moment, len(k))
        table={}
        for who in world.clients:
            t=time.time(); n=0
            for address,text in Visitor(world.clients[who], world.tokens[who]).crawl(k,"Kanari"):
                n+=1
                for c in world.found_in(text): table.setdefault(c,{}).setdefault(who,address)
            print(who, n, round(time.time()-t,1))
        for c in table: print(moment, c, table[c])
