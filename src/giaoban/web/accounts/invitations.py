"""Invitations: an invited person chooses a password and goes on to the second factor."""

from typing import Any

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from giaoban.actions import invitations as accepting
from giaoban.core.errors import NotFound
from giaoban.queries import invitations, people
from giaoban.web.access import FORM, declares
from giaoban.web.accounts.forms import Accept
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.roles import say_role


@declares("invitation.accept", "token", methods=FORM)
@sensitive_post_parameters("password")
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show who is invited and as what; take the password that they choose and sign them in."""
    try:
        return _accepted(request, token)
    except NotFound as refusal:
        page = show(request, "accounts/no_invitation.html", _crumbs(), reason=_(refusal.title))
        page.status_code = 404
        return page


def _accepted(request: HttpRequest, token: str) -> HttpResponse:
    person = invitations.invited(token)
    form = Accept(request.POST or None, person=person)
    if form.is_valid():
        person = accepting.accept(token=token, password=form.cleaned_data["password"])
        return perform_login(request, person, redirect_url=reverse("mfa_activate_totp"))
    return show(
        request, "accounts/invitation.html", _crumbs(), form=form, person=person, posts=_posts(person)
    )


def _posts(person: Any) -> list[tuple[str, str]]:
    held = people.memberships(person, timezone.localdate())
    return [(say_role(one.role), one.organisation.name) for one in held]


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Invitation"))]
