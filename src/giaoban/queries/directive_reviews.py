"""Reviews of directives: which are due, overdue or held, of one document and of the whole register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from giaoban.core.conduct.directive_reviews import Standing, standing
from giaoban.core.conduct.lineages import ENDED
from giaoban.core.errors import NotFound
from giaoban.queries import directives
from giaoban.records.models import DeadlineChange, Directive, DirectiveReview


@dataclass(frozen=True)
class Planned:
    """One review: where it stands on a day, and how many working days are left until it is due."""

    row: DirectiveReview
    standing: Standing
    days_left: int

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be held."""
        return self.standing in ("due", "overdue")


def by_id(review_id: int) -> DirectiveReview:
    """Return one review with its document.

    Raises:  NotFound if there is none.
    """
    found = DirectiveReview.objects.filter(pk=review_id).select_related("directive").first()
    if found is None:
        raise NotFound("There is no such review", "See the page of the document.")
    return found


def of_directive(directive: Directive, on: date) -> tuple[Planned, ...]:
    """Return the reviews of a document, by the day on which each is due."""
    return _planned(DirectiveReview.objects.filter(directive=directive), on)


def waiting(on: date) -> tuple[Planned, ...]:
    """Return every review that is still to be held, the longest overdue first.

    Edges:   of a document that was replaced or has expired only the final one is left to hold.
    """
    rows = DirectiveReview.objects.filter(held_on=None).select_related("directive")
    ended = directives.standing(on).filter(status__in=ENDED).values("pk")
    return _planned(rows.exclude(kind="interim", directive__in=ended), on)


def held(on: date, most: int) -> tuple[Planned, ...]:
    """Return the reviews that were held last."""
    rows = DirectiveReview.objects.exclude(held_on=None).select_related("directive")
    return _planned(rows.order_by(F("held_on").desc(), "-id")[:most], on)


def changes(reviews: Iterable[DirectiveReview]) -> dict[int, list[DeadlineChange]]:
    """Return every time that reviews were put off, with the reason, by review; asked for at once."""
    moved = {name_of(one): one.pk for one in reviews if one.due_on != one.first_due_on}
    found: dict[int, list[DeadlineChange]] = {}
    for one in DeadlineChange.objects.filter(object__in=list(moved)) if moved else ():
        found.setdefault(moved[one.object], []).append(one)
    return found


def name_of(review: DirectiveReview) -> str:
    """Return the name under which the changes of a review's day are kept."""
    return f"review/{review.pk}"


def _planned(rows: QuerySet[DirectiveReview], on: date) -> tuple[Planned, ...]:
    calendar = directives.keeper().calendar
    return tuple(
        Planned(one, standing(one.due_on, one.held_on, on), calendar.days_left(on, one.due_on))
        for one in rows
    )
