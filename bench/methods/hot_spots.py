"""Hot spots: Gi* and conditional permutation beside esda, as ratios of time and memory, and how the cost grows.

    uv run python bench/methods/hot_spots.py [--side 316] [--draws 999] [--no-peer]

Each piece of work runs in a process of its own, so that its memory is its own and what a peer compiles is paid as a
user pays it. The squares of a grid with eight neighbours each hold invented counts.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import described

OURS = """
import numpy as np
from commonground.methods.conditional_permutation import permuted
from commonground.methods.local_association import gi_star
from commonground.methods.neighbours import beside
around = beside(np.tile(range(side), side), np.repeat(range(side), side))
found = gi_star(values, around).with_p_values(permuted(values, around, np.random.default_rng(1), draws).p_value)
flagged = int((found.p_value < 0.05).sum())
"""
PEER = """
import warnings
warnings.simplefilter("ignore")
from libpysal.weights import lat2W
from esda import G_Local
weights = lat2W(side, side, rook=False)
found = G_Local(values, weights, transform="B", star=True, permutations=draws, seed=1, n_jobs=1)
flagged = int((found.p_sim < 0.05).sum())
"""
FRAME = """
import json, resource, time
import numpy as np
side, draws = {side}, {draws}
generator = np.random.default_rng(0)
values = generator.poisson(generator.gamma(1.0, 2.0, side * side)).astype(float)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
{work}
taken = time.perf_counter() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(dict(seconds=taken, megabytes=most / 1024, flagged=flagged)))
"""


def run(work: str, side: int, draws: int) -> dict[str, float]:
    """Seconds with imports and compiling, the most memory, and how many squares fall under 0.05."""
    done = subprocess.run(
        [sys.executable, "-c", FRAME.format(side=side, draws=draws, work=work)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Measure, and print tables in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--side", type=int, default=316)
    options.add_argument("--draws", type=int, default=999)
    options.add_argument("--no-peer", action="store_true")
    asked = options.parse_args()
    print(f"# Hot spots\n\n{described()}; every piece in a process of its own, with its imports.\n", flush=True)
    print("| what | squares | draws | seconds | megabytes |\n| --- | ---: | ---: | ---: | ---: |", flush=True)
    found = {}
    pieces = [
        ("Gi* and permutation", OURS, asked.draws),
        ("the same, a hundred times the draws", OURS, 100 * asked.draws),
    ]
    for name, work, draws in [*pieces, *([] if asked.no_peer else [("esda G_Local", PEER, asked.draws)])]:
        found[name] = told = run(work, asked.side, draws)
        print(
            f"| {name} | {asked.side**2:,} | {draws:,} | {told['seconds']:.1f} | {told['megabytes']:.0f} |", flush=True
        )
    if not asked.no_peer:
        ours, peer = found["Gi* and permutation"], found["esda G_Local"]
        print(
            f"\nesda takes {peer['seconds'] / ours['seconds']:.0f} times as long and "
            f"{peer['megabytes'] / ours['megabytes']:.1f} times the memory (its p values are one tail: "
            f"{int(peer['flagged']):,} squares under 0.05 there, {int(ours['flagged']):,} here)."
        )
    print("\n| squares | draws | seconds |\n| ---: | ---: | ---: |", flush=True)
    for times in (1, 2, 4, 8):
        side = round((asked.side**2 / 8 * times) ** 0.5)
        print(f"| {side**2:,} | {asked.draws:,} | {run(OURS, side, asked.draws)['seconds']:.2f} |", flush=True)


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"\n{time.perf_counter() - started:.0f} seconds in all.")
