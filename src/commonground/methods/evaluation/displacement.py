"""Weighted displacement difference: did events fall more than in a comparison area, and did they move next door?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.evaluation.counts import above_nought, known, share, whole

Floats = NDArray[np.float64]

AREAS = (
    "the counts of the area",
    "the counts of its comparison",
    "the counts nearby",
    "the counts of their comparison",
)


@dataclass(frozen=True, eq=False)
class Displacement:
    """Events more (+) or fewer (-) than the comparison would give, each with its standard error.

    ``local``: in the area itself; ``nearby``: in the ring around it (below nought: benefits spread; above: events may
    have moved); ``total``: both. Arrays of one shape. z and p are nan where no event was counted anywhere.
    """

    local: Floats
    local_se: Floats
    nearby: Floats
    nearby_se: Floats
    total: Floats
    total_se: Floats
    confidence: float
    with_nearby: bool

    @property
    def z(self) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.total_se == 0, np.nan, self.total / self.total_se)

    @property
    def p_value(self) -> Floats:
        return 2 * special.ndtr(-np.abs(self.z))

    @property
    def lower(self) -> Floats:
        return self.total - self._reach * self.total_se

    @property
    def upper(self) -> Floats:
        return self.total + self._reach * self.total_se

    @property
    def nearby_lower(self) -> Floats:
        return self.nearby - self._reach * self.nearby_se

    @property
    def nearby_upper(self) -> Floats:
        return self.nearby + self._reach * self.nearby_se

    @property
    def _reach(self) -> float:
        return float(special.ndtri((1 + self.confidence) / 2))

    def __str__(self) -> str:
        if self.total.ndim:
            clear = int(((self.lower > 0) | (self.upper < 0)).sum())
            return f"{clear} of {self.total.size} differences are more than chance would give."
        more = "fewer" if self.total < 0 else "more"
        sure = "no clear difference" if self.lower <= 0 <= self.upper else "a clear difference"
        return (
            f"{_plain(abs(self.total))} events {more} than the comparison areas would give "
            f"({self.confidence:.0%} limits {_signed(self.lower)} to {_signed(self.upper)}): {sure}{self._beside()}."
        )

    def _beside(self) -> str:
        if not self.with_nearby:
            return ""
        if self.nearby_lower > 0:
            return ", and nearby there were clearly more than their comparison would give: events may have moved"
        if self.nearby_upper < 0:
            return ", and nearby too there were clearly fewer: benefits may have spread"
        return ", with no clear sign that events moved nearby"

    def table(self) -> dict[str, list]:
        """The local, nearby and total differences, one row each (of the first pair of counts, if there are several)."""
        rows = [(np.ravel(getattr(self, name))[0], np.ravel(getattr(self, f"{name}_se"))[0])
                for name in ("local", "nearby", "total")]  # fmt: skip
        estimate, error = (np.array(column) for column in zip(*rows, strict=True))
        return {
            "where": ["the area", "nearby", "together"],
            "difference": estimate.tolist(),
            "standard_error": error.tolist(),
            "lower": (estimate - self._reach * error).tolist(),
            "upper": (estimate + self._reach * error).tolist(),
        }


def weighted_displacement(
    treated: ArrayLike,
    control: ArrayLike,
    nearby: ArrayLike | None = None,
    nearby_control: ArrayLike | None = None,
    *,
    time_weights: ArrayLike = (1, 1),
    area_weights: ArrayLike = (1, 1, 1, 1),
    harm_weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Displacement:
    """The change of an area less the change of its comparison, and the same nearby, as counts of events.

    Counts are Poisson, so that the variance of a difference is the sum of the counts, each over its weights
    squared. That is too narrow where events come in bursts, and says nothing of trends that the areas do not share.

    Parameters
    ----------
    treated, control : arrays (..., 2) of whole numbers >= 0
        Before and after, of the area where something was done and of one like it. Leading axes are other cases, or
        kinds of offence if ``harm_weights`` are given.
    nearby, nearby_control : arrays (..., 2), optional
        Where events could have moved to, and areas like those.
    time_weights : (2,) numbers > 0
        Length of the time before and after: (24, 12) makes all counts monthly.
    area_weights : (4,) numbers > 0
        Size of the control, treated, nearby control and nearby areas, in the order of Wheeler's ``wdd``.
    harm_weights : array (kinds,) >= 0, optional
        Harm of one event of each kind along the first axis; differences are then sums of harm.
    confidence : float between 0 and 1

    Returns
    -------
    Displacement

    Raises
    ------
    ValueError
        A count or weight is missing, infinite, negative, not whole, or not as many as it should be; or one of the
        two nearby areas is given without the other.

    References
    ----------
    Wheeler & Ratcliffe (2018) Crime Science 7:11; answers to ``ptools::wdd`` and ``ptools::wdd_harm``.

    Examples
    --------
    >>> print(weighted_displacement([207, 110], [308, 318], [178, 157], [150, 140]))
    118 events fewer than the comparison areas would give (95% limits −195.6 to −40.4): a clear difference, with no \
