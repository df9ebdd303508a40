"""The register as it is read: found by what one knows, each document with its status, in few questions."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from giaoban.actions import cascades as acting
from giaoban.core.conduct.directives import EDGES
from giaoban.core.conduct.lineages import Document, status
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import cascades, directive_reviews, directives
from giaoban.queries.directives import A_PAGE, Filters
from giaoban.records.models import Directive, DirectiveEdge, DirectiveReview
from tests.factories.directives import BY, install, own, register

pytestmark = pytest.mark.django_db
START = date(2025, 1, 1)
TODAY = date(2026, 11, 27)
CASCADED = {"is_cascaded": True, "concretised_by": date(2025, 3, 31)}


@pytest.fixture(autouse=True)
def kept(db, tmp_path):
    """Let a pack say how symbols are written."""
    install(tmp_path)


def many(count: int, **over: object) -> list[Directive]:
    """Store documents as rows, without their actions."""
    told = {"type": "KL", "kind": "kết luận", "issuer": "BBT", "term": "XIV", "by": BY, "at": timezone.now()}
    rows = [
        Directive(symbol=f"{number}-KL/TW", number=number, title="T", **{"issued_on": START, **told, **over})
        for number in range(1, count + 1)
    ]
    return Directive.objects.bulk_create(rows)


def bear(source: Directive, target: Directive, kind: str, on: date, is_partial: bool = False) -> None:
    """Store an edge as a row, without its action."""
    told = {"kind": kind, "is_partial": is_partial, "on": on, "at": timezone.now(), "by": BY}
    DirectiveEdge.objects.create(source=source, target=target, **told)


def test_the_database_says_of_each_document_what_the_rule_says():
    """Forty documents with any ends and any edges, some taken back, on any day: SQL and core agree."""
    chance = random.Random(7)  # noqa: S311 no secret
    rows = many(40)
    for row in rows:
        begin = START + timedelta(chance.randrange(20))
        end = begin + timedelta(chance.randrange(25)) if chance.random() < 0.4 else None
        row.in_force_from, row.in_force_to = (begin if chance.random() < 0.7 else None), end
    for row in rows:
        row.in_force_to = max(row.in_force_to, START) if row.in_force_to else None
        row.save()
    seen = set()
    for _ in range(90):
        source, target = chance.sample(rows, 2)
        kind = chance.choice((*EDGES, "replaces", "amends"))
        if (source.pk, target.pk, kind) not in seen:
            seen.add((source.pk, target.pk, kind))
            is_partial = kind == "replaces" and chance.random() < 0.5
            bear(source, target, kind, START + timedelta(chance.randrange(40)), is_partial)
    taken_back = DirectiveEdge.objects.filter(pk__in=DirectiveEdge.objects.values("pk")[:10])
    taken_back.update(withdrawn_at=timezone.now())
    edges = [directives.bearing(one) for one in DirectiveEdge.objects.filter(withdrawn_at=None)]
    told = set()
    for number in range(-1, 50):
        on = START + timedelta(number)
        said = dict(directives.standing(on).values_list("pk", "status"))
        for row in rows:
            document = Document(row.pk, row.in_force_from or row.issued_on, row.in_force_to)
            assert said[row.pk] == status(document, edges, on), (row.pk, on)
        told |= set(said.values())
    assert len(told) == 6


def test_a_document_is_found_by_its_symbol_its_issuer_and_words_without_marks():
    """Each word counts, in any order; đ is d."""
    register(title="Đột phá phát triển khoa học, công nghệ")
    register("29-TB/TW", issuer="Ban Bí thư", title="Kết luận hội nghị")
    for text, symbols in (
        ("dot pha", ["57-NQ/TW"]),
        ("Nghệ KHOA", ["57-NQ/TW"]),
        ("57-nq", ["57-NQ/TW"]),
        ("ban bi thu", ["29-TB/TW"]),
        ("/tw", ["57-NQ/TW", "29-TB/TW"]),
        ("khoa hội", []),
    ):
        found = directives.listed(Filters(text=text), TODAY).lines
        assert sorted(one.symbol for one in found) == sorted(symbols), text


def test_the_register_is_narrowed_by_what_a_document_is():
    """Type, issuer, term, year, level and status, one by one and together."""
    old = register("22-QĐ/TW", kind="quy định", issued_on=date(2021, 7, 28))
    new = register("296-QĐ/TW", kind="quy định", issued_on=date(2025, 5, 30), issuer="Ban Bí thư")
    bear(new, old, "replaces", date(2025, 5, 30))
    acting.concretise(directive=register(**CASCADED).pk, unit_key="north", stated=own(), by=BY)
    for asked, symbols in (
        ({"type": "QĐ"}, {"22-QĐ/TW", "296-QĐ/TW"}),
        ({"issuer": "Ban Bí thư"}, {"296-QĐ/TW"}),
        ({"term": "2020-2025"}, {"12-NQ/TU"}),
        ({"year": "2021"}, {"22-QĐ/TW"}),
        ({"year": "0"}, set()),
        ({"year": "soon"}, {"22-QĐ/TW", "296-QĐ/TW", "57-NQ/TW", "12-NQ/TU"}),
        ({"unit": "north"}, {"12-NQ/TU"}),
        ({"unit": "centre"}, {"22-QĐ/TW", "296-QĐ/TW", "57-NQ/TW"}),
        ({"status": "replaced"}, {"22-QĐ/TW"}),
        ({"status": "in_force", "type": "QĐ"}, {"296-QĐ/TW"}),
    ):
        assert {one.symbol for one in directives.found(Filters(**asked), TODAY)} == symbols, asked
    choices = directives.choices()
    assert (choices.types, choices.years) == (("NQ", "QĐ"), (2025, 2024, 2021))


def test_a_page_holds_fifty_and_one_beyond_the_last_is_the_last():
    """Cut in the database; what comes later in the register stands first."""
    many(A_PAGE + 3)
    pages = [directives.listed(Filters(), TODAY, number) for number in (0, 1, 2, 9)]
    assert [(one.number, len(one.lines)) for one in pages] == [(1, 50), (1, 50), (2, 3), (2, 3)]
    assert pages[0].total == 53 and pages[0].last == 2


def test_a_page_asks_as_often_for_fifty_documents_as_for_one():
    """With how far the units are of each of them."""
    asked = []
    for number in range(2):
        many(1 + 49 * number, is_cascaded=True, term=str(number))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = directives.listed(Filters(term=str(number)), TODAY)
            assert len(cascades.counts(page.lines, TODAY)) == len(page.lines)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def test_a_symbol_names_a_document_unless_several_have_it():
    """Then its label does; one that nobody has names none."""
    first = register("24-QĐ/TW", kind="quy định", term="XII")
    assert directives.named(" 24-QĐ/TW ") == first
    second = register("24-QĐ/TW", kind="quy định", term="XIII", issuer="Ban Bí thư")
    for row in (first, second):
        assert directives.named(directives.label(row)) == row
    assert directives.named("24-QĐ/TW (XIII)") == second
    for text in ("24-QĐ/TW", "25-QĐ/TW", "24-QĐ/TW (XI)"):
        with pytest.raises(Invalid):
            directives.named(text)


def test_the_line_of_a_document_is_told_by_day_with_what_each_is_today():
    """What it replaced over several steps, and what replaced it."""
    rows = [
        register(f"{number}-QĐ/TW", kind="quy định", issued_on=date(2020 + number, 1, 1))
        for number in (1, 2, 3)
    ]
    bear(rows[1], rows[0], "replaces", date(2022, 1, 1))
    bear(rows[2], rows[1], "replaces", date(2023, 1, 1), is_partial=True)
    line = directives.line(rows[1], TODAY)
    assert [(one.symbol, one.status) for one in line.before] == [("1-QĐ/TW", "replaced")]
    assert [(one.symbol, one.status) for one in line.after] == [("3-QĐ/TW", "in_force")]
    last = directives.line(rows[2], TODAY)
    assert [one.symbol for one in last.before] == ["1-QĐ/TW", "2-QĐ/TW"] and not last.after


def test_what_waits_for_a_unit_stands_overdue_first_and_what_is_settled_last():
    """What was replaced waits no longer; what has not begun to hold does not wait yet."""
    late, free = register(**CASCADED), register("59-NQ/TW", is_cascaded=True)
    soon = register("60-NQ/TW", is_cascaded=True, concretised_by=date(2026, 12, 31))
    done, gone = (register(f"{number}-NQ/TW", is_cascaded=True) for number in (66, 68))
    register("80-NQ/TW", is_cascaded=True, in_force_from=date(2027, 1, 1))
    bear(soon, gone, "replaces", date(2025, 1, 1))
    acting.waive(directive=done.pk, unit_key="north", reason="Đã có kế hoạch", by=BY)
    lines = cascades.owed("north", TODAY)
    assert [one.directive.symbol for one in lines] == [late.symbol, soon.symbol, free.symbol, done.symbol]
    assert [one.step.answer.is_overdue for one in lines] == [True, False, False, False]


def test_a_cascade_counts_the_units_of_the_day():
    """A unit that begins in July 2024 was not asked before; another's own document is not this one's."""
    row = register(issued_on=date(2024, 1, 2), **{**CASCADED, "concretised_by": date(2024, 3, 1)})
    acting.concretise(directive=row.pk, unit_key="north", stated=own(), by=BY)
    before, after = (cascades.of_directive(row, day) for day in (date(2024, 6, 30), date(2026, 1, 1)))
    assert [len(one.steps) for one in (before, after)] == [3, 4]
    assert (before.cascade.done, after.cascade.done, after.cascade.overdue) == (0, 1, 3)
    assert [one.unit.unit_key for one in after.of(["south"])] == ["south"]


def test_reviews_that_wait_stand_by_day_and_of_what_has_ended_only_the_final_one():
    """Those that were held are told apart, the last first."""
    row, ended = register(), register("59-NQ/TW", in_force_to=date(2026, 1, 1))
    told = {"at": timezone.now(), "by": BY}
    for directive, kind, day, held_on in (
        (row, "interim", date(2026, 6, 30), None),
        (row, "final", date(2026, 12, 31), None),
        (ended, "interim", date(2026, 3, 1), None),
        (ended, "final", date(2026, 2, 1), None),
        (row, "interim", date(2025, 6, 30), date(2025, 7, 1)),
    ):
        outcome = "Báo cáo" if held_on else ""
        days = {"due_on": day, "first_due_on": day, "held_on": held_on, "outcome": outcome}
        DirectiveReview.objects.create(directive=directive, kind=kind, **days, **told)
    waiting = directive_reviews.waiting(TODAY)
    assert [(one.row.kind, one.standing) for one in waiting] == [
        ("final", "overdue"), ("interim", "overdue"), ("final", "due"),
    ]  # fmt: skip
    assert [one.standing for one in directive_reviews.held(TODAY, 5)] == ["held_late"]
    with pytest.raises(NotFound):
        directive_reviews.by_id(0)
