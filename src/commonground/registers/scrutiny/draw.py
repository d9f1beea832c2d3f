"""The draw: which records of a list a panel reads, by a seed, so that nobody chooses and anybody can check.

The list is put in order and written as one text, whose SHA-256 is kept and shown before there is a seed. The bits are
those of NumPy’s PCG64 with the seed: NumPy promises that they never change, which it does not promise of ``choice`` or
``permutation``. From them the first places of a shuffle (Fisher and Yates) are taken, each by a number below the places
that are left, with the numbers thrown away that would favour some (Lemire 2019, section 2; Knuth 1997, 3.4.2).
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

BITS = 1 << 64
LARGEST_SEED = 10**18 - 1


class CannotDraw(ValueError):
    """The draw cannot be made; the message says why and what to do."""


@dataclass(frozen=True, order=True)
class Listed:
    """A record that may be drawn: its reference, and the classes that it is declared to be of."""

    reference: str
    strata: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Asked:
    """How many are drawn: ``size`` of all, or of each class of the stratum ``by`` as many as its quota."""

    size: int
    by: str = ""
    quotas: Mapping[str, int] = field(default_factory=dict)


def in_order(records: Iterable[Listed]) -> list[Listed]:
    """As they are drawn from: by reference, letter by letter."""
    return sorted(records)


def written(records: Iterable[Listed]) -> str:
    """The list as the one text that its digest is of: CSV, in order, a line feed after each line."""
    rows = in_order(records)
    columns = sorted({name for row in rows for name in row.strata})
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["reference", *columns])
    writer.writerows([row.reference, *(row.strata.get(name, "") for name in columns)] for row in rows)
    return text.getvalue()


def as_written(text: str) -> list[Listed]:
    """The list of such a text, in whatever order its lines are. Raises CannotDraw where it has no references."""
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows or "reference" not in rows[0]:
        raise CannotDraw("it has no column “reference”, or no line below it.")
    columns = [name for name in rows[0] if name and name != "reference"]
    found = [Listed(row["reference"] or "", {name: row[name] or "" for name in columns}) for row in rows]
    if len({one.reference for one in found}) < len(found):
        raise CannotDraw("a reference stands in it twice.")
    return found


def digest(records: Iterable[Listed]) -> str:
    """The SHA-256 of the list: another for any other list."""
    return sha256(written(records).encode()).hexdigest()


def drawn(records: Iterable[Listed], asked: Asked, seed: int) -> list[str]:
    """The references drawn, in the order in which they are read. Raises CannotDraw.

    With a stratum, its classes are taken one after another by name, on the same run of bits.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise CannotDraw("The seed must be a whole number from 0 to 999,999,999,999,999,999.")
    source = np.random.PCG64(seed)
    bits = lambda: int(source.random_raw())  # noqa: E731
    found: list[str] = []
    for names, take in _urns(in_order(records), asked):
        found += [names[place] for place in places(len(names), take, bits)]
    return found


def places(of: int, take: int, bits: Callable[[], int]) -> list[int]:
    """The first ``take`` places of a shuffle of ``of``: each such order is as likely as any other."""
    order = list(range(of))
    for here in range(take):
        there = here + below(of - here, bits)
        order[here], order[there] = order[there], order[here]
    return order[:take]


def below(limit: int, bits: Callable[[], int]) -> int:
    """A whole number from 0 to one less than ``limit``, each as likely: 64 bits above the last whole round are left."""
    last = BITS - BITS % limit
    while (number := bits()) >= last:
        pass
    return number % limit


def _urns(rows: Sequence[Listed], asked: Asked) -> list[tuple[list[str], int]]:
    """What is drawn from, and how many of each."""
    if not asked.by:
        return [_urn([row.reference for row in rows], asked.size, "The list")]
    if unknown := sorted(set(asked.quotas) - {row.strata.get(asked.by, "") for row in rows}):
        raise CannotDraw(f"The list has no record with the {asked.by} “{unknown[0]}”: correct the quotas.")
    of = {name: [row.reference for row in rows if row.strata.get(asked.by, "") == name] for name in asked.quotas}
    return [_urn(of[name], take, f"The {asked.by} “{name}”") for name, take in sorted(asked.quotas.items())]


def _urn(names: list[str], take: int, what: str) -> tuple[list[str], int]:
    if take < 1:
        raise CannotDraw(f"{what}: draw at least one record.")
    if take > len(names):
        raise CannotDraw(f"{what} has {len(names)} records, and {take} cannot be drawn from it: ask for fewer.")
    return names, take
