"""Access tokens: a person lets a program act for them, sees the token once, and ends it again."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from giaoban.actions import tokens
from giaoban.core.errors import Conflict, Invalid, Refusal
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.accounts.forms import NewToken
from giaoban.web.components.pages import Crumb, show


@declares("token.create", methods=FORM)
@reauthentication_required
@never_cache
def create_token(request: HttpRequest) -> HttpResponse:
    """Ask what the token is for; make it and show it, this once."""
    form, token = NewToken(request.POST or None), ""
    if form.is_valid():
        try:
            token = tokens.create(person=request.user, **form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            form.add_error("name", _said(refusal))
    return show(
        request,
        "accounts/token.html",
        [Crumb(_("My account"), reverse("account")), Crumb(_("New access token"))],
        form=form,
        token=token,
    )


@declares("token.end", methods=WRITING)
@reauthentication_required
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token of the person's own."""
    tokens.end(person=request.user, token_id=token_id)
    return HttpResponseRedirect(reverse("account") + "#tokens")


def _said(refusal: Refusal) -> str:
    return f"{_(refusal.title)}. {_(refusal.detail)}"
