"""Time and memory of one strategic assessment in all formats, and of one web page for each of the 32 boroughs.

The one runs as a command in a process of its own, from a cold start. The 32 are written by one process from
one Evidence, which counts for the second borough what it has read for the first. The most memory is that of
the process, with everything it imports.

    uv run python bench/assess.py [--home .commonground] [--first Lewisham] [--only-first]
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from machine import described

from commonground.evidence.run import Evidence
from commonground.evidence.store import Store, home
from commonground.report import assessment
from commonground.report.render import render


def as_command(area: str, store: Path, out: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processor and the most megabytes of one assessment by itself, in all formats."""
    command = [Path(sys.executable).with_name("commonground"), "assess", area, "--out", out, "--json"]
    environment = os.environ | {"COMMONGROUND_HOME": str(store)}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the assessment of {area} failed"
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def one_after_another(store: Path, out: Path) -> list[float]:
    """Seconds for each borough, in this process, as a web page and its ledger of figures."""
    evidence = Evidence(Store(store))
    seconds = []
    for area in evidence.areas("london-boroughs"):
        folder = out / area.name
        folder.mkdir(parents=True)
        start = time.perf_counter()
        document = assessment.write(evidence, area, today=date.today(), texts={})
        assessment.save_ledger(document, evidence, folder)
        render(document, folder, ("html",), say=print)
        seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Print one line for the first area, and one for all."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=home())
    options.add_argument("--first", default="Lewisham")
    options.add_argument("--only-first", action="store_true")
    options.add_argument("--times", type=int, default=3)
    chosen = options.parse_args()
    print(f"# The assessment\n\n{described()}.\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="commonground-bench-") as folder:
        runs = [as_command(chosen.first, chosen.home, Path(folder)) for _ in range(chosen.times)]
        seconds, processor, megabytes = (median(column) for column in zip(*runs, strict=True))
        print(
            f"* {chosen.first} as HTML, PDF and Word, the whole command: **{seconds:.1f} s** "
            f"({processor:.1f} s of processor), at most {megabytes:.0f} MB; medians of {chosen.times}.",
            flush=True,
        )
        if not chosen.only_first:
            before = time.process_time()
            each = one_after_another(chosen.home, Path(folder) / "all")
            processor = time.process_time() - before
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"* All {len(each)} boroughs as HTML, one process: **{sum(each):.0f} s** "
                f"({processor:.0f} s of processor), {median(each):.1f} s each (median; the first {each[0]:.1f} s), "
                f"at most {most:.0f} MB."
            )


if __name__ == "__main__":
    main()
