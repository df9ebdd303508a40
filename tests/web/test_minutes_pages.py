"""The pages of the minutes: who reads them when, what is kept without scripts, and what a program is told."""

import io
import json

import docx
import pytest
from django.urls import reverse

from giaoban.actions import installation, minutes
from giaoban.actions.minutes import Sent
from giaoban.queries import minutes as kept
from giaoban.records.models import Conference, Person
from tests.factories.conferences import KEY, conference, person
from tests.factories.minuted import MINUTED, SECOND_CLERK, add_clerk
from tests.factories.packs import write_pack
from tests.factories.sessions import client_of
from tests.factories.sessions import person as official

pytestmark = pytest.mark.django_db

HERE = f"/en/conferences/{KEY}/minutes/"
CLERK, CHAIR = "clerk@centre.example", "chair@centre.example"
CANARY = "chimyenminutes7f3a"


@pytest.fixture
def printing(workspace, tmp_path):
    """Return a workspace whose pack prints minutes."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **MINUTED)])
    return workspace


def save(text: str, item: int = 1, part: str = "course", base: int = 0, by: str = CLERK):
    """Save one text."""
    return minutes.save(conference=KEY, sent=[Sent(item, part, text, base)], by=by)[0]


def sign() -> None:
    """Let clerk and chair sign."""
    Conference.objects.update(stage="adjourned")
    minutes.sign(conference=KEY, seen=kept.digest(KEY), by=CLERK)
    minutes.confirm(conference=KEY, seen=kept.digest(KEY), by=CHAIR)


def test_a_draft_is_for_those_who_follow_it_and_nobody_else_finds_it(printing):
    """An observer, a teller and the office are answered as if there were none; once signed, it is read."""
    conference("sitting")
    save(CANARY)
    pages = (HERE, f"{HERE}state/", f"{HERE}1/course/", f"{HERE}party.docx")
    for seat in ("chair", "clerk", "delegate"):
        found = [client_of(person(seat)).get(one) for one in pages[:3]]
        assert [one.status_code for one in found] == [200] * 3
        assert all(CANARY in one.content.decode() for one in found)
    others = [client_of(person("observer")), client_of(person("teller"))]
    others.append(client_of(official("st@office.example", "St", "office", "steward")))
    for client in others:
        found = [client.get(one) for one in pages]
        assert {one.status_code for one in found} == {404}
        assert not any(CANARY in one.content.decode() for one in found)
    sign()
    found = [client_of(person("observer")).get(one) for one in pages]
    assert [one.status_code for one in found] == [200, 200, 404, 200]
    assert CANARY in found[0].content.decode()
    assert [one.status_code for one in (client.get(HERE) for client in others[1:])] == [404, 404]


def test_without_scripts_the_whole_page_is_saved_and_two_clerks_see_both(installed):
    """What stands there already is not saved again; a conflict shows both, and both in one to mend."""
    add_clerk(conference("sitting"))
    first = client_of(person("clerk"))
    page = {"text:1/course": "Opened.", "base:1/course": "0", "text:1/opinions": "", "base:1/opinions": "0"}
    assert first.post(f"{HERE}save/", page).status_code == 302
    second = client_of(Person.objects.get(email=SECOND_CLERK))
    refused = second.post(f"{HERE}save/", {**page, "text:1/course": "Begun.", "text:1/opinions": "None."})
    told = refused.content.decode()
    assert refused.status_code == 409
    assert "Below stand both in one text" in told and ">Opened.\nBegun.</textarea>" in told
    assert 'name="base:1/course" value="1"' in told
    settled = {**page, "text:1/course": "Opened.\nBegun.", "base:1/course": "1"}
    assert second.post(f"{HERE}save/", {**settled, "text:1/opinions": "None.", "base:1/opinions": "1"}).url
    assert [one.text for one in kept.history(KEY, 1, "course")] == ["Opened.", "Begun.", "Opened.\nBegun."]
    assert [one.text for one in kept.history(KEY, 1, "opinions")] == ["None."]


def test_a_document_is_answered_text_by_text_and_another_persons_is_refused(installed):
    """What is no text, what is too long and what somebody else typed is refused with what is wrong."""
    conference("sitting")
    client = client_of(person("clerk"))

    def send(lines: list[dict], who: str = CLERK):
        body = json.dumps({"person": who, "lines": lines})
        return client.post(f"{HERE}texts/", body, content_type="application/json")

    line = {"line_id": "1/course", "text": "Opened.", "base": 0}
    assert send([line]).json()["lines"][0]["outcome"] == "saved"
    conflict = send([{**line, "text": "Begun."}]).json()["lines"][0]
    assert (conflict["outcome"], conflict["entry"], conflict["combined"]) == (
        "conflict", {"text": "Opened."}, "Opened.\nBegun.",
    )  # fmt: skip
    assert "Lê Văn Ghi" in conflict["reason"]
    assert send([{**line, "text": "x" * 20_001}]).status_code == 422
    assert send([{**line, "line_id": "course"}]).status_code == 422
    assert send([{**line, "line_id": "9/course"}]).status_code == 404
    assert send([line], "somebody@else.example").status_code == 403
    sign()
    Conference.objects.update(stage="adjourned")
    closed = send([{**line, "text": "Late."}])
    assert closed.status_code == 409 and closed.json()["title"] == "The minutes are signed and closed"


def test_the_steps_are_refused_on_the_page_with_the_reason(printing):
    """The chair before the clerk, a text that changed, a reopening without a reason."""
    conference("adjourned")
    save("Opened.")
    clerk, chair = client_of(person("clerk")), client_of(person("chair"))
    early = chair.post(f"{HERE}confirm/", {"seen": kept.digest(KEY)})
    assert early.status_code == 409 and "clerk has not signed" in early.content.decode()
    stale = clerk.post(f"{HERE}sign/", {"seen": "0" * 64})
    assert stale.status_code == 409 and "changed meanwhile" in stale.content.decode()
    assert clerk.post(f"{HERE}sign/", {"seen": kept.digest(KEY)}).status_code == 302
    assert clerk.post(f"{HERE}confirm/", {"seen": kept.digest(KEY)}).status_code == 404
    assert chair.post(f"{HERE}confirm/", {"seen": kept.digest(KEY)}).status_code == 302
    assert chair.post(f"{HERE}reopen/", {"reason": " "}).status_code == 422
    assert "Signed by the clerk and by the chair" in chair.get(HERE).content.decode()
    assert chair.post(f"{HERE}reopen/", {"reason": "A name."}).status_code == 302
    assert kept.standing(KEY).edition == 2


def test_the_document_is_a_draft_until_both_have_signed_and_the_same_each_time(printing):
    """It names who signed; what is printed once more is the same file."""
    conference("sitting")
    save("Opened at 8.")
    save("Ban A reports.", 4, "decisions")
    client = client_of(person("clerk"))
    response = client.get(f"{HERE}state.docx")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{KEY}-minutes-state.docx"'
    assert client.get(f"{HERE}state.docx").content == response.content
    draft = _texts(response.content)
    assert "DRAFT" in draft and "Opened at 8." in draft and "1. Ban A reports." in draft
    sign()
    signed = _texts(client.get(f"{HERE}state.docx").content)
    assert "DRAFT" not in signed
    assert "Lê Văn Ghi" in signed and "Trần Thị Chủ" in signed
    assert client.get(f"{HERE}plain.docx").status_code == 404


def _texts(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    cells = [one for table in document.tables for row in table.rows for one in row.cells]
    return [one.text for part in (document, *cells) for one in part.paragraphs]


def test_a_pack_without_words_for_minutes_still_has_its_pages(installed):
    """Nothing is proposed and nothing is printed, and all else works."""
    conference("sitting")
    save("Opened.")
    page = client_of(person("clerk")).get(reverse("minutes", kwargs={"conference_key": KEY}))
    assert page.status_code == 200 and ".docx" not in page.content.decode()
    assert client_of(person("clerk")).get(f"{HERE}party.docx").status_code == 404
