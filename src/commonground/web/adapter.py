"""What the sign-in library asks the site: who may have an account, who is let in by single sign-on, what mail says."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commonground.partnership.changes.invited import name_of_invited
from commonground.web.fresh import signed_in_lately
from commonground.web.single_sign_on import Provider, refusal

log = logging.getLogger(__name__)
PLAIN_TO_SEE = (
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "mfa/messages/recovery_codes_generated.txt",
)
UNKNOWN = "Nobody with your e-mail address has a seat here. Ask the administrator of your partnership to invite you."


class Accounts(DefaultAccountAdapter):
    """Accounts come from invitations; nobody makes one for themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right",
        "enter_current_password": "The current password is not right",
        "incorrect_password": "The password is not right",
        "too_many_login_attempts": "There were too many attempts. Wait five minutes and try again",
        "rate_limited": "There were too many attempts. Wait five minutes and try again",
        "invalid_password_reset": "This link has been used already, or is too old. Ask for a new one",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Someone who has left is told what anyone with a wrong password is told."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not signed_in_lately(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Those who come by single sign-on alone are fresh again when they have signed in there once more."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated:
            return methods
        return [
            {"id": one.provider, "description": "Sign in again", "url": reverse("sign_in_again_elsewhere")}
            for one in SocialAccount.objects.filter(user=user)[:1]
        ]

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """A link only for those who have a password: single sign-on is the other organisation’s to end."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail that cannot be sent stops nobody’s work, and the page says the same as if it had been."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("Mail is down (%s): “%s” was not sent.", type(error).__name__, template_prefix)

    def add_message(self, request: HttpRequest, level: int, message_template: Any = None, *a: Any, **kw: Any) -> None:
        """Say what was done, unless the next page shows it."""
        if message_template not in PLAIN_TO_SEE:
            super().add_message(request, level, message_template, *a, **kw)


class SecondSteps(DefaultMFAAdapter):
    """A second step at sign-in: an app with codes, or a key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or not any more. Wait for the next one and try again",
        "cannot_delete_authenticator": "This is your only second step. Set up another before you remove it",
    }

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """One second step always stays."""
        others = type(authenticator).objects.filter(user=authenticator.user, type__in=("totp", "webauthn"))
        return bool(others.exclude(pk=authenticator.pk).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Common Ground"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = self._number(user, type)
        return "Security key" if number == 1 else f"Security key {number}"

    def _number(self, user: Any, type: Any) -> int:
        from allauth.mfa.models import Authenticator

        return int(Authenticator.objects.filter(user=user, type=type).count()) + 1


class SingleSignOn(DefaultSocialAccountAdapter):
    """Who comes from another organisation’s identity server, and is let in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return bool(name_of_invited(_address(sociallogin)))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """An account in the making, with the address that the server vouches for."""
        sociallogin.user.email = _address(sociallogin)
        return sociallogin.user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """The account of someone invited, who is called what the invitation says."""
        sociallogin.user.name = name_of_invited(_address(sociallogin))
        return super().save_user(request, sociallogin, form)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let the person in, or say why not. Whoever is not known, not any more, or another, is told the same."""
        provider = _provider(sociallogin)
        why = refusal(provider, _claims(sociallogin)) or ("" if self._known(provider, sociallogin) else UNKNOWN)
        process = sociallogin.state.get("process")
        if process == AuthProcess.CONNECT:
            why = why or "Accounts are joined when you sign in, and not in any other way."
        if why:
            raise ImmediateHttpResponse(refused(request, provider, why))
        if process == AuthProcess.REDIRECT:
            raise ImmediateHttpResponse(_again(request, sociallogin))

    def _known(self, provider: Provider, sociallogin: SocialLogin) -> bool:
        if not sociallogin.is_existing:
            return bool(name_of_invited(_address(sociallogin)))
        bound = SocialAccount.objects.filter(user=sociallogin.user, provider=provider.id)
        someone_else = bound.exclude(uid=sociallogin.account.uid).exists()  # the address has passed to another person
        return bool(sociallogin.user.is_active) and not someone_else

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say what to do instead; the log says what went wrong, without what was sent."""
        what = type(exception).__name__ if exception else error
        log.warning("Single sign-on with %s failed: %s.", provider.name, what)


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    return dict(sociallogin.account.extra_data.get("id_token") or {})


def _address(sociallogin: SocialLogin) -> str:
    return str(_claims(sociallogin).get("email") or "").lower()


def _provider(sociallogin: SocialLogin) -> Provider:
    return next(one for one in settings.SINGLE_SIGN_ON if one.id == sociallogin.account.provider)


def _again(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Someone signed in has signed in there once more: what they were about to do goes on."""
    if request.user != sociallogin.user:
        return refused(request, _provider(sociallogin), "You signed in there as someone else.")
    record_authentication(request, request.user, "socialaccount", reauthenticated=True)  # type: ignore[arg-type]
    onward = sociallogin.get_redirect_url(request) or "/"
    request.GET = request.GET.copy()
    request.GET["next"] = onward  # where the library looks for what was put aside
    return resume_request(request) or redirect(onward)


def refused(request: HttpRequest, provider: Provider, why: str) -> HttpResponse:
    """The page for someone who is not let in."""
    return render(request, "socialaccount/refused.html", {"provider": provider, "why": why}, status=403)
