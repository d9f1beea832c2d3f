"""How long a load takes beside DuckDB's own read-and-write of the same file.

Ten million street-level rows are made by repeating real ones; each repetition has Crime IDs of its own, so
that there are as many repeats and blanks as in the real file. Both sides run in this process with the same
threads, in turns.

    uv run python bench/load.py [--rows 10_000_000] [--times 3]
"""

import argparse
import resource
import shutil
import tempfile
from pathlib import Path

import duckdb
from machine import described, in_turns

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


def plain(source: Path, target: Path) -> None:
    """DuckDB's own reading and writing."""
    with duckdb.connect() as connection:
        connection.execute(f"copy (select * from read_csv('{source}')) to '{target}' (format parquet)")


def loaded(source: Path, home: Path) -> None:
    """The load into an empty store: hash, checks, repeats, tidy table, manifest."""
    shutil.rmtree(home, ignore_errors=True)
    outcomes = list(load([source], Store(home)))
    assert [o.error for o in outcomes] == [None], outcomes


def main() -> None:
    """Print the seconds of both, the ratio of the best, and the memory; by the processor on a busy machine."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--times", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="commonground-bench-") as folder:
        source, machine = Path(folder) / "street.csv", described()
        make(source, chosen.rows)
        seconds = in_turns(
            chosen.times,
            lambda: plain(source, Path(folder) / "plain.parquet"),
            lambda: loaded(source, Path(folder) / "home"),
        )
        print(f"# Loading\n\n{machine}; medians of {chosen.times}.\n")
        print(f"* {chosen.rows:,} street-level rows, a CSV of {source.stat().st_size / 1e6:,.0f} MB.")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"* DuckDB reads and writes it in {seconds[0]:.1f} s; the load takes {seconds[1]:.1f} s: "
            f"**{seconds[1] / seconds[0]:.2f} times as long**; at most {memory:.1f} GB of memory."
        )


if __name__ == "__main__":
    main()
