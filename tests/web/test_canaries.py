"""Canaries: what few may read is crawled for on every address, in every file, log and mail, by everybody."""

import io
import logging
from collections.abc import Iterator, Sequence
from itertools import chain, product
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client

from giaoban.actions import convocations, events, feeds, invitations, reminders
from giaoban.queries import documents, evidence, factsheets, submissions, workspace
from giaoban.queries import events as audit
from giaoban.queries.invitations import link
from giaoban.records.models import (
    AccessToken,
    AgendaItem,
    Clause,
    Delegate,
    Directive,
    DirectiveReview,
    OverlapDecision,
    Paper,
    Petition,
    PetitionAnswer,
    Position,
    SavedFilter,
    SealedScan,
    Task,
    TaskProduct,
)
from tests.factories.canaries import SONG, WORDS, Planted, canary, plant
from tests.factories.conferences import KEY
from tests.factories.crawls import contents, every_address, fill, told
from tests.factories.mails import smtp_server
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, PEOPLE
from tests.factories.sessions import client_of

pytestmark = [pytest.mark.django_db(databases=["default", "sealed"]), pytest.mark.long]

NORTH = frozenset({"northern officer", "northern leader"})
SOUTH = frozenset({"southern officer", "southern leader"})
#: Who reads what was sent, at the central office and over it.
OFFICE = frozenset({"analyst", "approver", "inspector"})
#: Who follows every petition.
CENTRE = OFFICE | {"steward"}
EVERYBODY = NORTH | SOUTH | OFFICE | {"steward", "respondent", "nobody"}
NOWHERE: frozenset[str] = frozenset()
#: Who reads the register of directives.
READERS = EVERYBODY - {"nobody"}
#: Who leads the conference, who keeps its papers, and who has a seat there or keeps them.
LEAD = frozenset({"approver", "analyst", "steward"})
KEEPERS = frozenset({"analyst", "steward"})
ROOM = LEAD | {"northern leader", "respondent"}
#: The approver sits as chair, the analyst as clerk. Tellers have no office: they ask what is of conferences.
SITTING, TELLERS = ROOM - {"steward"}, frozenset({"first teller", "second teller"})
#: Who finds each canary on the site, and which of the places below hold it. It is nowhere else.
MAY_SEE = {
    # The workbook that its officer looked at holds it, too.
    "draft value": SOUTH | {"database", "evidence"},
    "draft explanation": SOUTH | {"database"},
    "draft comment": SOUTH | {"database"},
    "correction": NORTH | {"database"},
    "late file name": NORTH | {"database"},
    "late file content": NORTH | {"evidence"},
    "sent explanation": NORTH | OFFICE | {"database"},
    "sent file name": NORTH | OFFICE | {"database"},
    "sent file content": NORTH | OFFICE | {"evidence"},
    "own comment": NORTH | OFFICE | {"database"},
    "central comment": NORTH | OFFICE | {"database"},
    "return reason": NORTH | OFFICE | {"database"},
    "reply": NORTH | OFFICE | {"database"},
    "approved explanation": EVERYBODY | {"database", "factsheets", "documents", "printed", "store"},
    # Between a unit and whoever prepares or leads the conference; the audit holds neither.
    "substitute reason": NORTH | LEAD | {"database"},
    "refusal reason": NORTH | LEAD | {"database"},
    # A receipt is in the list once the poll is closed. It leads to nobody, wherever it stands.
    "listed receipt": SITTING | {"database"},
    "open receipt": {"database"},
    # What is by person lies in a database of its own; once the tellers agree, they do not see it either.
    "judged person": {"approver", "sealed"},
    "judged post": {"approver", "sealed"},
    "agreed number": {"approver", "sealed"},
    "listed person": TELLERS | {"sealed"},
    "listed post": TELLERS | {"sealed"},
    "entered number": {"first teller", "sealed"},
    "scan name": {"approver", "sealed"},
    # There it stands as the bytes of a package.
    "scan content": {"approver"},
    # Of a notice that is a draft only the office knows; nobody here has led the room.
    "draft clause": OFFICE | {"steward", "database"},
    "draft task": OFFICE | {"steward", "database"},
    # The plan of inspections is the office's, and so is what was decided of its overlaps.
    "inspected office": OFFICE | {"steward", "database"},
    "inspecting body": OFFICE | {"steward", "database"},
    "overlap reason": OFFICE | {"steward", "database"},
    # What a unit writes for a conference is its own, and the centre's once it is filed; not the watch's.
    "draft position": NORTH | {"database"},
    "draft position body": NORTH | {"database"},
    "changed position": NORTH | {"database"},
    "changed position body": NORTH | {"database"},
    "filed position": NORTH | {"analyst", "approver", "steward", "database"},
    "filed position body": NORTH | {"analyst", "approver", "steward", "database"},
    # A task is its bodies' and the office's; the audit tells why a step was taken.
    "given task": CENTRE | {"respondent", "database"},
    "task report": CENTRE | {"respondent", "database"},
    "product name": CENTRE | {"respondent", "database"},
    "product content": CENTRE | {"respondent", "evidence"},
    "extension reason": CENTRE | {"respondent", "database", "audit"},
    "task of another": CENTRE | {"database"},
    # A petition is its unit's, its bodies' and the office's; the audit tells why a step was taken.
    "lodged petition": NORTH | CENTRE | {"database"},
    **dict.fromkeys(
        (
            "led petition",
            "waiting petition",
            "petition body",
            "petition cause",
            "contribution",
            "first answer",
            "second answer",
        ),
        NORTH | CENTRE | {"respondent", "database"},
    ),
    "signed answer name": NORTH | CENTRE | {"respondent", "database"},
    "signed answer content": NORTH | CENTRE | {"respondent", "evidence"},
    "pause reason": NORTH | CENTRE | {"respondent", "database", "audit"},
    "reopening reason": NORTH | CENTRE | {"respondent", "database", "audit"},
    # A saved view is its owner's.
    "saved view": {"northern leader", "database"},
    # Every office reads the register; why a unit needs no document is its own and the centre's.
    **dict.fromkeys(
        (
            "directive title",
            "directive reference",
            "directive text name",
            "own directive title",
            "putting off reason",
            "review outcome",
            "end reason",
        ),
        READERS | {"database"},
    ),
    "directive text content": READERS | {"evidence"},
    "waiver reason": NORTH | CENTRE | {"database"},
    "relation reason": {"database"},
    "mending reason": {"inspector", "database", "audit"},
    # Looked at and not stored: the file waits for a day to be confirmed, by whoever sent it.
    "workbook name": NOWHERE,
    "workbook content": {"evidence"},
    "common paper title": ROOM | TELLERS | {"database"},
    "common paper name": ROOM | TELLERS | {"database"},
    "common paper content": ROOM | TELLERS | {"evidence"},
    "restricted paper title": LEAD | {"database"},
    "restricted paper name": LEAD | {"database"},
    "restricted paper content": LEAD | {"evidence"},
    "withdrawn paper title": KEEPERS | {"database"},
    "withdrawn paper name": KEEPERS | {"database"},
    "withdrawn paper content": KEEPERS | {"evidence"},
    "refused name": NOWHERE,
    "refused content": NOWHERE,
    "token": NOWHERE,
    "feed": NOWHERE,
}
#: How each address is asked: as a page; as a program would, searched for all; and to do what it does.
WAYS = (
    ("vi", "GET", "text/html", ""),
    ("en", "GET", "application/json", f"?q={SONG}"),
    ("vi", "POST", "text/html", ""),
)
#: What stands in each part of an address, here; a part that is not known here is one to add.
KNOWN = {
    "round_id": (ROUND,),
    "unit_key": ("north", "south"),
    "line_id": (GROWTH, PEOPLE, WORDS),
    "indicator": ("GROWTH", "PEOPLE"),
    "separator": ("comma", "semicolon", "tab"),
    "pack_id": ("test",),
    "year": ("2024",),
    "provider_id": ("office",),
    "uidb36": ("1",),
    "key": ("1-set",),
    "conference_key": (KEY,),
    "poll_number": (1, 2),
    "ballot_number": (1, 2),
    "badge": ("b-3",),
    "item": ("1",),
    "part": ("course",),
    # None is planned here: what is planned for a document is told to every office.
    "layout": ("party", "plain"),
    "count": ("GROWTH",),
}


