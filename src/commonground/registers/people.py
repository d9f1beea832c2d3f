"""Registers name nobody: what in a text of an entry is a person’s name or number, and what may be one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from commonground.plan.giveaways import SHAPES, Text, giveaways
from commonground.sources.readers.personal import given_names, is_nhs_number

REFUSED = ("e-mail address", "phone number", "person with a title", "name of a person here", "NHS number")
"""What is certain enough to be refused. Anything else is asked about, and whoever wrote it decides."""
NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
PLACES = re.compile(
    r"(?:road|street|avenue|lane|close|gardens?|park|estate|school|college|academy|house|court|square|green|hill|"
    r"church|centre|center|station|way|walk|place|market|bridge|hospital|library|ward|terrace|grove|crescent)s?\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Something in a text that is, or may be, about a person."""

    column: str
    title: str
    kind: str
    words: str
    refused: bool


def named_in(texts: Mapping[str, tuple[str, str]], names: Iterable[str]) -> list[Named]:
    """What is found in texts, given as column -> (title, words); ``names`` are those of the people at the table."""
    held = [Text(column, title, words) for column, (title, words) in texts.items() if words]
    found = [
        Named(one.place, one.title, one.kind, one.found, one.kind in REFUSED)
        for one in giveaways(held) if one.kind in SHAPES and one.kind != "small number of people"
    ]  # fmt: skip
    own = _any_of(tuple(sorted(set(names))))
    for text in held:
        found += [
            Named(text.place, text.title, "NHS number", "a number", True)
            for hit in NUMBER.finditer(text.words) if is_nhs_number(re.sub(r"\D", "", hit[0]))
        ]  # fmt: skip
        if own is not None:
            found += [
                Named(text.place, text.title, "name of a person here", hit[0], True) for hit in own.finditer(text.words)
            ]
        found += [
            Named(text.place, text.title, "name", hit[0], False)
            for hit in _given().finditer(text.words) if not PLACES.match(text.words[hit.end() :].lstrip())
            and not PLACES.search(hit[0])
        ]  # fmt: skip
    return found


def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    whole = [name for name in names if " " in name.strip()]  # a first name alone is a word of English too often
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, whole))})(?!\w)", re.IGNORECASE) if whole else None


@cache
def _given() -> re.Pattern[str]:
    """A given name of England with a capital, and another word with one after it."""
    names = "|".join(sorted(name.capitalize() for name in given_names()))
    return re.compile(rf"\b(?:{names})\s+[A-Z][a-z’'-]+")
