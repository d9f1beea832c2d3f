"""Fingerprints: a list turned, where it is kept, into keyed hashes, so that names do not travel.

Each partner runs this on its own list with the same key. Who links the lists has no key, and who has the key has no
list but its own. The hash is one way (HMAC with SHA-256): without the key, names cannot be tried one after another.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from functools import cache

from commonground.evidence.linkage import forms
from commonground.evidence.linkage.forms import SEVERAL, WORDS, Words

SHORTEST = 32  # bytes: as long as the hash itself
LENGTH = 24  # hexadecimal digits kept, 96 bits: two of a thousand million words meet once in 10¹¹ lists
EDITION = "commonground fingerprint 1"
MARK = "key_check"
COLUMNS = (MARK, *WORDS)
"""The columns of a file of fingerprints."""


class PoorKey(ValueError):
    """The key would not keep a secret."""


class Keyed:
    """Hashes with one key; equal words of one kind of field have equal hashes, and words of two kinds never."""

    def __init__(self, key: bytes) -> None:
        if len(key) < SHORTEST:
            raise PoorKey(
                f"a key of {len(key)} bytes can be guessed; it must have at least {SHORTEST} random bytes, "
                f"as ‘openssl rand -out key.bin {SHORTEST}’ makes them"
            )
        if len(set(key)) < SHORTEST // 4:
            raise PoorKey("the key repeats itself and can be guessed; it must be random bytes")
        self._key = key
        self.word = cache(self._word)
        self.mark = self._word("", EDITION)

    def _word(self, field: str, word: str) -> str:
        message = f"{EDITION}\x1f{field}\x1f{word}".encode()
        return hmac.digest(self._key, message, hashlib.sha256).hex()[:LENGTH]

    def record(self, record: Mapping[str, str]) -> Words:
        """The fingerprint of one record: nothing in it is as it was written, and nothing else of the row is kept."""
        return {MARK: self.mark, **forms.each(forms.words(record), self.word)}


def fingerprints(records: Iterable[Mapping[str, str]], key: bytes) -> list[Words]:
    """Fingerprints of records, in their order. Raises PoorKey.

    >>> one, other = fingerprints([{"surname": "O’Neill"}, {"surname": "ONEIL"}], bytes(range(32)))
    >>> one["surname"] == other["surname"], len(set(one["surname_near"]) & set(other["surname_near"]))
    (False, 1)
    """
    keyed = Keyed(key)
    return [keyed.record(record) for record in records]


def row(words: Words) -> list[str]:
    """A fingerprint as a row of a text file: sets of words parted by spaces, in an order that tells nothing."""
    return [" ".join(value) if isinstance(value, list) else value or "" for value in (words[c] for c in COLUMNS)]


def read(row: Mapping[str, str]) -> Words:
    """A row of a file of fingerprints as words again."""
    return {c: row[c].split() if c in SEVERAL and row[c] else row[c] or None for c in COLUMNS}
