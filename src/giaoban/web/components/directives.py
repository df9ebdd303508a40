"""Directives in words: where a document stands, how it bears on others, how far units and reviews are."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from giaoban.core.errors import Finding, Refusal
from giaoban.queries import directive_reviews
from giaoban.queries.directive_reviews import Planned
from giaoban.queries.directives import Tie
from giaoban.web.components.days import say_late, say_left
from giaoban.web.components.findings import say
from giaoban.web.components.obstacles import say_refusal

STATUSES: Mapping[str, Promise] = {
    "not_yet": _("not in force yet"),
    "in_force": _("is in force"),
    "amended": _("in force, amended"),
    "replaced_in_part": _("replaced in part"),
    "replaced": _("replaced by another"),
    "expired": _("no longer in force"),
}
#: (kind of an edge, whether the document at hand bears on the other) → what it is to the other.
TIES: Mapping[tuple[str, bool], Promise] = {
    ("replaces", True): _("Replaces"),
    ("replaces", False): _("Replaced by"),
    ("amends", True): _("Amends"),
    ("amends", False): _("Amended by"),
    ("concretises", True): _("Carries out"),
    ("concretises", False): _("Carried out by"),
    ("guides", True): _("Guides"),
    ("guides", False): _("Guided by"),
    ("based_on", True): _("Based on"),
    ("based_on", False): _("Basis of"),
}
IN_PART: Mapping[bool, Promise] = {True: _("Replaces in part"), False: _("Replaced in part by")}
STATES: Mapping[str, Promise] = {
    "document": _("a document of its own"),
    "none_needed": _("needs none"),
    "missing": _("missing"),
}
REVIEWS: Mapping[str, Promise] = {"interim": _("interim review"), "final": _("final review")}
STANDINGS: Mapping[str, Promise] = {
    "overdue": _("overdue"),
    "due": _("to be held"),
    "held": _("held"),
    "held_late": _("held late"),
}
#: Columns of the register, as pages call them.
COLUMNS: Mapping[str, Promise] = {
    "symbol": _("Number and symbol"),
    "kind": _("Kind of document"),
    "issuer": _("Issued by"),
    "term": _("Term or year"),
    "title": _("What it is about"),
    "issued_on": _("Day of issue"),
    "in_force_from": _("In force from"),
    "in_force_to": _("No longer in force from"),
    "unit_key": _("Level"),
    "unit": _("Level"),
    "reference": _("Reference"),
    "concretised_by": _("Units answer by"),
}


def say_tie(tie: Tie) -> Promise:
    """Return what a document is to another one."""
    return IN_PART[tie.is_out] if tie.edge.is_partial else TIES[tie.edge.kind, tie.is_out]


def lay_reviews(found: Iterable[Planned], on: date) -> list[dict[str, Any]]:
    """Return reviews in words as they stand on a day, each with every time that it was put off."""
    known = tuple(found)
    changes = directive_reviews.changes(one.row for one in known)
    return [
        {
            "review": one.row,
            "kind": REVIEWS[one.row.kind],
            "standing": STANDINGS[one.standing],
            "is_open": one.is_open,
            "is_overdue": one.standing == "overdue",
            "days": _say_days(one, on),
            "changes": changes.get(one.row.pk, ()),
        }
        for one in known
    ]


def _say_days(one: Planned, on: date) -> str:
    if one.standing == "overdue":
        return say_late(-one.days_left)
    return say_left(one.days_left, one.row.due_on, on)


def tell_refusal(refusal: Refusal | None) -> dict[str, Any]:
    """Return what a page shows of a refusal: what, and each fault with its place."""
    if refusal is None:
        return {"refusal": None, "listed": []}
    return {"refusal": say_refusal(refusal), "listed": [_fault(one) for one in refusal.findings]}


def _fault(finding: Finding) -> tuple[str, str, str]:
    title, detail = say(finding)
    row = _("row {row}").format(row=finding.where.row) if finding.where.row else ""
    column = COLUMNS.get(finding.where.column, finding.where.column)
    return title, detail, " · ".join(str(part) for part in (row, column) if part)
