"""The audit stands beside its object for those with the right, without what was typed; one may export it."""

import json
import re

import pytest
from django.conf import settings as django_settings

from giaoban.actions import minutes, rooms
from giaoban.actions.minutes import Sent
from giaoban.core.conduct.audit import Entry
from giaoban.core.conduct.grants import GRANTS
from giaoban.web.components.verbs import DEEDS
from tests.factories.conferences import KEY, conference
from tests.factories.conferences import person as seated
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, enter, fill_in, install, pass_on, save, typed
from tests.factories.sessions import client_of, person
from tests.house.tree import SRC
from tests.web.pages import read

pytestmark = pytest.mark.django_db
PAGE = f"/vi/rounds/{ROUND}/units/north/audit/"


@pytest.fixture(autouse=True)
def sent(tmp_path, settings):
    """Let the north send its figures, and change its mind in between."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    enter("collecting")
    fill_in()
    save(typed(GROWTH, "8,3456", base=1))
    pass_on("complete", "submit")


def client(role: str, organisation: str = "office", unit_key: str = ""):
    """Return a client signed in as somebody in this role."""
    return client_of(person(f"{role}@{organisation}.example", role, organisation, role, unit_key))


def test_a_unit_and_the_centre_read_the_events_and_nobody_reads_a_draft_there():
    """Steps in words, versions by number; the value that was typed is not in it."""
    for reader in (client("officer", "north", "north"), client("approver"), client("inspector", "watch")):
        text, rows = read(reader.get(PAGE))
        assert [row[3] for row in rows[1:4]] == [
            "gửi báo cáo",
            "hoàn thành biểu",
            "lưu các dòng của bản nháp",
        ]
        assert "8,3456" not in text


def test_another_unit_and_an_analyst_do_not():
    """What belongs to another unit is not there; whose role does not include it is refused."""
    assert client("officer", "south", "south").get(PAGE).status_code == 404
    assert client("analyst").get(PAGE).status_code == 403
    assert client("officer", "north", "north").get(f"/vi/rounds/{ROUND}/audit/").status_code == 404


def test_a_long_history_is_read_in_pages(monkeypatch):
    """The older ones follow, none twice and none left out."""
    monkeypatch.setattr("giaoban.queries.events.MOST_SHOWN", 2)
    reader, seen, asked = client("approver"), [], ""
    while asked is not None:
        response = reader.get(PAGE + asked)
        seen += [int(row[0]) for row in read(response)[1][1:]]
        older = re.search(r'href="(\?before=\d+)"', response.content.decode())
        asked = older[1] if older else None
    assert seen == sorted(seen, reverse=True) and len(seen) == len(set(seen)) == 5


def test_an_inspector_exports_the_whole_chain():
    """As JSON lines, from the first event on; nobody else may."""
    assert client("approver").get("/vi/audit.jsonl").status_code == 403
    response = client("inspector", "watch").get("/vi/audit.jsonl")
    told = [json.loads(line) for line in response.content.splitlines()]
    assert [one["number"] for one in told] == list(range(1, len(told) + 1))
    assert set(told[0]) == set(Entry.__dataclass_fields__)
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_the_office_reads_what_was_done_at_a_conference_and_its_delegates_do_not():
    """Before it, in its room and after it; whoever has no right to the audit finds no such page."""
    found, page = conference("sitting"), f"/vi/conferences/{KEY}/audit/"
    first = found.items.first()
    rooms.begin(conference=KEY, item_id=first.pk, seen=0, by="chair@centre.example")
    minutes.save(conference=KEY, sent=[Sent(1, "course", "Nội dung kín", 0)], by="clerk@centre.example")
    text, rows = read(client("steward").get(page))
    assert [row[3] for row in rows[1:3]] == ["lưu biên bản", "bắt đầu một nội dung"]
    assert "Nội dung kín" not in text
    delegates = [client_of(seated(one)) for one in ("chair", "delegate")]
    assert [one.get(page).status_code for one in (*delegates, client("leader", "north", "north"))] == [
        404
    ] * 3


def test_every_deed_at_a_conference_has_its_words():
    """A verb that nobody gave words to would stand in the audit as a code."""
    nouns = "ballot chart clause cluster conference convocation delegate item minutes notice paper poll "
    nouns += "position room speaker substitute task video"
    written = "|".join(nouns.split())
    sources = [*(SRC / "actions").glob("*.py"), *(SRC / "core/conduct").glob("*.py")]
    held = {action for _, action in GRANTS}
    known = {
        verb
        for path in sources
        for verb in re.findall(rf'"((?:{written})\.[a-z_]+)"', path.read_text("utf-8"))
    }
    assert len(known) > 60
    # The name of a file looks like a verb.
    assert known - held - set(DEEDS) == {"notice.docx"}
