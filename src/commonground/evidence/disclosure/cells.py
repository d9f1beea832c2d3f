"""Cells: numbers named by what they count, never by where they are shown, and the sums that tie them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonground.evidence.disclosure.rules import DEFAULT, Rule
from commonground.evidence.periods import Period


@dataclass(frozen=True)
class Key:
    """What a number counts. Two tables that show the same key show the same cell.

    ``of`` narrows it (``{"sex": "female"}``); a breakdown that is not named is not narrowed: it is "all".
    """

    measure: str
    area: str
    period: Period
    of: tuple[tuple[str, str], ...] | Mapping[str, str] = ()
    edition: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "of", tuple(sorted(dict(self.of).items())))

    def __str__(self) -> str:
        narrowed = "".join(f", {value}" for value in dict(self.of).values())
        return f"{self.measure}, {self.area}{narrowed}, {self.period.start:%Y-%m} to {self.period.end:%Y-%m}"


@dataclass(frozen=True)
class Cell:
    """A number that a report would like to show.

    ``count`` is None where the publisher withheld it. ``weight`` is what it costs the reader to lose it: when
    a number has to go to protect another, the lightest goes. ``rounded`` says that the publisher rounded it
    already, by the rule's own base, so that sums need not add.
    """

    key: Key
    count: int | None
    rule: Rule = DEFAULT
    weight: float = 1.0
    rounded: bool = False

    def __post_init__(self) -> None:
        if self.count is not None and (self.count != int(self.count) or self.count < 0):
            raise ValueError(f"{self.key}: {self.count} is not a count: a whole number, nought or more")

    @property
    def is_small(self) -> bool:
        return self.count is not None and self.rule.is_small(self.count)


@dataclass(frozen=True)
class Relation:
    """The parent is the sum of the children; or, when they are known not to be all, not less than it."""

    parent: Key
    children: tuple[Key, ...]
    exact: bool = True


@dataclass(frozen=True)
class Breakdown:
    """A way of dividing a count, with all the values that together make the whole."""

    dimension: str
    values: tuple[str, ...]
    exhaustive: bool = True


class DoesNotAdd(ValueError):
    """A declared sum does not add up, or one cell has two different counts: a report contradicts itself."""


def one_each(cells: Iterable[Cell]) -> dict[Key, Cell]:
    """Cells by key: shown twice is one, with the greater weight. Raises DoesNotAdd if the counts differ."""
    found: dict[Key, Cell] = {}
    for cell in cells:
        known = found.get(cell.key)
        if known is not None and (known.count, known.rule) != (cell.count, cell.rule):
            raise DoesNotAdd(f"{cell.key} is given as both {known.count} and {cell.count}; it is one number")
        if known is None or cell.weight > known.weight:
            found[cell.key] = cell
    return found


def known_range(cell: Cell | None) -> tuple[float, float]:
    """What we ourselves know of a cell: its count; the span its rounding leaves; or nothing."""
    if cell is None or cell.count is None:
        return 0, float("inf")
    if cell.rounded and cell.is_small:
        return 1, cell.rule.largest_small
    return cell.rule.could_be(cell.count) if cell.rounded else (cell.count, cell.count)


def fits(relation: Relation, cells: Mapping[Key, Cell]) -> bool:
    """Could the relation hold, given the counts we know?"""
    lowest, highest = known_range(cells.get(relation.parent))
    ranges = [known_range(cells.get(child)) for child in relation.children]
    at_least, at_most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return at_least <= highest and (at_most >= lowest or not relation.exact)
