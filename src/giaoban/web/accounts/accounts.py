"""My account: for whom a person acts, their name and language, their second factor and their sessions."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from giaoban.actions import accounts
from giaoban.queries import people, tokens
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.accounts.forms import Account
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.roles import say_role


@declares("account.change", methods=FORM)
def show_account(request: HttpRequest) -> HttpResponse:
    """Show a person's own account; take a changed name and language."""
    person = request.user
    form = Account(request.POST or None, initial={"name": person.name, "language": person.language})
    if form.is_valid():
        accounts.change(person=person, **form.cleaned_data)
        with translation.override(person.language):
            return HttpResponseRedirect(reverse("account") + "?saved")
    held = people.memberships(person, timezone.localdate())
    return show(
        request,
        "accounts/account.html",
        [Crumb(_("My account"))],
        form=form,
        is_saved="saved" in request.GET,
        posts=[(say_role(one.role), one.organisation.name, one.valid_from) for one in held],
        sessions=people.sessions(person, request.session.session_key),
        codes_left=people.codes_left(person),
        tokens=tokens.of_person(person),
        now=timezone.now(),
    )


@declares("account.change", methods=WRITING)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session of the person but this one."""
    accounts.end_other_sessions(person=request.user, current=request.session.session_key)
    return HttpResponseRedirect(reverse("account") + "#sessions")
