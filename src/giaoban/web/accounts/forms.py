"""Forms of the accounts desk: the sign-in library's, in our words, and what a person keeps of themselves."""

import unicodedata
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from giaoban.web.actors import note_second_factor
from giaoban.web.components.values import say_language

#: What is said of a password that breaks a rule.
_BROKEN = {
    "password_too_short": _("The password is too short; it needs at least 12 characters."),
    "password_too_common": _("Too many people use this password; it is among the first that are tried."),
    "password_too_similar": _("The password is too much like your name or your e-mail address."),
}


class Password(forms.CharField):
    """A password: as typed, but composed, so that every keyboard gives the same one."""

    def __init__(self, label: str, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(label=label, widget=widget, strip=False, max_length=200, **options)

    def to_python(self, value: Any) -> str:
        """Return the text composed."""
        return unicodedata.normalize("NFC", super().to_python(value))


class _Email(forms.EmailField):
    def __init__(self) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(label=_("E-mail address"), widget=widget)


class _Code(forms.CharField):
    def __init__(self) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        super().__init__(label=_("Sign-in code"), widget=widget, max_length=20)


def _new(label: str = "") -> Password:
    hint = _("At least 12 characters. A sentence that only you would think of is good.")
    return Password(label or _("New password"), "new-password", help_text=hint)


class SignIn(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"login": _Email(), "password": Password(_("Password"), "current-password")}


class ChangePassword(account.ChangePasswordForm):
    """The present password, and the new one once: it can be asked for again if it was mistyped."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        present = Password(_("Present password"), "current-password")
        self.fields = {"oldpassword": present, "password1": _new()}

    def clean_password1(self) -> str:
        """Hold the new password against the rules."""
        return _checked(self.cleaned_data["password1"], self.user)


class NewPassword(account.ResetPasswordKeyForm):
    """A new password in the place of a forgotten one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"password1": _new()}

    def clean_password1(self) -> str:
        """Hold the new password against the rules."""
        return _checked(self.cleaned_data["password1"], self.user)


class RecoverPassword(account.ResetPasswordForm):
    """The address to which a link is sent, if it is known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"email": _Email()}


class ConfirmPassword(account.ReauthenticateForm):
    """The password once more, before a second factor is changed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"password": Password(_("Password"), "current-password")}


class GiveCode(AuthenticateForm):
    """The code that the person's application shows now, or a recovery code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"code": _Code()}

    def save(self) -> None:
        """Remember in the session whose second factor was shown."""
        super().save()
        note_second_factor(context.request, self.user.pk)


class Enrol(ActivateTOTPForm):
    """The first code of an application that was just set up."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"code": _Code()}


class Accept(forms.Form):
    """The password that an invited person chooses."""

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        self.person = person
        super().__init__(*args, **options)
        self.fields["password"] = _new(_("Password"))

    def clean_password(self) -> str:
        """Hold the password against the rules."""
        return _checked(self.cleaned_data["password"], self.person)


class Account(forms.Form):
    """A person's name, and the language of pages and mails."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language of pages and mails"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = [(code, say_language(code)) for code, _name in settings.LANGUAGES]


class NewToken(forms.Form):
    """What an access token is for, and how long it holds."""

    name = forms.CharField(
        label=_("For which program"),
        max_length=80,
        help_text=_("So that you know later which one to end."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("Holds for"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("one year"))],
    )


def _checked(password: str, person: Any) -> str:
    """Return the password if it keeps to the rules; say in our words which one it breaks."""
    try:
        validate_password(password, person)
    except forms.ValidationError as fault:
        said = [_BROKEN.get(one.code, one.message) for one in fault.error_list]
        raise forms.ValidationError(said) from fault
    return password
