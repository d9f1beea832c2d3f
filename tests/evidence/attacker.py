"""A patient reader in plain Python: tries every table of whole numbers that agrees with what is published.

Knows nothing of the product's linear programmes; reads the words a report prints.
"""

from collections.abc import Iterator, Mapping, Sequence

MOST = 200  # no number in these tests is larger


def read(guard) -> dict:
    """What the printed words leave open for each cell of a protected report."""
    possible = {}
    for key, cell in guard.cells.items():
        shown, rule = guard.shown(key), cell.rule
        if shown.withheld is None:
            printed = int(shown.text.replace(",", ""))
            possible[key] = [n for n in range(MOST) if rule.shown(n) == printed]
        elif shown.withheld == "small number":
            assert shown.text == f"1 to {rule.largest_small}"
            possible[key] = list(range(1, rule.largest_small + 1))
        else:
            first = {"protects a small number": rule.largest_small + 1, "withheld by the publisher": 0}
            possible[key] = list(range(first.get(shown.withheld, 1), MOST))
    return possible


def tables(possible: Mapping, sums: Sequence[tuple]) -> Iterator[dict]:
    """Every table that agrees. ``sums`` are (parent, children); a cell in no ``possible`` may be anything."""
    spans = {key: (values[0], values[-1]) for key, values in possible.items()}
    for parent, children in sums:
        for key in (parent, *children):
            spans.setdefault(key, (0, MOST - 1))
    yield from _search(spans, sums)


def _search(spans: dict, sums: Sequence[tuple]) -> Iterator[dict]:
    spans = _narrow(dict(spans), sums)
    if spans is None:
        return
    open_cells = [key for key, (low, high) in spans.items() if low < high]
    if not open_cells:
        yield {key: low for key, (low, _) in spans.items()}
        return
    key = min(open_cells, key=lambda k: spans[k][1] - spans[k][0])
    for value in range(spans[key][0], spans[key][1] + 1):
        yield from _search({**spans, key: (value, value)}, sums)


def _narrow(spans: dict, sums: Sequence[tuple]) -> dict | None:
    changed = True
    while changed:
        changed = False
        for parent, children in sums:
            signs = [(parent, -1), *((child, 1) for child in children)]
            for key, sign in signs:
                rest = [(k, s) for k, s in signs if k != key]
                least = sum(s * spans[k][0 if s > 0 else 1] for k, s in rest)
                most = sum(s * spans[k][1 if s > 0 else 0] for k, s in rest)
                low, high = (-most, -least) if sign > 0 else (least, most)
                new = max(low, spans[key][0]), min(high, spans[key][1])
                if new[0] > new[1]:
                    return None
                if new != spans[key]:
                    spans[key], changed = new, True
    return spans


def pinned(possible: Mapping, sums: Sequence[tuple], secrets) -> dict:
    """Those of the secret cells that have one value in every table, with it."""
    found: dict = {key: set() for key in secrets}
    for key in secrets:
        while len(found[key]) < 2:
            wanted = dict(possible)
            wanted.setdefault(key, list(range(MOST)))
            table = next(_unlike(wanted, sums, key, found[key]), None)
            if table is None:
                break
            for other in secrets:
                found[other].add(table[other])
    return {key: min(values) for key, values in found.items() if len(values) == 1}


def _unlike(possible: Mapping, sums: Sequence[tuple], key, taken: set) -> Iterator[dict]:
    for value in possible[key]:
        if value not in taken:
            yield from tables({**possible, key: [value]}, sums)
