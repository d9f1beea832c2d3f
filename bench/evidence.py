"""Every measure in every borough and every period, beside the same in pandas; the numbers must be equal.

Each way to count a measure by local authority is taken: in every classification and from every source, events
included (placed in boroughs beforehand, for both sides alike). Both sides start from the editions on disk with
nothing in memory. Common Ground answers for one measure and period at a time, as a report asks. The pandas
side is as an analyst would write it: each edition read once, rows filtered, grouped and added up, the periods
and boroughs without a row filled in; it gives all numbers of a measure at once. Measures are written without
regard to case; the analyst is spared that, being told beforehand how each file spells its values.

    uv run python bench/evidence.py [--home .commonground] [--times 5]
"""

import argparse
from dataclasses import replace
from pathlib import Path

import pandas as pd
from machine import described, in_turns

from commonground.evidence.areas import METROPOLITAN, force_named, london_boroughs
from commonground.evidence.choice import Choice
from commonground.evidence.edition import Edition
from commonground.evidence.measure import Between, Condition, Contains, Is, IsNot, Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store, home
from commonground.sources import sources

AREA_TYPE = "local_authority"
CODES = [area.code for area in london_boroughs()]
Wanted = list[tuple[Measure, Choice]]
Number = float | None
Grids = list[pd.DataFrame]  # for each of those wanted: a row a period, a column a borough


def wanted(evidence: Evidence) -> Wanted:
    """Every way in which every measure can be counted by borough."""
    return [(m, choice) for m in measures().values() for choice in evidence.choices(m, AREA_TYPE)]


def ours(store: Store, ways: Wanted) -> list[list[list[Number]]]:
    """Through Evidence, one measure and period at a time: a share in per cent, anything else as it is."""
    evidence = Evidence(store)
    boroughs = evidence.areas("london-boroughs")
    return [
        [
            [tally.per_cent if choice.count.of else tally.count for tally in found.values()]
            for start, end in choice.periods
            if (found := evidence.tallies(measure, boroughs, Period(start, end), choice))
        ]
        for measure, choice in ways
    ]


def ours_added_up(store: Store, ways: Wanted) -> None:
    """The tables that those numbers are read from, of all areas; pandas gives no more than these."""
    evidence = Evidence(store)
    for measure, choice in ways:
        evidence.table(measure, choice, AREA_TYPE)


