"""Control charts beside abspc: seconds for many series, with limits, rules and the kind of variation of each.

    uv run python bench/methods/control_charts.py [--series 200]
"""

import argparse
import contextlib
import io
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from machine import described

MONTHS = 60


def ours(counts: np.ndarray) -> int:
    from commonground.methods.control_chart import control_chart

    days = np.datetime64("2020-01", "M") + np.arange(MONTHS)
    return sum(control_chart(days.astype("datetime64[D]"), series).variation != "common cause" for series in counts)


def abspc(counts: np.ndarray) -> int:
    import abspc
    import pandas as pd

    found = 0
    for series in counts:
        limits = abspc.calculate_control_limits(pd.DataFrame({"value": series.astype(float)}), "XmR")
        marked = abspc.detect_special_causes(limits)
        found += "common" not in str(abspc.determine_variation_type(marked, improvement_direction="low")).lower()
    return found


def measured(work: Callable[[np.ndarray], int], counts: np.ndarray) -> tuple[float, float, int]:
    """Processor seconds, the most megabytes held at once, and in how many series something is special."""
    with contextlib.redirect_stdout(io.StringIO()):
        work(counts[:2])  # imports are not counted
        start = time.process_time()
        found = work(counts)
        taken = time.process_time() - start
        tracemalloc.start()
        work(counts[:20])
        most = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    return taken, most, found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--series", type=int, default=200)
    asked = options.parse_args()
    counts = np.random.default_rng(1).poisson(20, (asked.series, MONTHS))
    print(f"# Control charts\n\n{described()}; {asked.series:,} series of {MONTHS} months.\n")
    print("| what | processor s | MB | series with a special cause |\n| --- | ---: | ---: | ---: |")
    found = {work.__name__: measured(work, counts) for work in (ours, abspc)}
    for name, (taken, most, special) in found.items():
        print(f"| {name} | {taken:.2f} | {most:.1f} | {special} |", flush=True)
    print(f"\nabspc takes {found['abspc'][0] / found['ours'][0]:.1f} times as long. Its rules are not all the same.")


if __name__ == "__main__":
    main()
