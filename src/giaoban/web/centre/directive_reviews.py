"""Reviews of directives: which are due, and the steps of one: planned, put off, held."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions import directive_reviews as acting
from giaoban.queries import directive_reviews
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.directives import crumbs_of, directive_page, may
from giaoban.web.components.directives import lay_reviews, tell_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.registering import Holding, Planning, PuttingOff
from giaoban.web.conference.steps import answered, attempt

#: So many reviews that were held stand below those that wait.
_MOST_HELD = 20


@declares("directive.list")
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Show which reviews are due, overdue first, and those that were held last."""
    on = timezone.localdate()
    waiting = lay_reviews(directive_reviews.waiting(on), on)
    return show(
        request,
        "directives/reviews.html",
        [Crumb(_("Directives"), reverse("directives")), Crumb(_("Reviews due"))],
        waiting=waiting,
        overdue=sum(one["is_overdue"] for one in waiting),
        held=lay_reviews(directive_reviews.held(on, _MOST_HELD), on),
        may=may(request),
        on=on,
    )


@declares("directive.review", "directive_id", methods=WRITING)
def plan(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Set the day of a review."""
    form, refusal = Planning(request.POST), None
    if form.is_valid():
        told = {"directive": directive_id, "by": actor_of(request).person, **form.cleaned_data}
        refusal = attempt(lambda: acting.plan(**told))
        if refusal is None:
            return _to(directive_id)
    page = directive_page(request, directive_id, refusal, form)
    page.status_code = 422
    return answered(page, refusal)


@declares("directive.review", "review_id", methods=FORM)
def hold(request: HttpRequest, review_id: int) -> HttpResponse:
    """Record that a review was held."""
    return _step(request, review_id, Holding, acting.hold, _("Record that it was held"))


@declares("directive.review", "review_id", methods=FORM)
def put_off(request: HttpRequest, review_id: int) -> HttpResponse:
    """Set a later day for a review, with the reason."""
    return _step(request, review_id, PuttingOff, acting.put_off, _("Put it off"))


def _step(request: HttpRequest, review_id: int, form_of: Any, step: Any, title: str) -> HttpResponse:
    review = directive_reviews.by_id(review_id)
    form, refusal = form_of(request.POST or None), None
    if form.is_valid():
        told = {"review": review_id, "by": actor_of(request).person, **form.cleaned_data}
        refusal = attempt(lambda: step(**told))
        if refusal is None:
            return _to(review.directive_id)
    found = review.directive
    on = timezone.localdate()
    planned = lay_reviews(directive_reviews.of_directive(found, on), on)
    page = show(
        request,
        "directives/review.html",
        [*crumbs_of(found), Crumb(title)],
        directive=found,
        title=title,
        line=next(one for one in planned if one["review"].pk == review_id),
        form=form,
        **tell_refusal(refusal),
    )
    return answered(page, refusal)


def _to(directive_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("directive", args=[directive_id]) + "?done")
