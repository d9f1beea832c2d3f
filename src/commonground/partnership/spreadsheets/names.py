"""Which of some names somebody’s words stand for."""

import re
from collections.abc import Iterable


def plain(words: str) -> str:
    """Words to compare by: small letters, “and” for “&”, no marks, no bullet, single spaces."""
    words = words.casefold().replace("&", " and ").replace("’", "'")
    return " ".join(re.sub(r"[^\w' ]", " ", words).replace("'", "").split())


def one_of(words: str, names: Iterable[str]) -> str:
    """The name that is meant: the same words, or the only one that holds them or is held by them."""
    names = tuple(names)
    said = plain(words)
    for name in names:
        if plain(name) == said:
            return name
    within = [name for name in names if said and _holds(plain(name), said)]
    return within[0] if len(within) == 1 else ""


def _holds(name: str, said: str) -> bool:
    return f" {said} " in f" {name} " or f" {name} " in f" {said} "
