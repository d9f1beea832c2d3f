"""A second opinion from a library: the AutoETS of ``statsforecast``, where it is installed (an extra)."""

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.forecast.simple import LEVELS, YEAR, Ahead, monthly

NAME = "AutoETS of statsforecast"


def is_installed() -> bool:
    """Whether the library is here.

    Examples
    --------
    >>> is_installed() in (True, False)
    True
    """
    return find_spec("statsforecast") is not None


def auto_ets(values: ArrayLike, months: int = 12, levels: Sequence[float] = LEVELS) -> Ahead:
    """The coming months by the library's own choice among models of exponential smoothing.

    Parameters
    ----------
    values : array (months,) or (series, months) of numbers >= 0
    months : int
        How many to forecast.
    levels : sequence of floats between 0 and 1

    Returns
    -------
    Ahead
        The library's limits are Gaussian; below nought, where no count can be, they are set to nought.

    Raises
    ------
    ValueError
        As ``simple.monthly``, and where the library is not installed.

    References
    ----------
    Hyndman et al. (2002) Int J Forecast 18:439. ``statsforecast.models.AutoETS``, Nixtla, Apache 2.0.

    Examples
    --------
    >>> is_installed() and auto_ets([20, 25] * 24, 2).mean.shape != (1, 2)
    False
    """
    if not is_installed():
        raise ValueError("statsforecast is not installed: pip install 'commonground[forecast]' brings it")
    from statsforecast.models import AutoETS

    y = monthly(values, 2 * YEAR)
    percent = [round(100 * level) for level in levels]
    found = [AutoETS(season_length=YEAR).forecast(series, months, level=percent) for series in y]
    lower, upper = (
        np.maximum([[one[f"{end}-{level}"] for one in found] for level in percent], 0) for end in ("lo", "hi")
    )
    return Ahead(np.maximum([one["mean"] for one in found], 0), lower, upper, tuple(levels))
