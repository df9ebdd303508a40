"""Signing in: what one installation sets for passwords, second factors, sessions, single sign-on and mail."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

MINUTE, HOUR = 60, 3600

#: Length, and nothing that is easily guessed; no letters or signs are asked for.
PASSWORD_RULES: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]

#: Sign-in by e-mail address and password, then the second factor; nobody signs up unasked.
ACCOUNT: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "giaoban.web.accounts.adapters.Accounts",
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "http",
    "ACCOUNT_EMAIL_NOTIFICATIONS": False,
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_FORMS": {
        "login": "giaoban.web.accounts.forms.SignIn",
        "change_password": "giaoban.web.accounts.forms.ChangePassword",
        "reset_password": "giaoban.web.accounts.forms.RecoverPassword",
        "reset_password_from_key": "giaoban.web.accounts.forms.NewPassword",
        "reauthenticate": "giaoban.web.accounts.forms.ConfirmPassword",
    },
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_LOGOUT_ON_GET": False,
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 5 * MINUTE,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "MFA_ADAPTER": "giaoban.web.accounts.adapters.Factors",
    "MFA_FORMS": {"authenticate": "giaoban.web.accounts.forms.GiveCode"},
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
    "MFA_TOTP_ISSUER": "Giao Ban",
    # A code is taken half a minute early or late: telephones' clocks differ.
    "MFA_TOTP_TOLERANCE": 1,
    "SOCIALACCOUNT_ADAPTER": "giaoban.web.accounts.adapters.SingleSignOn",
    "SOCIALACCOUNT_AUTO_SIGNUP": False,
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
    "SOCIALACCOUNT_LOGIN_ON_GET": False,
    "SOCIALACCOUNT_STORE_TOKENS": False,
}


def single_sign_on(issuer: str, client: str, secret: str, name: str) -> dict[str, Any]:
    """Return allauth's description of the office's OpenID Connect provider; nothing where none is set.

    The provider is known as `office` in addresses; it must send `email` and `email_verified`.
    """
    if not issuer:
        return {}
    app = {"provider_id": "office", "name": name or urlsplit(issuer).hostname, "client_id": client}
    settings = {"server_url": issuer, "oauth_pkce_enabled": True}
    return {"openid_connect": {"APPS": [{**app, "secret": secret, "settings": settings}]}}


def origin(address: str) -> str:
    """Return the scheme and host of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def mail(address: str, workspace: Path) -> dict[str, Any]:
    """Return Django's mail settings: a server (smtp://user:password@host:port), else files in the workspace.

    `smtps://` speaks TLS from the start, `smtp://…?starttls` turns to it.
    """
    if not address:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": workspace / "mail"}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps"):
        raise ValueError("GIAOBAN_SMTP must begin with smtp:// or smtps://")
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if is_tls else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": "starttls" in parse_qs(parts.query, keep_blank_values=True),
        "EMAIL_TIMEOUT": 10,
    }
