"""How the cost of the large methods grows: processor seconds at n, 2n, 4n and 8n, as a table and as a picture.

    uv run python bench/methods/growth.py [--picture bench/results/growth.svg]

In one process, each work once before it is timed, so that imports are not counted: they are in the other files.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import altair as alt
import numpy as np
from machine import described

from commonground.methods.alarms.farrington import farrington_flexible
from commonground.methods.conditional_permutation import permuted
from commonground.methods.density.surface import kernel_density
from commonground.methods.near_repeat.knox import knox
from commonground.methods.neighbours import beside
from commonground.methods.time_of_day import aoristic
from commonground.report.charts.look import ACCENT, QUIET, WIDE, data, frame
from commonground.report.render.drawing import drawn

TIMES = (1, 2, 4, 8)


def points(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Events in a town that grows with them, so that each has as many near it."""
    side = 10_000 * np.sqrt(n / 10_000)
    x, y = np.random.default_rng(n).uniform(0, side, (2, n))
    return x, y


def hot_spots(n: int) -> Callable[[], object]:
    side = int(np.sqrt(n))
    around = beside(np.tile(range(side), side), np.repeat(range(side), side))
    counts = np.random.default_rng(n).poisson(3.0, side * side)
    return lambda: permuted(counts, around, np.random.default_rng(1), 999)


def near_repeats(n: int) -> Callable[[], object]:
    (x, y), day = points(n), np.random.default_rng(n).integers(0, 365, n)
    distances, times = (0, 1, 100, 200, 400), (0, 7, 14, 28)
    return lambda: knox(x, y, day, distances, times, np.random.default_rng(1), permutations=199)


def densities(n: int) -> Callable[[], object]:
    x, y = points(n)
    return lambda: kernel_density(x, y, bandwidth=300, cell=100)


def hours(n: int) -> Callable[[], object]:
    generator = np.random.default_rng(n)
    start = np.datetime64("2024-01-01T00:00", "s") + generator.integers(0, 365 * 86_400, n)
    end = start + generator.integers(0, 48 * 3600, n)
    return lambda: aoristic(start, end)


def alarms(n: int) -> Callable[[], object]:
    counts = np.random.default_rng(n).poisson(5.0, (n, 96))
    return lambda: farrington_flexible(counts, np.arange(84, 96))


WORKS = {
    "Hot spots, squares, 999 draws": (hot_spots, 50_000),
    "Near repeats, events, 199 permutations": (near_repeats, 5_000),
    "Density, events": (densities, 50_000),
    "Hours of the week, events": (hours, 100_000),
    "Alarms, series of 96 months, 12 judged": (alarms, 500),
}


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def picture(rows: list[dict]) -> str:
    """Both axes in doublings: a straight line of slope one is work in proportion."""
    scale = alt.Scale(type="log", base=2)
    base = alt.Chart(data(rows)).encode(
        x=alt.X("times:Q", scale=scale, axis=alt.Axis(title="times as many", values=list(TIMES), format="d")),
        y=alt.Y("cost:Q", scale=scale, axis=alt.Axis(title=None, values=[1, 2, 4, 8, 16])),
    )
    line, rule = base.mark_line(point=True, color=ACCENT), base.mark_line(strokeDash=[4, 4], color=QUIET)
    panel = (rule.encode(y=alt.Y("times:Q", scale=scale)) + line).properties(width=180, height=150)
    spec = panel.facet(facet=alt.Facet("work:N", title=None, sort=list(WORKS)), columns=3).to_dict(validate=False)
    told = "Cost of each method against the amount of work, beside a line of equal proportion (dashed)"
    svg = drawn(frame(spec, WIDE, "processor seconds, as a multiple of those at n"), "growth", told)
    return svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1) if "xmlns=" not in svg[:200] else svg


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--picture", type=Path, default=Path("bench/results/growth.svg"))
    asked = options.parse_args()
    print(f"# How cost grows\n\n{described()}; processor seconds, imports not counted.\n", flush=True)
    print("| work | n | n | 2n | 4n | 8n |\n| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    rows = []
    for name, (make, least) in WORKS.items():
        make(max(least // 10, 100))()
        taken = [seconds(make(least * times)) for times in TIMES]
        rows += [{"work": name, "times": t, "cost": s / taken[0]} for t, s in zip(TIMES, taken, strict=True)]
        print(f"| {name} | {least:,} | {' | '.join(f'{s:.2f}' for s in taken)} |", flush=True)
    asked.picture.parent.mkdir(parents=True, exist_ok=True)
    asked.picture.write_text(picture(rows), "utf-8")
    print(f"\nAs a picture: {asked.picture}")


if __name__ == "__main__":
    main()
