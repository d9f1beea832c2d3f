"""What would become of each row of a file: a new entry, one that is there already, one to ask about, one refused."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.plan.terms import TextChoices
from commonground.registers.changes.entries import PersonNamed, broken, prepared
from commonground.registers.models import Entry
from commonground.registers.moving.cells import Read, read, unguarded
from commonground.registers.moving.database import broken_by
from commonground.registers.moving.headings import NOTES, OUT, REFERENCE, headings
from commonground.registers.moving.headings import Mapping as Columns
from commonground.registers.moving.known import Known
from commonground.registers.moving.opening import Row, Sent
from commonground.registers.register import Register

TOTAL = re.compile(r"(?:(?:grand|sub|overall)[ -]?)?totals?\b|sum\b|count\b", re.IGNORECASE)
AT_A_TIME = 1000
LONGEST_KEY = 64


class Verdict(TextChoices):
    """What becomes of a row."""

    NEW = "new", "New"
    THERE = "there", "There already"
    ASK = "ask", "May name a person"
    BAD = "bad", "Refused"
    ASIDE = "aside", "No entry"


@dataclass
class Judged:
    """A row, what becomes of it, why, and what of it was not plain; a new one with the entry that it would be."""

    row: int
    verdict: Verdict
    why: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    made: tuple[Entry, Any] | None = field(default=None, repr=False)

    def refuse(self, *why: str) -> None:
        self.verdict, self.why, self.made = Verdict.BAD, why, None


@dataclass
class Judge:
    """Judges the rows of one file for one register. ``sure`` are rows of which somebody said that they name nobody."""

    register: Register
    sent: Sent
    columns: Columns
    known: Known
    by: Actor
    sure: frozenset[int] = frozenset()
    _read: dict[tuple[str, str], Read] = field(default_factory=dict, repr=False)
    _keyed: dict[str, int] = field(default_factory=dict, repr=False)

    def all(self, told: Callable[[int], None] = lambda done: None) -> list[Judged]:
        """Every row that is not blank, in order; ``told`` hears how many were looked at."""
        found: list[Judged] = []
        for at in range(0, len(self.numbers), AT_A_TIME):
            batch = self._judged(self.numbers[at : at + AT_A_TIME])
            self._ask_database([one for one in batch if one.made])
            found += batch
            told(len(found))
        return found

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the rows below the headings in which something stands."""
        rows = self.sent.sheets[self.columns.sheet].rows
        return [n for n in range(self.columns.head + 1, len(rows) + 1) if any(rows[n - 1])]

    @cached_property
    def heads(self) -> tuple[str, ...]:
        return headings(self.sent, self.columns)

    def cells(self, number: int) -> Row:
        return self.sent.sheets[self.columns.sheet].row(number)

    def values(self, number: int) -> dict[str, Read] | None:
        """What each cell of a row was read as, by the column of the register; None for a row of totals."""
        cells = self.cells(number)
        first = next((cell for cell in cells if cell), "")
        if TOTAL.match(first) and sum(map(bool, cells)) < len(cells):
            return None
        return {
            name: self._cell(name, words)
            for name, words in zip(self.columns.columns, cells, strict=True)
            if words and name not in (OUT, NOTES, REFERENCE, "")
        }

    def _cell(self, name: str, words: str) -> Read:
        if (name, words) not in self._read:
            self._read[name, words] = read(self.register, name, words, self.known)
        return self._read[name, words]

    def _given(self, number: int, cells: Mapping[str, Read]) -> dict[str, Any]:
        """The values of an entry: those that were read, and what goes into the notes after its heading."""
        values = {name: one.value for name, one in cells.items()}
        noted = [
            f"{head}: {unguarded(words)}"
            for name, head, words in zip(self.columns.columns, self.heads, self.cells(number), strict=True)
            if name == NOTES and words
        ]
        return values | {"notes": "\n".join(filter(None, (values.get("notes", ""), *noted)))} if noted else values

    def _reference(self, number: int) -> str:
        at = self.columns.at(REFERENCE)
        words = unguarded(self.cells(number)[at]) if at is not None else ""
        return words if len(words) <= LONGEST_KEY else _hash(words)

    def _judged(self, numbers: Sequence[int]) -> list[Judged]:
        rows = [(Judged(number, Verdict.NEW), self.values(number)) for number in numbers]
        keys = {one.row: self._key(one, cells) for one, cells in rows}
        there = self._there(keys.values())
        for one, cells in rows:
            if one.verdict == Verdict.NEW and cells is not None:
                self._settle(one, cells, keys[one.row], there)
        return [one for one, _ in rows]

    def _key(self, one: Judged, cells: dict[str, Read] | None) -> str:
        """By what the row is known again: its reference, or else all that it says. One without such is judged here."""
        if cells is None:
            one.verdict, one.why = Verdict.ASIDE, ("It reads as a total, and not as an entry.",)
            return ""
        one.taken = tuple(f"{self.register.label(name)}: {read.taken}" for name, read in cells.items() if read.taken)
        reference = self._reference(one.row)
        if faults := [self._fault(name, read) for name, read in cells.items() if read.fault]:
            one.refuse(*faults)
            return ""
        key = reference or self._said(one.row, cells)
        if reference and reference in self._keyed:
            one.refuse(f"The reference “{reference}” is that of row {self._keyed[reference]}, too.")
            return ""
        times, first = 1, key
        while key in self._keyed:
            times += 1
            key = f"{first}/{times}"
        if times > 1:
            one.taken += (f"It says the same as row {self._keyed[first]}.",)
        self._keyed[key] = one.row
        return key

    def _said(self, number: int, cells: Mapping[str, Read]) -> str:
        values = self._given(number, cells)
        return _hash(json.dumps({name: _told(value) for name, value in sorted(values.items())}, ensure_ascii=False))

    def _there(self, keys: Iterable[str]) -> dict[str, Entry]:
        """Entries of the register that came from rows known so, or that carry the reference as their own."""
        wanted = [key for key in keys if key]
        rows = Entry.objects.filter(partnership=self.by.partnership, register=self.register.key)
        rows = rows.select_related(self.register.model.related(), "agency", "about")
        came = {str(one.brought): one for one in rows.filter(brought__in=wanted)}
        return {one.public_id: one for one in rows.filter(public_id__in=wanted)} | came

    def _settle(self, one: Judged, cells: Mapping[str, Read], key: str, there: Mapping[str, Entry]) -> None:
        if found := there.get(key):
            one.verdict, one.why = Verdict.THERE, tuple(self._differing(found, cells))
            return
        values = self._given(one.row, cells) | {"brought": key}
        try:
            one.made = self._prepared(values, sure=one.row in self.sure)
        except NotPossible as no:
            one.refuse(str(no))
        except PersonNamed as named:
            one.verdict, one.why = Verdict.ASK, (str(named),)
            one.made = self._prepared(values, sure=True)  # so that the database is asked about it, too

    def _prepared(self, values: Mapping[str, Any], *, sure: bool) -> tuple[Entry, Any]:
        assert self.by.partnership is not None
        return prepared(self.register, self.by.partnership, values, sure=sure, by=self.by, names=self.known.people)

    def _fault(self, name: str, one: Read) -> str:
        title = self.register.label(name)
        return f"{one.fault}." if one.fault.startswith(f"{title}:") else f"{title}: {one.fault}."

    def _differing(self, entry: Entry, cells: Mapping[str, Read]) -> Iterator[str]:
        """That an entry which is there says something else than its row; it is left as it is."""
        if entry.withdrawn_on is not None:
            yield "It was brought in before and withdrawn; it stays so."
        labels = [
            self.register.label(name) for name, one in cells.items()
            if not one.fault and self.register.value(entry, name) != one.value
        ]  # fmt: skip
        if labels:
            yield f"The entry that is there says something else in: {', '.join(labels)}. It is left as it is."

    def _ask_database(self, batch: list[Judged]) -> None:
        by_row = {one.row: one for one in batch}
        for part in (0, 1):
            rows = {one.row: one.made[part] for one in batch if one.made}
            for number, rules in broken_by(rows).items():
                by_row[number].refuse(*(broken(self.register, rule) for rule in rules))


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:56]


def _told(value: Any) -> Any:
    if isinstance(value, bool | int | float | str | list | dict) or value is None:
        return value
    return str(getattr(value, "public_id", value))
