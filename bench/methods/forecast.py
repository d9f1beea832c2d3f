"""Forecasts, beside statsforecast and statsmodels in the same run; concentration against chance; how they grow.

    uv run python bench/methods/forecast.py [--series 20]

Each piece of work runs in a process of its own, imports and first compiling included; on a busy machine the seconds of
the processor say more than those of the clock.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import described

MONTHS = 96
FRAME = """
import json, resource, time
start, worked = time.perf_counter(), time.process_time()
import numpy as np
generator = np.random.default_rng(0)
mean = generator.gamma(9, 10, ({series}, 1)) * (1 + 0.2 * np.sin(np.arange({months}) / 12 * 2 * np.pi))
y = generator.negative_binomial(20, 20 / (20 + mean)).astype(float) + 1
{work}
print(json.dumps(dict(
    seconds=time.perf_counter() - start, worked=time.process_time() - worked,
    megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
)))
"""
ETS = """
from commonground.methods.forecast.models import exponential_smoothing
exponential_smoothing(y, generator)
"""
COMPARED = """
from commonground.methods.forecast.compared import forecasts
forecasts(y, generator)
"""
STATSFORECAST = """
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import AutoETS
days = pd.date_range("2015-01-01", periods={months}, freq="MS")
frame = pd.concat(pd.DataFrame(dict(unique_id=i, ds=days, y=row)) for i, row in enumerate(y))
StatsForecast(models=[AutoETS(season_length=12)], freq="MS", n_jobs=1).forecast(df=frame, h=12, level=[80, 95])
"""
STATSMODELS = """
import warnings
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
warnings.simplefilter("ignore")
for row in y[:{few}]:
    for error in ("add", "mul"):
        for trend, damped in ((None, False), ("add", False), ("add", True)):
            for season in (None, "add", "mul"):
                if (error, season) != ("add", "mul"):
                    ETSModel(row, error=error, trend=trend, damped_trend=damped, seasonal=season,
                             seasonal_periods=12 if season else None).fit(disp=False)
"""
CHANCE = """
from commonground.methods.gathering import gathered
gathered(generator.poisson(0.3, {places}), generator)
"""


def run(work: str, series: int = 1, **given: int) -> dict[str, float]:
    """Seconds and memory of one piece of work in a process of its own."""
    program = FRAME.format(series=series, months=MONTHS, work=work.format(months=MONTHS, **given))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def line(what: str, found: dict[str, float]) -> str:
    """One row of our own."""
    return f"| {what} | {found['seconds']:.1f} | {found['worked']:.1f} | {found['megabytes']:.0f} | |"


def main() -> None:
    """Measure, and print tables in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--series", type=int, default=20)
    series = options.parse_args().series
    few = max(1, series // 10)
    print(f"# Forecasts\n\n{described()}; series of {MONTHS} months, imports included.\n", flush=True)
    print(
        "| work | clock s | processor s | MB | peer / ours, processor |\n| --- | ---: | ---: | ---: | ---: |",
        flush=True,
    )
    ours = run(ETS, series)
    print(line(f"fifteen models, {series} series, limits by simulation", ours), flush=True)
    for name, work in (
        ("statsforecast AutoETS", STATSFORECAST),
        ("statsmodels ETSModel, the same models", STATSMODELS),
    ):
        peer = run(work, series, few=few)
        ratio = f"{peer['worked'] / ours['worked']:.1f}" if work is STATSFORECAST else "of fewer series"
        of = f"{few if work is STATSMODELS else series} series"
        print(
            f"| {name}, {of} | {peer['seconds']:.1f} | {peer['worked']:.1f} | {peer['megabytes']:.0f} | {ratio} |",
            flush=True,
        )
    print(line(f"all methods with scores from six starting points, {series} series", run(COMPARED, series)), flush=True)
    print("\n| series, all methods with scores | processor s | MB |\n| ---: | ---: | ---: |", flush=True)
    for n in (series // 4, series // 2, series, 2 * series):
        found = run(COMPARED, n)
        print(f"| {n} | {found['worked']:.1f} | {found['megabytes']:.0f} |", flush=True)
    print("\n| places, concentration with 999 throws | processor s | MB |\n| ---: | ---: | ---: |", flush=True)
    for places in (5_000, 10_000, 20_000, 40_000):
        found = run(CHANCE, places=places)
        print(f"| {places:,} | {found['worked']:.1f} | {found['megabytes']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
