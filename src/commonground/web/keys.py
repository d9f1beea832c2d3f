"""Secrets: from the environment, or from a file it names; a weak or missing one is said in a sentence."""

import os
from collections.abc import Mapping
from pathlib import Path

LONG_ENOUGH = 50
VARIED_ENOUGH = 16
HOW = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


def secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The value of NAME, or what stands in the file that NAME_FILE names (as container platforms hand secrets over)."""
    if value := environ.get(name, ""):
        return value
    if path := environ.get(f"{name}_FILE", ""):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ValueError(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from None
    return ""


def weakness(value: str, name: str = "COMMONGROUND_SECRET") -> str:
    """What is wrong with the secret that signs sessions and links; nothing for a good one."""
    if not value:
        return f"{name} is not set. {HOW}"
    if len(value) < LONG_ENOUGH:
        return f"{name} has {len(value)} characters; at least {LONG_ENOUGH} are needed. {HOW}"
    if len(set(value)) < VARIED_ENOUGH:
        return f"{name} uses only {len(set(value))} different characters, so it can be guessed. {HOW}"
    if value.startswith("django-insecure-"):
        return f"{name} is an example that others know. {HOW}"
    return ""