@pytest.fixture(autouse=True)
def log(caplog, settings):
    """Return all that any part of the program says, down to the last word; serve under the tests' name."""
    caplog.set_level(logging.DEBUG)
    settings.BALLOTS = True
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    return caplog


def test_every_canary_is_found_where_it_may_be_and_nowhere_else(log, tmp_path):
    """On every address, by everybody; in mails, logs, audit, exports, factsheets and documents."""
    planted = plant(tmp_path)
    given = {"token": planted.secret, "feed": planted.feed, **planted.votes}
    sung = {name: canary(name) for name in MAY_SEE} | given
    found: dict[str, dict[str, str]] = {name: {} for name in MAY_SEE}
    for where, audience, text in chain(_crawled(planted, *planted.people, "nobody"), _kept(log, tmp_path)):
        for name in (name for name, one in sung.items() if one in text):
            found[name].setdefault(audience, where)
    leaks = {
        (name, who): where
        for name, seen in found.items()
        for who, where in seen.items()
        if who not in MAY_SEE[name]
    }
    unheard = {(name, who) for name, may in MAY_SEE.items() for who in may if who not in found[name]}
    assert (leaks, unheard) == ({}, set())


def test_a_page_that_shows_a_draft_for_what_was_sent_is_found_out(tmp_path, monkeypatch):
    """The crawl is no empty one: two questions that are taken for each other, and it names the page."""
    planted = plant(tmp_path)
    monkeypatch.setattr(submissions, "sent_versions", submissions.versions)
    crawled = _crawled(planted, "analyst")
    found = {(who, where) for where, who, text in crawled if canary("correction") in text}
    page = f"rounds/{ROUND}/submissions/north/lines/{PEOPLE}/"
    assert found == {("analyst", f"/{language}/{page}") for language in ("vi", "en")}


