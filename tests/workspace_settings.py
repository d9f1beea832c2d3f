"""The site’s settings for tests: a home folder of their own, plain HTTP, mail in memory, and a database on demand.

The database is started by the first test that asks for one (tests/workspace/conftest.py), not by every run.
"""

import os
import tempfile
from pathlib import Path
from unittest import mock

TESTS_HOME = Path(tempfile.gettempdir()) / f"commonground-tests-{os.getuid() if hasattr(os, 'getuid') else ''}"
TESTS_HOME.mkdir(exist_ok=True)
SAID = {
    "COMMONGROUND_HOME": str(TESTS_HOME),
    "COMMONGROUND_SECRET": "only for tests " * 5,
    "COMMONGROUND_PLAIN_HTTP": "1",
    "COMMONGROUND_HOSTS": "localhost 127.0.0.1 testserver",
    "DATABASE_URL": os.environ.get("DATABASE_URL") or "postgresql://postgres@/not-started-yet",
}
with mock.patch.dict(os.environ, SAID):
    from commonground.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; the real ones are tested by name
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
