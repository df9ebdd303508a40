"""Adapters: where the sign-in library asks us: our words, our redirects, our writes and their audit."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from giaoban.actions import accounts
from giaoban.web.accounts import limits
from giaoban.web.refusals import refuse

_INCORRECT_CODE = _("This code is not right. Use the one that the application shows now.")
_TOO_MANY = _("There were too many tries. Wait five minutes, then try again.")
_NOT_KNOWN = _("Nobody was invited under this e-mail address. Ask for an invitation first.")
NO_SIGN_ON = _("The office's sign-in did not answer as it should. Try again, or use your password.")


class Accounts(DefaultAccountAdapter):
    """Passwords and sessions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is shut. Ask whoever invited you."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _INCORRECT_CODE,
        "incorrect_password": _("This is not your present password."),
        "rate_limited": _TOO_MANY,
        "too_many_login_attempts": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: whoever has no invitation has no account."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the person's own page in the person's language."""
        with translation.override(request.user.language):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the person's own page."""
        return reverse("account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the one way to show again who one is: the password."""
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether the password has to be given again: some minutes after it was given last."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max([limits.began_at(request), *(record["at"] for record in records)])
        return time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign the person in, start the limits of the session, and note it."""
        super().login(request, user)
        limits.begin(request)
        accounts.note_sign_in(person=user, ip=self.get_client_ip(request))

    def set_password(self, user: Any, password: str) -> None:
        """Set the password and note it."""
        accounts.set_password(person=user, password=password)


class Factors(DefaultMFAAdapter):
    """Second factors; what they rest on is kept encrypted with the installation's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _INCORRECT_CODE,
        "rate_limited": _TOO_MANY,
    }

    def encrypt(self, text: str) -> str:
        """Return the text so that the database alone does not give it away."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


class SingleSignOn(DefaultSocialAccountAdapter):
    """The office's own sign-in: it vouches for people who are known here, and brings in nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: whoever has no invitation has no account."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse whom nobody invited, and an address that the provider does not vouch for."""
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(refuse(request, PermissionDenied(_NOT_KNOWN)))

    def on_authentication_error(self, request: HttpRequest, provider: Any, *args: Any, **about: Any) -> None:
        """Say that the office's sign-in did not work, instead of failing."""
        raise ImmediateHttpResponse(refuse(request, PermissionDenied(NO_SIGN_ON)))


def _cipher() -> Fernet:
    digest = hashlib.sha256(f"giaoban.factors:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