def test_an_address_with_a_part_that_nobody_knows_stops_the_crawl():
    """So no new page is left out."""
    with pytest.raises(KeyError, match="petition"):
        list(fill("petitions/<slug:petition>/", KNOWN))


def _crawled(planted: Planted, *readers: str) -> Iterator[tuple[str, str, str]]:
    """Yield where, who and what: each address in each of the ways, with the reader's cookie and token."""
    known = _known(planted)
    for who, (language, method, kind, search) in product(readers, WAYS):
        client, heads = Client(), {"accept": kind}
        if who in planted.people:
            client = client_of(planted.people[who])
            heads["authorization"] = f"Bearer {planted.tokens[who]}"
            doors = ("/vi/desk/", "/api/v1/rounds")
            assert {told(client, "GET", one, **heads)[:3] for one in doors} == {"200"}
        for address in every_address(known, language, method):
            if who in TELLERS and "/conferences/" not in address:
                continue
            yield address, who, told(client, method, address + search, **heads)


def _known(planted: Planted) -> dict[str, Sequence[object]]:
    """Return what stands in each part of an address, with what was made meanwhile."""
    sheet = factsheets.latest(ROUND)
    invited = planted.people["respondent"]
    invitations.issue(person=invited, by="tester")
    inspected = OverlapDecision.objects.values_list("first", "second")
    return {
        **KNOWN,
        "figure_id": [one["figure_id"] for one in sheet["figures"]],
        "digest": [sheet["digest"]],
        "clause_id": Clause.objects.filter(section="task").values_list("pk", flat=True)[:1],
        "directive_id": Directive.objects.values_list("pk", flat=True),
        "review_id": DirectiveReview.objects.values_list("pk", flat=True),
        "task_id": Task.objects.values_list("pk", flat=True),
        "filter_id": SavedFilter.objects.values_list("pk", flat=True)[:1],
        "product_id": TaskProduct.objects.values_list("pk", flat=True),
        "item_id": AgendaItem.objects.values_list("pk", flat=True)[:1],
        "petition_id": Petition.objects.values_list("pk", flat=True),
        "answer_id": PetitionAnswer.objects.values_list("pk", flat=True),
        "inspection_id": [first for first, _ in inspected],
        "first_id": [first for first, _ in inspected],
        "second_id": [second for _, second in inspected],
        "position_id": Position.objects.values_list("pk", flat=True),
        "delegate_id": Delegate.objects.exclude(stands_for=None).values_list("pk", flat=True)[:1],
        "name": [one.name for one in documents.files(ROUND)],
        "evidence_id": [one.evidence_id for one in evidence.of_submission(ROUND, "north")],
        "scan_id": SealedScan.objects.values_list("pk", flat=True),
        "token_id": AccessToken.objects.values_list("pk", flat=True)[:1],
        "paper_id": list(Paper.objects.values_list("pk", flat=True)),
        "feed_secret": [feeds.renew(person=invited)],
        "token": [link(invited).rstrip("/").rpartition("/")[2]],
    }


def _kept(log, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield where, the kind of place, and what it holds, once it is sure that it holds what it should."""
    texts = {"mail": _mailed(), "audit": _exported(folder), "database": _dumped("default"), "log": log.text}
    texts["sealed"] = _dumped("sealed")
    held = {"mail": "North", "audit": "marked", "database": "draft.saved", "log": "DEBUG", "sealed": "teller"}
    assert [place for place, word in held.items() if word not in texts[place]] == []
    yield from ((place, place, text) for place, text in texts.items())
    places = {
        "evidence": workspace.evidence(),
        "factsheets": workspace.factsheets(),
        "documents": workspace.documents(ROUND),
        "printed": folder / "printed",
        "audit": folder / "exported",
        "store": workspace.segments(),
    }
    for path in (one for one in workspace.home().parent.rglob("*") if one.is_file()):
        place = next((name for name, root in places.items() if path.is_relative_to(root)), "elsewhere")
        yield str(path), place, f"{path} {contents(path)}"


def _mailed() -> str:
    """Return every word of the mails that remind everybody, and of those that call to the conference."""
    with smtp_server() as box:
        assert convocations.send(conference=KEY, by="tester") == ()
        assert reminders.send(round_id=ROUND, by="tester").mails
    parts = [(mail, part) for mail in box for part in mail.walk() if not part.is_multipart()]
    return "\n".join(f"{mail.items()} {part.get_content()}" for mail, part in parts)


def _exported(folder: Path) -> str:
    """Return the whole audit as it is exported in either form."""
    (folder / "exported").mkdir()
    paths = [folder / "exported" / name for name in ("audit.csv", "audit.jsonl")]
    assert all(events.export(entries=audit.between(), path=path) for path in paths)
    return "".join(path.read_text("utf-8") for path in paths)


def _dumped(database: str) -> str:
    """Return every row of a database."""
    dump = io.StringIO()
    call_command("dumpdata", database=database, stdout=dump)
    return dump.getvalue()
