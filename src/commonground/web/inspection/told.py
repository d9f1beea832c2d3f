"""What the environment told the site."""

import os

from django.conf import settings

from commonground.web.inspection import Answer, note, right, wrong
from commonground.web.keys import weakness


def debug() -> Answer:
    if settings.DEBUG:
        return wrong("COMMONGROUND_DEBUG is on, which shows the inside of the site to anyone: take it out.")
    return right("Off.")


def secret() -> Answer:
    fault = weakness(settings.SECRET_KEY if settings._wrapped.SECRET_KEY else "")
    return wrong(fault) if fault else right("Long and varied enough.")


def access_log() -> Answer:
    if not settings.ACCESS_LOG:
        return wrong("The access log is off: take COMMONGROUND_ACCESS_LOG out, so that every look is written down.")
    return right("Every look and every act is written down.")


def https() -> Answer:
    if settings.DEMONSTRATION:
        return wrong("COMMONGROUND_DEMONSTRATION is on, so anyone can come in as anyone: take it out.")
    if not settings.HTTPS:
        return wrong("COMMONGROUND_PLAIN_HTTP is on, so passwords travel in the clear: take it out, and serve HTTPS.")
    if not settings.SECURE_PROXY_SSL_HEADER and not settings.CERTIFICATE:
        return wrong(
            "Nothing says how HTTPS reaches the site: set COMMONGROUND_BEHIND_PROXY=1 where a proxy provides it and "
            "sets X-Forwarded-Proto itself, or name files in COMMONGROUND_CERTIFICATE and COMMONGROUND_CERTIFICATE_KEY."
        )
    by = "the proxy" if settings.SECURE_PROXY_SSL_HEADER else settings.CERTIFICATE[0]
    return right(f"By {by}.")


def hosts() -> Answer:
    if "*" in settings.ALLOWED_HOSTS:
        return wrong("COMMONGROUND_HOSTS lets any name in: give the names of the site, with spaces between them.")
    if not os.environ.get("COMMONGROUND_HOSTS"):
        return note("Only localhost: give the names by which people reach the site in COMMONGROUND_HOSTS.")
    return right(", ".join(settings.ALLOWED_HOSTS) + ".")
