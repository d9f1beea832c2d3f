"""Every measure in every borough and every period, beside the same in pandas; the numbers must be equal.

Both start from the editions on disk with nothing in memory and choose the newest way to count each measure by
local authority. First each adds up all observations into one table a measure; then each answers for one
measure, borough and period at a time, as a report asks. The pandas side is as an analyst would write it: each
edition read once, the rows filtered, grouped and added up, the answers looked up in a dictionary.

    uv run python bench/evidence.py [--home .commonground] [--times 3]
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pandas as pd

from commonground.evidence.choice import Choice
from commonground.evidence.edition import Edition
from commonground.evidence.measure import Between, Condition, Contains, Is, IsNot, Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store, home
from commonground.sources import sources

AREA_TYPE = "local_authority"
Number = float | None
Answer = TypeVar("Answer")
Key = tuple[str, str, object]  # measure, area, first day


def counted(store: Store) -> list[tuple[Measure, Choice]]:
    """The measures that can be counted by borough, and the newest way to count each; nothing is read."""
    evidence = Evidence(store)
    found = [(m, evidence.choices(m, AREA_TYPE)) for m in measures().values()]
    usable = [(m, c[0]) for m, c in found if c]
    return [(m, c) for m, c in usable if sources()[c.count.source].holds != "events" and not c.count.of]


def our_tables(store: Store, wanted: list[tuple[Measure, Choice]]) -> Evidence:
    """Through Evidence, which keeps what it has added up."""
    evidence = Evidence(store)
    for measure, choice in wanted:
        evidence.table(measure, choice, AREA_TYPE)
    return evidence


def our_numbers(evidence: Evidence, wanted: list[tuple[Measure, Choice]]) -> dict[Key, Number]:
    """One period at a time, with nought where nothing was recorded and None where nothing is known."""
    boroughs = evidence.areas("london-boroughs")
    return {
        (measure.key, code, start): tally.count
        for measure, choice in wanted
        for start, end in choice.periods
        for code, tally in evidence.tallies(measure, boroughs, Period(start, end), choice).items()
    }


Sums = list[
    tuple[set[str], "pd.Series[float]"]
]  # areas that the source knows, and the sums, for each measure


def their_tables(wanted: list[tuple[Measure, Choice]]) -> Sums:
    """With pandas."""
    read: dict[str, pd.DataFrame] = {}
    found = []
    for _, choice in wanted:
        frames = []
        for edition in choice.editions:
            if edition.id not in read:
                read[edition.id] = pd.read_parquet(edition.rows)
            frames.append(taken(read[edition.id], edition, choice))
        rows = pd.concat(frames)
        known = set(rows["area_code"].dropna())
        for condition in choice.count.where:
            rows = rows[holds(condition, rows)]
        amount = rows[choice.count.value] if choice.count.value else pd.Series(1, rows.index)
        found.append(
            (known, amount.groupby([rows["area_code"], rows["start"], rows["end"]]).sum(min_count=1))
        )
    return found


def their_numbers(codes: list[str], wanted: list[tuple[Measure, Choice]], tables: Sums) -> dict[Key, Number]:
    """The same numbers, looked up."""
    answer: dict[Key, Number] = {}
    for (measure, choice), (known, sums) in zip(wanted, tables, strict=True):
        nought = sources()[choice.count.source].absent == "nought" and choice.count.value in (None, "count")
        empty, added = (0 if nought else None), sums.to_dict()
        for start, end in choice.periods:
            for code in codes:
                value = added.get((code, start, end), empty) if code in known else None
                answer[measure.key, code, start] = None if value != value else value
    return answer


def taken(rows: pd.DataFrame, edition: Edition, choice: Choice) -> pd.DataFrame:
    """The rows of an edition about boroughs, in the periods and parts that no later edition has."""
    rows = rows[rows["area_type"] == AREA_TYPE]
    part = sources()[edition.source].parts if edition.parts else None
    won = {(span[0], name) for (span, name), e in choice.taken_from.items() if e.id == edition.id}
    if part is None:
        return rows[rows["start"].isin([start for start, _ in won])]
    return rows[[pair in won for pair in zip(rows["start"], rows[part], strict=True)]]


def holds(condition: Condition, rows: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each row meets the condition."""
    column = rows[condition.column]
    match condition:
        case Is(values=values):
            return column.astype("string").str.lower().isin([v.lower() for v in values])
        case IsNot(values=values):
            return column.notna() & ~column.astype("string").str.lower().isin(
                ["", *(v.lower() for v in values)]
            )
        case Contains(words=words):
            written = column.astype("string").str.lower()
            return sum(written.str.contains(w.lower(), regex=False).fillna(False) for w in words) > 0
        case Between(lowest=lowest, highest=highest):
            return column.between(
                -float("inf") if lowest is None else lowest, float("inf") if highest is None else highest
            )


def differences(one: dict[Key, Number], other: dict[Key, Number]) -> list[tuple[Key, Number, Number]]:
    """Where the two do not give the same number."""

    def same(a: Number, b: Number) -> bool:
        return a == b or (a is not None and b is not None and abs(a - b) < 1e-9 * abs(a))

    return [
        (key, one.get(key), other.get(key)) for key in one | other if not same(one.get(key), other.get(key))
    ]


def best(times: int, work: Callable[[], Answer]) -> tuple[float, Answer]:
    """The shortest of so many times, in seconds, and the last answer."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), answer


def main() -> None:
    """Print the seconds of both, how many numbers they agree on, and the ratios."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=home())
    options.add_argument("--times", type=int, default=3)
    chosen = options.parse_args()
    store = Store(chosen.home)
    wanted = counted(store)
    if not wanted:
        raise SystemExit(f"nothing is loaded in {chosen.home}: commonground load data")
    codes = [area.code for area in Evidence(store).areas("london-boroughs")]
    our_table, _ = best(chosen.times, lambda: our_tables(store, wanted))
    our_whole, mine = best(chosen.times, lambda: our_numbers(our_tables(store, wanted), wanted))
    their_table, _ = best(chosen.times, lambda: their_tables(wanted))
    their_whole, theirs = best(chosen.times, lambda: their_numbers(codes, wanted, their_tables(wanted)))
    wrong = differences(mine, theirs)
    assert wrong == [], f"{len(wrong)} numbers differ, such as {wrong[:5]}"
    print(f"{len(wanted)} measures, {len(codes)} boroughs, {len(mine):,} numbers, all equal")
    for what, fast, slow in (
        ("tables", our_table, their_table),
        ("tables, then one number at a time", our_whole, their_whole),
    ):
        print(f"{what}: Common Ground {fast:.2f} s, pandas {slow:.2f} s, {slow / fast:.1f} times as fast")


if __name__ == "__main__":
    main()
