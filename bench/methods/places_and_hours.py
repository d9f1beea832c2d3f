"""Densities, streets, point patterns and hours of the week: seconds and memory, beside a peer, and how they grow.

    uv run python bench/methods/places_and_hours.py [--events 100000] [--no-peer]

Each piece of work runs in a process of its own, with its imports, as a user pays them. The events are invented.
Beside the time on the wall stands that of the processor, which a busy machine changes less. No package that pip
installs has exact densities by grid, street densities or aoristic weights: the plain peers are SciPy's
``gaussian_kde`` on the same cells and, for Ripley's K, pointpats.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import described

POINTS = """
generator = np.random.default_rng(0)
x, y = (np.clip(generator.normal(25_000, 8_000, n), 0, 50_000) for _ in range(2))
"""
GRID = """
from commonground.methods.density import kernel_density
from commonground.methods.window import Window
kernel_density(x, y, {bandwidth}, 250, Window(0, 50_000, 0, 50_000), "{kernel}", "divide")
"""
WORK = {
    "density, quartic 500 m, 40,000 cells of 250 m": POINTS + GRID.format(bandwidth=500, kernel="quartic"),
    "density, gaussian 250 m, the same cells": POINTS + GRID.format(bandwidth=250, kernel="gaussian"),
    "bandwidth by likelihood": POINTS + """
from commonground.methods.density import likelihood
from commonground.methods.window import Window
likelihood(x, y, Window(0, 50_000, 0, 50_000))
""",
    "hours of the week: totals and every weight": """
from commonground.methods.time_of_day import aoristic, weights
generator = np.random.default_rng(0)
first = np.datetime64("2020-01-01T00:00:00") + generator.integers(0, 4 * 365 * 86_400, n).astype("m8[s]")
last = first + generator.exponential(12 * 3_600, n).astype("m8[s]")
aoristic(first, last), weights(first, last)
""",
    "streets, 3,120 of 80 m, 200 m": """
from commonground.methods.street_density import street_density
from commonground.methods.street_network import from_lines, nearest
side = np.arange(40) * 80.0
lines = [(a, b, a + 80, b) for a in side[:-1] for b in side] + [(a, b, a, b + 80) for a in side for b in side[:-1]]
network = from_lines(*np.array(lines).T)
generator = np.random.default_rng(0)
place = nearest(network, generator.uniform(0, 3_120, n), generator.uniform(0, 3_120, n))
street_density(network, place.street, place.along, 200, 20)
""",
}  # fmt: skip
K = """
from commonground.methods.point_pattern import ripley_k
from commonground.methods.window import Window
generator = np.random.default_rng(0)
x, y = generator.uniform(0, 6_000, n), generator.uniform(0, 5_000, n)
ripley_k(x, y, Window(0, 6_000, 0, 5_000), np.arange(21) * 50.0, "{correction}", 99, generator)
"""
PEER_K = """
from pointpats import k_test
generator = np.random.default_rng(0)
points = np.column_stack([generator.uniform(0, 6_000, n), generator.uniform(0, 5_000, n)])
hull = np.array([[0, 0], [6_000, 0], [6_000, 5_000], [0, 5_000]])
k_test(points, support=(0, 1_000, 21), n_simulations=99)
"""
PEER_DENSITY = (
    POINTS
    + """
from scipy.stats import gaussian_kde
middles = np.arange(125, 50_000, 250)
cells = np.array(np.meshgrid(middles, middles)).reshape(2, -1)
estimate = gaussian_kde(np.array([x, y]), bw_method=250 / np.std(x))
estimate(cells)
"""
)
FRAME = """
import json, resource, time
start = time.perf_counter()
import numpy as np
n = {n}
{work}
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.perf_counter() - start, time.process_time(), most]))
"""


Taken = tuple[float, float, float]


def run(work: str, n: int) -> Taken:
    """Seconds with imports, those of the processor, and the most megabytes."""
    words = [sys.executable, "-c", FRAME.format(n=n, work=work)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    seconds, processor, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, processor, megabytes


def told(name: str, n: int, work: str) -> Taken:
    """Measured, and printed as a line of the table."""
    seconds, processor, megabytes = run(work, n)
    print(f"| {name} | {n:,} | {seconds:.2f} | {processor:.2f} | {megabytes:.0f} |", flush=True)
    return seconds, processor, megabytes


def beside(name: str, ours: Taken, peer: Taken) -> None:
    """What the peer takes for one of ours."""
    times = " | ".join(f"{theirs / own:.1f}" for theirs, own in zip(peer, ours, strict=True))
    print(f"| {name}, times ours | | {times} |", flush=True)


def main() -> None:
    """Measure, and print tables in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--events", type=int, default=100_000)
    options.add_argument("--no-peer", action="store_true")
    asked = options.parse_args()
    print(f"# Places and hours\n\n{described()}; every piece in a process of its own, with its imports.\n", flush=True)
    print("| what | events | seconds | of the processor | megabytes |\n| --- | ---: | ---: | ---: | ---: |", flush=True)
    for name, work in WORK.items():
        told(name, asked.events // (20 if name.startswith("streets") else 1), work)
    told("Ripley's K at 21 distances, isotropic, 99 simulations", 1_500, K.format(correction="isotropic"))
    if not asked.no_peer:
        plain = told("Ripley's K without correction, 99 simulations", 1_500, K.format(correction="none"))
        beside("pointpats k_test", plain, told("pointpats k_test, which corrects nothing", 1_500, PEER_K))
        few = asked.events // 50
        gaussian = told("density, gaussian 250 m", few, WORK["density, gaussian 250 m, the same cells"])
        beside("scipy gaussian_kde", gaussian, told("scipy gaussian_kde on the same cells", few, PEER_DENSITY))
    print("\nSeconds of the processor as events grow:\n")
    print("| what | n | 2n | 4n | 8n |\n| --- | ---: | ---: | ---: | ---: |", flush=True)
    for name, work in WORK.items():
        least = asked.events // (160 if name.startswith("streets") else 8)
        seconds = [run(work, least * times)[1] for times in (1, 2, 4, 8)]
        print(f"| {name}, n = {least:,} | " + " | ".join(f"{s:.2f}" for s in seconds) + " |", flush=True)


if __name__ == "__main__":
    main()
