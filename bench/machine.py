"""What a measurement was made on, and how it is summed up: the same words at the head of every result."""

import os
import platform
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

import duckdb

Answer = TypeVar("Answer")


def described() -> str:
    """The machine and what else it was doing: a load above nought before we begin is other work."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), load {load:.1f} at the start, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {time.strftime('%Y-%m-%d %H:%M')}"
    )


def in_turns(times: int, *works: Callable[[], object]) -> list[float]:
    """The median seconds of each piece of work, done in turns, so that a busy spell falls on all of them."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, taken in zip(works, seconds, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [median(taken) for taken in seconds]