clear sign that events moved nearby.
    """
    if (nearby is None) != (nearby_control is None):
        raise ValueError("an area nearby needs its comparison: give both, or neither")
    with_nearby = nearby is not None
    empty = np.zeros_like(np.asarray(treated, float))
    ring, ring_control = (empty, empty) if nearby is None or nearby_control is None else (nearby, nearby_control)
    counts = [_two(of, what) for of, what in zip((treated, control, ring, ring_control), AREAS, strict=True)]
    if len({of.shape for of in counts}) > 1:
        raise ValueError("every area needs as many pairs of counts as the others")
    time = _weights(time_weights, 2, "the weights of time: before, after")
    area = _weights(area_weights, 4, "the weights of area: control, treated, nearby control, nearby")
    sizes = (area[1], area[0], area[3], area[2])
    changes, variances = zip(*(_change(of, time, size) for of, size in zip(counts, sizes, strict=True)), strict=True)
    local, ring_change = changes[0] - changes[1], changes[2] - changes[3]
    local_var, ring_var = variances[0] + variances[1], variances[2] + variances[3]
    if harm_weights is not None:
        harm = known(harm_weights, "the weights of harm")
        if harm.ndim != 1 or not local.shape or harm.shape[0] != local.shape[0]:
            raise ValueError("there must be one weight of harm for each kind of offence: the first axis of the counts")
        local, ring_change = np.tensordot(harm, local, 1), np.tensordot(harm, ring_change, 1)
        local_var, ring_var = np.tensordot(harm**2, local_var, 1), np.tensordot(harm**2, ring_var, 1)
    sure = share(confidence, "the confidence")
    return Displacement(
        np.asarray(local), np.sqrt(local_var), np.asarray(ring_change), np.sqrt(ring_var),
        np.asarray(local + ring_change), np.sqrt(local_var + ring_var), sure, with_nearby,
    )  # fmt: skip


def _two(counts: ArrayLike, what: str) -> Floats:
    found = whole(counts, what, 2)
    if found.shape[-1] != 2:
        raise ValueError(f"{what} must be two, before and after; {found.shape[-1]} given")
    return found


def _weights(weights: ArrayLike, number: int, what: str) -> Floats:
    found = above_nought(weights, what)
    if found.shape != (number,):
        raise ValueError(f"{what} must be {number} numbers")
    return found


def _change(counts: Floats, time: Floats, size: float) -> tuple[Floats, Floats]:
    """After less before, each over its weights, and the variance."""
    scale = time * size
    rates, variance = counts / scale, counts / scale**2
    return rates[..., 1] - rates[..., 0], variance[..., 1] + variance[..., 0]


def _plain(value: Floats) -> str:
    return f"{float(value):,.0f}" if float(value).is_integer() else f"{float(value):,.1f}"


def _signed(value: Floats) -> str:
    return f"{float(value):+,.1f}".replace("-", "−")
