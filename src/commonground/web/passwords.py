"""Passwords that are already known to thieves: refused without asking anybody outside.

Django brings a list of 20,000. An installation can add the Have I Been Pwned download: a text file of SHA-1 hashes in
order, one a line (``HASH`` or ``HASH:COUNT``), which is searched by halves where it lies and never loaded.
"""

import hashlib
import mmap
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError

DIGITS = 40
SENTENCE = "This password is on a list of stolen passwords, so it could be guessed. Choose another."


class NotStolen:
    """A validator: the password is not in the sorted file of SHA-1 hashes. Without a file it lets everything pass."""

    def __init__(self, hashes: str | Path = "") -> None:
        self.hashes = Path(hashes) if hashes else None
        if self.hashes and not self.hashes.is_file():
            raise ImproperlyConfigured(f"COMMONGROUND_STOLEN_PASSWORDS names {hashes}, which is not there.")

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where the file has the password."""
        if self.hashes and has_line(self.hashes, hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()):
            raise ValidationError(SENTENCE, code="password_stolen")

    def get_help_text(self) -> str:
        """What the person is told beforehand."""
        return "It must not be on a list of stolen passwords."


def has_line(path: Path, hash: str) -> bool:
    """Whether a sorted file has a line that begins with the hash, found by halving the file."""
    wanted = hash.upper().encode()
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
            found = lines[start : start + DIGITS].upper()
            if found == wanted:
                return True
            end = lines.find(b"\n", start)
            if found < wanted:
                low = len(lines) if end < 0 else end + 1
            else:
                high = start
    return False
