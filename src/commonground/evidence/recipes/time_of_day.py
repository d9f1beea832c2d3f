"""When in the week offences happened, of a partner's extract with times."""

from commonground.evidence.disclosure import rule_of, show
from commonground.evidence.incidents import SOURCE
from commonground.evidence.reading import place, windows
from commonground.evidence.recipe import recipe

ARGUMENTS = frozenset({"day", "stretch"})


@recipe
def offences_in_hours(evidence, editions, *, area, area_type, period, day, stretch):
    """Offences on a day of the week in a stretch of it, each shared out over the time in which it can have happened."""
    found = _found(evidence, editions, area, area_type, period)
    return None if found is None else found.of(int(day), int(stretch))


@recipe
def offences_with_times(evidence, editions, *, area, area_type, period, of="counted"):
    """Offences whose times can be used; or those that end before they start, or could have happened all week."""
    found = _found(evidence, editions, area, area_type, period)
    return None if found is None else show(getattr(found, of), rule_of(SOURCE)).value


@recipe
def hour_of_day(evidence, editions, *, area, area_type, period, of="hour"):
    """The hour of the day round which offences gather, with its limits; or how sure it is that they gather at all."""
    found = _found(evidence, editions, area, area_type, period)
    return None if found is None else getattr(found.day, of)


@recipe
def fullest_hours(evidence, editions, *, area, area_type, period, of="begins"):
    """The hour at which the fullest stretch of the week begins, or ends."""
    found = _found(evidence, editions, area, area_type, period)
    return None if found is None else getattr(found, of)


def _found(evidence, editions, area, area_type, period):
    from commonground.evidence.hours import hours

    (window,) = windows(period)
    return hours(evidence, place(area, area_type), window, editions)
