"""Downloads: only what was printed, only as a file to keep, never outside the round's folder."""

import pytest

from giaoban.queries import factsheets
from tests.web.pages import ROUND, SCOREBOARD, read

LINK = f"{SCOREBOARD}documents/"


@pytest.fixture
def printed(site):
    """Return the folder of the round's documents with a few of them in it; it is emptied afterwards."""
    folder = site / "documents" / ROUND
    (folder / "charts").mkdir(parents=True)
    files = {
        "report.docx": b"PK",
        "report.html": b"<script>alert(1)</script>",
        "charts/growth.svg": b"<svg/>",
    }
    for name, content in {**files, ".secret.json": b"{}", "notes.txt": b"no"}.items():
        (folder / name).write_bytes(content)
    (folder / "key.json").symlink_to(site / "secret_key")
    yield folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("report.html", "text/html; charset=utf-8"),
        ("charts/growth.svg", "image/svg+xml"),
    ],
)
def test_a_printed_document_is_sent_as_an_attachment_with_its_fixed_type(client, printed, name, media_type):
    """Even a page or a drawing is never shown inside the site."""
    response = client.get(LINK + name)
    assert b"".join(response.streaming_content) == (printed / name).read_bytes()
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "../../secret_key",
        "..%2F..%2Fsecret_key",
        "key.json",
        ".secret.json",
        "notes.txt",
        "charts",
        "%2Fetc%2Fpasswd",
    ],
)
def test_nothing_else_is_sent(client, printed, name):
    """No way out of the folder, no link, no hidden file, no unknown kind."""
    assert client.get(LINK + name).status_code == 404


def test_the_pages_list_what_can_be_downloaded(client, printed):
    """The scoreboard and the report say in words what the same three files are, with kind and size."""
    for page in (SCOREBOARD, f"{SCOREBOARD}report/"):
        response = client.get(page)
        text, _ = read(response)
        assert "Báo cáo Word (Thể thức văn bản của Đảng, Tiếng Việt) DOCX" in text
        assert "Tốc độ tăng GRDP, %, năm 2023 (biểu đồ thanh, Tiếng Việt) SVG" in text
        assert "key.json" not in text and "notes.txt" not in text


def test_a_document_that_was_not_printed_anew_is_not_sent_again(client, printed):
    """Its day answers 304 until the next printing."""
    first = client.get(f"{LINK}report.docx")
    assert b"".join(first.streaming_content) == b"PK"
    day = first.headers["Last-Modified"]
    assert client.get(f"{LINK}report.docx", headers={"if-modified-since": day}).status_code == 304


@pytest.mark.usefixtures("site")
def test_a_factsheet_has_an_address_of_its_own_that_never_changes(client):
    """Named by its digest, kept for ever, sent byte for byte; the page leads to it."""
    digest = factsheets.latest(ROUND)["digest"]
    response = client.get(f"/factsheets/{digest}.json")
    assert b"".join(response.streaming_content) == factsheets.path_of(digest).read_bytes()
    assert "immutable" in response.headers["Cache-Control"] and digest in response.headers["ETag"]
    assert f'href="/factsheets/{digest}.json"' in client.get(SCOREBOARD).content.decode()
    for unknown in ("0" * 64, "secret_key", f"{digest[:63]}"):
        assert client.get(f"/factsheets/{unknown}.json").status_code == 404


@pytest.mark.usefixtures("site")
def test_without_documents_the_page_says_what_makes_them(client):
    """An empty list offers the next step."""
    assert "giaoban review" in read(client.get(SCOREBOARD))[0]
