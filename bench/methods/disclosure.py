"""The guard and the audit: what it costs to stand in front of every page.

    uv run python bench/methods/disclosure.py [--home .commonground] [--area Lewisham]

From a loaded store: the whole assessment, and pages of each kind, with the cells that each puts before the guard and
the processor's seconds of protecting them. Then the audit of two linked tables of invented counts, at n, 2n, 4n and 8n
rows. There is no peer that pip can install: none audits linked tables.
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from machine import described

from commonground.evidence.disclosure import published
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store, home
from commonground.report import assessment, guard
from commonground.report.pages.asked import Asked
from commonground.report.pages.kept import KINDS
from commonground.report.pages.page import write

TODAY = date(2026, 7, 1)
MEASURE = "violence_against_the_person"


def main() -> None:
    """Print two tables in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=home())
    options.add_argument("--area", default="Lewisham")
    chosen = options.parse_args()
    print(f"# Disclosure\n\n{described()}\n", flush=True)
    store = Store(chosen.home)
    if store.editions():
        pages(Evidence(store), chosen.area)
    audits()


def pages(evidence: Evidence, name: str) -> None:
    """Every call of the guard that a document makes, and how long the document takes in all."""
    calls: list[tuple[int, float]] = []
    protect = guard.protect

    def timed(cells, *others, **named):  # type: ignore[no-untyped-def]
        given = list(cells)
        start = time.process_time()
        found = protect(given, *others, **named)
        calls.append((len(given), time.process_time() - start))
        return found

    guard.protect = timed
    area = evidence.area(name)
    works = {"assessment": lambda: assessment.write(evidence, area, today=TODAY, texts={})}
    for kind, build in KINDS.items():
        by = {"by": "ward"} if kind == "mapped" else {}
        asked = Asked(area, "" if kind == "overview" else MEASURE, **by)
        works[kind] = lambda build=build, asked=asked: write(build, evidence, asked, TODAY)
    print("| what | cells | guard, s | all of it, s |\n|---|--:|--:|--:|")
    for what, work in works.items():
        calls.clear()
        start = time.process_time()
        work()
        taken = time.process_time() - start
        print(f"| {what} | {sum(n for n, _ in calls):,} | {sum(s for _, s in calls):.2f} | {taken:.2f} |", flush=True)
    guard.protect = protect


def audits() -> None:
    """Two tables with one margin: rows by eight ages and rows by sex."""
    print("\n| rows | cells | small | intervals and advice, s |\n|--:|--:|--:|--:|")
    for rows in (25, 50, 100, 200):
        generator = np.random.default_rng(rows)
        ages = generator.poisson(30, (rows, 8))
        few = generator.random(ages.shape) < 0.02
        ages[few] = generator.integers(1, 5, few.sum())
        women = generator.binomial(ages.sum(1), 0.3)
        names = {"ward": [f"ward {i}" for i in range(rows)]}
        tables = [
            published.with_margins(published.crossed(name, names | {of: n.astype(str) for of, n in columns.items()}))
            for name, columns in (
                ("age", {f"age {i}": ages[:, i] for i in range(8)}),
                ("sex", {"women": women, "men": ages.sum(1) - women}),
            )
        ]
        start = time.process_time()
        found = published.inspect(tables)
        taken = time.process_time() - start
        print(f"| {rows} | {found.shown:,} | {len(found.secret):,} | {taken:.2f} |", flush=True)


if __name__ == "__main__":
    main()
