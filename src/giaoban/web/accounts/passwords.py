"""Passwords: changed by who knows the present one, recovered by mail, given again before something grave."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from giaoban.web.access import FORM, declares


@declares("password.change", methods=FORM)
def change(request: HttpRequest) -> HttpResponse:
    """Change the password; who signs in through their office alone has none to change."""
    if not request.user.has_usable_password():
        return HttpResponseRedirect(reverse("account"))
    return account.password_change(request)


confirm = declares("password.confirm", methods=FORM)(account.reauthenticate)
ask_link = declares("password.recover", methods=FORM)(account.password_reset)
say_link_sent = declares("password.recover")(account.password_reset_done)
choose = declares("password.recover", methods=FORM)(account.password_reset_from_key)
say_chosen = declares("password.recover")(account.password_reset_from_key_done)
