"""Text alternatives: what a chart shows, said from its data to a reader who does not see it."""

from collections.abc import Sequence

from commonground.report.charts.values import NO_DATA, Value, number, reason, written


def series(what: str, names: Sequence[str], values: Sequence[Value], unit: str = "") -> str:
    """How a row of numbers runs: from where to where, its highest, its lowest, and what is not shown."""
    known = [(name, n) for name, value in zip(names, values, strict=True) if (n := number(value)) is not None]
    if not known:
        return f"{opening(what)}: nothing can be shown. {gaps(values)}".strip()
    (first, start), (last, end) = known[0], known[-1]
    if len(known) == 1:
        return f"{opening(what)}: {written(start)}{unit} in {first}. {gaps(values)}".strip()
    low, high = min(known, key=lambda pair: pair[1]), max(known, key=lambda pair: pair[1])
    return " ".join(
        part
        for part in (
            f"{opening(what)}, {first} to {last}.",
            f"First {written(start)}{unit}, last {written(end)}{unit}.",
            f"Highest {written(high[1])}{unit} in {high[0]}, lowest {written(low[1])}{unit} in {low[0]}.",
            gaps(values),
        )
        if part
    )


def listed(what: str, names: Sequence[str], values: Sequence[Value], unit: str = "") -> str:
    """Every value of a short row: "Age of victims: 0 to 9, 12; 10 to 17, withheld"."""
    said = (
        f"{name}, {reason(value) if number(value) is None else written(number(value) or 0) + unit}"
        for name, value in zip(names, values, strict=True)
    )
    return f"{opening(what)}: {'; '.join(said)}."


def extremes(
    what: str, names: Sequence[str], values: Sequence[Value], highlight: str | None, unit: str = ""
) -> str:
    """Among areas: the lowest, the highest, where the area in question stands, and what is not shown."""
    known = sorted(
        ((n, name) for name, value in zip(names, values, strict=True) if (n := number(value)) is not None)
    )
    if not known:
        return f"{opening(what)}: nothing can be shown. {gaps(values)}".strip()
    said = [
        f"{opening(what)}, {len(known)} {'area' if len(known) == 1 else 'areas'}.",
        f"Lowest {written(known[0][0])}{unit} in {known[0][1]}, highest {written(known[-1][0])}{unit} "
        f"in {known[-1][1]}.",
    ]
    place = next((i for i, (_, name) in enumerate(known, 1) if name == highlight), None)
    if place:
        said.append(
            f"{highlight} has {written(known[place - 1][0])}{unit}, "
            f"number {place} from the lowest of {len(known)}."
        )
    return " ".join([*said, *filter(None, [gaps(values)])])


def gaps(values: Sequence[Value]) -> str:
    """How many values are not shown, and why."""
    why = [r for v in values if (r := reason(v))]
    said = [
        f"{why.count(r)} {'has' if why.count(r) == 1 else 'have'} {r}"
        if r == NO_DATA
        else f"{why.count(r)} {'is' if why.count(r) == 1 else 'are'} {r}"
        for r in dict.fromkeys(why)
    ]
    return f"Not shown: {'; '.join(said)}." if said else ""


def opening(text: str) -> str:
    """With a capital letter, whatever letter it had."""
    return text[:1].upper() + text[1:]


def interval(lower: float, upper: float, unit: str = "") -> str:
    """The interval of the area in question."""
    return f"Its interval is {written(lower)}{unit} to {written(upper)}{unit}."


def extremes_of(what: str, names: Sequence[str], values: Sequence[Value]) -> str:
    """The lowest and the highest of many cells, and what is not shown."""
    known = [(n, name) for name, value in zip(names, values, strict=True) if (n := number(value)) is not None]
    if not known:
        return f"{opening(what)}: nothing can be shown. {gaps(values)}".strip()
    high, low = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
    said = f"{opening(what)}. Highest {written(high[0])} ({high[1]}), lowest {written(low[0])} ({low[1]})."
    return f"{said} {gaps(values)}".strip()
