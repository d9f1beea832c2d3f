"""The one settings file. What differs between installations comes from the environment."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF  # noqa: F401

from commonground.evidence.store import home
from commonground.web.database import database
from commonground.web.journal import LOGGING  # noqa: F401
from commonground.web.keys import secret
from commonground.web.sign_in import *  # noqa: F403
from commonground.web.sign_in import SINGLE_SIGN_ON

HERE = Path(__file__).parent
HOME = home().resolve()


def said(name: str) -> bool:
    """Whether a switch of the environment is on."""
    return os.environ.get(name, "").lower() in ("1", "on", "true", "yes")


DEMONSTRATION = said("COMMONGROUND_DEMONSTRATION")
DEBUG = said("COMMONGROUND_DEBUG")
ACCESS_LOG = os.environ.get("COMMONGROUND_ACCESS_LOG", "on").lower() not in ("0", "off", "false", "no")
ACCESS_LOG_YEARS = int(os.environ.get("COMMONGROUND_ACCESS_LOG_YEARS", "6"))  # how long its rows are kept
SECRET_KEY = secret("COMMONGROUND_SECRET") or ("demonstration " * 5 if DEMONSTRATION else "")
ALLOWED_HOSTS = os.environ.get("COMMONGROUND_HOSTS", "localhost 127.0.0.1").split()
HTTPS = not DEMONSTRATION and not said("COMMONGROUND_PLAIN_HTTP")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host not in ("localhost", "127.0.0.1")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "commonground.partnership.apps.PartnershipConfig",
    "commonground.deliveries.apps.DeliveriesConfig",
    "commonground.plan.apps.PlanConfig",
    "commonground.registers.apps.RegistersConfig",
    "commonground.papers.apps.PapersConfig",
    "commonground.web.apps.WebConfig",
]

MIDDLEWARE = [
    "commonground.web.journal.Journal",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonground.web.door.RefuseUnguarded",
    "commonground.web.sitting.Sittings",
]

CSRF_FAILURE_VIEW = "commonground.web.views.errors.no_token"
ROOT_URLCONF = "commonground.web.urls"
WSGI_APPLICATION = "commonground.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonground.web.frame.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",  # naming loaders turns Django’s own caching off
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # limits are counted in it, so it must not drop them at the 300th
    }
}

AUTH_USER_MODEL = "partnership.User"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # a probe on the machine itself speaks plain HTTP
CERTIFICATE = tuple(filter(None, (os.environ.get(f"COMMONGROUND_CERTIFICATE{part}") for part in ("", "_KEY"))))
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if said("COMMONGROUND_BEHIND_PROXY") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if said("COMMONGROUND_BEHIND_PROXY") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing is told to other sites. “no-referrer” would also take the Origin from our own forms, which CSRF looks at.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "form-action": [SELF, *sorted({one.origin for one in SINGLE_SIGN_ON})],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEMONSTRATION or DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
MEDIA_URL = ""  # files come only through views

LARGEST_UPLOAD = int(os.environ.get("COMMONGROUND_LARGEST_UPLOAD", "200")) << 20  # megabytes
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_HANDLERS = [
    "commonground.web.forms.delivery.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SCANNER = os.environ.get("COMMONGROUND_SCANNER", "")  # clamd: the path of its socket, or host:port
PROCRASTINATE_IMPORT_PATHS = ["commonground.web.jobs"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("COMMONGROUND_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("COMMONGROUND_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("COMMONGROUND_MAIL_USER", "")
EMAIL_HOST_PASSWORD = secret("COMMONGROUND_MAIL_PASSWORD")
EMAIL_USE_TLS = said("COMMONGROUND_MAIL_TLS") or bool(EMAIL_HOST_PASSWORD)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("COMMONGROUND_MAIL_FROM", "Common Ground <noreply@localhost>")
if DEMONSTRATION:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
    PROCRASTINATE_IMPORT_PATHS.append("commonground.web.demonstration.report")

SILENCED_SYSTEM_CHECKS: list[str] = []
