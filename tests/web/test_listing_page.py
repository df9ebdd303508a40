"""The page of the form as CSV: handed out, looked at when it comes back, stored once confirmed."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giaoban.queries import submissions as reading
from giaoban.records.models import Event
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, enter, fill_in, install, pass_on, save, typed
from tests.factories.sessions import client_of, person
from tests.house.tree import PACKS
from tests.web.pages import read

pytestmark = pytest.mark.django_db
PAGE = f"/vi/rounds/{ROUND}/units/north/form/listing/"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture(autouse=True)
def collecting(tmp_path, settings):
    """Let the small country's round collect, served under the name that the test client uses."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(tmp_path, **{"rules/classification.yaml": marks})
    enter("collecting")


@pytest.fixture
def officer() -> Client:
    """Return a client signed in as the officer of the north."""
    return client_of(person("ha@north.example", "Hà", "north", "officer", "north"))


def send(client: Client, content: bytes, name: str = "form.csv", classification: str = "internal"):
    """Send a file as the page does."""
    file = SimpleUploadedFile(name, content)
    return client.post(f"{PAGE}take/", {"file": file, "classification": classification})


def confirm(client: Client, page):
    """Send back what the page showed, with its hidden fields, as its button does."""
    fields = dict(HIDDEN.findall(page.content.decode()))
    assert fields.pop("csrfmiddlewaretoken") and set(fields) == {
        "content",
        "name",
        "classification",
        "confirmed",
    }
    return client.post(f"{PAGE}take/", fields)


def downloaded(client: Client, separator: str = "comma") -> bytes:
    """Return the file that the page offers."""
    response = client.get(f"{PAGE}{separator}.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{ROUND}_north.csv"'
    assert response.headers["Cache-Control"] == "private, no-cache"
    return response.content


def test_a_table_is_looked_at_before_it_is_stored(officer):
    """Both values of each line stand there; the button stores just these."""
    content = downloaded(officer).replace(b",,,,,0\r\n", b',"8,1",,,=1+1,0\r\n', 1)
    page = send(officer, content)
    text, rows = read(page)
    assert page.status_code == 200 and "Bảng sẽ thay đổi những gì?" in text
    assert ["Growth", "–", "8,1 · =1+1", "2"] in rows and reading.kept(ROUND, "north") == {}
    stored = confirm(officer, page)
    assert stored.headers["Location"] == f"/vi/rounds/{ROUND}/units/north/form/?saved=1"
    entry = reading.entries(ROUND, "north")[GROWTH]
    assert (entry.text, entry.explanation) == ("8,1", "=1+1")
    assert b"'=1+1" in downloaded(officer, "semicolon")
    assert "nội dung trong bảng đã được lưu từ trước" in read(send(officer, content))[0]


def test_everything_wrong_is_listed_with_row_and_column(officer):
    """In words, in the reader's language; nothing is stored."""
    content = b"line_id,value,version\nGROWTH@2023,1.234,0\nNOTHING,1,0\n"
    page = send(officer, content)
    text, rows = read(page)
    assert page.status_code == 422 and "chưa lưu nội dung nào" in text
    assert ["hàng 2 · value", "Phải sửa: “1.234” có thể là 1234 hoặc 1,234"] in [row[:2] for row in rows]
    named = "Phải sửa: “NOTHING” không phải là dòng của biểu này"
    assert ["hàng 3 · line_id", named] in [row[:2] for row in rows]
    assert reading.kept(ROUND, "north") == {}


def test_a_faster_colleague_is_shown_also_after_the_look(officer):
    """Between the look and the button somebody else saved the line: both values, nothing stored."""
    page = send(officer, b"line_id,value,version\nGROWTH@2023,8,0\n")
    save(typed(GROWTH, "7"), by="lan@north.example")
    late = confirm(officer, page)
    assert late.status_code == 409
    assert "đồng chí gửi “8”, nay đang là “7” (lan@north.example)" in read(late)[0]
    assert reading.entries(ROUND, "north")[GROWTH].text == "7"


def test_secrets_and_other_files_are_refused_in_words(officer):
    """The page says why and keeps nothing of them."""
    for content, name, classification, words in (
        ("line_id,version\nTỐI MẬT,0".encode(), "a.csv", "internal", "Tệp có dấu chỉ độ mật"),
        (b"line_id\n", "a.csv", "secret", "không nhận tệp có độ mật này"),
        (b"", "a.csv", "internal", "Tệp rỗng"),
        (b"%PDF-1.4", "a.csv", "internal", "Tệp bị hỏng"),
    ):
        page = send(officer, content, name, classification)
        assert page.status_code == 422 and words in read(page)[0]
        assert 'name="content"' not in page.content.decode()
    reasons = Event.objects.filter(verb="upload.refused").order_by("id").values_list("payload", flat=True)
    assert [one["reason"] for one in reasons] == ["marked", "declared", "empty", "damaged"]
    assert (
        officer.post(f"{PAGE}take/", {"content": "no base64!", "classification": "public"}).status_code == 422
    )


def test_the_leader_reads_and_sends_nothing_and_others_find_no_such_page(officer):
    """By the policy, like the form itself."""
    leader = client_of(person("binh@north.example", "Bình", "north", "leader", "north"))
    assert "Gửi bảng" not in read(leader.get(PAGE))[0] and "Gửi bảng" in read(officer.get(PAGE))[0]
    assert send(leader, b"x").status_code == 403
    assert officer.get(PAGE.replace("north", "south")).status_code == 404
    assert officer.get(f"{PAGE}colon.csv").status_code == 404
    analyst = client_of(person("an@office.example", "An", "office", "analyst"))
    assert {analyst.get(one).status_code for one in (PAGE, f"{PAGE}comma.csv")} == {403}


def test_a_locked_form_says_so(officer):
    """Line by line, with the reason."""
    fill_in()
    pass_on("complete")
    page = send(officer, b"line_id,value,version\nGROWTH@2023,9,1\n")
    assert page.status_code == 409 and "đang khóa" in read(page)[0] and "chờ lãnh đạo gửi" in read(page)[0]


def test_the_form_leads_to_its_table(officer):
    """And back."""
    form = PAGE.removesuffix("listing/")
    assert f'href="{PAGE}"' in officer.get(form).content.decode()
    assert f'href="{form}"' in officer.get(PAGE).content.decode()


def test_texts_in_old_fonts_are_converted_after_a_look(officer):
    """The page shows what they say; one button converts them, the next one stores them."""
    content = "line_id,value,explanation,version\nGROWTH@2023,8,Thu ng©n s¸ch gi¶m,0\n".encode()
    refused = send(officer, content)
    assert refused.status_code == 422 and "“Thu ngân sách giảm”" in read(refused)[0]
    fields = dict(HIDDEN.findall(refused.content.decode()))
    looked = officer.post(f"{PAGE}take/", fields)
    assert looked.status_code == 200 and reading.kept(ROUND, "north") == {}
    assert ["Growth", "–", "8 · Thu ngân sách giảm", "2"] in read(looked)[1]
    officer.post(f"{PAGE}take/", dict(HIDDEN.findall(looked.content.decode())))
    assert reading.entries(ROUND, "north")[GROWTH].explanation == "Thu ngân sách giảm"
