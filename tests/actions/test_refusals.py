"""Refused uploads: the log keeps when, who and why; of the file itself nothing is left anywhere."""

import io
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from giaoban.actions import refusals
from giaoban.core.conduct.classification import TOPIC
from giaoban.core.conduct.refusals import REASONS, reason
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from giaoban.files.uploads.inspection import inspect
from giaoban.queries import uploads
from giaoban.records.models import Event
from tests.factories.uploads import pdf, word, workbook
from tests.house.tree import PACKS

CANARY = "Chimhoangyen7f3a"
BY, AT, ON = "lan@north.example", datetime(2026, 11, 22, 8, 30, tzinfo=UTC), "2026-11-22"
MARKED = {
    "docx": lambda: word(CANARY, header="TUYỆT MẬT", comment=CANARY),
    "xlsx": lambda: workbook(CANARY, hidden="MẬT", comment=CANARY),
    "pdf": lambda: pdf(f"{CANARY} #linebreak() TỐI MẬT", title=CANARY),
}


@pytest.fixture(scope="module")
def rules():
    """Return the real pack's rules."""
    return read_pack(PACKS / "vn").rules[TOPIC]


def refuse(content: bytes, name: str, rules, declared: str = "internal") -> None:
    """Do what every desk does with an upload that is refused."""
    with pytest.raises(Invalid) as caught:
        uploads.admit(content, name, declared, rules, ON)
    refusals.note_refused(by=BY, reason=reason(caught.value.findings), at=AT)


def left(folders: list[Path], *texts: str) -> str:
    """Return all that is left: names and bytes of files, the whole database, and these texts."""
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    files = [path for folder in folders for path in folder.rglob("*")]
    held = [path.read_bytes().decode("latin-1") for path in files if path.is_file()]
    return "\n".join([dump.getvalue(), *map(str, files), *held, *texts])


@pytest.mark.parametrize("kind", MARKED)
def test_a_canary_in_a_marked_file_is_found_nowhere(
    kind, rules, installed, tmp_path, monkeypatch, caplog, capfd
):
    """Neither in the workspace, the database, a temporary file, a log nor on a screen; nor is its name."""
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    caplog.set_level(logging.DEBUG)
    refuse(MARKED[kind](), f"{CANARY}.{kind}", rules)
    everything = left([installed, spool], caplog.text, *capfd.readouterr())
    assert BY in everything and '"marked"' in everything
    assert CANARY not in everything and f".{kind}" not in everything.replace("\\", "")


@pytest.mark.django_db
def test_a_canary_that_stays_would_be_found(installed, caplog):
    """The search of the tests above is no empty one: what is written is found in each of its places."""
    (installed / "kept.txt").write_text(f"{CANARY}-file")
    Event.objects.create(
        number=900,
        at=AT,
        actor=BY,
        verb="x",
        object=f"{CANARY}-row",
        payload={},
        previous="2" * 64,
        hash="1" * 64,
    )
    logging.getLogger("giaoban").warning("%s-log", CANARY)
    everything = left([installed], caplog.text)
    assert all(f"{CANARY}-{place}" in everything for place in ("file", "row", "log"))


def test_a_library_that_quotes_a_broken_file_is_not_heard(caplog, capfd):
    """The PDF library warns in the words of the file; its warnings come into no log."""
    broken = pdf(keyword=CANARY).replace(f"({CANARY})".encode(), f" {CANARY} ".encode())
    caplog.set_level(logging.DEBUG)
    inspect(broken, "a.pdf")
    assert CANARY not in caplog.text and CANARY not in "".join(capfd.readouterr())
    caplog.set_level(logging.DEBUG, "pypdf")
    inspect(broken, "a.pdf")
    assert CANARY in caplog.text, "it would have been quoted"


@pytest.mark.django_db
def test_the_log_keeps_time_user_and_reason_and_no_more():
    """One event in the chain, for each reason that there is."""
    for code in REASONS:
        refusals.note_refused(by=BY, reason=code, at=AT)
    told = [
        (one.at, one.actor, one.verb, one.object, one.payload) for one in Event.objects.order_by("number")
    ]
    assert told == [(AT, BY, "upload.refused", "upload", {"reason": code}) for code in REASONS]


@pytest.mark.django_db
def test_no_other_text_slips_into_the_log_as_a_reason():
    """A reason is one of the list; a file name in its place is refused, and nothing is written."""
    with pytest.raises(ValueError, match="code of its reason"):
        refusals.note_refused(by=BY, reason=f"{CANARY}.docx", at=AT)
    assert not Event.objects.exists()


def test_the_scanner_of_the_installation_is_asked_after_the_marks(rules, settings, tmp_path):
    """A marked file never reaches the scanner, which may write it down; a clean one does, and it decides."""
    seen = tmp_path / "seen"
    settings.SCANNER = f"sh -c 'cat > {seen}; exit 1'"
    with pytest.raises(Invalid) as caught:
        uploads.admit(word(header="MẬT"), "a.docx", "internal", rules, ON)
    assert reason(caught.value.findings) == "marked" and not seen.exists()
    content = word()
    with pytest.raises(Invalid) as caught:
        uploads.admit(content, "a.docx", "internal", rules, ON)
    assert reason(caught.value.findings) == "infected" and seen.read_bytes() == content
    settings.SCANNER = ""
    assert uploads.admit(content, "a.docx", "internal", rules, ON).kind == "docx"


def test_the_largest_upload_is_a_setting(rules, settings):
    """What the page says about size is what is held."""
    settings.LARGEST_UPLOAD = 3
    with pytest.raises(Invalid) as caught:
        uploads.admit(b"1234", "a.txt", "internal", rules, ON)
    assert reason(caught.value.findings) == "too_large"


def test_a_pack_without_rules_takes_public_and_internal_files():
    """Nothing above internal can be declared, and no word is a mark."""
    assert [one.classification for one in uploads.classifications((), ON)] == ["public", "internal"]
    assert uploads.admit(word("MẬT"), "a.docx", "internal", (), ON)
    with pytest.raises(Invalid):
        uploads.admit(word(), "a.docx", "secret", (), ON)
