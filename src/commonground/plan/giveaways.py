"""What could give a person away in a text: names, addresses, numbers to call, ages, and counts of one to four people.

It looks for shapes and for the names of those at the table; it does not understand. Whoever approves reads the texts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NEAR = 40  # characters shown on either side
PEOPLE = (
    "people|persons?|children|child|boys?|girls?|men|man|women|woman|teenagers?|youths?|adults?|pupils?|students?|"
    "victims?|survivors?|suspects?|offenders?|perpetrators?|patients?|witness(?:es)?|parents?|mothers?|fathers?|"
    "siblings?|brothers?|sisters?|famil(?:y|ies)|residents?|nominals?|carriers?|referrals?|deaths?|homicides?|murders?"
)
SMALL = r"(?<![\d.,£:/\-])(?:[1-4]|one|two|three|four)(?![\d%:/]|[.,]\d)"
SHAPES: dict[str, re.Pattern[str]] = {
    "e-mail address": re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
    "phone number": re.compile(r"(?<![\d\w])(?:\+44[\s(]*0?|\(?0)(?:[\s()-]*\d){9,10}(?!\d)"),
    "postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),
    "person with a title": re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|PC|DC|DS|DI|DCI|PS|Sgt|Sergeant|Inspector)\.?\s+[A-Z][\w’'-]+"
    ),
    "age": re.compile(r"\b(?:aged?\s+\d{1,2}\b|\d{1,2}[\s-]years?[\s-]old)", re.IGNORECASE),
    "small number of people": re.compile(
        rf"\b{SMALL}\s+(?:[\w’'-]+\s+){{0,3}}?(?:{PEOPLE})\b|\b(?:{PEOPLE})\s*[:=(]\s*{SMALL}(?!\w)|\bn\s*=\s*[1-4]\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True)
class Giveaway:
    """Something to read before it is published: where, of what kind, and the words around it."""

    place: str
    title: str
    kind: str
    found: str
    before: str
    after: str


@dataclass(frozen=True)
class Text:
    """One text that would be read by anyone: the key of its place, and what people call that."""

    place: str
    title: str
    words: str


def giveaways(texts: Iterable[Text], names: Iterable[str] = ()) -> list[Giveaway]:
    """Everything found, text by text in the order of the words. ``names`` are those of the people at the table."""
    shapes = {**SHAPES, **_of_names(names)}
    return [one for text in texts for one in _found_in(text, shapes)]


def _found_in(text: Text, shapes: Mapping[str, re.Pattern[str]]) -> list[Giveaway]:
    found = ((kind, hit) for kind, shape in shapes.items() for hit in shape.finditer(text.words))
    hits = sorted((hit.start(), hit.end(), kind) for kind, hit in found)
    return [
        Giveaway(
            text.place, text.title, kind, text.words[start:end], text.words[max(start - NEAR, 0) : start],
            text.words[end : end + NEAR],
        )
        for start, end, kind in hits
    ]  # fmt: skip


def _of_names(names: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """Whole names in any case; of names of two words or three, each of them too where it is written like a name."""
    whole = {" ".join(name.split()) for name in names if name.strip()}
    parts = {part for name in whole for part in _parts(name)}
    shapes = {}
    if whole:
        shapes["name of somebody at the table"] = re.compile(rf"\b(?:{_any(whole)})\b", re.IGNORECASE)
    if parts:
        shapes["part of a name of somebody at the table"] = re.compile(rf"\b(?:{_any(parts)})\b")
    return shapes


def _parts(name: str) -> list[str]:
    words = name.split()
    looks_like_a_name = 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
    return [word for word in words if len(word) > 2] if looks_like_a_name else []


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
