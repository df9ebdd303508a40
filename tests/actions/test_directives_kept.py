"""The register as it is kept: one document once, every correction with its reason, no circle, no lost day."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from giaoban.actions import cascades, directive_lists, directive_reviews, directives, installation
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import cascades as following
from giaoban.queries import directives as reading
from giaoban.records.models import (
    DeadlineChange,
    Directive,
    DirectiveEdge,
    DirectiveReview,
    DirectiveWaiver,
    Event,
    InstalledPack,
)
from tests.factories.directives import BY, install, own, register, stated, table
from tests.factories.uploads import word
from tests.house.tree import PACKS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
CASCADED = {"is_cascaded": True, "concretised_by": date(2025, 3, 31)}
RULE = {"issuer": "Ban Bí thư", "kind": "quy định", "issued_on": date(2025, 5, 30), "term": "XIII"}
ROW = {"symbol": "296-QĐ/TW", "issuer": "Ban Bí thư", "title": "Kiểm tra", "issued_on": "30/05/2025"}
OLD_ROW = {**ROW, "symbol": "22-QĐ/TW", "issued_on": "2021-07-28"}
REST = {"kind": "quy định", "term": "XIII"}


@pytest.fixture(autouse=True)
def kept(db, tmp_path):
    """Let a pack say how symbols are written."""
    install(tmp_path)


def refused(step: Callable[..., Any], error: type[Exception] = Invalid, **told: Any) -> list[str]:
    """Return the codes of all that is wrong, or what was refused where that is one thing."""
    with pytest.raises(error) as caught:
        step(by=BY, **told)
    return [one.code for one in caught.value.findings] or [caught.value.title]


def listed(content: bytes, name: str = "list.csv") -> directive_lists.Listed:
    """Take a list in."""
    return directive_lists.provision(content=content, name=name, classification="internal", by=BY)


def test_a_document_is_registered_with_its_text():
    """Its symbol is taken apart; the bytes lie in the workspace, and the audit has a symbol and no title."""
    file = {"content": word("Nghị quyết"), "name": "nq57.docx", "classification": "internal"}
    row = directives.register(stated=stated(), by=BY, **file)
    assert (row.number, row.type, row.kind, row.term) == (57, "NQ", "nghị quyết", "XIII")
    assert reading.content(row) == file["content"] and row.name == "nq57.docx"
    event = Event.objects.get(verb="directive.registered")
    assert event.object == f"directive/{row.pk}" and event.payload["symbol"] == "57-NQ/TW"
    assert "Đột phá" not in str(event.payload)


def test_a_text_that_is_not_taken_in_leaves_no_document():
    """The reason alone is kept."""
    told = {"content": word("TUYỆT MẬT"), "name": "nq57.docx", "classification": "internal"}
    assert refused(directives.register, stated=stated(), **told)
    assert not Directive.objects.exists() and Event.objects.filter(verb="upload.refused").count() == 1


def test_a_text_is_attached_later_and_replaced():
    """The audit keeps by its hash which one was there."""
    row, texts = register(), [word("Bản một"), word("Bản hai")]
    for text in texts:
        file = {"content": text, "name": "nq57.docx", "classification": "internal"}
        directives.attach(directive=row.pk, by=BY, **file)
    first, second = Event.objects.filter(verb="directive.attached").order_by("number")
    assert second.payload["was"] == first.payload["sha256"]
    assert reading.content(reading.by_id(row.pk, TODAY)) == texts[1]


def test_one_number_of_one_issuer_is_there_once_a_term():
    """Zeros do not count; another term, another kind and another issuer have their own."""
    register("24-QĐ/TW", **RULE)
    assert refused(directives.register, Conflict, stated=stated("024-QĐ/TW", **RULE)) == ["number_taken"]
    register("24-QĐ/TW", **{**RULE, "term": "XIV"})
    register("24-QĐ/TW", **{**RULE, "kind": "quyết định"})
    register("24-QĐ/TW", **{**RULE, "issuer": "Bộ Chính trị"})
    assert Directive.objects.count() == 4


def test_a_correction_keeps_what_was_there_in_the_audit():
    """Only what changed, with the reason; the same again notes nothing; without a reason nothing is done."""
    row, fixed = register(), stated(title="Phát triển khoa học", reference="Công báo")
    told = {"directive": row.pk, "stated": fixed}
    assert refused(directives.correct, reason=" ", **told) == ["There is no reason"]
    for _ in range(2):
        directives.correct(**told, reason="Thiếu chữ", by=BY)
    event = Event.objects.get(verb="directive.corrected")
    assert event.payload["was"] == {"title": stated().title, "reference": ""}
    assert event.payload["is"]["reference"] == "Công báo" and event.payload["reason"] == "Thiếu chữ"
    (found,) = reading.listed(reading.Filters(text="phat trien KHOA"), TODAY).lines
    assert found.title == "Phát triển khoa học"


def test_a_correction_takes_no_number_of_another_and_no_day_after_a_relation():
    """What the register says must stay one whole."""
    old, new = register("24-QĐ/TW", **RULE), register("22-QĐ/TW", **RULE)
    told = {"directive": new.pk, "reason": "Nhầm"}
    assert refused(directives.correct, Conflict, stated=stated("24-QĐ/TW", **RULE), **told) == [
        "number_taken"
    ]
    directives.relate(source=new.pk, target=old.pk, kind="amends", by=BY)
    later = stated("22-QĐ/TW", **{**RULE, "issued_on": date(2025, 6, 1)})
    assert refused(directives.correct, stated=later, **told) == ["edge_before"]


def test_a_changed_day_for_the_units_is_kept_like_every_deadline():
    """The day that it was, the day that it is, and why."""
    row = register(**CASCADED)
    changed = stated(is_cascaded=True, concretised_by=date(2025, 6, 30))
    directives.correct(directive=row.pk, stated=changed, reason="Theo văn bản", by=BY)
    change = DeadlineChange.objects.get(object=f"directive/{row.pk}")
    assert (change.was_on, change.is_on) == (date(2025, 3, 31), date(2025, 6, 30))
    assert change.reason == "Theo văn bản"


def test_a_replacement_holds_from_its_own_day_and_is_entered_once():
    """Or from a day that is named; the same relation twice is a conflict."""
    old = register("22-QĐ/TW", **{**RULE, "issued_on": date(2021, 7, 28)})
    new = register("296-QĐ/TW", **RULE, in_force_from=date(2025, 6, 1))
    told = {"source": new.pk, "target": old.pk, "kind": "replaces"}
    assert directives.relate(**told, by=BY).on == date(2025, 6, 1)
    said = [reading.by_id(old.pk, day).status for day in (date(2025, 5, 31), date(2025, 6, 1))]
    assert said == ["in_force", "replaced"]
    assert refused(directives.relate, Conflict, **told) == ["This relation is entered already"]


def test_what_makes_no_sense_is_no_relation():
    """A circle, oneself, a day before both were issued, a kind that there is not, a part of an amendment."""
    first, second, third = (register(f"{number}-QĐ/TW", **RULE) for number in (1, 2, 3))
    directives.relate(source=second.pk, target=first.pk, kind="replaces", by=BY)
    directives.relate(source=third.pk, target=second.pk, kind="replaces", is_partial=True, by=BY)
    ends = {"source": first.pk, "target": third.pk}
    for told, title in (
        ({**ends, "kind": "replaces"}, "The two would replace each other in a circle"),
        ({**ends, "kind": "repeals"}, "Documents are not related in this way"),
        ({**ends, "kind": "amends", "is_partial": True}, "Documents are not related in this way"),
        ({"source": first.pk, "target": first.pk, "kind": "amends"}, "A document does not bear on itself"),
        (
            {**ends, "kind": "amends", "on": date(2025, 5, 29)},
            "On this day one of the two was not issued yet",
        ),
    ):
        assert refused(directives.relate, **told) == [title]
    assert refused(directives.relate, NotFound, source=first.pk, target=0, kind="amends")
    assert DirectiveEdge.objects.count() == 2


def test_a_relation_that_was_wrong_is_taken_back_and_stays_in_the_record():
    """Where the document stands follows from what is left; it may be entered anew."""
    old, new = register("22-QĐ/TW", **RULE), register("296-QĐ/TW", **RULE)
    told = {"source": new.pk, "target": old.pk, "kind": "replaces"}
    edge = directives.relate(**told, by=BY)
    assert refused(directives.unrelate, edge=edge.pk, reason="") == ["There is no reason"]
    directives.unrelate(edge=edge.pk, reason="Nhầm văn bản", by=BY)
    assert reading.by_id(old.pk, TODAY).status == "in_force" and not reading.ties(old)
    assert refused(directives.unrelate, NotFound, edge=edge.pk, reason="Nhầm")
    assert directives.relate(**told, by=BY).pk != edge.pk
    assert DirectiveEdge.objects.get(pk=edge.pk).withdrawn_reason == "Nhầm văn bản"


def test_a_document_ends_once_with_the_reason():
    """Not before it holds; the day is corrected, not set twice."""
    row = register()
    told = {"directive": row.pk, "reason": "Bãi bỏ"}
    early = refused(directives.end, on=date(2024, 1, 1), **told)
    assert early == ["It cannot end before it begins to hold"]
    directives.end(**told, on=date(2026, 1, 1), by=BY)
    assert reading.by_id(row.pk, TODAY).status == "expired"
    again = refused(directives.end, Conflict, on=date(2026, 1, 2), **told)
    assert again == ["The day of its end is set already"]


def test_a_unit_carries_a_document_out_by_its_own():
    """A new one is the unit’s, whatever it states; twice is a conflict; another’s is not its own."""
    row = register(**CASCADED)
    told = {"directive": row.pk, "unit_key": "north"}
    made = cascades.concretise(**told, stated=replace(own(), unit_key="south"), by="lan@north.example")
    assert made.unit_key == "north"
    assert following.of_directive(row, TODAY).cascade.count("document") == 1
    assert refused(cascades.concretise, Conflict, **told, document=made.pk)
    assert refused(cascades.concretise, NotFound, directive=row.pk, unit_key="south", document=made.pk)


def test_a_document_that_is_older_carries_nothing_out():
    """It is not registered either: all or nothing."""
    row = register(**CASCADED)
    old = own("9-NQ/TU", issued_on=date(2024, 1, 5))
    said = refused(cascades.concretise, directive=row.pk, unit_key="north", stated=old)
    assert said == ["On this day one of the two was not issued yet"]
    assert list(Directive.objects.all()) == [row]


def test_a_unit_says_why_it_needs_no_document_and_may_name_one_after_all():
    """The latest word counts; once a document stands, none can be said to be needless."""
    row = register(**CASCADED)
    told = {"directive": row.pk, "unit_key": "north"}
    assert refused(cascades.waive, **told, reason=" ") == ["There is no reason"]
    for reason in ("Đã có kế hoạch", "Chỉ sao chép cấp trên"):
        cascades.waive(**told, reason=reason, by="lan@north.example")
    (step,) = following.of_directive(row, TODAY).of(["north"])
    assert (step.answer.state, step.reason) == ("none_needed", "Chỉ sao chép cấp trên")
    assert DirectiveWaiver.objects.count() == 2
    cascades.concretise(**told, stated=own(), by="lan@north.example")
    (step,) = following.of_directive(row, TODAY).of(["north"])
    assert (step.answer.state, step.document.symbol) == ("document", "12-NQ/TU")
    assert refused(cascades.waive, Conflict, **told, reason="Không cần")


def test_nothing_is_asked_where_the_centre_asks_nothing():
    """Neither of a document that units need not carry out, nor of a unit that is no more or never was."""
    plain, row = register(), register("59-NQ/TW", **CASCADED)
    said = {"reason": "Không cần"}
    assert refused(cascades.waive, Conflict, directive=plain.pk, unit_key="north", **said)
    assert refused(cascades.waive, Conflict, directive=row.pk, unit_key="land", **said)
    assert refused(cascades.waive, NotFound, directive=row.pk, unit_key="east", **said)
    assert refused(cascades.waive, NotFound, directive=0, unit_key="north", **said)


def test_a_review_is_planned_put_off_and_held():
    """The first day stays; a day to come is no day on which it was held; held once."""
    row = register()
    review = directive_reviews.plan(directive=row.pk, kind="interim", due_on=date(2025, 12, 31), by=BY)
    told = {"review": review.pk}
    assert refused(directive_reviews.put_off, **told, to_on=date(2025, 12, 31), reason="Chờ số liệu")
    directive_reviews.put_off(**told, to_on=date(2026, 3, 31), reason="Chờ số liệu", by=BY)
    change = DeadlineChange.objects.get(object=f"review/{review.pk}")
    assert (change.was_on, change.is_on) == (date(2025, 12, 31), date(2026, 3, 31))
    for day in (date(2024, 12, 21), date(9999, 1, 1)):
        said = refused(directive_reviews.hold, **told, held_on=day, outcome="Báo cáo 15-BC/TU")
        assert said == ["On this day it cannot have been held"]
    assert refused(directive_reviews.hold, **told, held_on=date(2026, 3, 1), outcome=" ")
    directive_reviews.hold(**told, held_on=date(2026, 3, 1), outcome="Báo cáo 15-BC/TU", by=BY)
    found = DirectiveReview.objects.get()
    assert (found.first_due_on, found.due_on) == (date(2025, 12, 31), date(2026, 3, 31))
    again = {"held_on": date(2026, 3, 2), "outcome": "x"}
    assert refused(directive_reviews.hold, Conflict, **told, **again) == ["This review was held already"]


def test_a_review_is_planned_for_a_day_once_and_not_before_the_document():
    """Of a kind that there is."""
    row = register()
    told = {"directive": row.pk, "kind": "final", "due_on": date(2030, 12, 31)}
    directive_reviews.plan(**told, by=BY)
    assert refused(directive_reviews.plan, Conflict, **told)
    assert refused(directive_reviews.plan, **{**told, "due_on": date(2024, 1, 1)})
    assert refused(directive_reviews.plan, **{**told, "kind": "yearly"})
    assert refused(directive_reviews.plan, NotFound, **{**told, "directive": 0})


def test_a_list_is_taken_whole_with_what_its_documents_bear_on():
    """A document may stand below one that bears on it; the same list again changes nothing."""
    content = table({**ROW, **REST, "replaces": "22-QĐ/TW"}, {**OLD_ROW, **REST})
    assert listed(content) == directive_lists.Listed(2, 1, 0)
    assert listed(content) == directive_lists.Listed(0, 0, 2)
    (old,) = reading.called("22-QĐ/TW")
    assert reading.by_id(old.pk, TODAY).status == "replaced"


def test_a_workbook_is_a_list_as_well():
    """Days may be days of the workbook, numbers numbers."""
    book, file = Workbook(), io.BytesIO()
    book.active.append(["symbol", "issuer", "title", "issued_on", "kind", "term"])
    book.active.append(["306/NQ-CP", "Chính phủ", "Vùng", date(2025, 10, 5), "nghị quyết", 2025])
    book.save(file)
    assert listed(file.getvalue(), "list.xlsx").registered == 1
    row = Directive.objects.get()
    assert (row.term, row.issued_on) == ("2025", date(2025, 10, 5))


def test_a_list_with_faults_stores_nothing_and_names_them_all():
    """Rows that cannot be read; then what contradicts the register, or bears on what is not there."""
    register("296-QĐ/TW", **RULE)
    with pytest.raises(Invalid) as caught:
        listed(table({**ROW, "kind": "", "term": ""}, {**OLD_ROW, **REST, "issued_on": "hôm qua"}))
    found = caught.value.findings
    assert [(one.where.row, one.code) for one in found] == [(2, "no_kind"), (2, "no_term"), (3, "bad_day")]
    assert refused_list({**ROW, **REST}) == [(2, "symbol", "registered")]
    assert refused_list({**OLD_ROW, **REST, "amends": "1-QĐ/TW"}) == [(2, "amends", "unknown_document")]
    assert refused_list({**OLD_ROW, **REST, "amends": "296-QĐ/TW"}) == [(2, "amends", "not_related")]
    assert Directive.objects.count() == 1


def refused_list(row: dict[str, str]) -> list[tuple[int, str, str]]:
    """Return what is wrong with a list of one row."""
    with pytest.raises(Invalid) as caught:
        listed(table(row))
    return [(one.where.row, one.where.column, one.code) for one in caught.value.findings]


def test_a_symbol_that_several_documents_have_is_not_guessed():
    """Numbers begin anew each term: the row says so."""
    register("296-QĐ/TW", **RULE)
    register("296-QĐ/TW", **{**RULE, "term": "XII"})
    row = {**OLD_ROW, **REST, "issued_on": "2026-01-05", "symbol": "399-QĐ/TW", "replaces": "296-QĐ/TW"}
    assert refused_list(row) == [(2, "replaces", "several_documents")]


def test_the_list_of_a_pack_begins_a_register_and_leaves_alone_what_is_there(tmp_path):
    """All of it is sound; done twice it changes nothing, and what was corrected stays corrected."""
    installation.initialise(packs=[PACKS / "vn"])
    InstalledPack.objects.exclude(pack_id="vn").delete()
    (file,) = reading.first_lists()
    first = directive_lists.load(file=file, by=BY)
    assert first.registered > 10 and first.related == 2
    Directive.objects.filter(symbol="306/NQ-CP").update(title="Đã đính chính")
    assert directive_lists.load(file=file, by=BY) == directive_lists.Listed(0, 0, first.registered)
    assert Directive.objects.get(symbol="306/NQ-CP").title == "Đã đính chính"
    issued = [one.issued_on.year for one in Directive.objects.filter(type="NĐ")]
    assert set(issued) == {2025, 2026}


def test_what_is_no_list_is_refused():
    """Another kind of file, no row, a heading that nobody knows."""
    for content, name, code in (
        (word("Danh sách"), "list.docx", "not_a_list"),
        (b"symbol,issuer,title,issued_on\n", "list.csv", "empty"),
        (b"symbol,issuer,title,day\n1,2,3,4\n", "list.csv", "missing_column"),
    ):
        with pytest.raises(Invalid) as caught:
            listed(content, name)
        assert code in [one.code for one in caught.value.findings]
