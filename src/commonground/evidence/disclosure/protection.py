"""Protection: what of a report may be shown, so that no small number can be read or worked out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from commonground.evidence.disclosure.cells import (
    Breakdown,
    Cell,
    DoesNotAdd,
    Key,
    Relation,
    fits,
    known_range,
    one_each,
)
from commonground.evidence.disclosure.cover import Shifts, cover_all, cover_one
from commonground.evidence.disclosure.inference import (
    Contradiction,
    Interval,
    Web,
    audit,
    belief,
    beliefs,
    narrowed,
)
from commonground.evidence.disclosure.linked import linked
from commonground.evidence.disclosure.rules import DEFAULT, Reason, Rule, Shown, show

EXACT = 400  # leaks times cells up to which the fewest numbers are hidden for certain


class NotGuarded(KeyError):
    """A number was asked for that was never put before the guard: it is not shown."""

    def __str__(self) -> str:
        return f"{self.args[0]} was not put before the disclosure guard, so it cannot be shown"


class CannotProtect(ValueError):
    """A declared relation fixes a small number whatever is hidden."""

    def __str__(self) -> str:
        return f"{self.args[0]} follows from a declared sum even with every other number hidden: leave it out"


@dataclass(frozen=True)
class Summary:
    """How many numbers of a report are hidden, and why."""

    small: int
    protecting: int
    undivided: int  # small or protecting, where telling which would give a number away
    by_publisher: int

    @property
    def hidden(self) -> int:
        return self.small + self.protecting + self.undivided

    @property
    def sentence(self) -> str:
        """The count of hidden numbers, as every report states it."""
        if not self.hidden:
            said = "No number is hidden."
        elif self.undivided:
            said = f"{_numbers(self.hidden)} hidden because small or to protect a small one."
        else:
            said = f"{_numbers(self.hidden)} hidden: {self.small:,} small, {self.protecting:,} to protect them."
        if self.by_publisher:
            said += f" {_numbers(self.by_publisher)} withheld by the publisher."
        return said


def _numbers(count: int) -> str:
    return f"{count:,} number is" if count == 1 else f"{count:,} numbers are"


class Protection:
    """What of a report may be shown: asked for every number in every table, chart, map, sentence and file."""

    def __init__(self, cells: Mapping[Key, Cell], relations: Sequence[Relation], hidden: Mapping[Key, Reason]):
        self.cells, self.relations, self.hidden = cells, tuple(relations), hidden

    def shown(self, key: Key) -> Shown:
        """The number as an audience meets it. Raises NotGuarded for one that was not put before the guard."""
        cell = self._cell(key)
        return show(cell.count, cell.rule, self.hidden.get(key))

    def withheld_reason(self, keys: Iterable[Key]) -> Reason | None:
        """Why a figure made from these cells (change, percentage, rate, share) is not shown, or None.

        A figure that is one count in other clothes (the yearly average of three years, a rate) is made from
        the cell of that count, over those three years. Work it out from ``shown(key).value``, never from the
        count.
        """
        reasons = [self.hidden[key] for key in keys if self._cell(key) and key in self.hidden]
        return reasons[0] if reasons else None

    @cached_property
    def summary(self) -> Summary:
        reasons = list(self.hidden.values())
        return Summary(
            reasons.count("small number"),
            reasons.count("protects a small number"),
            reasons.count("small or protects a small number"),
            reasons.count("withheld by the publisher"),
        )

    def audit(self) -> list[Interval]:
        """The lowest and highest value that a reader who knows the rules can infer of each hidden cell."""
        return audit(self.cells, self.relations, self.hidden)

    def _cell(self, key: Key) -> Cell:
        try:
            return self.cells[key]
        except KeyError:
            raise NotGuarded(key) from None


def protect(
    cells: Iterable[Cell],
    relations: Iterable[Relation] = (),
    *,
    breakdowns: Iterable[Breakdown] = (),
    places: Mapping[str, tuple[str, ...]] | Iterable[tuple[str, tuple[str, ...]]] | None = None,
    families: Mapping[str, tuple[str, ...]] | None = None,
    knows_rule: bool = True,
) -> Protection:
    """Hide small numbers, and then the fewest and lightest others that keep them from being worked out.

    ``cells`` are all the numbers of one report, or of several that the same reader may hold. Relations
    between them are found from what they count (see ``linked``); others may be declared. Noughts are never
    hidden. Where all that is hidden has one mark and the rule is not told (``knows_rule`` false), the reader knows
    less and less has to be hidden. Raises DoesNotAdd if a declared relation does not hold or a cell has two counts.
    """
    known, declared = one_each(cells), tuple(relations)
    for relation in declared:
        if not fits(relation, known):
            raise DoesNotAdd(f"the parts of {relation.parent} do not add up to it")
    found = linked(known, breakdowns, places, families)
    return _Guard(known, list(dict.fromkeys([*declared, *found])), knows_rule).protect()


class _Guard:
    """One run of ``protect``: the cells, what ties them, what is hidden so far."""

    def __init__(self, cells: dict[Key, Cell], relations: list[Relation], knows_rule: bool) -> None:
        self.cells, self.knows_rule = cells, knows_rule
        self.web, self.base = _agreeing(cells, relations)
        self.hidden: dict[Key, Reason] = {}
        self.undivided: set[Key] = set()  # where the two reasons are not told apart
        self.editions: dict[Key, list[Key]] = defaultdict(list)
        for key in cells:
            self.editions[replace(key, edition="")].append(key)
        self.covered: set[int] = set()  # places with a second value that costs nothing more
        self.safe: set[tuple[bytes, ...]] = set()  # parts already found to leak nothing

    def protect(self) -> Protection:
        for key, cell in self.cells.items():
            if cell.count is None:
                self.hidden[key] = "withheld by the publisher"
            elif cell.is_small:
                self._hide(key)
        while leaks := self._leaks():
            self._cover(leaks)
        return Protection(self.cells, self.web.relations, dict(self.hidden))

    def _hide(self, key: Key) -> list[Key]:
        """Hide a cell in every edition of it, since they differ by revisions only, and answer with those."""
        for twin in self.editions[replace(key, edition="")]:
            cell = self.cells[twin]
            if not cell.count:
                continue  # withheld already, or nought
            small: Reason = "small number" if cell.is_small else "protects a small number"
            self.hidden[twin] = "small or protects a small number" if twin in self.undivided else small
        return self.editions[replace(key, edition="")]

    def _leaks(self) -> list[int]:
        """Places of the small and withheld numbers that a reader can pin down, shown in a table or not.

        One that the publisher withheld and that can only be nought gives nobody away: noughts are shown.
        """
        marked_low, marked_high = beliefs(self.web, self.cells, self.hidden, self.knows_rule)
        low, high = narrowed(self.web, marked_low, marked_high)
        generator = np.random.default_rng(0)
        settled = np.flatnonzero((low == high) & (marked_low < marked_high))
        leaks = [place for place in settled.tolist() if self._gives_away(place)]
        for part in self.web.parts(low, high):
            if (question := part.fingerprint) in self.safe:
                continue
            secret = [p for p, member in enumerate(part.members.tolist()) if self._gives_away(member)]
            found = [int(part.members[p]) for p in part.pinned(secret, generator)]
            if not found:
                self.safe.add(question)
            leaks += found
        return [place for place in leaks + self._told_by_the_mark(low, high) if place not in self.covered]

    def _told_by_the_mark(self, low: np.ndarray, high: np.ndarray) -> list[int]:
        """Under a rule that hides ones only, the mark itself is the number."""
        return [
            self.web.index[key]
            for key, why in self.hidden.items()
            if why == "small number" and low[self.web.index[key]] == high[self.web.index[key]]
        ]

    def _gives_away(self, place: int) -> bool:
        """Would it give someone away to be pinned down? What can be pinned has the one value of every table."""
        key, value = self.web.keys[place], int(self.base[place])
        return bool(value) if self._is_secret(key) else key not in self.cells and self._rule_near(key).is_small(value)

    def _is_secret(self, key: Key) -> bool:
        cell = self.cells.get(key)
        return cell is not None and (cell.count is None or cell.is_small)

    def _rule_near(self, key: Key) -> Rule:
        """The rule for a piece that no table shows: the strictest of its measure."""
        return self._rules.get(key.measure, DEFAULT)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {c.key.measure: c.rule for c in sorted(self.cells.values(), key=lambda c: c.rule.largest_small)}

    def _cover(self, leaks: list[int]) -> None:
        shifts = self._shifts()
        groups, lone = self._groups(leaks, shifts)
        for places, members in groups:
            _, local = shifts.near(places[0], len(members))
            together = cover_all(local, [int(np.searchsorted(members, p)) for p in places])
            if together is None:
                lone += places
            else:
                self._hide_all(members[together], shifts)
        for place in lone:
            more = cover_one(shifts, place)
            if more is None:
                self._stop_dividing(place, shifts)
            elif not len(more):
                self.covered.add(place)
            else:
                self._hide_all(more, shifts)

    def _groups(self, leaks: list[int], shifts: Shifts) -> tuple[list[tuple[list[int], np.ndarray]], list[int]]:
        """Leaks among few enough cells to be covered together, with those cells; and the others."""
        groups: list[tuple[list[int], np.ndarray]] = []
        lone: list[int] = []
        left = list(leaks)
        while left:
            members, _ = shifts.near(left[0], EXACT + 1)
            inside = set(members.tolist())
            places = [place for place in left if place in inside]
            left = [place for place in left if place not in inside]
            if len(members) * len(places) <= EXACT:
                groups.append((places, members))
            else:
                lone += places
        return groups, lone

    def _hide_all(self, members: Iterable[int], shifts: Shifts) -> None:
        for member in members:
            for twin in self._hide(self.web.keys[member]):
                shifts.set(self.web.index[twin], *self._shift(twin))

    def _stop_dividing(self, place: int, shifts: Shifts) -> None:
        """Even with all hidden the reasons tell: do not tell them apart here, one ring wider each time."""
        known, ring = shifts.near(place, len(self.undivided))[0], 0
        while {self.web.keys[m] for m in known} <= self.undivided:
            ring = len(known)
            known = shifts.near(place, ring + 1)[0]
            if len(known) == ring:
                raise CannotProtect(self.web.keys[place])
        self.undivided |= {self.web.keys[m] for m in known}
        for member in known:
            key = self.web.keys[member]
            if key in self.hidden:
                self._hide(key)
            shifts.set(member, *self._shift(key))

    def _shifts(self) -> Shifts:
        columns = np.array([self._shift(key) for key in self.web.keys], float).reshape(-1, 6).T
        settled = self.web.sums @ self.base
        return Shifts(self.web.sums, self.web.floor - settled, -settled, *columns)

    def _shift(self, key: Key) -> tuple[float, float, float, float, float, float]:
        """How far a cell may shift, as published and if hidden; weight, nought if not shown; count."""
        cell, base = self.cells.get(key), self.base[self.web.index[key]]
        low, high = belief(cell, self.hidden.get(key), self.knows_rule)
        if cell is None or not cell.count or key in self.hidden:
            return low - base, high - base, low - base, high - base, 0, 0
        reason: Reason = "small or protects a small number" if key in self.undivided else "protects a small number"
        lowest, highest = belief(cell, reason, self.knows_rule)
        return low - base, high - base, lowest - base, highest - base, cell.weight, cell.count


def _agreeing(cells: Mapping[Key, Cell], relations: list[Relation]) -> tuple[Web, np.ndarray]:
    """The web of relations, and one full table that agrees with it and with every count we know.

    Where the data contradict themselves (a running total that falls) nobody can subtract: sums over pieces
    without a count are then left out, there.
    """
    web = Web(cells, relations)
    spans = np.array([known_range(cells.get(key)) for key in web.keys], float).reshape(-1, 2)
    base = spans[:, 0].copy()
    wrong: set[Key] = set()
    for part in web.parts(spans[:, 0], spans[:, 1]):
        try:
            base[part.members] = part.table(np.zeros(len(part.members)))
        except Contradiction:
            wrong |= {web.keys[member] for member in part.members}
    if not wrong:
        return web, base
    return _agreeing(cells, [r for r in relations if not wrong & {r.parent, *r.children}])