def as_spelled(choice: Choice, paths: dict[str, Path]) -> Choice:
    """The same choice, its values as the files have them."""

    def respelled(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(
            replace(c, values=written(c.column, c.values)) if isinstance(c, Is | IsNot) else c for c in conditions
        )

    def written(column: str, values: tuple[str, ...]) -> tuple[str, ...]:
        files = [pd.read_parquet(paths[edition.id], columns=[column])[column] for edition in choice.editions]
        wanted = {value.lower() for value in values}
        return tuple(v for v in pd.concat(files).dropna().unique() if v.lower() in wanted)

    count = choice.count
    return replace(choice, count=replace(count, where=respelled(count.where), of=respelled(count.of)))


def theirs(paths: dict[str, Path], choices: list[Choice]) -> Grids:
    """With pandas, all periods of a measure at a time."""
    editions: dict[str, pd.DataFrame] = {}
    found = []
    for choice in choices:
        for edition in choice.editions:
            if edition.id not in editions:
                editions[edition.id] = read(paths[edition.id], edition)
        rows = latest(choice, [editions[edition.id] for edition in choice.editions])
        found.append(grid(rows, choice))
    return found


def read(path: Path, edition: Edition) -> pd.DataFrame:
    """The rows of one edition about local authorities."""
    rows = pd.read_parquet(path)
    source = sources()[edition.source]
    within = "local_authority_code" if source.holds == "events" else dict(source.within).get(AREA_TYPE)
    if within:
        rows["area_code"] = rows[within]
    else:
        rows = rows[rows["area_type"] == AREA_TYPE]
    return rows.assign(
        start=pd.to_datetime(rows["start"]), end=pd.to_datetime(rows["end"]), published=edition.published or ""
    )


def latest(choice: Choice, frames: Grids) -> pd.DataFrame:
    """The rows of all editions, of each period and part those published last."""
    part = sources()[choice.count.source].parts
    if len(frames) == 1:
        rows = frames[0]
    else:
        rows = pd.concat(frames)
        keys = ["start", part] if part else ["start"]
        rows = rows[rows["published"] == rows.groupby(keys)["published"].transform("max")]
    if any(force_named(name) for name in choice.parts):  # the boroughs are those of one force
        return rows[rows["force_code"] == METROPOLITAN]
    return rows


def grid(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """The sums: nought where nothing was recorded and NaN where nothing is known."""
    count = choice.count
    periods = pd.MultiIndex.from_tuples(choice.periods, names=["start", "end"])
    periods = periods.set_levels([pd.to_datetime(level) for level in periods.levels])
    nought = sources()[count.source].absent == "nought" and count.value in (None, "count")

    def added(kept: pd.DataFrame) -> pd.DataFrame:
        groups = kept.groupby(["start", "end", "area_code"])
        sums = groups.size() if count.value is None else groups[count.value].sum(min_count=1)
        fill = 0 if nought else float("nan")
        known = [code for code in CODES if code in reported]
        return sums.unstack("area_code", fill_value=fill).reindex(index=periods, columns=known, fill_value=fill)

    reported = set(rows["area_code"].dropna().unique())
    if count.of:
        below = meeting(rows, count.of)
        return (100 * added(meeting(below, count.where)) / added(below)).reindex(columns=CODES)
    return added(meeting(rows, count.where)).reindex(columns=CODES)


def meeting(rows: pd.DataFrame, conditions: tuple[Condition, ...]) -> pd.DataFrame:
    """The rows that meet all conditions."""
    for condition in conditions:
        column = rows[condition.column]
        match condition:
            case Is(values=values):
                rows = rows[column.isin(values)]
            case IsNot(values=values):
                rows = rows[column.notna() & ~column.isin(["", *values])]
            case Contains(words=words):
                rows = rows[column.str.contains("|".join(words), case=False, na=False)]
            case Between(lowest=low, highest=high):
                ends = (-float("inf") if low is None else low, float("inf") if high is None else high)
                rows = rows[column.between(*ends)]
    return rows


def same(one: Number, other: float) -> bool:
    return other != other if one is None else abs(one - other) <= 1e-9 * abs(one)


def compared(mine: list[list[list[Number]]], others: Grids, ways: Wanted) -> int:
    """How many numbers are equal. Raises AssertionError, naming the first that is not."""
    number = 0
    for (measure, choice), grid_of_ours, grid_of_theirs in zip(ways, mine, others, strict=True):
        for span, row, their_row in zip(choice.periods, grid_of_ours, grid_of_theirs.to_numpy(), strict=True):
            for code, one, other in zip(CODES, row, their_row, strict=True):
                assert same(one, other), (measure.key, choice.count.source, span, code, one, other)
                number += 1
    return number


def main() -> None:
    """Print how many numbers agree, the median seconds of both, and their ratio."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=home())
    options.add_argument("--times", type=int, default=5)
    chosen = options.parse_args()
    store = Store(chosen.home)
    evidence = Evidence(store)
    ways = wanted(evidence)
    if not ways:
        raise SystemExit(f"nothing is loaded in {chosen.home}: commonground load data")
    paths = {
        edition.id: evidence.placing.placed(edition)
        if sources()[edition.source].holds == "events"
        else edition.rows
        for _, choice in ways
        for edition in choice.editions
    }
    spelled = [as_spelled(choice, paths) for _, choice in ways]
    machine = described()
    number = compared(ours(store, ways), theirs(paths, spelled), ways)
    fast, tables, slow = in_turns(
        chosen.times,
        lambda: ours(store, ways),
        lambda: ours_added_up(store, ways),
        lambda: theirs(paths, spelled),
    )
    different = len({measure.key for measure, _ in ways})
    print(f"# Counting\n\n{machine}; medians of {chosen.times}.\n")
    print(f"* {different} measures counted in {len(ways)} ways, {len(CODES)} boroughs: {number:,} numbers, all equal.")
    print(f"* Common Ground {fast:.2f} s, pandas {slow:.2f} s: **{slow / fast:.1f} times as fast**.")
    print(f"* Without asking for the numbers one period at a time, {tables:.2f} s: {slow / tables:.1f} times as fast.")


if __name__ == "__main__":
    main()
