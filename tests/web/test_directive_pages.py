"""The register on pages: who reads it, who writes it, what a unit answers, and what is told of a refusal."""

import csv
import io
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giaoban.actions import cascades, directive_reviews, directives, tasks
from giaoban.queries import directives as reading
from giaoban.records.models import Directive, DirectiveReview, DirectiveWaiver, InstalledPack
from tests.factories.directives import BY, install, own, register, stated, table
from tests.factories.notices import whole
from tests.factories.packs import ROUND
from tests.factories.sessions import client_of, person
from tests.factories.uploads import word
from tests.web.pages import read

pytestmark = pytest.mark.django_db
ALL, OWN = "/vi/directives/", "/vi/units/north/directives/"
CASCADED = {"is_cascaded": True, "concretised_by": date(2025, 3, 31)}
RULE = {"issuer": "Ban Bí thư", "kind": "quy định", "issued_on": date(2025, 5, 30), "term": "XIII"}
TYPED = {
    "symbol": "296-QĐ/TW", "kind": "quy định", "issuer": "Ban Bí thư", "term": "XIII",
    "title": "Công tác kiểm tra", "issued_on": "2025-05-30",
}  # fmt: skip
#: role → organisation and unit
ROLES = {
    "officer": ("north", "north"), "leader": ("north", "north"), "respondent": ("finance", ""),
    "analyst": ("office", ""), "approver": ("office", ""), "steward": ("office", ""),
    "inspector": ("watch", ""),
}  # fmt: skip


@pytest.fixture(autouse=True)
def kept(db, tmp_path, settings):
    """Let a pack say how symbols are written."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)


def somebody(role: str, *office: str) -> Client:
    """Return a client of somebody in a role, for the north where a unit has to be named."""
    organisation, unit_key = office or ROLES[role]
    return client_of(person(f"{role}@{organisation}.example", role.title(), organisation, role, unit_key))


def refused(answer, status: int = 422) -> str:
    """Return what a page says that refuses something."""
    assert answer.status_code == status, answer
    return read(answer)[0]


def sent(content: bytes, name: str) -> dict[str, object]:
    """Return a file as a form sends it."""
    return {"file": SimpleUploadedFile(name, content), "classification": "public"}


@pytest.mark.parametrize("role", ROLES)
def test_every_office_reads_the_register_and_only_an_analyst_writes_it(role):
    """By the pages and by every step; nobody is offered what they cannot do."""
    row, who = register(**CASCADED), somebody(role)
    page, offers = f"{ALL}{row.pk}/", role == "analyst"
    files = ("/vi/directives.csv", f"{page}cascade.csv")
    for address in (ALL, f"{ALL}reviews/", page, f"{page}cascade/", *files):
        assert who.get(address).status_code == 200, address
    told = who.get(ALL).content.decode() + who.get(page).content.decode()
    for address in (f"{ALL}new/", f"{ALL}import/", f"{page}correct/", f"{page}end/", f"{page}edges/"):
        assert who.get(address).status_code == (200 if offers else 403), address
        assert (f'"{address}"' in told) == offers, address
    for address in (f"{page}text/attach/", f"{page}reviews/", f"{page}edges/take-back/"):
        assert who.post(address).status_code in ((404, 422) if offers else (403,)), address


def test_who_has_not_signed_in_finds_no_register():
    """They are led to the sign-in."""
    row = register()
    for address in (ALL, f"{ALL}{row.pk}/", f"{ALL}{row.pk}/text/", OWN):
        assert "/sign-in/" in Client().get(address).headers["Location"]


def test_without_rules_there_is_no_register_and_the_page_says_so():
    """Everybody has the link to it."""
    who = somebody("officer")
    InstalledPack.objects.all().delete()
    assert "chưa có sổ văn bản" in read(who.get(ALL))[0]


def test_an_analyst_registers_a_document_with_its_text():
    """It stands on its page with what it is; the text is sent to be kept, and read by every office."""
    content, analyst = word("Quy định"), somebody("analyst")
    answer = analyst.post(f"{ALL}new/", {**TYPED, **sent(content, "quy-dinh.docx")})
    row = Directive.objects.get()
    assert answer.headers["Location"] == f"{ALL}{row.pk}/?done"
    text = read(analyst.get(answer.headers["Location"]))[0]
    assert "296-QĐ/TW: Công tác kiểm tra" in text and "Còn hiệu lực" in text and "Trung ương" in text
    file = somebody("respondent").get(f"{ALL}{row.pk}/text/")
    assert file.content == content and file.headers["Content-Disposition"].startswith("attachment")
    assert somebody("leader").get(f"{ALL}{register().pk}/text/").status_code == 404


def test_what_is_wrong_stands_beside_what_was_typed():
    """In the page's language, with its place; a number that is taken is a conflict and names who has it."""
    register("296-QĐ/TW", **RULE)
    analyst = somebody("analyst")
    answer = analyst.post(f"{ALL}new/", {**TYPED, "symbol": "296-QÐ/TW", "kind": "", "term": ""})
    text = refused(answer)
    assert "Số, ký hiệu: “296-QÐ/TW” có chữ chỉ trông giống" in text and "U+0110" in text
    assert 'value="296-QÐ/TW"' in answer.content.decode()
    text = refused(analyst.post(f"{ALL}new/", {**TYPED, "kind": "", "term": ""}))
    assert "Loại văn bản: Ký hiệu chưa cho biết loại văn bản" in text and "quyết định, quy định" in text
    text = refused(analyst.post(f"{ALL}new/", TYPED), 409)
    assert "“296-QĐ/TW” đã có trong sổ" in text and "Ban Bí thư đã ban hành (XIII)" in text
    assert analyst.post(f"{ALL}new/", {**TYPED, "issued_on": "hôm qua"}).status_code == 200
    assert Directive.objects.count() == 1


