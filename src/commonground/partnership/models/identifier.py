"""Public identifiers: opaque, so that none can be guessed from another."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read for another
LENGTH = 12


def opaque() -> str:
    """Twelve random characters, about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
