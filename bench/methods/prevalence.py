"""Prevalence: resampling with the model chosen afresh, beside one table at a time with statsmodels.

    uv run python bench/methods/prevalence.py [--times 1000]

Each piece of work runs in a process of its own, so that its memory is its own and the first use is counted. No package
that pip can install does this. The plain peer chooses the model with one regression after the other and checks each
with a linear programme, as any loop does; it is run on a few resamples, and its time is for as many.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import described

ROOT = Path(__file__).resolve().parents[2]
PLAIN = 3  # resamples of the plain peer
FRAME = """
import json, resource, sys, time
sys.path[:0] = [{tests!r}, {methods!r}]
import numpy as np
from overlapping_lists import capture
generator = np.random.default_rng(1)
if {lists}:
    patterns = np.array([place.bit_count() for place in range(2**{lists})])
    table = generator.poisson(np.exp(7 - 1.6 * patterns))
    table[0] = 0
else:
    table = capture({name!r})[1]
{first}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
{work}
taken = time.perf_counter() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(dict(seconds=taken, more=(most - before) / 1024)))
"""
OURS = "from commonground.methods import prevalence\nprevalence.resampled(table, generator, {times})"
ONE_BY_ONE = """
for drawn in generator.multinomial(table.sum(), table / table.sum(), size={times}):
    slowly_prevalence.stepwise(drawn, 0.02)
"""
OTHERS = {
    "all models of pairs": "from commonground.methods import prevalence\nprevalence.all_models(table)",
    "all decomposable graphs": "from commonground.methods import prevalence\nprevalence.decomposable(table)",
    "the whole answer": "from commonground.methods import prevalence\nprevalence.estimate(table, generator)",
}
FIVE, SIX = "uk_2013_five_lists", "uk_2013_six_lists"


def measured(work: str, name: str = "", lists: int = 0, first: str = "") -> dict[str, float]:
    """Seconds and megabytes of one piece of work, in a process of its own."""
    tests, methods = str(ROOT / "tests/reference"), str(ROOT / "tests/methods")
    text = FRAME.format(tests=tests, methods=methods, first=first, work=work, name=name, lists=lists)
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def main() -> None:
    """Measure, and print tables in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--times", type=int, default=1000)
    times = options.parse_args().times
    print(f"# Prevalence\n\n{described()}.\n\n| table | resamples | s | MB more | one at a time, s | ratio |")
    print("|---|---|---|---|---|---|")
    tables = (("UK 2013, five lists", FIVE, 0), ("UK 2013, six lists", SIX, 0), ("eight, invented", "", 8))
    for title, name, lists in tables:
        ours = measured(OURS.format(times=times), name, lists)
        plain = "| – | – |"
        if name:
            each = measured(ONE_BY_ONE.format(times=PLAIN), name, first="import slowly_prevalence")["seconds"] / PLAIN
            plain = f"| {each * times:,.0f} | {each * times / ours['seconds']:,.0f} |"
        print(f"| {title} | {times:,} | {ours['seconds']:.2f} | {ours['more']:.0f} {plain}", flush=True)
    print("\n| six lists, resamples | s | MB more |\n|---|---|---|")
    for share in (0.5, 1, 2, 4):
        found = measured(OURS.format(times=int(times * share)), SIX)
        print(f"| {int(times * share):,} | {found['seconds']:.2f} | {found['more']:.0f} |", flush=True)
    print("\n| work | five lists, s | MB more | six lists, s | MB more |\n|---|---|---|---|---|")
    for title, work in OTHERS.items():
        both = (measured(work, FIVE), measured(work, SIX))
        cells = [f"{found['seconds']:.2f} | {found['more']:.0f}" for found in both]
        print(f"| {title} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
