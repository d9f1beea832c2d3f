"""What the words of one cell mean in a column of a register, and how they were read where that is not plain."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commonground.partnership.spreadsheets import days
from commonground.partnership.spreadsheets.guarded import FORMULA
from commonground.partnership.spreadsheets.names import plain
from commonground.partnership.spreadsheets.tables import Cell
from commonground.registers.moving.known import Known
from commonground.registers.register import Register

YES = {"yes", "y", "true", "t", "1", "x", "✓", "✔", "done", "seen"}
NO = {"no", "n", "false", "f", "0", "none", "not seen", "not done"}
NUMBER = re.compile(r"[£$€]?\s*(-?[\d, ]*\.?\d+)\s*%?")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?")
CODE = re.compile(r"[EW]0[15]\d{6}")
LONGEST = 60


@dataclass(frozen=True)
class Read:
    """The value; how it was read, where that is not plain; or why it cannot be."""

    value: Any = None
    taken: str = ""
    fault: str = ""


def read(register: Register, name: str, words: str, known: Known) -> Read:
    """What a cell that is not empty means in the column."""
    words = unguarded(words)
    if name in ("agency", "about"):
        return _one_of(words, known.agencies if name == "agency" else known.subjects, register.label(name))
    if name in ("ward", "lsoa"):
        return _area(words, known.wards if name == "ward" else known.lsoas, name)
    column = register.field(name)
    if isinstance(column, ArrayField):
        return _several(words, register.choices(name))
    if choices := register.choices(name):
        return _choice(words, choices)
    return next((way(words) for kind, way in WAYS if isinstance(column, kind)), Read(words))


def unguarded(words: str) -> str:
    """Words before an export of ours put an apostrophe before what a spreadsheet might take for a formula."""
    return words[1:] if words.startswith("'") and words[1:].lstrip(" \u00a0").startswith(FORMULA) else words


def _one_of(words: str, among: Mapping[str, list[Any]], title: str) -> Read:
    said = plain(words)
    found = among.get(said, [])
    if not found:
        within = {id(one): one for key, all in among.items() if f" {said} " in f" {key} " for one in all}
        if len(within) == 1:
            one = next(iter(within.values()))
            return Read(one, f"“{_short(words)}” was taken as “{one}”")
        return Read(fault=f"{title}: “{_short(words)}” is not here by that name")
    if len(found) > 1:
        return Read(fault=f"{title}: {len(found)} are called “{_short(words)}”; give the reference of one")
    return Read(found[0])


def _area(words: str, areas: Mapping[str, str], kind: str) -> Read:
    code = words.strip().upper()
    if code in areas or (not areas and CODE.fullmatch(code)):
        return Read(code)
    title = "Ward" if kind == "ward" else "Neighbourhood"
    if not areas:
        return Read(fault=f"{title}: “{_short(words)}” is no code, and names are known once the look-ups are loaded")
    said = plain(words)
    for wanted in (said, said.removesuffix(" ward")):
        found = [one for one, name in areas.items() if plain(name) == wanted]
        if len(found) == 1:
            return Read(found[0])
    return Read(fault=f"{title}: “{_short(words)}” is no {title.lower()} of this partnership")


def _choice(words: str, choices: Mapping[str, str]) -> Read:
    found, taken = _chosen(words, choices)
    if found is None:
        told = "; ".join(f"“{label}”" for label in list(choices.values())[:8])
        return Read(fault=f"“{_short(words)}” is none of the choices: {told}{'…' if len(choices) > 8 else ''}")
    return Read(found, taken)


def _chosen(words: str, choices: Mapping[str, str]) -> tuple[str | None, str]:
    """The one that is written so, by its words, its name before a colon or its key; or the only one that begins so."""
    said = plain(words)
    for key, label in choices.items():
        if said in (plain(label), plain(label.partition(":")[0]), plain(str(key)), str(key)):
            return key, ""
    begun = [key for key, label in choices.items() if said and f"{plain(label)} ".startswith(f"{said} ")]
    if len(begun) == 1:
        return begun[0], f"“{_short(words)}” was taken as “{choices[begun[0]]}”"
    return None, ""


def _several(words: str, choices: Mapping[str, str]) -> Read:
    found: list[str] = []
    taken: list[str] = []
    for part in _parts(words, choices):
        key, said = _chosen(part, choices) if choices else (part, "")
        if key is None:
            return _choice(part, choices)
        found += [key] if key not in found else []
        taken += [said] if said else []
    return Read(found, "; ".join(taken))


def _parts(words: str, choices: Mapping[str, str]) -> Iterator[str]:
    """Each choice: between semicolons, or between commas where the whole is none of them."""
    for part in filter(None, map(str.strip, re.split(r"[;\n|]", words))):
        if _chosen(part, choices)[0] is None and "," in part:
            yield from filter(None, map(str.strip, part.split(",")))
        else:
            yield part


def _ticked(words: str) -> Read:
    said = words.casefold().strip(" .")
    if said in YES or said in NO:
        return Read(said in YES)
    return Read(fault=f"“{_short(words)}” is neither yes nor no")


def _day(words: str) -> Read:
    stamp = re.fullmatch(r"(.*\d)[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?", words.strip())
    found = days.read(Cell(text=stamp[1] if stamp else words))
    return Read(found.day, found.taken, found.unread)


def _clock(words: str) -> Read:
    said = words.casefold().strip()
    said = said.rpartition(" ")[2] if re.match(r"\d{4}-\d\d-\d\d ", said) else said
    if re.fullmatch(r"0?\.\d+", said):  # how a spreadsheet keeps a time: as a part of the day
        return Read((datetime.min + timedelta(minutes=round(float(said) * 1440))).time())
    found = CLOCK.fullmatch(said)
    if found and (found[2] or found[3]):
        hour = int(found[1]) % 12 + 12 * found[3].startswith("p") if found[3] else int(found[1])
        if hour < 24 and int(found[2] or 0) < 60:
            return Read(time(hour, int(found[2] or 0)))
    return Read(fault=f"“{_short(words)}” is not a time; write it as 14:30")


def _whole(words: str) -> Read:
    number = _number(words)
    if number is None or number != number.to_integral_value():
        return Read(fault=f"“{_short(words)}” is not a whole number")
    return Read(int(number))


def _fraction(words: str) -> Read:
    number = _number(words)
    return Read(fault=f"“{_short(words)}” is not a number") if number is None else Read(float(number))


def _decimal(words: str) -> Read:
    number = _number(words)
    return Read(fault=f"“{_short(words)}” is not a number") if number is None else Read(number)


def _number(words: str) -> Decimal | None:
    said = words.strip()
    try:
        found = Decimal(said)
    except InvalidOperation:
        hit = NUMBER.fullmatch(said)
        found = Decimal(re.sub(r"[, ]", "", hit[1])) if hit else Decimal("nan")
    return found if math.isfinite(found) and abs(found) < 10**15 else None


def _document(words: str) -> Read:
    try:
        return Read(json.loads(words))
    except ValueError:
        return Read(fault=f"“{_short(words)}” is not a drawn area; leave it empty and draw it here")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rstrip() + "…"


WAYS: tuple[tuple[type, Callable[[str], Read]], ...] = (
    (models.BooleanField, _ticked), (models.DateField, _day), (models.TimeField, _clock), (models.IntegerField, _whole),
    (models.FloatField, _fraction), (models.DecimalField, _decimal), (models.JSONField, _document),
)  # fmt: skip