def test_a_text_that_is_not_taken_in_is_refused_on_the_page():
    """Nothing of it is kept, also where it is attached later."""
    row, analyst = register(), somebody("analyst")
    secret = word("TUYỆT MẬT")
    refused(analyst.post(f"{ALL}new/", {**TYPED, **sent(secret, "a.docx")}))
    refused(analyst.post(f"{ALL}{row.pk}/text/attach/", sent(secret, "a.docx")))
    assert analyst.post(f"{ALL}{row.pk}/text/attach/", sent(word("Toàn văn"), "b.docx")).status_code == 302
    assert Directive.objects.get().name == "b.docx"


def test_a_list_is_taken_or_every_fault_of_it_is_shown():
    """By row and column, as a spreadsheet numbers them."""
    analyst = somebody("analyst")
    row = {**{name: one for name, one in TYPED.items() if name != "term"}, "issued_on": "30/05/2025"}
    text = refused(analyst.post(f"{ALL}import/", sent(table(row, {**row, "symbol": "12"}), "a.csv")))
    assert "hàng 2 · Nhiệm kỳ hoặc năm" in text and "hàng 3 · Số, ký hiệu" in text
    assert not Directive.objects.exists()
    taken = analyst.post(f"{ALL}import/", sent(table({**row, "term": "XIII"}), "a.csv"))
    assert "Văn bản mới: 1; quan hệ mới: 0; đã có: 0." in read(taken)[0]
    refused(analyst.post(f"{ALL}import/"))


def test_the_register_is_searched_and_narrowed_by_its_address():
    """Without accents; what is asked stays in the form; the table has just what was found, with headings."""
    register(), register("296-QĐ/TW", title="Công tác kiểm tra", **RULE)
    who = somebody("officer")
    text, rows = read(who.get(f"{ALL}?q=khoa+hoc"))
    assert "1 văn bản" in text and [row[0][:8] for row in rows[1:]] == ["57-NQ/TW"]
    assert "Không có văn bản như vậy" in read(who.get(f"{ALL}?status=expired"))[0]
    assert len(read(who.get(f"{ALL}?type=Q%C4%90&page=9&unit=centre"))[1]) == 2
    answer = who.get("/vi/directives.csv?term=XIII&year=2025")
    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (line["Số, ký hiệu"], line["Tình trạng"]) == ("296-QĐ/TW", "còn hiệu lực")
    assert line["Cấp"] == "Trung ương"


def test_a_relation_is_entered_from_either_side_and_taken_back():
    """The line of replacement stands on both pages; a circle is refused in words."""
    old, new = register("22-QĐ/TW", **{**RULE, "issued_on": date(2021, 7, 28)}), register("296-QĐ/TW", **RULE)
    analyst, edges = somebody("analyst"), f"{ALL}{old.pk}/edges/"
    sides = {"other": "296-QĐ/TW", "relation_of": "replaces in"}
    assert analyst.post(edges, sides).headers["Location"] == f"{edges}?done"
    text = read(analyst.get(f"{ALL}{old.pk}/"))[0]
    assert "Đã bị thay thế" in text and "bị thay thế từ 30/05/2025" in text and "Bị thay thế bởi" in text
    assert "Thay thế" in read(analyst.get(f"{ALL}{new.pk}/"))[0]
    circle = {"other": "296-QĐ/TW", "relation_of": "replaces out", "on": "2025-06-01"}
    assert "thành vòng tròn" in refused(analyst.post(edges, circle))
    assert "Trong sổ không có" in refused(analyst.post(edges, {**circle, "other": "1-QĐ/TW"}))
    part = {"other": reading.label(new), "relation_of": "part in"}
    assert "đã được ghi" in refused(analyst.post(edges, part), 409)
    (tie,) = reading.ties(old)
    back = f"{edges}take-back/"
    assert "Chưa có lý do" in refused(analyst.post(back, {"edge": tie.edge.pk}))
    assert analyst.post(back, {"edge": tie.edge.pk, "reason": "Nhầm"}).status_code == 302
    assert analyst.post(back, {"edge": tie.edge.pk, "reason": "Nhầm"}).status_code == 404
    assert analyst.post(edges, part).status_code == 302
    assert "Bị thay thế một phần bởi" in read(analyst.get(f"{ALL}{old.pk}/"))[0]


