"""Registers of a published round for everybody: counts by register and by unit, small ones hidden."""

from django.http import HttpRequest, HttpResponse

from giaoban.queries import registers
from giaoban.web.access import allows, declares
from giaoban.web.components.books import download, show_book, show_count


@declares("register.read", key="round_id")
def show_registers(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show every register of a round, all units together."""
    return show_book(request, registers.published(round_id), may_oversee=_may_oversee(request))


@declares("register.read", key="round_id")
def show_register_count(request: HttpRequest, round_id: str, count: str) -> HttpResponse:
    """Show one count unit by unit."""
    return show_count(request, registers.published(round_id), count, may_oversee=_may_oversee(request))


@declares("register.read", key="round_id")
def download_registers(request: HttpRequest, round_id: str) -> HttpResponse:
    """Send every count of every unit as a file."""
    return download(registers.published(round_id))


def _may_oversee(request: HttpRequest) -> bool:
    return allows(request, "register.oversee", "", "published")
