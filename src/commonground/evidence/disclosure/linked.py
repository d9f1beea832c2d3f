"""Links between cells, found from what they count: windows of a series, parts of a total, places in places.

A reader can also work out numbers that no table shows: the month by which two running totals differ, the
girls when all children and the boys are given. Such pieces enter as keys without a cell. They have to be
guarded too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from commonground.evidence.disclosure.cells import Breakdown, Cell, Key, Relation, fits
from commonground.evidence.periods import Period

REST = "the rest"
DAY = timedelta(days=1)


def linked(
    cells: Mapping[Key, Cell],
    breakdowns: Iterable[Breakdown] = (),
    places: Mapping[str, tuple[str, ...]] | Iterable[tuple[str, tuple[str, ...]]] | None = None,
    families: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Relation]:
    """Every relation that follows from the keys.

    ``places`` gives, for an area code, the codes that make it up, as a mapping or, where an area is divided in
    more ways than one, as pairs; ``families``, for a measure, the measures.

    A sum that does not add in the data becomes "not less than" if the parts fall short (offences without a
    ward) and is dropped if they exceed the whole: nobody can subtract what does not add.
    """
    keys = set(cells)
    found: list[Relation] = []
    for breakdown in breakdowns:
        found += _divided(keys, breakdown)
        keys |= {key for relation in found for key in (relation.parent, *relation.children)}
    for field, made_of in (("measure", families), ("area", places)):
        for whole, parts in made_of.items() if isinstance(made_of, Mapping) else made_of or ():
            found += _made_up(keys, field, whole, parts)
        keys |= {key for relation in found for key in (relation.parent, *relation.children)}
    found += windows(keys)
    return _useful([true for relation in found if (true := _as_it_adds(relation, cells))], cells)


def windows(keys: Iterable[Key]) -> list[Relation]:
    """Each window of a series as the sum of the pieces into which all the windows together cut it.

    Two rolling years a month apart, a year to date and the next, months and their quarter: all are the same
    thing.
    """
    series: dict[Key, set[Period]] = defaultdict(set)
    for key in keys:
        series[replace(key, period=_NO_PERIOD)].add(key.period)
    return [
        Relation(replace(key, period=window), tuple(replace(key, period=piece) for piece in pieces))
        for key, periods in series.items()
        if len(periods) > 1
        for window, pieces in _cut(periods)
        if len(pieces) > 1
    ]


_NO_PERIOD = Period(date.min, date.max)


def _cut(periods: set[Period]) -> Iterable[tuple[Period, list[Period]]]:
    edges = sorted({p.start for p in periods} | {p.end + DAY for p in periods})
    place = {edge: i for i, edge in enumerate(edges)}
    for window in periods:
        within = edges[place[window.start] : place[window.end + DAY] + 1]
        yield window, [Period(a, b - DAY) for a, b in pairwise(within)]


def _divided(keys: set[Key], breakdown: Breakdown) -> Iterable[Relation]:
    """Totals and the parts of one breakdown, at every period at which either is shown."""
    parts: dict[Key, dict[str, set[Period]]] = defaultdict(lambda: defaultdict(set))
    totals: dict[Key, set[Period]] = defaultdict(set)
    for key in keys:
        narrowed = dict(key.of)
        value = narrowed.pop(breakdown.dimension, None)
        series = replace(key, of=narrowed, period=_NO_PERIOD)
        if value is None:
            totals[series].add(key.period)
        elif value in breakdown.values:
            parts[series][value].add(key.period)
    for series, by_value in parts.items():
        for period in totals[series].union(*by_value.values()):
            total = replace(series, period=period)
            present = list(by_value)
            if not breakdown.exhaustive:
                present = [value for value in present if period in by_value[value]]
            elif len(present) < len(breakdown.values):
                present.append(REST)
            yield Relation(
                total,
                tuple(
                    replace(total, of={**dict(series.of), breakdown.dimension: value}) for value in present
                ),
                breakdown.exhaustive,
            )


def _made_up(keys: set[Key], field: str, whole: str, parts: tuple[str, ...]) -> Iterable[Relation]:
    """A whole area or measure and its parts; those that the report never shows are one: the rest.

    The sums are over the pieces into which the windows of the parts cut time. Over shorter ones they say nothing
    more: whatever the months of the whole are, its parts' years can be divided so that they add up to them.
    """
    inside = set(parts)
    wholes = {replace(key, period=_NO_PERIOD) for key in keys if getattr(key, field) == whole}
    seen: dict[Key, dict[str, set[Period]]] = defaultdict(lambda: defaultdict(set))
    for key in keys:
        if (part := getattr(key, field)) in inside and (total := _at(key, field, whole, _NO_PERIOD)) in wholes:
            seen[total][part].add(key.period)
    for total, windows_of in seen.items():
        names = sorted(windows_of)
        names += [f"{REST} of {whole} beside {names[0]}"] if len(names) < len(inside) else []
        for piece in _pieces(set().union(*windows_of.values())):
            yield Relation(replace(total, period=piece), tuple(_at(total, field, name, piece) for name in names))


def _pieces(periods: set[Period]) -> list[Period]:
    """What the periods cut one another into."""
    return sorted({piece for _, within in _cut(periods) for piece in within})


def _at(key: Key, field: str, value: str, period: Period) -> Key:
    """The key with another area or another measure."""
    return (
        replace(key, area=value, period=period)
        if field == "area"
        else replace(key, measure=value, period=period)
    )


def _as_it_adds(relation: Relation, cells: Mapping[Key, Cell]) -> Relation | None:
    for candidate in (relation, replace(relation, exact=False)):
        if fits(candidate, cells):
            return candidate
    return None


def _useful(relations: list[Relation], cells: Mapping[Key, Cell]) -> list[Relation]:
    """Without sums that say nothing: those whose whole is no cell and stands in no other sum."""
    while True:
        uses = Counter(key for r in relations for key in (r.parent, *r.children))
        kept = [
            r
            for r in dict.fromkeys(relations)
            if (r.parent in cells or uses[r.parent] > 1)
            and any(child in cells or uses[child] > 1 for child in r.children)
        ]
        if len(kept) == len(relations):
            return kept
        relations = kept
