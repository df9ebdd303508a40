"""Admission: what was declared, the verdict of a process of its own, the scanner; then a file may be kept."""

import hashlib
import sys

import pytest

from giaoban.core.conduct.classification import TOPIC, markings
from giaoban.core.conduct.refusals import reason
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from giaoban.files.uploads import confinement
from giaoban.files.uploads.admission import admit
from giaoban.files.uploads.confinement import judge_apart
from giaoban.files.uploads.judgement import judge
from giaoban.files.uploads.pieces import LIMITS, Limits
from tests.factories.uploads import acting, jpeg, pdf, repacked, word, workbook
from tests.house.tree import PACKS

STAMP = "TỐI MẬT"


@pytest.fixture(scope="module")
def marked():
    """Return what the real pack says of marks."""
    return markings(read_pack(PACKS / "vn").rules[TOPIC], "2026-11-22")


def refused(content: bytes, name: str, declared: str, marked, **how) -> Invalid:
    """Return the refusal of a file."""
    with pytest.raises(Invalid) as caught:
        admit(content, name, declared, marked, **how)
    return caught.value


def program(monkeypatch, text: str) -> None:
    """Put another program in the place of the one that judges."""
    monkeypatch.setattr(confinement, "_PROGRAM", (sys.executable, "-c", text))


def test_a_file_that_may_be_kept_is_told_with_its_hash(marked):
    """Kind, media type, what it was declared as, hash and size; the warning of a picture comes along."""
    content = jpeg()
    told = admit(content, "Ảnh hiện trường.jpg", "public", marked)
    assert (told.kind, told.media_type, told.classification) == ("jpeg", "image/jpeg", "public")
    assert (told.sha256, told.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert [one.code for one in told.findings] == ["not_read"]


def test_what_was_declared_as_secret_is_not_even_looked_into(marked, monkeypatch):
    """The answer to the question alone refuses it; so does no answer, and one that was not offered."""
    program(monkeypatch, "raise SystemExit('never started')")
    for declared, code in (("secret", "declared"), ("", "undeclared"), ("cosmic", "undeclared")):
        refusal = refused(word(), "a.docx", declared, marked)
        assert [str(one.where) for one in refusal.findings] == ["a.docx"]
        assert reason(refusal.findings) == code


def test_a_refusal_names_places_and_quotes_nothing(marked):
    """The officer is told where each mark stands; no text of the file is among the words."""
    refusal = refused(word("Chim hoàng yến", header=STAMP, footer="MẬT"), "a.docx", "internal", marked)
    places = {str(one.where) for one in refusal.findings}
    assert places == {"a.docx, header1, row 1", "a.docx, footer1, row 1"}
    assert "hoàng yến" not in repr([*refusal.findings, str(refusal)])
    assert refusal.__cause__ is None and refusal.__context__ is None


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (word, "a.docx"),
        (lambda: workbook(hidden=STAMP, comment="Mật"), "a.xlsx"),
        (lambda: pdf(beside=STAMP), "a.pdf"),
        (lambda: acting("/AA", "/Launch"), "a.pdf"),
        (lambda: "Số: 5/BMNN-TU".encode(), "Số liệu.txt"),
        (lambda: b"MZ", "a\udcff.exe"),
    ],
)
def test_the_verdict_of_the_process_is_the_verdict(make, name, marked):
    """Judged apart or here, a file has the same kind and the same findings in the same places."""
    assert judge_apart(make(), name, marked) == judge(make(), name, marked)


def test_a_file_made_to_be_slow_ends_when_its_time_is_over(marked):
    """Eight million empty elements in a small file: the process is ended, and the file refused."""
    slow = repacked(word(), **{"word/slow.xml": b"<a>" + b"<b/>" * 8_000_000 + b"</a>"})
    assert len(slow) < 200_000
    findings = judge_apart(slow, "a.docx", marked, Limits(seconds=1)).findings
    assert [(one.code, str(one.where)) for one in findings] == [("too_long", "a.docx")]


def test_a_file_that_takes_too_much_memory_is_refused(marked):
    """The process gets no more than it may have; whatever it dies of, there is a verdict."""
    findings = judge_apart(pdf(), "a.pdf", marked, Limits(memory=1)).findings
    assert [one.code for one in findings] == ["damaged"]


def test_a_process_that_hangs_or_dies_is_no_consent(marked, monkeypatch):
    """It waits for ever without using its time, or it is killed: refused."""
    program(monkeypatch, "import threading; threading.Event().wait()")
    monkeypatch.setattr(confinement, "_WAITING", 0.2)
    findings = judge_apart(b"a", "a.txt", marked, Limits(seconds=1)).findings
    assert [one.code for one in findings] == ["too_long"]
    program(monkeypatch, "import os; os.abort()")
    assert [one.code for one in judge_apart(b"a", "a.txt", marked).findings] == ["damaged"]


def test_the_process_can_write_no_file(marked, monkeypatch, tmp_path):
    """Where a library tried to, the file stays empty and the upload is refused."""
    kept = tmp_path / "kept"
    program(
        monkeypatch,
        "from giaoban.files.uploads.confined import _confine, Limits\n"
        f"_confine(Limits(**{vars(LIMITS)}))\nopen({str(kept)!r}, 'w').write('x')",
    )
    assert [one.code for one in judge_apart(b"a", "a.txt", marked).findings] == ["damaged"]
    assert kept.read_bytes() == b""


def test_the_process_knows_nothing_of_the_installation(marked, monkeypatch):
    """Passwords of mail and database stand in the surroundings of the site, not in those of the reader."""
    monkeypatch.setenv("GIAOBAN_SMTP", "smtp://user:password@host")
    program(
        monkeypatch,
        "import json, os\n"
        "print(json.dumps({'kind': ' '.join(os.environ), 'media_type': '', 'findings': []}))",
    )
    known = judge_apart(b"a", "a.txt", marked).kind
    assert "PATH" in known and "GIAOBAN" not in known
