"""Near repeats beside pointpats, how their cost grows, and what the tests of stop and search cost.

    uv run python bench/methods/near_repeat_and_searches.py [--events 50000] [--no-peer]

Each piece of work runs in a process of its own, so that its memory is its own; on a busy machine the seconds of the
processor say more than those of the clock. pointpats tests one cell a run; it is run on few events and permutations,
and set beside ours on the very same. The places are invented: half anywhere, half round 200 spots.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import described

CELLS = Path(__file__).resolve().parents[2] / "docs/examples/threshold_test.csv"
FRAME = """
import json, resource, time
import numpy as np
{given}
start, worked = time.perf_counter(), time.process_time()
{work}
taken, worked = time.perf_counter() - start, time.process_time() - worked
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(dict(seconds=taken, worked=worked, megabytes=most / 1024, said=said)))
"""
EVENTS = """
generator, n = np.random.default_rng(0), {events}
side = 16_000 * np.sqrt(n / 50_000)
spots = generator.uniform(0, side, (200, 2))[generator.integers(0, 200, n)] + generator.normal(0, 150, (n, 2))
place = np.where(generator.uniform(size=(n, 1)) < 0.5, generator.uniform(0, side, (n, 2)), spots)
day = generator.integers(0, 3650, n)
"""
KNOX = """
from commonground.methods import near_repeat
found = near_repeat.knox(*place.T, day, {far}, {long}, generator, permutations={permutations}, areas={areas})
said = f"{{found.observed[:, 0].tolist()}} pairs"
"""
POINTPATS = """
from pointpats import Knox
np.random.seed(0)
found = Knox(place, day[:, None], delta=400, tau=14, permutations={permutations})
said = f"{{found.nst}} pairs"
"""
CELLS_READ = """
import csv
rows = list(csv.DictReader(open({path!r})))
cells = [np.array([row[name] for row in rows]) for name in ("group", "place")]
cells += [np.array([float(row[name]) for row in rows]) for name in ("stops", "searches", "finds")]
"""
THRESHOLD = """
from commonground.methods import disparity
found = disparity.threshold_test(*cells, np.random.default_rng(1))
said = f"R-hat {found.r_hat.max():.2f}, {found.effective.min():.0f} effective draws; {found.threshold.round(3)}"
"""
TWELVE = {"far": [0, 1, 100, 200, 400], "long": [0, 7, 14, 28], "permutations": 999, "areas": None}
ONE = {"far": [0, 400.0000001], "long": [0, 15], "permutations": 99, "areas": None}


def run(given: str, work: str) -> dict:
    done = subprocess.run([sys.executable, "-c", FRAME.format(given=given, work=work)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def line(what: str, measured: dict) -> None:
    print(
        f"| {what} | {measured['seconds']:.1f} s | {measured['worked']:.1f} s | {measured['megabytes']:,.0f} MB "
        f"| {measured['said']} |",
        flush=True,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--events", type=int, default=50_000)
    options.add_argument("--no-peer", action="store_true")
    asked = options.parse_args()
    print(f"{described()}\n\n| what | clock | processor | memory | it says |\n| --- | --- | --- | --- | --- |")
    for events in (asked.events // 8, asked.events // 4, asked.events // 2, asked.events):
        measured = run(EVENTS.format(events=events), KNOX.format(**TWELVE))
        line(f"near repeats, {events:,} events × 999 × 12 bands", measured)
    within = TWELVE | {"areas": "(place // 1000) @ [100, 1]"}
    line(f"the same, {asked.events:,}, within areas", run(EVENTS.format(events=asked.events), KNOX.format(**within)))
    if not asked.no_peer:
        few = EVENTS.format(events=asked.events // 10)
        ours, theirs = run(few, KNOX.format(**ONE)), run(few, POINTPATS.format(permutations=99))
        line(f"near repeats, {asked.events // 10:,} × 99 × 1 band", ours)
        line("pointpats, the same", theirs)
        print(f"\nOurs to pointpats: time 1 : {theirs['worked'] / ours['worked']:.1f}, "
              f"memory 1 : {theirs['megabytes'] / ours['megabytes']:.1f}.\n")  # fmt: skip
    line("threshold test, 36 cells × 8 chains × 750", run(CELLS_READ.format(path=str(CELLS)), THRESHOLD))


if __name__ == "__main__":
    main()
