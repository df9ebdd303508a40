"""Requests: uploads stay in memory, and what is too large is refused before it is read."""

import tempfile

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from giaoban.web.requests import limit_size


@pytest.fixture
def spool(tmp_path, monkeypatch, settings):
    """Return the folder in which temporary files would lie."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder


def uploaded(size: int):
    """Return a request with a file of so many bytes, as a browser sends it."""
    return RequestFactory().post("/vi/", {"file": SimpleUploadedFile("a.txt", b"x" * size), "note": "y"})


def test_an_uploaded_file_lies_in_memory_and_in_no_temporary_file(spool, settings):
    """The largest file that may be uploaded; read, and nothing appears in the folder of temporary files."""
    request = uploaded(settings.LARGEST_UPLOAD)
    file = request.FILES["file"]
    assert isinstance(file, InMemoryUploadedFile) and len(file.read()) == settings.LARGEST_UPLOAD
    assert list(spool.iterdir()) == []
    # As the framework does by itself: this test would see it.
    settings.FILE_UPLOAD_HANDLERS = [
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    with uploaded(10).FILES["file"]:
        assert len(list(spool.iterdir())) == 1


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("language", "words"), [("vi", "quá lớn"), ("en", "This was too large")])
def test_what_is_too_large_is_answered_by_a_page_and_not_read(client, settings, language, words):
    """The answer is 413 in the reader's language, says how much is taken, and nothing was read."""
    settings.REQUEST_LIMIT = 1000
    response = client.post(f"/{language}/", {"file": SimpleUploadedFile("a.txt", b"x" * 2000)})
    assert response.status_code == 413
    page = response.content.decode()
    assert words in page and "20 MB" in page
    assert "Content-Security-Policy" in response.headers


def test_only_the_size_that_is_said_is_read(settings):
    """A size that is no number, is missing or is small passes on: of the body as much is read as was said."""
    passed = limit_size(lambda request: HttpResponse("read"))
    for said in ("", "0", "12", "x", str(settings.REQUEST_LIMIT)):
        request = RequestFactory().get("/")
        request.META["CONTENT_LENGTH"] = said
        assert passed(request).content == b"read"
