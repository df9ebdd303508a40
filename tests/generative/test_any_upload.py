"""Any bytes under any name are admitted or refused with a reason, never anything else."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.conduct.classification import Markings, find_marks
from giaoban.core.conduct.refusals import REASONS, reason
from giaoban.files.uploads.inspection import KINDS
from giaoban.files.uploads.judgement import judge
from tests.factories.uploads import jpeg, pdf, png, word, workbook

MARKED = Markings(
    {"SECRET": ("S3CR3T",)}, before=("level",), after=("until",), doubts=("GEHEIM",), symbols=("SX",)
)
SEEDS = {
    "a.docx": lambda: word("A secret is a word here", header="x", table="y"),
    "a.xlsx": lambda: workbook("a", hidden="b", comment="c"),
    "a.pdf": lambda: pdf("A secret is a word here", note="n", keyword="k"),
    "a.png": png,
    "a.jpg": jpeg,
    "a.csv": lambda: b"a;b\n1;2\n" * 20,
}
#: What is put into files that are broken on purpose.
MARKS = [
    b"\0",
    b"\xff" * 4,
    b"<<",
    b">>",
    b"endobj",
    b"stream\r\n",
    b"PK\x03\x04",
    b"<a>",
    b"&lt;",
    b"]]>",
    b"9" * 12,
]


def verdict(content: bytes, name: str) -> str:
    """Return what is said of a file; anything but a verdict fails the test that asks."""
    told = judge(content, name, MARKED)
    found = [one for one in told.findings if one.severity == "error"]
    assert all(one.code in REASONS and one.title and one.detail for one in found)
    return reason(found) if found else told.kind


def broken(content: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few changes: turned, cut out, doubled, overwritten."""
    file = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(file) or 1)
        kind = chance.randrange(4)
        if kind == 0 and file:
            file[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del file[place : place + chance.randint(1, 200)]
        elif kind == 2:
            file[place:place] = file[place : place + chance.randint(1, 200)]
        else:
            mark = chance.choice(MARKS)
            file[place : place + len(mark)] = mark
    return bytes(file)


def broken_inside(content: bytes, chance: random.Random) -> bytes:
    """Return a package, one part of which is broken, and which is packed soundly again."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, broken(part, chance) if entry.filename == chosen else part)
    return file.getvalue()


@pytest.mark.parametrize("name", SEEDS)
def test_a_broken_file_gets_a_verdict(name):
    """Two hundred and forty real files, broken by chance outside or inside: each is judged."""
    sound = SEEDS[name]()
    assert verdict(sound, name) in KINDS
    found = set()
    for seed in range(40):
        chance = random.Random(f"{name} {seed}")  # noqa: S311 the same chance in every run
        is_package = name in ("a.docx", "a.xlsx") and seed % 2
        content = broken_inside(sound, chance) if is_package else broken(sound, chance)
        found.add(verdict(content, name))
    assert len(found) > 1 and found <= {*REASONS, *KINDS}


@settings(max_examples=60, deadline=None)
@given(
    head=st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0"]
    ),
    body=st.binary(max_size=400),
    name=st.text(max_size=20),
)
def test_any_bytes_under_any_name_get_a_verdict(head, body, name):
    """Bytes that begin like a file of some kind and go on by chance."""
    told = verdict(head + body, name)
    assert told in REASONS or told in ("text", "jpeg")


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(
        alphabet=st.sampled_from("SECRET secret GEHEIM level until 12/-SX\n\t|.\u0301é"), max_size=60
    ),
    is_wrapped=st.booleans(),
)
def test_marks_of_any_text_stand_in_it(text, is_wrapped):
    """What is found is a word of the rules, on a line that the text has; on its own it is always found."""
    lines = text.splitlines()
    for mark in find_marks(text, MARKED, is_wrapped=is_wrapped):
        assert mark.word in ("SECRET", "GEHEIM", "SX") and 1 <= mark.line <= max(1, len(lines))
    with_stamp = find_marks(f"{text}\n[ S E C R E T ]", MARKED, is_wrapped=is_wrapped)
    assert any(mark.word == "SECRET" and mark.is_certain for mark in with_stamp)


@pytest.mark.parametrize(
    "text", ["1" + "/1" * 200_000, "a" * 2_000_000, "SECRET " * 100_000, "level" * 200_000]
)
def test_a_long_text_is_read_in_one_go(text):
    """Texts made to be slow for a pattern that looks back: the length of a file is the length of the work."""
    assert len(find_marks(text + " SECRET", MARKED)) <= 1
