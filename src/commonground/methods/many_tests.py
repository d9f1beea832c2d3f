"""Many tests at once: which of them still stand out when a thousand places or series were asked?

At five in a hundred, a thousand quiet places give fifty that "stand out". An adjusted p value is compared with the
same level as before, and allows for how many were asked.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def false_discovery(p_values: ArrayLike) -> Floats:
    """P values adjusted so that, of those below a level, no more than that share is expected to be chance.

    Parameters
    ----------
    p_values : array (..., tests) from 0 to 1
        Those along the last axis are one family; nan (not tested) stays nan and does not count.

    Raises
    ------
    ValueError
        There is none, or one is outside 0 to 1.

    References
    ----------
    Benjamini & Hochberg (1995) J R Stat Soc B 57:289. Answers to ``p.adjust(method = "BH")``.

    Examples
    --------
    >>> print(false_discovery([0.01, 0.02, 0.03, 0.5]).round(3).tolist())
    [0.04, 0.04, 0.04, 0.5]
    """
    p = _checked(p_values)
    order = np.argsort(p, axis=-1, kind="stable")  # nan last
    tested = (~np.isnan(p)).sum(axis=-1, keepdims=True)
    raised = np.take_along_axis(p, order, -1) * (tested / np.arange(1, p.shape[-1] + 1))
    least = np.fmin.accumulate(raised[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty_like(p)
    np.put_along_axis(found, order, np.minimum(least, 1), -1)
    return np.where(np.isnan(p), np.nan, found)


def bonferroni(p_values: ArrayLike) -> Floats:
    """P values adjusted so that even one below a level by chance is no likelier than that: the strictest.

    Parameters and errors are those of ``false_discovery``.

    References
    ----------
    Dunn (1961) J Am Stat Assoc 56:52. Answers to ``p.adjust(method = "bonferroni")``.

    Examples
    --------
    >>> print(bonferroni([0.01, 0.5]).tolist())
    [0.02, 1.0]
    """
    p = _checked(p_values)
    return np.minimum(p * (~np.isnan(p)).sum(axis=-1, keepdims=True), 1)


def among_neighbours(p_values: ArrayLike, numbers: ArrayLike) -> Floats:
    """P values adjusted for each place's own neighbourhood alone, whose tests share their values.

    Parameters
    ----------
    p_values : array (..., places) from 0 to 1
    numbers : array (places,) of whole numbers >= 0
        How many neighbours each place has.

    Raises
    ------
    ValueError
        As ``false_discovery``, or the two differ in length.

    Notes
    -----
    Weaker than the others: over many places most of what is left by chance is left. Here so that results of ``spdep``
    can be read; reports use ``false_discovery``.

    References
    ----------
    Answers to ``spdep::p.adjustSP``: each p value by the number of neighbours and one.

    Examples
    --------
    >>> print(among_neighbours([0.01, 0.5], [4, 4]).tolist())
    [0.05, 1.0]
    """
    p, counts = _checked(p_values), np.asarray(numbers, float)
    if counts.shape != p.shape[-1:] or not (counts >= 0).all():
        raise ValueError("each p value needs the number of its place's neighbours, nought or more")
    return np.minimum(p * (counts + 1), 1)


def _checked(p_values: ArrayLike) -> Floats:
    p = np.asarray(p_values, float)
    if p.ndim == 0 or not p.size:
        raise ValueError("an adjustment needs at least one p value")
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p value must be between 0 and 1")
    return p
