"""Waiting in words: what there is to do, why and by when, and the page where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from giaoban.queries.desks import Desk, Heap, Waiting
from giaoban.queries.waits import Why
from giaoban.web.components.days import say_late, say_left

#: Reason → what a heap of them is called, and what one of them asks.
WHYS: Mapping[Why, tuple[Promise, Promise]] = {
    "answer": (gettext_lazy("petitions to answer"), gettext_lazy("Answer it: your office leads.")),
    "contribute": (
        gettext_lazy("contributions to give"),
        gettext_lazy("Give your contribution to the office that leads."),
    ),
    "accept": (gettext_lazy("answers to judge"), gettext_lazy("Say whether the answer settles it.")),
    "assign": (gettext_lazy("petitions to assign"), gettext_lazy("Assign it: no body leads yet.")),
    "chase_petition": (
        gettext_lazy("petitions overdue"),
        gettext_lazy("The answer is overdue: ask where it stands."),
    ),
    "report": (
        gettext_lazy("tasks to carry out"),
        gettext_lazy("Carry it out and report: your office leads."),
    ),
    "close": (gettext_lazy("tasks to confirm"), gettext_lazy("Confirm that it is done, or send it back.")),
    "decide_extension": (
        gettext_lazy("requests for more time"),
        gettext_lazy("Decide: a later deadline is asked for."),
    ),
    "chase_task": (
        gettext_lazy("tasks overdue"),
        gettext_lazy("The task is overdue: ask where it stands."),
    ),
    "concretise": (
        gettext_lazy("documents to carry out"),
        gettext_lazy("Name the unit’s own document, or say why none is needed."),
    ),
    "overlap": (
        gettext_lazy("overlaps of inspections"),
        gettext_lazy("Decide which inspection is dropped, or why both stay."),
    ),
    "review": (gettext_lazy("reviews of documents"), gettext_lazy("Hold the review and record it.")),
}
#: Reason → the list of all of them, and what it is narrowed to.
_LISTS: Mapping[str, tuple[str, str]] = {
    "answer": ("petitions", "?state=assigned"),
    "contribute": ("petitions", "?state=assigned"),
    "accept": ("petitions", "?state=answered"),
    "assign": ("petitions", "?state=lodged"),
    "chase_petition": ("petitions", "?state=overdue"),
    "report": ("all_tasks", "?state=open"),
    "close": ("all_tasks", "?state=reported"),
    "decide_extension": ("all_tasks", "?state=open"),
    "chase_task": ("all_tasks", "?state=open_overdue"),
    "overlap": ("overlaps", ""),
    "review": ("directive_reviews", ""),
}
#: Kind of thing → the page of one.
_PAGES: Mapping[str, str] = {
    "petition": "petition",
    "task": "task",
    "directive": "directive",
    "overlap": "overlap",
}
_EXCERPT = 160


@dataclass(frozen=True)
class Line:
    """One thing that waits, in words."""

    waiting: Waiting
    url: str
    text: str
    why: str
    left: str


@dataclass(frozen=True)
class Pile:
    """How much waits for one reason, with where all of it is listed."""

    total: int
    name: str
    url: str


@dataclass(frozen=True)
class Told:
    """What waits for somebody, in words: the most urgent, and how much there is of what."""

    lines: list[Line]
    piles: list[Pile]
    total: int
    more: int


def lay_out(desk: Desk, today: date) -> Told:
    """Return what waits for somebody as their desk shows it."""
    piles = [Pile(one.total, str(WHYS[one.why][0]), _list_of(one)) for one in desk.heaps]
    return Told([_line(one, today) for one in desk.lines], piles, desk.total, desk.more)


def address_of(object: str, conference: str = "") -> str:
    """Return the page of `petition/12`, `task/5`, `directive/3` or, of a conference, `clause/7`."""
    kind, _, key = object.partition("/")
    if kind == "clause":
        return f"{reverse('notice', args=[conference])}#clause-{key}"
    return reverse(_PAGES[kind], args=[int(one) for one in key.split("/")])


def excerpt(text: str) -> str:
    """Return the beginning of a text, cut between two words."""
    said = " ".join(text.split())
    return said if len(said) <= _EXCERPT else f"{said[: _EXCERPT - 1].rsplit(' ', 1)[0]}…"


def _line(one: Waiting, today: date) -> Line:
    return Line(one, address_of(one.object), excerpt(one.text), str(WHYS[one.why][1]), _say_left(one, today))


def _list_of(heap: Heap) -> str:
    if heap.why == "concretise":
        return reverse("unit_directives", args=[heap.unit_key])
    name, narrowed = _LISTS[heap.why]
    return reverse(name) + narrowed


def _say_left(one: Waiting, today: date) -> str:
    """Return how long there is, or how late it is, in working days."""
    if one.due_on is None or one.days_left is None:
        return ""
    if not one.is_overdue:
        return say_left(one.days_left, one.due_on, today)
    return say_late(-one.days_left)
