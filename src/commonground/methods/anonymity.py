"""Anonymity: how many others in a file of records look the same, by what somebody may know of a person already.

A record is told apart when no other has the same values in the columns that may be known from elsewhere. Where a group
looks the same but all of it shares one value of what is private, belonging to the group gives that value away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[np.int64]

LEVELS = (2, 3, 5, 10)


@dataclass(frozen=True, eq=False)
class Anonymity:
    """Sizes of the groups that look the same.

    ``below`` has, for each of ``levels``, the records in a group smaller than that; ``without`` the same with each
    column left out in turn. ``given_away`` is the records in groups of two or more that all share one private value;
    None where no private column is named.
    """

    columns: tuple[str, ...]
    records: int
    groups: int
    smallest: int
    levels: tuple[int, ...]
    below: Whole
    without: Whole
    given_away: int | None

    def __str__(self) -> str:
        said = f"By {_listed(self.columns)}, " + ", ".join(
            f"{count:,}{f' of {self.records:,} records are' if place == 0 else ''} {_in_group(level)}"
            for place, (level, count) in enumerate(zip(self.levels, self.below.tolist(), strict=True))
        )
        if len(self.columns) > 1:
            best = int(self.without[:, 0].argmin())
            said += f"; without {self.columns[best]}, {self.without[best, 0]:,} would be {_in_group(self.levels[0])}"
        if self.given_away is not None:
            said += f"; of the others {self.given_away:,} share one private value with all of their group"
        return said + "."

    def table(self) -> dict[str, list]:
        """One row for all columns, and one for each column left out; records in groups smaller than each level."""
        rows = np.vstack([self.below, *([self.without] if len(self.columns) > 1 else [])])
        left_out = ["nothing", *(self.columns if len(self.columns) > 1 else ())]
        return {"left_out": left_out} | {
            f"in_groups_below_{level}": rows[:, place].tolist() for place, level in enumerate(self.levels)
        }


def group_sizes(columns: Sequence[ArrayLike]) -> Whole:
    """How many records share every value with each record, itself included.

    Parameters
    ----------
    columns : sequence of arrays (records,)
        What may be known of a person from elsewhere: age, sex, ward. Empty text and nan are values like others.

    Returns
    -------
    array (records,) of whole numbers >= 1, the k of k-anonymity for each record.

    Raises
    ------
    ValueError
        There is no column or no record, or the columns differ in length.

    References
    ----------
    Sweeney (2002) Int J Uncertainty, Fuzziness and Knowledge-Based Systems 10:557. Answers to ``fk`` of
    ``sdcMicro::freqCalc`` where no value is missing.

    Examples
    --------
    >>> group_sizes([["15-17", "15-17", "18-24"], ["F", "F", "F"]]).tolist()
    [2, 2, 1]
    """
    group = _groups(columns)
    return np.bincount(group)[group]


def anonymity(
    columns: Mapping[str, ArrayLike], private: ArrayLike | None = None, levels: Sequence[int] = LEVELS
) -> Anonymity:
    """How well a file of records hides the people in it.

    Parameters
    ----------
    columns : mapping of arrays (records,)
        By name, what may be known of a person from elsewhere.
    private : array (records,), optional
        What must not become known, such as the offence.
    levels : whole numbers >= 2, ascending
        Group sizes to hold the file to.

    Returns
    -------
    Anonymity

    Raises
    ------
    ValueError
        As ``group_sizes``, or a level is not a whole number of two or more, or the levels do not ascend.

    References
    ----------
    Sweeney (2002) for k; Machanavajjhala et al. (2007) ACM TKDD 1:3 for groups that share one private value.

    Examples
    --------
    >>> found = anonymity({"age": ["15", "15", "16"], "sex": ["F", "F", "M"]}, private=["robbery", "robbery", "theft"])
    >>> found.smallest, found.below.tolist(), found.given_away
    (1, [1, 3, 3, 3], 2)
    """
    wanted = tuple(levels)
    if not wanted or any(level != int(level) or level < 2 for level in wanted) or list(wanted) != sorted(set(wanted)):
        raise ValueError("group sizes must be whole numbers of two or more, each larger than the last")
    names, values = tuple(columns), list(columns.values())
    group = _groups(values)
    sizes = np.bincount(group)[group]
    others = [[value for name, value in columns.items() if name != left_out] for left_out in names]
    without = [_below(group_sizes(rest), wanted) for rest in others] if len(names) > 1 else []
    return Anonymity(
        names, group.size, int(group.max()) + 1, int(sizes.min()), tuple(map(int, wanted)), _below(sizes, wanted),
        np.array(without, np.int64).reshape(-1, len(wanted)),
        None if private is None else _given_away(group, sizes, private),
    )  # fmt: skip


def _below(sizes: Whole, levels: Sequence[int]) -> Whole:
    return np.array([(sizes < level).sum() for level in levels], np.int64)


def _given_away(group: Whole, sizes: Whole, private: ArrayLike) -> int:
    values = _codes(private)
    if values.size != group.size:
        raise ValueError("the private column must have as many records as the others")
    width = values.max() + 1
    kinds = np.bincount(np.unique(group * width + values) // width)
    return int(((kinds[group] == 1) & (sizes > 1)).sum())


def _groups(columns: Sequence[ArrayLike]) -> Whole:
    """The number of each record's group, from 0."""
    codes = [_codes(column) for column in columns]
    if not codes or not codes[0].size:
        raise ValueError("anonymity needs a column and a record")
    if len({each.size for each in codes}) > 1:
        raise ValueError("the columns must have one value each for every record")
    group = codes[0]
    for code in codes[1:]:
        group = np.unique(group * (code.max() + 1) + code, return_inverse=True)[1].reshape(-1)
    return group.astype(np.int64)


def _codes(column: ArrayLike) -> Whole:
    values = np.asarray(column)
    return np.unique(values.astype(str) if values.dtype == object else values, return_inverse=True)[1].reshape(-1)


def _in_group(level: int) -> str:
    return "like no other" if level == 2 else f"in a group of fewer than {level:,}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
