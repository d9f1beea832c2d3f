"""The questions at sign-in. The library asks them; here they are in our words, and pasting is never prevented."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.forms import Form

ADDRESS = "E-mail address"
LONG = (
    "At least 12 characters. Three or four words that you pick at random are easier to remember than signs and digits."
)
CODE = "The six digits that your app shows now, or one of your recovery codes."


class Plain(Form):
    """A form of the library without placeholders, which vanish when they are needed, and with our labels."""

    words: dict[str, tuple[str, str, str]] = {}  # noqa: RUF012  field: label, hint, what is said when it is empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, hint, empty) in self.words.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.help_text = label, hint
                field.error_messages["required"] = empty
        for name in ("login", "email"):
            if name in self.fields:
                self.fields[name].error_messages["invalid"] = "Enter an e-mail address, like name@example.org"


class SignIn(Plain, account.LoginForm):
    words = {  # noqa: RUF012
        "login": (ADDRESS, "", "Enter your e-mail address"),
        "password": ("Password", "", "Enter your password"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignInAgain(Plain, account.ReauthenticateForm):
    words = {"password": ("Password", "", "Enter your password")}  # noqa: RUF012


class ChangePassword(Plain, account.ChangePasswordForm):
    words = {  # noqa: RUF012
        "oldpassword": ("Current password", "", "Enter your current password"),
        "password1": ("New password", LONG, "Enter a new password"),
        "password2": ("New password again", "", "Enter the new password again"),
    }


class AskForLink(Plain, account.ResetPasswordForm):
    words = {"email": (ADDRESS, "The one you sign in with.", "Enter your e-mail address")}  # noqa: RUF012


class NewPassword(Plain, account.ResetPasswordKeyForm):
    """Also the password step of an invitation: ``NewPassword(request.POST or None, user=user)``, then ``save()``."""

    words = {  # noqa: RUF012
        "password1": ("Password", LONG, "Enter a password"),
        "password2": ("Password again", "", "Enter the password again"),
    }


class Coded(Plain):
    words = {"code": ("Code", CODE, "Enter a code")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class Code(Coded, mfa.AuthenticateForm):
    """The second step when signing in."""


class CodeAgain(Coded, mfa.ReauthenticateForm):
    """The second step again, before a risky act."""


class FirstCode(Coded, ActivateTOTPForm):
    words = {"code": ("Code", "The six digits that your app shows now.", "Enter the code that your app shows")}  # noqa: RUF012


class AddKey(Plain, AddWebAuthnForm):
    words = {"name": ("Name of the key", "So that you can tell it from others.", "Enter a name")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class NameKey(Plain, EditWebAuthnForm):
    words = {"name": ("Name of the key", "", "Enter a name")}  # noqa: RUF012
