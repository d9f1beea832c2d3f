"""How long the command line takes to answer from a cold start: --help, and one comparison.

    uv run python bench/start.py [--home .commonground] [--times 7]
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from machine import described

from commonground.evidence.store import home

COMPARISON = "compare violence-against-the-person --area Lewisham --from 2018-04 --to 2018-09"


def asked(words: str, store: Path) -> tuple[float, float]:
    """Seconds, and seconds of processor, of one command in a process of its own."""
    command = [Path(sys.executable).with_name("commonground"), *words.split()]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | {"COMMONGROUND_HOME": str(store)}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"commonground {words} failed"
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


def main() -> None:
    """Print the median of both."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=home())
    options.add_argument("--times", type=int, default=7)
    chosen = options.parse_args()
    print(f"# Starting\n\n{described()}; medians of {chosen.times}.\n", flush=True)
    for words in ("--help", COMPARISON):
        taken = [asked(words, chosen.home) for _ in range(chosen.times + 1)][1:]  # once to warm the disk
        seconds, processor = (median(column) for column in zip(*taken, strict=True))
        print(f"* `commonground {words}`: **{seconds:.2f} s** ({processor:.2f} s of processor).", flush=True)


if __name__ == "__main__":
    main()