def test_a_document_is_corrected_and_ended_with_the_reason():
    """The form holds what stands there; the page then says why it ended."""
    row, analyst = register(), somebody("analyst")
    page = f"{ALL}{row.pk}/"
    form = analyst.get(f"{page}correct/").content.decode()
    assert 'value="57-NQ/TW"' in form and 'value="2024-12-22"' in form
    changed = {**TYPED, "symbol": "57-NQ/TW", "kind": "", "issued_on": "2024-12-22", "reason": "Nhầm"}
    assert analyst.post(f"{page}correct/", changed).status_code == 302
    assert "Công tác kiểm tra" in read(analyst.get(page))[0]
    early = {"on": "2024-01-01", "reason": "Bãi bỏ"}
    assert "không thể hết hiệu lực trước" in refused(analyst.post(f"{page}end/", early))
    assert analyst.post(f"{page}end/", {**early, "on": "2026-01-01"}).status_code == 302
    text = read(analyst.get(page))[0]
    assert "Hết hiệu lực" in text and "Bãi bỏ" in text and f'"{page}end/"' not in text


def test_reviews_are_planned_put_off_and_held_and_stand_overdue_first():
    """Steps on their own pages; who may not take them reads when and why."""
    row, analyst = register(), somebody("analyst")
    page = f"{ALL}{row.pk}/"
    plan = {"kind": "interim", "due_on": "2025-12-31"}
    assert analyst.post(f"{page}reviews/", plan).status_code == 302
    assert "đã được định" in refused(analyst.post(f"{page}reviews/", plan), 409)
    refused(analyst.post(f"{page}reviews/", {"kind": "interim"}))
    step = f"{ALL}reviews/{DirectiveReview.objects.get().pk}/"
    refused(analyst.post(f"{step}put-off/", {"to_on": "2025-12-30", "reason": "Chờ"}))
    assert (
        analyst.post(f"{step}put-off/", {"to_on": "2026-01-15", "reason": "Chờ số liệu"}).status_code == 302
    )
    text = read(somebody("leader").get(f"{ALL}reviews/"))[0]
    assert "lùi từ 31/12/2025: Chờ số liệu" in text and "Ghi đã tiến hành" not in text
    assert analyst.post(f"{step}hold/", {"held_on": "2026-01-20", "outcome": "15-BC/TW"}).status_code == 302
    text = read(analyst.get(f"{ALL}reviews/"))[0]
    assert "đã tiến hành, quá hạn · 20/01/2026" in text and "15-BC/TW" in text
    assert refused(analyst.post(f"{step}hold/", {"held_on": "2026-01-20", "outcome": "x"}), 409)
    assert analyst.get(f"{ALL}reviews/0/hold/").status_code == 404


def test_a_unit_sees_what_waits_and_its_leader_answers():
    """By a new document, by one that is known, or by why none is needed; the officer reads only."""
    first, second, third = (register(symbol, **CASCADED) for symbol in ("57-NQ/TW", "59-NQ/TW", "66-NQ/TW"))
    officer, leader = somebody("officer"), somebody("leader")
    text = read(officer.get(OWN))[0]
    assert "3 văn bản của Trung ương chờ trả lời" in text and "trong đó 3 quá hạn" in text
    assert officer.get(f"{OWN}{first.pk}/").status_code == 403
    new = {**TYPED, "symbol": "12-CTr/TU", "kind": "", "issuer": "Tỉnh ủy", "term": "2020-2025", "way": "new"}
    wrong = refused(leader.post(f"{OWN}{first.pk}/", {**new, "symbol": "12"}))
    assert "không phải là số, ký hiệu" in wrong
    file = sent(word("Chương trình hành động"), "ctr.docx")
    assert leader.post(f"{OWN}{first.pk}/", {**new, **file}).headers["Location"] == f"{OWN}?done"
    made = Directive.objects.get(unit_key="north")
    assert made.name == "ctr.docx"
    assert "12-CTr/TU (30/05/2025)" in read(leader.get(f"{OWN}{second.pk}/"))[0]
    known = {"way": "known", "document": made.pk}
    assert leader.post(f"{OWN}{second.pk}/", known).status_code == 302
    assert leader.post(f"{OWN}{second.pk}/", {"way": "known", "document": "x"}).status_code == 404
    assert "Chưa có lý do" in refused(leader.post(f"{OWN}{third.pk}/", {"way": "none", "reason": " "}))
    why = {"way": "none", "reason": "Đã có chương trình toàn khóa"}
    assert leader.post(f"{OWN}{third.pk}/", why).status_code == 302
    text, rows = read(leader.get(f"{OWN}?done"))
    assert "Không có văn bản nào chờ" in text and "Đã có chương trình toàn khóa" in text
    assert "Bổ sung văn bản" in text and "12-CTr/TU" in rows[-1][0]


