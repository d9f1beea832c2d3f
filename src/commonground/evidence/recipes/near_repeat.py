"""How many more pairs of offences than chance gives are near in place and time, of a partner's extract with points."""

from commonground.evidence.reading import place, windows
from commonground.evidence.recipe import recipe

ARGUMENTS = frozenset({"distance_band", "time_band"})


@recipe
def near_repeat_ratio(evidence, editions, *, area, area_type, period, distance_band, time_band):
    """Pairs of offences in a band of distance and of time, as times the exact mean that chance gives."""
    found = _found(evidence, editions, area, area_type, period)
    return None if found is None else found.ratio(int(distance_band), int(time_band))


@recipe
def near_repeat_p(evidence, editions, *, area, area_type, period, distance_band, time_band):
    """The p value of so many pairs in a band, over 999 ways to deal the times out."""
    found = _found(evidence, editions, area, area_type, period)
    if found is None or found.ratio(int(distance_band), int(time_band)) is None:
        return None
    return float(found.found.p_value[int(distance_band), int(time_band)])


@recipe
def near_repeats_of(evidence, editions, *, area, area_type, period, of):
    """Offences used or left out, the share in a pair of a raised band, or how far and long the number is raised."""
    found = _found(evidence, editions, area, area_type, period)
    return None if found is None else found.of(of)


def _found(evidence, editions, area, area_type, period):
    from commonground.evidence.near_repeats import near_repeats

    (window,) = windows(period)
    return near_repeats(evidence, place(area, area_type), window, editions)
