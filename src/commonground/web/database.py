"""Where the database is: DATABASE_URL, or a PostgreSQL of our own in the home folder, started when it is needed."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database(home: Path) -> dict[str, Any]:
    """Django’s description of the database."""
    return described(address(home))


def address(home: Path) -> str:
    """The address of the database, which is started if it is our own."""
    return os.environ.get("DATABASE_URL") or embedded(home / "postgres")


def embedded(folder: Path) -> str:
    """The address of the PostgreSQL in the folder, which runs as long as a process that asked for it does."""
    from commonground.web import own_postgres

    return own_postgres.start(folder)


def described(url: str) -> dict[str, Any]:
    """A ``postgresql://`` address as Django wants it. Raises ValueError for another kind."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}.")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {"connect_timeout": 10, **options},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
