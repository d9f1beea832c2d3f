"""Time and memory of one strategic assessment, and of one for each of the 32 boroughs in turn.

uv run python bench/assess.py [--home .commonground] [--first Lewisham] [--only-first]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from commonground.evidence.run import Evidence
from commonground.evidence.store import Store, home


def assessed(area: str, store: Path, out: Path) -> tuple[float, float]:
    """Seconds and the most megabytes of one assessment in a process of its own, all three formats."""
    command = [Path(sys.executable).with_name("commonground"), "assess", area, "--out", out, "--json"]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | {"COMMONGROUND_HOME": str(store)}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the assessment of {area} failed"
    return time.perf_counter() - start, used.ru_maxrss / 1024


def main() -> None:
    """Print one line for the first area, and one for all."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=home())
    options.add_argument("--first", default="Lewisham")
    options.add_argument("--only-first", action="store_true")
    chosen = options.parse_args()
    areas = [area.name for area in Evidence(Store(chosen.home)).areas("london-boroughs")]
    with tempfile.TemporaryDirectory(prefix="commonground-bench-") as folder:
        seconds, megabytes = assessed(chosen.first, chosen.home, Path(folder))
        print(f"{chosen.first}: {seconds:.1f} s, {megabytes:.0f} MB")
        if not chosen.only_first:
            measured = [assessed(area, chosen.home, Path(folder)) for area in areas]
            total, most = sum(s for s, _ in measured), max(m for _, m in measured)
            print(f"all {len(areas)}: {total:.0f} s, {total / len(areas):.1f} s each, at most {most:.0f} MB")


if __name__ == "__main__":
    main()
