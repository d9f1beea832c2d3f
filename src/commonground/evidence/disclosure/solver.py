"""Solver: HiGHS by way of SciPy, with its answers checked and its chatter kept out of our output."""

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

WHOLE = 1e-6  # how far from a whole number an answer may be and still be one
INFEASIBLE, OUT_OF_TIME = 2, 1


class WrongAnswer(ArithmeticError):
    """The solver gave numbers that do not satisfy the sums (scipy issue 24141): not to be built on."""


def least(
    cost: np.ndarray,
    sums: sparse.csr_array,
    floor: np.ndarray,
    ceiling: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> np.ndarray | None:
    """Whole numbers x with ``floor <= sums @ x <= ceiling``, ``low <= x <= high`` and the least ``cost @ x``.

    None if there are none. The corners of the linear programme are whole in most tables; where they are not,
    the search is for whole numbers. Every answer is put back into the sums. Raises WrongAnswer.
    """
    bounds, constraints = Bounds(low, high), LinearConstraint(sums, floor, ceiling)
    answer = milp(cost, bounds=bounds, constraints=constraints)
    if answer.status == INFEASIBLE:
        return None
    if answer.x is None or not _is_whole(answer.x) or not _agrees(answer.x, sums, floor, ceiling):
        return least_whole(cost, sums, floor, ceiling, low, high)
    return np.rint(answer.x)


def least_whole(
    cost: np.ndarray,
    sums: sparse.csr_array,
    floor: np.ndarray,
    ceiling: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    seconds: float | None = None,
) -> np.ndarray | None:
    """As ``least``, looking for whole numbers from the start; None also if the time is not enough."""
    for presolve in (True, False):
        options = {"mip_rel_gap": 0, "presolve": presolve} | ({"time_limit": seconds} if seconds else {})
        with _quiet():
            answer = milp(
                cost,
                integrality=np.ones(len(cost)),
                bounds=Bounds(low, high),
                constraints=LinearConstraint(sums, floor, ceiling),
                options=options,
            )
        if answer.x is None and answer.status in (INFEASIBLE, OUT_OF_TIME):
            return None
        if answer.x is not None and _is_whole(answer.x) and _agrees(answer.x, sums, floor, ceiling):
            return np.rint(answer.x)
    raise WrongAnswer("the solver's answer does not add up")


def _is_whole(x: np.ndarray) -> bool:
    return bool(np.abs(x - np.rint(x)).max(initial=0) < WHOLE)


def _agrees(x: np.ndarray, sums: sparse.csr_array, floor: np.ndarray, ceiling: np.ndarray) -> bool:
    value = sums @ np.rint(x)
    return bool((value >= floor - WHOLE).all() and (value <= ceiling + WHOLE).all())


_SILENCE = threading.Lock()


@contextmanager
def _quiet() -> Iterator[None]:
    """HiGHS 1.12 prints a line of its own from inside a whole-number search, whatever it is told
    (jump-dev/HiGHS.jl issue 312); it would stand in the midst of our JSON."""
    with _SILENCE:
        try:
            sys.stdout.flush()
            _flush()
            kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        except (OSError, ValueError):
            yield  # there is no standard output to keep clean
            return
        os.dup2(nowhere, 1)
        try:
            yield
        finally:
            _flush()
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)


def _flush() -> None:
    """Empty the buffer of C's standard output. Where there is none to be found, it is not buffered by us."""
    try:
        ctypes.CDLL(None).fflush(None)
    except (OSError, TypeError, AttributeError):
        return
