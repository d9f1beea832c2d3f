"""Evaluations: synthetic control beside pysyncon, placebo dates beside a loop over statsmodels, and how cost grows.

    uv run python bench/methods/evaluation.py [--no-placebos]

Each piece of work runs in a process of its own, so that its memory is its own; on a busy machine the seconds of the
processor say more than those of the clock. The data of the first two are those of the Basque Country (tests/reference).
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import described

ROOT = Path(__file__).resolve().parents[2]
FRAME = """
import json, resource, sys, time
sys.path[:0] = [{tests!r}, {tests!r} + "/.."]
import numpy as np
{before}
began, worked = time.perf_counter(), time.process_time()
{work}
taken, worked = time.perf_counter() - began, time.process_time() - worked
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(dict(seconds=taken, worked=worked, megabytes=most / 1024, said=said)))
"""
BASQUE = """
import test_evaluation as reference
from tables import table
rows = table("evaluation/basque.csv")
names = [name for name in dict.fromkeys(rows["regionname"]) if not name.startswith("Spain")]
income = np.array([rows["gdpcap"][rows["regionname"] == name] for name in names])
predictors = np.array([reference.basque_predictors(rows, name) for name in names])
basque = next(i for i, name in enumerate(names) if name.startswith("Basque"))
"""
OURS = """
from commonground.methods.evaluation.synthetic import synthetic_control_with_predictors as fit
from commonground.methods.evaluation.synthetic import SHOWN
gaps = []
for area in {areas}:
    others = [i for i in range(len(names)) if i != area]
    found = fit(income[area], income[others], 15, predictors[area], predictors[others], fitted_on=slice(5, 15))
    gaps.append((found.gap[5:15] ** 2).mean())
said = f"mean squared gap {{gaps[0]:.6f}}, {{int((found.weights > SHOWN).sum())}} areas in the last mixture"
"""
THEIRS = """
import pandas as pd, warnings
from pysyncon import Synth
warnings.simplefilter("ignore")
gaps = []
for area in {areas}:
    others = [i for i in range(len(names)) if i != area]
    X = pd.DataFrame(predictors.T, columns=names)
    Z = pd.DataFrame(income[:, 5:15].T, columns=names)
    own, rest = names[area], [names[i] for i in others]
    model = Synth()
    model.fit(X0=X[rest], X1=X[own], Z0=Z[rest], Z1=Z[own])
    gaps.append(((Z[own] - Z[rest] @ model.W) ** 2).mean())
said = f"mean squared gap {{gaps[0]:.6f}}"
"""
SERIES = """
series = np.random.default_rng(0).poisson(40, {months})
start = {months} - 12
"""
STACK = """
from commonground.methods.evaluation.placebo_dates import placebo_dates_of_series
found = placebo_dates_of_series(series, start)
said = f"{found.starts.size} dates"
"""
LOOP = """
import statsmodels.api as sm
from commonground.methods.evaluation import design
dates = range(36, start - 11)
for date in dates:
    x, y = design.columns(48, np.array([36]), 12, 2, True)[0], series[date - 36 : date + 12]
    sm.GLM(y, x, family=sm.families.Poisson()).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False})
    sm.GLM(y, x, family=sm.families.Poisson()).fit(scale="X2")
said = f"{len(dates)} dates"
"""
DONORS = "rows = np.random.default_rng(0).poisson(40, ({areas} + 1, 60)).astype(float)"
PLACEBOS = """
from commonground.methods.evaluation.synthetic import placebo_areas
said = f"p {placebo_areas(rows[0], rows[1:], 48).p_value:.3f}"
"""
POWER = """
from commonground.methods.evaluation.power import power
found = power(40, 36, 12, dispersion=2, simulations={number}, generator=np.random.default_rng(0))
said = f"{{found.smallest:.0%}}"
"""


def run(before: str, work: str) -> dict:
    """Seconds, seconds of the processor, the most memory in all, and what it says."""
    lines = work.splitlines()
    imports = [one for one in lines if one.startswith(("import ", "from "))]  # not counted, on either side
    before, work = "\n".join([before, *imports]), "\n".join(one for one in lines if one not in imports)
    script = FRAME.format(tests=str(ROOT / "tests/reference"), before=before, work=work)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def line(name: str, found: dict, peer: dict | None = None) -> None:
    """A row of the result, with how many times as much the peer takes."""
    ratio = ""
    if peer is not None:
        times, memory = (peer[of] / found[of] for of in ("worked", "megabytes"))
        ratio = f"{times:.0f} times, memory {memory:.1f}"
    seconds = f"{found['seconds']:.2f} | {found['worked']:.2f} | {found['megabytes']:.0f}"
    print(f"| {name} | {seconds} | {ratio} | {found['said']} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-placebos", action="store_true", help="leave out the seventeen fits of the peer")
    asked = parser.parse_args()
    print(f"{described()}\n\n| what | seconds | of the processor | MB | the peer takes | it says |")
    print("|---|--:|--:|--:|--:|---|")
    sets = {"one fit with 13 predictors": "[basque]"}
    if not asked.no_placebos:
        sets["the area and 16 placebos"] = "[basque, *(i for i in range(len(names)) if i != basque)]"
    for name, areas in sets.items():
        theirs, ours = (run(BASQUE, work.format(areas=areas)) for work in (THEIRS, OURS))
        line(f"synthetic control, {name}: pysyncon", theirs)
        line(f"synthetic control, {name}: ours, 6 starts each", ours, theirs)
    before = SERIES.format(months=120)
    theirs, ours = run(before, LOOP), run(before, STACK)
    line("placebo dates of a series: statsmodels, one by one", theirs)
    line("placebo dates of a series: ours, in one stack", ours, theirs)
    for months in (120, 240, 480, 960):
        line(f"placebo dates, {months} months", run(SERIES.format(months=months), STACK))
    for areas in (20, 40, 80, 160):
        line(f"placebo areas from the months alone, {areas} areas", run(DONORS.format(areas=areas), PLACEBOS))
    for number in (250, 500, 1000, 2000):
        line(f"power, 9 falls, {number} simulated series each", run("", POWER.format(number=number)))


if __name__ == "__main__":
    main()
