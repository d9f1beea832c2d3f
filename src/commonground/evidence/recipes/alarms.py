"""Alarms: what was expected of a month, how high it usually goes, and how many months stand above that."""

from commonground.evidence.reading import chosen, place, windows
from commonground.evidence.recipe import recipe

ARGUMENTS = frozenset({"keys", "types"})


@recipe
def alarm_expected(evidence, editions, **arguments):
    """What the same season of the four years before, and any trend, led one to expect of the month."""
    return _known(_judged(evidence, editions, **arguments).expected[0, 0])


@recipe
def alarm_upper(evidence, editions, **arguments):
    """The number of the month above which it is an alarm (Farrington flexible, 1 in 100)."""
    return _known(_judged(evidence, editions, **arguments).upper[0, 0])


@recipe
def alarm_times(evidence, editions, **arguments):
    """How many times as many as were expected of the month."""
    found = _judged(evidence, editions, **arguments)
    expected = found.expected[0, 0]
    return _known(found.observed[0, 0] / expected) if expected > 0 else None


def _judged(evidence, editions, *, measure, area, area_type, period, source, classification=None):
    """Worked out once for all the numbers that are said of it."""
    from commonground.evidence import alarms

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    (month,) = windows(period)
    asked = ("alarm", tuple(editions), measure, area, area_type, month, source, classification)
    return evidence.once(asked, lambda: alarms.fitted(evidence, known, choice, [place(area, area_type)], month))


def _known(value):
    return None if value != value else float(value)


@recipe
def alarms_among(evidence, editions, *, keys, area, types, of):
    """How many months of measures and areas were judged, stood above their bound, or stand among so many."""
    from commonground.evidence import alarms

    asked = ("alarms", tuple(editions), keys, area, types)

    def look():
        whole = evidence.area(area, "local_authority")
        places = [
            [whole] if kind == whole.type else evidence.gazetteer.within(whole, kind) for kind in types.split(",")
        ]
        return alarms.looked(evidence, keys.split(","), places, frozenset(editions))

    found = evidence.once(asked, look)
    return {"judged": len(found.rows), "above": len(found.above), "first": len(found.first)}[of]
