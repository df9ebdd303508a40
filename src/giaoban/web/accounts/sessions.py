"""Sessions: signing in with password and second factor, or at the office, and signing out."""

import logging
from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.socialaccount.providers.openid_connect import views as office
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from giaoban.web.access import FORM, READING, WRITING, View, declares
from giaoban.web.accounts.adapters import NO_SIGN_ON

_log = logging.getLogger(__name__)


def _answered(view: View) -> View:
    """Return the view, refusing where the office's sign-in does not answer or not as it should."""

    @wraps(view)
    def tried(request: HttpRequest, **address: str) -> HttpResponse:
        try:
            return view(request, **address)
        except (RequestException, LookupError, ValueError) as fault:
            _log.warning("Single sign-on failed: %r", fault)
            raise PermissionDenied(NO_SIGN_ON) from fault

    return tried


sign_in = declares("session.begin", methods=FORM)(account.login)
give_code = declares("session.begin", methods=FORM)(mfa.authenticate)
say_inactive = declares("session.begin")(account.account_inactive)
sign_in_at_office = declares("session.begin", methods=WRITING)(_answered(office.login))
come_from_office = declares("session.begin", methods=READING)(_answered(office.callback))
sign_out = declares("session.end", methods=WRITING)(account.logout)
