"""How people sign in: passwords, second steps, single sign-on, and how long a sitting lasts. Part of the settings."""

import os
from typing import Any

from commonground.web import single_sign_on

MINUTE, HOUR = 60, 3600

# A sitting ends after so long without a page asked for, and in any case after so long (`sitting.py`).
IDLE_LIMIT = int(os.environ.get("COMMONGROUND_IDLE_MINUTES", "30")) * MINUTE
ABSOLUTE_LIMIT = int(os.environ.get("COMMONGROUND_SITTING_HOURS", "12")) * HOUR
# The row of a session outlives the sitting, so that a late POST is known by its owner and kept as a draft.
SESSION_COOKIE_AGE = ABSOLUTE_LIMIT + 24 * HOUR
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
FRESH = ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * MINUTE
DRAFT_DAYS = 14
PASSWORD_RESET_TIMEOUT = HOUR

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Long, and not known to thieves; no rule about digits or signs, which only makes passwords harder to remember.
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "commonground.web.passwords.NotStolen",
     "OPTIONS": {"hashes": os.environ.get("COMMONGROUND_STOLEN_PASSWORDS", "")}},
]

ACCOUNT_ADAPTER = "commonground.web.adapter.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation or single sign-on has proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # every other session ends, since its hash no longer fits
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "10/m/ip,3/m/key"}
ACCOUNT_FORMS = {
    "login": "commonground.web.forms.account.SignIn",
    "reauthenticate": "commonground.web.forms.account.SignInAgain",
    "change_password": "commonground.web.forms.account.ChangePassword",
    "reset_password": "commonground.web.forms.account.AskForLink",
    "reset_password_from_key": "commonground.web.forms.account.NewPassword",
}

MFA_ADAPTER = "commonground.web.adapter.SecondSteps"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Common Ground"
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation or single sign-on has proved the address
MFA_FORMS = {
    "authenticate": "commonground.web.forms.account.Code",
    "reauthenticate": "commonground.web.forms.account.CodeAgain",
    "activate_totp": "commonground.web.forms.account.FirstCode",
    "add_webauthn": "commonground.web.forms.account.AddKey",
    "edit_webauthn": "commonground.web.forms.account.NameKey",
}

SINGLE_SIGN_ON = single_sign_on.read(os.environ.get("COMMONGROUND_SINGLE_SIGN_ON", ""))
SOCIALACCOUNT_PROVIDERS = single_sign_on.for_allauth(SINGLE_SIGN_ON)
SOCIALACCOUNT_ADAPTER = "commonground.web.adapter.SingleSignOn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

USERSESSIONS_TRACK_ACTIVITY = False  # `sitting.py` notes it once a minute, not at every request

# How much one person, or one address, may ask for: `limits.py`.
LIMITS = {"invite": (30, HOUR), "search": (60, MINUTE), "export": (30, 10 * MINUTE), "demonstration": (30, MINUTE)}
LIMITS |= {
    "comment": (10, HOUR),  # on public plans, from one address
    "worry": (10, HOUR),  # reports by the public, from one address: people of one house may share it
    "calendar": (120, HOUR),  # of one address: the calendar programs of a council may share it
    "api": (120, MINUTE),  # of one system
    "api-public": (300, MINUTE),  # of one address: a council’s people may share it
    "api-key": (20, MINUTE),  # of wrong keys from one address
    "api-said": (1, MINUTE),  # lines in the log that say a system asks too often
}
