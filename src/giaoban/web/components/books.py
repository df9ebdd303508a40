"""Books: the pages of a round's registers, alike for everybody and the office but for what is hidden."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.queries import rounds
from giaoban.queries.registers import Kept
from giaoban.web.components.downloads import write_lines
from giaoban.web.components.pages import Crumb, asked, count, show
from giaoban.web.components.registers import Book, say_threshold
from giaoban.web.components.wordings import words_of


def show_book(request: HttpRequest, kept: Kept, *, may_oversee: bool = False) -> HttpResponse:
    """Show the registers of a round, all units together; who oversees them is led to all of it."""
    book = Book(kept, words_of(kept.pack))
    crumbs = [*_crumbs(book), Crumb(_("Registers"))]
    return show(
        request, "registers/registers.html", crumbs, shelves=book.shelves(), **_about(book, may_oversee)
    )


def show_count(request: HttpRequest, kept: Kept, key: str, *, may_oversee: bool = False) -> HttpResponse:
    """Show one line of a register unit by unit."""
    book = Book(kept, words_of(kept.pack))
    shelf, column = kept.column(key)
    table = book.table(column, asked(request))
    totals = book.totals(column)
    return show(
        request,
        "registers/count.html",
        [
            *_crumbs(book),
            Crumb(_("Registers"), reverse(_name(kept, "registers"), args=[kept.review.round_id])),
            Crumb(book.title(shelf, column)),
        ],
        name=book.title(shelf, column),
        register=book.words.name(shelf.register.names),
        measure=book.words.unit_measure(column.unit_measure),
        column=column,
        table=table,
        count=count(table),
        main=totals["now"],
        totals=[(one, totals.get(one.key)) for one in table.columns if one.key not in ("unit", "code")],
        **_about(book, may_oversee),
    )


def download(kept: Kept) -> HttpResponse:
    """Return the file with every count of every unit."""
    book = Book(kept, words_of(kept.pack))
    name = f"{kept.review.round_id}-registers{'-whole' if kept.is_whole else ''}.csv"
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    text = write_lines(book.titles(), book.lines())
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=heads)


def _about(book: Book, may_oversee: bool) -> dict[str, Any]:
    """Return what both pages say of the registers."""
    kept = book.kept
    round_id = kept.review.round_id
    is_published = any(round_id == known for known, _ in rounds.published())
    return {
        "kept": kept,
        "words": book.words,
        "title": book.words.title(kept.review),
        "periods": book.periods(),
        "units": len(kept.units),
        "covered": say_threshold(kept),
        "addresses": {name: _name(kept, name) for name in ("registers", "register_count", "registers_file")},
        "review_id": round_id,
        "round_id": round_id if is_published else "",
        "is_published": is_published,
        "may_oversee": may_oversee,
    }


def _crumbs(book: Book) -> list[Crumb]:
    review, title = book.kept.review, book.words.title(book.kept.review)
    if book.kept.is_whole:
        to_round = reverse("schedule", kwargs={"round_id": review.round_id})
        return [Crumb(_("Timetable"), reverse("schedules")), Crumb(title, to_round)]
    return [Crumb(_("Rounds"), reverse("rounds")), Crumb(title, reverse("round", args=[review.round_id]))]


def _name(kept: Kept, name: str) -> str:
    return f"whole_{name}" if kept.is_whole else name