def test_another_units_answers_answer_like_those_of_none():
    """Their page, their form, and their reason in the table; the counts are of all."""
    row = register(**CASCADED)
    cascades.waive(directive=row.pk, unit_key="south", reason="Lý do kín", by="sa@south.example")
    leader, steward = somebody("leader"), somebody("steward")
    for address in ("/vi/units/south/directives/", f"/vi/units/south/directives/{row.pk}/"):
        assert (
            leader.get(address).status_code == leader.get(address.replace("south", "east")).status_code == 404
        )
    assert leader.post(f"/vi/units/south/directives/{row.pk}/", {"reason": "x"}).status_code == 404
    page = f"{ALL}{row.pk}/cascade"
    for address in (f"{page}/", f"{page}.csv"):
        assert "Lý do kín" not in leader.get(address).content.decode()
        assert "Lý do kín" in steward.get(address).content.decode()
    text, rows = read(leader.get(f"{page}/"))
    assert "1/4" in text and len(rows) == 2 and DirectiveWaiver.objects.count() == 1
    assert steward.get(f"/vi/units/south/directives/{row.pk}/").status_code == 403
    assert somebody("respondent").get(f"{page}.csv").content.decode().count("\n") == 1


def test_a_document_that_units_need_not_carry_out_has_no_cascade():
    """Neither a table nor a form."""
    row, leader = register(), somebody("leader")
    assert leader.get(f"{ALL}{row.pk}/cascade/").status_code == 404
    assert leader.get(f"{OWN}{row.pk}/").status_code == 404
    assert leader.get(f"{ALL}0/").status_code == 404


def test_the_page_of_a_document_lists_the_tasks_that_its_reader_follows():
    """The central office all of them, a body those that it leads; each leads to its page."""
    row, analyst, respondent, leader = register(), *map(somebody, ("analyst", "respondent", "leader"))
    told = {"directive": row.pk, "round_id": ROUND, "by": BY}
    one, other = (
        tasks.set_by_directive(**told, sent=whole(lead, what=f"Task of {lead}"))
        for lead in ("finance", "unit/south")
    )
    page = f"{ALL}{row.pk}/"
    answer = analyst.get(page)
    assert "Task of finance" in read(answer)[0] and f"/tasks/{other.pk}/" in answer.content.decode()
    text = read(respondent.get(page))[0]
    assert one.what in text and other.what not in text
    assert "nhiệm vụ nào" not in read(leader.get(page))[0]


def test_units_own_documents_are_on_the_page_of_the_cascade_and_in_the_register():
    """Not among the relations of the document, where thirty of them would hide the others."""
    row = register(**CASCADED)
    made = cascades.concretise(directive=row.pk, unit_key="north", stated=own(), by=BY)
    other = directives.register(stated=stated("8-HD/TW", issued_on=date(2025, 2, 1)), by=BY)
    directives.relate(source=other.pk, target=row.pk, kind="guides", by=BY)
    who = somebody("inspector")
    text = read(who.get(f"{ALL}{row.pk}/"))[0]
    assert "Được hướng dẫn bởi 8-HD/TW" in text and made.symbol not in text and "1/4 địa phương" in text
    assert made.symbol in read(who.get(f"{ALL}{row.pk}/cascade/"))[0]
    assert "Cụ thể hóa 57-NQ/TW" in read(who.get(f"{ALL}{made.pk}/"))[0]
    assert "District of North" in read(who.get(f"{ALL}{made.pk}/"))[0]


def test_a_review_of_what_was_replaced_is_not_waited_for():
    """Its final one still is."""
    row = register(in_force_to=date(2026, 1, 1))
    for kind in ("interim", "final"):
        directive_reviews.plan(directive=row.pk, kind=kind, due_on=date(2026, 6, 30), by=BY)
    _text, rows = read(somebody("approver").get(f"{ALL}reviews/"))
    assert [row[1] for row in rows[1:]] == ["tổng kết"]
