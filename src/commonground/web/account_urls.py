"""The addresses under /account/: those of the sign-in library that are used here, each behind a rule, and our own.

What is not listed does not exist: signing up, changing one's address, joining accounts, codes by mail. The names are
the library's, since it asks for its pages by name.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as usersessions
from django.urls import URLPattern, path, re_path

from commonground.partnership.rule import Rule
from commonground.partnership.rules import ANYONE, SIGNED_IN
from commonground.web.door import View, only
from commonground.web.fresh import fresh
from commonground.web.views import account as own
from commonground.web.views import drafts


def _theirs(rule: Rule, route: str, view: View, name: str, *, form: bool = True) -> URLPattern:
    return path(route, only(rule, post=rule if form else None)(view), name=name)


def _risky(route: str, view: View, name: str) -> URLPattern:
    """The library asks only those with a password to sign in again; ``fresh`` asks everybody."""
    return _theirs(SIGNED_IN, route, fresh(view), name)


VISITORS = [
    _theirs(ANYONE, "login/", account.login, "account_login"),
    _theirs(ANYONE, "logout/", account.logout, "account_logout"),
    _theirs(ANYONE, "password/reset/", account.password_reset, "account_reset_password"),
    _theirs(ANYONE, "password/reset/done/", account.password_reset_done, "account_reset_password_done", form=False),
    re_path(
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        only(ANYONE, post=ANYONE)(account.password_reset_from_key), name="account_reset_password_from_key",
    ),
    _theirs(
        ANYONE, "password/reset/key/done/", account.password_reset_from_key_done,
        "account_reset_password_from_key_done", form=False,
    ),
    _theirs(ANYONE, "second-step/authenticate/", mfa.authenticate, "mfa_authenticate"),
    _theirs(
        ANYONE, "single-sign-on/cancelled/", elsewhere.login_cancelled, "socialaccount_login_cancelled", form=False
    ),
    path("single-sign-on/<slug:provider_id>/", own.sign_in_elsewhere, name="openid_connect_login"),
    _theirs(ANYONE, "single-sign-on/<slug:provider_id>/back/", openid.callback, "openid_connect_callback", form=False),
]  # fmt: skip

PEOPLE = [
    path("", own.account, name="account"),
    path("password/", own.change_password, name="account_change_password"),
    _theirs(SIGNED_IN, "reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    path("reauthenticate/elsewhere/", own.sign_in_again, name="sign_in_again_elsewhere"),
    _theirs(SIGNED_IN, "sessions/", usersessions.list_usersessions, "usersessions_list"),
    path("sessions/end/", own.end_session, name="end_session"),
    path("drafts/", drafts.index, name="drafts"),
    path("drafts/keep/", drafts.keep, name="keep_draft"),
    path("drafts/<slug:public_id>/discard/", drafts.discard, name="discard_draft"),
    _theirs(SIGNED_IN, "second-step/", mfa.index, "mfa_index", form=False),
    _theirs(SIGNED_IN, "second-step/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    _risky("second-step/app/", totp.activate_totp, "mfa_activate_totp"),
    _risky("second-step/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _theirs(SIGNED_IN, "second-step/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes", form=False),
    _risky("second-step/codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    path(
        "second-step/codes/file/", only(SIGNED_IN)(fresh(recovery.download_recovery_codes)),
        name="mfa_download_recovery_codes",
    ),
    _theirs(SIGNED_IN, "second-step/keys/", keys.list_webauthn, "mfa_list_webauthn", form=False),
    _risky("second-step/keys/add/", keys.add_webauthn, "mfa_add_webauthn"),
    _theirs(SIGNED_IN, "second-step/keys/reauthenticate/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _risky("second-step/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
    _risky("second-step/keys/<int:pk>/name/", keys.edit_webauthn, "mfa_edit_webauthn"),
]

urlpatterns = [*VISITORS, *PEOPLE]
