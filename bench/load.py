"""How long a load takes beside DuckDB's own read-and-write of the same file.

Ten million street-level rows are made by repeating real ones; each repetition has Crime IDs of its own, so
that there are as many repeats and blanks as in the real file. Both sides run in this process with the same
threads, in turns.

    uv run python bench/load.py [--rows 10_000_000] [--times 3]
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import duckdb

from commonground.evidence.loading import load
from commonground.evidence.store import Store

REAL = Path(__file__).parent.parent / "data/police-street-level-met/city-of-london-street_2014-09_2017-08.parquet"


def make(target: Path, rows: int) -> None:
    """Write the CSV as data.police.uk does."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            copy (select case when "Crime ID" is not null then sha256("Crime ID" || n) end as "Crime ID",
                         real.* exclude ("Crime ID")
                  from range({rows}) repeats(n), read_parquet('{REAL}') as real
                  where n < {rows} // (select count(*) from read_parquet('{REAL}')) + 1 limit {rows})
            to '{target}' (format csv, header)
        """)


def plain(source: Path, target: Path) -> float:
    """Seconds for DuckDB's own reading and writing."""
    start = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute(f"copy (select * from read_csv('{source}')) to '{target}' (format parquet)")
    return time.perf_counter() - start


def loaded(source: Path, home: Path) -> float:
    """Seconds for the load: hash, checks, repeats, tidy table, manifest."""
    start = time.perf_counter()
    outcomes = list(load([source], Store(home)))
    seconds = time.perf_counter() - start
    assert [o.error for o in outcomes] == [None], outcomes
    return seconds


def main() -> None:
    """Print the seconds of both, the ratio of the best, and the memory."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--times", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="commonground-bench-") as folder:
        source = Path(folder) / "street.csv"
        make(source, chosen.rows)
        print(f"{chosen.rows:,} rows, {source.stat().st_size / 1e6:,.0f} MB")
        plains, loads = [], []
        for turn in range(chosen.times):
            plains.append(plain(source, Path(folder) / "plain.parquet"))
            loads.append(loaded(source, Path(folder) / f"home-{turn}"))
            print(f"DuckDB read and write {plains[-1]:6.1f} s    load {loads[-1]:6.1f} s", flush=True)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        ratio = min(loads) / min(plains)
        print(f"best: load takes {ratio:.2f} times as long; at most {memory:.1f} GB of memory")


if __name__ == "__main__":
    main()
