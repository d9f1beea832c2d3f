"""Counts, shares and their change between two periods."""

from collections.abc import Mapping

from commonground.evidence.reading import (
    Kind,
    chosen,
    difference,
    kind_of,
    mean,
    place,
    read,
    read_tallies,
    tested,
    windows,
)  # fmt: skip
from commonground.evidence.recipe import recipe


@recipe
def count(evidence, editions, *, measure, area, area_type, period, source, classification=None, **where):
    """The count in one area and period; over several periods, their mean."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    over = windows(period)
    found = read(evidence, known, choice, place(area, area_type), over, **where)
    return None if found.value is None else mean(found.value, over)


@recipe
def share(evidence, editions, *, measure, area, area_type, period, source, classification=None, **where):
    """A share in per cent, such as the searches that found something."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    return read(evidence, known, choice, place(area, area_type), windows(period), **where).share


def _pair(
    evidence, editions, *, measure, area, area_type, period, baseline, source, classification=None, **where
):
    """Both numbers of a comparison, the windows of each, and what kind they are."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    spot, after, before = place(area, area_type), windows(period), windows(baseline)
    later, earlier = (read(evidence, known, choice, spot, over, **where) for over in (after, before))
    return later, earlier, after, before, kind_of(choice.count)


@recipe
def change(evidence, editions, **arguments):
    """The number in the period less that in the baseline."""
    return difference(*_pair(evidence, editions, **arguments))


@recipe
def change_in_points(evidence, editions, **arguments):
    """The share in the period less that in the baseline, in percentage points."""
    return difference(*_pair(evidence, editions, **arguments))


CHANGES: Mapping[Kind, str] = {"count": "change", "share": "change_in_points", "value": "change"}


def _compared(evidence, editions, **arguments):
    return tested(*_pair(evidence, editions, **arguments))


@recipe
def change_percent(evidence, editions, **arguments):
    """The change from the baseline in per cent, month for month."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.change_percent)


@recipe
def lower_percent(evidence, editions, **arguments):
    """The lower end of the exact 95% interval of the change in per cent."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.lower_percent)


@recipe
def upper_percent(evidence, editions, **arguments):
    """The upper end of the exact 95% interval of the change in per cent."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.upper_percent)


@recipe
def p_value(evidence, editions, **arguments):
    """The two-sided p value of the exact conditional test of two counts."""
    found = _compared(evidence, editions, **arguments)
    return None if found is None else float(found.p_value)


@recipe
def sum_of_areas(
    evidence, editions, *, measure, group, area_type, period, source, classification=None, **where
):
    """The count of a group of areas together."""
    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    (window,) = windows(period)
    tallies = evidence.tallies(known, evidence.areas(group), window, choice, **where)
    return read_tallies(list(tallies.values()), choice).value
