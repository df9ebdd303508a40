"""Registers of a round for the office: the same pages with every count, of a round under way too."""

from django.http import HttpRequest, HttpResponse

from giaoban.queries import registers
from giaoban.web.access import declares
from giaoban.web.components.books import download, show_book, show_count


@declares("register.oversee", key="round_id")
def show_registers(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show every register of a round whole, all units together."""
    return show_book(request, registers.whole(round_id))


@declares("register.oversee", key="round_id")
def show_register_count(request: HttpRequest, round_id: str, count: str) -> HttpResponse:
    """Show one count unit by unit, whole."""
    return show_count(request, registers.whole(round_id), count)


@declares("register.oversee", key="round_id")
def download_registers(request: HttpRequest, round_id: str) -> HttpResponse:
    """Send every count of every unit whole as a file."""
    return download(registers.whole(round_id))
