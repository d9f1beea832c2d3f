"""Where two versions of a text differ, word by word, for a page that shows both."""

import re
from difflib import SequenceMatcher

Marked = list[tuple[str, bool]]  # runs of text, and whether the other version has them


def marked(one: str, other: str) -> tuple[Marked, Marked]:
    """Both texts in runs; True marks what stands in this one alone."""
    words, others = _words(one), _words(other)
    first: Marked = []
    second: Marked = []
    for what, a, b, c, d in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if b > a:
            first.append(("".join(words[a:b]), what != "equal"))
        if d > c:
            second.append(("".join(others[c:d]), what != "equal"))
    return first, second


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+$", text)
