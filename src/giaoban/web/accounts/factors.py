"""Second factors: set up on the first sign-in, replaced later, with recovery codes shown once."""

import base64

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes import views as codes
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from giaoban.actions import factors
from giaoban.queries import people
from giaoban.web.access import FORM, READING, WRITING, declares
from giaoban.web.accounts.forms import Enrol
from giaoban.web.actors import has_shown_second_factor, note_second_factor
from giaoban.web.components.pages import Crumb, show


@declares("factor.enrol", methods=FORM)
@reauthentication_required(app="allauth.mfa")
@never_cache
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up a second factor; one that is there already is replaced only by who has shown it."""
    is_replacing = people.has_second_factor(request.user)
    if is_replacing and not has_shown_second_factor(request):
        # A session from before the second factor: it has to be shown first, by signing in again.
        request.session.flush()
        return HttpResponseRedirect(reverse("account_login"))
    form = Enrol(data=request.POST or None, user=request.user)
    if form.is_valid():
        factors.enrol(person=request.user, secret=form.secret)
        note_second_factor(request, request.user.pk)
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
    picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(request.user, form.secret))
    return show(
        request,
        "accounts/enrol.html",
        [Crumb(_("My account"), reverse("account")), Crumb(_("Second factor"))],
        form=form,
        is_replacing=is_replacing,
        picture=base64.b64encode(picture.encode()).decode(),
        secret=[form.secret[at : at + 4] for at in range(0, len(form.secret), 4)],
    )


show_codes = declares("factor.read", methods=READING)(never_cache(codes.view_recovery_codes))


@declares("factor.renew", methods=WRITING)
@reauthentication_required(app="allauth.mfa")
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Draw new recovery codes and show them once."""
    factors.renew_codes(person=request.user)
    return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
