"""Words in a cell that no spreadsheet takes for a formula or drops, and the same words back.

An apostrophe goes before what might begin a formula, and before an apostrophe. What a workbook cannot hold is written
as Excel writes it: ``_x000B_`` for the character 0B.
"""

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
UNHELD = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\ufffe\uffff]")
WRITTEN = re.compile(r"_x([0-9A-Fa-f]{4})_")


def guarded(words: str) -> str:
    """The words as they may stand in a cell."""
    return f"'{words}" if words.lstrip(" \u00a0").startswith(FORMULA) else words


def unguarded(words: str) -> str:
    """The words as they were."""
    return words[1:] if words.startswith("'") else words


def held(words: str) -> str:
    """What XML can hold of the words, losing nothing."""
    words = WRITTEN.sub(lambda found: f"_x005F_{found[0][1:]}", words)
    return UNHELD.sub(lambda found: f"_x{ord(found[0]):04X}_", words)


def unheld(words: str) -> str:
    """The words before ``held``."""
    return WRITTEN.sub(lambda found: chr(int(found[1], 16)), words)


def printable(words: str) -> str:
    """The words without what no document can hold, for a file that is only read."""
    return UNHELD.sub(lambda found: "\n" if found[0] in "\x0b\x0c\r" else "", words)
