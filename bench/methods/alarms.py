"""Alarms: Farrington flexible over many series at once, beside one regression at a time, and over the wards of London.

    uv run python bench/methods/alarms.py [--series 1000] [--no-london]

Each piece of work runs in a process of its own, so that its memory is its own; on a busy machine the seconds of the
processor say more than those of the clock. The plain peer fits each point twice with statsmodels, as a loop over series
does in any language; it is run on a few series and its time is per series.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import described

ROOT = Path(__file__).resolve().parents[2]
WARDS = ROOT / "data/mps-recorded-crime-ward/recorded-crime-ward-historical_2010-04_2024-02.parquet"
MONTHS = 12
PLAIN = 10  # series of the plain peer
FRAME = """
import json, resource, time
import numpy as np
{counts}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start, worked = time.perf_counter(), time.process_time()
{work}
taken, worked = time.perf_counter() - start, time.process_time() - worked
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(dict(seconds=taken, worked=worked, megabytes=most / 1024, more=(most - before) / 1024, said=said)))
"""
INVENTED = """
generator = np.random.default_rng(0)
mean = generator.gamma(2, 10, ({series}, 1)) * (1 + 0.2 * np.sin(np.arange(96) / 12 * 2 * np.pi))
counts = generator.poisson(generator.gamma(mean, 1)).astype(float)
"""
LONDON = """
import pyarrow.parquet as pq
wards = pq.read_table({path!r})
counts = np.array([wards[name].fill_null(0).to_numpy() for name in wards.column_names if name.isdigit()], float).T
"""
OURS = """
from commonground.methods import alarms
at = np.arange(counts.shape[1] - {months}, counts.shape[1])
found = alarms.farrington_flexible(counts, at)
look = alarms.first_look(found, [str(n) for n in range(len(counts))], [str(t) for t in at])
said = f"{{len(counts):,}} series: {{look}}"
"""
ONE_BY_ONE = """
import sys
sys.path.insert(0, {tests!r})
import slowly_alarms
settings = dict(frequency=12, years=4, window=2, periods=4, left_out=3)
for row in counts:
    for at in range(96 - {months}, 96):
        mean, dispersion, _ = slowly_alarms.judge(row, at, settings, 0.05)
        slowly_alarms.bound(mean, dispersion, 0.01)
said = ""
"""


def run(counts: str, work: str) -> dict:
    """Seconds with imports, the most memory in all, and what it says."""
    done = subprocess.run(
        [sys.executable, "-c", FRAME.format(counts=counts, work=work)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def main() -> None:
    """Measure, and print tables in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--series", type=int, default=1000)
    options.add_argument("--no-london", action="store_true")
    asked = options.parse_args()
    ours = OURS.format(months=MONTHS)
    print(f"# Alarms\n\n{described()}; series of 96 months, {MONTHS} of them judged; imports included.\n", flush=True)
    print("| series | seconds | of the processor | memory in all | of the processor per 1,000 series |")
    print("|---:|---:|---:|---:|---:|")
    first = None
    for times in (1, 2, 4, 8):
        size = asked.series * times
        found = run(INVENTED.format(series=size), ours)
        first = first or found
        numbers = (f"{size:,}", f"{found['seconds']:.2f}", f"{found['worked']:.2f}", f"{found['megabytes']:.0f} MB")
        print(f"| {' | '.join(numbers)} | {1000 * found['worked'] / size:.2f} |", flush=True)
    plain = run(INVENTED.format(series=PLAIN), ONE_BY_ONE.format(tests=str(ROOT / "tests/methods"), months=MONTHS))
    ratio = (plain["worked"] / PLAIN) / (first["worked"] / asked.series)
    print(
        f"\nOne regression at a time (statsmodels): {plain['worked']:.1f} s of the processor for {PLAIN} series, "
        f"{ratio:,.0f} times as long a series; {plain['megabytes']:.0f} MB against {first['megabytes']:.0f} MB."
    )
    if not asked.no_london:
        found = run(LONDON.format(path=str(WARDS)), ours)
        print(f"\nEvery ward and kind of offence of London, 2010 to 2024: {found['worked']:.1f} s, "
              f"{found['more']:.0f} MB more than the counts. {found['said']}")  # fmt: skip


if __name__ == "__main__":
    main()
